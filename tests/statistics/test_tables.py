"""The tables: their columns, their rows, and differences paired by replication."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from navsim.statistics import tables
from navsim.statistics.periods import periods
from navsim.statistics.tables import Sample
from tests.statistics.samples import ALL_CAPACITY, BACKLOG, CASELOAD, CLOCK, KEYS, WAIT, sample

PERIODS = periods(CLOCK, {})
BASE, OTHER = sample("happened", 1), sample("no_shock", 2)


def pick(frame: pd.DataFrame, **values: object) -> pd.Series:
    """The only row with these values."""
    for column, value in values.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            tables.summary([BASE, OTHER], PERIODS),
            "scenario measure unit period statistic dimension group mean low high p10 p50 p90 replications",
        ),
        (
            tables.differences([BASE, OTHER], PERIODS),
            "scenario base measure unit period statistic dimension group mean low high p10 p50 p90 replications",
        ),
        (
            tables.differences([BASE], PERIODS),
            "scenario base measure unit period statistic dimension group mean low high p10 p50 p90 replications",
        ),
        (tables.weekly(BASE, CLOCK), "scenario week date measure unit dimension group mean low high p10 p50 p90"),
        (
            tables.weekly(OTHER, CLOCK, BASE),
            "scenario base week date measure unit dimension group mean low high p10 p50 p90",
        ),
        (tables.hours(BASE, CLOCK), "scenario week date owner use mean low high"),
        (tables.hours(sample("bare", keys=(CASELOAD,)), CLOCK), "scenario week date owner use mean low high"),
        (tables.replications([BASE], CLOCK), "scenario replication week date measure unit dimension group value"),
    ],
)
def test_columns(table: pd.DataFrame, columns: str) -> None:
    assert list(table.columns) == columns.split()


def test_summary_has_a_row_for_each_measure_period_and_statistic() -> None:
    found = tables.summary([BASE, OTHER], PERIODS)
    assert len(found) == 2 * len(KEYS) * 3 * 3
    row = pick(found, scenario="no_shock", measure="backlog", period="2020", statistic="mean")
    means = OTHER.values[:, KEYS.index(BACKLOG), :2].mean(axis=1)
    low, high = stats.t.interval(0.95, 4, means.mean(), stats.sem(means))
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((means.mean(), low, high))
    assert (row["dimension"], row["group"], row["unit"], row["replications"]) == ("task", "talk", "tasks", 5)
    row = pick(found, scenario="happened", measure="caseload", period="2021", statistic="max")
    assert row["mean"] == pytest.approx(BASE.values[:, 0, 2:].max(axis=1).mean())
    row = pick(found, scenario="happened", measure="caseload", period="2020", statistic="end")
    assert row["mean"] == pytest.approx(BASE.values[:, 0, 1].mean())


def test_summary_counts_the_replications_that_have_a_value() -> None:
    row = pick(tables.summary([BASE], PERIODS), measure="wait_days", period="2020", statistic="end")
    assert row["replications"] == 3


def test_differences_are_paired_by_replication() -> None:
    """Interval and quantiles of the differences, not differences of intervals and quantiles."""
    row = pick(tables.differences([BASE, OTHER], PERIODS), measure="caseload", period="run", statistic="mean")
    pairs = (OTHER.values - BASE.values)[:, KEYS.index(CASELOAD)].mean(axis=1)
    low, high = stats.t.interval(0.95, 4, pairs.mean(), stats.sem(pairs))
    assert (row["scenario"], row["base"]) == ("no_shock", "happened")
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((pairs.mean(), low, high))
    assert row["p10"] == pytest.approx(np.quantile(pairs, 0.1))


def test_the_difference_of_a_maximum_is_that_of_the_two_maxima() -> None:
    row = pick(tables.differences([BASE, OTHER], PERIODS), measure="caseload", period="run", statistic="max")
    pairs = OTHER.values[:, 0].max(axis=1) - BASE.values[:, 0].max(axis=1)
    assert row["mean"] == pytest.approx(pairs.mean())


def test_a_scenario_that_changes_nothing_differs_by_exactly_zero() -> None:
    twin = replace(BASE, scenario="twin")
    for found in (tables.differences([BASE, twin], PERIODS), tables.weekly(twin, CLOCK, BASE)):
        numbers = found[["mean", "low", "high", "p10", "p50", "p90"]].to_numpy()
        undefined = np.isnan(numbers).all(axis=1)
        assert (numbers[~undefined] == 0).all()
        assert set(found["measure"][undefined]) <= {"wait_days"}
        assert undefined.sum() < len(found) / 8


def test_the_base_is_the_first_scenario_and_the_only_one_without_a_difference() -> None:
    found = tables.differences([BASE, OTHER, sample("third", 3)], PERIODS)
    assert set(found["base"]) == {"happened"}
    assert list(dict.fromkeys(found["scenario"])) == ["no_shock", "third"]


def test_keys_are_matched_by_name_not_by_place() -> None:
    """The other scenario has its keys in another order, and one that the base has not: no difference there."""
    order = (CASELOAD, WAIT, BACKLOG)
    other, base = sample("other", 2, keys=order), sample("base", 1, keys=(BACKLOG, CASELOAD))
    found = tables.differences([base, other], PERIODS)
    row = pick(found, measure="backlog", period="run", statistic="mean")
    assert row["mean"] == pytest.approx((other.values[:, 2] - base.values[:, 0]).mean())
    missing = pick(found, measure="wait_days", period="run", statistic="mean")
    assert np.isnan(missing["mean"])
    assert missing["replications"] == 0


def test_weekly_has_the_iso_week_and_its_monday() -> None:
    found = tables.weekly(BASE, CLOCK)
    assert len(found) == len(KEYS) * 4
    row = pick(found, measure="backlog", week="2020-W53")
    assert str(row["date"])[:10] == "2020-12-28"
    assert row["mean"] == pytest.approx(BASE.values[:, KEYS.index(BACKLOG), 1].mean())
    assert (row["dimension"], row["group"]) == ("task", "talk")


def test_weekly_differences() -> None:
    row = pick(tables.weekly(OTHER, CLOCK, BASE), measure="backlog", week="2021-W01")
    pairs = (OTHER.values - BASE.values)[:, KEYS.index(BACKLOG), 2]
    assert row["mean"] == pytest.approx(pairs.mean())
    assert row["p90"] == pytest.approx(np.quantile(pairs, 0.9))
    assert (row["scenario"], row["base"]) == ("no_shock", "happened")


def test_hours_are_by_owner_and_use_with_capacity_and_demand_of_each_owner() -> None:
    found = tables.hours(BASE, CLOCK)
    kinds = set(zip(found["owner"], found["use"], strict=True))
    assert kinds == {("state", "sick"), ("municipal", "worked"), ("state", "capacity"), ("state", "demand")}
    assert len(found) == 4 * 4
    row = pick(found, use="sick", week="2020-W52")
    assert row["mean"] == pytest.approx(BASE.values[:, 3, 0].mean())


def test_measures_leave_out_the_hours_account_only() -> None:
    kept = BASE.measures()
    assert kept.keys == tuple(key for key in KEYS if key.measure != "hours")
    assert ALL_CAPACITY in kept.keys
    assert np.array_equal(kept.values, BASE.values[:, [0, 1, 2, 5, 6, 7]], equal_nan=True)


def test_replications_have_every_value_once() -> None:
    found = tables.replications([BASE], CLOCK)
    assert len(found) == BASE.values.size
    row = pick(found, replication=3, measure="backlog", week="2021-W02")
    assert row["value"] == BASE.values[3, KEYS.index(BACKLOG), 3]
    assert str(row["date"])[:10] == "2021-01-11"
    assert set(found["replication"]) == {0, 1, 2, 3, 4}


def test_replications_of_several_scenarios_follow_one_another() -> None:
    other = sample("no_shock", 2, keys=(WAIT, CASELOAD))
    found = tables.replications([BASE, other], CLOCK)
    assert len(found) == BASE.values.size + other.values.size
    for each in (BASE, other):
        for number, key in enumerate(each.keys):
            row = pick(found, scenario=each.scenario, replication=2, week="2020-W53", **key._asdict())
            assert np.array_equal(row["value"], each.values[2, number, 1], equal_nan=True)


def test_a_sample_gives_keys_in_the_order_asked() -> None:
    small = Sample("small", (CASELOAD, BACKLOG), np.arange(8.0).reshape(1, 2, 4))
    found = small.of((BACKLOG, WAIT))
    assert found[0, 0].tolist() == [4, 5, 6, 7]
    assert np.isnan(found[0, 1]).all()
