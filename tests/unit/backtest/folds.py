"""Folds made by hand."""

from __future__ import annotations

from simulator.backtest import Fold, Tried


def fold(
    actual: float,
    cutoff: str = "2020-01-31",
    horizon_months: int = 1,
    *,
    middle: float = 100.0,
    reach: float = 10.0,
    pit: float = 0.5,
    crps: float = 1.0,
    naive_crps: float = 2.0,
    goals: tuple[Tried, ...] = (),
) -> Fold:
    """A fold whose 8-in-10 range is `middle` ± `reach`, the 5-in-10 half and the 19-in-20 twice as wide."""
    return Fold(
        cutoff=cutoff,
        horizon_months=horizon_months,
        actual=actual,
        p10=middle - reach,
        p50=middle,
        p90=middle + reach,
        pit=pit,
        p025=middle - 2 * reach,
        p25=middle - reach / 2,
        p75=middle + reach / 2,
        p975=middle + 2 * reach,
        crps=crps,
        naive_crps=naive_crps,
        goals=goals,
    )


def monthly(actuals: list[float], horizon_months: int = 1) -> list[Fold]:
    """Folds a month apart, from January 2010 on."""
    return [
        fold(actual, f"{2010 + at // 12}-{at % 12 + 1:02d}-28", horizon_months)
        for at, actual in enumerate(actuals)
    ]
