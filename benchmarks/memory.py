"""Peak memory, each case in a process of its own: ``python -m benchmarks.memory CASE`` prints MB.

A process can inherit the peak of the one that starts it, so :func:`peaks` is for a caller that has not
loaded much yet. Nothing heavy is imported at the top.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.show import row
from benchmarks.timing import CASE, ROOT

UNITS_IN_MB = 2**20 if sys.platform == "darwin" else 2**10
"""The system tells the peak in bytes on macOS, in kB elsewhere."""
WORKERS = 2
FEW, MANY = 8, 64


def lines() -> Iterator[str]:
    """Peaks, and what they add to the libraries."""
    used = peaks()
    base = used["libraries"]
    yield row("peak memory", "MB", "added")
    for case, amount in used.items():
        yield row(case, f"{amount:.0f}", f"{amount - base:.0f}")


def peaks() -> dict[str, float]:
    """For each case the peak of its process (MB)."""
    return {case: peak(case) for case in CASES}


def peak(case: str) -> float:
    """The peak of one case."""
    command = [sys.executable, "-m", "benchmarks.memory", case]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def libraries() -> None:
    """What is loaded before any model runs."""
    from benchmarks import idiomatic  # noqa: F401, PLC0415
    from navsim.engine import engine_named  # noqa: PLC0415
    from navsim.experiment import replicate  # noqa: F401, PLC0415

    engine_named("auto")


def navsim() -> None:
    """One replication by the engine that runs use, with its plan and its log."""
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.engine import engine_named  # noqa: PLC0415
    from navsim.plan.compile import plan_of, prepare  # noqa: PLC0415

    libraries()
    _, simulate = engine_named("auto")
    simulate(plan_of(prepare(load(CASE).config()), 0))


def by_hand() -> None:
    """One replication by the hand-written model; making its parameters is counted too."""
    from benchmarks.idiomatic import simulate  # noqa: PLC0415
    from benchmarks.parameters import parameters_of  # noqa: PLC0415
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.plan.compile import plan_of, prepare  # noqa: PLC0415

    libraries()
    prepared = prepare(load(CASE).config())
    simulate(parameters_of(prepared, plan_of(prepared, 0)), 0)


def run(replications: int) -> None:
    """Several replications of the base scenario, side by side, measured too."""
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.experiment.replicate import jobs, outcomes  # noqa: PLC0415

    document = load(CASE, (f"replications={replications}",))
    base = [job for job in jobs(document) if job.scenario.name == document.scenarios[0]]
    outcomes(base, WORKERS, lambda done: None)


CASES: dict[str, Callable[[], None]] = {
    "libraries": libraries,
    "one replication, navsim": navsim,
    "one replication, SimPy by hand": by_hand,
    f"{FEW} replications, {WORKERS} threads": partial(run, FEW),
    f"{MANY} replications, {WORKERS} threads": partial(run, MANY),
}


def main() -> None:
    """Run the case that is named and tell the peak."""
    CASES[sys.argv[1]]()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_IN_MB)


if __name__ == "__main__":
    main()
