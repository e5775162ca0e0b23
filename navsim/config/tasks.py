"""The kinds of work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from navsim.config.fields import Duration, Name, Names, Owner, Section, Title, Whole, YesNo
from navsim.config.problem import FieldError
from navsim.config.timelines import DailyLine, Law, RateLine, ShareLine
from navsim.values.time import HOUR


class AtRandom(Section):
    """Starts at random times while a user is present."""

    at_random: RateLine = Field(description="Rate for each person")


class Outside(Section):
    """Starts at random, from people who are not users."""

    outside: RateLine = Field(description="Rate for the office")
    office: Name | None = Field(None, description="Which office; needed where each office has a queue of its own")


class Visits(Section):
    """Starts when somebody walks in at a reception; gone at closing time."""

    visits: DailyLine = Field(description="Visitors on an open day, evenly over its opening hours")
    at: Name = Field(description="Which reception")


class Age(Section):
    """Starts when a user has been in the group for some time."""

    age: Duration = Field(description="How long after entry")


class BeforeLimit(Section):
    """Starts some time before a user reaches the group's limit; at entry, when that is nearer."""

    before_limit: Duration = Field(description="How long before the limit")


class After(Section):
    """Starts when another task is done, for the same user."""

    after: Name = Field(description="Which task")
    probability: ShareLine | None = Field(None, description="How often; left out: always")
    delay: Law | None = Field(None, description="How long after it; left out: at once")
    at: Name | None = Field(None, description="A reception: starts when it is open, gone at closing time")


class For(Section):
    """Who a task is for; nothing given: everybody."""

    group: Names | None = Field(None, description="One group or several")
    traits: dict[Name, Names] = Field(default_factory=dict, description="The values of a trait that it is for")


class Channel(Section):
    """One way in which a task arrives (kanal)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    share: ShareLine | None = Field(
        None, description="Share of the tasks; exactly one channel leaves it out and takes the rest"
    )
    minutes: Law | None = Field(None, description="Work, when it differs from the task's")
    extra: dict[Name, Duration] = Field(default_factory=dict, description="Extra work in this channel, e.g. scanning")
    in_person: YesNo = Field(
        False, description="The user comes to where the one who does it sits that day: counted in user_travel_hours"
    )


START = (
    "write entry, after_contact, {at_random: rate}, {age: time}, {before_limit: time}, {after: task}, {outside: rate} "
    "or {visits: number, at: reception}"
)
KINDS: dict[str, type[Section]] = {
    "at_random": AtRandom, "outside": Outside, "visits": Visits,
    "age": Age, "before_limit": BeforeLimit, "after": After,
}  # fmt: skip


def start_form(value: object) -> str | None:
    """What sort of start a task has; None when it is none of them."""
    if isinstance(value, str):
        return "named" if value in ("entry", "after_contact") else None
    for kind, model in KINDS.items():
        if isinstance(value, model) or (isinstance(value, dict) and kind in value):
            return kind
    return None


Start = Annotated[
    Annotated[Literal["entry", "after_contact"], Tag("named")]
    | Annotated[AtRandom, Tag("at_random")]
    | Annotated[Outside, Tag("outside")]
    | Annotated[Visits, Tag("visits")]
    | Annotated[Age, Tag("age")]
    | Annotated[BeforeLimit, Tag("before_limit")]
    | Annotated[After, Tag("after")],
    Discriminator(start_form, custom_error_type="start", custom_error_message=START),
]


class Task(Section):
    """A kind of work (oppgavetype)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    start: Start = Field(description="What starts it")
    for_: For = Field(default_factory=For, alias="for", description="Who it is for")
    probability: ShareLine | None = Field(None, description="Probability that entry starts it (entry only)")
    opens: Duration = Field(0.0, description="How long after the start it can be done")
    due: Duration = Field(
        description="How long after the start it is due; a walk-in's due time is when waiting becomes long"
    )
    typical_wait: Duration = Field(0.0, description="Typical wait at the start of the run: spreads the initial users")
    priority: Whole = Field(1, ge=0, le=9, description="0 comes first")
    queue: Name | None = Field(None, description="Its queue; by default it has its own")
    joint: YesNo = Field(False, description="One queue for all offices; else each office has its own")
    by: Literal["anyone", "another"] = Field(
        "anyone", description="another: somebody else than who did the task before it (start: after only)"
    )
    owner: Owner | None = Field(None, description="Whose task it is")
    minutes: Law | None = Field(None, description="Work; needed unless every channel has its own")
    contact: YesNo = Field(False, description="Whether it is a dialogue, meeting or talk with the user")
    channels: dict[Name, Channel] = Field(default_factory=dict, description="The ways in which it arrives, by name")

    @model_validator(mode="after")
    def complete(self) -> Task:
        """Work for every channel, one channel that takes the rest, opening before due."""
        if self.opens > self.due:
            raise ValueError("the task is due before it opens")
        if self.minutes is None and not (self.channels and all(channel.minutes for channel in self.channels.values())):
            raise ValueError("how many minutes? Give the task minutes, or every channel its own")
        if self.channels and sum(channel.share is None for channel in self.channels.values()) != 1:
            raise ValueError("exactly one channel leaves out its share: it takes the rest")
        if self.probability is not None and self.start != "entry":
            raise FieldError(("probability",), "goes with start: entry only")
        if self.by == "another" and not isinstance(self.start, After):
            raise FieldError(("by",), "another than who? It goes with start: {after: task} only")
        if self.start == "after_contact" and self.opens < HOUR:
            raise ValueError("a task after each contact opens at least 1 h after it (opens), or talk follows talk")
        if self.start == "after_contact" and not self.contact:
            raise ValueError(
                "a task after each contact is itself a contact: write contact: true, or nothing restarts it"
            )
        return self
