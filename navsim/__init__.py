"""navsim: what a change does to backlog, waiting and follow-up at a NAV office.

``load`` reads a config, ``run`` simulates its scenarios and returns a ``Result`` with tidy tables, ``sweep`` simulates
a config at the points of an experiment.
They are looked up when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navsim.api import Result, run, sweep
    from navsim.config.document import load

__all__ = ["Result", "__version__", "load", "run", "sweep"]

__version__ = "0.1.0"

_HOMES = {"Result": "navsim.api", "load": "navsim.config.document", "run": "navsim.api", "sweep": "navsim.api"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
