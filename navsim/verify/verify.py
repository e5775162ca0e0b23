"""Simulates some replications of a config and goes through the checklist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isnan

from navsim.config.document import Document
from navsim.engine import engine_named
from navsim.plan.compile import plan_of, prepare
from navsim.verify.checklist import EXACT, MEAN, Exact, Mean
from navsim.verify.readings import FALSE_ALARM, Figure, Reading, figure
from navsim.verify.trial import Case, Trial
from navsim.verify.verdict import Mark, Verdict


@dataclass
class Found:
    """What the exact checks looked at and found first, and the readings of the closed forms, by scenario and figure."""

    looked_at: dict[str, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    readings: dict[str, dict[tuple[str, str], list[Reading]]] = field(default_factory=dict)


def verify(
    document: Document,
    scenarios: Sequence[str],
    replications: int,
    engine: str = "auto",
    tell: Callable[[int], None] = lambda done: None,
    exact: Sequence[Exact] = EXACT,
    mean: Sequence[Mean] = MEAN,
) -> list[Verdict]:
    """Go through the checklist.

    Parameters
    ----------
    document:
        A config with its scenarios.
    scenarios:
        Which of them.
    replications:
        How many of each, and of each office where ``each_office`` makes many. Exact checks look at each one;
        determinism is looked at in the first.
    engine:
        Which engine simulates.
    tell:
        Called with the number of replications just done.
    exact, mean:
        The checklist.

    Returns
    -------
    list of Verdict
        In the order of the checklist. When everything holds, one is broken by chance less than once in 1,000 times.
    """
    found = Found()
    for trial in trials(document, scenarios, replications, engine):
        for check in exact:
            count, broken = check.look(trial)
            found.looked_at[check.title] = found.looked_at.get(check.title, 0) + count
            if broken is not None:
                where = f"scenario {trial.case.name}, replication {trial.replication}: {broken}"
                found.broken.setdefault(check.title, where)
        for law in mean:
            figures = found.readings.setdefault(law.title, {})
            for reading in law.read(trial):
                figures.setdefault((trial.case.name, reading.what), []).append(reading)
        tell(1)
    return [*(exact_verdict(check, found) for check in exact), *mean_verdicts(mean, found)]


def trials(document: Document, scenarios: Sequence[str], replications: int, engine: str) -> Iterator[Trial]:
    """Each replication of each scenario and office, compiled and simulated."""
    _, simulate = engine_named(engine)
    for scenario in scenarios:
        for office in document.sources(scenario):
            prepared = prepare(document.offices(scenario)[office.name])
            name = f"{scenario}, office {office.name}" if office.name else scenario
            case = Case(name, office.source.data, prepared, simulate)
            for replication in range(replications):
                plan = plan_of(prepared, replication)
                yield Trial(case, replication, plan, simulate(plan))


def exact_verdict(check: Exact, found: Found) -> Verdict:
    """The line of an exact check."""
    count = found.looked_at[check.title]
    if check.title in found.broken:
        return Verdict(check.section, check.title, Mark.BROKEN, found.broken[check.title])
    if count == 0:
        return Verdict(check.section, check.title, Mark.NOTHING, f"there are no {check.things} to look at")
    return Verdict(check.section, check.title, Mark.KEPT, f"{count:,} {check.things}")


def mean_verdicts(laws: Sequence[Mean], found: Found) -> list[Verdict]:
    """The lines of the closed forms: the false alarms that are allowed are shared by all figures."""
    judged: dict[str, list[Figure]] = {
        law.title: [
            figure(scenario, readings, law.chance(readings))
            for (scenario, _), readings in found.readings[law.title].items()
            if not isnan(law.chance(readings))
        ]
        for law in laws
    }
    allowed = FALSE_ALARM / max(sum(map(len, judged.values())), 1)
    return [mean_verdict(law, judged[law.title], allowed) for law in laws]


def mean_verdict(law: Mean, figures: Sequence[Figure], allowed: float) -> Verdict:
    """The line of a closed form: the figure that is least likely."""
    if not figures:
        return Verdict(law.section, law.title, Mark.NOTHING, law.without)
    worst = min(figures, key=lambda each: each.chance)
    if worst.chance < allowed:
        text = f"{worst}, which chance makes as bad with probability {worst.chance:.1g} only"
        return Verdict(law.section, law.title, Mark.BROKEN, text)
    counted = f"{len(figures):,} figures" if len(figures) > 1 else "1 figure"
    return Verdict(law.section, law.title, Mark.KEPT, f"{counted}; farthest off: {worst}")
