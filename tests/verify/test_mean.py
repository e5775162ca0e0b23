"""The closed forms: hold on true runs, fail on wrong ones, and cry wolf no more often than they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import exp, factorial

import numpy as np
import pytest
from scipy import stats

import navsim
from navsim.plan.compile import plan_of, prepare
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY, WEEK
from navsim.values.timeline import Timeline
from navsim.verify import counts, erlang, sick
from navsim.verify.checklist import MEAN
from navsim.verify.readings import Reading, as_counts, by_moments, by_student
from navsim.verify.trial import Case, Trial
from navsim.verify.verdict import Mark, Verdict
from navsim.verify.verify import trials, verify
from tests.configs.files import path
from tests.verify.damage import EVERYTHING, edited, true_trials


def test_counts_are_judged_by_the_poisson_distribution() -> None:
    """Three readings of 1, 0 and 1 with a mean of 0.5 each: twice P(at least 2) for a mean of 1.5."""
    readings = [Reading("tasks", found, 0.5) for found in (1, 0, 1)]
    assert as_counts(readings) == pytest.approx(2 * (1 - exp(-1.5) * 2.5))
    low = [Reading("tasks", 2, 10.0)]
    assert as_counts(low) == pytest.approx(2 * exp(-10) * sum(10**k / factorial(k) for k in range(3)))
    assert as_counts([Reading("tasks", 0, 0.0)]) == 1
    assert as_counts([Reading("tasks", 1, 0.0)]) == 0


def test_without_skewness_moments_are_judged_by_the_normal_distribution() -> None:
    readings = [Reading("minutes", 13.0, 10.0, 2.0, 0.0), Reading("minutes", 11.0, 10.0, 2.0, 0.0)]
    assert by_moments(readings) == pytest.approx(2 * stats.norm.sf(4 / 2))
    assert by_moments([Reading("tasks", 3, 3.0, 0.0, 0.0)]) == 1
    assert by_moments([Reading("tasks", 2, 3.0, 0.0, 0.0)]) == 0


def test_with_skewness_a_sum_of_few_large_things_is_no_surprise() -> None:
    """Exponential things: the sum of n has a gamma distribution, which is of Pearson's third type."""
    readings = [Reading("minutes", found, 1.0, 1.0, 2.0) for found in (5.0, 4.0, 6.0)]
    assert by_moments(readings) == pytest.approx(2 * stats.gamma(3).sf(15.0))
    assert by_moments(readings) > 100 * 2 * stats.norm.sf(12 / 3**0.5)


def test_none_at_all_is_no_surprise_where_few_are_expected() -> None:
    """One spell is expected, of an exponential length: none comes with probability 1 / e."""
    assert exp(-1) < by_moments([Reading("minutes", 0.0, 1.0, 2.0, 6.0)]) == exp(-1 / 4)
    assert by_moments([Reading("minutes", 0.0, 1.0, 2.0, 6.0)] * 40) < 1e-4
    assert by_moments([Reading("tasks", 1.0, 0.9, 0.09, -0.072)]) == pytest.approx(exp(-1 / 18))
    assert by_moments([Reading("tasks", 0.0, 0.9, 0.09, -0.072)]) > 0.001


def test_means_are_judged_by_student() -> None:
    found = [8.0, 8.4, 9.1, 7.7]
    readings = [Reading("wait", value, 8.2) for value in found]
    assert by_student(readings) == pytest.approx(stats.ttest_1samp(found, 8.2).pvalue)
    assert np.isnan(by_student(readings[:1]))


@pytest.mark.parametrize("load", [0.3, 1.0, 1.7])
def test_erlang_c_of_one_and_two_servers(load: float) -> None:
    if load < 1:
        assert erlang.erlang_c(1, load) == pytest.approx(load)
    busy = load / 2
    assert erlang.erlang_c(2, load) == pytest.approx(2 * busy**2 / (1 + busy))


def test_the_variance_of_sick_time_by_hand() -> None:
    """Two days of 100 minutes, half of the people sick, spells of 1.5 days: a third of one outlasts a day.

    Cov(0) = 1/4 (e^(ln 2) - 1) = 1/4, Cov(1 day) = 1/4 (2^(1/3) - 1).
    """
    law, share = Distribution(Family.CONSTANT, 1.5 * DAY), np.array([0.5, 0.5])
    expected = 100**2 / 4 * (2 + 2 * (2 ** (1 / 3) - 1))
    assert sick.spread(np.array([[100.0, 100.0]]), share, law) == pytest.approx(expected)
    assert sick.spread(np.array([[100.0, 100.0]] * 3), share, law) == pytest.approx(3 * expected)
    assert sick.skewness_of_spells(law, WEEK) == pytest.approx(1, rel=1e-3)
    exponential = Distribution(Family.EXPONENTIAL, DAY)
    assert sick.skewness_of_spells(exponential, 100 * DAY) == pytest.approx(6 / 2**1.5, rel=1e-3)


def test_sick_time_has_the_mean_and_the_variance_that_it_should() -> None:
    """Over 300 replications of ten weeks; the share rises in the middle."""
    steps = "[{value: 0.1}, {from: 2020-01-20, value: 0.25}]"
    absence = f"{{share: {steps}, spell: {{lognormal: {{mean: 6 days, cv: 0.8}}}}}}"
    document = navsim.load(path("tiny"), [f"staff.caseworkers.absence={absence}", "start=2020-01-06", "weeks=10"])
    prepared = prepare(document.config("happened"))
    case = Case("happened", {}, prepared, lambda plan: true_trials()[0].log)
    readings = [
        sick.sick_minutes(Trial(case, number, plan_of(prepared, number), true_trials()[0].log))[0]
        for number in range(300)
    ]
    off = np.array([reading.found - reading.expected for reading in readings])
    wanted = np.mean([reading.variance for reading in readings])
    assert abs(off.mean()) < 4 * np.sqrt(wanted / 300)
    assert off.var(ddof=1) == pytest.approx(wanted, rel=0.3)
    assert stats.skew(off) == pytest.approx(np.mean([r.third / r.variance**1.5 for r in readings]), abs=0.6)
    assert by_moments(readings) > 1e-3


def fewer(trial: Trial, part: str, keep: Callable[[Trial], np.ndarray]) -> Trial:
    """The trial with some rows of a table left out."""
    rows = keep(trial)
    return edited(trial, part, **{name: column[rows] for name, column in vars(getattr(trial.log, part)).items()})


def half_of(name: str) -> Callable[[Trial], np.ndarray]:
    """All tasks, but only every second one of a type."""
    return lambda trial: ~((trial.of_type("name") == name) & (np.arange(len(trial.log.tasks.type)) % 2 == 0))


def two_of_three(trial: Trial) -> np.ndarray:
    """The spells of two persons of three."""
    return np.asarray(trial.log.spells.person % 3 > 0)


def sick_less(trial: Trial) -> Trial:
    """A config that says that they are sick twice as often."""
    config = navsim.load(EVERYTHING, ["staff.northern.absence.share=0.35"]).config("base")
    return replace(trial, case=replace(trial.case, prepared=replace(trial.prepared, config=config)))


def double_inflow(trial: Trial) -> Trial:
    """Streams with twice the rate of those that gave the log."""
    streams = tuple(
        replace(stream, rate=Timeline(stream.rate.times, tuple(2 * value for value in stream.rate.values)))
        for stream in trial.prepared.streams
    )
    prepared = replace(trial.prepared, streams=streams)
    return replace(trial, case=replace(trial.case, prepared=prepared))


WRONG = [
    ("users of each group at the ends of weeks", lambda trial: fewer(trial, "spells", two_of_three)),
    ("users who come, against the inflow", double_inflow),
    ("tasks of entry, against their probability", lambda trial: fewer(trial, "tasks", half_of("intake"))),
    ("tasks at random, against rate and users", lambda trial: fewer(trial, "tasks", half_of("application"))),
    ("tasks from outside, against their rate", lambda trial: fewer(trial, "tasks", half_of("visit"))),
    ("sick time, against the share", sick_less),
]  # fmt: skip


def judged(title: str, harm: Callable[[Trial], Trial]) -> float:
    """How likely the least likely figure of a closed form is."""
    law = next(law for law in MEAN if law.title == title)
    readings: dict[str, list[Reading]] = {}
    for trial in true_trials():
        for reading in law.read(harm(trial)):
            readings.setdefault(reading.what, []).append(reading)
    return min(law.chance(each) for each in readings.values())


@pytest.mark.parametrize(("title", "harm"), WRONG)
def test_a_closed_form_holds_and_can_fail(title: str, harm: Callable[[Trial], Trial]) -> None:
    assert judged(title, lambda trial: trial) > 1e-3
    assert judged(title, harm) < 1e-3 / 40


def test_every_closed_form_is_tried() -> None:
    assert {law.title for law in MEAN} == {title for title, _ in WRONG} | {"the mean wait, against Erlang's"}


def test_random_tasks_come_at_the_rate_times_the_time_of_users() -> None:
    """By hand: one user from 100 to 300, one from 200 on; two events a week; the end is at 12 weeks."""
    trial = true_trials()[0]
    spells = {
        "person": [0, 1], "group": [0, 0], "mix": [0, 0], "origin": [1, 1], "entered": [100.0, 200.0],
        "arrival": [100.0, 200.0], "left": [300.0, np.nan], "destination": [0, -1], "contacts": [0, 0],
    }  # fmt: skip
    trial = edited(trial, "spells", **{name: np.array(column) for name, column in spells.items()})
    (reading,) = counts.random_tasks(trial)
    rate = 2 / (DAY * 365.25 / 12)
    assert reading.expected == pytest.approx(rate * (200 + 12 * WEEK - 200))


def verdicts(name: str, sets: tuple[str, ...] = (), replications: int = 4) -> dict[str, Verdict]:
    """The checklist of one of the small configs."""
    document = navsim.load(path(name), sets)
    return {verdict.title: verdict for verdict in verify(document, document.scenarios[:1], replications)}


def test_erlangs_wait_is_for_mmc_only() -> None:
    title = "the mean wait, against Erlang's"
    assert verdicts("mmc", ("weeks=5",), 3)[title].mark is Mark.KEPT
    assert verdicts("mmc", ("weeks=4",), 1)[title].mark is Mark.NOTHING
    assert verdicts("mmc", ("weeks=4", "tasks.letter.minutes={constant: 15 min}"), 1)[title].mark is Mark.NOTHING
    assert verdicts("mmc", ("weeks=4", "tasks.letter.start.outside=11 / h"), 1)[title].mark is Mark.NOTHING
    trial = next(trials(navsim.load(path("mmc"), ["weeks=4"]), ["base"], 1, "auto"))
    (reading,) = erlang.waits(trial)
    load, hourly = 2.1, 4.0
    blocked = load**3 / 6 / (1 + load + load**2 / 2 + load**3 / 6 / (1 - 0.7)) / (1 - 0.7)
    assert reading.expected == pytest.approx(60 * blocked / (3 * hourly - 8.4))


def test_leaving_that_depends_on_follow_up_has_no_closed_form() -> None:
    found = verdicts("tiny", ("rules.follow_up_effect=0.3", "weeks=4"), 1)
    assert found["users of each group at the ends of weeks"].mark is Mark.NOTHING
    assert found["a spell ends when the need is used up, or at the limit"].mark is Mark.NOTHING
    assert not [verdict for verdict in found.values() if verdict.mark is Mark.BROKEN]


@pytest.mark.long
def test_true_configs_are_rarely_called_wrong() -> None:
    """Sixty verifications with other seeds: none fails."""
    for seed in range(60):
        document = navsim.load(EVERYTHING, [f"seed={seed}", "weeks=6"])
        broken = [each for each in verify(document, ["base"], 3) if each.mark is Mark.BROKEN]
        assert broken == [], seed
