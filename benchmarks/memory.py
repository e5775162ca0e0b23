"""Peak memory, each case in a process of its own: ``python -m benchmarks.memory CASE`` prints MB.

A process can inherit the peak of the one that starts it, so :func:`peaks` is for a caller that has not
loaded much yet. Nothing heavy is imported at the top.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from benchmarks.timing import CASE, ROOT

UNITS_IN_MB = 2**20 if sys.platform == "darwin" else 2**10
"""The system tells the peak in bytes on macOS, in kB elsewhere."""
WORKERS = 2
REPLICATIONS = 8


def peaks() -> dict[str, list[float]]:
    """For each case the peak of its process (MB), and that of its largest worker if it has any."""
    return {case: peak(case) for case in CASES}


def peak(case: str) -> list[float]:
    """The peak of one case."""
    command = [sys.executable, "-m", "benchmarks.memory", case]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def libraries() -> None:
    """What is loaded before either model runs."""
    from benchmarks import idiomatic  # noqa: F401, PLC0415
    from navsim.experiment import replicate  # noqa: F401, PLC0415


def navsim() -> None:
    """One replication by the reference engine, with its plan and its log."""
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.engine.reference import simulate  # noqa: PLC0415
    from navsim.plan.compile import plan_of, prepare  # noqa: PLC0415

    libraries()
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


def workers() -> None:
    """Several replications of the base scenario in two processes."""
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.experiment.replicate import jobs, outcomes  # noqa: PLC0415

    document = load(CASE, (f"replications={REPLICATIONS}",))
    base = [job for job in jobs(document) if job.scenario == document.scenarios[0]]
    outcomes(base, WORKERS, lambda done: None)


CASES = {"libraries": libraries, "navsim": navsim, "by hand": by_hand, "workers": workers}


def main() -> None:
    """Run the case that is named and tell the peak."""
    CASES[sys.argv[1]]()
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(*(amount / UNITS_IN_MB for amount in used if amount))


if __name__ == "__main__":
    main()
