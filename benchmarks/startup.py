"""How soon the command answers, in starts of a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.show import row
from benchmarks.timing import ROOT, Took, timed, typical

STARTS = 15
HELP = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from navsim.cli import main; main(['--help'])"


@dataclass(frozen=True)
class StartUp:
    """Typical time of a bare start and of ``navsim --help``; ``ratio`` is the median over pairs."""

    bare: Took
    help: Took
    ratio: float


def lines() -> Iterator[str]:
    """Start-up in bare starts."""
    found = start_up(STARTS)
    yield row("start-up", "ms", "bare starts")
    yield row("python -I -c pass", f"{found.bare.wall * 1000:.1f}", "1.0")
    yield row("navsim --help", f"{found.help.wall * 1000:.1f}", f"{found.ratio:.1f}")


def start_up(runs: int) -> StartUp:
    """Time both in turn, after one start of each that fills the caches."""
    pairs = [(start("pass"), start(HELP)) for _ in range(runs + 1)][1:]
    return StartUp(
        typical([bare for bare, _ in pairs]),
        typical([asked for _, asked in pairs]),
        median(asked.wall / bare.wall for bare, asked in pairs),
    )


def start(code: str) -> Took:
    """The time of an interpreter that runs this, alone with its own libraries."""
    return timed(subprocess.run, [sys.executable, "-I", "-c", code], check=True, stdout=subprocess.DEVNULL)[1]
