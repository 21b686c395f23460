"""Deals of months lived: when they entered, what became of them, when, and for how much."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from validation.states import QUARTERS_PUSHED, Months
from validation.truth import Truth

Array = NDArray[np.float64]
Days = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = 10**7
LUMP_DAYS = 10


@dataclass(frozen=True, eq=False)
class Sold:
    """Deals with their whole fate, arrays of one length.

    company: which of the companies; entered, closed: days since 1970 (NEVER: never decided); due: when it would have
    closed had nothing been pushed; won; size; new: brought by somebody in the ramp; win_chance, cycle_factor: what they
    were at the start.
    """

    company: Days
    entered: Days
    closed: Days
    due: Days
    won: Flags
    size: Array
    new: Flags
    win_chance: Array
    cycle_factor: Array

    def take(self, kept: Flags) -> Sold:
        """The deals where `kept` is true."""
        return Sold(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


def month_starts(first_month: int, months: int) -> Days:
    """First days of `months` + 1 months, days since 1970."""
    starts = np.arange(first_month, first_month + months + 1).astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(starts.astype(np.int64))


def sell(truth: Truth, lived: Months, first: int, rng: np.random.Generator, pushes: Pushes) -> Sold:
    """The deals that enter in `lived`, whose first column is the company's month `first`."""
    n, months = lived.volume.shape
    k = truth.dispersion
    counts = rng.poisson(lived.volume * rng.gamma(k, 1 / k, lived.volume.shape))
    cell = np.repeat(np.arange(n * months), counts.ravel())
    company, month = cell // months, cell % months
    starts = month_starts(truth.first_month + first, months)
    total = len(cell)
    entered = starts[month] + np.floor(rng.random(total) * (starts[month + 1] - starts[month])).astype(int)
    new = rng.random(total) < lived.newcomers.ravel()[cell]
    chance = special.expit(special.logit(truth.win_rate) + lived.odds.ravel()[cell])
    chance = chance * np.where(new, lived.new_factor.ravel()[cell], 1.0)
    decided, won = rng.random(total) < truth.decided, rng.random(total) < chance
    factor = (1 + truth.lengthening) ** ((first + month - truth.months) / 12)
    mean = np.where(won, truth.cycle_days, truth.lost_cycle_days) * factor
    cycle = rng.gamma(1 / truth.cycle_cv**2, truth.cycle_cv**2, total) * mean
    closed = np.where(decided, entered + np.rint(cycle).astype(int), NEVER)
    size = _sizes(truth, total, rng) * lived.size.ravel()[cell]
    sold = Sold(company, entered, closed, closed, won & decided, size, new, chance, factor)
    return pushes.applied(sold, rng)


def _sizes(truth: Truth, n: int, rng: np.random.Generator) -> Array:
    mean, cv = truth.deal_size, truth.size_cv
    if truth.size_family == "gamma":
        size = rng.gamma(1 / cv**2, mean * cv**2, n)
    elif truth.size_family == "lognormal":
        sigma2 = np.log1p(cv**2)
        size = rng.lognormal(np.log(mean) - sigma2 / 2, np.sqrt(sigma2), n)
    else:  # Lomax: a Pareto shifted to 0, mean scale / (index - 1)
        size = rng.pareto(truth.tail_index, n) * mean * (truth.tail_index - 1)
    return np.maximum(size, mean / 1000)


def fates_of_open(truth: Truth, opened: Sold, today: int, rng: np.random.Generator, pushes: Pushes) -> Sold:
    """Another fate for each deal open on `today`, given that it was still open: what could have come instead.

    A deal whose decision was due before keeps its fate: it is decided, and only not closed yet.
    """
    age = np.maximum(today - opened.entered + 0.5, 0.0)
    shape = 1 / truth.cycle_cv**2
    scales = [
        days * truth.cycle_cv**2 * opened.cycle_factor for days in (truth.cycle_days, truth.lost_cycle_days)
    ]
    left_won, left_lost = (special.gammaincc(shape, age / scale) for scale in scales)
    weights = np.stack(
        [
            truth.decided * opened.win_chance * left_won,
            truth.decided * (1 - opened.win_chance) * left_lost,
            np.full(len(age), 1 - truth.decided),
        ]
    )
    total = weights.sum(0)
    at = rng.random(len(age)) * total
    won, never = at < weights[0], at >= weights[0] + weights[1]
    left = np.where(won, left_won, left_lost) * rng.random(len(age))
    cycle = special.gammainccinv(shape, np.maximum(left, 1e-12)) * np.where(won, scales[0], scales[1])
    closed = np.where(never, NEVER, np.maximum(opened.entered + np.rint(cycle).astype(int), today + 1))
    moved = pushes.applied(replace(opened, closed=closed, due=closed, won=won), rng)
    late = opened.due <= today
    return replace(
        moved,
        closed=np.where(late, opened.closed, moved.closed),
        won=np.where(late, opened.won, moved.won),
    )


def _quarter(days: Days) -> Days:
    """Calendar quarters since 1970 of days since 1970."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3)


class Pushes:
    """Slippage: closings pushed into the next quarter, or drawn to a quarter's end, by the shares of their quarter."""

    def __init__(self, truth: Truth, push: Array) -> None:
        """push: share by company and month of the company's life, shape (n, months)."""
        self._truth, self._push = truth, push
        self._starts = month_starts(truth.first_month, push.shape[1])

    def applied(self, sold: Sold, rng: np.random.Generator) -> Sold:
        """`sold` with closings moved and, of those pushed, some lost."""
        truth = self._truth
        if not truth.push:
            return sold
        closed, won = sold.closed.copy(), sold.won.copy()
        for _ in range(QUARTERS_PUSHED):
            month = np.searchsorted(self._starts, closed, side="right") - 1
            inside = (closed < NEVER) & (month < self._push.shape[1]) & (month >= 0)
            month = np.clip(month, 0, self._push.shape[1] - 1)
            pushed = inside & (rng.random(len(closed)) < self._push[sold.company, month])
            if not pushed.any():
                break
            # the first two thirds of the quarter that follows
            into = (truth.first_month + month) // 3 * 3 + 3
            begins = into.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
            closed = np.where(pushed, begins + rng.integers(0, 60, len(closed)), closed)
            won &= ~(pushed & (rng.random(len(closed)) < truth.push_lost))
        quarter = _quarter(closed) * 3 + 3
        ends = quarter.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
        drawn = (closed < NEVER) & won & (rng.random(len(closed)) < truth.quarter_end)
        late = np.maximum(ends - rng.integers(0, LUMP_DAYS, len(closed)), closed)
        return replace(sold, closed=np.where(drawn, late, closed), won=won)
