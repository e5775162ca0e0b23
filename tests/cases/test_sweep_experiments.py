"""The three experiments on the corona case: they say what they mean, their points are sound, and a small one runs."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.generator.places import CORONA, EXPERIMENTS, PUBLISHED_SWEEPS
from docs.generator.sweep_studies import ABSENCE, DIFFERENCE, DIGISOS, HIRES, LEVEL, STUDIES, numbers, read
from docs.generator.sweep_studies import Study as Shown
from docs.generator.sweep_studies import found as row_of
from docs.generator.sweep_words import FIRST, LAST, LEAD
from docs.publish_sweeps import keep, swept
from navsim.cli import main
from navsim.config.document import Document, checked, load
from navsim.config.places import Source, dotted, walk
from navsim.sweeps.design import levels_of
from navsim.sweeps.folder import dataset
from navsim.sweeps.run import sweep
from navsim.sweeps.study import Study, load_study, place_of, point_of, with_levels
from navsim.values import units
from navsim.values.time import DAY

FILES = sorted(EXPERIMENTS.glob("*.yaml"))


@cache
def study(name: str) -> Study:
    return load_study(next(each.file for each in STUDIES if each.name == name))


def at(name: str, **values: str | float) -> dict[str, object]:
    """The values of the config, by dotted path, at the first point with these values of factors."""
    own = study(name)
    for number in range(len(own.points)):
        levels = point_of(own, number)
        if {factor: levels[factor].label for factor in values} == values:
            return flat(with_levels(own.base, levels, {factor: place_of(own, factor) for factor in levels}))
    raise AssertionError(values)


def flat(source: Source) -> dict[str, object]:
    """What a config says but for its evidence, by dotted path."""
    return {
        dotted(path): value for path, value in walk(source.data)
        if not isinstance(value, (dict, list)) and path[0] != "evidence"
    }  # fmt: skip


def changed(name: str, before: dict[str, object], **values: str | float) -> dict[str, object]:
    """What a point says that is not said before."""
    return {path: value for path, value in at(name, **values).items() if before.get(path) != value}


def test_every_experiment_has_findings() -> None:
    assert {each.file for each in STUDIES} == set(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_titles_are_in_all_languages(file: Path) -> None:
    experiment = load_study(file).experiment
    for title in (experiment.title, *(factor.title for factor in experiment.factors.values())):
        assert title is not None
        assert len({title.text(language) for language in ("nb", "nn", "en")}) > 1


@pytest.mark.parametrize(("name", "points"), [(HIRES.name, 60), (DIGISOS.name, 36), (ABSENCE.name, 25)])
def test_every_point_is_sound(name: str, points: int) -> None:
    own = study(name)
    assert len(own.points) == points
    places = {factor: place_of(own, factor) for factor in own.experiment.factors}
    for number in range(points):
        checked(Document(with_levels(own.base, point_of(own, number), places)))


def test_the_shock_is_scaled_and_nothing_else() -> None:
    base = at(HIRES.name, shock="as_it_was", advertised="2020-05-18", hires=2)
    assert base == flat(study(HIRES.name).base)
    for shock, times in (("half", 0.5), ("half_more", 1.5)):
        found = changed(HIRES.name, base, shock=shock, advertised="2020-05-18", hires=2)
        assert set(found) == {f"shocks.corona.inflow.{group}.add" for group in ("other", "unemployment_benefit")}
        for path, rate in found.items():
            assert units.rate(rate) == pytest.approx(times * units.rate(base[path]))


def test_advertised_in_the_range_of_the_evidence_but_for_the_scenario_before_the_shock() -> None:
    assert [level.label for level in levels_of(study(HIRES.name).experiment.factors["advertised"])] == list(FIRST)
    config = checked(Document(study(HIRES.name).base)).config("happened")
    first, last = config.evidence["staff.temporary.recruiting"].range or ()
    outside = [text for text, day in FIRST.items() if not str(first) <= day.isoformat() <= str(last)]
    assert outside == ["2020-02-17"]
    written = flat(load(CORONA).source)
    assert written["scenarios.recruitment_not_frozen.staff.temporary.recruiting.opened"] == "2020-02-17"
    recruiting = config.staff["temporary"].recruiting
    assert recruiting is not None
    assert recruiting.lead == LEAD.days * DAY
    assert config.staff["temporary"].until == LAST


def test_hours_as_they_were_and_65_percent_digital_are_the_case() -> None:
    assert at(DIGISOS.name, hours="as_it_was", digital=0.65) == flat(study(DIGISOS.name).base)
    case = {path.partition("receptions_cut.")[2]: value for path, value in flat(load(CORONA).source).items()}
    for path, value in changed(DIGISOS.name, flat(study(DIGISOS.name).base), hours="both_cuts", digital=0.65).items():
        assert case[path] == value


def test_sick_leave_is_that_of_all_entries_which_have_one_in_the_range_of_the_evidence() -> None:
    base = flat(study(ABSENCE.name).base)
    assert at(ABSENCE.name, people=5, sick=0.07) == base
    low, high = checked(Document(study(ABSENCE.name).base)).config().evidence["staff.*.absence.share"].range or ()
    for percent in (5, 6, 8, 9):
        found = changed(ABSENCE.name, base, people=5, sick=percent / 100)
        assert set(found) == {path for path in base if path.startswith("staff.") and path.endswith(".absence.share")}
        assert set(found.values()) == {percent / 100}
        assert float(str(low)) <= percent / 100 <= float(str(high))


def test_a_small_one_from_the_experiment_to_the_numbers(tmp_path: Path) -> None:
    text = HIRES.file.read_text(encoding="utf-8").replace("base: ..", f"base: {EXPERIMENTS.parent}")
    for pattern, small in (
        (r"replications: 30", "replications: 2\nset: {weeks: 40, observed: none}"),
        (r"values: \[2020-02-17.*", "values: [2020-02-17]"),
        (r"values: \[0, 1.*", "values: [0, 4]"),
        (r"      half.*\n", ""),
    ):
        text, count = re.subn(pattern, small, text)
        assert count
    file = tmp_path / "small.yaml"
    file.write_text(text, encoding="utf-8")
    found = CliRunner(catch_exceptions=False).invoke(
        main, ["sweep", str(file), "--out", str(tmp_path / "out"), "--workers", "1"]
    )
    first = found.output.splitlines()[0]
    assert (found.exit_code, first) == (0, f"2 of 2 points are done, 2 of them now: {tmp_path / 'out'}")
    table = numbers(
        dataclasses.replace(HIRES, pairs=()),
        list(load_study(file).points.axes),
        dataset(tmp_path / "out", "replications"),
    )
    gain = row_of(table, DIFFERENCE, "overdue", hires=4)
    assert (gain["versus"], gain["replications"]) == ("hires=0", 2)
    assert gain["high"] < 0
    levels = (
        dataset(tmp_path / "out", "levels").query("measure == 'backlog' and statistic == 'mean'").set_index("hires")
    )
    assert gain["mean"] == pytest.approx(levels["mean"][4] - levels["mean"][0], abs=1e-3)


def test_what_is_published_is_what_the_program_gives(tmp_path: Path) -> None:
    """One point of a sweep as it runs today."""
    own = study(HIRES.name)
    sweep(own, tmp_path / "out", most=1)
    today = dataset(tmp_path / "out", "levels").query("period == 'run' and measure == 'backlog'").set_index("statistic")
    estimates = ["mean", "low", "high"]
    published = read(PUBLISHED_SWEEPS / HIRES.name / "numbers.csv")
    point = {factor: level.label for factor, level in point_of(own, 0).items()}
    for figure, statistic in (("overdue", "mean"), ("peak", "max")):
        row = row_of(published, LEVEL, figure, **point)
        now = [float(today[name][statistic]) for name in estimates]
        assert row[estimates].tolist() == pytest.approx(now, abs=1e-4), "make sweeps"


@pytest.mark.long
@pytest.mark.parametrize("own", STUDIES, ids=lambda own: own.name)
def test_all_that_is_published_is_what_the_program_gives(own: Shown, tmp_path: Path) -> None:
    keep(own, swept(own), tmp_path / "kept")
    for file in sorted((tmp_path / "kept").iterdir()):
        assert file.read_bytes() == (PUBLISHED_SWEEPS / own.name / file.name).read_bytes(), "make sweeps"
