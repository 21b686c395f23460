"""Who sells, what enters, how it is won: one team of a scenario."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.months import Month
from simulator.scenario.quantities import (
    CycleDays,
    DealSize,
    Document,
    Inbound,
    Money,
    Name,
    Rate,
    Share,
    Whole,
)

MAX_PEOPLE = 5000
MAX_LISTED_DEALS = 2000


class Rep(Document):
    """A named person on the team at the start, with `tenure_months` already served."""

    name: Name
    tenure_months: Annotated[int, Strict(), Field(ge=0, le=720)] = 0


class Hire(Document):
    """`count` people planned to start in `month`, each late by a Poisson number of months with mean
    `slip_months_mean`.
    """

    month: Month
    count: Annotated[int, Strict(), Field(ge=0, le=1000)] = 1
    slip_months_mean: Annotated[float, Strict(), Field(ge=0, le=60)] = 0.0


class Stage(Document):
    """A step of the funnel: `rate` is the share of the units before it that reach it. The last stage is the win."""

    name: Name
    rate: Rate


class OpenDeals(Document):
    """Deals open at the start: `count` of them, `age_days` old, won at `win_rate`.

    `value` fixes each one's size, `values` the size of each; left out, sizes are drawn.
    """

    name: Name | None = None
    count: Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
    win_rate: Rate
    age_days: Annotated[float, Strict(), Field(ge=0, le=36_500)] = 0.0
    value: Money | None = None
    values: tuple[Money, ...] | None = Field(default=None, max_length=MAX_LISTED_DEALS)

    @model_validator(mode="after")
    def _sizes(self) -> Self:
        if self.values is not None and self.value is not None:
            raise ValueError("give either value (the same for each deal) or values (one for each), not both")
        if self.values is not None and len(self.values) != self.count:
            raise ValueError(
                f"values lists {len(self.values)} sizes for count = {self.count} deals; give one for each"
            )
        return self


class Team(Document):
    """A group of reps that share a funnel, a deal size, a cycle and a ramp."""

    name: Name
    inbound_per_month: Inbound = Inbound(mean=0.0)
    outbound_per_rep_per_day: Annotated[float, Strict(), Field(ge=0, le=10_000)] = 0.0
    workdays_per_month: Annotated[float, Strict(), Field(gt=0, le=31)] = 21.0
    entry: Name = "lead"
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=20)
    cycle_days: CycleDays = CycleDays(mean=0.0)
    deal_size: DealSize
    opportunities_per_rep_per_month: Annotated[float, Strict(), Field(ge=0, le=1_000_000)] | None = None
    backlog_carry: Share = 0.0
    ramp: tuple[Annotated[float, Strict(), Field(ge=0, le=10)], ...] = Field(
        default=(1.0,), min_length=1, max_length=60
    )
    ramp_length_cv: Annotated[float, Strict(), Field(ge=0, le=2)] = 0.0
    annual_attrition: Rate = Rate(mean=0.0)
    backfill_after_months: Annotated[int, Strict(), Field(ge=0, le=60)] | None = None
    annual_cost_per_rep: Money = 0.0
    annual_quota_per_rep: Money | None = None
    reps: tuple[Rep, ...] = Field(default=(), max_length=MAX_PEOPLE)
    headcount: Annotated[Whole, Field(le=MAX_PEOPLE)] = 0
    hires: tuple[Hire, ...] = Field(default=(), max_length=500)
    open_pipeline: tuple[OpenDeals, ...] = Field(default=(), max_length=2000)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        stages = [stage.name for stage in self.stages]
        if len(set(stages)) < len(stages) or self.entry in stages:
            raise ValueError("stage names (and entry) must differ from each other; rename the repeated one")
        reps = [rep.name for rep in self.reps]
        if len(set(reps)) < len(reps):
            twice = next(name for name in reps if reps.count(name) > 1)
            raise ValueError(f"two reps are called {twice}; give each rep a name of their own")
        people = len(self.reps) + self.headcount + sum(hire.count for hire in self.hires)
        if people > MAX_PEOPLE:
            raise ValueError(
                f"{people} people are more than the {MAX_PEOPLE} one team may have; split the team"
            )
        if self.outbound_per_rep_per_day > 0 and people == 0:
            raise ValueError("outbound_per_rep_per_day needs reps, headcount or hires to do the work")
        return self
