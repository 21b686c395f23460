"""Rates by team, person, lead source, product, region, account and size of deal, each pulled towards the group."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.comparisons import Member, PooledFigure, SegmentFinding, SegmentKey, Spread
from simulator.evidence.opportunities import Coded, Deals
from simulator.evidence.pooling import Pooled, differing, pooled_means, pooled_rates, rank_test
from simulator.evidence.steps import Step, unseen

MOST_MEMBERS = 50
LEAST_CLOSED = 20
"""Under this many closed deals no comparison is made."""
MOST_NAMES = 2000
DEALS_A_NAME = 4
"""A column with fewer closed deals a name than this names single deals, not groups."""
SHORTEST_CYCLE = 0.5
"""Days a deal counts that was won on the day it was created."""
WORDS: dict[SegmentKey, tuple[str, str]] = {
    "team": ("team", "teams"),
    "rep": ("person", "people"),
    "source": ("lead source", "lead sources"),
    "product": ("product", "products"),
    "region": ("region", "regions"),
    "account": ("account", "accounts"),
    "size_band": ("size of deal", "sizes of deal"),
}

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Closed:
    """Deals won or lost by a day. amount: NaN where none is stated; cycle: days from created, NaN where unknown."""

    won: NDArray[np.bool_]
    amount: Array
    cycle: Array


def segment_findings(
    deals: Deals, day: dt.date, columns: dict[SegmentKey, Coded], step: Step = unseen
) -> tuple[SegmentFinding, ...]:
    """Rates of the deals closed by `day`, by every column that names groups of them."""
    today = np.datetime64(day, "D")
    kept = (deals.outcome != "open") & ~np.isnat(deals.closed) & (deals.closed <= today)
    kept &= np.isnat(deals.created) | (deals.created <= today)
    if int(kept.sum()) < LEAST_CLOSED:
        return ()
    dated = (deals.closed - deals.created).astype("timedelta64[D]").astype(float)[kept]
    dated[np.isnat(deals.created[kept])] = np.nan
    closed = Closed((deals.outcome == "won")[kept], deals.amount[kept], dated)
    found = []
    for key, column in columns.items():
        step(f"comparing {words_for(key, column)[1]}")
        if (one := _segment(key, column.take(kept), closed)) is not None:
            found.append(one)
    return _judged(found)


def coded(names: NDArray[np.object_]) -> Coded:
    """Names of every deal as integers, in alphabetical order."""
    codes, uniques = pd.factorize(names, sort=False)
    order = sorted(range(len(uniques)), key=lambda at: str(uniques[at]))
    place = np.empty(len(uniques), dtype=np.int64)
    place[order] = np.arange(len(uniques))
    return Coded(tuple(str(uniques[at]) for at in order), place[codes] if len(uniques) else codes)


def named_columns(deals: Deals, bands: Coded | None = None) -> dict[SegmentKey, Coded]:
    """The columns that may name groups. bands: size of every deal, where it is known."""
    keys: tuple[SegmentKey, ...] = ("source", "product", "region", "account")
    columns: dict[SegmentKey, Coded] = {"team": coded(deals.team), "rep": coded(deals.owner)}
    columns |= {key: deals.groups[key] for key in keys if key in deals.groups}
    columns |= {key: one for key, one in deals.groups.items() if one.label}
    return columns if bands is None else {**columns, "size_band": bands}


def words_for(key: SegmentKey, column: Coded) -> tuple[str, str]:
    """What a column's names are, one and many; a table beside the export gives any language's words."""
    return WORDS.get(key) or (column.label or key, f"groups by {column.label or key}")


def _segment(key: SegmentKey, coded: Coded, closed: Closed) -> SegmentFinding | None:
    named = np.array([bool(name) for name in coded.names], dtype=bool)[coded.codes]
    size = len(coded.names)
    n = np.bincount(coded.codes[named], minlength=size)
    members = np.flatnonzero(n > 0)
    if not 2 <= len(members) <= MOST_NAMES or n.sum() < max(LEAST_CLOSED, DEALS_A_NAME * len(members)):
        return None
    if n.sum() < len(coded.codes) / 2:
        return None
    place = np.full(size, -1)
    place[members] = np.arange(len(members))
    code, won = place[coded.codes[named]], closed.won[named]
    n, k = n[members], np.bincount(code[won], minlength=len(members))
    rates = pooled_rates(k, n)
    amount, cycle = closed.amount[named], closed.cycle[named]
    sizes = _means(amount, code, won, len(members)) if key != "size_band" else None
    cycles = _means(np.maximum(cycle, SHORTEST_CYCLE), code, won, len(members))
    names = [coded.names[at] for at in members]
    busiest = sorted(range(len(names)), key=lambda at: (-int(n[at]), names[at]))
    if key == "size_band":
        busiest = list(range(len(names)))
    shown = busiest if len(busiest) <= MOST_MEMBERS else busiest[: MOST_MEMBERS - 1]
    rest = np.array(busiest[len(shown) :], dtype=np.int64)
    listed = [
        Member(names[at], int(k[at]), _figure(rates, at, k, n), _mean(sizes, at), _mean(cycles, at))
        for at in shown
    ]
    if len(rest):
        listed.append(_together(rates, rest, k, n))
    label, plural = words_for(key, coded)
    return SegmentFinding(
        key=key,
        label=label,
        plural=plural,
        members=tuple(listed),
        others=len(rest),
        unnamed=int(len(coded.codes) - named.sum()),
        win=_spread(rates),
        size=None if sizes is None else _spread(sizes.pooled),
        cycle=None if cycles is None else _spread(cycles.pooled),
    )


@dataclass(frozen=True, eq=False)
class _Means:
    own: Array
    n: NDArray[np.int64]
    pooled: Pooled


def _means(values: Array, code: NDArray[np.int64], won: NDArray[np.bool_], members: int) -> _Means | None:
    """Means of the won deals; None where fewer than two members have one, or too few deals tell the spread."""
    some = won & ~np.isnan(values)
    values, code = values[some], code[some]
    n = np.bincount(code, minlength=members)
    if (n > 0).sum() < 2 or len(values) < LEAST_CLOSED:
        return None
    mean = np.bincount(code, weights=values, minlength=members) / np.maximum(n, 1)
    relative = values / mean[code] - 1
    squares = np.bincount(code, weights=relative**2, minlength=members)
    # the spread of a member's own cases, pulled towards that of all with the weight of ten
    common = float(squares.sum()) / max(len(values) - int((n > 0).sum()), 1)
    cv = np.sqrt((squares + 10 * common) / (np.maximum(n - 1, 0) + 10))
    return _Means(mean, n, pooled_means(mean, cv, n, rank_test(values, code, members)))


def _figure(pooled: Pooled, at: int, k: NDArray[np.int64], n: NDArray[np.int64]) -> PooledFigure:
    return _pooled_figure(pooled, at, int(n[at]), float(k[at] / n[at]))


def _mean(found: _Means | None, at: int) -> PooledFigure | None:
    if found is None:
        return None
    n = int(found.n[at])
    return _pooled_figure(found.pooled, at, n, float(found.own[at]) if n else None)


def _pooled_figure(pooled: Pooled, at: int, n: int, own: float | None) -> PooledFigure:
    value, low, high, pull = (
        _short(float(part[at])) for part in (pooled.value, pooled.low, pooled.high, pooled.pull)
    )
    return PooledFigure(n, None if own is None else _short(own), value, low, high, pull)


def _together(pooled: Pooled, rest: NDArray[np.int64], k: NDArray[np.int64], n: NDArray[np.int64]) -> Member:
    """The members not listed, as one: their own rate, which needs no pull."""
    won, closed = int(k[rest].sum()), int(n[rest].sum())
    weights = n[rest] / closed
    value = float((pooled.value[rest] * weights).sum())
    half = float(np.sqrt((((pooled.high - pooled.low)[rest] / 2 * weights) ** 2).sum()))
    figure = PooledFigure(
        closed,
        _short(won / closed),
        _short(value),
        _short(max(value - half, 0.0)),
        _short(min(value + half, 1.0)),
        _short(float((pooled.pull[rest] * weights).sum())),
    )
    return Member(f"{len(rest):,} others", won, figure)


def _spread(pooled: Pooled) -> Spread:
    """Three digits of what a search for a maximum found: more would differ between machines."""
    between, p_value, overdispersion = (
        float(f"{one:.3g}") for one in (pooled.between, pooled.p_value, pooled.overdispersion)
    )
    return Spread(_short(pooled.group), between, p_value, False, overdispersion)


def _judged(found: list[SegmentFinding]) -> tuple[SegmentFinding, ...]:
    """Say which differ, the tests of one figure taken together: many columns would otherwise always find something."""
    for name in ("win", "size", "cycle"):
        tested = [at for at, one in enumerate(found) if getattr(one, name) is not None]
        stands = differing([getattr(found[at], name).p_value for at in tested])
        for at, differs in zip(tested, stands, strict=True):
            found[at] = replace(found[at], **{name: replace(getattr(found[at], name), differs=differs)})
    return tuple(found)


def _short(value: float) -> float:
    """Five digits: the findings are kept beside every plan."""
    return float(f"{value:.5g}")
