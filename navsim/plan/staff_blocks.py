"""What is left of a working day, cut into blocks for tasks with meetings and other work in between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from navsim.calendar.intervals import Intervals
from navsim.plan.staffing import Index
from navsim.values.time import all_on_grid


def blocks(
    spans: Intervals, share: NDArray[np.float64], about: NDArray[np.float64], phase: NDArray[np.float64]
) -> tuple[Intervals, Index]:
    """Blocks of equal length that fill a share of each span, and the index of the span of each.

    Parameters
    ----------
    spans:
        What is left of a day, in one or more pieces.
    share:
        The part of each span that is for tasks (produktiv andel).
    about:
        About how long a block is (minutes): there are ``share * length / about`` of them in a span,
        rounded, at least one, and one when there is nothing else to do.
    phase:
        In [0, 1), by employee: the part of a gap that comes before the first block. What remains of it
        comes after the last, so that not everybody meets at once.
    """
    length = share * spans.length
    count = np.where(share < 1, np.maximum(np.rint(length / about), 1), 1).astype(np.int64)
    span = np.repeat(np.arange(len(spans)), count)
    rank = np.arange(len(span)) - np.repeat(np.cumsum(count) - count, count)
    block = length[span] / count[span]
    gap = (spans.length - length)[span] / count[span]
    after = phase[span] * gap + rank * (block + gap)
    begin, end = all_on_grid(after), np.minimum(all_on_grid(after + block), spans.length[span])
    found = Intervals(spans.start[span] + begin, spans.start[span] + end)
    lasting = found.length > 0
    return found[lasting], span[lasting]


def joined(spans: Intervals, kind: tuple[NDArray[np.float64] | Index, ...]) -> tuple[Intervals, Index]:
    """Spans that touch and agree in every kind made one, and the index of the first of each."""
    alike = np.ones(max(len(spans) - 1, 0), np.bool_)
    for values in kind:
        alike &= values[1:] == values[:-1]
    begins = np.ones(len(spans), np.bool_)
    begins[1:] = ~(alike & (spans.start[1:] == spans.end[:-1]))
    first = np.flatnonzero(begins)
    return Intervals(spans.start[first], spans.end[np.append(first[1:], len(spans))[: len(first)] - 1]), first
