"""The logs of several offices that share nobody, simulated one by one, as one log."""

from __future__ import annotations

from collections.abc import Sequence

from navsim.engine.log import Log, Spells, Tasks, Work
from navsim.plan.merge import Offsets, stacked, starts


def merged_log(logs: Sequence[Log], first: Offsets) -> Log:
    """The log of the plan that :func:`navsim.plan.merge.merged_plan` makes of the offices' plans.

    Rows come office after office, each office's in the order that a log promises. Measures of ``office/X`` are those
    of X's own log, and the others those of all.

    Parameters
    ----------
    logs:
        The same replication of each office.
    first:
        Where its persons, mixes and servers went.
    """
    number = starts([len(log.tasks.type) for log in logs])
    return Log(
        stacked(Spells, [log.spells for log in logs], {"person": first.person, "mix": first.mix}),
        stacked(Tasks, [log.tasks for log in logs], {"person": first.person}),
        stacked(Work, [log.work for log in logs], {"task": number, "server": first.server}),
    )
