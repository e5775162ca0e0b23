"""A point is a run of the config with its changes: the same numbers, of which some are kept, or a record of why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import navsim
from navsim.sweeps import point as point_module
from navsim.sweeps.columns import COLUMNS
from navsim.sweeps.point import OtherVersionError, Task, do, pack, unpack
from navsim.sweeps.run import tasks
from navsim.sweeps.study import Study
from tests.configs.files import path
from tests.sweeps.small import study_of

RUN = ("weeks=6", "replications=2", "staff.caseworkers.people=3", "tasks.intake.minutes=60 min")
"""What ``navsim run`` would be told for the last point."""
TABLES = {"levels": "summary", "differences": "differences", "weekly": "weekly",
          "weekly_differences": "weekly_differences", "replications": "replications"}  # fmt: skip


def task(study: Study, number: int) -> Task:
    return next(each for each in tasks(study, bytearray(len(study.points)), number + 1) if each.number == number)


def frames(study: Study, number: int) -> dict[str, pd.DataFrame]:
    found = do(task(study, number))
    assert found.error == ""
    return {name: table.to_pandas() for name, table in unpack(found.tables).items()}


def bare(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Texts as texts, so that frames can be compared."""
    found = frame[columns].reset_index(drop=True)
    texts = [name for name in columns if found[name].dtype.name in ("category", "object", "str", "string")]
    return found.assign(**{name: found[name].astype(str).astype(object) for name in texts})


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """All tables and scenarios, everything kept."""
    return study_of(tmp_path_factory.mktemp("full"), set={"weeks": 6}, replications=2, scenarios=None,
                    keep={"weekly": True, "replications": True})  # fmt: skip


def test_a_point_is_a_run_number_for_number(full: Study) -> None:
    run = navsim.run(navsim.load(path("tiny"), RUN))
    found = frames(full, 119)
    assert set(found) == set(TABLES)
    for name, of_run in TABLES.items():
        expected = getattr(run.tables, of_run)
        assert len(expected) > 0
        pd.testing.assert_frame_equal(
            bare(found[name], COLUMNS[name]), bare(expected, COLUMNS[name]), check_dtype=False, rtol=0, atol=0
        )


def test_each_table_has_point_and_factors_first(full: Study) -> None:
    for name, found in frames(full, 119).items():
        assert list(found) == ["point", "people", "minutes", *COLUMNS[name]]
        assert set(found["point"]) == {119}
        assert (set(found["people"]), set(found["minutes"])) == ({3}, {60.0})


@pytest.mark.parametrize("keep", [
    {"measures": ["caseload"]}, {"measures": ["recovery_weeks", "wait_days"]}, {"dimensions": ["owner", "all"]},
    {"periods": ["closure"]}, {"measures": ["backlog"], "dimensions": ["all"], "periods": ["run", "2021"]},
    {"measures": ["cost_nok"]},
])  # fmt: skip
def test_keep_chooses_rows_and_changes_nothing(full: Study, keep: dict[str, Any]) -> None:
    whole = frames(full, 40)
    given = replace(task(full, 40), keep={**full.experiment.keep.model_dump(), **keep})
    for name, table in unpack(do(given).tables).items():
        rows = whole[name]
        for kind, column in (("measures", "measure"), ("dimensions", "dimension"), ("periods", "period")):
            if kind in keep and column in rows:
                rows = rows[rows[column].isin(keep[kind])]
        columns = [str(name) for name in rows]
        pd.testing.assert_frame_equal(bare(table.to_pandas(), columns), bare(rows, columns), check_dtype=False)


def test_every_point_has_the_same_types_even_without_rows(full: Study) -> None:
    none = replace(task(full, 0), keep={**full.experiment.keep.model_dump(), "measures": ["cost_nok"]})
    empty, some = unpack(do(none).tables), unpack(do(task(full, 1)).tables)
    assert all(len(table) == 0 for table in empty.values())
    assert {name: table.schema for name, table in empty.items()} == {name: table.schema for name, table in some.items()}


def test_a_point_is_pure(full: Study) -> None:
    first, again = (do(task(full, 7)) for _ in range(2))
    assert first.tables == again.tables
    assert first.replications == 2 * 3
    assert first.worker == again.worker != ""


def test_what_goes_wrong_is_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what nobody thought of: the error with its traceback, and a config that can be run alone."""
    study = study_of(tmp_path)

    def burst(*_: object) -> None:
        raise ZeroDivisionError("halved by nothing")

    monkeypatch.setattr(point_module, "tables_of", burst)
    found = do(task(study, 3))
    assert "ZeroDivisionError: halved by nothing" in found.error
    assert found.error.startswith("Traceback")
    assert "people: 1\n" in found.config
    assert found.tables == b""
    (tmp_path / "config.yaml").write_text(found.config, encoding="utf-8")
    assert navsim.load(tmp_path / "config.yaml").config().tasks["intake"].minutes is not None


def test_factors_that_make_no_sense_together_fail_with_a_message(tmp_path: Path) -> None:
    """The second factor's path lies in what the first one takes away."""
    gone = {"values": {"there": {}, "gone": {"staff.temporary": "none"}}}
    people = {"path": "staff.temporary.people", "values": [1, 2]}
    study = study_of(tmp_path, factors={"who": gone, "people": people})
    assert do(task(study, 0)).error == ""
    found = do(task(study, 2))
    assert found.error != ""
    assert "Traceback" not in found.error


def test_another_program_is_no_failure_of_a_point(full: Study) -> None:
    with pytest.raises(OtherVersionError, match=r"here it is 0\.0 abc"):
        do(replace(task(full, 0), program="0.0 abc"))


def test_packed_tables_come_back_and_torn_ones_do_not() -> None:
    tables = {"levels": pa.table({"point": [1, 2]}), "differences": pa.table({"point": pa.array([], pa.int32())})}
    packed = pack(tables)
    assert unpack(packed) == tables
    assert pack(tables) == packed
    for cut in (0, 10, len(packed) // 2, len(packed) - 1):
        with pytest.raises(Exception, match=r".*"):
            unpack(packed[:cut])
