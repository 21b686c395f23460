"""Ready-made goals: what sales teams really set, each turned into a goal of a given plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.baseline import Baseline, GoalWindow, baseline
from simulator.goals.metric import Group
from simulator.goals.metrics import metric
from simulator.goals.needs import MissingInput, missing
from simulator.scenario.goal import Goal
from simulator.scenario.metric_names import COMPANY_ONLY, OF_REVENUE, PERCENT_RANGES, SHARE_METRICS
from simulator.scenario.months import calendar_month
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import MAX_MONEY

YEAR_END: Literal["year-end"] = "year-end"
Deadline = int | Literal["year-end"]
_LEAST_MONTHS = {"quarter": 3, "year": 12}
_IN_PERCENT = frozenset({"rep_turnover", "quota_attainment", "net_revenue_retention"})
MOST_CHANGE = 10.0
"""Of an adjusted example: eleven times as much."""
_FIGURES = 6
"""Of a computed baseline: what nobody could tell apart."""


@dataclass(frozen=True)
class Example:
    """A goal as people say it.

    change: relative to the baseline, of every month where `monthly`; target: a number of its own instead. deadline:
    months from the plan's start, or the end of its calendar year. window: over what it is counted, as in a goal.
    """

    key: str
    metric: str
    deadline: Deadline
    window: GoalWindow
    change: float | None = None
    target: float | None = None
    monthly: bool = False

    @property
    def group(self) -> Group:
        """Where it stands on the page."""
        return metric(self.metric).group


@dataclass(frozen=True)
class Proposal:
    """An example against one plan: the goal, or why there is none.

    missing: inputs without which there is no goal, or that leave a team out. problem: another reason, in one sentence.
    """

    example: Example
    scope: str
    goal: Goal | None
    baseline: Baseline | None = None
    missing: tuple[MissingInput, ...] = ()
    problem: str | None = None


CATALOGUE: tuple[Example, ...] = (
    Example("revenue_year", "revenue", 12, "year", change=0.10),
    Example("mrr_year", "mrr", 12, "month", change=0.12),
    Example("mrr_month_on_month", "mrr_growth", 12, "average", target=0.01),
    Example("units_quarter", "units", 12, "quarter", change=0.20),
    Example("deal_size_half", "average_deal_size", 6, "quarter", change=0.05),
    Example("margin_year", "profit_margin", 12, "year", change=0.05),
    Example("profit_year", "profit", 12, "total", target=0.0),
    Example("churn_half", "churn_rate", 6, "quarter", target=0.01),
    Example("churn_month", "churn_rate", 12, "average", target=0.02),
    Example("net_churn", "net_revenue_churn", 12, "quarter", target=0.0),
    Example("clv_year", "clv", 12, "quarter", change=0.12),
    Example("cac_half", "cac", 6, "quarter", change=-0.05),
    Example("cac_month", "cac", 3, "month", change=-0.03, monthly=True),
    Example("prospects_quarter", "prospects", 3, "quarter", change=0.20),
    Example("mql_half", "mql", 6, "quarter", change=0.15),
    Example("sql_quarter", "sql", 3, "quarter", change=0.15),
    Example("qualified_year", "qualified_leads", 12, "year", change=0.12),
    Example("demos_half", "demos", 6, "quarter", change=0.15),
    Example("win_rate_year_end", "win_rate", YEAR_END, "quarter", change=0.08),
    Example("cycle_half", "cycle_days", 6, "quarter", change=-0.08),
    Example("turnover_year", "rep_turnover", 12, "year", change=-0.08),
    Example("quota_year", "quota_attainment", 12, "year", target=1.0),
    Example("coaching_half", "coaching_hours_per_rep", 6, "quarter", change=0.15),
    Example("training_half", "training_hours_per_rep", 6, "quarter", change=0.15),
    Example("calls_quarter", "calls_per_rep_per_day", 3, "quarter", change=0.10),
    Example("emails_quarter", "emails_per_rep_per_day", 3, "quarter", change=0.10),
    Example("meetings_quarter", "meetings_per_rep_per_day", 3, "quarter", change=0.10),
)


def scopes(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Whom the metric `name` may be asked of: the company, and teams where it has them."""
    company_only = name in COMPANY_ONLY or (name in OF_REVENUE and scenario.recurring is not None)
    return (COMPANY,) if company_only else (COMPANY, *scenario.team_names)


def propose(
    forecast: Forecast,
    example: Example,
    *,
    scope: str = COMPANY,
    change: float | None = None,
    target: float | None = None,
    deadline: Deadline | None = None,
    taken: Sequence[str] = (),
) -> Proposal:
    """`example` as a goal of the forecast's plan, adjusted where a change, a target or a deadline is given.

    change and target must not be `out_of_range`. taken: names its goal must not have. Raises KeyError where there is no
    such team.
    """
    scenario, name = forecast.scenario, example.metric
    wanted = example.deadline if deadline is None else deadline
    last = _last_month(scenario, wanted)
    if last is None:
        return Proposal(example, scope, None, problem=_too_short(scenario, wanted))
    by, window = scenario.months[last], example.window
    if last + 1 < _LEAST_MONTHS.get(window, 1):
        window = "total" if metric(name).kind == "flow" or window == "year" else "month"
    lacking = missing(scenario, name, scope, window, by)
    if any(one.blocks for one in lacking):
        return Proposal(example, scope, None, missing=lacking)
    found = baseline(forecast, name, scope, window, by)
    number = target if target is not None else example.target if change is None else None
    relative = None
    if number is None:
        monthly = change if change is not None else example.change
        assert monthly is not None
        relative = (1 + monthly) ** (last + 1) - 1 if example.monthly else monthly
        if found is None or found.value <= 0:
            words = (
                f"{metric(name).label} starts at or below zero, where a change in per cent says nothing: "
                "give a number instead."
            )
            return Proposal(example, scope, None, found, lacking, words)
    aim = number if relative is None or found is None else rounded(found.value) * (1 + relative)
    assert aim is not None
    wrong = _bad_target(name, aim)
    if wrong is not None:
        return Proposal(example, scope, None, found, lacking, f"{metric(name).label} {wrong}: ask for less.")
    goal = Goal(
        name=_free(_name(example, scope, number, change), taken),
        metric=name,
        direction=metric(name).direction,
        target=number,
        change=None if relative is None else round(relative, 12),
        baseline=None if relative is None or found is None else rounded(found.value),
        baseline_source=None if relative is None or found is None else found.source,
        by=by,
        window=window,
        scope=scope,
    )
    return Proposal(example, scope, goal, found, lacking)


def out_of_range(example: Example, number: float) -> str | None:
    """Why `number` cannot be the change, or the target, of `example`; None where it can."""
    if example.change is not None:
        return None if -1 < number <= MOST_CHANGE else "must be more than −100 % and at most +1,000 %"
    return _bad_target(example.metric, number)


def _bad_target(name: str, target: float) -> str | None:
    least, most = (
        (0.0, 1.0) if name in SHARE_METRICS else PERCENT_RANGES.get(name, (-MAX_MONEY, MAX_MONEY))[:2]
    )
    if least <= target <= most:
        return None
    if most == MAX_MONEY:
        return "is larger than any number that can be used here"
    return f"must be between {least * 100:,.0f} % and {most * 100:,.0f} %"


def rounded(value: float) -> float:
    """A computed number to as many figures as mean anything."""
    return float(f"{value:.{_FIGURES}g}")


def _last_month(scenario: Scenario, deadline: Deadline) -> int | None:
    if deadline != YEAR_END:
        return deadline - 1 if 1 <= deadline <= scenario.horizon_months else None
    december = 11 - calendar_month(scenario.start_month)
    return december if december < scenario.horizon_months else None


def _too_short(scenario: Scenario, deadline: Deadline) -> str:
    until = "the end of its first calendar year" if deadline == YEAR_END else f"{deadline} months are over"
    return (
        f"The plan ends after {scenario.horizon_months} months, before {until}: lengthen it on Growth, "
        "or choose an earlier deadline."
    )


def _name(example: Example, scope: str, number: float | None, change: float | None) -> str:
    label = metric(example.metric).label
    of = "" if scope == COMPANY else f" of {scope}"
    if number is None:
        relative = change if change is not None else example.change
        every = " every month" if example.monthly else ""
        said = f"{_percent(relative or 0.0)}{every}"
    else:
        share = metric(example.metric).unit == "share" or example.metric in _IN_PERCENT
        bound = "at least" if metric(example.metric).better > 0 else "at most"
        said = f"{bound} {number * 100:.6g} %" if share else f"{bound} {number:,.6g}"
    return f"{label}{of} {said}"[:110]


def _percent(share: float) -> str:
    text = f"{abs(share) * 100:.4g}"
    return f"{'−' if share < 0 else '+'}{text} %"


def _free(name: str, taken: Sequence[str]) -> str:
    names = (name, *(f"{name} ({number})" for number in range(2, 1000)))
    return next(one for one in names if one not in taken)
