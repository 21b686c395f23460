"""Metrics of the whole horizon from the event-by-event simulation, each by its own formula."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.statistical.oracle import Futures
from tests.statistical.small_scenarios import Floats

Metrics = dict[tuple[str, str], Floats]


def _ratio(above: Floats, below: Floats) -> Floats:
    values = np.full(len(above), np.nan)
    known = below != 0
    values[known] = above[known] / below[known]
    return values


def yearly(oracle: Futures, document: dict[str, Any]) -> Metrics:
    """Values per future by (scope, metric); NaN where a metric has none."""
    metrics: Metrics = {}
    for scope in ["company", *(team["name"] for team in document["teams"])]:
        for name, values in _selling(oracle, document, scope).items():
            metrics[scope, name] = values
    for name, values in _company(oracle, document).items():
        metrics["company", name] = values
    return metrics


def _selling(oracle: Futures, document: dict[str, Any], scope: str) -> dict[str, Floats]:
    teams = [team for team in document["teams"] if scope in ("company", team["name"])]

    def total(series: str, weight: Any = lambda team: 1.0) -> Floats:
        return np.asarray(sum(oracle[team["name"], series].sum(axis=1) * weight(team) for team in teams))

    months = document["horizon_months"]
    headcount = total("headcount")
    metrics = {
        "bookings": total("bookings"),
        "won_deals": total("closed"),
        "new_customers": total("closed"),
        "entered": total("entered"),
        "stage:sale": total("stage:sale"),
        "win_rate": _ratio(total("won"), total("worked")),
        "average_deal_size": _ratio(total("bookings"), total("closed")),
        "effective_reps": total("effective_reps") / months,
        "cycle_days": _ratio(total("cycle_days_sum"), total("won")),
    }
    if np.all(headcount > 0):
        metrics["rep_turnover"] = 12 / months * total("leavers") / (headcount / months)
        work = total("effective_reps", lambda team: team.get("workdays_per_month", 21))
        metrics["activities_per_rep_per_day"] = _ratio(total("entered"), work)
    quota = total("effective_reps", lambda team: team.get("annual_quota_per_rep", 0.0) / 12)
    if np.any(quota > 0):
        booked = total("bookings", lambda team: float("annual_quota_per_rep" in team))
        metrics["quota_attainment"] = _ratio(booked, quota)
    return metrics


def _company(oracle: Futures, document: dict[str, Any]) -> dict[str, Floats]:
    def total(series: str) -> Floats:
        return np.asarray(oracle["company", series].sum(axis=1))

    closed = np.asarray(sum(oracle[team["name"], "closed"].sum(axis=1) for team in document["teams"]))
    margin = _ratio(total("gross_profit"), total("revenue"))
    cac = _ratio(total("rep_cost") + total("marketing") + total("initiatives"), closed)
    metrics = {"revenue": total("revenue"), "profit": total("profit"), "gross_margin": margin, "cac": cac}
    if "recurring" in document:
        mrr = oracle["company", "mrr"][:, -1]
        churn = _ratio(total("churned"), total("opening_customers"))
        arpa = _ratio(mrr, oracle["company", "customers"][:, -1])
        clv = _ratio(arpa * margin, churn)
        metrics |= {
            "mrr": mrr,
            "arr": 12 * mrr,
            "arpa": arpa,
            "churn_rate": churn,
            "clv": clv,
            "clv_to_cac": _ratio(clv, cac),
        }
    return metrics
