"""Several offices, and users with a caseworker of their own."""

from __future__ import annotations

from pydantic import Field

from navsim.config.fields import Duration, Factor, Name, Section, Share, Title
from navsim.values.time import DAY


class Office(Section):
    """One of several offices (NAV-kontor)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    travel: dict[Name, Duration] = Field(
        default_factory=dict, description="Travel one way to other offices; each pair of offices once"
    )


class ListRules(Section):
    """A queue whose users have a caseworker each (fast veileder)."""

    hand_over_after: Duration = Field(
        14 * DAY, description="The list of somebody who has been absent for longer than this goes to the others"
    )
    pool_after: Duration | None = Field(
        None, description="How long after its opening others may help with a task; left out: never"
    )
    choose: Share = Field(0.0, description="Share of the users who choose their caseworker themselves")
    popularity: Factor = Field(
        0.5, description="How unevenly they choose: the coefficient of variation of the caseworkers' popularity"
    )
