"""The one exception that means: what the user gave is wrong."""

from __future__ import annotations


class InputError(Exception):
    """A mistake in a config, a series or an option, told so that its author can mend it.

    The command prints ``str(error)`` and exits with code 2; no traceback, nothing written.

    Parameters
    ----------
    message:
        What is wrong and what was meant.
    file:
        The file that holds the mistake, when it is in one.
    line:
        Its line, counted from 1.
    """

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message
