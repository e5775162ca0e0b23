"""Distributions: closed forms against numeric integration, and draws against both."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate

from navsim.values.distributions import Distribution, Family, inverse
from navsim.values.random import child, children, uniform

VALUES, SHARES = (10.0, 30.0, 40.0, 120.0), (0.25, 0.5, 0.75, 1.0)
LAWS = {
    "constant": Distribution(Family.CONSTANT, 45.0),
    "uniform": Distribution(Family.UNIFORM, 20.0, 80.0),
    "triangular": Distribution(Family.TRIANGULAR, 10.0, 30.0, 90.0),
    "triangular, mode first": Distribution(Family.TRIANGULAR, 10.0, 10.0, 90.0),
    "triangular, mode last": Distribution(Family.TRIANGULAR, 10.0, 90.0, 90.0),
    "exponential": Distribution(Family.EXPONENTIAL, 45.0),
    "lognormal": Distribution.lognormal(60.0, 0.9),
    "weibull": Distribution.weibull(60.0, 1.5),
    "weibull, falling": Distribution.weibull(60.0, 0.7),
    "empirical": Distribution(Family.EMPIRICAL, 0.0, values=VALUES, shares=SHARES),
}
MEANS = {
    "constant": 45, "uniform": 50, "triangular": 130 / 3, "triangular, mode first": 110 / 3,
    "triangular, mode last": 190 / 3, "exponential": 45, "lognormal": 60, "weibull": 60, "weibull, falling": 60,
    "empirical": 50,
}  # fmt: skip
COUNT = 4000
EACH = pytest.mark.parametrize("name", LAWS)


def survival(law: Distribution, x: float) -> float:
    return float(law.survival(np.array([x]))[0])


def moment(law: Distribution, power: int, low: float = 0.0) -> float:
    """The integral of p x^(p-1) P(X > x) over x from low: E X^p for low = 0 (X is never negative)."""
    points = [law.a, law.b, law.c, *law.values]
    breaks = [low, *sorted({p for p in points if low < p < 200}), 200.0, 1000.0, 5000.0, 60_000.0]
    return sum(
        integrate.quad(lambda x: power * x ** (power - 1) * survival(law, x), a, b, limit=200)[0]
        for a, b in pairwise(breaks)
    )


def draws(law: Distribution, *, biased: bool = False) -> NDArray[np.float64]:
    keys = children(99, np.arange(COUNT, dtype=np.uint64))
    return law.draws_length_biased(keys) if biased else law.draws(keys)


def within(values: NDArray[np.float64], mean: float, sigmas: float = 4) -> bool:
    """Whether the mean of the values is near, by their standard error."""
    return abs(float(values.mean()) - mean) <= sigmas * float(values.std()) / math.sqrt(len(values)) + 1e-9


@EACH
def test_mean(name: str) -> None:
    assert LAWS[name].mean == pytest.approx(MEANS[name])
    assert moment(LAWS[name], 1) == pytest.approx(MEANS[name], rel=1e-5)


def test_coefficient_of_variation_of_the_lognormal() -> None:
    law = Distribution.lognormal(60.0, 0.9)
    assert moment(law, 2) == pytest.approx(60**2 * (1 + 0.9**2), rel=1e-4)


@EACH
def test_tail_is_the_integral_of_survival(name: str) -> None:
    law = LAWS[name]
    x = np.array([0.0, 5.0, 15.0, 29.0, 50.0, 85.0, 150.0])
    expected = [moment(law, 1, low) for low in x.tolist()]
    assert law.tail(x).tolist() == pytest.approx(expected, rel=1e-5, abs=1e-6)


@EACH
def test_draws_have_the_mean_and_the_survival(name: str) -> None:
    law, values = LAWS[name], draws(LAWS[name])
    assert (values > 0).all()
    assert within(values, law.mean)
    for x in (15.0, 35.0, 70.0):
        assert within((values > x).astype(float), survival(law, x))


@EACH
def test_length_biased_draws_have_mean_square_over_mean(name: str) -> None:
    """The length of a spell found in progress; its survival is (x P(X > x) + tail(x)) / mean."""
    law, values = LAWS[name], draws(LAWS[name], biased=True)
    assert within(values, moment(law, 2) / law.mean)
    for x in (15.0, 35.0, 70.0):
        above = (x * survival(law, x) + float(law.tail(np.array([x]))[0])) / law.mean
        assert within((values > x).astype(float), above)


def test_an_empirical_law_draws_its_values_with_their_shares() -> None:
    law = LAWS["empirical"]
    assert law.atoms() == [(10, 0.25), (30, 0.25), (40, 0.25), (120, 0.25)]
    found, counts = np.unique(draws(law), return_counts=True)
    assert found.tolist() == [10, 30, 40, 120]
    assert (np.abs(counts - COUNT / 4) < 4 * math.sqrt(COUNT * 3 / 16)).all()


@EACH
def test_a_draw_belongs_to_its_key(name: str) -> None:
    law, keys = LAWS[name], children(99, np.arange(50, dtype=np.uint64))
    assert law.draws(keys[::-1]).tolist() == law.draws(keys)[::-1].tolist()
    assert law.draws_length_biased(keys[::-1]).tolist() == law.draws_length_biased(keys)[::-1].tolist()


@EACH
def test_the_draws_of_many_keys_are_those_of_each_to_the_bit(name: str) -> None:
    """The engines draw one by one, a plan many at once."""
    law = LAWS[name]
    assert draws(law).tolist() == [law.draw(child(99, number)) for number in range(COUNT)]
    assert law.draws(np.zeros(0, np.uint64)).tolist() == []


def test_length_biased_draws_by_the_formulas() -> None:
    """As plain arithmetic says, to the bit."""
    u, v = (np.array([uniform(child(99, number), place) for number in range(COUNT)]).tolist() for place in (0, 1))
    law = LAWS["exponential"]
    by_hand = [-law.a * math.log(one) - law.a * math.log(other) for one, other in zip(u, v, strict=True)]
    assert draws(law, biased=True).tolist() == by_hand
    law = LAWS["lognormal"]
    by_hand = [inverse(law.family, law.a + law.b * law.b, law.b, 0.0, *both) for both in zip(u, v, strict=True)]
    assert draws(law, biased=True).tolist() == by_hand
    law = LAWS["uniform"]
    assert draws(law, biased=True).tolist() == [math.sqrt(20.0 * 20.0 + one * (80.0 * 80.0 - 20.0 * 20.0)) for one in u]


def test_a_larger_mean_makes_every_draw_longer() -> None:
    """Draws stay aligned when a scenario changes the numbers of a law."""
    for number in range(50):
        key = child(5, number)
        assert Distribution.lognormal(60, 0.9).draw(key) == pytest.approx(2 * Distribution.lognormal(30, 0.9).draw(key))


@pytest.mark.parametrize("family", [Family.CONSTANT, Family.EMPIRICAL])
def test_laws_that_scipy_does_not_have(family: Family) -> None:
    with pytest.raises(ValueError, match=family.name):
        Distribution(family, 1.0).frozen()
