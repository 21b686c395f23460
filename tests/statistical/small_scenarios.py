"""Small scenarios for proofs: every field has the dullest value unless a test states it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import Scenario
from simulator.scenario import parse_scenario

Floats = NDArray[np.float64]
START = "2027-01"


def team_document(name: str = "Direct", **fields: Any) -> dict[str, Any]:
    """One team in which every unit that enters is sold at once for exactly 1, unless `fields` say otherwise."""
    plain: dict[str, Any] = {
        "name": name,
        "inbound_per_month": 0.0,
        "stages": [{"name": "sale", "rate": 1.0}],
        "deal_size": {"family": "gamma", "mean": 1.0, "cv": 0.0},
    }
    return {**plain, **fields}


def document(*teams: dict[str, Any], months: int = 12, **fields: Any) -> dict[str, Any]:
    """A scenario's document around `teams` (one dull team if none are given)."""
    return {
        "name": "small",
        "start_month": START,
        "horizon_months": months,
        "teams": list(teams) or [team_document()],
        **fields,
    }


def scenario(*teams: dict[str, Any], months: int = 12, **fields: Any) -> Scenario:
    """The scenario of `document`."""
    return parse_scenario(document(*teams, months=months, **fields))


def month(t: int, start: str = START) -> str:
    """The month `t` months after `start`, written YYYY-MM."""
    number = int(start[:4]) * 12 + int(start[5:]) - 1 + t
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def goal(metric: str, target: float, **fields: Any) -> dict[str, Any]:
    """A goal for December of the first year, named after its metric."""
    return {"name": metric, "metric": metric, "target": target, "by": month(11), **fields}


def initiative(lever: str, effect: Any, **fields: Any) -> dict[str, Any]:
    """A change of `lever` that works for certain from the first month, unless `fields` say otherwise."""
    return {"name": f"about {lever}", "lever": lever, "effect": effect, "start_month": START, **fields}
