"""``python -m benchmarks``: navsim beside others, as ratios, all measured in this run.

A section is a module with a function ``lines`` that yields its lines. Start-up and memory come first, while this
process is still small: see :mod:`benchmarks.memory`.
"""

from __future__ import annotations

from importlib import import_module

SECTIONS = ("startup", "memory", "caseload", "mmc", "threads", "stages", "scale", "sweeps")


def main() -> None:
    """Measure and print, section by section."""
    for name in SECTIONS:
        for line in import_module(f"benchmarks.{name}").lines():
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
