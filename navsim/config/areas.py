"""Budget areas, which staff and what users cost may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field

from navsim.config.fields import Section, Title
from navsim.config.places import Path, suggestion
from navsim.config.problem import FieldError


class Area(Section):
    """A budget area (budsjettområde, ansvar): what FTE, hours, sick leave and cost are divided by."""

    title: Title | None = Field(None, description="Its name in plots and reports")


def unknown_areas(known: Iterable[str], named: Iterable[tuple[Path, str | None]]) -> Iterator[FieldError]:
    """Areas that are named and that there are none of."""
    areas = tuple(known)
    for path, area in named:
        if area is not None and not areas:
            yield FieldError(path, "which area? This config has none: write them under areas")
        elif area is not None and area not in areas:
            yield FieldError(path, f"there is no area {area}" + suggestion(area, areas))
