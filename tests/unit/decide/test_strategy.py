"""A new goal without a new strategy is said to be one; what a plan changes is said with the odds of today."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import simulate
from simulator.decide.plan_found import Plans
from simulator.decide.plan_search import find_plans
from simulator.decide.response import Response
from simulator.decide.strategy import odds_sentence, outcome_sentence, something_new, strategy_sentence
from simulator.goals.told import said
from simulator.scenario import Scenario
from tests.statistical.small_scenarios import goal, initiative, month, scenario, team_document

TERM = {"lever": "volume", "least": 0.0, "most": 0.3, "step": 0.05, "cost_per_step": 10_000.0}


def _plan(team: dict[str, Any] | None = None, target: float = 330.0, **fields: Any) -> Scenario:
    document = team_document(
        **{"inbound_per_month": 100.0, "stages": [{"name": "sale", "rate": 0.25}], **(team or {})}
    )
    return scenario(document, **{"goals": [goal("won_deals", target)], "lever_terms": [TERM], **fields})


def _found(plan: Scenario, **more: Any) -> Plans:
    return find_plans(Response(simulate(plan, 500)), plan.goals[0], **more)


NEW: tuple[dict[str, Any], ...] = (
    {"initiatives": [initiative("win_rate", 0.01, name="Training", start_month=month(3))]},
    {"adjustments": [{"lever": "volume", "change": 0.01}]},
    {"growth": {"volume": {"mean": 0.01, "grade": "guess"}}},
    {"growth": {"deal_size": {"mean": 0.01}}},
    {"team": {"hires": [{"month": month(2)}]}},
)
OLD: tuple[dict[str, Any], ...] = (
    {},
    {"growth": {"volume": {"mean": 0.01, "grade": "measured"}}},
    {"growth": {"volume": {"mean": -0.05}}},
    {"risks": [initiative("win_rate", -0.01, name="Trouble", start_month=month(3))]},
    {"initiatives": [initiative("win_rate", 0.1, name="Hope", start_month=month(3), probability=0.0)]},
)


@pytest.mark.parametrize("fields", NEW)
def test_what_is_planned_anew_is_a_strategy(fields: dict[str, Any]) -> None:
    plan = _plan(**fields)
    assert something_new(plan)
    assert strategy_sentence(_found(plan), plan) is None


@pytest.mark.parametrize("fields", OLD)
def test_more_of_the_past_is_none(fields: dict[str, Any]) -> None:
    plan = _plan(**fields)
    assert not something_new(plan)
    sentence = strategy_sentence(_found(plan), plan)
    assert sentence is not None
    assert said(sentence).startswith("This is a new goal without a new strategy")


def test_a_goal_within_reach_needs_no_strategy() -> None:
    plan = _plan(target=290.0)
    found = _found(plan)
    assert strategy_sentence(found, plan) is None
    assert "no plan is needed" in said(outcome_sentence(found))


def test_odds_are_said_from_today_to_the_plan() -> None:
    plan = _plan(initiatives=[initiative("win_rate", 0.05, name="Training", start_month=month(0))])
    found = _found(plan)
    today, planned = (f"{odds:.0%}".replace("%", " %") for odds in (found.today, found.odds))
    text = said(odds_sentence(found, found.plans[0]))
    assert text.startswith(f"With what you do today {today}, as planned so far {planned}, with this plan ")
    bare = _found(_plan())
    assert "as planned so far" not in said(odds_sentence(bare, bare.plans[0]))


def test_what_holds_a_search_back_is_said() -> None:
    held = _found(_plan(), budget=5_000.0, most_changes=1)
    assert said(outcome_sentence(held)) == (
        "No lever within its bounds brings this goal nearer for at most 5 k with at most one change."
    )
    nothing = _found(_plan(lever_terms=[]), budget=5_000.0)
    assert "state costs, or lift the budget" in said(outcome_sentence(nothing))
