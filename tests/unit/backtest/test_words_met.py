"""Goals tried at each cut-off and what became of them."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.backtest import Tried
from simulator.backtest.words_met import odds_bins, tried_goals, word_scores
from tests.unit.backtest.folds import fold


def test_goals_are_judged_as_the_default_policy_judges() -> None:
    sample = np.arange(1.0, 101.0)
    found = tried_goals(sample, naive=80.0, actual=70.0)
    assert [one.target for one in found] == pytest.approx([64.0, 72.0, 80.0, 88.0, 100.0])
    assert [one.odds for one in found] == pytest.approx([0.37, 0.29, 0.21, 0.13, 0.01])
    assert [one.word for one in found] == ["stretch"] * 4 + ["unreachable"]
    assert [one.met for one in found] == [True, False, False, False, False]
    assert tried_goals(sample, naive=40.0, actual=1.0)[0].word == "realistic"


def test_a_share_of_nothing_is_no_goal() -> None:
    assert tried_goals(np.ones(5), 0.0, 1.0) == ()


def _tried(odds: float, met: bool) -> Tried:
    word = "realistic" if odds >= 0.6 else "unreachable" if odds < 0.1 else "stretch"
    return Tried(1.0, odds, word, met)  # type: ignore[arg-type]  # one of the three words


def test_words_count_what_was_met_and_hold_the_claim_beside_it() -> None:
    folds = [
        fold(
            1.0, f"2020-{at + 1:02d}-28", goals=(_tried(0.7, at != 0), _tried(0.9, True), _tried(0.05, False))
        )
        for at in range(10)
    ]
    realistic, unreachable = word_scores(folds)
    assert (realistic.word, realistic.goals, realistic.met) == ("realistic", 20, 19)
    assert realistic.claimed == pytest.approx(0.8)
    assert realistic.independent == pytest.approx(10), "goals of one forecast share what came"
    assert realistic.low < 0.95 < realistic.high
    assert (unreachable.word, unreachable.met) == ("unreachable", 0)


def test_the_diagram_puts_every_goal_in_one_tenth() -> None:
    odds = [0.0, 0.05, 0.1, 0.55, 0.6, 0.95, 1.0]
    folds = [fold(1.0, goals=tuple(_tried(one, one > 0.5) for one in odds))]
    bins = odds_bins(folds)
    assert sum(one.goals for one in bins) == len(odds)
    assert [(one.from_odds, one.goals) for one in bins] == [(0.0, 2), (0.1, 1), (0.5, 1), (0.6, 1), (0.9, 2)]
    assert bins[-1].to_odds == 1.0
