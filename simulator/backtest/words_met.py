"""Whether goals called realistic, stretch and unreachable were met as often as they were said to be."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.findings import WORDS, Fold, OddsBin, Tried, Word, WordScore
from simulator.backtest.scores import independent_folds, wilson
from simulator.scenario import Policy

Values = NDArray[np.float64]
GOAL_LEVELS = (0.8, 0.9, 1.0, 1.1, 1.25)
"""Goals tried at each cut-off, as shares of what the same months brought a year before."""
EDGES = tuple(step / 10 for step in range(11))


def tried_goals(sample: Values, naive: float, actual: float) -> tuple[Tried, ...]:
    """Goals around the `naive` total, which was known at the cut-off, judged by `sample` (n,) under the default policy.

    Empty where the yardstick is not above zero: a share of nothing is no goal.
    """
    if naive <= 0:
        return ()
    made = []
    for level in GOAL_LEVELS:
        target = level * naive
        odds = float((sample >= target).mean())
        made.append(Tried(target, odds, word_of(odds), bool(actual >= target)))
    return tuple(made)


def word_of(odds: float) -> Word:
    """The word of these odds under the default policy."""
    policy = Policy()
    if odds >= policy.realistic_at_least:
        return "realistic"
    return "unreachable" if odds < policy.unreachable_below else "stretch"


def word_scores(folds: tuple[Fold, ...] | list[Fold]) -> tuple[WordScore, ...]:
    """One score for each word that was given at all."""
    found = []
    for word in WORDS:
        inside = [fold for fold in folds if any(one.word == word for one in fold.goals)]
        goals = [one for fold in inside for one in fold.goals if one.word == word]
        if goals:
            met, free = sum(one.met for one in goals), min(independent_folds(inside), len(goals))
            low, high = wilson(met / len(goals) * free, free)
            claimed = float(np.mean([one.odds for one in goals]))
            found.append(WordScore(word, len(goals), met, claimed, low, high, free))
    return tuple(found)


def odds_bins(folds: tuple[Fold, ...] | list[Fold]) -> tuple[OddsBin, ...]:
    """Tenths of the claimed odds that hold a goal, each with how many were met."""
    found = []
    for low_edge, high_edge in itertools.pairwise(EDGES):
        last = high_edge == 1.0

        def within(odds: float, low: float = low_edge, high: float = high_edge, last: bool = last) -> bool:
            return low <= odds < high or (last and odds >= low)

        inside = [fold for fold in folds if any(within(one.odds) for one in fold.goals)]
        goals = [one for fold in inside for one in fold.goals if within(one.odds)]
        if goals:
            met, free = sum(one.met for one in goals), min(independent_folds(inside), len(goals))
            low, high = wilson(met / len(goals) * free, free)
            claimed = float(np.mean([one.odds for one in goals]))
            found.append(OddsBin(low_edge, high_edge, len(goals), met, claimed, low, high))
    return tuple(found)
