"""From forecasts beside what came to a `Replay`."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.findings import Fold, HorizonScore, Replay
from simulator.backtest.naive import naive_point, naive_sample
from simulator.backtest.scores import coverages, crps, histogram, pit
from simulator.backtest.widening import stretch_needed, widening
from simulator.backtest.words_met import odds_bins, tried_goals, word_scores
from simulator.evidence import EvidenceError, Remark

Values = NDArray[np.float64]
HORIZONS = (1, 3, 12)
"""The next month, quarter and year."""
FEW_FOLDS = 10.0
_QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


def scored_fold(
    cutoff: str, horizon_months: int, sample: Values, known: Values, actual: float, uniform: float
) -> Fold:
    """One forecast scored. sample: (n,) totals; known: months up to the cut-off; `uniform` in 0..1 breaks ties."""
    low, p10, p25, p50, p75, p90, high = (float(one) for one in np.quantile(sample, _QUANTILES))
    return Fold(
        cutoff=cutoff,
        horizon_months=horizon_months,
        actual=actual,
        p10=p10,
        p50=p50,
        p90=p90,
        pit=pit(sample, actual, uniform),
        p025=low,
        p25=p25,
        p75=p75,
        p975=high,
        crps=crps(sample, actual),
        naive_crps=crps(naive_sample(known, horizon_months), actual),
        goals=tried_goals(sample, naive_point(known, horizon_months), actual),
    )


def replay_of(
    folds: list[Fold],
    source: str,
    kind: Literal["series", "deals"],
    unit: str,
    remarks: tuple[Remark, ...] = (),
) -> Replay:
    """All scores of `folds`, in the order of their cut-offs. Raises EvidenceError where there is none."""
    if not folds:
        raise EvidenceError(
            f'"{source}" leaves no past day to forecast from: nothing came after a cut-off with enough history; '
            "bring a longer history."
        )
    ordered = tuple(sorted(folds, key=lambda fold: (fold.cutoff, fold.horizon_months)))
    by_horizon = tuple(
        _horizon(ordered, months) for months in sorted({one.horizon_months for one in ordered})
    )
    cover = coverages(ordered)
    told = list(remarks)
    if cover[0].independent < FEW_FOLDS:
        told.append(
            Remark(
                "few_forecasts",
                f"{_counted(len(ordered))} as good as {max(round(cover[0].independent), 1)} that share no month: too "
                "few to tell good ranges from lucky ones; a longer history would.",
                (),
                len(ordered),
            )
        )
    return Replay(
        source=source,
        kind=kind,
        unit=unit,
        folds=ordered,
        coverage=cover,
        crps=float(np.mean([fold.crps / fold.horizon_months for fold in ordered])),
        naive_crps=float(np.mean([fold.naive_crps / fold.horizon_months for fold in ordered])),
        by_horizon=by_horizon,
        pit_histogram=histogram(ordered),
        words=word_scores(ordered),
        odds=odds_bins(ordered),
        widening=widening(ordered, by_horizon),
        remarks=tuple(told),
    )


def _counted(forecasts: int) -> str:
    return "1 forecast is" if forecasts == 1 else f"{forecasts:,} forecasts are"


def _horizon(folds: tuple[Fold, ...], months: int) -> HorizonScore:
    inside = [fold for fold in folds if fold.horizon_months == months]
    return HorizonScore(
        horizon_months=months,
        folds=len(inside),
        coverage=coverages(inside),
        crps=float(np.mean([fold.crps for fold in inside])),
        naive_crps=float(np.mean([fold.naive_crps for fold in inside])),
        stretch=stretch_needed(inside),
    )
