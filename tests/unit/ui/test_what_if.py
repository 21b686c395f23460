"""Which sliders a goal gets."""

from __future__ import annotations

import pytest

from simulator.decide.sensitivity import LeverEffect
from simulator.sample import sample_scenario
from simulator.scenario import lever
from ui import cache
from ui.screens import what_if

PLAN = sample_scenario()


def _effect(name: str, reach: float, median_change: float = 0.0) -> LeverEffect:
    return LeverEffect(lever(name), 0.1, 0.3, 0.3, 0.3 + reach, median_change)


def test_levers_that_move_neither_odds_nor_median_get_none(monkeypatch: pytest.MonkeyPatch) -> None:
    goal = PLAN.goals[0]
    ranked = (
        _effect("win_rate", 0.2),
        _effect("volume", 0.0, 0.01 * goal.threshold),
        _effect("churn", 0.009, 0.001 * goal.threshold),
        _effect("overhead", 0.0),
    )
    monkeypatch.setattr(cache, "ranking", lambda plan, goal: ranked)
    assert what_if.mattering(PLAN, goal) == ["win_rate", "volume"]
