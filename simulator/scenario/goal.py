"""What is wanted, and the probabilities that separate the three words."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.months import Month
from simulator.scenario.quantities import Document, Name, Number, Text


class Policy(Document):
    """Realistic at P >= `realistic_at_least`, unreachable at P < `unreachable_below`, stretch between.

    commit_at_least, stretch_at_least: the odds of a commitment and of a stretch goal on the ladder, which never lie
    outside their word's band; left out, a stretch goal has the odds in the middle of its band.
    """

    realistic_at_least: Annotated[float, Strict(), Field(gt=0, lt=1)] = 0.60
    unreachable_below: Annotated[float, Strict(), Field(gt=0, lt=1)] = 0.10
    commit_at_least: Annotated[float, Strict(), Field(gt=0, lt=1)] = 0.90
    stretch_at_least: Annotated[float, Strict(), Field(gt=0, lt=1)] | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.unreachable_below >= self.realistic_at_least:
            raise ValueError("unreachable_below must be smaller than realistic_at_least")
        return self


class Goal(Document):
    """metric + target + window + deadline + scope.

    target, or `change` relative to a stated `baseline`. window: ``total`` from the start to `by`, the ``month``, the
    three months (``quarter``) or the twelve (``year``) that end with `by`, or the monthly ``average`` from the start to
    `by`. serves: the name of the goal above it; baseline_source, source_of_truth: where the baseline was read, and
    where the actual will be.
    """

    name: Name
    metric: Name
    direction: Literal["at_least", "at_most"] = "at_least"
    target: Number | None = None
    change: Annotated[float, Strict(), Field(ge=-1, le=1000)] | None = None
    baseline: Number | None = None
    by: Month
    window: Literal["total", "month", "quarter", "year", "average"] = "total"
    scope: Name = "company"
    owner: Name | None = None
    note: Text | None = None
    serves: Name | None = None
    baseline_source: Text | None = None
    source_of_truth: Text | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if self.target is not None and self.change is not None:
            raise ValueError("give either target, or change with baseline, not both")
        if self.target is None and (self.change is None or self.baseline is None):
            raise ValueError("give target, or change together with the baseline it starts from")
        return self

    @property
    def threshold(self) -> float:
        """The number to reach or to stay under."""
        if self.target is not None:
            return self.target
        assert self.change is not None
        assert self.baseline is not None
        return self.baseline * (1 + self.change)
