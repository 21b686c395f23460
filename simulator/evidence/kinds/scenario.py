"""From a monthly summary to a scenario: the funnel it shows, its growth and season, its costs and its churn."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from simulator.evidence.kind_columns import KindName
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import FunnelStep, MonthlySummary, SummaryMonth
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.totals import USUAL_SIZE_CV
from simulator.scenario import Scenario, parse_scenario
from simulator.scenario.judging import LEAST_SOLD_MONTHS, MOST_MONTHS
from simulator.series import MonthlySeries, SeriesModel, fit_series

USUAL_MONTHS = 12
SIZE_GROWTH_SD = 0.05
SPREAD_NEEDS = 6
"""Months with deals and revenue before the spread of deal sizes is taken from how their means differ."""
OPINION_NEEDS_MONTHS = 12
_UNITS = {"leads": "lead", "calls": "call", "appointments": "appointment", "opportunities": "opportunity"}
_NEEDED: dict[KindName, str] = {
    "monthly_series": "a monthly summary that also has a column with the deals won",
    "leads": "an export of opportunities, or a monthly summary with leads, deals won and revenue",
    "activities": "an export of opportunities; activities then say how much each person does a day",
    "quotas": "an export of opportunities; quotas are then compared with what was sold",
    "roster": "an export of opportunities; the roster then says who sells and since when",
    "customers": "an export of opportunities; the customers then become its recurring business",
}


def kind_to_scenario(
    evidence: KindEvidence, horizon_months: int = 12, name: str | None = None, seed: int = 2027
) -> Scenario:
    """A scenario that starts in the month after the summary's last one and that `simulate` takes as it is.

    Raises EvidenceError where the table is of another kind or knows no deals won, ScenarioError where an argument is
    not allowed.
    """
    found = evidence.findings
    if not isinstance(found, MonthlySummary) or evidence.as_of is None:
        raise EvidenceError(
            f"No scenario can be made of this table alone; it needs {_NEEDED[evidence.kind]}."
        )
    if not found.chain or found.chain[-1] != "won":
        raise EvidenceError(
            "No scenario can be made of this summary: it needs a column with the deals won of each month."
        )
    start = np.datetime64(evidence.as_of, "M") + 1
    last = start + max(horizon_months, 1) - 1
    source = f"{evidence.source} up to {evidence.as_of:%Y-%m}"
    model = fit_series(entering_series(found))
    document: dict[str, Any] = {
        "name": name or f"From {evidence.source}"[:120],
        "currency": evidence.currency,
        "start_month": str(start),
        "horizon_months": horizon_months,
        "seed": seed,
        "history": {
            "closed_outcomes": round(found.steps[-1].total.trials if found.steps else _sum(found, "won")),
            "periods": sum(one.won is not None for one in found.months),
            "source": source,
        },
        "growth": _growth(model, source),
        "teams": [_team(found, model, source)],
        "goals": [_goal(found, str(last), horizon_months)],
    }
    if model.season.identified:
        index = [max(float(one), 0.0) for one in model.season.index]
        document["seasonality"] = {
            "index": index,
            "sd": min(model.season.sd, 1.0),
            "source": f"{source}: {model.season.note}"[:1000],
            "grade": "measured",
        }
    document |= (
        _market(model, source) | _costs(found) | _recurring(found, source) | _second_opinion(found, source)
    )
    return parse_scenario(document)


def entering_series(found: MonthlySummary) -> MonthlySeries:
    """What enters the funnel: the months without a gap up to the last."""
    months = {one.month: getattr(one, found.chain[0]) for one in found.months}
    return _unbroken({month: value for month, value in months.items() if value is not None})


def _unbroken(known: dict[str, float]) -> MonthlySeries:
    last = np.datetime64(max(known), "M")
    values = [known[str(last)]]
    while str(last - len(values)) in known:
        values.append(known[str(last - len(values))])
    values.reverse()
    return MonthlySeries(str(last - len(values) + 1), tuple(float(one) for one in values))


def _sum(found: MonthlySummary, field: str) -> float:
    return float(sum(getattr(one, field) or 0.0 for one in found.months))


def _growth(model: SeriesModel, source: str) -> dict[str, Any]:
    grade = "measured" if model.growth.identified else "guess"
    return {
        "interval": "year",
        "volume": {
            "mean": min(max(model.growth.mean, -0.95), 10.0),
            "sd": model.growth.sd,
            "grade": grade,
            "source": f"{source}: {model.growth.note}"[:1000],
        },
        "deal_size": {
            "mean": 0.0,
            "sd": SIZE_GROWTH_SD,
            "grade": "guess",
            "source": "how sizes grow is not taken from sums by month",
        },
    }


def _market(model: SeriesModel, source: str) -> dict[str, Any]:
    """What months vary beyond the luck of counting, which the simulation draws itself."""
    own = math.sqrt(max(model.market.monthly_sd**2 - 1 / max(model.level, 1.0), 0.0))
    if own < 0.005 and model.market.walk_sd < 0.001:
        return {}
    return {
        "market": {
            "monthly_sd": min(own, 2.0),
            "persistence": min(max(model.market.persistence, 0.0), 0.99),
            "walk_sd": min(model.market.walk_sd, 0.5),
            "source": f"{source}: {model.market.note}"[:1000],
            "grade": "measured",
        }
    }


def _team(found: MonthlySummary, model: SeriesModel, source: str) -> dict[str, Any]:
    entry = found.chain[0]
    now = model.level * (1 + max(model.growth.mean, -0.95)) ** (1 / 12)
    names = [*(_UNITS.get(stage, stage) for stage in found.chain[1:-1]), "sale"] if found.steps else []
    stages: list[dict[str, Any]] = [
        {"name": name, "rate": _rate(step, source)} for name, step in zip(names, found.steps, strict=True)
    ] or [{"name": "sale", "rate": {"mean": 1.0, "source": "the summary counts deals won only"}}]
    return {
        "name": "Sales",
        "inbound_per_month": {
            "mean": now,
            "sd": model.level_sd,
            "grade": "measured",
            "source": f"{source}, {len(model.series.values)} months",
        },
        "entry": _UNITS.get(entry, "deal won"),
        "stages": stages,
        "deal_size": _deal_size(found, source),
    }


def _rate(step: FunnelStep, source: str) -> dict[str, Any]:
    """The rate over all months; worth fewer units where months differ by more than the luck of counting."""
    counts = [one for _, one in step.monthly if one.trials > 0]
    share, worth = step.total.share, step.total.trials
    said: dict[str, Any] = {"grade": "measured", "source": source}
    if len(counts) > 2 and 0 < share < 1:
        pearson = sum(
            (one.successes - share * one.trials) ** 2 / (one.trials * share * (1 - share)) for one in counts
        )
        excess = pearson / (len(counts) - 1)
        if excess > 1:
            said["source"] = f"{source}; months differ {excess:.1f} times as much as luck alone"
            return {"mean": share, "equivalent_n": max(worth / excess, 2.0), **said}
    return {"successes": step.total.successes, "trials": worth, **said}


def _deal_size(found: MonthlySummary, source: str) -> dict[str, Any]:
    per_customer = _yearly_per_customer(found)
    if per_customer is not None:
        return {
            "family": "gamma",
            "mean": per_customer,
            "cv": USUAL_SIZE_CV,
            "grade": "measured",
            "source": f"{source}: a customer's revenue of twelve months; the spread is a guess",
        }
    if found.deal_size is None:
        return {
            "family": "gamma",
            "mean": 1.0,
            "cv": 0.0,
            "grade": "guess",
            "source": "no revenue given: a sale counts as 1",
        }
    both = [(one.won, one.revenue / one.won) for one in found.months if one.won and one.revenue is not None]
    cv, note = USUAL_SIZE_CV, "the spread is a guess"
    if len(both) >= SPREAD_NEEDS:
        weights, means = np.array(both).T
        spread = float(
            np.sqrt((weights * (means - found.deal_size) ** 2).sum() / (len(both) - 1)) / found.deal_size
        )
        cv, note = (
            min(max(spread, 0.1), 3.0),
            f"the spread is taken from how the means of {len(both)} months differ",
        )
    return {
        "family": "gamma",
        "mean": found.deal_size,
        "cv": cv,
        "n": max(found.deals, 1.0),
        "grade": "measured",
        "source": f"{source}; {note}",
    }


def _yearly_per_customer(found: MonthlySummary) -> float | None:
    month = _with_recurring(found)
    if month is None or found.monthly_churn is None:
        return None
    return 12 * (month.mrr or 0.0) / _customers(month) if _customers(month) >= 1 and month.mrr else None


def _with_recurring(found: MonthlySummary) -> SummaryMonth | None:
    """The last month that knows customers and their recurring revenue."""
    known = [one for one in found.months if one.mrr is not None and _customers(one) > 0]
    return known[-1] if known else None


def _customers(month: SummaryMonth) -> float:
    """Customers at the end of the month, as far as it can be told."""
    if month.closing_customers is not None:
        return month.closing_customers
    if month.opening_customers is None:
        return 0.0
    gained = month.new_customers if month.new_customers is not None else month.won or 0.0
    return month.opening_customers + gained - (month.churned or 0.0)


def _recurring(found: MonthlySummary, source: str) -> dict[str, Any]:
    month = _with_recurring(found)
    if month is None or found.monthly_churn is None:
        return {}
    return {
        "recurring": {
            "opening_customers": round(_customers(month)),
            "opening_mrr": month.mrr,
            "monthly_churn": {
                "successes": found.monthly_churn.successes,
                "trials": found.monthly_churn.trials,
                "grade": "measured",
                "source": source,
            },
        }
    }


def _costs(found: MonthlySummary) -> dict[str, Any]:
    costs = [one.cost for one in found.months if one.cost is not None][-USUAL_MONTHS:]
    return {"costs": {"marketing_per_month": sum(costs) / len(costs)}} if costs else {}


def _goal(found: MonthlySummary, by: str, horizon_months: int) -> dict[str, Any]:
    known = [one for one in found.months if one.won is not None][-USUAL_MONTHS:]
    with_revenue = found.deal_size is not None and _yearly_per_customer(found) is None
    money = [one.revenue for one in known if one.revenue is not None]
    if with_revenue and money and sum(money) > 0:
        name, metric, total, months = "Bookings as before", "bookings", sum(money), len(money)
    else:
        name, metric, total, months = (
            "Sales as before",
            "won_deals",
            sum(one.won or 0.0 for one in known),
            len(known),
        )
    return {
        "name": name,
        "metric": metric,
        "target": round(max(total, 1.0) / months * horizon_months, 2),
        "by": by,
        "note": f"the last {months} months, scaled to {horizon_months} months",
    }


def _second_opinion(found: MonthlySummary, source: str) -> dict[str, Any]:
    known = {one.month: one.revenue for one in found.months if one.revenue is not None}
    if not known or found.deal_size is None or _yearly_per_customer(found) is not None:
        return {}
    series = _unbroken(known)
    values = series.values[-MOST_MONTHS:]
    if len(values) < OPINION_NEEDS_MONTHS or sum(one > 0 for one in values) < LEAST_SOLD_MONTHS:
        return {}
    first = np.datetime64(series.first_month, "M") + len(series.values) - len(values)
    return {
        "second_opinion": {
            "metric": "bookings",
            "first_month": str(first),
            "values": list(values),
            "source": f"{source}, revenue of {len(values)} months",
        }
    }
