"""What an experiment gets wrong is told before anything is simulated: where it is, and what was meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from navsim.sweeps.study import load_study
from navsim.values.errors import InputError
from tests.sweeps.small import MINUTES, PEOPLE, study_of, written

HUGE = {f"f{number}": {**MINUTES, "path": f"tasks.intake.f{number}", "steps": 10_000} for number in range(50)}


def factor(**entries: Any) -> dict[str, Any]:
    return {"factors": {"f": entries}}


def of_people(*values: Any) -> dict[str, Any]:
    return factor(path="staff.caseworkers.people", values=list(values))


BROKEN: list[tuple[dict[str, Any], str]] = [
    # paths
    (factor(path="staff.caseworker.people", values=[1]), "factors.f: with 1 the config is wrong: there is no"
     " staff.caseworker.people in the config; did you mean staff.caseworkers.people?"),
    (factor(path="staff.caseworkers.peeple", values=[1]), "did you mean people?"),
    (factor(path="", values=[1]), "factors.f: "),
    (factor(values={"few": {"staff.caseworkers.people": 1}, "none": {"staff.nobody.people": 1}}),
     "factors.f: with none the config is wrong: there is no staff.nobody.people"),
    ({"set": {"staff.nobody.people": 2}}, "there is no staff.nobody.people in the config"),
    ({"factors": {"f": PEOPLE, "g": PEOPLE}}, "factors.g: staff.caseworkers.people replaces what the factor f says"),
    ({"factors": {"f": PEOPLE, "g": {"path": "staff.caseworkers", "values": ["none"]}}},
     "factors.g: staff.caseworkers replaces what the factor f says"),
    # values
    (of_people(), "factors.f.values: there is no value to try"),
    (of_people(1, 2, 1), "factors.f.values.3: 1 is there twice"),
    (of_people(1, 2, -1), "factors.f: with -1 the config is wrong: staff.caseworkers.people: -1 is too low"),
    (of_people(1, "two"), "factors.f: with two the config is wrong"),
    (factor(path="staff.caseworkers.people"), "factors.f: write values, or low and high"),
    (factor(path="staff.caseworkers.people", values=[1], steps=2), "steps and whole go with low and high"),
    (factor(values=[1, 2]), "factors.f.path: is missing"),
    (factor(values={"a": 1}), "factors.f.values.a: without a path, write the paths"),
    ({**factor(path="staff.temporary", values=["none"]), "scenarios": None},
     "factors.f: with none the config is wrong: scenario no_temporary"),
    # ranges
    (factor(**{**MINUTES, "high": "30 min"}), "factors.f.high: 30 min is not above 30 min: the range is empty"),
    (factor(**{**MINUTES, "low": "90 min"}), "factors.f.high: 60 min is not above 90 min: the range is empty"),
    (factor(**{**MINUTES, "high": "2 hours"}), "factors.f.high: low and high have the units min and hours"),
    (factor(**{**MINUTES, "low": "some"}), "factors.f.low: 'some' is no number with a unit and no day"),
    (factor(**{**MINUTES, "low": 30, "high": 60}), "factors.f: with 30.0 the config is wrong: tasks.intake.minutes"),
    (factor(**{**MINUTES, "steps": None}), "factors.f.steps: is missing"),
    (factor(**{**MINUTES, "steps": 1}), "factors.f.steps: 1 is too low"),
    (factor(path="x", low=1), "factors.f: low and high go together"),
    (factor(low=1, high=2, steps=2), "factors.f: a range needs a path"),
    (factor(path="staff.caseworkers.people", low=1, high=2.5, whole=True, steps=2),
     "factors.f.low: a range of whole numbers begins and ends with one"),
    (factor(path="staff.caseworkers.people", low=1, high=3, whole=True, steps=4), "factors.f.steps: there are only 3"),
    (factor(path="staff.temporary.until", low="2021-02-30", high="2021-03-04", steps=2),
     "factors.f.low: 2021-02-30 is not a day that exists"),
    (factor(path="staff.caseworkers.productive", low=0.5, high=1.5, steps=9),
     "factors.f: with 1.5 the config is wrong: staff.caseworkers.productive: 1.5 is not a share"),
    # names
    ({"factors": {"mean": PEOPLE}}, "factors.mean: mean is a column of the tables: use another name"),
    ({"factors": {"point": PEOPLE}}, "factors.point: point is a column of the tables"),
    ({"factors": {"status": PEOPLE}}, "factors.status: status is a column of the tables"),
    ({"factors": {"a b": PEOPLE}}, "'a b' is not a name"),
    ({"factors": {}}, "factors: give at least 1"),
    ({"factors": None}, "factors is missing"),
    ({"name": "a/b"}, "name: 'a/b' is not a name"),
    ({"replication": 3}, "replication: unknown key; did you mean replications?"),
    (factor(path="x", vales=[1]), "factors.f.vales: unknown key; did you mean values?"),
    ({"keep": {"mesures": ["backlog"]}}, "keep.mesures: unknown key; did you mean measures?"),
    # what is kept
    ({"keep": {"measures": ["caseload", "backlogg"]}},
     "keep.measures: there is no measure backlogg here; did you mean backlog?"),
    ({"keep": {"dimensions": ["oner"]}}, "keep.dimensions: there is no dimension oner here; did you mean owner?"),
    ({"keep": {"periods": ["runn"]}}, "keep.periods: there is no period runn here; did you mean run?"),
    ({"keep": {"measures": []}}, "keep.measures: give at least 1"),
    # base, scenarios, replications
    ({"base": "nowhere.yaml"}, "base: there is no file nowhere.yaml"),
    ({"base": None}, "base is missing"),
    ({"scenarios": ["happened", "sam"]}, "has no scenario sam; did you mean same?"),
    ({"scenarios": []}, "scenarios: give at least 1"),
    ({"set": {"weeks": -3}}, "weeks: -3 is too low"),
    ({"replications": 0}, "replications: 0 is too low"),
    ({"replications": "many"}, "replications: should be a whole number"),
    ({"until": {"measure": "backlogg", "half_width": 1, "most": 20}}, "backlogg"),
    # designs
    ({"design": "random"}, "design: 'random': write grid, {latin_hypercube: N}, {sobol: N} or {points: [...]}"),
    ({"design": {"lhs": 9}}, "write grid, {latin_hypercube: N}, {sobol: N} or {points: [...]}"),
    ({"design": {"sobol": 0}}, "design.sobol: 0 is too low"),
    ({"design": {"sobol": 2_000_000}}, "design.sobol: 2000000 is too high"),
    ({"design": {"points": []}}, "design.points: give at least 1"),
    ({"design": {"points": [{"people": 1}]}}, "design.points.1: this point has no value of minutes"),
    ({"design": {"points": [{"people": 1, "minutes": 40, "x": 1}]}}, "design.points.1.x: there is no factor x"),
    ({"design": {"points": [{"people": 9, "minutes": 40}]}}, "design.points.1.people: 9 is no value of the factor"),
    ({"design": {"points": [{"people": 1, "minutes": 99}]}}, "design.points.1.minutes: 99 is not in the range"),
    ({"design": {"points": [{"people": 1, "minutes": "2 hours"}]}}, "2 hours has another unit than the factor minutes"),
    ({"factors": HUGE}, "design: 1.0e+200 points of 50 factors need"),
    ({"factors": dict(list(HUGE.items())[:2])}, "design: 100,000,000 points of 2 factors need 15 GB of memory"),
    ({"factors": HUGE, "design": {"sobol": 1_000_000}}, "design: 1,000,000 points of 50 factors need 2.55 GB"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), BROKEN, ids=[message[:50] for _, message in BROKEN])
def test_bad_input_is_told_with_its_place(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    file = written(tmp_path, **changes)
    with pytest.raises(InputError) as told:
        load_study(file)
    assert message in str(told.value)
    assert told.value.file == str(file)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [("name: [", "this is not YAML"), ("", "the file is empty"), ("- 1\n", "a config is a mapping"),
     ("name: a\nname: b\n", "name is written twice"), ("name: a\nbase: b\nfactors: {f: {path: a, values: [.nan]}}\n",
      ".nan is not a number that can be used here")],
)  # fmt: skip
def test_what_is_no_yaml(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=message):
        load_study(file)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.yaml"):
        with pytest.raises(InputError):
            load_study(path)


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    file = written(tmp_path, **of_people(1, 2, -1))
    with pytest.raises(InputError) as told:
        load_study(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert told.value.line is not None
    assert "path: staff.caseworkers.people" in lines[told.value.line - 1]


def test_all_points_share_what_is_set(tmp_path: Path) -> None:
    study = study_of(tmp_path, scenarios=["same", "happened"], replications=7)
    assert study.scenarios == ("same", "happened")
    assert study.base.data["replications"] == 7
    assert study.base.data["weeks"] == 2


def test_until_is_that_of_the_experiment(tmp_path: Path) -> None:
    until = {"measure": "backlog", "half_width": 3.0, "most": 20}
    assert study_of(tmp_path, until=until).base.data["until"]["most"] == 20


def test_the_periods_of_a_shock_that_a_factor_changes_may_be_kept(tmp_path: Path) -> None:
    """In the base it begins after the end."""
    shock = {"path": "shocks.closure.inflow.standard.from", "values": ["2020-12-28", "2021-01-11"]}
    study = study_of(tmp_path, factors={"f": shock}, set={"weeks": 2, "observed": []},
                     keep={"periods": ["run", "closure"]})  # fmt: skip
    assert study.experiment.keep.periods == ["run", "closure"]


def test_a_folder_tells_enough_to_begin_anew(tmp_path: Path) -> None:
    """The experiment beside its base gives the same study."""
    study = study_of(tmp_path)
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "base.yaml").write_text(study.base_text, encoding="utf-8")
    (tmp_path / "again" / "experiment.yaml").write_text(study.text, encoding="utf-8")
    again = load_study(tmp_path / "again" / "experiment.yaml")
    assert (again.text, again.base_text, again.base_json) == (study.text, study.base_text, study.base_json)
