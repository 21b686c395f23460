"""How long selling takes: what a call, an e-mail and a meeting cost of the day, and how much of it there is."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.quantities import Document, Name

Minutes = Annotated[float, Strict(), Field(ge=0, le=10_000)]
ActivityKind = Literal["call", "email", "meeting", "none"]


class StageWork(Document):
    """What one unit of a stage (or of the entry) is: a kind of activity, or minutes of its own."""

    stage: Name
    kind: ActivityKind | None = None
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.kind is None) == (self.minutes is None):
            raise ValueError("give either kind (call, email, meeting, none) or minutes")
        return self


class Activity(Document):
    """Minutes of a rep's day by kind of activity, and the hours a day that selling may take.

    The defaults are a call in ten minutes of an eight-hour day: 48; docs/MODEL.md says what surveys find instead.
    stages: where a stage's name does not say what it is, or says it wrongly.
    """

    minutes_per_call: Minutes = 10.0
    minutes_per_email: Minutes = 5.0
    minutes_per_meeting: Minutes = 60.0
    hours_per_day: Annotated[float, Strict(), Field(gt=0, le=24)] = 8.0
    stages: tuple[StageWork, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [one.stage for one in self.stages]
        if len(set(names)) < len(names):
            raise ValueError("two entries name the same stage; leave one out")
        return self
