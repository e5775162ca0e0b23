"""Break-even: what more staff costs, and how many more exits would pay for it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import navsim
from navsim.config.groups import Group
from navsim.experiment.costs import BREAK_EVEN, mean_time_left, second_moment
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY, WEEK
from tests.configs.files import path


def group(**fields: object) -> Group:
    return Group.model_validate({"stay": "10 weeks", **fields})


@pytest.mark.parametrize(
    ("stay", "weeks"),
    [
        ("10 weeks", 5),  # half of a spell that always lasts as long
        ({"exponential": {"mean": "10 weeks"}}, 10),  # without memory
        ({"uniform": {"low": "0 weeks", "high": "12 weeks"}}, 4),  # (144 / 3) / (2 x 6)
        ({"lognormal": {"mean": "10 weeks", "cv": 1}}, 10),  # (1 + cv²) / 2 x mean
        ({"empirical": {"values": ["2 weeks", "10 weeks"], "shares": [0.5, 0.5]}}, 52 / 12),
    ],
)
def test_time_left_in_closed_form(stay: object, weeks: float) -> None:
    assert mean_time_left(group(stay=stay)) / WEEK == pytest.approx(weeks)


@pytest.mark.parametrize(
    ("stay", "limit", "weeks"),
    [
        ("10 weeks", "4 weeks", 2),
        ("4 weeks", "10 weeks", 2),
        ({"exponential": {"mean": "20 weeks"}}, {"exponential": {"mean": "20 weeks"}}, 10),  # the first of the two
        # E[min(X, c)²] / (2 E[min(X, c)]) with X exponential, mean 1 and c = 1, in tenths of weeks
        ({"exponential": {"mean": "10 weeks"}}, "10 weeks", 10 * (1 - 2 / math.e) / (1 - 1 / math.e)),
    ],
)
def test_time_left_with_a_limit(stay: object, limit: object, weeks: float) -> None:
    found = mean_time_left(group(stay=stay, limit={"after": limit, "leaves_to": {"other": 1}}))
    assert found / WEEK == pytest.approx(weeks, rel=2e-3)


LAWS = st.sampled_from([
    Distribution(Family.CONSTANT, 5.0), Distribution(Family.UNIFORM, 2.0, 6.0), Distribution(Family.EXPONENTIAL, 3.0),
    Distribution(Family.TRIANGULAR, 1.0, 2.0, 6.0), Distribution.lognormal(4.0, 0.8), Distribution.weibull(5.0, 1.7),
    Distribution(Family.EMPIRICAL, 0.0, values=(1.0, 4.0), shares=(0.25, 1.0)),
])  # fmt: skip


@given(LAWS)
def test_second_moments_are_the_integral_of_the_tail(law: Distribution) -> None:
    """E[X²] = 2 ∫ E[(X - x)+] dx."""
    x = np.linspace(0, 400, 400_001)
    assert second_moment(law) == pytest.approx(2 * np.trapezoid(law.tail(x), x), rel=1e-4)


def test_break_even_of_one_position_less() -> None:
    """The base has one state position more, at 800 000 a year. Young users cost 10 000 a month and stay for 8 weeks
    more in the mean; adults cost 20 000, with a limit that comes into it."""
    tables = navsim.run(navsim.load(path("rich"))).tables
    assert list(tables.break_even.columns) == BREAK_EVEN
    (row,) = tables.break_even.to_dict("records")
    assert (row["scenario"], row["base"]) == ("fewer", "base")
    assert row["staff_cost_a_year"] == pytest.approx(-800_000)
    assert (row["low"], row["high"]) == pytest.approx((-800_000, -800_000))  # staff here is paid as by contract
    config = navsim.load(path("rich")).config()
    caseload = tables.summary.query(
        "scenario == 'base' and measure == 'caseload' and period == 'run' and statistic == 'mean'"
    )
    young, adult = (
        float(caseload.loc[(caseload["dimension"] == "group") & (caseload["group"] == name), "mean"].iloc[0])
        for name in ("young", "adult")
    )
    month = 365.25 / 12 * DAY
    adult_left = mean_time_left(config.users["adult"]) / month * 20_000
    saved = (young * 8 * WEEK / month * 10_000 + adult * adult_left) / (young + adult)
    assert row["saved_by_an_exit"] == pytest.approx(saved)
    assert row["exits_a_year"] == pytest.approx(-800_000 / saved)


def test_without_costs_there_is_no_break_even() -> None:
    sets = ["replications=1", "weeks=1", "scenarios.same=none"]
    assert navsim.run(navsim.load(path("tiny"), sets)).tables.break_even.empty


def test_without_costs_of_users_exits_save_nothing_that_is_known() -> None:
    costs = [f"users.{name}.{field}=none" for name in ("young", "adult") for field in ("monthly_cost", "paid_by")]
    (row,) = navsim.run(navsim.load(path("rich"), ["weeks=1", *costs])).tables.break_even.to_dict("records")
    assert row["staff_cost_a_year"] == pytest.approx(-800_000)
    assert math.isnan(row["saved_by_an_exit"])
    assert math.isnan(row["exits_a_year"])
