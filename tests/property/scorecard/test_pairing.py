"""Pairs are a matching of greatest weight, whoever comes first in the file."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scorecard.pairing import pairs


@st.composite
def situations(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    people, metrics = draw(st.integers(2, 7)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    worth = np.where(
        rng.random((metrics, people)) < 0.5, rng.integers(1, 1_000, (metrics, people)), 0
    ).astype(float)
    able = (rng.random((metrics, people)) < 0.4) & (worth == 0)
    strong = np.where(able, rng.choice([1.0, 0.5], (metrics, people)), 0.0)
    return worth, strong, rng.integers(0, draw(st.integers(1, 2)), people)


def of_two(worth: np.ndarray, strong: np.ndarray, one: int, other: int) -> float:
    return float((strong[:, other] * worth[:, one]).max() + (strong[:, one] * worth[:, other]).max())


def best(worth: np.ndarray, strong: np.ndarray, members: list[int]) -> float:
    """By trying every matching."""
    if len(members) < 2:
        return 0.0
    first, *rest = members
    without = best(worth, strong, rest)
    return max(
        [without]
        + [
            of_two(worth, strong, first, other) + best(worth, strong, [one for one in rest if one != other])
            for other in rest
        ]
    )


@settings(max_examples=80)
@given(situations())
def test_a_matching_of_greatest_weight_within_the_teams_first(
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    worth, strong, team = found
    made = pairs(worth, strong, team)
    people = [person for pair in made for person in (pair.learner, pair.partner)]
    assert len(people) == len(set(people))
    for pair in made:
        assert strong[pair.lesson, pair.partner] > 0
        assert worth[pair.lesson, pair.learner] > 0
        assert abs(pair.weight - of_two(worth, strong, pair.learner, pair.partner)) < 1e-9
        if pair.back is not None:
            assert strong[pair.back, pair.learner] > 0
    inside = sum(pair.weight for pair in made if team[pair.learner] == team[pair.partner])
    exact = sum(best(worth, strong, np.flatnonzero(team == one).tolist()) for one in np.unique(team))
    assert abs(inside - exact) < 1e-6 * max(exact, 1)
    taken = set(people)
    for one, other in combinations(set(range(worth.shape[1])) - taken, 2):
        assert of_two(worth, strong, one, other) == 0


@settings(max_examples=40)
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(
    found: tuple[np.ndarray, np.ndarray, np.ndarray], shuffled: object
) -> None:
    worth, strong, team = found
    order = list(range(worth.shape[1]))
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    plain = sum(pair.weight for pair in pairs(worth, strong, np.zeros_like(team)))
    other = sum(pair.weight for pair in pairs(worth[:, order], strong[:, order], np.zeros_like(team)))
    assert abs(plain - other) < 1e-6 * max(plain, 1)
