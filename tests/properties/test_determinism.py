"""The same question has the same answer, however it is written; what changes nothing differs by exactly nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from navsim.experiment.run import Tables, run_document
from navsim.statistics.tables import ESTIMATES
from tests.properties.offices import offices
from tests.properties.running import loaded, yaml_of

TABLES = (
    "summary", "differences", "weekly", "weekly_differences", "hours", "replications", "observed", "staffing", "marks",
    "targets", "break_even",
)  # fmt: skip
KEYS = ["scenario", "measure", "unit", "period", "statistic", "dimension", "group"]


def tables(data: dict[str, Any]) -> Tables:
    return run_document(loaded(data))


def assert_same(first: Tables, second: Tables) -> None:
    """Equal to the bit, in the same order."""
    for name in TABLES:
        assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True, obj=name)


def turned(data: Any, order: str) -> Any:
    """The data with the keys of every section in another order; that of scenarios means something."""
    if not isinstance(data, dict):
        return [turned(item, order) for item in data] if isinstance(data, list) else data
    keys = list(data)[::-1] if order == "backwards" else sorted(data)
    return {key: data[key] if key == "scenarios" else turned(data[key], order) for key in keys}


@settings(max_examples=8)
@given(offices())
def test_same_seed_same_tables(data: dict[str, Any]) -> None:
    assert_same(tables(data), tables(data))


@settings(max_examples=10)
@given(offices(), st.sampled_from(["backwards", "by name"]))
def test_the_order_of_keys_means_nothing(data: dict[str, Any], order: str) -> None:
    data["scenarios"] = {"base": {}, "more": {"users." + sorted(data["users"])[0] + ".initial": 20}}
    other = turned(data, order)
    assert yaml_of(other) != yaml_of(data)
    assert_same(tables(data), tables(other))


@settings(max_examples=10)
@given(offices(), st.data())
def test_a_scenario_that_changes_nothing_differs_by_nothing(data: dict[str, Any], choice: st.DataObject) -> None:
    section = choice.draw(st.sampled_from([key for key in ("users", "tasks", "staff") if key in data]))
    name = choice.draw(st.sampled_from(sorted(data[section])))
    field = choice.draw(st.sampled_from(sorted(data[section][name])))
    data["scenarios"] = {
        "base": {}, "titled": {"title": "Det samme"}, "same": {f"{section}.{name}.{field}": data[section][name][field]},
    }  # fmt: skip
    found = tables(data)
    levels = found.summary.set_index(KEYS)
    assert set(found.differences["scenario"]) == {"titled", "same"}
    # A censored median over replications has no difference by replication.
    paired = levels[levels.index.get_level_values("statistic") != "median"]
    assert len(found.differences) == 2 * len(paired.loc[["base"]])
    for table in (found.differences, found.weekly_differences):
        known = table["mean"].notna()
        assert (table.loc[known, ["mean", "p10", "p50", "p90"]] == 0).all(axis=None)
        assert (table.loc[known, ["low", "high"]].fillna(0) == 0).all(axis=None)
    for scenario in ("titled", "same"):
        mine = found.differences[found.differences["scenario"] == scenario]
        base = levels.loc["base"].reindex(pd.MultiIndex.from_frame(mine[KEYS[1:]]))
        both = base["replications"].to_numpy() == 2
        assert (mine["replications"].to_numpy() == base["replications"].to_numpy()).all()
        assert mine.loc[both, ESTIMATES].notna().all(axis=None)
