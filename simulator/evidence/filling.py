"""Exports that begin in the middle of things: their first months look like growth that never was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History
from simulator.evidence.refusal import Remark
from simulator.evidence.survival import AgeTable
from simulator.scenario.months import DAYS_PER_MONTH

FULL = 0.9
"""The pipeline counts as filled in the first month that can bring so much of the usual wins."""
LEAST_RISE = 1.25
LEAST_WINS = 20


def faked_growth(history: History, first: int) -> str:
    """How much the months before `first` (since 1970) would look like growth, in a sentence of its own; empty where
    nothing compares. They hold only what was still open when the export begins.
    """
    months = _months(history.entered)
    begin, end = int(months.min()), int(_months(np.array([history.as_of + 1]))[0]) - 1
    day_one = int(np.datetime64(begin, "M").astype("datetime64[D]").astype(np.int64))
    if int(history.entered.min()) - day_one > 3:  # begun within the month
        begin += 1
    if begin >= first or first > end:
        return ""
    before = float(((months >= begin) & (months < first)).sum()) / (first - begin)
    after = float(((months >= first) & (months <= end)).sum()) / (end - first + 1)
    if not before or after <= before:
        return ""
    return (
        f" Read as history, {first - begin} months of {before:.1f} deals before {after:.1f} a month would look like "
        f"growth of {after / before - 1:+.0%}."
    )


def filling_start(history: History, ages: AgeTable, first: int, last: int, *, cut_off: bool) -> list[Remark]:
    """A remark where the wins of the first months are few because no deal of the file is old enough yet: an export of
    deals created since a day begins with their quickest wins.

    first, last: the whole months since 1970 in which deals enter; cut_off: decided deals of before are missing, which
    another remark says. None where cycles are short or the wins do not rise.
    """
    if cut_off:
        return []
    won_in_the_end = float(ages.won_before[-1])
    if won_in_the_end <= 0:
        return []
    day = np.arange(ages.longest + 2 + int(DAYS_PER_MONTH))
    share = ages.won_before[np.minimum(day, ages.longest + 1)] / won_in_the_end
    months = int(len(day) / DAYS_PER_MONTH)
    by_month = [
        float(share[int(at * DAYS_PER_MONTH) : int((at + 1) * DAYS_PER_MONTH)].mean())
        for at in range(max(months, 1))
    ]
    filled = next((at for at, part in enumerate(by_month) if part >= FULL), len(by_month))
    if filled < 2 or last - first + 1 < filled + 2:
        return []
    month = _months(history.decided[history.won])
    wins = np.bincount(month[(month >= first) & (month <= last)] - first, minlength=last - first + 1)
    early, later = float(wins[:filled].mean()), float(wins[filled:].mean())
    if wins.sum() < LEAST_WINS or later < LEAST_RISE * early:
        return []
    grown = f"growth of {later / early - 1:+.0%}" if early > 0 else "a start from nothing"
    found = Remark(
        "filling_start",
        f"The first deal was created on {np.datetime64(int(history.entered.min()), 'D')}, and a deal takes time: in "
        f"the first {filled} months {early:.1f} were won a month, later {later:.1f}. Unless selling began then, that "
        f"looks like {grown} and is none.",
        (),
        filled,
    )
    return [found]


def _months(days: NDArray[np.int64]) -> NDArray[np.int64]:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
