"""The compiled engine: the same core model as a loop over flat arrays, compiled by Numba.

``given`` packs the plan, ``memory`` is what the run remembers; ``run`` is the loop, ``agenda`` what is to come,
``persons`` and
``tasks`` what happens to them, ``floor`` servers and who starts what, ``lines`` where tasks wait.
``shared`` makes the rules that both engines share known to Numba.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.engine.compiled.given import Records, pack
from navsim.engine.compiled.machine import kernel
from navsim.engine.compiled.memory import Memory, empty, run_of, widened
from navsim.engine.log import KINDS, Log, Spells, Tasks, Work
from navsim.plan.model import Plan

__all__ = ["simulate"]

AT_ONCE = 1024
"""Rows of a log that fit in a processor's nearest memory."""


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
    spells, tasks, work = (
        columns(part, getattr(memory, name)[: run[0][f"{name}_used"]])
        for name, part in (("spells", Spells), ("tasks", Tasks), ("segments", Work))
    )
    return Log(Spells(**spells), Tasks(**tasks), Work(**work))


def columns(part: type[Any], rows: Records) -> dict[str, NDArray[Any]]:
    """The columns that a part of the log has, some rows at a time, so that each row is fetched from memory once."""
    kinds = {each.name: KINDS[str(each.type)] for each in fields(part)}
    found: dict[str, NDArray[Any]] = {name: np.empty(len(rows), kind) for name, kind in kinds.items()}
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        for name, column in found.items():
            column[first : first + AT_ONCE] = some[name]
    return found
