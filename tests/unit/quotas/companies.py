"""Small companies for what is asked about quotas."""

from __future__ import annotations

from typing import Any

from simulator import Scenario
from simulator.scenario import parse_scenario


def company(*teams: dict[str, Any], **fields: Any) -> Scenario:
    """A scenario of these teams; what a team leaves out is a plain team of six."""
    given = teams or ({},)
    return parse_scenario(
        {
            "name": "Small",
            "start_month": "2027-01",
            "seed": 5,
            "teams": [{**PLAIN, "name": f"Team {number}", **team} for number, team in enumerate(given, 1)],
            "goals": [{"name": "New bookings", "metric": "bookings", "target": 3_000_000.0, "by": "2027-12"}],
            **fields,
        }
    )


PLAIN: dict[str, Any] = {
    "inbound_per_month": {"mean": 60.0, "dispersion": 20.0},
    "stages": [{"name": "won", "rate": {"mean": 0.2, "equivalent_n": 200.0}}],
    "deal_size": {"family": "gamma", "mean": 20_000.0, "cv": 0.8},
    "headcount": 6,
}
PEOPLE: dict[str, Any] = {
    "headcount": 2,
    "reps": [{"name": "Ana", "tenure_months": 30}, {"name": "Ben", "tenure_months": 1}],
    "hires": [{"month": "2027-03", "count": 2, "slip_months_mean": 1.0}],
    "ramp": [0.0, 0.3, 0.6, 1.0],
    "ramp_length_cv": 0.2,
    "annual_attrition": {"mean": 0.4, "equivalent_n": 20.0},
    "backfill_after_months": 1,
}
