"""The compiled engine: the same core model as a loop over flat arrays, compiled by Numba.

``given`` packs the plan, ``memory`` is what the run remembers; ``run`` is the loop, ``agenda`` what is to come,
``persons`` and ``tasks`` what happens to them, ``floor`` servers and who starts what, ``lines`` where tasks wait.
``shared`` makes the rules that both engines share known to Numba.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from navsim.engine.compiled.given import Arrays, Records, pack
from navsim.engine.compiled.machine import kernel
from navsim.engine.compiled.memory import empty, keep, run_of, widen
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
    arrays = pack(plan)
    arrays |= empty(plan, arrays)
    run = run_of(plan, arrays)
    go_on = kernel()
    go_on(run.ctypes.data)
    while run[0]["short"] >= 0:
        widen(run, arrays)
        go_on(run.ctypes.data)
    keep(run, arrays)
    return Log(
        spells=part(Spells, "spells", run, arrays), tasks=part(Tasks, "tasks", run, arrays),
        work=part(Work, "segments", run, arrays),
    )  # fmt: skip


def part(kind: type[Any], name: str, run: Records, arrays: Arrays) -> Any:
    """The columns of a part of the log, which the kernel has written."""
    return kind(**{each.name: arrays[f"{name}_{each.name}"][: run[0][f"{name}_used"]] for each in fields(kind)})
