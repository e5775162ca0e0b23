"""What is kept of each point must be there to keep: a name that is spelt wrong would cost the sweep its results."""

from __future__ import annotations

from collections.abc import Iterator

from navsim.calendar.clock import Clock
from navsim.config.document import Document
from navsim.config.measured import MEASURES, dimensions
from navsim.config.places import Source, suggestion
from navsim.experiment.run import shocks_in
from navsim.sweeps.models import Experiment

RECOVERY = "recovery_weeks"
"""A measure that is made of another."""


def check_keep(experiment: Experiment, source: Source, base: Document) -> None:
    """InputError for the first measure, dimension or period that the base config has not and no factor adds."""
    config, keep = base.config(), experiment.keep
    known = {
        "measures": [*MEASURES, RECOVERY],
        "dimensions": list(dimensions(config)),
        "periods": [*shocks_in({name: base.config(name) for name in base.scenarios},
                               Clock(config.start, config.weeks)).weeks, *added(experiment)],
    }  # fmt: skip
    for kind, names in known.items():
        for number, name in enumerate(getattr(keep, kind) or ()):
            if name not in names:
                place = source.place(("keep", kind, number))
                raise place.error(f"keep.{kind}: there is no {kind[:-1]} {name} here" + suggestion(name, names))


def added(experiment: Experiment) -> Iterator[str]:
    """The shocks that factors change or add, whose periods some points may have."""
    for path in (path for factor in experiment.factors.values() for path in factor.paths):
        first, _, below = path.partition(".")
        if first == "shocks" and below:
            yield below.partition(".")[0]
