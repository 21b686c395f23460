"""The scenario: everything the user believes, as one frozen, versioned document."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, StringConstraints, model_validator

from simulator.scenario.activity import Activity
from simulator.scenario.danger import MOST_DANGERS, PlanDanger
from simulator.scenario.goal import Goal, Policy
from simulator.scenario.judging import HistoryBehind, SecondOpinion, Widening
from simulator.scenario.layer_plan import LayerPlan
from simulator.scenario.lever_terms import MOST_TERMS, LeverTerm
from simulator.scenario.months import Month, month_range, months_between
from simulator.scenario.pay_plan import Pay
from simulator.scenario.quantities import (
    Document,
    Effect,
    ExpansionQuantity,
    Grade,
    GrowthQuantity,
    Money,
    Name,
    Rate,
    ShareQuantity,
    Text,
)
from simulator.scenario.quota_terms import Quotas
from simulator.scenario.score_plan import ScorePlan
from simulator.scenario.team import Team

SCHEMA_VERSION: Literal[1] = 1
MAX_HORIZON_MONTHS = 120
MAX_SEED = 2**63 - 1


class Growth(Document):
    """Growth at one consistent interval; multiplies by ``(1 + g) ** (t / months in the interval)``."""

    interval: Literal["month", "quarter", "year"] = "year"
    volume: GrowthQuantity = GrowthQuantity(mean=0.0)
    deal_size: GrowthQuantity = GrowthQuantity(mean=0.0)

    @property
    def months(self) -> int:
        """Months in the interval."""
        return {"month": 1, "quarter": 3, "year": 12}[self.interval]


class Seasonality(Document):
    """Index of January .. December, rescaled to mean 1. `sd`: how well each month's relative index is known."""

    index: tuple[Annotated[float, Strict(), Field(ge=0, le=1000)], ...] = Field(
        default=(1.0,) * 12, min_length=12, max_length=12
    )
    sd: Annotated[float, Strict(), Field(ge=0, le=1)] = 0.0
    source: Text | None = None
    grade: Grade | None = None

    @model_validator(mode="after")
    def _not_all_zero(self) -> Self:
        if sum(self.index) <= 0:
            raise ValueError("index needs at least one month above 0")
        return self


class Market(Document):
    """The factor all teams and months feel: log-AR(1) of mean 1 with this standard deviation and lag-one
    correlation, times a walk that begins at 1.

    walk_sd: monthly standard deviation of the walk of the level's logarithm, which does not come back; its mean is 1.
    """

    monthly_sd: Annotated[float, Strict(), Field(ge=0, le=2)] = 0.0
    persistence: Annotated[float, Strict(), Field(ge=0, lt=1)] = 0.0
    walk_sd: Annotated[float, Strict(), Field(ge=0, le=0.5)] = 0.0
    source: Text | None = None
    grade: Grade | None = None


class Recurring(Document):
    """Subscription business at the start, and how it moves each month."""

    opening_customers: Annotated[int, Strict(), Field(ge=0, le=1_000_000_000)]
    opening_mrr: Money
    monthly_churn: Rate
    monthly_expansion: ExpansionQuantity = ExpansionQuantity(mean=0.0)

    @model_validator(mode="after")
    def _mrr_has_customers(self) -> Self:
        if self.opening_customers == 0 and self.opening_mrr > 0:
            raise ValueError("opening_mrr needs opening_customers above 0 to belong to")
        return self


class Costs(Document):
    """What the business spends besides its reps."""

    gross_margin: ShareQuantity = ShareQuantity(mean=1.0)
    marketing_per_month: Money = 0.0
    overhead_per_month: Money = 0.0


class DatedChange(Document):
    """An initiative or a risk: a dated change of a lever that may or may not work or happen.

    effect: relative change of the lever once phased in (people for the lever ``hires``); teams: left out means all;
    cost: paid in `start_month`, for an initiative always, for a risk when it happens.
    """

    name: Name
    lever: Name
    effect: Effect
    probability: Annotated[float, Strict(), Field(ge=0, le=1)] = 1.0
    start_month: Month
    phase_in_months: Annotated[int, Strict(), Field(ge=0, le=120)] = 0
    cost: Money = 0.0
    teams: tuple[Name, ...] | None = None
    source: Text | None = None
    grade: Grade | None = None


class Adjustment(Document):
    """A lever moved for certain: a what-if, or one that was kept. For ``hires``, `change` is people more
    from `start_month`.
    """

    lever: Name
    change: Annotated[float, Strict(), Field(ge=-1, le=1000)]
    teams: tuple[Name, ...] | None = None
    start_month: Month | None = None
    note: Text | None = None


class Scenario(Document):
    """Everything the user believes. Build one with `Scenario.model_validate`, or `load_scenario` from a file."""

    schema_version: Literal[1] = SCHEMA_VERSION
    name: Name
    currency: Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    start_month: Month
    horizon_months: Annotated[int, Strict(), Field(ge=1, le=MAX_HORIZON_MONTHS)] = 12
    seed: Annotated[int, Strict(), Field(ge=0, le=MAX_SEED)] = 0
    description: Text | None = None
    policy: Policy = Policy()
    history: HistoryBehind | None = None
    second_opinion: SecondOpinion | None = None
    widening: Widening | None = None
    growth: Growth = Growth()
    seasonality: Seasonality = Seasonality()
    market: Market = Market()
    teams: tuple[Team, ...] = Field(min_length=1, max_length=200)
    recurring: Recurring | None = None
    costs: Costs = Costs()
    initiatives: tuple[DatedChange, ...] = Field(default=(), max_length=200)
    risks: tuple[DatedChange, ...] = Field(default=(), max_length=200)
    adjustments: tuple[Adjustment, ...] = Field(default=(), max_length=200)
    goals: tuple[Goal, ...] = Field(default=(), max_length=200)
    layers: LayerPlan | None = None
    quotas: Quotas | None = None
    pay: Pay | None = None
    scorecard: ScorePlan | None = None
    lever_terms: tuple[LeverTerm, ...] = Field(default=(), max_length=MOST_TERMS)
    activity: Activity = Activity()
    dangers: tuple[PlanDanger, ...] = Field(default=(), max_length=MOST_DANGERS)

    @property
    def months(self) -> tuple[str, ...]:
        """The simulated months, ``YYYY-MM``."""
        return month_range(self.start_month, self.horizon_months)

    @property
    def team_names(self) -> tuple[str, ...]:
        """Names of the teams, in the document's order."""
        return tuple(team.name for team in self.teams)

    def team(self, name: str) -> Team:
        """The team called `name`; KeyError where there is none."""
        for team in self.teams:
            if team.name == name:
                return team
        raise KeyError(name)

    def month_index(self, month: str) -> int:
        """`t` of a month: 0 is the start month; may lie outside the horizon."""
        return months_between(self.start_month, month)
