"""A valid document that states every field of a scenario, and ways to change one place in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.statistical.whole_companies import SUBSCRIPTION

Path = tuple[str | int, ...]

FULL: dict[str, Any] = {
    **SUBSCRIPTION,
    "schema_version": 1,
    "currency": "EUR",
    "seed": 3,
    "description": "all of it",
    "policy": {
        "realistic_at_least": 0.6,
        "unreachable_below": 0.1,
        "commit_at_least": 0.95,
        "stretch_at_least": 0.3,
        "source": "board",
    },
    "history": {"closed_outcomes": 40, "periods": 9, "source": "CRM"},
    "second_opinion": {"weight": 0.2, "metric": "bookings", "first_month": "2026-01", "values": [3.0, 2.0] * 5,
                       "source": "books", "note": "gross"},
    "widening": {"factor": 1.3, "source": "replay"},
    "dangers": [{"code": "stale_open_deals", "severity": "grave", "message": "12 of 40 open deals are stale."}],
    "layers": {
        "year_starts": 4,
        "overrides": [
            {"goal": "Sales", "level": "month", "place": "2027-03", "amount": 1e5, "note": "agreed"},
            {"goal": "Sales", "level": "rep", "team": "North", "place": "Ana", "share": 0.25},
        ],
    },
    "pay": {
        "kind": "stepped", "base_rate": 0.02, "target_pay": 9_000.0, "boundary": "above", "attainment": "whole_percent",
        "tiers": [{"at": 0.9, "rate": 0.03}, {"at": 1.0, "times": 2.0}], "cap": {"at": 1.8}, "note": "as agreed",
        "stretch": {"at": 1.2, "share_of_target_pay": 0.2}, "decelerator": {"below": 0.5, "rate": 0.01},
    },
    "lever_terms": [
        {"lever": "win_rate", "least": -0.1, "most": 0.3, "step": 0.05, "moved": 0.08, "cost": 5_000.0,
         "cost_per_step": 1_000.0, "cost_per_month_per_step": 200.0, "lead_months": 2, "probability": 0.8,
         "source": "last year", "grade": "guess"},
        {"lever": "hires", "teams": ["Direct"], "least": 0.0, "most": 6.0, "cost_per_step": 15_000.0},
    ],
    "scorecard": {"metrics": [
        {"metric": "win_rate", "benchmark": 0.3, "points": 2.0, "counts": "yes", "source": "board"},
        {"metric": "calls", "counts": "no"},
    ]},
    "goals": [
        {"name": "bookings", "metric": "bookings", "target": 1e6, "by": "2027-12", "window": "total",
         "direction": "at_least", "scope": "company", "owner": "Ana", "note": "agreed"},
        {"name": "churn", "metric": "churn_rate", "change": 0.1, "baseline": 0.02, "by": "2027-12",
         "direction": "at_most"},
    ],
}  # fmt: skip


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every table, list and leaf below the whole document."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from places(item, (*path, place))


def at(value: Any, path: Path) -> Any:
    """What stands at `path`."""
    for step in path:
        value = value[step]
    return value


def with_value(document: Any, path: Path, value: Any) -> Any:
    """A copy with something else at `path`."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(document, dict):
        return {**document, step: with_value(document.get(step), rest, value)}
    return [with_value(item, rest, value) if place == step else item for place, item in enumerate(document)]


def without(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """A copy without the field at `path`."""
    table = {name: value for name, value in at(document, path[:-1]).items() if name != path[-1]}
    changed: dict[str, Any] = with_value(document, path[:-1], table)
    return changed


LEAF_EDITS: list[tuple[Path, Any, bool]] = [
    (("name",), "another", False),
    (("description",), "other words", False),
    (("currency",), "USD", False),
    (("policy", "realistic_at_least"), 0.7, False),
    (("goals", 0, "target"), 2e6, False),
    (("goals",), [], False),
    (("teams", 0, "inbound_per_month", "source"), "a guess", False),
    (("teams", 0, "stages", 0, "rate", "grade"), "measured", False),
    (("history", "periods"), 3, False),
    (("second_opinion", "weight"), 0.4, False),
    (("second_opinion", "values"), [3.0] * 12, False),
    (("widening", "factor"), 1.4, False),
    (("layers", "year_starts"), 5, False),
    (("layers", "overrides", 0, "amount"), 2e5, False),
    (("layers", "overrides", 1, "share"), 0.3, False),
    (("pay", "base_rate"), 0.025, False),
    (("scorecard", "metrics", 0, "benchmark"), 0.35, False),
    (("pay", "tiers", 0, "at"), 0.8, False),
    (("lever_terms", 0, "cost"), 6_000.0, False),
    (("lever_terms", 1, "most"), 5.0, False),
    (("seed",), 4, True),
    (("start_month",), "2027-02", True),
    (("horizon_months",), 11, True),
    (("market", "monthly_sd"), 0.21, True),
    (("market", "walk_sd"), 0.021, True),
    (("teams", 0, "stages", 0, "rate", "successes"), 56, True),
    (("teams", 0, "headcount"), 3, True),
    (("teams", 0, "workdays_per_month"), 21, True),
    (("adjustments", 0, "change"), 0.11, True),
    (("risks", 0, "probability"), 0.41, True),
    (("recurring", "opening_mrr"), 90_001, True),
    (("costs", "overhead_per_month"), 12_001, True),
]
"""Edits and whether the forecast may change by them."""
