"""Each plot shows the numbers that its frames hold, on honest axes, in bytes that depend on nothing else."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from navsim.config.fields import LANGUAGES, Language
from navsim.report.headings import heading
from navsim.report.material import Material
from navsim.report.numbers import number
from navsim.report.pictures import PICTURES, draw
from navsim.report.plots.save import svg, write_png
from navsim.report.select import total
from navsim.report.words import words

DIVIDED = {"blocks", "follow_up_parts", "who_waits", "costs", "recovery", "targets"}
LINES = ("backlog", "follow_up", "caseload", "waits", "backlog_scenarios", "differences_over_time")
BY_NAME = {picture.name: picture for picture in PICTURES if picture.name not in DIVIDED}


def figure(name: str, material: Material, language: Language = "nb") -> Figure:
    return draw(BY_NAME[name], material, words(language))


def heights(axes: Axes) -> list[tuple[float, ...]]:
    """The vertical values of every drawn line."""
    return [tuple(np.asarray(line.get_ydata(), float).round(6)) for line in axes.lines]


def weekly(material: Material, measure: str, scenario: str, column: str = "p50") -> tuple[float, ...]:
    table = total(material.weekly, measure, scenario=scenario)
    return tuple(table[column].to_numpy(float).round(6))


def texts(drawn: Figure) -> str:
    return " ".join(text.get_text() for axes in drawn.axes for text in axes.texts) + " ".join(
        t.get_text() for t in drawn.texts
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_NAME)
def test_each_plot_has_title_note_and_source(material: Material, name: str, language: Language) -> None:
    drawn = figure(name, material, language)
    assert drawn.axes
    assert drawn.get_size_inches()[0] / drawn.get_size_inches()[1] == pytest.approx(16 / 9)
    written = texts(drawn)
    for part in ("navsim 0.1.0", "indre-fosen-2020", "581", "3f2ab91c"):
        assert part in written
    assert "{" not in written


def test_backlog_shows_medians_bands_runs_and_starts_at_zero(material: Material) -> None:
    (axes,) = figure("backlog", material).axes
    lines = heights(axes)
    for scenario in material.focus:
        assert weekly(material, "backlog", scenario) in lines
    assert weekly(material, "backlog", "second_wave") not in lines
    run = material.replications.query(
        "measure == 'backlog' and scenario == 'happened' and dimension == 'all' and replication == 3"
    )
    assert tuple(run["value"].round(6)) in lines
    bands = [collection.get_paths()[0].vertices for collection in axes.collections]
    assert len(bands) == len(material.focus)
    assert max(np.asarray(band)[:, 1].max() for band in bands) == pytest.approx(
        max(max(weekly(material, "backlog", scenario, "p90")) for scenario in material.focus)
    )
    assert axes.get_ylim()[0] == 0
    labels = " ".join(text.get_text().replace("\n", " ") for text in axes.texts)
    assert all(material.label("scenario", scenario, "nb") in labels for scenario in material.focus)
    assert "Korona" in labels
    assert "To vikarer" in labels


def test_every_scenario_has_a_small_plot_on_one_scale(material: Material) -> None:
    drawn = figure("backlog_scenarios", material)
    shown = [axes for axes in drawn.axes if axes.get_visible()]
    assert len(shown) == len(material.scenarios)
    assert len({axes.get_ylim() for axes in shown}) == 1
    for axes, scenario in zip(shown, material.scenarios, strict=True):
        assert weekly(material, "backlog", scenario) in heights(axes)
        assert weekly(material, "backlog", "happened") in heights(axes)


def test_follow_up_shows_the_whole_scale_and_the_goal(material: Material) -> None:
    (axes,) = figure("follow_up", material).axes
    assert axes.get_ylim() == (0, 1)
    assert (0.7, 0.7) in heights(axes)
    assert weekly(material, "follow_up_rate", "no_temporaries") in heights(axes)
    (plain,) = figure("follow_up", dataclasses.replace(material, goal=None)).axes
    assert (0.7, 0.7) not in heights(plain)


def test_diamonds_are_explained_where_there_are_some(material: Material) -> None:
    assert "Svarte ruter" in texts(figure("caseload", material))
    assert "uter" not in texts(figure("caseload", dataclasses.replace(material, observed=material.observed.iloc[:0])))


def test_the_first_month_of_a_small_plot_tells_the_year(material: Material) -> None:
    for start, first in (("2020-01-06", "feb.\n2020"), ("2019-12-30", "jan.\n2020")):
        drawn = figure("waits", dataclasses.replace(material, start=date.fromisoformat(start), weeks=16))
        axes = drawn.axes[0]
        low, high = axes.get_xlim()
        seen = [tick for tick in axes.get_xticklabels() if low <= tick.get_position()[0] <= high]
        assert seen[0].get_text() == first


def test_counts_are_diamonds_filled_when_fitted_and_open_when_held_out(material: Material) -> None:
    drawn = figure("caseload", material)
    everyone, *groups = drawn.axes
    assert weekly(material, "caseload", "happened") in heights(everyone)
    points = diamonds(everyone)
    assert points == {("2020-W10", 581.0, "black"), ("2020-W18", 1130.0, "black")}
    assert len({axes.get_ylim() for axes in groups}) == 1
    benefit = next(axes for axes in groups if axes.get_title(loc="left") == "Dagpenger")
    assert ("2020-W18", 149.0, "white") in diamonds(benefit)
    legend = everyone.get_legend()
    assert legend is not None
    assert "telt, holdt utenfor tilpasningen" in [text.get_text() for text in legend.get_texts()]


def diamonds(axes: Axes) -> set[tuple[str, float, str]]:
    """(ISO week, value, fill) of every counted point."""
    found = set()
    for collection in axes.collections:
        if isinstance(collection, PathCollection) and len(np.asarray(collection.get_offsets())):
            fill = "black" if np.asarray(collection.get_facecolor())[0][:3].sum() == 0 else "white"
            for x, y in np.asarray(collection.get_offsets(), float):
                year, week, _ = (pd.Timestamp(0) + pd.Timedelta(days=x)).isocalendar()
                found.add((f"{year}-W{week:02}", float(y), fill))
    return found


def test_staffing_marks_everyone_who_begins_or_leaves_and_nobodys_leave(material: Material) -> None:
    (axes,) = figure("staffing", material).axes
    shapes = [line.get_marker() for line in axes.lines if line.get_marker() in ("^", "v")]
    assert shapes.count("^") == 2
    assert shapes.count("v") == 4
    written = " ".join(text.get_text() for text in axes.texts)
    assert "Pensjon" in written
    assert "arental" not in written
    total = max(heights(axes), key=max)
    assert total[0] == pytest.approx(16.3)
    assert axes.get_ylim()[0] == 0


def test_everyone_who_begins_or_leaves_is_named_also_when_many_do_at_once(material: Material) -> None:
    days = pd.date_range("2020-03-02", periods=7, freq="7D").strftime("%Y-%m-%d")
    crowd = pd.DataFrame(
        [("happened", day, "leaver", f"post_number_{number}") for number, day in enumerate(days)],
        columns=material.marks.columns,
    )
    crowded = dataclasses.replace(material, marks=crowd)
    drawn = figure("staffing", crowded)
    (axes,) = drawn.axes
    named = [text for text in axes.texts if text.get_text().startswith("▼")]
    assert [text.get_text() for text in named] == [f"▼ Post number {number}" for number in range(7)]
    drawn.draw_without_rendering()
    boxes = [text.get_window_extent() for text in named]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    subtitle = next(text for text in drawn.texts if text.get_text().startswith("Årsverk"))
    assert max(box.y1 for box in boxes) < subtitle.get_window_extent().y0


def test_hours_add_up_to_contract_hours(material: Material) -> None:
    (axes,) = figure("hours", material).axes
    parts = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    widths = [part.get_width() for part in parts]
    contract = material.hours.query("scenario == 'happened' and use not in ('capacity', 'demand')")["mean"].sum()
    assert sum(widths) == pytest.approx(contract)
    hatched = sum(part.get_width() for part in parts if part.get_hatch() == "////")
    idle = material.hours.query("scenario == 'happened' and use == 'reception_idle'")["mean"].sum()
    assert hatched == pytest.approx(idle)
    assert axes.get_xlim()[0] == 0


def test_differences_show_means_and_intervals_and_open_rings_for_what_is_unclear(material: Material) -> None:
    backlog = figure("differences", material).axes[0]
    table = material.differences.query(
        "measure == 'backlog' and period == 'run' and statistic == 'mean' and dimension == 'all'"
    ).set_index("scenario")
    lines = heights(backlog)
    across = {tuple(np.asarray(line.get_xdata(), float).round(6)) for line in backlog.lines}
    rings = [line for line in backlog.lines if line.get_marker() == "o"]
    faces = {np.asarray(ring.get_ydata(), float).item(): ring.get_markerfacecolor() for ring in rings}
    for place, scenario in enumerate(material.others):
        row = table.loc[scenario]
        assert (round(row["low"], 6), round(row["high"], 6)) in across
        assert (round(row["mean"], 6),) in across
        assert (faces[float(place)] == "white") == (row["low"] <= 0 <= row["high"])
    assert (0.0, 1.0) in lines
    low, high = backlog.get_xlim()
    assert low == -high


@pytest.mark.parametrize("reverse", [False, True])
def test_no_line_leaves_its_plot(material: Material, reverse: bool) -> None:
    """Whatever the order of scenarios: small plots share a scale that holds the largest of them."""
    scenarios = (material.base, *(reversed(material.others) if reverse else material.others))
    drawn = figure("differences_over_time", dataclasses.replace(material, scenarios=scenarios))
    for axes in (each for each in drawn.axes if each.get_visible()):
        low, high = axes.get_ylim()
        lines = [np.asarray(line.get_ydata(), float) for line in axes.lines]
        values = np.concatenate([line for line in lines if len(line) > 2])
        assert low < np.nanmin(values) <= np.nanmax(values) < high


@pytest.mark.parametrize("name", ["backlog_scenarios", "waits"])
def test_the_shared_scale_holds_what_is_drawn_last(material: Material, name: str) -> None:
    """The last scenario in the picture is far above the others."""
    last = material.scenarios[-1] if name == "backlog_scenarios" else material.focus[-1]
    columns = ["mean", "low", "high", "p10", "p50", "p90"]
    table = material.weekly.copy()
    table.loc[table["scenario"] == last, columns] *= 7.0
    drawn = figure(name, dataclasses.replace(material, weekly=table))
    for axes in (each for each in drawn.axes if each.get_visible()):
        lines = [np.asarray(line.get_ydata(), float) for line in axes.lines]
        assert np.nanmax(np.concatenate([line for line in lines if len(line) > 2])) < axes.get_ylim()[1]


def test_differences_over_time_draw_means_with_intervals_on_one_scale(material: Material) -> None:
    drawn = figure("differences_over_time", material)
    shown = [axes for axes in drawn.axes if axes.get_visible()]
    assert len({axes.get_ylim() for axes in shown}) == 1
    for axes, scenario in zip(shown, material.others, strict=True):
        table = total(material.weekly_differences, "backlog", scenario=scenario)
        assert tuple(table["mean"].to_numpy(float).round(6)) in heights(axes)
        assert (0.0, 0.0) in heights(axes)


def test_waits_and_tasks(material: Material) -> None:
    drawn = figure("waits", material)
    assert len(drawn.axes) == len(material.focus)
    for axes, scenario in zip(drawn.axes, material.focus, strict=True):
        assert weekly(material, "wait_days", scenario) in heights(axes)
        assert weekly(material, "wait_days_p90", scenario) in heights(axes)
    tasks = figure("tasks", material)
    assert tasks.axes[0].get_title(loc="left") == "Oppfølging"


def test_bytes_depend_on_nothing_but_the_material(material: Material, tmp_path: Path) -> None:
    drawn = [svg(figure("backlog", material), "title") for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "dc:date" not in drawn[0]
    for name in ("a.png", "b.png"):
        write_png(figure("backlog", material), tmp_path / name, "title")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("weeks", [1, 12, 400])
def test_short_and_long_runs_are_drawn(material: Material, name: str, weeks: int) -> None:
    if weeks > 104:
        small = dataclasses.replace(material, weeks=weeks)
    else:
        kept = sorted(material.weekly["week"].unique())[:weeks]
        frames = {key: getattr(material, key) for key in ("weekly", "weekly_differences", "hours", "replications")}
        cut = {key: frame[frame["week"].isin(kept)] for key, frame in frames.items()}
        small = dataclasses.replace(material, weeks=weeks, **cut)
    drawn = figure(name, small)
    labels = [label for axes in drawn.axes for label in axes.get_xticklabels()]
    assert len(labels) < 120


@pytest.mark.parametrize("name", LINES)
def test_a_single_week_is_seen(material: Material, name: str) -> None:
    frames = {key: getattr(material, key) for key in ("weekly", "weekly_differences", "replications")}
    first = material.weekly["week"].iloc[0]
    cut = {key: frame[frame["week"] == first] for key, frame in frames.items()}
    drawn = figure(name, dataclasses.replace(material, weeks=1, **cut))
    for axes in (axes for axes in drawn.axes if axes.get_visible()):
        single = [line for line in axes.lines if np.isfinite(np.asarray(line.get_ydata(), float)).sum() == 1]
        assert single
        assert all(line.get_marker() not in ("None", "") for line in single)
        assert not any(line.get_clip_on() for line in single if line.get_marker() == "o" and name == "backlog")


def test_leave_of_a_few_is_not_drawn_and_of_many_is(material: Material) -> None:
    labels = [text.get_text() for text in figure("staffing", material).axes[0].texts]
    assert not any("permisjon" in label for label in labels)
    many = material.staffing.assign(fte=material.staffing["fte"] + 20)
    (axes,) = figure("staffing", dataclasses.replace(material, staffing=many)).axes
    assert any("permisjon" in text.get_text() for text in axes.texts)


def test_one_run_claims_no_interval(material: Material) -> None:
    unknown = {"low": np.nan, "high": np.nan}
    alone = dataclasses.replace(
        material,
        manifest={**material.manifest, "replications": 1},
        summary=material.summary.assign(**unknown),
        differences=material.differences.assign(**unknown),
    )
    for name in ("differences", "differences_over_time"):
        assert "95" not in texts(figure(name, alone))
        assert "én kjøring" in texts(figure(name, alone))
        assert "95" in texts(figure(name, material))
    rings = [line for line in figure("differences", alone).axes[0].lines if line.get_marker() == "o"]
    assert {line.get_markerfacecolor() for line in rings} == {"white"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_seen_is_told_with_its_figures(material: Material, language: Language) -> None:
    words_ = words(language)
    for name in BY_NAME:
        assert "{" not in heading(name, material, words_).alt
    backlog = heading("backlog", material, words_).alt
    highest = max(weekly(material, "backlog", "no_temporaries"))
    assert number(highest, language) in backlog
    assert material.label("scenario", "no_temporaries", language) in backlog
    counted = heading("caseload", material, words_).alt
    assert number(1130, language) in counted
    assert {"nb": "holdt utenfor", "nn": "halde utanfor", "en": "held out"}[language] in counted
    assert heading("backlog", material, words_, described=False).alt in backlog


def test_nothing_overdue_is_said_and_not_drawn_by_task(material: Material) -> None:
    none = material.weekly.assign(**dict.fromkeys(("mean", "low", "high", "p10", "p50", "p90"), 0.0))
    quiet = dataclasses.replace(material, scenarios=("happened",), weekly=none)
    assert not BY_NAME["tasks"].exists(quiet)
    assert heading("backlog", quiet, words("nb")).title == "Ingen oppgaver over frist i den midterste kjøringen"


def test_what_is_not_there_is_not_drawn(material: Material) -> None:
    none = material.weekly.iloc[:0]
    empty = dataclasses.replace(
        material,
        scenarios=("happened",),
        weekly=none,
        staffing=material.staffing.iloc[:0],
        hours=material.hours.iloc[:0],
    )
    assert [picture.name for picture in PICTURES if picture.exists(empty)] == []
    alone = dataclasses.replace(material, scenarios=("happened",))
    names = [picture.name for picture in PICTURES if picture.exists(alone)]
    assert "backlog" in names
    assert "differences" not in names


def test_dates_may_be_text_or_timestamps(material: Material) -> None:
    stamped = dataclasses.replace(material, weekly=material.weekly.assign(date=pd.to_datetime(material.weekly["date"])))
    assert heights(figure("backlog", material).axes[0]) == heights(figure("backlog", stamped).axes[0])
