"""The users, and what a shock does to timelines."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from navsim.config.fields import Money, Name, OfficeShares, Owner, Section, Share, Title, Whole, YesNo
from navsim.config.places import Path
from navsim.config.problem import FieldError
from navsim.config.timelines import DurationLaw, FactorLine, Law, Pulse, RateLine
from navsim.values.time import HOUR


class Limit(Section):
    """A maximum (maksimaltid): whoever is still there then leaves for another reason, and to other places."""

    after: Law = Field(description="How long after entry, in calendar time whatever the pace")
    leaves_to: dict[Name, Share] = Field(default_factory=dict, description="Where those go who reach it")
    moves_to: dict[Name, Share] = Field(default_factory=dict, description="Groups of this config that they enter")

    @model_validator(mode="after")
    def shares_add_up(self) -> Limit:
        """Everybody goes somewhere."""
        adds_up({**self.leaves_to, **{f"group {name}": share for name, share in self.moves_to.items()}}, ("leaves_to",))
        lasting(self.after, "after", "a limit lasts")
        return self


class Trait(Section):
    """What a trait (kjennetegn) and its values are called."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    values: dict[Name, Title] = Field(default_factory=dict, description="Names of its values in plots and reports")


class Group(Section):
    """People with one kind of case or benefit (brukergruppe)."""

    title: Title | None = Field(None, description="Its name in plots and reports")
    in_follow_up: YesNo = Field(
        True, description="Counted among users in work-oriented follow-up (brukere i arbeidsrettet oppfølging)"
    )
    activity: YesNo = Field(
        False, description="Its users are in a work-oriented activity, such as a measure (arbeidsrettet aktivitet)"
    )
    initial: Whole = Field(0, ge=0, le=1_000_000, description="Users at the start")
    inflow: RateLine | None = Field(None, description="New users (tilgang)")
    returns: RateLine | None = Field(None, description="Users who come back, counted apart from the new ones")
    stay: Law = Field(description="How long a user needs follow-up, at pace 1")
    pace: FactorLine | None = Field(None, description="Speed at which the need is used up; 1 is normal, 0.5 half")
    traits: dict[Name, dict[Name, Share]] = Field(default_factory=dict, description="Share of each value of each trait")
    leaves_to: dict[Name, Share] | None = Field(None, description="Where users go; left out: all to other")
    moves_to: dict[Name, Share] = Field(
        default_factory=dict, description="Groups of this config that they enter instead (a transition); shares of all"
    )
    limit: Limit | None = Field(None, description="A maximum, e.g. of a benefit")
    office: OfficeShares | None = Field(None, description="Their office, or the share of each; needed with offices")
    monthly_cost: Money | None = Field(None, description="What a user costs a month (NOK), e.g. a benefit")
    paid_by: Owner | None = Field(None, description="Who pays for it; needed with monthly_cost")
    area: Name | None = Field(None, description="Budget area (budsjettområde) of that cost: one of areas")

    @property
    def destinations(self) -> dict[str, float]:
        """Shares of those who leave the office's groups when their need is used up."""
        if self.leaves_to is not None:
            return self.leaves_to
        return {} if self.moves_to else {"other": 1.0}

    @property
    def offices(self) -> dict[str, float]:
        """Shares of the offices; empty when the config has none."""
        return {self.office: 1.0} if isinstance(self.office, str) else self.office or {}

    @model_validator(mode="after")
    def shares_add_up(self) -> Group:
        """Shares of a trait, and of destinations, add up to 1."""
        for trait, shares in self.traits.items():
            adds_up(shares, ("traits", trait))
        moved = {f"group {name}": share for name, share in self.moves_to.items()}
        adds_up({**self.destinations, **moved}, ("leaves_to",) if self.leaves_to else ("moves_to",))
        if isinstance(self.office, dict):
            adds_up(self.office, ("office",))
        if (self.monthly_cost is None) != (self.paid_by is None):
            raise ValueError("monthly_cost and paid_by go together")
        if self.activity and not self.in_follow_up:
            raise FieldError(("activity",), "users in an activity are in follow-up: leave out in_follow_up: false")
        lasting(self.stay)
        return self


def lasting(law: DurationLaw, field: str = "stay", who: str = "users stay for") -> None:
    """Users stay for some time; a FieldError when they don't."""
    if law.distribution().mean < HOUR:
        raise FieldError((field,), f"{who} at least 1 h in the mean")


def adds_up(shares: dict[str, float], path: Path) -> None:
    """Shares add up to 1; a FieldError at their path when they don't."""
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise FieldError(path, f"the shares add up to {sum(shares.values()):.6g}, not 1")


class Change(Pulse[Any]):
    """What a shock does to one timeline. Added inflow is a stream of its own, with its own people."""

    traits: dict[Name, dict[Name, Share]] | None = Field(None, description="Mix of the people it brings (inflow only)")
    stay: Law | None = Field(None, description="How long the people it brings stay (inflow only)")

    @model_validator(mode="after")
    def people(self) -> Change:
        """Only who is added has traits and a stay of their own."""
        if self.add is None and (self.traits is not None or self.stay is not None):
            raise ValueError("traits and stay belong to people whom the shock adds: they go with add")
        for trait, shares in (self.traits or {}).items():
            adds_up(shares, ("traits", trait))
        if self.stay is not None:
            lasting(self.stay)
        return self
