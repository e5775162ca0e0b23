"""A config file that has been read: resolved, checked in all its scenarios, and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from navsim.config.checks import mistakes
from navsim.config.emit import yaml_text
from navsim.config.merge import changed
from navsim.config.messages import mistakes_of
from navsim.config.models import Config
from navsim.config.multiply import OneOffice, check_change, offices_of
from navsim.config.places import Place, Source, dotted, suggestion
from navsim.config.problem import FieldError
from navsim.config.resolve import resolve
from navsim.config.sourcing import misplaced
from navsim.values.errors import InputError

SHARED = ("name", "title", "start", "weeks", "replications", "seed", "until", "scenarios", "observed", "evidence")
"""What a scenario cannot change: without it no two scenarios could be compared."""


@dataclass(frozen=True, eq=False)
class Document:
    """A config with its scenarios.

    ``config()`` is the config as the file has it, ``config(name)`` with a scenario's changes, ``offices(name)`` those
    of its offices, which is the same one where there is no ``each_office``. They were checked when the file was loaded,
    and are made only once.
    """

    source: Source
    configs: dict[str | None, Config] = field(default_factory=dict, repr=False)
    of_offices: dict[str | None, dict[str, Config]] = field(default_factory=dict, repr=False)

    @property
    def data(self) -> dict[str, Any]:
        """The resolved raw data: ``extends`` merged, ``--set`` applied, series written out as steps."""
        return self.source.data

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios in their order; the first is the base."""
        return tuple(self.config().scenarios)

    def config(self, scenario: str | None = None) -> Config:
        """The config in a scenario, or as the file has it; InputError when there is no such scenario."""
        if scenario not in self.configs:
            if scenario is not None and scenario not in self.scenarios:
                raise InputError(f"there is no scenario {scenario}" + suggestion(scenario, self.scenarios))
            self.configs[scenario] = validated(self.scenario_source(scenario), scenario)
        return self.configs[scenario]

    def offices(self, scenario: str | None = None) -> dict[str, Config]:
        """The config of each office in a scenario, by name; without ``each_office`` the scenario's config, at ''."""
        if scenario not in self.of_offices:
            config, source = self.config(scenario), self.scenario_source(scenario)
            if config.each_office is None:
                self.of_offices[scenario] = {"": config}
            elif scenario and source is self.source:  # a scenario that changes nothing
                self.of_offices[scenario] = self.offices()
            else:
                found = {each.name: validated(each.source, scenario, each.name) for each in self.sources(scenario)}
                self.of_offices[scenario] = found
        return self.of_offices[scenario]

    def sources(self, scenario: str | None = None) -> list[OneOffice]:
        """The raw data of each office in a scenario."""
        try:
            return offices_of(self.scenario_source(scenario))
        except InputError as error:
            raise in_words(error, scenario) from error

    def scenario_source(self, scenario: str | None) -> Source:
        """The raw data with a scenario's changes applied in their order."""
        source = self.source
        if scenario is None:
            return source
        for path, value in source.data.get("scenarios", {}).get(scenario, {}).items():
            place = source.place(("scenarios", scenario, path))
            if path == "title":
                continue
            if path.partition(".")[0] in SHARED:
                raise place.error(f"scenario {scenario}: {path} is the same in all scenarios; change the config itself")
            source = in_scenario(source, scenario, path, value, place)
        return source

    def yaml(self) -> str:
        """The resolved config as YAML that stands alone; loading it gives the same digest."""
        return yaml_text(self.data)

    @cached_property
    def digest(self) -> str:
        """A hash of the resolved data (64 hexadecimal digits)."""
        text = json.dumps(self.data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def load(path: str | FilePath, sets: Iterable[str] = ()) -> Document:
    """A config file, checked in all its scenarios; InputError with file and line for the first mistake.

    What comes later wins: ``extends`` < the file < ``--set path=value``, in order < a scenario's changes, in order.
    """
    return checked(Document(resolve(FilePath(path), sets)))


def checked(document: Document) -> Document:
    """The document, once the config and every scenario of it are known to be sound."""
    for scenario in (None, *document.scenarios):
        document.offices(scenario)
    return document


def in_scenario(source: Source, scenario: str, path: str, value: Any, place: Place) -> Source:
    """One change of a scenario; its errors name the scenario."""
    try:
        check_change(source, path, place)
        return changed(source, path, value, place)
    except InputError as error:
        raise in_words(error, scenario) from error


def in_words(error: InputError, scenario: str | None) -> InputError:
    """The same error, with the scenario in which it is one."""
    return InputError(prefix(scenario) + error.message, error.file, error.line)


def prefix(scenario: str | None, office: str = "") -> str:
    """Where a mistake is one."""
    return (f"scenario {scenario}: " if scenario else "") + (f"office {office}: " if office else "")


def validated(source: Source, scenario: str | None, office: str = "") -> Config:
    """The config that raw data states; InputError for its first mistake."""
    try:
        config = Config.model_validate(source.data)
    except ValidationError as error:
        found = mistakes_of(error, source.data)
    else:
        found = list(mistakes(config)) + ([] if scenario or office else list(misplaced(source)))
        if not found:
            return config
    raise as_input_error(found, source, prefix(scenario, office))


def as_input_error(found: list[FieldError], source: Source, who: str) -> InputError:
    """The first of several mistakes, with its place and how many more there are."""
    first = found[0]
    where = f"{dotted(first.path)}: " if first.path else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return source.place(first.path).error(f"{who}{where}{first.message}{more}")
