"""What a measure looks like: one number for each key and week, or one for the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from navsim.measures.parts import Parts

Floats = NDArray[np.float64]


class Key(NamedTuple):
    """Which measure, in which unit, of which part of the office."""

    measure: str
    unit: str
    dimension: str
    group: str


class RunKey(NamedTuple):
    """Which number of the whole run, in which unit, of which part of the office."""

    measure: str
    unit: str
    statistic: str
    dimension: str
    group: str


def rows_of(parts: Parts, values: Mapping[tuple[str, str], Floats]) -> Iterator[tuple[Key, Floats]]:
    """The rows of some measures (name, unit), each with an array (parts, weeks); part after part."""
    for number, name in enumerate(parts.names):
        for (measure, unit), table in values.items():
            yield Key(measure, unit, parts.dimension, name), table[number]


@dataclass(frozen=True)
class Weekly:
    """Weekly values of one replication: ``values[key, week]``, nan where a measure is not defined.

    All replications of a scenario have the same keys in the same order.
    """

    keys: tuple[Key, ...]
    values: Floats

    @staticmethod
    def of(rows: Iterable[tuple[Key, Floats]], weeks: int) -> Weekly:
        """Collect rows."""
        pairs = list(rows)
        values = np.array([row for _, row in pairs], np.float64).reshape(len(pairs), weeks)
        return Weekly(tuple(key for key, _ in pairs), values)

    def __getitem__(self, key: Key) -> Floats:
        """The values of one key, by week."""
        return np.asarray(self.values[self.keys.index(key)])


@dataclass(frozen=True)
class OverRun:
    """Numbers of the whole run, ``values[..., key]``: of one replication, or with replications first.

    nan where there is nothing to say, inf for a time that is longer than the run shows.
    """

    keys: tuple[RunKey, ...]
    values: Floats
