"""The words for a changed field: what it is called, and its values before and after."""

from __future__ import annotations

import math
from collections.abc import Callable

from simulator.errors import shorten
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import (
    CycleDays,
    DealSize,
    Effect,
    Evidenced,
    ExpansionQuantity,
    GrowthQuantity,
    Inbound,
    Quantity,
    Rate,
    ShareQuantity,
)
from simulator.scenario.team import Routine, UnitsPerDeal

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_LABELS = {
    "inbound_per_month": "inbound per month",
    "outbound_per_rep_per_day": "outbound per rep and day",
    "opportunities_per_rep_per_month": "capacity per rep",
    "cycle_days": "sales cycle",
    "annual_attrition": "attrition",
    "backfill_after_months": "backfill",
    "annual_cost_per_rep": "cost per rep",
    "annual_quota_per_rep": "quota per rep",
    "opening_mrr": "opening MRR",
    "monthly_churn": "churn",
    "monthly_expansion": "expansion",
    "marketing_per_month": "marketing per month",
    "overhead_per_month": "overhead per month",
    "horizon_months": "horizon",
    "realistic_at_least": "odds called realistic",
    "unreachable_below": "odds called unreachable",
    "commit_at_least": "odds of a commitment",
    "stretch_at_least": "odds of a stretch goal",
    "index": "seasonal index",
    "monthly_sd": "market swing",
    "persistence": "market persistence",
    "walk_sd": "market walk",
    "by": "deadline",
    "phase_in_months": "phase-in",
    "entry": "name of what enters",
    "closed_outcomes": "closed deals behind the plan",
    "periods": "months behind the plan",
    "weight": "weight of the second opinion",
    "factor": "widening of the ranges",
    "first_month": "first month of the second opinion",
    "history": "history behind the plan",
    "calls": "calls per rep and day",
    "emails": "e-mails per rep and day",
    "meetings": "meetings per rep and day",
    "outbound": "what outbound is",
    "entry_role": "role of what enters",
    "second_opinion": "second opinion",
    "base_rate": "base rate of pay",
    "target_pay": "target pay a year",
    "tiers": "tiers of pay",
    "cap": "cap on pay",
    "stretch": "stretch bonus",
    "decelerator": "decelerator of pay",
    "pay": "pay plan",
    "quotas": "how quotas are made",
    "layers": "split of the goals",
    "overrides": "parts of goals set by hand",
    "year_starts": "start of the fiscal year",
    "over_assignment": "over-assignment",
    "hold": "what the goal is (plan or quotas)",
    "fairness_margin": "margin of fairness",
    "rep_spread": "how far reps differ",
    "potential": "territory",
    "leaves": "month they are gone from",
    "serves": "goal it serves",
    "baseline_source": "where the baseline was read",
    "source_of_truth": "where the actual is read",
    "activity": "what takes how long",
    "minutes_per_call": "minutes for a call",
    "minutes_per_email": "minutes for an e-mail",
    "minutes_per_meeting": "minutes for a meeting",
    "hours_per_day": "hours a day for selling",
    "scorecard": "scorecard",
    "metrics": "benchmarks and points of the scorecard",
    "lever_terms": "what levers may move and cost",
    "least": "least change",
    "most": "most change",
    "moved": "step of the past",
    "cost_per_step": "cost of a step",
    "cost_per_month_per_step": "monthly cost of a step",
    "lead_months": "lead time",
}
_MONEY = {
    "annual_cost_per_rep", "annual_quota_per_rep", "opening_mrr", "marketing_per_month", "overhead_per_month", "cost",
    "value", "target_pay", "amount", "cost_per_step", "cost_per_month_per_step",
}  # fmt: skip
_SHARES = {
    "backlog_carry",
    "base_rate",
    "probability",
    "realistic_at_least",
    "unreachable_below",
    "commit_at_least",
    "stretch_at_least",
    "change",
    "over_assignment",
    "fairness_margin",
    "rep_spread",
    "potential",
    "least",
    "most",
    "step",
    "moved",
    "monthly_sd",
    "weight",
}
_PEOPLE_OF_HIRES = {"change", "least", "most", "step", "moved"}
_MONTH_COUNTS = {"horizon_months", "backfill_after_months", "phase_in_months", "tenure_months", "lead_months"}
_SHARE_METRICS = {
    "win_rate", "churn_rate", "gross_margin", "rep_turnover", "quota_attainment", "profit_margin", "revenue_growth",
    "mrr_growth", "net_revenue_retention", "net_revenue_churn",
}  # fmt: skip
_MONEY_METRICS = {"bookings", "revenue", "mrr", "arr", "arpa", "profit", "cac", "clv", "average_deal_size"}
_MEMBERS = {
    "teams": "team",
    "stages": "stage",
    "goals": "goal",
    "initiatives": "initiative",
    "risks": "risk",
    "reps": "rep",
    "hires": "hires in",
    "open_pipeline": "open deal",
    "adjustments": "kept lever",
    "lever_terms": "terms of lever",
}


def label_of(steps: tuple[str, ...], scenario: Scenario) -> str:
    """What the field at `steps` is called, without the team it belongs to."""
    inside = steps[2:] if steps[0] == "teams" and len(steps) > 2 else steps
    if inside[0] == "stages" and inside[-1] == "rate":
        return "win rate" if _is_last(steps, scenario) else f"rate to {shorten(inside[1], 40)}"
    if inside[0] in _MEMBERS and len(inside) > 1:
        member = f"{_MEMBERS[inside[0]]} {shorten(inside[1], 40)}"
        return member if len(inside) == 2 else f"{member} {_name(inside[-1])}"
    if inside[0] == "second_opinion" and inside[-1] in ("values", "metric"):
        return f"{'months' if inside[-1] == 'values' else 'metric'} of the second opinion"
    if inside[0] == "growth" and len(inside) > 1 and inside[1] != "interval":
        return f"growth of {_name(inside[1])}"
    return _name(inside[-1])


def value_texts(steps: tuple[str, ...], old: object, new: object, scenario: Scenario) -> str:
    """``22 % → 25 %``; what lies behind the number where the number itself is the same."""
    write = _writer(steps, new if new is not None else old, scenario)
    if write is None:
        return "changed"
    number, before = _number(new), _number(old)
    if (
        isinstance(new, Evidenced)
        and isinstance(old, Evidenced)
        and type(new) is type(old)
        and number == before
    ):
        provenance = {"source": None, "grade": None}
        return (
            "source"
            if old.model_copy(update=provenance) == new.model_copy(update=provenance)
            else "certainty"
        )
    for digits in range(5):
        texts = ["none" if value is None else write(value, digits) for value in (before, number)]
        if texts[0] != texts[1]:
            break
    return f"{texts[0]} → {texts[1]}"


def single_text(steps: tuple[str, ...], value: object, scenario: Scenario, digits: int) -> str | None:
    """The figure or text that stands for `value` at `steps`; None where it has none."""
    write, number = _writer(steps, value, scenario), _number(value)
    return None if write is None or number is None else write(number, digits)


def is_money(steps: tuple[str, ...], scenario: Scenario) -> bool:
    """Whether what stands at `steps` of `scenario` is an amount."""
    if steps[-1] in ("target", "baseline"):
        return str(getattr(_holder(steps, scenario), "metric", "")) in _MONEY_METRICS
    return steps[-1] in _MONEY or steps[-1] in ("deal_size", "values", "open_pipeline")


def month_words(month: str, scenario: Scenario) -> str:
    """``March``, with the year where the plan has two of them."""
    name = MONTH_NAMES[int(month[5:]) - 1]
    return name if scenario.horizon_months <= 12 and month in scenario.months else f"{name} {month[:4]}"


def _is_last(steps: tuple[str, ...], scenario: Scenario) -> bool:
    return any(t.name == steps[1] and t.stages[-1].name == steps[3] for t in scenario.teams)


def _name(field: str) -> str:
    return _LABELS.get(field, field.replace("_", " "))


def _number(value: object) -> float | str | None:
    """The one figure that stands for a value; None where it is absent."""
    if isinstance(value, Rate):
        return value.expected
    if isinstance(value, DealSize):
        return value.mean_size
    if isinstance(value, Quantity | Inbound | CycleDays | Routine | UnitsPerDeal):
        return value.mean
    if isinstance(value, Effect):
        return value.mode
    return value if isinstance(value, float | int | str) else None


def _writer(
    steps: tuple[str, ...], value: object, scenario: Scenario
) -> Callable[[float | str, int], str] | None:
    field = steps[-1]
    if field in {"description", "note", "source"} or not isinstance(
        value,
        Rate
        | Quantity
        | Inbound
        | CycleDays
        | DealSize
        | Effect
        | Routine
        | UnitsPerDeal
        | float
        | int
        | str,
    ):
        return None
    if isinstance(value, str):
        return lambda text, _: shorten(text, 40)
    if isinstance(value, Rate | GrowthQuantity | ExpansionQuantity | ShareQuantity):
        return _percent
    if isinstance(value, Effect):
        lever = getattr(_holder(steps, scenario), "lever", None)
        return _decimal if lever == "hires" else _percent
    if isinstance(value, CycleDays):
        return lambda number, digits: f"{_decimal(number, digits)} days"
    if field in {"target", "baseline"}:
        metric = str(getattr(_holder(steps, scenario), "metric", ""))
        if metric in _SHARE_METRICS:
            return _percent
        return _money if metric in _MONEY_METRICS else _decimal
    if isinstance(value, DealSize) or field in _MONEY:
        return _money
    if field in _SHARES:
        lever = getattr(_holder(steps, scenario), "lever", None)
        return _decimal if field in _PEOPLE_OF_HIRES and lever == "hires" else _percent
    if field in _MONTH_COUNTS:
        return lambda number, digits: f"{_decimal(number, digits)} months"
    return _decimal


def _holder(steps: tuple[str, ...], scenario: Scenario) -> object:
    """The goal, initiative, risk or adjustment the field belongs to."""
    if len(steps) < 2:
        return None
    members = getattr(scenario, steps[0], ())
    attribute = {"adjustments": "lever", "lever_terms": "label"}.get(steps[0], "name")
    return next((one for one in members if getattr(one, attribute, None) == steps[1]), None)


def _percent(number: float | str, digits: int) -> str:
    return f"{float(number) * 100:.{digits}f} %"


def _decimal(number: float | str, digits: int) -> str:
    value = float(number)
    return f"{value:,.{digits}f}" if digits or value.is_integer() else f"{value:,.6g}"


def _money(number: float | str, digits: int) -> str:
    """Thousands and millions by letter: 1.48M."""
    value = float(number)
    size = abs(value)
    if size < 10_000:
        return f"{value:,.{digits}f}"
    power = min(int(math.log10(size)) // 3, 4)
    text = f"{value / 1000**power:.{2 + digits}f}".rstrip("0").rstrip(".")
    return f"{text}{('', 'k', 'M', 'bn', 'tn')[power]}"
