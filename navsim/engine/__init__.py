"""Engines: pure functions from a plan to a log. All of them give the same log, event for event."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from navsim.engine.log import Log
from navsim.plan.model import Plan

HOMES = {"reference": "navsim.engine.reference", "compiled": "navsim.engine.compiled"}
"""Where each engine lives; it is imported when it is used."""

AUTO = "compiled"
"""The engine that ``auto`` stands for."""


def lets_others_go_on(name: str) -> bool:
    """Whether other threads of the process go on while an engine simulates."""
    return engine_named(name)[0] == "compiled"


def must_be_built(name: str) -> bool:
    """Whether an engine's first run will take some seconds to build it."""
    return engine_named(name)[0] == "compiled" and not import_module("navsim.engine.compiled.machine").is_ready()


def engine_named(name: str) -> tuple[str, Callable[[Plan], Log]]:
    """An engine's own name and its ``simulate``; ``auto`` is resolved."""
    own = AUTO if name == "auto" else name
    return own, import_module(HOMES[own]).simulate
