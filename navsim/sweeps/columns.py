"""The columns of a sweep's tables."""

from __future__ import annotations

from navsim.statistics import tables

POINT = "point"
COLUMNS = {
    "levels": tables.SUMMARY,
    "differences": tables.DIFFERENCES,
    "weekly": tables.WEEKLY,
    "weekly_differences": tables.WEEKLY_DIFFERENCES,
    "replications": tables.REPLICATIONS,
}
"""Of each table, after the point's number and its factors."""


def tables_kept(weekly: bool, replications: bool) -> tuple[str, ...]:
    """The tables that each point has."""
    more = (("weekly", "weekly_differences") if weekly else ()) + (("replications",) if replications else ())
    return ("levels", "differences", *more)


STATUS = ("status",)
TAKEN = frozenset({POINT, *STATUS, *(column for columns in COLUMNS.values() for column in columns)})
"""Names that no factor can have."""
