"""What a measure looks like: one number for each key and week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Key(NamedTuple):
    """Which measure, in which unit, of which part of the office."""

    measure: str
    unit: str
    dimension: str
    group: str


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
