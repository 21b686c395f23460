"""Which sliders a goal gets."""

from __future__ import annotations

import pytest

from simulator.decide import LeverEffect
from simulator.decide.terms import terms
from simulator.decide.tornado import Side
from simulator.sample import sample_scenario
from simulator.scenario import scenario_levers
from ui import cache
from ui.computing import advice

PLAN = sample_scenario()
TERMS = {one.lever.name: one for one in terms(PLAN)}


def _effect(name: str, reach: float, mean_change: float = 0.0) -> LeverEffect:
    side = Side(0.1, 0.3 + reach, reach, 0.001, mean_change, mean_change, 0.0, moved=True)
    return LeverEffect(TERMS[name], None, side)


def test_levers_that_move_neither_odds_nor_mean_get_none(monkeypatch: pytest.MonkeyPatch) -> None:
    goal = PLAN.goals[0]
    ranked = (
        _effect("win_rate", 0.2),
        _effect("volume", 0.0, 0.01 * goal.threshold),
        _effect("win_rate", 0.1),  # of other teams: one slider all the same
        _effect("churn", 0.009, 0.001 * goal.threshold),
        _effect("overhead", 0.0),
    )
    monkeypatch.setattr(cache, "ranking", lambda plan, goal: ranked)
    assert advice.mattering(PLAN, goal) == ["win_rate", "volume"]


def test_too_many_levers_to_try_each_stay_in_their_usual_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "ranking", lambda plan, goal: None)
    assert advice.mattering(PLAN, PLAN.goals[0]) == [one.name for one in scenario_levers(PLAN)]
