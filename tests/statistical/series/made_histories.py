"""Monthly histories of known truth: inside what the model allows for, and beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.series import MonthlySeries

Floats = NDArray[np.float64]
World = Literal["inside", "walk", "shift", "fat tails", "turning growth", "counts"]
AHEAD = 12


@dataclass(frozen=True, eq=False)
class Made:
    """A history, what came in the twelve months after it, and what is true of it.

    growth: logarithmic, a year, without the walk; line: with the walk, the slope of the straight line
    through the level of the history's months.
    """

    series: MonthlySeries
    came: Floats
    growth: float
    season: Floats
    walk: float
    level: float
    line: float


def made(rng: np.random.Generator, months: int, world: World = "inside", season: bool | None = None) -> Made:
    """One company: growth normal(0, 0.2) a year, month's luck 2 to 25 %, a walk of about a fifth of it, an AR(1)
    market; a season in half of them (all or none where `season` says so).

    walk: nothing but a walk, of 1 to 8 % a month. shift: one jump of up to half inside the history. fat tails:
    Student's t of 3 degrees. turning growth: another growth from somewhere in the history on.
    counts: Poisson around 8 a month.
    """
    total = months + AHEAD
    growth = float(rng.normal(0, 0.2))
    luck = float(np.exp(rng.uniform(np.log(0.02), np.log(0.25))))
    walk = luck * float(np.exp(rng.normal(np.log(0.2), 0.8)))
    rho = float(rng.choice([0.0, 0.5, 0.75]))
    market = np.empty(total)
    market[0] = luck * rng.standard_normal()
    for t in range(1, total):
        market[t] = rho * market[t - 1] + np.sqrt(1 - rho**2) * luck * rng.standard_normal()
    effects = np.zeros(12)
    if season or (season is None and rng.random() < 0.5):
        effects = luck * np.exp(rng.uniform(np.log(0.5), np.log(4))) * rng.standard_normal(12)
        effects -= effects.mean()
    slope = np.full(total, growth / 12)
    jump = np.zeros(total)
    if world == "walk":
        walk, market = float(np.exp(rng.uniform(np.log(0.01), np.log(0.08)))), market * 0.02
    elif world == "shift":
        jump[int(months * rng.uniform(0.2, 0.95)) :] = rng.choice([-1, 1]) * rng.uniform(0.1, 0.5)
    elif world == "fat tails":
        market = luck * rng.standard_t(3, total) / np.sqrt(3)
    elif world == "turning growth":
        slope[int(months * rng.uniform(0.2, 0.9)) :] = rng.normal(0, 0.2) / 12
    steps = slope + walk * rng.standard_normal(total)
    level = np.cumsum(steps) + jump
    phase = int(rng.integers(12))
    values = 1000 * np.exp(level + market + effects[(phase + np.arange(total)) % 12])
    if world == "counts":
        values = rng.poisson(values / 125).astype(float)
    series = MonthlySeries(f"2010-{phase + 1:02d}", tuple(values[:months].tolist()))
    at = np.arange(months) - (months - 1) / 2
    line = 12 * float(at @ level[:months] / (at @ at))
    return Made(series, values[months:], growth, effects, walk, float(level[months - 1]), line)


def place(futures: Floats, came: Floats, months: int) -> float:
    """Share of futures whose total over the first `months` lies below what came."""
    return float((futures[:, :months].sum(axis=1) < came[:months].sum()).mean())
