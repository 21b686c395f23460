"""Do the top-down ranges hold what they claim: in a world like the model's, and on a real series?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binom

from simulator.outlook import fit_outlook, outlook_paths

CLAIMED = 0.8
LEAST_CHANCE = 1e-3
"""Of so few hits, or so many, by luck alone if 80 % were true."""


def _holds(history: np.ndarray, coming: np.ndarray, seed: int) -> bool:
    found = fit_outlook(tuple(history.tolist()), np.random.default_rng([seed, 1]))
    paths = outlook_paths(found, len(coming), 1_000, np.random.default_rng([seed, 2]))
    low, high = np.quantile(paths.sum(axis=1), [(1 - CLAIMED) / 2, (1 + CLAIMED) / 2])
    return bool(low <= coming.sum() <= high)


def _allowed(n: int) -> tuple[float, float]:
    low, high = binom(n, CLAIMED).ppf([LEAST_CHANCE, 1 - LEAST_CHANCE])
    return low / n, high / n


def test_a_wandering_level_with_noise_is_covered() -> None:
    """36 months known, 12 ahead: a level with its own steps, a steady growth, noise."""
    n = 40
    hits = []
    for world in range(n):
        rng = np.random.default_rng([77, world])
        level = np.cumsum(rng.normal(0.005, 0.05, 48))
        series = 1000 * np.exp(level + rng.normal(0, 0.15, 48))
        hits.append(_holds(series[:36], series[36:], world))
    low, high = _allowed(n)
    assert low <= np.mean(hits) <= high, np.mean(hits)


def test_a_year_of_retail_is_covered(real_data: Path) -> None:
    """Totals of twelve months that do not overlap; what came was not known when they were forecast."""
    folder = real_data / "us_retail_census"
    series = pd.read_csv(next(folder.glob("*.csv")))["y"].to_numpy(dtype=float)
    cuts = range(60, len(series) - 11, 12)
    hits = [_holds(series[:cut], series[cut : cut + 12], cut) for cut in cuts]
    low, high = _allowed(len(hits))
    assert low <= np.mean(hits) <= high, np.mean(hits)
