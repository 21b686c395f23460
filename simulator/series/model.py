"""What a monthly history was found to say: plain figures, each with how well it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.series.months import MonthlySeries

Interval = Literal["month", "quarter", "year"]
MONTHS_IN: dict[Interval, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class SeriesGrowth:
    """Growth per `interval` as a share (0.08 is +8 %), normal with `sd`; not identified: 0 and the stated prior.

    mean: what is believed of the coming year; sd: how far from it the growth of the months seen may lie, that of the
    straight line through their level. That growth may become another is part of the market's walk.
    """

    interval: Interval
    mean: float
    sd: float
    identified: bool
    note: str


@dataclass(frozen=True)
class SeriesSeason:
    """Index of January .. December, mean 1; all 1 where not identified.

    sd: how well one month's index is known, relative, whatever kind of season there is; shrinkage: how far the index
    was pulled to 1 (0 not at all, 1 altogether), luck's part in what twelve averages show; odds: how many times better
    a season explains the history than none; kind: ``year``, or ``quarter`` where only the month of the quarter is told
    apart, empty where refused.
    """

    index: tuple[float, ...]
    sd: float
    identified: bool
    shrinkage: float
    note: str
    odds: float = 0.0
    kind: Literal["year", "quarter", ""] = ""


@dataclass(frozen=True)
class SeriesMarket:
    """What is left when level, growth and season are taken out, on the logarithmic scale.

    monthly_sd: standard deviation of a month; persistence: lag-one correlation of the AR(1) whose yearly total varies
    as much; walk_sd: monthly standard deviation of the random walk of the level, with what growth may become.
    """

    monthly_sd: float
    persistence: float
    walk_sd: float
    note: str


@dataclass(frozen=True)
class SeriesRemark:
    """Something a person should know. code: level_shift, truncated_start, season_refused, growth_refused."""

    code: str
    message: str
    month: str | None = None
    figure: float | None = None


@dataclass(frozen=True)
class SeriesModel:
    """A fitted history.

    series: what was given; level: expected value of the last month without its season and market; level_sd: how well
    that is known (standard deviation, same unit); used_from: the first month that counted.
    """

    series: MonthlySeries
    growth: SeriesGrowth
    season: SeriesSeason
    market: SeriesMarket
    level: float
    level_sd: float
    remarks: tuple[SeriesRemark, ...] = ()
    used_from: str = ""
