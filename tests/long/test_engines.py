"""A thousand plans, and every config of this repository: both engines give the same log to the bit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from navsim.config.document import load
from navsim.engine.log import Log, Outcome
from navsim.plan.compile import plan_of, prepare
from navsim.plan.model import Origin, Plan, TaskType, Trigger
from tests.both import simulate
from tests.engine.plans import plans
from tests.properties.features import count_features, table

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CONFIGS = sorted(
    [*ROOT.glob("configs/*.yaml"), *ROOT.glob("tests/configs/*.yaml"), ROOT / "tests/verify/everything.yaml"]
)
SMALL, OFFICES = 600, 400


def seeded_plans(count: int) -> list[Plan]:
    """The same small plans each time."""
    found: list[Plan] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans())
    def collect(plan: Plan) -> None:
        found.append(plan)

    collect()
    return found


def segments(log: Log) -> dict[int, list[int]]:
    """The servers of each task's segments of work."""
    found: dict[int, list[int]] = {}
    for task, server in zip(log.work.task.tolist(), log.work.server.tolist(), strict=True):
        found.setdefault(task, []).append(server)
    return found


def listed(plan: Plan) -> bool:
    """Whether a queue has lists."""
    return max(plan.caseworkers.place) >= 0


def at_once(times: object) -> bool:
    """Whether two of these fall in one instant."""
    known = np.asarray(times, float)
    known = known[np.isfinite(known)]
    return len(np.unique(known)) < len(known)


Seen = Callable[[Plan, Log], bool]


def types_of(plan: Plan, log: Log) -> list[TaskType]:
    """The types of all tasks."""
    return [plan.static.types[number] for number in set(log.tasks.type.tolist())]


def opened(trigger: Trigger) -> Seen:
    """Whether a task with this start came."""
    return lambda plan, log: any(each.trigger == trigger for each in types_of(plan, log))


def ended(outcome: Outcome) -> Seen:
    """Whether a task ended so, or did not end."""
    return lambda plan, log: bool(np.any(log.tasks.outcome == outcome))


RULES: dict[str, Seen] = {
    **{f"start: {trigger.name.lower()}": opened(trigger) for trigger in Trigger},
    **{f"task {outcome.name.lower()}": ended(outcome) for outcome in Outcome},
    "moved to another group": lambda plan, log: bool(np.any(log.spells.origin == Origin.MOVED)),
    "paused and gone on": lambda plan, log: any(len(s) > len(set(s)) for s in segments(log).values()),
    "paused and done by another": lambda plan, log: any(len(set(s)) > 1 for s in segments(log).values()),
    "cut to fit": lambda plan, log: bool(log.tasks.cut.any()),
    "contact": lambda plan, log: bool(log.tasks.contact.any()),
    "two channels": lambda plan, log: len(set(log.tasks.channel.tolist())) > 1,
    "zero-minute work": lambda plan, log: bool(np.any(log.work.start == log.work.end)),
    "two starts in one instant": lambda plan, log: at_once(log.work.start),
    "two ends in one instant": lambda plan, log: at_once(log.tasks.ended),
    "cut at the horizon": lambda plan, log: bool(np.any(log.work.end == plan.static.horizon)),
    "a second person must": lambda plan, log: any(
        each.trigger == Trigger.COMPLETION and each.succession.another for each in types_of(plan, log)
    ),
    "lists": lambda plan, log: listed(plan) and len(log.work.task) > 0,
    "lists with help": lambda plan, log: listed(plan) and 0 < max(plan.caseworkers.pool_after) < np.inf,
    "lists with a new caseworker": lambda plan, log: len(plan.caseworkers.since) > len(plan.persons),
    "follow-up effect": lambda plan, log: plan.static.follow_up_effect > 0 and bool(np.isfinite(log.spells.left).any()),
    "need never used up": lambda plan, log: plan.static.follow_up_effect == 1,
}  # fmt: skip
"""What a small plan may reach of the core's rules."""


def test_small_plans_and_generated_configs(record_property: Callable[[str, object], None]) -> None:
    """Every rule of the core and every feature of a config is reached: a rule that is not would be compared in vain."""
    reached = dict.fromkeys(RULES, 0)
    events = 0
    for plan in seeded_plans(SMALL):
        log = simulate(plan)
        events += 2 * len(log.tasks.type) + 2 * len(log.work.task) + 2 * len(log.spells.person)
        for name, seen in RULES.items():
            reached[name] += seen(plan, log)
    print("\n".join(f"{name:<40} {count:>5}" for name, count in reached.items()))
    assert not [name for name, count in reached.items() if not count]
    rows = count_features(OFFICES)  # simulated by both engines
    print(table(rows))
    assert not [row.feature for row in rows if not row.configured or row.happened == 0]
    rarest = min(reached, key=lambda name: reached[name])
    record_property(
        "figure",
        f"{SMALL + OFFICES} plans, logs equal; {len(RULES)} rules reached, the rarest ({rarest}) in {reached[rarest]}",
    )


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_configs(path: Path) -> None:
    """The first and the last scenario, two replications each; of a country the first offices."""
    document = load(path)
    for scenario in {document.scenarios[0], document.scenarios[-1]}:
        for config in islice(document.offices(scenario).values(), 3):
            prepared = prepare(config)
            for replication in range(2):
                assert len(simulate(plan_of(prepared, replication)).spells.person) >= 0
