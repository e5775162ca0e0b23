"""What was counted, and where the numbers come from."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from navsim.config.fields import Day, IsoWeek, Name, Number, Prose, Section
from navsim.config.problem import FieldError


class Observed(Section):
    """A figure that was counted, shown beside the projection and never mistaken for it."""

    measure: Name = Field(description="Which measure, e.g. caseload")
    dimension: Name | None = Field(None, description="group unless given; all when the group is all")
    group: Name = Field("all", description="Whose figure it is: a name of the dimension, or all")
    week: IsoWeek | None = Field(None, description="ISO week; stocks at its end")
    from_: Day | None = Field(None, alias="from", description="First day of a period, when it is no week")
    until: Day | None = Field(None, description="Last day of the period")
    value: Number = Field(description="What was counted")
    use: Literal["fit", "check"] = Field(description="Whether the model was fitted to it or is held against it")
    source: Prose = Field(description="Where the figure stands")

    @model_validator(mode="after")
    def when(self) -> Observed:
        """A week or a period."""
        if (self.week is None) == (self.from_ is None or self.until is None):
            raise ValueError("give a week, or from and until")
        if self.from_ and self.until and self.until < self.from_:
            raise FieldError(("until",), f"the last day ({self.until}) comes before the first ({self.from_})")
        return self


class Evidence(Section):
    """Where a number comes from (tallgrunnlag)."""

    kind: Literal["observed", "estimate", "derived", "target", "conflict", "assumed"] = Field(
        description="What sort of knowledge it is"
    )
    source: Prose | None = Field(None, description="Where it stands; needed for observed, estimate and target")
    why: Prose | None = Field(None, description="The reasoning; needed for derived and assumed")
    range: tuple[Any, ...] | None = Field(None, description="Low and high, or alternatives; needed for assumed")
    says: Prose | None = Field(None, description="For a conflict: what the source says")
    gives: Prose | None = Field(None, description="For a conflict: what its own figures give")

    @model_validator(mode="after")
    def complete(self) -> Evidence:
        """Each kind needs its own grounds."""
        if self.kind in ("observed", "estimate", "target") and not self.source:
            raise ValueError(f"{self.kind} needs a source")
        if self.kind in ("derived", "assumed") and not self.why:
            raise ValueError(f"{self.kind} needs why")
        if self.kind == "assumed" and (self.range is None or len(self.range) < 2):
            raise ValueError("assumed needs a range: [low, high]")
        if self.kind == "conflict" and not (self.says and self.gives):
            raise ValueError("conflict needs says and gives")
        return self
