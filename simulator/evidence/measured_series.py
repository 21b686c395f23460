"""What the months of an export show: growth, season and market of the deals that enter, and what it may not claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.calendar import month_name, month_of
from simulator.evidence.history import History
from simulator.evidence.quarter_end import QuarterPattern, quarter_pattern
from simulator.evidence.refusal import Remark
from simulator.series import MonthlySeries, SeriesModel, fit_series

Floats = NDArray[np.float64]
MOST_MONTHS = 600
"""Months before the last fifty years are left out."""


@dataclass(frozen=True)
class SeriesFound:
    """The fitted months of the whole company.

    entering: deals entering in whole months; bookings: money won, in months that are over; None where there is no such
    month. used: which of ``growth``, ``season`` and ``market`` of the entering deals the plan takes over. quarter: win
    rate by month of the quarter.
    """

    entering: SeriesModel | None = None
    bookings: SeriesModel | None = None
    used: tuple[str, ...] = ()
    quarter: QuarterPattern | None = None


@dataclass(frozen=True, eq=False)
class Course:
    """How the company's volume ran and goes on, where growth or a season was measured.

    factors: of months ``first`` .. the last whole month, season and growth against the level of the forecast's first
    month; level, relative_sd: that level of the company; adjusted: mean of the company's months over their factors.
    """

    model: SeriesModel
    first: int
    factors: Floats
    level: float
    relative_sd: float
    adjusted: float


def series_found(history: History, first: int, last: int) -> SeriesFound:
    """The fits of deals entering in months `first` .. `last` (since 1970), and of money won until then."""
    entering = None
    if last >= first:
        first = max(first, last - MOST_MONTHS + 1)
        entering = fit_series(
            MonthlySeries(month_name(first), tuple(counts(history, first, last).tolist()), counts=True)
        )
    used = []
    if entering is not None:
        grown, seasonal = entering.growth.identified, entering.season.kind == "year"
        used += (
            ["growth"] * grown + ["season"] * entering.season.identified + ["market"] * (grown or seasonal)
        )
    return SeriesFound(entering, _bookings(history), tuple(sorted(used)), quarter_pattern(history))


def counts(history: History, first: int, last: int) -> Floats:
    """Deals entering in each month `first` .. `last`."""
    entered = month_of(history.entered)
    inside = entered[(entered >= first) & (entered <= last)]
    return np.bincount(inside - first, minlength=last - first + 1).astype(float)


def _bookings(history: History) -> SeriesModel | None:
    """Money won by month, from the first win on, in months that are over by `as_of`."""
    over = int(month_of(np.array([history.as_of + 1]))[0]) - 1
    paid = history.won & ~np.isnan(history.amount)
    months = month_of(history.decided[paid])
    if not (months <= over).any():
        return None
    first = max(int(months.min()), over - MOST_MONTHS + 1)
    inside = (months >= first) & (months <= over)
    money = np.bincount(
        months[inside] - first, weights=history.amount[paid][inside], minlength=over - first + 1
    )
    return fit_series(MonthlySeries(month_name(first), tuple(float(one) for one in money)))


def course_of(found: SeriesFound, history: History, last: int) -> Course | None:
    """The course of the volume up to the first month after `as_of`; None where the months show none."""
    model = found.entering
    if model is None or "market" not in found.used or model.level <= 0:
        return None
    start = int(month_of(np.array([history.as_of]))[0]) + 1
    months = np.arange(last - len(model.series.values) + 1, last + 1)
    season = np.array(model.season.index)[months % 12]
    rate = np.log1p(model.growth.mean) / 12
    ahead = start - last
    factors = season * np.exp(rate * (months - start))
    seen = counts(history, int(months[0]), last)
    recent = slice(-12, None)
    unsure = model.growth.sd / (1 + model.growth.mean) * ahead / 12 if model.growth.identified else 0.0
    sd = float(np.hypot(model.level_sd / model.level, unsure))
    return Course(
        model,
        int(months[0]),
        factors,
        float(model.level * np.exp(rate * ahead)),
        sd,
        float((seen / factors)[recent].mean()),
    )


def steady_from(found: SeriesFound, first: int) -> int:
    """The first month of the present level: after a start that was not yet whole, and after the last jump."""
    if found.entering is None:
        return first
    months = [remark.month for remark in found.entering.remarks if remark.month]
    numbers = [(int(month[:4]) - 1970) * 12 + int(month[5:]) - 1 for month in months]
    return max([first, *numbers])


def remarks_on_series(found: SeriesFound) -> list[Remark]:
    """What a person should know about the months."""
    remarks = []
    if found.entering is not None:
        months = {"season_refused", "growth_refused", "truncated_start"}
        remarks += [
            Remark(
                one.code,
                f"Deals entering a month: {_lowered(one.message)}",
                (),
                int(one.figure or 0) if one.code in months else 0,
            )
            for one in found.entering.remarks
        ]
    if found.quarter is not None:
        remarks.append(Remark("month_of_quarter", found.quarter.sentence, (), found.quarter.closed))
    return remarks


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]
