"""Open deals in groups of like age, each with its chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.findings import PipelineGroup
from simulator.evidence.history import History
from simulator.evidence.looks import Conversion

VALUE_BANDS = 4
"""Open deals of one age group that state amounts are split into this many bands, so that large ones stay large."""
STATED = 0.8


def pipeline_groups(history: History, rates: Conversion) -> tuple[PipelineGroup, ...]:
    """Groups by age, split by stated amount where four in five deals state one.

    Groups draw their chance independently, a quarter's drift is felt by all of them: the drift of each is enlarged by
    (sum w)² / sum w², w = sqrt(p (1 - p)) * deals, so that the drift of the sum is that of one shared shock.
    """
    is_open = history.open
    age, amount = history.age[is_open], history.amount[is_open]
    group = rates.group_of(age)
    last = len(rates.edges) - 1
    parts: list[tuple[int, NDArray[np.int64], float | None]] = []
    for g in range(last + 1):
        inside = np.flatnonzero(group == g)
        if not len(inside):
            continue
        stated = ~np.isnan(amount[inside])
        if g < last and stated.mean() >= STATED:
            ordered = inside[
                np.argsort(np.where(stated, amount[inside], np.nanmean(amount[inside])), kind="stable")
            ]
            for band in np.array_split(ordered, min(VALUE_BANDS, len(ordered))):
                known = amount[band][~np.isnan(amount[band])]
                parts.append((g, band, float(known.mean()) if len(known) else None))
        else:
            parts.append((g, inside, None))
    weights = {
        at: float(np.sqrt(rates.won[g] * (1 - rates.won[g])) * len(deals))
        for at, (g, deals, _) in enumerate(parts)
        if g < last
    }
    squares = sum(weight**2 for weight in weights.values())
    spread = sum(weights.values()) ** 2 / squares if squares > 0 else 1.0
    groups = []
    for g, deals, value in parts:
        stale = g == last
        low, high = int(rates.edges[g]), None if stale else int(rates.edges[g + 1]) - 1
        label = f"older than {low - 1} days" if stale else f"{low} to {high} days"
        if value is not None:
            label += f", about {value:,.0f} each"
        groups.append(
            PipelineGroup(
                label=label,
                count=len(deals),
                age_days=float(np.round(age[deals].mean(), 1)),
                win_rate=float(rates.won[g]),
                equivalent_n=float(rates.seen[g]) if stale else rates.equivalent_n(g, spread),
                stale=stale,
                amount=None if value is None else round(value, 2),
                won_within=tuple(rates.within[:, g].tolist()),
            )
        )
    return tuple(groups)
