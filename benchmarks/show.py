"""A table's row as text."""

from __future__ import annotations


def row(name: str, *cells: str) -> str:
    """A name and right-aligned cells."""
    return f"{name:<34}" + "".join(f"{cell:>12}" for cell in cells)
