"""Open deals in groups of like age, each with its chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.findings import PipelineGroup
from simulator.evidence.history import History
from simulator.evidence.looks import Conversion

VALUE_BANDS = 4
"""Open deals of one age group are split into this many bands by stated amount, so that large ones stay large."""
MOST_LISTED = 400
"""Up to so many open deals of a team keep their own amounts instead."""
STATED = 0.8


@dataclass(frozen=True, eq=False)
class _Part:
    group: int
    deals: NDArray[np.int64]
    amount: float | None = None
    amounts: tuple[float, ...] | None = None


def pipeline_groups(history: History, rates: Conversion) -> tuple[PipelineGroup, ...]:
    """Groups by age, with the amounts stated where four in five deals state one: listed, or by band where many.

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
        if len(age) - np.count_nonzero(group == last) <= MOST_LISTED:
            amounts = tuple(np.round(filled, 2).tolist())
            parts.append(_Part(g, inside, round(float(filled.mean()), 2), amounts))
            continue
        ordered = np.argsort(filled, kind="stable")
        parts += [
            _Part(g, inside[band], round(float(filled[band].mean()), 2))
            for band in np.array_split(ordered, min(VALUE_BANDS, len(ordered)))
        ]
    weights = {
        at: float(np.sqrt(rates.won[part.group] * (1 - rates.won[part.group])) * len(part.deals))
        for at, part in enumerate(parts)
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
        if part.amount is not None and part.amounts is None:
            label += f", about {part.amount:,.0f} each"
        groups.append(
            PipelineGroup(
                label=label,
                count=len(deals),
                age_days=float(np.round(age[deals].mean(), 1)),
                win_rate=float(rates.won[g]),
                equivalent_n=float(rates.seen[g]) if stale else rates.equivalent_n(g, spread),
                stale=stale,
                amount=part.amount,
                amounts=part.amounts,
                won_within=tuple(rates.within[:, g].tolist()),
                won_first=tuple(rates.first[:, g].tolist()),
                seen=float(rates.seen[g]),
            )
        )
    return tuple(groups)
