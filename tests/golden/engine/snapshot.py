"""What two whole companies came to when somebody last looked.

A change of these figures is not an error, it is news: review the difference, raise ENGINE_VERSION, say so in the
changelog, and write the file again with ``python -m tests.golden.engine.snapshot``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from simulator import ENGINE_VERSION, Forecast, simulate
from simulator.scenario import parse_scenario, simulation_digest
from tests.statistical.whole_companies import ONE_OFF, SUBSCRIPTION

PLANS: dict[str, dict[str, Any]] = {"subscription": SUBSCRIPTION, "one-off": ONE_OFF}
TRIALS, SEED = 400, 2027
TEAM = ("entered", "worked", "won", "closed", "bookings", "headcount", "effective_reps", "lost_to_capacity")
COMPANY = ("market", "bookings", "revenue", "profit", "customers", "churned", "mrr")
FILE = Path(__file__).with_name("engine.json")


def figures(name: str) -> dict[str, Any]:
    """First trial, last trial and mean of every series, month by month."""
    plan = parse_scenario(PLANS[name])
    forecast = simulate(plan, n_trials=TRIALS, seed=SEED)
    kept = [(team, series) for team in plan.team_names for series in TEAM]
    kept += [("company", series) for series in COMPANY if forecast.has(series)]
    return {
        "simulation_digest": simulation_digest(plan),
        "series": {f"{scope}/{series}": _rows(forecast, scope, series) for scope, series in kept},
    }


def _rows(forecast: Forecast, scope: str, series: str) -> dict[str, list[float]]:
    values = np.asarray(forecast.series(series, scope), dtype=float)
    rows = {"first": values[0], "last": values[-1], "mean": values.mean(axis=0)}
    return {name: [float(f"{value:.12g}") for value in row] for name, row in rows.items()}


def everything() -> dict[str, Any]:
    """The whole file."""
    return {"engine_version": ENGINE_VERSION, **{name: figures(name) for name in PLANS}}


if __name__ == "__main__":
    FILE.write_text(json.dumps(everything(), indent=1) + "\n", encoding="utf-8")
