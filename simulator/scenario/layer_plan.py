"""What somebody set by hand in the split of a goal: this much for March, that share for Team North."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, StringConstraints, model_validator

from simulator.scenario.quantities import Document, Name, Number, Share, Text

Level = Literal["year", "quarter", "month", "team", "manager", "rep"]
MOST_OVERRIDES = 5_000
Place = Annotated[
    str, Strict(), StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class LayerOverride(Document):
    """One part of a goal, set by hand: an amount in the goal's unit, or a share of the part above it.

    level and place: a period by its first month of the goal's window (``2027-04`` of a quarter is the one that begins
    then), a team by its name, a manager or a rep by theirs with the `team` they are in (a seat without a name by its
    key: ``#Rep 3``, ``#Hire 1``).
    """

    goal: Name
    level: Level
    place: Place
    team: Name | None = None
    amount: Number | None = None
    share: Share | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.amount is None) == (self.share is None):
            raise ValueError("give either amount, or share of the part above (0.25 for 25 %)")
        if (self.team is not None) != (self.level in ("manager", "rep")):
            raise ValueError("team belongs to managers and reps, and only to them: it says where they are")
        return self

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What is set: goal, level, team where one is needed, place."""
        return self.goal, self.level, self.team or "", self.place


class LayerPlan(Document):
    """How goals are split. Judged only: no simulated future depends on it.

    year_starts: the month (1..12) with which the fiscal year begins; left out, the plan's first month.
    """

    year_starts: Annotated[int, Strict(), Field(ge=1, le=12)] | None = None
    overrides: tuple[LayerOverride, ...] = Field(default=(), max_length=MOST_OVERRIDES)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[tuple[str, str, str, str]] = set()
        for one in self.overrides:
            if one.key in seen:
                raise ValueError(f"two overrides set the {one.level} {one.place} of {one.goal}; keep one")
            seen.add(one.key)
        return self
