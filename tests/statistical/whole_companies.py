"""Two companies for the comparison with the event-by-event simulation: between them every field is in use."""

from __future__ import annotations

from typing import Any

DIRECT: dict[str, Any] = {
    "name": "Direct",
    "inbound_per_month": {"mean": 18, "sd": 3, "dispersion": 6},
    "outbound_per_rep_per_day": 0.25,
    "workdays_per_month": 20,
    "entry": "call",
    "stages": [
        {"name": "appointment", "rate": {"successes": 55, "trials": 90}},
        {"name": "offer", "rate": {"mean": 0.8, "equivalent_n": 40}},
        {"name": "sale", "rate": {"successes": 20, "trials": 60}},
    ],
    "cycle_days": {"mean": 45, "cv": 0.8, "n": 30},
    "deal_size": {"family": "gamma", "mean": 12_000, "cv": 0.9, "n": 25},
    "opportunities_per_rep_per_month": 3.3,
    "backlog_carry": 0.55,
    "ramp": [0.1, 0.3, 0.7, 1.0],
    "ramp_length_cv": 0.3,
    "annual_attrition": {"mean": 0.35, "equivalent_n": 25},
    "backfill_after_months": 2,
    "annual_cost_per_rep": 48_000,
    "annual_quota_per_rep": 250_000,
    "reps": [{"name": "Ana", "tenure_months": 30}, {"name": "Ben", "tenure_months": 1}, {"name": "Cem"}],
    "headcount": 2,
    "hires": [
        {"month": "2027-05", "count": 2, "slip_months_mean": 1.2},
        {"month": "2027-09", "count": 1},
    ],
    "open_pipeline": [
        {"count": 6, "win_rate": {"mean": 0.4, "equivalent_n": 12}, "age_days": 20},
        {"count": 4, "win_rate": {"successes": 4, "trials": 11}, "age_days": 75, "value": 21_000},
        {"count": 3, "win_rate": 0.25},
    ],
}
PARTNER: dict[str, Any] = {
    "name": "Partner",
    "inbound_per_month": {"mean": 12, "dispersion": 4},
    "stages": [{"name": "sale", "rate": {"mean": 0.3, "equivalent_n": 50}}],
    "cycle_days": {"mean": 25, "cv": 0.5},
    "deal_size": {"family": "lognormal", "mean": 9_000, "cv": 1.1, "n": 40},
    "annual_attrition": 0.25,
    "headcount": 2,
    "annual_cost_per_rep": 36_000,
    "backfill_after_months": 0,
}
ONLINE: dict[str, Any] = {
    "name": "Online",
    "inbound_per_month": 20,
    "stages": [{"name": "trial", "rate": 0.3}, {"name": "sale", "rate": {"successes": 12, "trials": 30}}],
    "deal_size": {"family": "empirical", "values": [900.0, 1_500.0, 2_400.0, 9_000.0], "n": 12},
    "open_pipeline": [{"count": 5, "win_rate": 0.5, "age_days": 400}],
}

SUBSCRIPTION: dict[str, Any] = {
    "name": "everything",
    "start_month": "2027-03",
    "horizon_months": 12,
    "growth": {"interval": "quarter", "volume": {"mean": 0.05, "sd": 0.04}, "deal_size": {"mean": 0.02, "sd": 0.02}},
    "seasonality": {"index": [0.9, 1, 1.3, 0.7, 1, 1.2, 0.5, 0.4, 1.1, 1.2, 1.5, 1.4], "sd": 0.15},
    "market": {"monthly_sd": 0.2, "persistence": 0.6},
    "teams": [DIRECT, PARTNER, ONLINE],
    "recurring": {
        "opening_customers": 150,
        "opening_mrr": 90_000,
        "monthly_churn": {"successes": 12, "trials": 400},
        "monthly_expansion": {"mean": 0.006, "sd": 0.004},
    },
    "costs": {
        "gross_margin": {"mean": 0.75, "sd": 0.04},
        "marketing_per_month": 8_000,
        "overhead_per_month": 12_000,
    },
    "initiatives": [
        {"name": "training", "lever": "win_rate", "effect": {"low": 0.05, "mode": 0.2, "high": 0.6}, "probability": 0.7,
         "start_month": "2027-06", "phase_in_months": 3, "cost": 40_000, "teams": ["Direct"]},
        {"name": "recruiting", "lever": "hires", "effect": {"low": 0.5, "mode": 1.5, "high": 4}, "probability": 0.8,
         "start_month": "2027-07", "phase_in_months": 4, "cost": 15_000, "teams": ["Direct"]},
        {"name": "onboarding", "lever": "ramp_months", "effect": -0.4, "probability": 0.5, "start_month": "2027-04"},
        {"name": "service", "lever": "churn", "effect": {"low": -0.5, "mode": -0.2, "high": 0}, "start_month": "2027-08",
         "phase_in_months": 2},
        {"name": "nurture", "lever": "stage:appointment", "effect": 0.3, "start_month": "2027-10"},
    ],
    "risks": [
        {"name": "rival", "lever": "volume", "effect": {"low": -0.5, "mode": -0.3, "high": -0.1}, "probability": 0.4,
         "start_month": "2027-05", "phase_in_months": 2, "cost": 25_000},
        {"name": "unrest", "lever": "attrition", "effect": 1.2, "probability": 0.5, "start_month": "2027-06",
         "teams": ["Direct"]},
        {"name": "procurement", "lever": "cycle_days", "effect": 0.6, "probability": 0.4, "start_month": "2027-03"},
        {"name": "discounts", "lever": "deal_size", "effect": {"low": -0.3, "mode": -0.1, "high": 0}, "probability": 0.6,
         "start_month": "2027-09", "phase_in_months": 4},
    ],
    "adjustments": [
        {"lever": "capacity", "change": 0.1},
        {"lever": "deal_size", "change": 0.05, "teams": ["Partner"]},
        {"lever": "hires", "change": 1, "teams": ["Direct"], "start_month": "2027-06"},
        {"lever": "marketing", "change": -0.1},
        {"lever": "overhead", "change": 0.2},
        {"lever": "gross_margin", "change": 0.03},
        {"lever": "expansion", "change": 0.5},
    ],
}

ONE_OFF: dict[str, Any] = {
    "name": "the other values",
    "start_month": "2027-11",
    "horizon_months": 15,
    "growth": {"interval": "year", "volume": {"mean": -0.2, "sd": 0.5}, "deal_size": 0.3},
    "market": {"monthly_sd": 0.4, "persistence": 0.0},
    "teams": [
        {
            **DIRECT,
            "name": "Crowded",
            "inbound_per_month": 25,
            "outbound_per_rep_per_day": 0,
            "stages": [{"name": "sale", "rate": {"successes": 45, "trials": 60}}],
            "cycle_days": {"mean": 70, "cv": 1.4},
            "deal_size": {"family": "gamma", "mean": 4_000, "cv": 1.6},
            "opportunities_per_rep_per_month": 3.3,
            "backlog_carry": 1.0,
            "annual_attrition": 0.8,
            "backfill_after_months": 0,
            "ramp": [0.0, 0.5, 1.2, 0.9],
            "hires": [{"month": "2027-11", "count": 2, "slip_months_mean": 0.5}],
        },
        {
            **DIRECT,
            "name": "Shrinking",
            "backlog_carry": 0.0,
            "annual_attrition": {"successes": 3, "trials": 6},
            "backfill_after_months": None,
            "hires": [],
        },
    ],
    "initiatives": [
        {"name": "late", "lever": "win_rate", "effect": 2.0, "start_month": "2028-03", "phase_in_months": 6, "cost": 9_000},
        {"name": "early", "lever": "volume", "effect": 0.5, "start_month": "2027-09", "phase_in_months": 5, "cost": 9_000},
    ],
    "risks": [
        {"name": "slow", "lever": "cycle_days", "effect": -0.5, "probability": 0.5, "start_month": "2028-04",
         "phase_in_months": 3},
        {"name": "exodus", "lever": "attrition", "effect": 5, "probability": 0.3, "start_month": "2028-06"},
    ],
    "costs": {"gross_margin": {"mean": 0.9, "sd": 0.2}, "overhead_per_month": 5_000},
}
