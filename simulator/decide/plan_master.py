"""Which combination of steps is tried next: the cheapest that may reach the goal by all that is known so far.

A mixed-integer program for HiGHS (scipy.optimize.milp). One binary variable stands for each level of each lever, at
most one level a lever. What a combination does to the margin is the sum of what its levers do alone, plus what they
do only together: at most `optimism`, and for a set of levers that was tried what was measured there. A combination
that failed rules out every one that moves no lever further: more of a lever that helps never hurts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Levels = tuple[int, ...]
"""For every lever the level it stands at; 0 is not moved."""
_WEIGHT = 1e4
"""Of the objective: HiGHS takes a solution within 1e-6 of the best one for as good."""
_NEARER = 1e-7
"""What a level further counts, as a share of the dearest step: of equal costs the smaller change is taken."""
_CHEAPER = 1e-6
"""Relative difference in cost below which two plans cost the same."""


@dataclass
class Master:
    """gains: by lever, what each of its levels adds to the margin alone; costs: by lever and level; needed: the margin
    that is short; most_changes: levers moved at most; budget: the most a plan may cost, None for no limit.
    together: the most that pairs of levers add only together, at their furthest; optimism: what they may add beyond
    that.
    """

    gains: Sequence[Sequence[float]]
    costs: Sequence[Sequence[float]]
    needed: float
    most_changes: int
    budget: float | None
    optimism: float
    together: Mapping[tuple[int, int], float] = field(default_factory=dict)
    failed: set[Levels] = field(default_factory=set)
    measured: dict[frozenset[int], float] = field(default_factory=dict)

    def cheapest(self, allowed: Sequence[bool], below: float | None = None) -> Levels | None:
        """The cheapest combination of `allowed` levers that may reach the goal, cheaper than `below`; None: none."""
        return self._solve(allowed, below, furthest=False)

    def furthest(self, allowed: Sequence[bool]) -> Levels | None:
        """The combination within the budget that is expected to come furthest, whether or not it reaches the goal."""
        return self._solve(allowed, None, furthest=True)

    def cost(self, levels: Levels) -> float:
        """Of the whole combination."""
        return sum(self.costs[i][level - 1] for i, level in enumerate(levels) if level)

    def alone(self, levels: Levels) -> float:
        """What its levers add to the margin if nothing happens only together."""
        return sum(self.gains[i][level - 1] for i, level in enumerate(levels) if level)

    def _solve(self, allowed: Sequence[bool], below: float | None, *, furthest: bool) -> Levels | None:
        places = [
            (i, level)
            for i, gains in enumerate(self.gains)
            if allowed[i]
            for level in range(1, len(gains) + 1)
        ]
        if not places:
            return None
        n = len(places)
        gain = np.array([self.gains[i][level - 1] for i, level in places])
        cost = np.array([self.costs[i][level - 1] for i, level in places])
        lever = np.array([i for i, _ in places])
        level_of = np.array([level for _, level in places])
        scale = max(float(np.abs(gain).max()), abs(self.needed), 1e-12)
        money = max(float(np.abs(cost).max()), 1e-12)
        far = float((np.abs(gain).sum() + sum(self.together.values()) + abs(self.needed)) / scale + 1)
        pairs = [pair for pair in self.together if allowed[pair[0]] and allowed[pair[1]]]
        extra = np.array([self.together[pair] for pair in pairs]) / scale
        # The unknowns: a binary for each place, how much of each pair's extra is had, and what else comes together.
        beyond = np.append(extra, 1.0)
        rows: list[Floats] = []
        least: list[float] = []
        most: list[float] = []

        def add(row: Floats, low: float, high: float, rest: Floats | float = 0.0) -> None:
            rows.append(np.concatenate([row, np.broadcast_to(np.asarray(rest, dtype=float), beyond.shape)]))
            least.append(low)
            most.append(high)

        for i in sorted(set(lever.tolist())):
            add((lever == i).astype(float), -np.inf, 1.0)
        add(np.ones(n), 1.0, float(self.most_changes))
        for place, pair in enumerate(pairs):
            for i in pair:
                # Half way of both may bring all they add together, less of one brings so much less.
                share = np.where(lever == i, np.minimum(2 * level_of / len(self.gains[i]), 1.0), 0.0)
                add(-share, -np.inf, 0.0, np.eye(len(beyond))[place])
        limits = [limit for limit in (self.budget,) if limit is not None]
        if below is not None:
            limits.append(below - max(abs(below), money) * _CHEAPER)
        if limits:
            add(cost / money, -np.inf, min(limits) / money + 1e-9)
        for levels in self.failed:
            add(np.array([float(level > levels[i]) for i, level in places]), 1.0, np.inf)
        for measured, row, members in self._measured(lever):
            # Binding only where exactly these levers are moved: each other one, or one less, loosens it by `far`.
            add(row * far, -np.inf, measured / scale + far * members, beyond)
        if not furthest:
            add(gain / scale, self.needed / scale - 1e-9, np.inf, beyond)
        objective = np.concatenate([_WEIGHT * (cost / money + _NEARER * level_of), np.zeros(len(beyond))])
        if furthest:
            objective = np.concatenate([_WEIGHT * (_NEARER * cost / money - gain / scale), -_WEIGHT * beyond])
        shares = np.ones(len(pairs))
        result = milp(
            objective,
            constraints=LinearConstraint(csr_matrix(np.array(rows)), np.array(least), np.array(most)),
            bounds=Bounds(
                np.concatenate([np.zeros(n), 0 * shares, [-far]]),
                np.concatenate([np.ones(n), shares, [self.optimism / scale]]),
            ),
            integrality=np.concatenate([np.ones(n), 0 * shares, [0.0]]),
            options={"mip_rel_gap": 0.0},
        )
        if result.x is None:
            return None
        found = [0] * len(self.gains)
        for chosen, (i, level) in zip(result.x[:n], places, strict=True):
            if chosen > 0.5:
                found[i] = level
        return tuple(found)

    def _measured(self, lever: Integers) -> Iterator[tuple[float, Floats, float]]:
        for members, together in self.measured.items():
            inside = np.isin(lever, sorted(members))
            if members <= set(lever.tolist()):
                yield together, np.where(inside, 1.0, -1.0), float(len(members))


def between(known: Mapping[int, float], levels: int) -> tuple[float, ...]:
    """What levels 1 .. `levels` add to the margin, from those measured; straight lines between, 0 at level 0."""
    at = sorted({0: 0.0, **known}.items())
    found = np.interp(np.arange(1, levels + 1), [x for x, _ in at], [y for _, y in at])
    return tuple(float(value) for value in found)
