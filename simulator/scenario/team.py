"""Who sells, what enters, how it is won: one team of a scenario."""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.months import Month
from simulator.scenario.quantities import (
    CycleDays,
    DealSize,
    Document,
    Evidenced,
    Inbound,
    Money,
    Name,
    Rate,
    Share,
    Whole,
    number_as_mean,
)

MAX_PEOPLE = 5000
MAX_LISTED_DEALS = 2000
MOST_CLOSING_MONTHS = 120


class Rep(Document):
    """A named person on the team at the start, with `tenure_months` already served.

    potential: what their territory can sell relative to a usual one; manager: whose number they are part of. Both say
    whose deals are whose, not how many the team closes. leaves: the month from which they are known to be gone.
    """

    name: Name
    tenure_months: Annotated[int, Strict(), Field(ge=0, le=720)] = 0
    potential: Annotated[float, Strict(), Field(gt=0, le=100)] = 1.0
    manager: Name | None = None
    leaves: Month | None = None


class Hire(Document):
    """`count` people planned to start in `month`, each late by a Poisson number of months with mean
    `slip_months_mean`. manager: whose number they become part of.
    """

    month: Month
    count: Annotated[int, Strict(), Field(ge=0, le=1000)] = 1
    slip_months_mean: Annotated[float, Strict(), Field(ge=0, le=60)] = 0.0
    manager: Name | None = None


Role = Literal["prospect", "mql", "sql", "demo"]
"""What goals count at a step of the funnel: prospects, marketing and sales qualified leads, booked demos."""

Mark = Literal["prospect", "mql", "sql", "demo", "none"]
"""A role, or that a step has none whatever its name is."""

Activity = Literal["calls", "emails", "meetings"]


class Stage(Document):
    """A step of the funnel: `rate` is the share of the units before it that reach it. The last stage is the win.

    role: what the units that reach it are, see `simulator.scenario.roles`; ``none`` where its name must not be taken
    for one.
    """

    name: Name
    rate: Rate
    role: Mark | None = None


class Routine(Evidenced):
    """Something people do day by day or month by month: `mean` per rep and day (activities), or month (hours).

    sd: how well that mean is known; cv: coefficient of variation between one rep's days (months), which differ
    independently and are gamma distributed.
    """

    mean: Annotated[float, Strict(), Field(ge=0, le=100_000)]
    sd: Annotated[float, Strict(), Field(ge=0, le=100_000)] = 0.0
    cv: Annotated[float, Strict(), Field(ge=0, le=10)] = 0.0

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: object) -> object:
        return number_as_mean(data)


class Activities(Document):
    """What a person on the team does per working day.

    outbound: the one that `outbound_per_rep_per_day` counts: what enters through it are these calls (e-mails,
    meetings), so no number is given for them a second time.
    """

    calls: Routine | None = None
    emails: Routine | None = None
    meetings: Routine | None = None
    outbound: Activity | None = None


class UnitsPerDeal(Evidenced):
    """Units sold in one deal. cv: between deals, gamma distributed; n: deals behind the mean, see `CycleDays`."""

    mean: Annotated[float, Strict(), Field(gt=0, le=1e9)]
    cv: Annotated[float, Strict(), Field(ge=0, le=10)] = 0.0
    n: Annotated[float, Strict(), Field(ge=1, le=1e9)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: object) -> object:
        return number_as_mean(data)


class OpenDeals(Document):
    """Deals open at the start: `count` of them, `age_days` old, won at `win_rate`.

    `value` fixes each one's size, `values` the size of each; left out, sizes are drawn. closes_within: of those won,
    the share that closes within 1, 2, 3, … months, where that is known; left out, by what remains of the cycle.
    """

    name: Name | None = None
    count: Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
    win_rate: Rate
    age_days: Annotated[float, Strict(), Field(ge=0, le=36_500)] = 0.0
    value: Money | None = None
    values: tuple[Money, ...] | None = Field(default=None, max_length=MAX_LISTED_DEALS)
    closes_within: tuple[Share, ...] | None = Field(
        default=None, min_length=1, max_length=MOST_CLOSING_MONTHS
    )

    @model_validator(mode="after")
    def _closing(self) -> Self:
        shares = self.closes_within or ()
        if any(later < earlier for earlier, later in itertools.pairwise(shares)):
            raise ValueError("closes_within must not fall from one month to the next: it adds up")
        return self

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
    """A group of reps that share a funnel, a deal size, a cycle and a ramp.

    rep_spread: cv between the reps' true productivity, which nobody knows yet; it says whose deals are whose, not how
    many the team closes.
    """

    name: Name
    inbound_per_month: Inbound = Inbound(mean=0.0)
    outbound_per_rep_per_day: Annotated[float, Strict(), Field(ge=0, le=10_000)] = 0.0
    workdays_per_month: Annotated[float, Strict(), Field(gt=0, le=31)] = 21.0
    entry: Name = "lead"
    entry_role: Mark | None = None
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
    rep_spread: Annotated[float, Strict(), Field(ge=0, le=2)] = 0.0
    reps: tuple[Rep, ...] = Field(default=(), max_length=MAX_PEOPLE)
    headcount: Annotated[Whole, Field(le=MAX_PEOPLE)] = 0
    hires: tuple[Hire, ...] = Field(default=(), max_length=500)
    open_pipeline: tuple[OpenDeals, ...] = Field(default=(), max_length=2000)
    units_per_deal: UnitsPerDeal | None = None
    activities: Activities | None = None
    coaching_hours_per_rep_per_month: Routine | None = None
    training_hours_per_rep_per_month: Routine | None = None

    @model_validator(mode="after")
    def _goals_can_count(self) -> Self:
        if self.stages[-1].role not in (None, "none"):
            raise ValueError(
                f"{self.stages[-1].name} is the win and cannot be marked as {self.stages[-1].role}; "
                "mark the step before it"
            )
        marked = [
            one
            for one in (self.entry_role, *(stage.role for stage in self.stages))
            if one not in (None, "none")
        ]
        twice = next((one for one in marked if marked.count(one) > 1), None)
        if twice is not None:
            raise ValueError(f"two steps are marked as {twice}; mark the one at which they are counted")
        outbound = self.activities.outbound if self.activities else None
        if outbound is not None and getattr(self.activities, outbound) is not None:
            raise ValueError(
                f"activities.{outbound} are already counted by outbound_per_rep_per_day; give one of the two"
            )
        if outbound is not None and not self.outbound_per_rep_per_day:
            raise ValueError(
                f"activities.outbound = {outbound} needs outbound_per_rep_per_day, which says how many there are"
            )
        return self

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
