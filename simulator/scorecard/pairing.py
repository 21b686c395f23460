"""Who could learn from whom: pairs in which one is strong where the other is weak, each person in one at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Array = NDArray[np.float64]
MOST_PARTNERS = 8
"""Of everybody the best partners looked at: with more the choice hardly changes and takes longer."""


@dataclass(frozen=True)
class Pair:
    """Two people by number. lesson, back: number of the metric the first (second) learns, None for nothing; worth:
    what closing these gaps is worth, in the unit of `worth` given to `pairs`; weight: the same times how strong the
    partner is.
    """

    learner: int
    partner: int
    lesson: int
    back: int | None
    worth: float
    weight: float


def pairs(worth: Array, strong: Array, group: NDArray[np.int64]) -> tuple[Pair, ...]:
    """The pairs whose gaps are worth most together: a matching of greatest weight, within groups first.

    worth: (metrics, people), what closing the person's gap is worth, 0 where there is none to close; strong: whether
    they are clearly better than the target there. Who finds no partner in their group is matched across groups.
    """
    found = _matched(worth, strong, group)
    taken = np.zeros(worth.shape[1], dtype=bool)
    for pair in found:
        taken[[pair.learner, pair.partner]] = True
    rest = np.where(taken, 0.0, worth)
    others = _matched(rest, np.where(taken, 0.0, strong), np.zeros_like(group))
    return tuple(sorted((*found, *others), key=lambda one: (-one.worth, one.learner)))


def _matched(worth: Array, strong: Array, group: NDArray[np.int64]) -> list[Pair]:
    found: list[Pair] = []
    useful = (worth.max(0, initial=0.0) > 0) | (strong > 0).any(0)
    for number in np.unique(group[useful]):
        members = np.flatnonzero((group == number) & useful)
        found += _of_group(members, worth[:, members], strong[:, members])
    return found


def _of_group(members: NDArray[np.int64], worth: Array, strong: Array) -> list[Pair]:
    edges = _edges(worth, strong)
    if not edges:
        return []
    value = np.array([gain for _, _, gain in edges])
    rows = np.array([(one, other) for one, other, _ in edges]).ravel()
    incidence = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, np.repeat(np.arange(len(edges)), 2))), shape=(len(members), len(edges))
    )
    solved = optimize.milp(
        -value / value.max(),
        integrality=np.ones(len(edges), dtype=np.int64),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(incidence, -np.inf, 1),
    )
    if solved.x is None:
        return []
    chosen = np.flatnonzero(np.asarray(solved.x) > 0.5).tolist()
    return [_pair(members, worth, strong, edges[at]) for at in chosen]


def _edges(worth: Array, strong: Array) -> list[tuple[int, int, float]]:
    """Pairs worth something, (one, other, worth together), each person with their best partners."""
    learned = np.zeros((worth.shape[1], worth.shape[1]))  # [learner, teacher]
    for gain, good in zip(worth, strong, strict=True):
        learned = np.maximum(learned, gain[:, None] * good[None, :])
    both = np.triu(learned + learned.T, 1)
    whole = both + both.T
    if len(whole) > MOST_PARTNERS + 1:
        order = np.argsort(-whole, axis=1, kind="stable")[:, :MOST_PARTNERS]
        near = np.zeros(whole.shape, dtype=bool)
        np.put_along_axis(near, order, True, axis=1)
        both = np.where(near | near.T, both, 0.0)
    first, second = np.nonzero(both)
    return [(int(one), int(other), float(both[one, other])) for one, other in zip(first, second, strict=True)]


def _pair(members: NDArray[np.int64], worth: Array, strong: Array, edge: tuple[int, int, float]) -> Pair:
    one, other, together = edge
    forth, back = (
        strong[:, teacher] * worth[:, learner] for learner, teacher in ((one, other), (other, one))
    )
    if forth.max() < back.max():
        one, other, forth, back = other, one, back, forth
    lesson, returned = int(forth.argmax()), int(back.argmax()) if back.max() > 0 else None
    both = float(worth[lesson, one]) + (0.0 if returned is None else float(worth[returned, other]))
    return Pair(int(members[one]), int(members[other]), lesson, returned, both, together)
