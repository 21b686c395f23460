"""From a scenario to a forecast: volume, people, funnel, timing, money; one driver a file, one stream a driver."""

from __future__ import annotations

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.parameter_draws import parameter_draws
from simulator.engine.simulate import DEFAULT_TRIALS, MAX_TRIALS, MIN_TRIALS, check_request, simulate

__all__ = [
    "COMPANY",
    "DEFAULT_TRIALS",
    "MAX_TRIALS",
    "MIN_TRIALS",
    "Forecast",
    "Series",
    "check_request",
    "parameter_draws",
    "simulate",
]
