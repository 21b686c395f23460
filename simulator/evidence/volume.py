"""How many deals enter per month, how much that varies, and which months can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.calendar import first_day, month_name, month_of, month_of_day
from simulator.evidence.filling import faked_growth
from simulator.evidence.findings import MonthFigures, VolumeFinding
from simulator.evidence.history import History
from simulator.evidence.measured_series import Course, counts
from simulator.evidence.refusal import Remark
from simulator.evidence.series_plan import VOLUME_GROWTH_SD
from simulator.evidence.survival import AgeTable

LEVEL_MONTHS = 12
LEAST_EXCESS = 1e-4
MOST_PERSISTENCE = 0.95
ALONE = 0.999
"""A team with all of the company's deals is the company."""
"""The volume is that of the last twelve whole months: one of each calendar month."""
EXPECTED_BEFORE = 3.0
"""An export counts as cut off at its first decision where this many decisions should have come before it: by chance
alone that many stay away once in twenty cases (exp(-3))."""
FEW_MONTHS = 5
GUESSED_CV = 0.25
"""Monthly variation assumed at least while fewer than five whole months are known."""
SILENT_DAYS, SILENT_SPACINGS = 21.0, 10.0
"""New deals have stopped, and not merely paused, after three weeks (holidays are shorter) and ten usual gaps."""
MARKET_SHARE = 0.5
MARKET_PERSISTENCE = 0.6
"""How the measured excess over Poisson is split: half to a factor that lasts (a year's correlation cannot be told
from a dozen months), half to each month alone. The monthly variance is the measured one either way."""


@dataclass(frozen=True)
class WholeMonths:
    """Months since 1970, `first` .. `last`, of which the export has every entering deal; none where last < first."""

    first: int
    last: int
    cut_off: bool

    @property
    def count(self) -> int:
        """How many months there are."""
        return max(self.last - self.first + 1, 0)


def whole_months(history: History, ages: AgeTable) -> tuple[WholeMonths, tuple[Remark, ...]]:
    """Which months count for the volume, and remarks on those left out."""
    remarks: list[Remark] = []
    first_entry, last_entry = int(history.entered.min()), int(history.entered.max())
    early = history.entered[history.entered < history.first_decision]
    until = np.minimum(history.first_decision - early, ages.longest)
    expected = float((1 - ages.undecided[np.maximum(until, 0)]).sum()) if len(early) else 0.0
    cut_off = expected > EXPECTED_BEFORE
    begin = history.first_decision if cut_off else first_entry
    first = month_of_day(begin)
    if begin - first_day(first) > 3:  # a month counts from its first days on
        first += 1
    if cut_off:
        left_out = int((month_of(history.entered) < first).sum())
        remarks.append(
            Remark(
                "cut_off_start",
                "The export begins with the first decision on "
                f"{np.datetime64(history.first_decision, 'D')}, and deals decided before are missing: "
                f"{left_out:,} deals that entered earlier count for rates but not for the monthly volume."
                + faked_growth(history, first),
                (),
                left_out,
            )
        )
    last = month_of_day(history.as_of + 1) - 1  # the month of as_of only if it is over
    spacing = (last_entry - first_entry + 1) / len(history.entered)
    if history.as_of - last_entry > max(SILENT_DAYS, SILENT_SPACINGS * spacing):
        ends = month_of_day(last_entry + 1) - 1
        if ends < last:
            last = ends
            remarks.append(
                Remark(
                    "no_recent_deals",
                    f"No deal was created after {np.datetime64(last_entry, 'D')}, "
                    f"{history.as_of - last_entry} days before the evidence ends; "
                    f"later months do not count for the monthly volume.",
                )
            )
    return WholeMonths(first, last, cut_off), tuple(remarks)


def monthly_figures(history: History, whole: WholeMonths) -> tuple[MonthFigures, ...]:
    """Every month from the first deal to `as_of`."""
    entered = month_of(history.entered)
    closed = ~history.open
    decided = month_of(np.where(closed, history.decided, history.as_of))
    start, end = int(entered.min()), month_of_day(history.as_of)
    size = end - start + 1
    counts = np.bincount(entered - start, minlength=size)
    won = np.bincount(decided[history.won] - start, minlength=size)
    lost = np.bincount(decided[history.lost] - start, minlength=size)
    paid = history.won & ~np.isnan(history.amount)
    money = np.bincount(decided[paid] - start, weights=history.amount[paid], minlength=size)
    return tuple(
        MonthFigures(
            month_name(start + at),
            int(counts[at]),
            int(won[at]),
            int(lost[at]),
            round(float(money[at]), 2),
            whole.first <= start + at <= whole.last,
        )
        for at in range(size)
    )


def volume_finding(history: History, whole: WholeMonths, course: Course | None = None) -> VolumeFinding:
    """Mean, how well it is known, and dispersion; of the company, or of a team with the company's `course`.

    Without a course (growth not measured) over the last twelve whole months. With s² the variance of n months, the
    uncertainty of a coming month uses s² (n - 1) / (n - 3), the variance of the t distribution that belongs to n - 1
    degrees of freedom. What exceeds Poisson, v = (s² - mean) / mean², is split between the market factor, sd =
    sqrt(log(1 + v / 2)), and the dispersion k = 2 / v. The mean itself is known to s / sqrt(n).

    With a course, months are freed of season and growth first, so that they speak of the forecast's first month; the
    team's share of the company is that of those months, and the company's level is the course's.
    """
    if course is not None:
        return _on_course(history, whole, course)
    months = min(whole.count, LEVEL_MONTHS)
    entered = month_of(history.entered)
    if months < 1:
        days = max(history.as_of - int(history.entered.min()) + 1, 1)
        mean = len(history.entered) / days * 30.4375
        return _finding(mean, mean + (2 * GUESSED_CV * mean) ** 2, 0)
    first = whole.last - months + 1
    inside = entered[(entered >= first) & (entered <= whole.last)]
    found = _of_months(np.bincount(inside - first, minlength=months).astype(float))
    # the mean is that of half the months ago, and growth since then is not known
    grown = VOLUME_GROWTH_SD * (months + 1) / 24 * found.mean
    return replace(found, mean_sd=math.hypot(found.mean_sd, grown))


def _of_months(seen: NDArray[np.float64]) -> VolumeFinding:
    months = len(seen)
    mean = max(float(seen.mean()), 1e-6)
    variance = float(seen.var(ddof=1)) if months > 1 else 0.0
    if months < FEW_MONTHS:
        variance = max(2 * variance, mean + (GUESSED_CV * mean) ** 2)
    else:
        variance *= (months - 1) / (months - 3)
    return _finding(mean, variance, months)


def _on_course(history: History, whole: WholeMonths, course: Course) -> VolumeFinding:
    seen = counts(history, course.first, whole.last) / course.factors
    own = _of_months(seen[-LEVEL_MONTHS:])
    share = own.mean / max(course.adjusted, 1e-9)
    mean = max(share * course.level, 1e-6)
    # the share of the company is a share of its deals
    of_share = max(1 - share, 0.0) / max(
        float(counts(history, whole.last - LEVEL_MONTHS + 1, whole.last).sum()), 1.0
    )
    market = course.model.market
    poisson = 1 / max(course.level, 1e-9)
    total = math.expm1(market.monthly_sd**2)
    shared = max(total - poisson, 0.0)
    if shared <= LEAST_EXCESS:
        shared = 0.0
    # what Poisson adds to a month does not last: the persistence of the rest is larger
    persistence = min(market.persistence * total / shared, MOST_PERSISTENCE) if shared else 0.0
    alone = share > ALONE
    excess = shared if alone else max(own.excess, 0.0)
    return VolumeFinding(
        mean=mean,
        mean_sd=mean * math.hypot(course.relative_sd, math.sqrt(of_share)),
        dispersion=max(1 / excess, 0.05) if excess > LEAST_EXCESS and not alone else None,
        months=len(course.factors),
        market_sd=math.sqrt(math.log1p(shared)),
        market_persistence=persistence,
        excess=excess,
        walk_sd=market.walk_sd,
    )


def _finding(mean: float, variance: float, months: int) -> VolumeFinding:
    mean_sd = float(np.sqrt(max(variance, mean) / max(months, 1)))
    excess = (variance - mean) / mean**2
    if excess <= LEAST_EXCESS:
        return VolumeFinding(mean, mean_sd, None, months)
    return VolumeFinding(
        mean=mean,
        mean_sd=mean_sd,
        dispersion=max(1 / ((1 - MARKET_SHARE) * excess), 0.05),
        months=months,
        market_sd=float(min(np.sqrt(np.log1p(MARKET_SHARE * excess)), 1.0)),
        market_persistence=MARKET_PERSISTENCE,
        excess=excess,
    )
