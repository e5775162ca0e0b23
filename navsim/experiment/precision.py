"""Replications until a figure is known this precisely: Stein's two stages.

Wanted is an interval of a fixed half-width *h* that covers the true mean with probability 0.95 at least.
Stein (1945), "A two-sample test for a linear hypothesis whose power is independent of the variance", Annals of
Mathematical Statistics 16, gives one for normal values and any *n₀*:

1. A pilot of *n₀* replications gives the variance *s₀²*.
2. N = max(n₀, ⌈(t s₀ / h)²⌉), with *t* the 97.5 % point of Student's t with *n₀ − 1* degrees of freedom. The mean of
   all N, ± h, covers with probability at least 0.95: given *s₀*, the mean of N is normal about the true mean, and
   √N is large enough for *h* √N / σ to be at least *t s₀ / σ*, whose distribution Student's t allows for.

The plain alternative, to look after each replication and stop as soon as the usual interval is narrow enough
(Chow and Robbins 1965), covers with 0.95 only in the limit *h* → 0. With few replications it stops just when the
variance happens to look small, so its intervals are too narrow too often. Stein's rule decides once, on the pilot, and
pays with some replications more.

Afterwards the interval in the tables, with the variance of all N, may still be wider than *h*. Then more replications
follow in batches. That takes nothing away: the mean of normal values is independent of their variances, so with more
replications, whatever the variances made of it, mean ± h covers more often. Where ``most`` ends it, nothing is promised
but the interval in the tables. With several figures (scenarios) each one has its own 0.95.

Measures are means over many weeks, so nearly normal; where one is not, or is the same in all of the pilot, the promise
holds less well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from navsim.config.check_until import OVERALL
from navsim.config.document import Document
from navsim.config.merge import NONE, changed
from navsim.config.places import Place
from navsim.config.targets import Until
from navsim.experiment.replicate import Outcome
from navsim.statistics.intervals import estimates
from navsim.statistics.periods import statistic
from navsim.statistics.tables import Sample
from navsim.values.errors import InputError
from navsim.values.units import NUMBER, to_float

Floats = NDArray[np.float64]

PILOT = 10
"""Replications of the pilot, at least: with fewer, Student's t asks for many more than are needed."""

GROWTH = 1.2
"""How many times as many replications there are after each later batch."""

FORM = re.compile(
    rf"^([a-z][a-z0-9_]*)\s+(difference|level)\s*(?:±|\+-|\+/-)\s*{NUMBER}\s*(%)?\s*(?:,\s*at\s+most\s+(\d{{1,7}}))?$"
)


@dataclass(frozen=True)
class Precision:
    """What was wanted, and what came of it; in the measure's unit. ``capped``: the most replications ended it."""

    measure: str
    of: str
    wanted: float
    pilot: int
    replications: int
    reached: float
    capped: bool

    def record(self) -> dict[str, Any]:
        """As it stands in the manifest; a half-width that is not known is None."""
        return asdict(self) | {"reached": self.reached if math.isfinite(self.reached) else None}

    def sentence(self) -> str:
        """What came of it, in one line."""
        what = f"{self.measure} {self.of}: ± {self.reached:.3g} after {self.replications} replications"
        wanted = f"± {self.wanted:.3g} was wanted"
        if self.capped:
            return f"{what}, the most allowed; {wanted}"
        return f"{what} (pilot: {self.pilot}); {wanted}" + ("" if self.reached else ", and all were the same")


def until_sets(text: str) -> tuple[str, ...]:
    """The overrides ``until.<field>=<value>`` that a text such as ``backlog difference ± 5, at most 400`` stands for.

    ``+-`` and ``+/-`` will do for ``±``. A share is written as 0.01 or 1 %. InputError when it is something else.
    """
    match = FORM.match(text.strip())
    if match is None:
        raise InputError(
            f'--until: {text!r} is not understood: write e.g. "backlog difference ± 5", "follow_up_rate level ± 1 %" '
            'or "backlog difference +- 5, at most 400"'
        )
    measure, of, number, percent, most = match.groups()
    if percent and OVERALL.get(measure, "share") != "share":
        raise InputError(f"--until: {measure} is counted in {OVERALL[measure]}, so the half-width can't be in %")
    half_width = to_float(number) / (100 if percent else 1)
    cap = (f"until.most={int(most)}",) if most else ()
    return (f"until.measure={measure}", f"until.of={of}", f"until.half_width={half_width!r}", *cap)


def pilot_of(document: Document, asked: int | None) -> int:
    """Replications of the pilot: those asked for on the command line, else the config's but 10 at least."""
    return max(asked, 2) if asked else max(document.config().replications, PILOT)


def outcomes_until(
    rule: Until,
    pilot: int,
    scenarios: int,
    run: Callable[[range], list[Outcome]],
    expect: Callable[[int], None],
) -> tuple[list[Outcome], Precision]:
    """Outcomes of as many replications as it takes.

    Replication k is always replication k: with N of them they are those of a plain run with N.

    Parameters
    ----------
    rule:
        Which figure, and how precisely; at most how many replications.
    pilot:
        Replications before the first look.
    scenarios:
        How many there are.
    run:
        Simulates some replications of every scenario.
    expect:
        Hears how many simulations there will be in all, whenever that is known anew.

    Raises
    ------
    InputError
        When the measure has no value in any replication of the pilot.
    """
    found: list[Outcome] = []

    def values_of(count: int) -> Floats:
        nonlocal found
        done = len(found[0].observed) if found else 0
        if count > done:
            expect(count * scenarios)
            more = run(range(done, count))
            found = [joined(one, other) for one, other in zip(found, more, strict=True)] if found else more
        return figures([outcome.sample for outcome in found], rule)

    first = min(pilot, rule.most)
    count, reached = replications_until(values_of, rule.half_width, first, rule.most)
    capped = not reached <= rule.half_width
    return found, Precision(rule.measure, rule.of, rule.half_width, first, count, reached, capped)


def replications_until(
    values_of: Callable[[int], Floats], half_width: float, pilot: int, most: int
) -> tuple[int, float]:
    """How many replications it takes, and the half-width of the widest usual interval then.

    ``values_of(n)`` are the first n replications of some figures, shape (n, figures); see the module for the rule.
    """
    count = int(min(max(pilot, stein(values_of(pilot), half_width)), most))
    while not (reached := widest(values_of(count))) <= half_width and count < most:
        count = min(math.ceil(count * GROWTH), most)
    return count, reached


def stein(pilot: Floats, half_width: float) -> float:
    """Stein's number of replications for the figure that needs most (inf where the pilot can't tell).

    A figure that is not defined in all replications needs as many more.
    """
    defined = np.sum(~np.isnan(pilot), axis=0)
    if (defined < 2).any():
        return math.inf
    needed = (half_widths(pilot) * np.sqrt(defined) / half_width) ** 2
    # To the next whole number, but not because of the last digit of a number that is whole already.
    return float(np.max(np.ceil(needed * len(pilot) / defined - 1e-9)))


def widest(values: Floats) -> float:
    """The half-width of the widest usual interval; inf where one is not defined."""
    return float(np.nan_to_num(half_widths(values), nan=math.inf).max())


def half_widths(values: Floats) -> Floats:
    """Half the length of each figure's usual interval, t s / √n; nan where it is not defined."""
    count = np.sum(~np.isnan(values), axis=0)
    found = estimates(values)
    return np.where(count > 1, (found.high - found.low) / 2, np.nan)


def figures(samples: Sequence[Sample], rule: Until) -> Floats:
    """The measure for all, as its mean over the run, of every scenario; or what it is more than the first one's.

    Shape (replications, figures).
    """
    levels = [mean_over_run(sample, rule.measure) for sample in samples]
    chosen = levels if rule.of == "level" else [level - levels[0] for level in levels[1:]]
    for sample, values in zip(samples[-len(chosen) :], chosen, strict=True):
        if np.isnan(values).all():
            raise InputError(
                f"until: {rule.measure} has no value in scenario {sample.scenario} in any of {len(values)} replications"
            )
    return np.stack(chosen, axis=1)


def mean_over_run(sample: Sample, measure: str) -> Floats:
    """A measure for all users or tasks, its mean over the weeks of the run, in each replication."""
    keys = [key for key in sample.keys if (key.measure, key.dimension, key.group) == (measure, "all", "all")]
    values = sample.of(keys)[:, 0] if keys else np.full((len(sample.values), sample.values.shape[2]), np.nan)
    return statistic(values, np.ones(values.shape[1], bool), "mean")


def joined(first: Outcome, more: Outcome) -> Outcome:
    """The replications of one scenario, those before and those after."""
    sample = first.sample.followed_by(more.sample)
    return Outcome(sample, np.concatenate([first.observed, more.observed]), first.cut + more.cut)


def as_run(document: Document, replications: int) -> Document:
    """The config of the plain run that gives the same tables: so many replications, and no ``until``."""
    place = Place("--until")
    source = changed(document.source, "replications", replications, place)
    return Document(changed(source, "until", NONE, place))
