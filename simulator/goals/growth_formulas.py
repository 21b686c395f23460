"""Formulas of what recurring revenue keeps and how fast money grows; each gives shape (n_trials,)."""

from __future__ import annotations

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals.windows import Window
from simulator.scenario.metric_inputs import months_before


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))


def _mrr(forecast: Forecast) -> tuple[Floats, Floats]:
    """MRR at the start and at the end of each month, (n_trials, n_months)."""
    closing = np.asarray(forecast.series(Series.MRR), dtype=float)
    recurring = forecast.scenario.recurring
    assert recurring is not None
    opening = np.full((len(closing), 1), recurring.opening_mrr)
    return np.concatenate([opening, closing[:, :-1]], axis=1), closing


def _kept(forecast: Forecast) -> tuple[Floats, Floats]:
    """MRR at the start of each month, and what is left of it at the end: churn gone, expansion come, nobody new."""
    opening, closing = _mrr(forecast)
    return opening, closing - np.asarray(forecast.series(Series.BOOKINGS), dtype=float) / 12


def net_revenue_retention(forecast: Forecast, scope: str, window: Window) -> Floats:  # noqa: ARG001
    """The months' retention multiplied; a month that begins without customers keeps what there is."""
    opening, kept = (months[:, window.months] for months in _kept(forecast))
    by_month = np.divide(kept, opening, out=np.ones_like(kept), where=opening > 0)
    product = np.prod(np.maximum(by_month, 0.0), axis=1)
    product[~(opening > 0).any(axis=1)] = np.nan
    return np.asarray(product ** (1 / window.length) if window.averaged else product)


def net_revenue_churn(forecast: Forecast, scope: str, window: Window) -> Floats:  # noqa: ARG001
    opening, kept = (months[:, window.months].sum(axis=1) for months in _kept(forecast))
    return _ratio(opening - kept, opening)


def mrr_growth(forecast: Forecast, scope: str, window: Window) -> Floats:  # noqa: ARG001
    opening, closing = _mrr(forecast)
    times = _ratio(closing[:, window.last], opening[:, window.first])
    return np.asarray(times ** (1 / window.length) if window.averaged else times) - 1


def revenue_growth(forecast: Forecast, scope: str, window: Window) -> Floats:
    """Against the equally many months before; averaged: a month, from the first to the last of the window."""
    name = Series.REVENUE if scope == COMPANY else Series.BOOKINGS
    simulated = np.asarray(forecast.series(name, scope), dtype=float)
    if window.averaged:
        times = _ratio(simulated[:, window.last], simulated[:, window.first])
        return np.asarray(times ** (1 / max(window.length - 1, 1))) - 1
    known = np.asarray(months_before(forecast.scenario, scope), dtype=float)
    lived = np.concatenate([np.broadcast_to(known, (len(simulated), known.size)), simulated], axis=1)
    first, length = window.first + known.size, window.length
    if first < length:
        return np.full(len(simulated), np.nan)
    now = lived[:, first : first + length].sum(axis=1)
    return _ratio(now, lived[:, first - length : first].sum(axis=1)) - 1
