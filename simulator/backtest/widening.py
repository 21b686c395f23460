"""By how much ranges would have had to be stretched around their median to hold as often as they claim."""

from __future__ import annotations

import numpy as np

from simulator.backtest.findings import Coverage, Fold, HorizonScore, Stretch
from simulator.backtest.scores import independent_folds

LEVEL = 0.8
TRUST = 10.0
"""A factor found on n independent forecasts counts n / (n + 10) of its way from 1: a guess that keeps a handful of
forecasts from turning every verdict."""
SMALLEST, LARGEST = 0.2, 5.0
NAMES = {1: "month", 3: "quarter", 12: "year"}


def stretch_needed(folds: tuple[Fold, ...] | list[Fold]) -> float:
    """Smallest factor by which 8-in-10 ranges, stretched around their medians, would have held in 8 of 10 `folds`.

    Below 1 where narrower ones would have done. Not shrunk; bounded to SMALLEST..LARGEST.
    """
    needed = np.sort([_needed(fold) for fold in folds])
    at = max(int(np.ceil(LEVEL * len(needed))) - 1, 0)
    return float(np.clip(needed[at], SMALLEST, LARGEST))


def _needed(fold: Fold) -> float:
    """Distance from the median to what came, over the distance to the end of the range on that side."""
    away = fold.actual - fold.p50
    reach = fold.p90 - fold.p50 if away > 0 else fold.p50 - fold.p10
    if away == 0:
        return 0.0
    return abs(away) / reach if reach > 0 else LARGEST


def widening(folds: tuple[Fold, ...] | list[Fold], by_horizon: tuple[HorizonScore, ...]) -> Stretch:
    """The factor worth offering: of the longest horizon whose ranges held more or less often than luck allows.

    1.0 where luck explains every horizon. Shrunk on the log scale by n / (n + TRUST) for n independent forecasts.
    """
    for score in sorted(by_horizon, key=lambda one: -one.horizon_months):
        cover = score.at(LEVEL)
        if cover.finding == "as it should":
            continue
        inside = [fold for fold in folds if fold.horizon_months == score.horizon_months]
        free = independent_folds(inside)
        factor = float(stretch_needed(inside) ** (free / (free + TRUST)))
        factor = round(float(np.clip(factor, SMALLEST, LARGEST)), 2)
        if factor != 1.0:
            return Stretch(factor, _sentence(cover, score, factor), score.horizon_months)
    return Stretch(1.0, "Luck explains how often the ranges held: nothing calls for wider or narrower ones.")


def _sentence(cover: Coverage, score: HorizonScore, factor: float) -> str:
    name = NAMES.get(score.horizon_months, f"{score.horizon_months} months")
    wrong = "narrow" if cover.finding == "too narrow" else "wide"
    return (
        f"8-in-10 ranges for the next {name} held {cover.held} of {cover.folds} times, where luck allows {cover.low} "
        f"to {cover.high}: they were too {wrong}; ranges {factor:.2f} times as wide would have been nearer."
    )
