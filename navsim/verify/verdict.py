"""How a check came out: a line of the checklist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """How a check came out."""

    KEPT = "kept"
    BROKEN = "broken"
    NOTHING = "does not apply"


@dataclass(frozen=True)
class Verdict:
    """A line of the checklist; ``text`` is the figure, the first counterexample, or why it does not apply."""

    section: str
    title: str
    mark: Mark
    text: str
