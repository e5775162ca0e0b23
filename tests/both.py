"""Both engines at once: what tests of the model run, so that each of them also compares the engines."""

from __future__ import annotations

from navsim.engine import compiled, reference
from navsim.engine.log import Log, differing
from navsim.plan.model import Plan


def simulate(plan: Plan) -> Log:
    """The log that both engines give.

    Raises
    ------
    AssertionError
        If they differ, with the first place where they do.
    """
    log = reference.simulate(plan)
    unlike = differing(log, compiled.simulate(plan))
    assert unlike is None, f"the engines differ: {unlike}"
    return log
