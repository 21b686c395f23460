"""From a scenario to a verdict: a Monte Carlo engine for sales targets.

>>> from simulator import assess, load_scenario, simulate
>>> forecast = simulate(load_scenario("plan.toml"), n_trials=10_000)  # doctest: +SKIP
>>> [(verdict.name, verdict.verdict, verdict.probability) for verdict in assess(forecast)]  # doctest: +SKIP
"""

from __future__ import annotations

from simulator.engine import Forecast, simulate
from simulator.errors import Problem, ScenarioError
from simulator.goals import Verdict, assess
from simulator.scenario import Scenario, dump_scenario, load_scenario
from simulator.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Forecast",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Verdict",
    "assess",
    "dump_scenario",
    "load_scenario",
    "simulate",
]
