"""Who is present at the start: need, limit and age of a spell found in progress, drawn jointly."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate

from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.persons import in_progress
from navsim.values.distributions import Distribution, Family
from navsim.values.random import Purpose, child, children, name_key, uniform
from tests.plan.offices import office

Floats = NDArray[np.float64]
COUNT = 4000
Z = 4.0
NEEDS = {
    "constant": Distribution(Family.CONSTANT, 100.0),
    "exponential": Distribution(Family.EXPONENTIAL, 60.0),
    "lognormal": Distribution.lognormal(100.0, 1.3),
}
LIMITS = {
    "constant": Distribution(Family.CONSTANT, 80.0),
    "exponential": Distribution(Family.EXPONENTIAL, 90.0),
    "lognormal": Distribution.lognormal(120.0, 0.6),
}
PAIRS = [(need, limit) for need in NEEDS for limit in LIMITS]


@cache
def drawn(need: str, limit: str) -> Floats:
    """Columns need, limit, age of many spells in progress."""
    keys = children(name_key("somebody"), np.arange(COUNT, dtype=np.uint64))
    return in_progress(NEEDS[need], LIMITS[limit], keys)


def over(function: object, high: float) -> float:
    """The integral from 0; constants make kinks at 80 and 100."""
    cuts = [point for point in (20.0, 80.0, 100.0) if point < high]
    return float(integrate.quad(function, 0, high, points=cuts, limit=400)[0])  # type: ignore[call-overload]


def survival(law: Distribution, x: float) -> float:
    return float(law.survival(np.array([x]))[0])


def farthest(need: str, limit: str) -> float:
    """Beyond this next to nobody is left."""
    return min(100.0 if need == "constant" else 3000.0, 80.0 if limit == "constant" else 3000.0)


def mean_spell(need: str, limit: str) -> float:
    return over(lambda a: survival(NEEDS[need], a) * survival(LIMITS[limit], a), farthest(need, limit))


@pytest.mark.parametrize(("need", "limit"), PAIRS)
def test_age_has_the_density_of_those_still_there(need: str, limit: str) -> None:
    """P(need > a) P(limit > a) / E[min]: its mean, and the share of spells younger than 30."""
    age, spell, end = drawn(need, limit)[2], mean_spell(need, limit), farthest(need, limit)
    mean = over(lambda a: a * survival(NEEDS[need], a) * survival(LIMITS[limit], a), end) / spell
    young = over(lambda a: survival(NEEDS[need], a) * survival(LIMITS[limit], a), 30.0) / spell
    assert abs(age.mean() - mean) < Z * age.std() / np.sqrt(COUNT)
    assert abs((age < 30).mean() - young) < Z * np.sqrt(young * (1 - young) / COUNT)


@pytest.mark.parametrize(("need", "limit"), PAIRS)
def test_what_is_left_of_the_spell_is_as_long_as_what_has_passed(need: str, limit: str) -> None:
    """The age is uniform on min(need, limit): age and the rest have one law, and both are exchangeable."""
    needs, limits, age = drawn(need, limit)
    rest = np.minimum(needs, limits) - age
    assert rest.min() > 0
    assert age.min() > 0
    assert abs((rest - age).mean()) < Z * (rest - age).std() / np.sqrt(COUNT)
    assert abs((age < rest).mean() - 0.5) < Z * 0.5 / np.sqrt(COUNT)


@pytest.mark.parametrize(("need", "limit"), PAIRS)
def test_which_comes_first_and_when(need: str, limit: str) -> None:
    """At age a both are above a, independently: P(limit first), and the joint law at (40, 30) from now."""
    needs, limits, age = drawn(need, limit)
    spell, end = mean_spell(need, limit), farthest(need, limit)
    both = over(lambda a: survival(NEEDS[need], a + 40) * survival(LIMITS[limit], a + 30), max(end - 30, 1e-6)) / spell
    found = ((needs - age > 40) & (limits - age > 30)).mean()
    assert abs(found - both) < Z * np.sqrt(max(both * (1 - both), 1 / COUNT) / COUNT)
    first = limit_first(need, limit)
    assert abs((limits < needs).mean() - first) < Z * np.sqrt(max(first * (1 - first), 1 / COUNT) / COUNT)


def density(law: Distribution, x: float) -> float:
    """By a difference: the distributions have no density of their own."""
    return (survival(law, x - 1e-4) - survival(law, x + 1e-4)) / 2e-4


def limit_first(need: str, limit: str) -> float:
    """E[limit; limit < need] / E[min]: longer spells are met more often."""
    law = LIMITS[limit]
    if law.family == Family.CONSTANT:
        part = law.a * survival(NEEDS[need], law.a)
    else:
        part = over(lambda x: x * density(law, x) * survival(NEEDS[need], x), farthest(need, limit))
    return part / mean_spell(need, limit)


def test_without_memory_what_is_left_is_as_at_entry() -> None:
    needs, limits, age = drawn("exponential", "exponential")
    for left, mean in ((needs - age, 60.0), (limits - age, 90.0)):
        assert abs(left.mean() - mean) < Z * mean / np.sqrt(COUNT)
    assert abs(np.corrcoef(needs - age, limits - age)[0, 1]) < Z / np.sqrt(COUNT)


def test_without_a_limit_need_and_age_are_the_draws_of_before() -> None:
    """One length-biased draw, one uniform: the keys that they have always had."""
    stay = NEEDS["lognormal"]
    keys = children(name_key("somebody"), np.arange(50, dtype=np.uint64))
    needs, limits, ages = in_progress(stay, None, keys)
    assert needs.tolist() == stay.draws_length_biased(children(keys, Purpose.STAY)).tolist()
    parts = [uniform(child(key, Purpose.AGE_IN_SPELL), 0) for key in keys.tolist()]
    assert ages.tolist() == [need * part for need, part in zip(needs.tolist(), parts, strict=True)]
    assert np.isinf(limits).all()


def test_somebody_is_found_alike_whoever_else_is() -> None:
    """Those who need a second trial don't depend on how many others do."""
    together = drawn("lognormal", "constant")
    for number in range(0, 60, 7):
        key = children(name_key("somebody"), np.array([number], np.uint64))
        alone = in_progress(NEEDS["lognormal"], LIMITS["constant"], key)
        assert alone[:, 0].tolist() == together[:, number].tolist()


GOLDEN = ([531765.5029296875, 209107.978515625, 5677.96484375], [-165327.060546875, -70578.7158203125, -56750.94140625])


def prepared(users: dict[str, object]) -> Prepared:
    return prepare(office(users=users, seed=3))


def user(**more: object) -> dict[str, object]:
    stay = {"lognormal": {"mean": "60 days", "cv": 1}}
    return {"initial": 3, "inflow": "50 / week", "stay": stay, **more}


def test_persons_without_a_limit_keep_their_draws() -> None:
    """Written down when there were no limits; a limit that nobody reaches changes nothing either."""
    persons = plan_of(prepared({"a": user()}), 0).persons
    assert (persons.need[:3].tolist(), persons.entered[:3].tolist()) == GOLDEN
    assert np.isinf(persons.limit).all()
    far = plan_of(prepared({"a": user(limit={"after": "90 years", "leaves_to": {"other": 1}})}), 0).persons
    for column in ("arrival", "entered", "need", "destination", "key"):
        assert np.array_equal(getattr(persons, column), getattr(far, column)), column


def test_new_users_have_a_limit_of_their_own_from_entry() -> None:
    """Independent of the need; those of the start have what is left of it."""
    limit = {"after": {"exponential": {"mean": "90 days"}}, "leaves_to": {"other": 0.5}, "moves_to": {"b": 0.5}}
    plan = plan_of(prepared({"a": user(limit=limit, inflow="900 / week"), "b": user()}), 0)
    group = [each.name for each in plan.static.groups].index("a")
    new = (plan.persons.group == group) & (plan.persons.entered == plan.persons.arrival)
    left, need = plan.persons.limit[new], plan.persons.need[new]
    mean, count = 90 * 1440, int(new.sum())
    assert count > 700
    assert abs(left.mean() - mean) < Z * mean / np.sqrt(count)
    assert abs(np.corrcoef(left, need)[0, 1]) < Z / np.sqrt(count)
    moved = plan.persons.limit_destination[new] == len(plan.static.destinations) + 1
    assert abs(moved.mean() - 0.5) < Z * 0.5 / np.sqrt(count)
    assert (plan.persons.limit_destination[new][~moved] == plan.static.destinations.index("other")).all()
    assert np.isinf(plan.persons.limit[plan.persons.group != group]).all()
