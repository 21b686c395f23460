"""Mathematics of one monthly series: growth, season, market and level, each with how well it is known.

::

    model = fit_series(MonthlySeries("2022-01", values), interval="year")
    model.growth.mean, model.season.index, model.market.walk_sd, model.level
    futures = simulate_series(model, months=12, n_trials=10_000, rng=rng)      # (10_000, 12)

Knows nothing of files. Raises SeriesError (a ValueError) whose sentences can be shown.
"""

from __future__ import annotations

from simulator.series.course import fitted_course
from simulator.series.fitting import fit_series
from simulator.series.model import (
    Interval,
    SeriesGrowth,
    SeriesMarket,
    SeriesModel,
    SeriesRemark,
    SeriesSeason,
)
from simulator.series.months import MonthlySeries, SeriesError
from simulator.series.paths import simulate_series

__all__ = [
    "Interval",
    "MonthlySeries",
    "SeriesError",
    "SeriesGrowth",
    "SeriesMarket",
    "SeriesModel",
    "SeriesRemark",
    "SeriesSeason",
    "fit_series",
    "fitted_course",
    "simulate_series",
]
