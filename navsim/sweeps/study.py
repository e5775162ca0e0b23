"""An experiment that has been read and checked: nothing is simulated before every factor is known to make sense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from navsim.config.document import Document, as_input_error, checked
from navsim.config.emit import yaml_text
from navsim.config.merge import changed
from navsim.config.messages import mistakes_of
from navsim.config.multiply import check_change
from navsim.config.places import Path, Place, Source, suggestion
from navsim.config.problem import FieldError
from navsim.config.resolve import resolve
from navsim.config.yaml_source import parse_config, read_text
from navsim.sweeps.check_keep import check_keep
from navsim.sweeps.columns import tables_kept
from navsim.sweeps.design import Level, Points, Range
from navsim.sweeps.models import Experiment, LatinHypercube, Listed, Sobol
from navsim.values.errors import InputError

TRIED = 200
"""Values of one factor that are tried alone before the sweep starts, at most."""
BYTES = 50
"""Of memory for each value of each point, in the design and in the table of all points."""
MOST_BYTES = 2_000_000_000
"""Of the design itself."""


@dataclass(frozen=True, eq=False)
class Study:
    """An experiment, its base config with what all points share, and its points."""

    experiment: Experiment
    source: Source
    base: Source
    points: Points

    @property
    def text(self) -> str:
        """The experiment as YAML; its base is ``base.yaml`` beside it."""
        return yaml_text({**self.source.data, "base": "base.yaml"})

    @property
    def base_text(self) -> str:
        """The resolved base config as YAML."""
        return yaml_text(self.base.data)

    @property
    def base_json(self) -> str:
        """The same as it travels to workers."""
        return json.dumps(self.base.data, ensure_ascii=False)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that each point has."""
        return tables_kept(self.experiment.keep.weekly, self.experiment.keep.replications)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios; the first is the base."""
        return tuple(self.base.data.get("scenarios", {"base": {}}))


def load_study(path: str | FilePath) -> Study:
    """An experiment file with its base config, all checked; InputError with file and line for the first mistake."""
    file = FilePath(path)
    source = parse_config(read_text(file, str(path)), str(path))
    try:
        experiment = Experiment.model_validate(source.data)
    except ValidationError as error:
        raise as_input_error(mistakes_of(error, source.data, Experiment), source, "") from error
    check_size(experiment, source)
    try:
        points = Points(experiment)
    except FieldError as error:
        raise as_input_error([error], source, "") from error
    base = base_of(experiment, source, file)
    check_keep(experiment, source, Document(base))
    study = Study(experiment, source, base, points)
    for number in range(len(points)) if not isinstance(experiment.design, str) and points.shares is None else ():
        point_of(study, number)
    for name in experiment.factors:
        try_alone(study, name)
    return study


def check_size(experiment: Experiment, source: Source) -> None:
    """A design that would not fit in memory is refused before it is made."""
    count, factors = size_of(experiment), len(experiment.factors)
    needed = BYTES * count * (factors + 1)
    if needed > MOST_BYTES:
        points = f"{count:,}" if count < 10**12 else f"{count:.1e}"
        raise source.place(("design",)).error(
            f"design: {points} points of {factors} factors need {needed / 10**9:,.3g} GB of memory"
            f" before the first is done, and {MOST_BYTES / 10**9:g} are allowed: take fewer"
        )


def size_of(experiment: Experiment) -> int:
    """The number of points of a design that has not been made."""
    design = experiment.design
    if isinstance(design, Listed):
        return len(design.points)
    if isinstance(design, LatinHypercube):
        return design.latin_hypercube
    if isinstance(design, Sobol):
        return design.sobol
    return prod(factor.steps or len(factor.values or ()) for factor in experiment.factors.values())


def base_of(experiment: Experiment, source: Source, file: FilePath) -> Source:
    """The base config with what all points share: other values, fewer scenarios, replications."""
    place = source.place(("base",))
    below = file.parent / experiment.base
    if not below.is_file():
        raise place.error(f"base: there is no file {experiment.base}")
    base = resolve(below, ())
    for target, value in experiment.set.items():
        base = change(base, target, value, source.place(("set", target)))
    known = list(base.data.get("scenarios", {"base": {}}))
    for number, name in enumerate(experiment.scenarios or ()):
        if name not in known:
            place = source.place(("scenarios", number))
            raise place.error(f"scenarios: {experiment.base} has no scenario {name}" + suggestion(name, known))
    data = dict(base.data)
    if experiment.scenarios:
        data["scenarios"] = {name: base.data.get("scenarios", {}).get(name, {}) for name in experiment.scenarios}
        gone = tuple(f"scenarios.{name}." for name in known if name not in experiment.scenarios)
        data["evidence"] = {
            key: entry for key, entry in data.get("evidence", {}).items() if not f"{key}.".startswith(gone or ("\0",))
        }
    if experiment.replications:
        data["replications"] = experiment.replications
    if experiment.until:
        data["until"] = experiment.until.model_dump(exclude_none=True)
    own = {path: where for path, where in source.places.items() if path[:1] in (("until",), ("replications",))}
    base = Source(data, {**base.places, **own})
    checked(Document(base))
    return base


def change(base: Source, target: str, value: Any, place: Place) -> Source:
    """The config with one value changed, as a scenario would."""
    check_change(base, target, place)
    return changed(base, target, value, place)


def with_levels(base: Source, levels: dict[str, Level], places: dict[str, Place]) -> Source:
    """The config at a point."""
    for name, level in levels.items():
        for target, value in level.changes.items():
            base = change(base, target, value, places[name])
    return base


def try_alone(study: Study, name: str) -> None:
    """Each value of a factor alone must give a config that makes sense; of a range its ends."""
    place = place_of(study, name)
    for level in some_levels(study, name):
        try:
            checked(Document(with_levels(study.base, {name: level}, {name: place})))
        except InputError as error:
            raise place.error(f"factors.{name}: with {level.label} the config is wrong: {error.message}") from error


def some_levels(study: Study, name: str) -> Iterator[Level]:
    """The values of a factor, or the ends of its range."""
    axis = study.points.axes[name]
    if isinstance(axis, Range):
        yield from (axis.step(end, 2) for end in (0, 1))
    else:
        yield from axis[:TRIED]


def place_of(study: Study, name: str) -> Place:
    """Where a factor is written."""
    path: Path = ("factors", name)
    for below in ("path", "values", "low"):
        if (*path, below) in study.source.places:
            return study.source.place((*path, below))
    return study.source.place(path)


def point_of(study: Study, number: int) -> dict[str, Level]:
    """The values of a point; InputError where a written point has a value that its factor has not."""
    try:
        return study.points[number]
    except FieldError as error:
        path: Path = ("design", "points", number, *error.path)
        raise as_input_error([FieldError(path, error.message)], study.source, "") from error
