"""From a monthly history to level, growth, season and market, each with what it may claim."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.series.grid import Floats
from simulator.series.model import (
    MONTHS_IN,
    Interval,
    SeriesGrowth,
    SeriesMarket,
    SeriesModel,
    SeriesRemark,
    SeriesSeason,
)
from simulator.series.months import MonthlySeries, SeriesError
from simulator.series.posterior import GROWTH_SD, STEPS, Posterior, design
from simulator.series.shifts import Jump, without_jumps
from simulator.series.shown import growth_of_months
from simulator.series.spread import eight_in_ten

MONTHS_USED = 120
"""What a business did more than ten years ago says little of its next year."""
GROWTH_NEEDS = 24
"""With fewer months a rising history may be a part of its season: no month has been seen twice after all others."""
SEASON_NEEDS, QUARTER_NEEDS = 24, 12
"""Two of every month of the year, four of every month of the quarter."""
SEASON_ODDS = 20.0
"""A season is claimed where it explains the history 20 times better than none: luck alone gets there at most once in
20 (the expectation of a likelihood ratio under the null is 1, Markov's inequality)."""
QUARTER_SHARE = 0.25
"""A season of the quarter is believed a quarter as often as one of the year before looking (SEASON_PRIOR), so that the
same odds after looking need four times the evidence. Otherwise years' seasons, half seen, are told as quarters'."""
GROWTH_KNOWN, SIGN_KNOWN = 0.8, 1.28
"""Growth is claimed where looking narrowed what was believed before to this share, or where its sign is known with
odds of 9 in 10."""
TURNING = 5.5**2 / (506 / 144)
"""A month's walk of this variance moves the mean of twelve months t = 0 .. 11 as growth a month of variance 1 does: one
by the sum of (i / 12)^2, i = 1 .. 11, the other by 5.5 months of growth."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The belief behind a model. `offset` was added to the values before the logarithm; `begin`: first month used."""

    belief: Posterior
    offset: float
    begin: int
    jumps: tuple[Jump, ...]

    def regression(self, series: MonthlySeries) -> tuple[Floats, Floats]:
        """Regressors and logarithms, their middle taken off, of the months the belief rests on."""
        months = self.belief.months
        logs = np.log(np.array(series.values[-months:]) + self.offset) - self.belief.middle
        start = (series.calendar_start + len(series.values) - months) % 12
        return design(months, start, self.steps), logs

    @property
    def steps(self) -> tuple[int, ...]:
        """Places of the jumps in what was used."""
        return tuple(jump.at for jump in self.jumps)


def offset_of(values: Floats) -> float:
    """What is added before the logarithm: nothing, unless months are 0 or next to it; then half the mean.

    The logarithm of a small count is all luck; log(x + mean / 2) varies about as much at 0 as at the mean.
    """
    mean = float(values.mean())
    if mean <= 0:
        return 1.0
    return 0.0 if values.min() > 0.05 * mean else 0.5 * mean


@lru_cache(maxsize=256)
def reading(series: MonthlySeries) -> Reading:
    """The belief after looking at `series`; the same for the same series."""
    used = series.tail(MONTHS_USED)
    values = np.array(used.values)
    offset = offset_of(values)
    mean = float(values.mean())
    least = mean / (mean + offset) ** 2 if series.counts and mean > 0 else 0.0
    cleaned = without_jumps(np.log(values + offset), used.calendar_start, least)
    return Reading(cleaned.belief, offset, len(series.values) - len(values) + cleaned.begin, cleaned.jumps)


def fit_series(series: MonthlySeries, interval: Interval = "year") -> SeriesModel:
    """What `series` says. Every figure is an expectation over what is believed after looking (docs/MODEL.md).

    interval: what growth is told per. Raises SeriesError where it is none of month, quarter and year.
    """
    if interval not in MONTHS_IN:
        raise SeriesError(f"interval = {interval!r}: must be month, quarter or year.")
    read = reading(series)
    belief = read.belief
    growth, turning = _growth(series, read, interval)
    season, effects = _season(belief)
    level_mean, level_variance = belief.level_now()
    mean = belief.expected(level_mean)
    spread = eight_in_ten(belief.weight, level_mean, level_variance, mean)
    scale = float(np.exp(effects).mean()) if season.identified else 1.0
    raised = np.exp(mean + belief.expected(belief.variance) / 2) * scale
    remarks = _remarks(series, read, growth, season)
    return SeriesModel(
        series,
        growth,
        season,
        _market(belief, turning),
        float(max(raised - read.offset, 0.0)) if sum(series.values) else 0.0,
        float(raised * spread),
        remarks,
        series.month(read.begin),
    )


def _growth(series: MonthlySeries, read: Reading, interval: Interval) -> tuple[SeriesGrowth, float]:
    """Growth as told, and the variance of a month's walk that stands for what it may become (0 where not claimed).

    Its mean is what is believed of the coming year, its sd how far from it the growth of the months seen may lie: what
    looking tells. That growth may change is no error of measurement; with the same spread of a year's total it is
    a walk of the level.
    """
    belief = read.belief
    months = MONTHS_IN[interval]
    each, spread = belief.growth_ahead()
    mean = belief.expected(each)
    sd = float(np.sqrt(belief.expected(spread + (each - mean) ** 2)))
    prior = GROWTH_SD / 12
    if belief.months < GROWTH_NEEDS or (sd > GROWTH_KNOWN * prior and abs(mean) < SIGN_KNOWN * sd):
        why = (
            f"{belief.months} months, at least {GROWTH_NEEDS} are needed"
            if belief.months < GROWTH_NEEDS
            else f"{belief.months} months vary too much to tell growth from wandering"
        )
        return SeriesGrowth(
            interval,
            0.0,
            float(prior * months),
            False,
            f"growth not claimed: {why}",
        ), 0.0
    columns, logs = read.regression(series)
    seen = eight_in_ten(*growth_of_months(belief, columns, logs), mean)
    told = float(np.exp(mean * months))
    growth = SeriesGrowth(
        interval, told - 1, told * seen * months, True, f"measured over {belief.months} months"
    )
    return growth, max(sd**2 - seen**2, 0.0) * TURNING


def _season(belief: Posterior) -> tuple[SeriesSeason, Floats]:
    """The season, and the logarithms of its effects, centred."""
    months, odds = belief.months, min(belief.year_odds, 1e12)
    of_quarter = min(belief.quarter_odds, 1e12) * QUARTER_SHARE
    if months >= SEASON_NEEDS and odds >= max(SEASON_ODDS, of_quarter):
        return _claimed(belief, "year", odds)
    if months >= QUARTER_NEEDS and of_quarter >= SEASON_ODDS:
        return _claimed(belief, "quarter", of_quarter / QUARTER_SHARE)
    if months < SEASON_NEEDS:
        why = f"{months} months, at least {SEASON_NEEDS} are needed"
    else:
        why = (
            f"{months} months are {odds:.2g} times as likely with a season as without, "
            f"and {SEASON_ODDS:.0f} times are needed"
        )
    return SeriesSeason((1.0,) * 12, 0.0, False, 1.0, f"seasonality not claimed: {why}", odds), np.zeros(12)


def _claimed(belief: Posterior, kind: Literal["year", "quarter"], odds: float) -> tuple[SeriesSeason, Floats]:
    weight, effects, inside, variance = belief.season(kind)
    mean = np.einsum("kj,kjm->m", weight, effects)
    # what another kind of season would make of the months is not known either
    weight, effects, inside, variance = belief.season("")
    own = np.einsum("kjmm->kjm", inside) * variance[..., None]
    uncertain = float(np.einsum("kj,kjm->m", weight, own + (effects - mean) ** 2).mean())
    index = np.exp(mean)
    index /= index.mean()
    shrinkage = uncertain / (uncertain + float((mean**2).mean()))
    note = f"measured over {belief.months} months"
    if kind == "quarter":
        note = f"months of a quarter, {note}; the year's own season needs {SEASON_NEEDS} months and more sureness"
    found = SeriesSeason(
        tuple(float(one) for one in index), float(np.sqrt(uncertain)), True, shrinkage, note, odds, kind
    )
    return found, mean


def _market(belief: Posterior, turning: float) -> SeriesMarket:
    shapes, variance = belief.shapes, belief.variance
    total = belief.expected(variance)
    lags = np.arange(1, 12)
    fall = 1 - lags / 12

    def lasting(rho: Floats) -> Floats:
        return np.asarray((fall * np.asarray(rho)[:, None] ** lags).sum(axis=1))

    wanted = belief.expected((shapes.lasting * lasting(shapes.persistence))[:, None] * variance) / total
    grid = np.linspace(0, 0.95, 96)
    return SeriesMarket(
        float(np.sqrt(total)),
        float(np.interp(wanted, lasting(grid), grid)),
        float(np.hypot(belief.expected(np.sqrt(belief.walk_ahead())), np.sqrt(turning))),
        f"what {belief.months} months vary beyond level, growth and season",
    )


def _remarks(
    series: MonthlySeries, read: Reading, growth: SeriesGrowth, season: SeriesSeason
) -> tuple[SeriesRemark, ...]:
    found = []
    skipped = read.begin - max(len(series.values) - MONTHS_USED, 0)
    if skipped > 0:
        found.append(
            SeriesRemark(
                "truncated_start",
                f"The history begins in {series.first_month}, but {_first(skipped)} far below what follows, as "
                "if not everything had been recorded yet; that does not count, and is not growth.",
                series.month(read.begin),
                float(skipped),
            )
        )
    for place, jump in enumerate(read.jumps):
        size = float(np.expm1(-belief_step(read.belief, place)))
        found.append(
            SeriesRemark(
                "level_shift",
                f"In {series.month(read.begin + jump.at)} the level {'rose' if size > 0 else 'fell'} by "
                f"{abs(size):.0%} and stayed there: that jump is not counted as growth.",
                series.month(read.begin + jump.at),
                size,
            )
        )
    if not season.identified:
        found.append(SeriesRemark("season_refused", _sentence(season.note), None, float(read.belief.months)))
    if not growth.identified:
        found.append(SeriesRemark("growth_refused", _sentence(growth.note), None, float(read.belief.months)))
    return tuple(found)


def belief_step(belief: Posterior, place: int) -> float:
    """Expected effect of the step at `place`: how much higher the logarithm was before it."""
    return belief.expected(belief.mean[..., STEPS + place])


def _first(months: int) -> str:
    return "its first month is" if months == 1 else f"its first {months} months are"


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:] + "."
