"""``python -m benchmarks``: speed, stages, memory and start-up as ratios, all measured in this run.

Start-up and memory are measured first, while this process is still small: see :mod:`benchmarks.memory`.
"""

from __future__ import annotations

from benchmarks.memory import peaks
from benchmarks.show import memory_lines, speed_lines, stage_lines, start_lines
from benchmarks.startup import start_up
from benchmarks.timing import CASE

RUNS = 7
STARTS = 15


def main() -> None:
    """Measure and print."""
    started, used = start_up(STARTS), peaks()

    from benchmarks.speed import compare  # noqa: PLC0415 (loads both models)
    from benchmarks.stages import stages  # noqa: PLC0415
    from navsim.config.document import load  # noqa: PLC0415
    from navsim.plan.compile import prepare  # noqa: PLC0415

    document = load(CASE)
    config = document.config()
    print(f"{config.name}, {document.scenarios[0]}, {config.weeks} weeks; medians of {RUNS} alternating runs\n")
    print(*speed_lines(compare(prepare(config), RUNS), config.weeks), "", sep="\n")
    print(*stage_lines(stages(document, RUNS)), "", sep="\n")
    print(*memory_lines(used), "", sep="\n")
    print(*start_lines(started), sep="\n")


if __name__ == "__main__":
    main()
