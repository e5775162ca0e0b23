"""One clerk and any law of work (Pollaczek and Khinchine), with and without priorities (Cobham).

Tolerances: four standard errors over replications, which themselves must be small beside the answer. The first week is
left out: the office starts empty, and forgets it within hours.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.theory.one_clerk import DAY, LAWS, MEAN, around_the_clock, letters, one_clerk_result, run
from tests.theory.samples import Sample, against, of_run

ERRORS = 4.0
Record = Callable[[str, object], None]


@pytest.mark.parametrize("law", LAWS)
def test_mean_wait_and_queue_are_pollaczeks(law: str, record_property: Record) -> None:
    """W = λ E[S²] / (2 (1 − ρ)) and Lq = λ W (Pollaczek 1930, Khinchine 1932)."""
    rate = 4.5 / 60
    wait = rate * LAWS[law][1] / (2 * (1 - rate * MEAN))
    found = of_run(one_clerk_result(law), "wait_days", "task", "letter", skip=1)
    minutes = Sample(found.mean * DAY, found.error * DAY)
    record_property("figure", f"{law}: {against(minutes, wait, 'min')}")
    assert minutes.error < 0.08 * wait
    assert minutes.off(wait) < ERRORS
    assert of_run(one_clerk_result(law), "queue", "task", "letter", skip=1).off(rate * wait) < ERRORS


def test_spread_of_work_is_what_makes_people_wait(record_property: Record) -> None:
    """The same load and mean work: the wait grows with E[S²], from constant work to lognormal work."""
    waits = {law: of_run(one_clerk_result(law), "wait_days", "task", "letter", skip=1).mean * DAY for law in LAWS}
    ordered = sorted(("constant", "exponential", "lognormal"), key=lambda law: LAWS[law][1])
    record_property("figure", " < ".join(f"{law} {waits[law]:.1f} min" for law in ordered))
    assert waits[ordered[0]] < 0.75 * waits[ordered[1]] < 0.75 * 0.8 * waits[ordered[2]]


THREE = {"first": ("constant", 1.2), "second": ("weibull", 1.8), "third": ("empirical", 1.8)}
"""Classes in order of priority: law of work, tasks an hour."""


def test_three_priorities_with_different_laws_wait_as_cobham_says(record_property: Record) -> None:
    """W_k = W_0 / ((1 − s_{k−1}) (1 − s_k)), s_k the load of the classes up to k (Cobham 1954)."""
    tasks = {name: letters(rate, LAWS[law][0], priority=n) for n, (name, (law, rate)) in enumerate(THREE.items())}
    result = run(around_the_clock(tasks, {"clerk": (1, [list(THREE)])}, weeks=10, replications=8))
    residual = sum(rate / 60 * LAWS[law][1] / 2 for law, rate in THREE.values())
    before, figures = 0.0, []
    for name, (_, rate) in THREE.items():
        upto = before + rate / 60 * MEAN
        wait = residual / ((1 - before) * (1 - upto))
        found = of_run(result, "wait_days", "task", name, skip=1)
        minutes = Sample(found.mean * DAY, found.error * DAY)
        figures.append(f"{name} {against(minutes, wait, 'min')}")
        assert minutes.error < 0.08 * wait
        assert minutes.off(wait) < ERRORS
        before = upto
    record_property("figure", "; ".join(figures))


@pytest.mark.long
def test_two_stations_one_after_the_other_are_jacksons(record_property: Record) -> None:
    """Each station of a tandem is M/M/1 by itself (Jackson 1957): what leaves M/M/1 is Poisson (Burke 1956)."""
    exponential = {"exponential": {"mean": "8 min"}}
    slower = {"exponential": {"mean": "6 min"}}
    second = {"start": {"after": "first"}, "due": "1 day", "minutes": slower, "owner": "state"}
    tasks = {"first": letters(4.5, exponential), "second": second}
    result = run(around_the_clock(tasks, {"one": (1, ["first"]), "two": (1, ["second"])}, seed=2))
    figures = []
    for name, mean in (("first", 8.0), ("second", 6.0)):
        load = 4.5 / 60 * mean
        wait = load / (1 - load) * mean
        found = of_run(result, "wait_days", "task", name, skip=1)
        minutes = Sample(found.mean * DAY, found.error * DAY)
        figures.append(f"{name} {against(minutes, wait, 'min')}")
        assert minutes.error < 0.08 * wait
        assert minutes.off(wait) < ERRORS
    record_property("figure", "; ".join(figures))
