"""Plan against second opinion: when they disagree, and the reasons that are named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.goals import Comparison, compare, metric
from simulator.goals.comparison import View
from simulator.goals.values import top_down_values
from simulator.goals.windows import goal_window
from simulator.scenario import parse_scenario

_LUCK = np.exp(0.15 * np.random.default_rng(2).standard_normal(12))
_LUCK *= 100_000 / _LUCK.mean()
FLAT: list[float] = [*_LUCK, *_LUCK[::-1], *_LUCK[[*range(6, 12), *range(6)]]]
"""About 100,000 a month, each year the same sum."""
PLAN_ALIKE = 48.0
"""Deals a month that bring as much: of the first ones some close after the last month."""


def _compared(factor: float = 1.0, values: list[float] | None = None, **fields: Any) -> Comparison:
    """`factor`: how much more the plan expects than the flat history."""
    team = {
        "name": "Direct",
        "inbound_per_month": PLAN_ALIKE * factor,
        "stages": [{"name": "won", "rate": {"mean": 0.25}}],
        "deal_size": {"mean": 10_000.0, "cv": 0.3},
        "cycle_days": {"mean": 61.0, "cv": 0.5},
        **fields.pop("team", {}),
    }
    plan = parse_scenario(
        {
            "name": "c",
            "start_month": "2027-01",
            "teams": [team],
            "second_opinion": {"first_month": "2024-01", "values": values or FLAT},
            "goals": [{"name": "b", "metric": "bookings", "target": 1e6, "by": fields.pop("by", "2027-12")}],
            **fields,
        }
    )
    found = compare(simulate(plan, 2_000), plan.goals[0])
    assert found is not None
    return found


def _codes(found: Comparison) -> set[str]:
    return {one.code for one in found.reasons}


def test_the_figures_are_the_quantiles_of_both() -> None:
    plan = parse_scenario(
        {
            "name": "c",
            "start_month": "2027-01",
            "teams": [
                {
                    "name": "D",
                    "inbound_per_month": 9.0,
                    "stages": [{"name": "w", "rate": 0.5}],
                    "deal_size": 5.0,
                }
            ],
            "second_opinion": {"first_month": "2024-01", "values": FLAT},
            "goals": [{"name": "b", "metric": "bookings", "target": 1.0, "by": "2027-06"}],
            "widening": {"factor": 3.0},
        }
    )
    forecast, goal = simulate(plan, 500), plan.goals[0]
    found = compare(forecast, goal)
    assert found is not None
    window = goal_window(plan, goal)
    own = metric("bookings").value(forecast, "company", window)
    for view, values in ((found.plan, own), (found.history, top_down_values(forecast, window))):
        assert [view.low, view.middle, view.high] == pytest.approx(
            np.quantile(values, [0.1, 0.5, 0.9]).tolist()
        )
    assert found.limit == pytest.approx(float(np.hypot(found.plan.spread, found.history.spread)))


@pytest.mark.parametrize(("gap", "apart"), [(4.9, False), (5.1, True), (-5.1, True), (-4.9, False)])
def test_they_disagree_beyond_the_root_of_the_squared_spreads(gap: float, apart: bool) -> None:
    plan, history = View(97.0 + gap, 100.0 + gap, 103.0 + gap), View(96.0, 100.0, 104.0)
    found = Comparison(plan, history, float(np.hypot(plan.spread, history.spread)), (), "", 0.0)
    assert found.limit == pytest.approx(5.0)
    assert found.disagree is apart


def test_a_plan_like_its_history_agrees() -> None:
    assert not _compared().disagree


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_half_or_twice_the_history_disagrees(factor: float) -> None:
    found = _compared(factor)
    assert found.disagree
    assert (found.gap > 0) is (factor > 1)


def test_growth_is_named_where_the_plan_grows_and_the_history_did_not() -> None:
    found = _compared(1.2, growth={"volume": 0.5})
    words = {one.code: one.words for one in found.reasons}
    assert words["growth"].replace("\u00a0", " ") == (
        "the plan grows by 50 % a year, the last twelve months did not grow"
    )
    assert "growth" not in _codes(_compared(1.5))


def test_hires_and_initiatives_are_named_where_the_plan_says_more() -> None:
    team = {"hires": [{"month": "2027-02", "count": 2}]}
    change = {"name": "t", "lever": "volume", "effect": 0.1, "start_month": "2027-02"}
    more = _compared(1.5, team=team, initiatives=[change], risks=[{**change, "name": "r", "effect": -0.1}])
    assert {"hires", "initiatives"} <= _codes(more)
    assert "risks" not in _codes(more)
    less = _compared(0.5, team=team, initiatives=[change], risks=[{**change, "name": "r", "effect": -0.1}])
    assert "risks" in _codes(less)
    assert not {"hires", "initiatives"} & _codes(less)


def test_a_pipeline_larger_than_a_cycle_usually_holds_is_named() -> None:
    """Usual are 61 / 30.4375 months of 100,000 each: about 200,000."""
    large = {"open_pipeline": [{"count": 100, "win_rate": 0.5, "value": 10_000.0}]}
    found = _compared(1.2, team=large)
    assert next(one.words for one in found.reasons if one.code == "pipeline") == (
        "the open pipeline is larger than usual (2.5 times)"
    )
    usual = {"open_pipeline": [{"count": 40, "win_rate": 0.5, "value": 10_000.0}]}
    assert "pipeline" not in _codes(_compared(1.2, team=usual))
    small = {"open_pipeline": [{"count": 10, "win_rate": 0.5, "values": [10_000.0] * 10}]}
    assert "pipeline" in _codes(_compared(0.5, team=small))


def test_a_recent_fall_is_named_where_the_plan_says_more() -> None:
    fallen = [*FLAT[:-3], *(value * 0.6 for value in FLAT[-15:-12])]
    words = {one.code: one.words for one in _compared(1.3, fallen).reasons}
    assert words["recently"].replace("\u00a0", " ") == (
        "the last 3 months of the history lay 40 % below those a year before"
    )


def test_a_season_is_named_where_the_plan_has_none_and_it_matters() -> None:
    season = [100_000 * (1 + 0.6 * float(np.sin(2 * np.pi * month / 12))) for month in range(36)]
    assert "season" in _codes(_compared(1.0, season, by="2027-06"))
    assert "season" not in _codes(_compared(1.0, season))
    index = [1 + 0.6 * float(np.sin(2 * np.pi * month / 12)) for month in range(12)]
    assert "season" not in _codes(_compared(1.0, season, by="2027-06", seasonality={"index": index}))


def test_reasons_hold_no_money() -> None:
    found = _compared(1.5, growth={"volume": 0.5}, team={"hires": [{"month": "2027-02", "count": 1}]})
    assert found.reasons
    assert not [one for one in found.reasons if "000" in one.words or "€" in one.words]
