"""A replay of ten years of months and of the sample export, against the bare fits and simulations it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from simulator.backtest import backtest_deals, backtest_series, past_deals
from simulator.backtest.series_replay import FIRST_CUTOFF, TRIALS
from simulator.engine import simulate
from simulator.evidence import evidence_to_scenario, read_export
from simulator.sample import SAMPLE_FILE, sample_export
from simulator.series import MonthlySeries, fit_series, simulate_series

MONTHS = 120
Paired = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float, float]]


def ten_years() -> MonthlySeries:
    """A growing, seasonal history with luck in it."""
    rng = np.random.default_rng(2027)
    months = np.arange(MONTHS)
    season = 1 + 0.2 * np.sin(2 * np.pi * months / 12)
    values = 1000 * 1.004**months * season * rng.lognormal(0, 0.08, MONTHS)
    return MonthlySeries("2017-01", tuple(values.tolist()))


def bare_fits(series: MonthlySeries) -> None:
    """Every fit and its futures, without scores."""
    for months in range(FIRST_CUTOFF, len(series.values)):
        simulate_series(fit_series(series.until(months)), 12, TRIALS, np.random.default_rng(months))


def replay(paired: Paired) -> None:
    """Print the seconds of both replays and their ratio to the bare work."""
    series = ten_years()
    whole, bare, ratio = paired(lambda: backtest_series(series), lambda: bare_fits(series), 3)
    print(f"replay of {MONTHS} months: {whole:.1f} s   bare fits {bare:.1f} s   ratio {ratio:.2f}")
    past = past_deals(read_export(sample_export(), SAMPLE_FILE))
    ends = [dt.date(2024 + at // 12, at % 12 + 1, 28) for at in range(3, 35)]

    def bare_plans() -> None:
        for end in ends:
            evidence = past.as_of(end)
            for horizon in (1, 3, 12):
                simulate(evidence_to_scenario(evidence, horizon), TRIALS, threads=1)

    whole, bare, ratio = paired(lambda: backtest_deals(past), bare_plans, 3)
    print(
        f"replay of the sample export: {whole:.1f} s   bare plans {bare:.1f} s   ratio {ratio:.2f}",
        flush=True,
    )
