"""The compiled engine: the same core model as a loop over flat arrays, compiled by Numba.

``given`` packs the plan, ``memory`` is what the run remembers; ``run`` is the loop, ``agenda`` what is to come,
``office`` what happens to persons and tasks, ``floor`` servers and who starts what, ``lines`` where tasks wait.
``shared`` makes the rules that both engines share known to Numba.
"""

from __future__ import annotations

import numpy as np

from navsim.engine.compiled.given import Records, pack
from navsim.engine.compiled.machine import kernel
from navsim.engine.compiled.memory import Memory, empty, run_of, widened
from navsim.engine.log import Log, Spells, Tasks, Work
from navsim.plan.model import Plan

__all__ = ["simulate"]


def simulate(plan: Plan) -> Log:
    """Run a plan to its horizon.

    Parameters
    ----------
    plan:
        One replication of one scenario.

    Returns
    -------
    Log
        Every spell, task and segment of work: the same as the reference engine's, to the bit.
    """
    given = pack(plan)
    memory = empty(given)
    run = run_of(plan.static, given, memory)
    go_on = kernel()
    go_on(run.ctypes.data)
    while not run[0]["over"]:
        memory = widened(run, memory)
        go_on(run.ctypes.data)
    return log_of(run, memory)


def log_of(run: Records, memory: Memory) -> Log:
    """What a run leaves, as columns."""
    spells, tasks, work = (getattr(memory, name)[: run[0][f"{name}_used"]] for name in ("spells", "tasks", "segments"))
    whole = {name: tasks[name].astype(np.int64) for name in ("type", "person", "ordinal", "channel", "outcome")}
    destination = np.where(np.isnan(spells["left"]), -1, spells["leads_to"]).astype(np.int64)
    return Log(
        spells=Spells(
            **{name: spells[name].astype(np.int64) for name in ("person", "group", "mix", "origin", "contacts")},
            **{name: spells[name].copy() for name in ("entered", "arrival", "left")},
            destination=destination,
        ),
        tasks=Tasks(
            **whole,
            **{name: tasks[name].copy() for name in ("opened", "due", "minutes", "cut", "started", "ended", "contact")},
        ),
        work=Work(**{name: work[name].copy() for name in ("task", "server", "start", "end")}),
    )
