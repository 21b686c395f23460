"""The plan of the sample company for 2027, built on its own export."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulator.evidence import evidence_to_scenario
from simulator.sample.export import sample_evidence
from simulator.scenario import Goal, Scenario, parse_scenario, scenario_document

NAME = "Nordwind FY2027"
_ATTRITION_SOURCE = "two of fourteen left in three years, and what is usual in the trade"

_DIARY = "telephone system, mail and calendars, last quarter of 2026"

_PEOPLE: dict[str, dict[str, Any]] = {
    "Direct": {
        "opportunities_per_rep_per_month": 9.5,
        "ramp": [0.0, 0.25, 0.5, 0.75, 1.0],
        "annual_attrition": {"mean": 0.20, "equivalent_n": 30.0, "grade": "benchmark", "source": _ATTRITION_SOURCE},
        "backfill_after_months": 2,
        "annual_cost_per_rep": 112_000.0,
        "hires": [{"month": "2027-03", "count": 1, "slip_months_mean": 1.0, "manager": "Sabine Vogt"}],
        "rep_spread": 0.15,
        "entry_role": "sql",
        "activities": {
            "calls": {"mean": 18.0, "sd": 1.5, "cv": 0.4, "grade": "measured", "source": _DIARY},
            "emails": {"mean": 26.0, "sd": 2.0, "cv": 0.5, "grade": "measured", "source": _DIARY},
            "meetings": {"mean": 2.2, "sd": 0.2, "cv": 0.6, "grade": "measured", "source": _DIARY},
        },
        "coaching_hours_per_rep_per_month": {"mean": 3.0, "sd": 0.3, "cv": 0.4, "grade": "guess"},
        "training_hours_per_rep_per_month": {"mean": 2.0, "sd": 0.3, "cv": 0.8, "grade": "guess"},
        "units_per_deal": {"mean": 14.0, "cv": 0.8, "n": 180, "grade": "measured", "source": "order book, 2026"},
    },
    "Partner": {
        "opportunities_per_rep_per_month": 8.5,
        "ramp": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
        "annual_attrition": {"mean": 0.18, "equivalent_n": 30.0, "grade": "benchmark", "source": _ATTRITION_SOURCE},
        "backfill_after_months": 3,
        "annual_cost_per_rep": 118_000.0,
        "hires": [{"month": "2027-02", "count": 1, "slip_months_mean": 1.0, "manager": "Tomasz Zielinski"}],
        "rep_spread": 0.15,
        "entry_role": "sql",
        "activities": {
            "calls": {"mean": 11.0, "sd": 1.5, "cv": 0.4, "grade": "measured", "source": _DIARY},
            "emails": {"mean": 30.0, "sd": 2.0, "cv": 0.5, "grade": "measured", "source": _DIARY},
            "meetings": {"mean": 1.6, "sd": 0.2, "cv": 0.6, "grade": "measured", "source": _DIARY},
        },
        "coaching_hours_per_rep_per_month": {"mean": 3.0, "sd": 0.3, "cv": 0.4, "grade": "guess"},
        "training_hours_per_rep_per_month": {"mean": 2.0, "sd": 0.3, "cv": 0.8, "grade": "guess"},
        "units_per_deal": {"mean": 22.0, "cv": 0.8, "n": 100, "grade": "measured", "source": "order book, 2026"},
    },
}  # fmt: skip

_MANAGERS = {"Direct": "Sabine Vogt", "Partner": "Tomasz Zielinski"}
_QUOTAS: dict[str, Any] = {
    "over_assignment": 1.10,
    "layers": [
        {"name": "VP Sales", "over_assignment": 1.02},
        {"name": "Sales managers", "over_assignment": 1.05, "of": "manager"},
    ],
}

_EXAMPLE = "an example, to be replaced by what it costs here"
_LEVER_TERMS: tuple[dict[str, Any], ...] = (
    {
        "lever": "hires",
        "teams": ["Direct"],
        "least": 0.0,
        "most": 6.0,
        "cost_per_step": 18_000.0,
        "lead_months": 2,
    },
    {
        "lever": "hires",
        "teams": ["Partner"],
        "least": 0.0,
        "most": 4.0,
        "cost_per_step": 20_000.0,
        "lead_months": 2,
    },
    {
        "lever": "win_rate",
        "least": 0.0,
        "most": 0.2,
        "step": 0.02,
        "cost": 8_000.0,
        "cost_per_month_per_step": 2_400.0,
        "lead_months": 2,
    },
    {
        "lever": "volume",
        "least": 0.0,
        "most": 0.4,
        "step": 0.05,
        "cost_per_month_per_step": 9_000.0,
        "lead_months": 1,
    },
    {
        "lever": "deal_size",
        "least": -0.1,
        "most": 0.1,
        "step": 0.02,
        "cost": 30_000.0,
        "lead_months": 1,
        "probability": 0.7,
    },
    {
        "lever": "churn",
        "least": -0.3,
        "most": 0.0,
        "step": 0.05,
        "cost_per_month_per_step": 3_000.0,
        "lead_months": 1,
    },
)

_GOALS: tuple[dict[str, Any], ...] = (
    {"name": "New bookings", "metric": "bookings", "target": 9_000_000.0, "by": "2027-12", "owner": "Antje Petersen",
     "note": "the board's wish; 2026 brought 8.3 M"},
    {"name": "Direct bookings", "metric": "bookings", "target": 3_900_000.0, "by": "2027-12", "scope": "Direct"},
    {"name": "Monthly churn", "metric": "churn_rate", "direction": "at_most", "target": 0.014, "by": "2027-12"},
    {"name": "500 new customers", "metric": "new_customers", "target": 500.0, "by": "2027-12"},
)  # fmt: skip


@lru_cache(maxsize=1)
def sample_scenario() -> Scenario:
    """The ready scenario of the sample company: two teams, subscription business, goals of all three verdicts."""
    measured = scenario_document(evidence_to_scenario(sample_evidence(), 12, NAME, seed=2027))
    moved = {one["lever"]: {"moved": one["moved"]} for one in measured.get("lever_terms", ())}
    for team in measured["teams"]:
        team.update(_PEOPLE[team["name"]])
        for rep in team["reps"]:
            rep["manager"] = _MANAGERS[team["name"]]
    measured |= {
        "description": "A made-up maker of sensors and of the software that reads them, sold by subscription.",
        "growth": {
            "interval": "year",
            "volume": {"mean": 0.05, "sd": 0.05, "grade": "guess", "source": "the sales team's own estimate"},
            "deal_size": {"mean": 0.02, "sd": 0.01, "grade": "benchmark", "source": "price list of 2027"},
        },
        "recurring": {
            "opening_customers": 640,
            "opening_mrr": 1_480_000.0,
            "monthly_churn": {
                "successes": 88.0,
                "trials": 7_350.0,
                "grade": "measured",
                "source": "billing, 2026",
            },
            "monthly_expansion": {"mean": 0.004, "sd": 0.002, "grade": "measured", "source": "billing, 2026"},
        },
        "costs": {
            "gross_margin": {"mean": 0.74, "sd": 0.02, "grade": "measured", "source": "accounts of 2026"},
            "marketing_per_month": 48_000.0,
            "overhead_per_month": 190_000.0,
        },
        "initiatives": [
            {
                "name": "Discovery-call training",
                "lever": "win_rate",
                "teams": ["Direct"],
                "effect": {"low": 0.02, "mode": 0.05, "high": 0.12},
                "probability": 0.7,
                "start_month": "2027-04",
                "phase_in_months": 3,
                "cost": 40_000.0,
            },
            {
                "name": "Partner portal",
                "lever": "volume",
                "teams": ["Partner"],
                "effect": {"low": 0.0, "mode": 0.06, "high": 0.15},
                "probability": 0.6,
                "start_month": "2027-05",
                "phase_in_months": 4,
                "cost": 65_000.0,
            },
        ],
        "risks": [
            {
                "name": "Price war with Südsensor",
                "lever": "deal_size",
                "effect": {"low": -0.15, "mode": -0.07, "high": -0.02},
                "probability": 0.25,
                "start_month": "2027-06",
                "phase_in_months": 2,
            }
        ],
        "goals": list(_GOALS),
        "quotas": _QUOTAS,
        "lever_terms": [
            {**moved.get(term["lever"], {}), **term, "source": _EXAMPLE, "grade": "guess"}
            for term in _LEVER_TERMS
        ],
    }
    return parse_scenario(measured)


def sample_goals() -> tuple[Goal, ...]:
    """The goals of the sample scenario: one realistic, one stretch and one unreachable at least."""
    return sample_scenario().goals
