"""Seats of which the plan says the same: luck alone tells their futures apart, so their figures are one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.engine.streams import Floats
from simulator.quotas.layers_people import kind_of
from simulator.quotas.rep_values import RepValues

_SLACK = 1e-12


@dataclass(frozen=True, eq=False)
class Pools:
    """Seats alike together. group: of every seat; ranked: what the seats of a group sell in all futures, smallest
    first. A figure read from it is that of one seat, known from as many as there are."""

    group: NDArray[np.int64]
    ranked: tuple[Floats, ...]

    @cached_property
    def means(self) -> Floats:
        """Mean sales of every seat, shape (n_seats,)."""
        return np.array([self.ranked[group].mean() for group in self.group])

    def odds(self, quota: Floats) -> Floats:
        """Share of futures in which each seat sells its `quota`, shape (n_seats,)."""
        return np.array(
            [
                1
                - np.searchsorted(self.ranked[group], number - abs(number) * _SLACK, side="left")
                / self.ranked[group].size
                for group, number in zip(self.group, quota, strict=True)
            ]
        )

    def quota_at(self, odds: float) -> Floats:
        """The largest quota each seat sells with at least these odds, shape (n_seats,): a value that occurred."""
        largest = [
            ranked[ranked.size - max(int(np.ceil(odds * ranked.size - 1e-9)), 1)] for ranked in self.ranked
        ]
        return np.array([largest[group] for group in self.group])


def pools(values: RepValues) -> Pools:
    """The seats of `values` by what the plan says of them: team, tenure where it still matters, hire, potential."""
    number: dict[Hashable, int] = {}
    group = np.array(
        [
            number.setdefault((kind_of(values.scenario, seat), seat.potential), len(number))
            for seat in values.seats
        ],
        dtype=np.int64,
    )
    ranked = tuple(np.sort(values.values[group == one].ravel()) for one in range(len(number)))
    return Pools(group, ranked)
