"""What a table of each kind says: plain, frozen, with the samples behind every figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """A share as it was counted."""

    successes: float
    trials: float

    @property
    def share(self) -> float:
        """Successes over trials, 0 where there are none."""
        return self.successes / self.trials if self.trials else 0.0


@dataclass(frozen=True)
class SummaryMonth:
    """One month of a summary; None where it says nothing. opening_customers: at the month's start."""

    month: str
    calls: float | None = None
    leads: float | None = None
    appointments: float | None = None
    opportunities: float | None = None
    won: float | None = None
    new_customers: float | None = None
    revenue: float | None = None
    opening_customers: float | None = None
    closing_customers: float | None = None
    churned: float | None = None
    mrr: float | None = None
    cost: float | None = None


@dataclass(frozen=True)
class FunnelStep:
    """From one stage to the next: over all months that know both, and month by month."""

    before: str
    after: str
    total: Counted
    monthly: tuple[tuple[str, Counted], ...]


@dataclass(frozen=True)
class MonthlySummary:
    """chain: stages present, from the first to the win; cost_per_customer: cost over customers won, None unknown."""

    months: tuple[SummaryMonth, ...]
    chain: tuple[str, ...]
    steps: tuple[FunnelStep, ...]
    missing_months: tuple[str, ...]
    monthly_churn: Counted | None = None
    deal_size: float | None = None
    deals: float = 0.0
    cost_per_customer: float | None = None


@dataclass(frozen=True)
class MonthlyValues:
    """A series of one value a month. missing_months: between the first and the last."""

    name: str
    months: tuple[tuple[str, float], ...]
    missing_months: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgedShare:
    """Share of leads converted by an age; at_risk: leads seen at that age."""

    age_days: int
    share: float
    at_risk: int


@dataclass(frozen=True)
class LeadSource:
    """Leads of one source. conversion: by the longest age seen; equivalent_n: leads it is worth."""

    name: str
    leads: int
    converted: int
    conversion: float
    equivalent_n: float


@dataclass(frozen=True)
class Leads:
    """conversion: share that becomes an opportunity in the end; plain_share: converted over all leads, young ones too.

    median_days: from creation to conversion, None where no date is known; mature_after_days: the age from which a lead
    has had its time.
    """

    leads: int
    converted: int
    conversion: float
    equivalent_n: float
    plain_share: float
    immature: int
    mature_after_days: int
    median_days: float | None
    by_age: tuple[AgedShare, ...]
    sources: tuple[LeadSource, ...]
    monthly: tuple[tuple[str, str, int], ...]
    per_month: float


@dataclass(frozen=True)
class RepActivity:
    """One person's activities. days: working days (Monday to Friday) from the first to the last of them."""

    name: str
    days: int
    calls: int
    emails: int
    meetings: int
    others: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.calls + self.emails + self.meetings + self.others


@dataclass(frozen=True)
class Activities:
    """per_day: kind of activity -> per person and working day, over all people; reps: people, most active first.

    outbound_per_rep_per_day: what a plan takes, calls where there are any, else everything; reps_known: whether the
    table says who.
    """

    activities: int
    reps: tuple[RepActivity, ...]
    per_day: tuple[tuple[str, float], ...]
    monthly: tuple[tuple[str, str, int], ...]
    outbound_per_rep_per_day: float
    outbound_of: str
    reps_known: bool


@dataclass(frozen=True)
class Quota:
    """One quota. start, end: first and last day of its period."""

    who: str
    team: str
    start: dt.date
    end: dt.date
    amount: float


@dataclass(frozen=True)
class RollUp:
    """Somebody whose quotas repeat those of others. periods: how many; amount: their sum."""

    who: str
    of: tuple[str, ...]
    periods: int
    amount: float


@dataclass(frozen=True)
class Quotas:
    """quotas: without roll-ups; total, with_rollups: sums; months: length of a period; from_dates: read from a date."""

    quotas: tuple[Quota, ...]
    rollups: tuple[RollUp, ...]
    total: float
    with_rollups: float
    months: int
    from_dates: bool


@dataclass(frozen=True)
class RosterRep:
    """A person. tenure_months: to `as_of`, or to the end, None where no start is known; active: not gone by then."""

    name: str
    team: str
    manager: str
    role: str
    start: dt.date | None
    end: dt.date | None
    tenure_months: int | None
    active: bool
    manages: bool
    salary: float | None


@dataclass(frozen=True)
class Attrition:
    """leavers in person_years watched; annual: the share that leaves within a year, worth `equivalent_n` people."""

    leavers: int
    person_years: float
    annual: float
    equivalent_n: float


@dataclass(frozen=True)
class Roster:
    """reps: by team and name; attrition: None where nobody could be seen leaving; hires: month -> people who began."""

    reps: tuple[RosterRep, ...]
    attrition: Attrition | None
    hires: tuple[tuple[str, int], ...]
    leavers: tuple[tuple[str, int], ...]
    mean_salary: float | None


@dataclass(frozen=True)
class ScoreRows:
    """What each person did and brought. reps, teams: one entry a person, "" for no team; periods: ``YYYY-MM`` of their
    first months; months: length of a period; columns: name and, for each person, one number a period, None unknown.
    """

    reps: tuple[str, ...]
    teams: tuple[str, ...]
    periods: tuple[str, ...]
    months: int
    columns: tuple[tuple[str, tuple[tuple[float | None, ...], ...]], ...]


@dataclass(frozen=True)
class TenureHazard:
    """Customers at risk in a month of tenure (1 = the first) and how many of them left in it."""

    tenure_month: int
    at_risk: int
    churned: int

    @property
    def hazard(self) -> float:
        """Share leaving in that month."""
        return self.churned / self.at_risk if self.at_risk else 0.0


@dataclass(frozen=True)
class Customers:
    """churned over customers is a lifetime share; monthly_churn: over customer-months; mrr: of those still there.

    hazards: by month of tenure; current_monthly: what the customers still there lose a month, each at their tenure;
    survivors: share still there after 12, 24, 36 months.
    """

    customers: int
    churned: int
    active: int
    lifetime_share: float
    monthly_churn: Counted
    mrr: float | None
    hazards: tuple[TenureHazard, ...]
    current_monthly: float
    survivors: tuple[tuple[int, float], ...]
    median_tenure: float
