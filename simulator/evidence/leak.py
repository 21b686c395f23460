"""The funnel's leak: where units are lost, whether more than before, and what one point more would bring.

Bookings a month in the long run are V d w S: deals entering, share decided, win rate of decided deals, mean size. One
point more of d brings V (0.01) w S, one of w V d (0.01) S.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.evidence.comparisons import LeakFinding, LeakStep, MixShift, RateChange, SegmentFinding
from simulator.evidence.curves import MATURE, Cohort, CurvesFinding
from simulator.evidence.findings import TeamFinding
from simulator.evidence.history import History, day_months_back
from simulator.evidence.opportunities import Coded
from simulator.evidence.pooling import EIGHT_IN_TEN
from simulator.evidence.rate_change import (
    Decided,
    decided_deals,
    half_way,
    mix_shift,
    place_of,
    rate_change,
    split_rates,
)
from simulator.evidence.refusal import Remark

RECENT_MONTHS = 3
FEW_DEALS = 20
MIXED = 0.5
"""From this share on a change is called one of mix."""
SURE_WITHIN = 0.01
HIDDEN = 0.5
"""Within members the rate moved, and the pooled one by less than this share of it: the mix hides the change."""
MOST_NAMES = 50


def leak_finding(
    history: History,
    company: TeamFinding,
    curves: CurvesFinding,
    segments: tuple[SegmentFinding, ...],
    columns: dict[str, Coded],
) -> tuple[LeakFinding, tuple[Remark, ...]]:
    """The leak of one history.

    columns: label -> names of the deals of `history`, by which a change may be one of mix.
    """
    volume, outcome, size = company.volume.mean, company.outcome, company.size.mean
    rate = outcome.won / max(outcome.decided, 1e-9)
    decided = decided_deals(history)
    change = None if decided is None else rate_change(decided)
    steps = (
        _step("decided", "Decided of deals that enter", outcome.decided, volume, 0.01 * volume * rate * size)
        | _decided_before(curves.cohorts),
        _step(
            "won",
            "Won of decided deals",
            rate,
            volume * outcome.decided,
            0.01 * volume * outcome.decided * size,
        )
        | _won_before(history, change),
    )
    shift: MixShift | None = None
    remarks: list[Remark] = []
    if decided is not None and change is not None:
        shift, remarks = _judged(decided, change, columns)
    members = tuple(one.sentence for one in segments if one.win.differs and one.key != "size_band")
    return LeakFinding(tuple(LeakStep(**one) for one in steps), change, shift, members), tuple(remarks)


def _step(key: str, label: str, rate: float, into: float, a_point: float) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "rate": rate,
        "into": into,
        "lost": into * (1 - rate),
        "a_point": a_point,
    }


def _won_before(history: History, change: RateChange | None) -> dict[str, Any]:
    """The win rate of the last three months against the whole quarters before: each has its beginning and its end."""
    since = day_months_back(history.as_of, RECENT_MONTHS)
    begin = since
    while (further := day_months_back(begin, RECENT_MONTHS)) >= history.first_decision - 1:
        begin = further
    closed = ~history.open & (history.decided > (begin if begin < since else 0))
    late = history.decided[closed] > since
    won = history.won[closed]
    beyond = 1.0 if change is None else change.beyond_luck
    return _compared(won[~late].sum(), (~late).sum(), won[late].sum(), late.sum(), beyond) | {
        "recent_words": f"the last {RECENT_MONTHS} months"
    }


def _decided_before(cohorts: tuple[Cohort, ...]) -> dict[str, Any]:
    """The share decided of the youngest quarter that has had its time against those before it."""
    mature = [one for one in cohorts if one.time_share >= MATURE and not one.cut]
    if len(mature) < 3:
        return {}
    n = np.array([one.entered for one in mature], dtype=float)
    k = np.array([one.won + one.lost for one in mature], dtype=float)
    share = k[:-1].sum() / n[:-1].sum()
    if not 0 < share < 1:
        return {}
    pearson = float(((k[:-1] - n[:-1] * share) ** 2 / (n[:-1] * share * (1 - share))).sum()) / (len(n) - 2)
    return _compared(k[:-1].sum(), n[:-1].sum(), k[-1], n[-1], max(pearson, 1.0)) | {
        "recent_words": f"deals that entered in {mature[-1].quarter}"
    }


def _compared(won: float, n: float, won_late: float, n_late: float, beyond: float) -> dict[str, Any]:
    if min(n, n_late) < FEW_DEALS:
        return {}
    earlier, recent = float(won / n), float(won_late / n_late)
    common = (won + won_late) / (n + n_late)
    half = EIGHT_IN_TEN * float(np.sqrt(beyond * common * (1 - common) * (1 / n + 1 / n_late)))
    return {
        "earlier": earlier,
        "recent": recent,
        "low": max(earlier - half, 0.0),
        "high": min(earlier + half, 1.0),
        # to be said aloud a difference must be rarer than the range: 1 in 20
        "beyond_luck": abs(recent - earlier) > 1.96 / EIGHT_IN_TEN * half,
    }


def _judged(
    decided: Decided, change: RateChange, columns: dict[str, Coded]
) -> tuple[MixShift | None, list[Remark]]:
    """What explains a change of the win rate, or what hides one."""
    at = place_of(decided, change.month) if change.changed else half_way(decided)
    shifts = [
        found
        for label, coded in columns.items()
        if len(coded.names) <= MOST_NAMES
        and (found := mix_shift(decided, coded, label, at, change.beyond_luck)) is not None
    ]
    pooled = decided.won.mean()
    if change.changed:
        by_mix = max(shifts, key=lambda one: one.mix * np.sign(change.after - change.before), default=None)
        total = change.after - change.before
        told = ""
        if by_mix is None or by_mix.mix / total < MIXED:
            by_mix = None
        else:
            told = (
                f" {abs(by_mix.mix) * 100:.0f} of the {abs(total) * 100:.0f} points come from another mix of "
                f"{by_mix.label}."
            )
        return by_mix, [
            _hides(
                f"The win rate is not one number: {change.before:.0%} before {change.month}, {change.after:.0%} "
                f"from then on, more than luck explains; the {pooled:.0%} of all deals together stands for neither."
                f"{told}",
                change.after_deals,
            )
        ]
    before, after = split_rates(decided, at)
    for one in shifts:
        hidden = abs(after - before) < HIDDEN * abs(one.within) or (after - before) * one.within < 0
        if one.p_value < SURE_WITHIN / len(shifts) and hidden:
            way = "fell" if one.within < 0 else "rose"
            return one, [
                _hides(
                    f"The win rate as a whole hardly moved ({before:.0%}, then {after:.0%}), but within {one.label} it "
                    f"{way} by {abs(one.within) * 100:.0f} points on average: another mix hides it.",
                    len(decided.won),
                )
            ]
    return None, []


def _hides(message: str, count: int) -> Remark:
    return Remark("pooled_rate_hides_change", message, (), count)
