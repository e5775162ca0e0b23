"""How much each factor moves an outcome: its mean at each value of the factor, over the points of all other factors."""

from __future__ import annotations

from dataclasses import dataclass

from navsim.report.numbers import Estimate
from navsim.report.sweeps.material import Factor, Outcome, Swept, figures
from navsim.report.sweeps.pool import LEAST, Stop, along, apart, means, stops

MOST_STOPS = 12


@dataclass(frozen=True)
class Effect:
    """The mean of an outcome at each stop of a factor."""

    factor: Factor
    found: tuple[tuple[Stop, Estimate], ...]

    @property
    def least(self) -> tuple[Stop, Estimate]:
        """Where the mean is least."""
        return min(self.found, key=lambda pair: pair[1].mean)

    @property
    def most(self) -> tuple[Stop, Estimate]:
        """Where it is largest."""
        return max(self.found, key=lambda pair: pair[1].mean)

    @property
    def clear(self) -> bool:
        """Whether the least and the largest can be told apart."""
        return apart(self.least[1], self.most[1])

    @property
    def size(self) -> float:
        """The distance between the two."""
        return self.most[1].mean - self.least[1].mean


def effects(swept: Swept, outcome: Outcome) -> list[Effect]:
    """The effect of each factor that varies, in the order of the experiment; of those that can be compared."""
    table = figures(swept, outcome)
    if swept.sampled and len(table) < LEAST:
        return []
    found = []
    for factor in swept.varying:
        others = [other for other in swept.varying if other != factor]
        own = stops(factor, swept.sampled, along(len(table), factor), MOST_STOPS)
        by_stop = means(table, {factor: own}, others, swept.sampled)
        if len(by_stop) > 1:
            found.append(Effect(factor, tuple((key[0], one) for key, one in by_stop.items())))
    return found
