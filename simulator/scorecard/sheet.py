"""What is known of every person: one sample a metric, from a table with a row a person and period."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.findings import ScoreRows
from simulator.scorecard.metrics import CHAIN, METRICS, STEP_OF

Array = NDArray[np.float64]
COMMON_CASES = 10.0
"""How much the spread of everybody's cases weighs against a person's own."""
LEAST_TOGETHER = 4
"""People needed in a period before what moves all of them is taken off."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One metric, one entry a person.

    own: as counted, NaN where unknown; n: cases behind it, `cases` in words; hits: how many of the n cases, for a rate
    that was counted; cv: spread of one case where it was not. by_period: (people, periods), None without periods.
    differs: what a test of every single case said, None where there was none. given: what people are given to sell that
    explains differences, in words; "" where nothing is known to: such a metric is shown and not held against anybody.
    """

    own: Array
    n: Array
    cases: str
    hits: Array | None = None
    cv: Array | None = None
    by_period: Array | None = None
    differs: bool | None = None
    given: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Everything known of the people.

    reps, teams: one entry a person; months: length of a period; steps: metrics to which the bookings are proportional,
    each while the others stay as they are, in order of the funnel; bookings: of a period, as counted, NaN unknown;
    others: people with fewer cases who are not among them.
    """

    reps: tuple[str, ...]
    teams: tuple[str, ...]
    periods: tuple[str, ...]
    months: int
    currency: str
    source: str
    samples: dict[str, Sample]
    steps: tuple[str, ...]
    bookings: Array
    others: int = 0


def sheet_of_rows(rows: ScoreRows, currency: str, source: str) -> Sheet:
    """The samples of a table with one row a person and period."""
    column = {
        name: np.array([[np.nan if one is None else one for one in row] for row in values], dtype=float)
        for name, values in rows.columns
    }
    shape = (len(rows.reps), len(rows.periods))
    samples: dict[str, Sample] = {}
    for name, metric in METRICS.items():
        if metric.name == metric.of and metric.of in column:
            samples[name] = _averaged(column[metric.of])
    chain = [name for name in CHAIN if name in column]
    steps = [] if chain[:1] in ([], ["won"]) else [chain[0]]
    for before, after in pairwise(chain):
        if after != "won" or "lost" not in column:
            samples[STEP_OF[after]] = _rate(column[after], column[before])
            steps.append(STEP_OF[after])
    if "won" in column and "lost" in column:
        samples["win_rate"] = _rate(column["won"], column["won"] + column["lost"])
        steps.append("win_rate")
    if "won" in column and "bookings" in column:
        samples["deal_size"] = _sizes(column["bookings"], column["won"])
        steps = [*(steps or ["won"]), "deal_size"]
    else:
        steps = []
    if "bookings" in column and "quota" in column:
        samples["attainment"] = _quotient(column["bookings"], column["quota"])
    bookings = _mean(column["bookings"]) if "bookings" in column else np.full(shape[0], np.nan)
    in_order = {name: samples[name] for name in METRICS if name in samples}
    return Sheet(
        rows.reps,
        rows.teams,
        rows.periods,
        rows.months,
        currency,
        source,
        in_order,
        tuple(steps),
        bookings,
    )


def _mean(values: Array) -> Array:
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(1)
    found: Array = np.divide(total, known.sum(1), out=np.full(len(values), np.nan), where=known.any(1))
    return found


def common_course(values: Array) -> Array:
    """What moves everybody in a period, relative to the mean of the periods, shape (periods,)."""
    known = ~np.isnan(values)
    usual = _mean(values)[:, None]
    ratio = np.divide(values, usual, out=np.full(values.shape, np.nan), where=known & (usual > 0))
    counted = (~np.isnan(ratio)).sum(0)
    sums = np.where(np.isnan(ratio), 0.0, ratio).sum(0)
    course = np.where(counted >= LEAST_TOGETHER, sums / np.maximum(counted, 1), 1.0)
    return np.where(course > 0, course, 1.0)


def _averaged(values: Array) -> Sample:
    """A mean of periods: its spread is that between a person's own periods, freed of what moved everybody."""
    known = ~np.isnan(values)
    n = known.sum(1).astype(float)
    own = _mean(values)
    return Sample(own, n, "periods", cv=_spread(values / common_course(values), n), by_period=values)


def _spread(values: Array, n: Array) -> Array:
    mean = _mean(values)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(mean > 0, values / mean - 1, np.nan)
    squares = np.where(np.isnan(relative), 0.0, relative**2).sum(1)
    free = np.maximum(n - 1, 0.0)
    common = squares.sum() / free.sum() if free.sum() > 0 else 1.0
    return np.asarray(np.sqrt(np.maximum((squares + COMMON_CASES * common) / (free + COMMON_CASES), 1e-12)))


def _rate(hits: Array, cases: Array) -> Sample:
    """Counted where nobody has more hits than cases; else a quotient of sums whose periods tell its spread."""
    known = ~np.isnan(hits) & ~np.isnan(cases)
    k, n = np.where(known, hits, 0.0).sum(1), np.where(known, cases, 0.0).sum(1)
    if (k > n).any():
        return _quotient(hits, cases)
    monthly = np.divide(hits, cases, out=np.full(hits.shape, np.nan), where=known & (cases > 0))
    own = np.divide(k, n, out=np.full(len(k), np.nan), where=n > 0)
    return Sample(own, n, "cases", hits=k, by_period=monthly)


def _quotient(above: Array, below: Array) -> Sample:
    known = ~np.isnan(above) & ~np.isnan(below) & (np.where(np.isnan(below), 0.0, below) > 0)
    top, bottom = np.where(known, above, 0.0).sum(1), np.where(known, below, 0.0).sum(1)
    monthly = np.divide(above, below, out=np.full(above.shape, np.nan), where=known)
    n = known.sum(1).astype(float)
    own = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return Sample(own, n, "periods", cv=_spread(monthly / common_course(monthly), n), by_period=monthly)


def _sizes(bookings: Array, won: Array) -> Sample:
    """Mean size of a deal: Σ w (x - x̄)² / ((k - 1) x̄²) over the periods is the squared cv of one deal."""
    known = ~np.isnan(bookings) & ~np.isnan(won) & (np.where(np.isnan(won), 0.0, won) > 0)
    deals, money = np.where(known, won, 0.0).sum(1), np.where(known, bookings, 0.0).sum(1)
    own = np.divide(money, deals, out=np.full(len(deals), np.nan), where=deals > 0)
    monthly = np.divide(bookings, won, out=np.full(won.shape, np.nan), where=known)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(known & (own[:, None] > 0), monthly / own[:, None] - 1, 0.0)
    squares = (np.where(known, won, 0.0) * np.nan_to_num(relative) ** 2).sum(1)
    free = np.maximum(known.sum(1) - 1.0, 0.0)
    common = squares.sum() / free.sum() if free.sum() > 0 else 1.0
    cv = np.sqrt(np.maximum((squares + COMMON_CASES * common) / (free + COMMON_CASES), 1e-12))
    return Sample(own, deals, "won deals", cv=cv, by_period=monthly)
