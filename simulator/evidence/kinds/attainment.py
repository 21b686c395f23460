"""Quotas against what was sold: how much of them was reached, and what the other reading of their dates would say."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.evidence.kinds.findings import Quota, Quotas
from simulator.evidence.refusal import Remark

Sale = tuple[str, dt.date, float]
"""Who, when, how much."""


@dataclass(frozen=True)
class PersonAttainment:
    """One person over all periods."""

    who: str
    quota: float
    sold: float
    periods: int
    reached: int


@dataclass(frozen=True)
class Attainment:
    """total: sold over quota; reached: quotas met in full, of `quotas`; unmatched: sold by people without a quota."""

    total: float
    quotas: int
    reached: int
    sold: float
    quota: float
    unmatched: float
    people: tuple[PersonAttainment, ...]
    as_ends_total: float
    as_ends_reached: int

    @property
    def remark(self) -> Remark:
        """Both readings of the dates, in a sentence."""
        return Remark(
            "quota_date_is_start",
            f"Read as the start of its period, {self.total:.1%} of the quotas were sold and {self.reached} of "
            f"{self.quotas} "
            f"reached; read as its end it would be {self.as_ends_total:.1%} and {self.as_ends_reached}.",
        )


def attainment(found: Quotas, sales: Iterable[Sale]) -> Attainment | None:
    """Sales within each quota's period by its own person; None where no sale belongs to anybody with a quota.

    Names are compared as they are written but for case and blanks. `as_ends`: the same with every date read as the end
    of its period, which then begins with the day after the one before.
    """
    sales = [(_key(who), day, amount) for who, day, amount in sales]
    people = {_key(one.who): one.who for one in found.quotas}
    mine = [one for one in sales if one[0] in people]
    if not mine or not found.quotas:
        return None
    asked = [(_key(one.who), one) for one in found.quotas]
    by_start = _sold(mine, [(who, one.start, one.end) for who, one in asked])
    before = _periods_before(found.quotas)
    by_end = _sold(mine, [(who, *before[one.start]) for who, one in asked])
    quota = sum(one.amount for one in found.quotas)
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (who, one), sold in zip(asked, by_start, strict=True):
        rows[who].append((one.amount, sold))
    persons = tuple(
        PersonAttainment(
            people[who],
            sum(amount for amount, _ in pairs),
            sum(sold for _, sold in pairs),
            len(pairs),
            sum(sold >= amount for amount, sold in pairs),
        )
        for who, pairs in sorted(rows.items(), key=lambda item: people[item[0]])
    )
    return Attainment(
        sum(by_start) / quota if quota else 0.0,
        len(asked),
        sum(sold >= one.amount for (_, one), sold in zip(asked, by_start, strict=True)),
        sum(by_start),
        quota,
        sum(amount for who, _, amount in sales if who not in people),
        persons,
        sum(by_end) / quota if quota else 0.0,
        sum(sold >= one.amount for (_, one), sold in zip(asked, by_end, strict=True)),
    )


def company_attainment(
    found: Quotas, monthly: Iterable[tuple[str, float]]
) -> tuple[float, float, float] | None:
    """Sold, quota and sold over quota of the periods all of whose months are known; a period begins with a month.

    monthly: months (``YYYY-MM``) and what was sold in them by everybody. None where no period is known.
    """
    known = dict(monthly)
    sold = quota = 0.0
    for start, end in sorted({(one.start, one.end) for one in found.quotas}):
        middle = start + dt.timedelta(days=15)  # a period that starts on 29 December is that of January on
        months = [
            (middle.year * 12 + middle.month - 1 + at)
            for at in range(max(round((end - start).days / 30.4375), 1))
        ]
        names = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
        if all(name in known for name in names):
            sold += sum(known[name] for name in names)
            quota += sum(one.amount for one in found.quotas if one.start == start)
    return (sold, quota, sold / quota) if quota > 0 else None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _periods_before(quotas: Sequence[Quota]) -> dict[dt.date, tuple[dt.date, dt.date]]:
    starts = sorted({one.start for one in quotas})
    usual = {one.start: one.end - one.start for one in quotas}
    periods = {}
    for at, start in enumerate(starts):
        first = starts[at - 1] + dt.timedelta(days=1) if at else start - usual[start]
        periods[start] = (first, start)
    return periods


def _sold(sales: Sequence[Sale], periods: Sequence[tuple[str, dt.date, dt.date]]) -> list[float]:
    """What was sold in each of the periods, both days included."""
    days: dict[str, list[dt.date]] = defaultdict(list)
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0])
    for who, day, amount in sorted(sales, key=lambda one: (one[0], one[1])):
        days[who].append(day)
        sums[who].append(sums[who][-1] + amount)
    found = []
    for who, first, last in periods:
        at = days.get(who, [])
        end, begin = bisect_right(at, last), bisect_right(at, first - dt.timedelta(days=1))
        found.append(sums[who][end] - sums[who][begin] if at else 0.0)
    return found
