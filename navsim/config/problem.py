"""A mistake at a path of the config, before it is known in which line that was written."""

from __future__ import annotations

from navsim.config.places import Path


class FieldError(ValueError):
    """What is wrong, and at which path below the part that was being checked."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
