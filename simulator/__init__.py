"""From a scenario to a verdict: a Monte Carlo engine for sales targets."""

from __future__ import annotations

from simulator.errors import Problem, ScenarioError
from simulator.scenario import Scenario, load_scenario
from simulator.version import ENGINE_VERSION

__all__ = ["ENGINE_VERSION", "Problem", "Scenario", "ScenarioError", "load_scenario"]
