"""Managers whose figures are the sums of their people's: found with or without a column that names the manager."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.evidence.kinds.findings import RollUp

LEAST_PEOPLE, LEAST_PERIODS = 2, 2
MOST_TRIED = 14
"""Without a manager or team column, sums of any of the others are tried only among so many people."""
UNITS = (1000.0, 100.0, 10.0, 1.0, 0.1, 0.01)
MOST_COMPARED = 500
EXACTLY = 1e-6


@dataclass(frozen=True)
class Listed:
    """One line: whose amount of which period."""

    who: str
    team: str
    manager: str
    start: dt.date
    end: dt.date
    amount: float


def roll_ups(lines: Sequence[Listed]) -> tuple[RollUp, ...]:
    """Those whose amount is, in every period that knows both, the sum of the same others'.

    Tried in order: the people who name them as manager (and their people), the others of their team, everybody else,
    and, among few people whose amounts differ, any group of others; the last two only where at least two periods agree.
    """
    amounts: dict[str, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    team: dict[str, str] = {}
    reports: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        amounts[line.who][line.start] += line.amount
        team.setdefault(line.who, line.team)
        if line.manager and line.manager != line.who:
            reports[line.manager].add(line.who)
    unnamed = not reports and not any(team.values())
    found: dict[str, RollUp] = {}
    for who in sorted(amounts, key=lambda one: (max(amounts[one].values()), one)):  # the lower ones first
        others = [one for one in sorted(amounts) if one != who]
        plain = [one for one in others if one not in found]
        group = [one for one in plain if team[one] == team[who]] if team[who] else []
        below = sorted(_people_below(who, reports) - found.keys())
        other_teams = any(team[one] != team[who] for one in others)
        tries = (
            (sorted(reports[who]), 1, True),
            (below, 1, True),
            (group, 1 if other_teams else LEAST_PERIODS, False),
            (plain if len(plain) <= MOST_COMPARED else [], LEAST_PERIODS, False),
        )
        for people, periods, named in tries:
            one = _sum_of(who, people, amounts, periods, named=named)
            if one is not None:
                found[who] = one
                break
        else:
            if unnamed:
                one = _any_sum(who, plain, amounts)
                if one is not None:
                    found[who] = one
    return tuple(sorted(found.values(), key=lambda one: (-one.amount, one.who)))


def _people_below(manager: str, reports: dict[str, set[str]]) -> set[str]:
    below: set[str] = set()
    waiting = [manager]
    while waiting:
        for one in reports.get(waiting.pop(), ()):
            if one not in below and one != manager:
                below.add(one)
                waiting.append(one)
    return below


def _sum_of(
    who: str,
    people: Sequence[str],
    amounts: dict[str, dict[dt.date, float]],
    least_periods: int,
    *,
    named: bool,
) -> RollUp | None:
    """`who` as the sum of `people`. named: a manager column says they belong together, so that rounding is allowed."""
    people = [one for one in people if one in amounts]
    if len(people) < LEAST_PEOPLE:
        return None
    matched, varied = 0, named
    for period, amount in amounts[who].items():
        parts = [amounts[one][period] for one in people if period in amounts[one]]
        slack = _rounding([amount, *parts]) if named else EXACTLY * max(amount, 1.0)
        if len(parts) < LEAST_PEOPLE or amount <= 0 or abs(amount - sum(parts)) > slack:
            return None
        matched += 1
        varied = varied or len(set(parts)) > 1  # twice the same for two others is a coincidence people plan
    if matched < least_periods or not varied:
        return None
    return RollUp(who, tuple(people), matched, sum(amounts[who].values()))


def _rounding(figures: Sequence[float]) -> float:
    """How far a sum of figures rounded as these are may lie from the rounded sum: half a unit for each of them."""
    unit = next(
        (unit for unit in UNITS if all(abs(one / unit - round(one / unit)) < 1e-9 for one in figures)), 0.01
    )
    return 0.5 * unit * len(figures) + 1e-9


def _any_sum(who: str, others: Sequence[str], amounts: dict[str, dict[dt.date, float]]) -> RollUp | None:
    """The one group of others that adds up to `who` in every period, where amounts vary enough to tell."""
    periods = sorted(amounts[who])
    if not LEAST_PEOPLE < len(others) <= MOST_TRIED or len(periods) < LEAST_PERIODS + 1:
        return None
    complete = [one for one in others if all(period in amounts[one] for period in periods)]
    if len({amounts[one][periods[0]] for one in complete}) < len(complete):
        return None  # equal quotas: sums of them coincide by chance
    first = amounts[who][periods[0]]
    fits = [
        group
        for size in range(LEAST_PEOPLE, len(complete) + 1)
        for group in itertools.combinations(complete, size)
        if abs(sum(amounts[one][periods[0]] for one in group) - first) <= EXACTLY * max(first, 1.0)
    ]
    fits = [
        group
        for group in fits
        if all(
            abs(sum(amounts[one][period] for one in group) - amounts[who][period])
            <= EXACTLY * max(amounts[who][period], 1.0)
            for period in periods[1:]
        )
    ]
    if len(fits) != 1:
        return None
    return RollUp(who, fits[0], len(periods), sum(amounts[who].values()))
