"""Open deals in groups of like age, each with its chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.findings import PipelineGroup
from simulator.evidence.history import History
from simulator.evidence.looks import Conversion
from simulator.evidence.win_by import SizeChance

VALUE_BANDS = 4
"""Open deals of one age group are split into this many bands by stated amount, so that large ones stay large."""
MONEY_BANDS = 6
"""Where the chance depends on the amount: bands of like money, so that the few large deals have bands of their own."""
MOST_SURE = 0.95
MOST_LISTED = 400
"""Up to so many open deals of a team keep their own amounts instead."""
STATED = 0.8


@dataclass(frozen=True, eq=False)
class _Part:
    group: int
    deals: NDArray[np.int64]
    amount: float | None = None
    amounts: tuple[float, ...] | None = None
    factor: float = 1.0
    seen: float = np.inf


def pipeline_groups(
    history: History, rates: Conversion, sizes: SizeChance | None = None
) -> tuple[PipelineGroup, ...]:
    """Groups by age, with the amounts stated where four in five deals state one: listed, or by band where many.

    sizes: the win rate depends on the amount. Groups are then bands of amount too, and the chance of each is that of
    its age times the win rate of its amounts, weighted by money, over that of all deals which reached the age: their
    worth is right where the rate of its age alone would value large deals by how often small ones are won.

    Groups draw their chance independently, a quarter's drift is felt by all of them: the drift of each is enlarged by
    (sum w)² / sum w², w = sqrt(p (1 - p)) * deals, so that the drift of the sum is that of one shared shock.
    """
    is_open = history.open
    age, amount = history.age[is_open], history.amount[is_open]
    group = rates.group_of(age)
    last = len(rates.edges) - 1
    parts: list[_Part] = []
    for g in range(last + 1):
        inside = np.flatnonzero(group == g)
        if not len(inside):
            continue
        stated = ~np.isnan(amount[inside])
        if g == last or stated.mean() < STATED:
            parts.append(_Part(g, inside))
            continue
        filled = np.where(stated, amount[inside], np.nanmean(amount[inside]))
        listed = bool(len(age) - np.count_nonzero(group == last) <= MOST_LISTED)
        if sizes is not None:
            usual = _usual(history, int(rates.edges[g]), sizes)
            parts += [
                _by_size(g, inside[band], filled[band], sizes, usual, listed) for band in _money_bands(filled)
            ]
            continue
        if listed:
            amounts = tuple(np.round(filled, 2).tolist())
            parts.append(_Part(g, inside, round(float(filled.mean()), 2), amounts))
            continue
        ordered = np.argsort(filled, kind="stable")
        parts += [
            _Part(g, inside[band], round(float(filled[band].mean()), 2))
            for band in np.array_split(ordered, min(VALUE_BANDS, len(ordered)))
        ]
    weights = {
        at: float(np.sqrt(chance * (1 - chance)) * len(part.deals))
        for at, part in enumerate(parts)
        for chance in (_chance(rates.won[part.group], part.factor),)
        if part.group < last
    }
    squares = sum(weight**2 for weight in weights.values())
    spread = sum(weights.values()) ** 2 / squares if squares > 0 else 1.0
    groups = []
    for part in parts:
        g, deals = part.group, part.deals
        stale = g == last
        low, high = int(rates.edges[g]), None if stale else int(rates.edges[g + 1]) - 1
        label = f"older than {low - 1} days" if stale else f"{low} to {high} days"
        if part.amount is not None and (part.amounts is None or sizes is not None):
            label += f", about {part.amount:,.0f} each"
        groups.append(
            PipelineGroup(
                label=label,
                count=len(deals),
                age_days=float(np.round(age[deals].mean(), 1)),
                win_rate=_chance(rates.won[g], part.factor),
                equivalent_n=float(rates.seen[g]) if stale else rates.equivalent_n(g, spread, 1 / part.seen),
                stale=stale,
                amount=part.amount,
                amounts=part.amounts,
                won_within=tuple(_chance(one, part.factor) for one in rates.within[:, g]),
                won_first=tuple(_chance(one, part.factor) for one in rates.first[:, g]),
                seen=1 / (1 / float(rates.seen[g]) + 1 / part.seen),
            )
        )
    return tuple(groups)


def _chance(chance: float, factor: float) -> float:
    return float(min(chance * factor, max(chance, MOST_SURE)))


def _usual(history: History, age: int, sizes: SizeChance) -> float:
    """Mean win rate, by their amounts, of the deals whose chances from `age` on were looked at."""
    reached = (history.age >= age) & ~np.isnan(history.amount)
    return float(sizes.win_rate(history.amount[reached]).mean()) if reached.any() else 1.0


def _money_bands(amounts: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Places of the deals in bands of like money, the smallest in thirds by number, in order of amount."""
    ordered = np.argsort(amounts, kind="stable")
    money = np.cumsum(amounts[ordered])
    cuts = np.searchsorted(money, money[-1] * np.arange(1, MONEY_BANDS) / MONEY_BANDS)
    thirds = np.array([len(ordered) // 3, 2 * len(ordered) // 3])
    bands = np.split(ordered, np.unique(np.concatenate([cuts, thirds])))
    return [band for band in bands if len(band)]


def _by_size(
    group: int,
    deals: NDArray[np.int64],
    amounts: NDArray[np.float64],
    sizes: SizeChance,
    usual: float,
    listed: bool,
) -> _Part:
    rate = float((sizes.win_rate(amounts) * amounts).sum() / amounts.sum())
    band = sizes.seen[sizes.band_of(amounts)]
    return _Part(
        group,
        deals,
        round(float(amounts.mean()), 2),
        tuple(np.round(amounts, 2).tolist()) if listed else None,
        rate / usual,
        float(band.mean()),
    )
