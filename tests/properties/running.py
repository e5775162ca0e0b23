"""From the data of a config to a run, the way a user goes: data, YAML text, file, load."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML

from navsim.config.document import Document, load
from navsim.engine.log import Log
from navsim.measures import Weekly, measure
from navsim.plan.compile import Prepared, plan_of, prepare
from navsim.plan.model import Plan
from tests.both import simulate


@dataclass(frozen=True)
class Run:
    """The first replication of a scenario."""

    prepared: Prepared
    plan: Plan
    log: Log


@dataclass(frozen=True)
class Measured(Run):
    """The same with its measures."""

    weekly: Weekly


def yaml_of(data: dict[str, Any]) -> str:
    """The config as a user would have written it."""
    text, writer = StringIO(), YAML(typ="safe", pure=True)
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(data, text)
    return text.getvalue()


def loaded(data: dict[str, Any]) -> Document:
    """The config, written to a file and read again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.yaml"
        path.write_text(yaml_of(data), encoding="utf-8")
        return load(path)


def simulated(data: dict[str, Any], replication: int = 0) -> Run:
    """One replication of the base scenario."""
    prepared = prepare(loaded(data).config("base"))
    plan = plan_of(prepared, replication)
    return Run(prepared, plan, simulate(plan))


def run(data: dict[str, Any]) -> Measured:
    """One replication of the base scenario, measured."""
    found = simulated(data)
    return Measured(found.prepared, found.plan, found.log, measure(found.plan, found.log))
