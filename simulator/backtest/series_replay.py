"""A monthly history replayed: from every past month's end, the next month, quarter and year as they looked then."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.findings import Fold, Replay
from simulator.backtest.scoring import HORIZONS, replay_of, scored_fold
from simulator.evidence import EvidenceError, Remark
from simulator.series import MonthlySeries, fit_series, simulate_series

Values = NDArray[np.float64]
Simulated = Callable[[MonthlySeries, int, int, np.random.Generator], Values]
"""(known, months ahead, trials, rng) -> (trials, months)."""
FIRST_CUTOFF = 12
"""Months known at the first cut-off: with less than a year nothing is known about any season."""
LEAST_MONTHS = FIRST_CUTOFF + 1
TRIALS = 2_000
SEED = 2027


def model_of_then(known: MonthlySeries, months: int, n_trials: int, rng: np.random.Generator) -> Values:
    """The forecast the product would have made: fitted on what was known, parameters drawn once a trial, then luck."""
    return np.asarray(simulate_series(fit_series(known), months, n_trials, rng), dtype=np.float64)


def backtest_series(
    series: MonthlySeries,
    *,
    source: str = "history",
    unit: str = "",
    remarks: tuple[Remark, ...] = (),
    n_trials: int = TRIALS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    model: Simulated = model_of_then,
) -> Replay:
    """Forecast the next 1, 3 and 12 months from the end of every month after the first twelve, and compare.

    Each fit sees the months up to its cut-off and nothing later; its luck comes from `seed` and the cut-off's month, so
    that a longer history changes no forecast made before. progress(done, total) is called after every cut-off and may
    raise to stop. Raises EvidenceError with a sentence where the history is too short.
    """
    values = np.asarray(series.values, dtype=np.float64)
    if len(values) < LEAST_MONTHS:
        raise EvidenceError(
            f'"{source}" has {len(values)} {"month" if len(values) == 1 else "months"}; a replay needs at least '
            f"{LEAST_MONTHS}: twelve to learn from and one to compare with."
        )
    first = np.datetime64(series.first_month, "M")
    folds: list[Fold] = []
    total = len(values) - FIRST_CUTOFF
    for done, known_months in enumerate(range(FIRST_CUTOFF, len(values)), 1):
        known = values[:known_months]
        horizons = [months for months in HORIZONS if known_months + months <= len(values)]
        last = first + known_months - 1
        rng = np.random.Generator(np.random.PCG64([seed, int(last.astype(np.int64)) + 12 * 1970]))
        # every horizon has its own draw whether it fits or not: months that come later may not move it
        uniforms = dict(zip(HORIZONS, rng.random(len(HORIZONS)), strict=True))
        paths = model(MonthlySeries(series.first_month, tuple(known.tolist())), max(HORIZONS), n_trials, rng)
        cutoff = str((last + 1).astype("datetime64[D]") - 1)
        for months in horizons:
            sample = paths[:, :months].sum(axis=1)
            actual = float(values[known_months : known_months + months].sum())
            folds.append(scored_fold(cutoff, months, sample, known, actual, float(uniforms[months])))
        progress(done, total)
    return replay_of(folds, source, "series", unit, remarks)
