"""Closed forms for who comes, who is there, and what they ask for."""

from __future__ import annotations

import numpy as np

from navsim.plan.expected import has_closed_form
from navsim.plan.model import Origin, TaskType, Trigger
from navsim.values.time import DAY, WEEK
from navsim.verify.readings import Reading
from navsim.verify.trial import Floats, Trial


def caseload(trial: Trial) -> list[Reading]:
    """Users of each group at the end of each week, beside the mean stock (:mod:`navsim.plan.expected`).

    Those present are independent of one another, so their number varies no more than a Poisson number does.
    """
    static, spells = trial.plan.static, trial.log.spells
    if not has_closed_form(trial.prepared):
        return []
    weeks = trial.prepared.clock.weeks
    ends = WEEK * np.arange(1, weeks + 1, dtype=np.float64)
    expected = trial.case.expected_caseload
    readings = []
    for number, group in enumerate(static.groups):
        mine = spells.group == number
        come = np.searchsorted(np.sort(spells.arrival[mine]), ends, "left")
        left = spells.left[mine]
        gone = np.searchsorted(np.sort(left[~np.isnan(left)]), ends, "left")
        for week, (found, wanted) in enumerate(zip((come - gone).tolist(), expected[number].tolist(), strict=True)):
            what = f"users of {group.name} at the end of {trial.prepared.clock.iso_week(week)}"
            readings.append(Reading(what, found, wanted))
    return readings


def arrivals(trial: Trial) -> list[Reading]:
    """Those who come to each group, new and returning, beside the integral of the rates: a Poisson number."""
    spells, readings = trial.log.spells, []
    ends = np.array([0.0, trial.horizon])
    for number, group in enumerate(trial.plan.static.groups):
        for origin in (Origin.NEW, Origin.RETURNING):
            streams = [s for s in trial.prepared.streams if (s.group, s.origin) == (number, origin)]
            if streams:
                found = int(((spells.group == number) & (spells.origin == origin)).sum())
                expected = sum(float(np.diff(stream.rate.integral(ends))[0]) for stream in streams)
                readings.append(Reading(f"{origin.name.lower()} users of {group.name}", found, expected))
    return readings


def random_tasks(trial: Trial) -> list[Reading]:
    """Tasks that start at random, beside the rate over the time of those for whom they are: a Poisson number.

    Left out: types that open some time after their start, where users may change groups in between.
    """
    static, spells, tasks, readings = trial.plan.static, trial.log.spells, trial.log.tasks, []
    moves = bool((spells.origin == Origin.MOVED).any())
    for type_ in static.types:
        if type_.trigger != Trigger.AT_RANDOM or (type_.opens > 0 and moves):
            continue
        mine = static.applies[type_.number][spells.group, spells.mix]
        since = spells.arrival[mine]
        until = np.where(np.isnan(spells.left[mine]), trial.horizon, spells.left[mine]) - type_.opens
        expected = (type_.rate.integral(np.maximum(until, since)) - type_.rate.integral(since)).sum()
        readings.append(Reading(f"tasks {type_.name}", int((tasks.type == type_.number).sum()), float(expected)))
    return readings


def outside_tasks(trial: Trial) -> list[Reading]:
    """Tasks from outside, and visits on open days, beside the integral of the rate: a Poisson number."""
    readings = []
    for type_ in trial.plan.static.types:
        if type_.trigger == Trigger.FROM_OUTSIDE:
            found = int((trial.log.tasks.type == type_.number).sum())
            readings.append(Reading(f"tasks {type_.name}", found, expected_outside(trial, type_)))
    return readings


def expected_outside(trial: Trial, type_: TaskType) -> float:
    """The integral of the rate over the run, or over the days on which the reception is open."""
    reception = getattr(trial.prepared.config.tasks[type_.name].start, "at", None)
    if reception is None:
        return float(np.diff(type_.rate.integral(np.array([0.0, trial.horizon])))[0])
    days: Floats = np.unique(trial.prepared.windows[reception].start // DAY) * DAY
    return float((type_.rate.integral(days + DAY) - type_.rate.integral(days)).sum())


def entry_tasks(trial: Trial) -> list[Reading]:
    """Tasks that entry starts, beside the sum of the probabilities on the days of entry.

    Counted are those who come during the run and stay until the task opens: independent trials.
    """
    static, spells, tasks, readings = trial.plan.static, trial.log.spells, trial.log.tasks, []
    come = np.isin(spells.origin, [Origin.NEW, Origin.RETURNING])
    for type_ in static.types:
        if type_.trigger != Trigger.ENTRY:
            continue
        opens = spells.arrival + type_.opens
        mine = come & static.applies[type_.number][spells.group, spells.mix]
        mine &= (opens < trial.horizon) & ~(spells.left <= opens)
        p = np.clip(type_.probability.sample(spells.entered[mine]), 0.0, 1.0)
        opened = tasks.type == type_.number
        pairs = set(zip(tasks.person[opened].tolist(), tasks.opened[opened].tolist(), strict=True))
        found = sum(pair in pairs for pair in zip(spells.person[mine].tolist(), opens[mine].tolist(), strict=True))
        variance, third = (p * (1 - p)).sum(), (p * (1 - p) * (1 - 2 * p)).sum()
        what = f"tasks {type_.name} of those who came"
        readings.append(Reading(what, found, float(p.sum()), float(variance), float(third)))
    return readings
