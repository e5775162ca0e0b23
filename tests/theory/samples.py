"""What a run gave for one measure, with its standard error over replications."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from navsim.api import Result

Floats = NDArray[np.float64]


class Sample(NamedTuple):
    """A mean over replications and its standard error; one number each, or one a week."""

    mean: Floats
    error: Floats

    def off(self, theory: Floats | float) -> float:
        """How many standard errors the mean lies from the theory, at most; a mean without spread must be exact."""
        error = np.where(self.error > 0, self.error, 1e-12)
        return float(np.max(np.abs(self.mean - theory) / error))


def weeks(result: Result, measure: str, dimension: str, group: str, scenario: str | None = None) -> Floats:
    """One measure in each replication and week: shape (replications, weeks)."""
    table = result.tables.replications
    mine = (table["measure"] == measure) & (table["dimension"] == dimension) & (table["group"] == group)
    rows = table[mine & (table["scenario"] == (scenario or table["scenario"].iloc[0]))]
    values = rows.pivot_table(index="replication", columns="date", values="value", dropna=False, observed=False)
    return values.to_numpy(np.float64)


def by_week(result: Result, measure: str, dimension: str, group: str) -> Sample:
    """The mean and its standard error in each week."""
    return sample(weeks(result, measure, dimension, group))


def of_run(result: Result, measure: str, dimension: str, group: str, skip: int = 0) -> Sample:
    """The mean over weeks, without the first ``skip``, and its standard error."""
    return sample(weeks(result, measure, dimension, group)[:, skip:].mean(axis=1))


def sample(values: Floats) -> Sample:
    """The mean over the first axis and its standard error."""
    return Sample(values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values)))


def against(found: Sample, theory: float, unit: str) -> str:
    """A mean beside its theory, as the page of proofs shows it."""
    return f"{float(found.mean):.3g} {unit}, theory {theory:.3g} ({found.off(theory):.1f} standard errors)"
