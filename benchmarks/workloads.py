"""The two companies every figure is measured on, and their doubles."""

from __future__ import annotations

from typing import Any

from simulator.scenario import Scenario, parse_scenario


def _team(number: int, reps: int, months: int) -> dict[str, Any]:
    return {
        "name": f"Team {number}",
        "inbound_per_month": {"mean": 600.0, "sd": 20.0, "dispersion": 25.0},
        "outbound_per_rep_per_day": 1.0,
        "entry": "call",
        "stages": [
            {"name": "appointment", "rate": {"successes": 1080, "trials": 7200}},
            {"name": "sale", "rate": {"successes": 360, "trials": 1080}},
        ],
        "cycle_days": {"mean": 48.0, "cv": 0.85, "n": 360},
        "deal_size": {"family": "gamma", "mean": 25_000.0, "cv": 0.9, "n": 360},
        "opportunities_per_rep_per_month": 12.0,
        "backlog_carry": 0.5,
        "ramp": [0.0, 0.25, 0.5, 0.75, 1.0],
        "annual_attrition": {"mean": 0.3, "equivalent_n": 40.0},
        "backfill_after_months": 2,
        "annual_cost_per_rep": 120_000.0,
        "reps": [{"name": f"Rep {n}", "tenure_months": 3 * n} for n in range(reps)],
        "hires": [{"month": "2027-03", "count": 2, "slip_months_mean": 1.0}] if months > 2 else [],
        "open_pipeline": [
            {"count": 40, "win_rate": {"mean": 0.3, "equivalent_n": 50.0}, "age_days": 20.0 + 30 * group}
            for group in range(3)
        ],
    }


def company(teams: int, reps_per_team: int, months: int, *, recurring: bool) -> Scenario:
    """A company with every driver on."""
    document: dict[str, Any] = {
        "name": f"{teams} teams, {teams * reps_per_team} reps, {months} months",
        "start_month": "2027-01",
        "horizon_months": months,
        "growth": {"volume": {"mean": 0.08, "sd": 0.05}, "deal_size": {"mean": 0.02, "sd": 0.01}},
        "seasonality": {"index": [0.9, 0.92, 1.05, 0.98, 1.0, 1.1, 0.85, 0.8, 1.02, 1.08, 1.1, 1.2]},
        "market": {"monthly_sd": 0.1, "persistence": 0.6},
        "teams": [_team(number, reps_per_team, months) for number in range(1, teams + 1)],
        "costs": {
            "gross_margin": {"mean": 0.75, "sd": 0.02},
            "marketing_per_month": 40_000.0,
            "overhead_per_month": 90_000.0,
        },
        "goals": [{"name": "Bookings", "metric": "bookings", "target": 5e6, "by": "2027-12"}],
    }
    if recurring:
        document["recurring"] = {
            "opening_customers": 400,
            "opening_mrr": 317_000.0,
            "monthly_churn": {"successes": 33, "trials": 4000},
            "monthly_expansion": {"mean": 0.004, "sd": 0.002},
        }
    return parse_scenario(document)


def small(*, months: int = 12, teams: int = 1) -> Scenario:
    """(a) one team, 10 reps, 12 months."""
    return company(teams, 10, months, recurring=False)


def large(*, months: int = 24, teams: int = 8) -> Scenario:
    """(b) eight teams, 120 reps, 24 months, subscription revenue."""
    return company(teams, 15, months, recurring=True)
