"""How good forecasts were: coverage with what luck allows, the place of what came in the forecast, and CRPS.

Sources: PIT, Dawid 1984, randomised for ties by Smith 1985; CRPS, Matheson and Winkler 1976, as computed from a sample
by Gneiting and Raftery 2007; interval of a share, Wilson 1927.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.backtest.findings import LEVELS, Coverage, Fold

Values = NDArray[np.float64]
LUCK = 0.95
"""What lies outside this central share of luck is called wrong."""


def pit(sample: Values, actual: float, uniform: float) -> float:
    """Place of `actual` among `sample` (n,), 0..1: (below + u (equal + 1)) / (n + 1), `uniform` being u in 0..1.

    Uniform where the actual is one more draw of what the sample was drawn from; ties (counts, zeros) are spread over
    the step they stand for instead of piling up at its end.
    """
    below, equal = int((sample < actual).sum()), int((sample == actual).sum())
    return float((below + uniform * (equal + 1)) / (len(sample) + 1))


def crps(sample: Values, actual: float) -> float:
    """Continuous ranked probability score of `sample` (n,) in its own unit: E|X - y| - E|X - X'| / 2; 0 is perfect.

    Of a single value it is the absolute error, so that forecasts with and without a range compare.
    """
    import scoringrules  # takes seconds to import, and only a replay needs it

    scale = float(np.abs(sample).max(initial=abs(actual)))
    if scale == 0:
        return 0.0
    made = scoringrules.crps_ensemble(actual / scale, sample / scale, estimator="qd", backend="numpy")
    return max(float(made) * scale, 0.0)


def independent_folds(folds: tuple[Fold, ...] | list[Fold]) -> float:
    """As how many forecasts without a common month `folds` count.

    Totals over h months whose cut-offs lie d months apart share h - d months: n of them are worth 1 + (n - 1) d / h.
    Horizons share their months too and are taken to be right or wrong together: with w_h the share of the
    folds and n_h the free ones of a horizon, the standard error adds up to sum of w_h / sqrt(n_h).
    """
    error = 0.0
    for horizon in {fold.horizon_months for fold in folds}:
        cutoffs = [fold.cutoff[:7] for fold in folds if fold.horizon_months == horizon]
        months = sorted({int(one[:4]) * 12 + int(one[5:7]) for one in cutoffs})
        free = 1 + float(np.minimum(np.diff(months), horizon).sum()) / horizon
        error += len(cutoffs) / len(folds) / float(np.sqrt(free))
    return 1 / error**2 if error else 0.0


def coverage(folds: tuple[Fold, ...] | list[Fold], level: float) -> Coverage:
    """How often the ranges of `level` held, and between which numbers luck alone would leave that."""
    held, free = sum(fold.holds(level) for fold in folds), independent_folds(folds)
    low, high = _allowed(len(folds), free, level)
    return Coverage(level, len(folds), held, low, high, free)


def coverages(folds: tuple[Fold, ...] | list[Fold]) -> tuple[Coverage, ...]:
    """`coverage` at every level."""
    return tuple(coverage(folds, level) for level in LEVELS)


def histogram_luck(folds: tuple[Fold, ...] | list[Fold], bins: int = 10) -> tuple[float, float]:
    """Between which numbers of folds each part of `histogram` lies by luck alone, 19 times in 20."""
    low, high = _allowed(len(folds), independent_folds(folds), 1 / bins)
    return float(low), float(high)


def _allowed(folds: int, independent: float, level: float) -> tuple[int, int]:
    """Central 95 % of the binomial for the independent ones, as numbers of all folds."""
    n = max(round(independent), 1)
    low, high = (float(stats.binom.ppf(end, n, level)) for end in ((1 - LUCK) / 2, (1 + LUCK) / 2))
    return int(np.floor(low / n * folds)), int(np.ceil(high / n * folds))


def wilson(met: float, trials: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; `trials` need not be whole. (0, 1) without any."""
    if trials <= 0:
        return 0.0, 1.0
    z, share = 1.959964, met / trials
    middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


def histogram(folds: tuple[Fold, ...] | list[Fold], bins: int = 10) -> tuple[int, ...]:
    """How many folds' PITs lie in each of `bins` equal parts of 0..1."""
    places = np.minimum((np.array([fold.pit for fold in folds]) * bins).astype(int), bins - 1)
    return tuple(np.bincount(places, minlength=bins).tolist())
