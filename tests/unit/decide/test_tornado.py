"""Which levers move a goal: like steps both ways, luck held still, exactly nothing where nothing can come of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.decide import LeverEffect, Tornado, tornado
from simulator.decide.fewer_hires import fewer_hires
from simulator.decide.response import Response
from simulator.decide.tornado import NO_HIRE_LESS, points_text, step_words
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import Scenario, lever, parse_scenario, with_adjustments
from simulator.scenario.plan import Adjustment

TEAM: dict[str, Any] = {
    "name": "Direct",
    "inbound_per_month": {"mean": 40.0, "dispersion": 20.0},
    "stages": [{"name": "qualified", "rate": 0.5}, {"name": "won", "rate": {"successes": 30, "trials": 100}}],
    "deal_size": {"mean": 1000.0, "cv": 0.8},
    "cycle_days": {"mean": 30.0, "cv": 0.5},
    "opportunities_per_rep_per_month": 10.0,
    "headcount": 4,
}


def company(target: float = 60_000.0, metric: str = "bookings", **parts: Any) -> Scenario:
    """One team and one goal; `parts` of the team, or of the document where it names them so."""
    document = ("costs", "recurring", "lever_terms", "teams")
    own: dict[str, Any] = {name: parts.pop(name) for name in document if name in parts}
    direction = parts.pop("direction", "at_least")
    return parse_scenario(
        {
            "name": "Small",
            "start_month": "2027-01",
            "horizon_months": 12,
            "teams": [{**TEAM, **parts}],
            "goals": [
                {"name": "It", "metric": metric, "target": target, "by": "2027-12", "direction": direction}
            ],
            **own,
        }
    )


def of(scenario: Scenario, n_trials: int = 1000) -> Tornado:
    """The tornado of its first goal."""
    return tornado(simulate(scenario, n_trials, 0), scenario.goals[0])


def effects(scenario: Scenario) -> dict[str, LeverEffect]:
    """By lever."""
    return {one.lever.name: one for one in of(scenario).effects}


def test_the_strongest_comes_first_and_each_moves_the_way_it_should() -> None:
    found = of(company())
    assert [one.reach for one in found.effects] == sorted((one.reach for one in found.effects), reverse=True)
    for one in found.effects:
        helping, hurting = (one.more, one.less) if one.lever.better > 0 else (one.less, one.more)
        assert helping is not None
        assert helping.points >= 0
        assert (helping.mean_change or 0) >= 0
        assert hurting is None or hurting.points <= 0
    assert " the odds most: +" in found.finding


def test_levers_that_move_alike_are_named_together() -> None:
    """Twice as many that enter, or twice as many that go on, is the same."""
    found = of(company(inbound_per_month=40.0, headcount=40))
    assert {one.lever.name for one, _ in found.leading} >= {"volume", "stage:qualified"}
    assert " and " in found.finding
    assert " move the odds most: +" in found.finding
    alone = of(company(0.02, "churn_rate", direction="at_most", recurring={
        "opening_customers": 300, "opening_mrr": 3e4, "monthly_churn": 0.02}))  # fmt: skip
    assert [one.lever.name for one, _ in alone.leading] == ["churn"]


def test_a_side_is_the_plan_with_that_lever_moved() -> None:
    plan = company()
    goal = plan.goals[0]
    one = effects(plan)["win_rate"]
    base = meets(goal_values(simulate(plan, 1000, 0), goal), goal)
    for side in one.sides:
        assert side.change == pytest.approx(math.copysign(0.1, side.change))
        moved = with_adjustments(plan, Adjustment(lever="win_rate", change=side.change))
        met = meets(goal_values(simulate(moved, 1000, 0), goal), goal)
        assert side.probability == met.mean()
        assert side.points == pytest.approx(met.mean() - base.mean())
        come, gone = int((met & ~base).sum()), int((base & ~met).sum())
        share = (come + gone) / 1000 - ((come - gone) / 1000) ** 2
        assert side.error == pytest.approx(math.sqrt(share / 1000))
        independent = math.sqrt((met.var() + base.var()) / 1000)
        assert side.error < independent / 1.5


def test_levers_that_cannot_matter_move_exactly_nothing() -> None:
    found = effects(company(headcount=40))
    for name in ("gross_margin", "overhead", "marketing", "capacity", "hires", "ramp_months", "attrition"):
        one = found[name]
        assert not one.matters
        assert all((side.points, side.error, side.mean_change) == (0, 0, 0) for side in one.sides)
    assert found["win_rate"].reach > 0.1


def test_where_people_bind_leads_do_not_help_and_hires_do() -> None:
    found = effects(company(40_000.0, headcount=1, inbound_per_month=80.0))
    assert found["volume"].more.mean_change == 0
    assert (found["hires"].more.mean_change or 0) > 0


def test_a_goal_out_of_reach_is_still_ranked_by_the_mean() -> None:
    found = of(company(1e9))
    assert all(one.reach == 0 for one in found.effects)
    reaches = [one.mean_reach for one in found.effects]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[0] > 0
    assert found.effects[0].matters
    assert found.finding.startswith("No lever moves these odds by a step")


def test_a_goal_no_lever_reaches() -> None:
    assert of(company(0.02, "churn_rate", direction="at_most", recurring={
        "opening_customers": 100, "opening_mrr": 1e4, "monthly_churn": 0.0}, inbound_per_month=0.0,
    )).finding == "No lever of this plan moves this goal."  # fmt: skip


def test_less_is_better_where_a_goal_says_at_most() -> None:
    recurring = {"opening_customers": 300, "opening_mrr": 3e4, "monthly_churn": 0.02}
    plan = company(0.02, "churn_rate", direction="at_most", recurring=recurring)
    found = of(plan)
    churn = found.effects[0]
    assert churn.lever.name == "churn"
    assert churn.less is not None
    assert churn.better is churn.less
    assert churn.less.points > 0 > churn.more.points
    assert found.finding.startswith("Churn moves the odds most: +")
    assert found.finding.endswith("for a tenth less.")
    assert found.money_is == "revenue"
    fewer = of(company(45_000.0, direction="at_most")).effects[0]
    assert fewer.better is fewer.less  # whoever wants at most so much is helped by fewer sales


def test_a_hire_less_where_one_is_planned() -> None:
    """The seat stays with its luck; the first planned goes, of each team that plans any."""
    hires = [{"month": "2027-06", "count": 2}, {"month": "2027-03", "count": 2, "slip_months_mean": 1.0}]
    plan = company(headcount=1, hires=hires, inbound_per_month=80.0)
    fewer = fewer_hires(plan, None)
    assert fewer is not None
    assert [(one.month, one.count) for one in fewer.teams[0].hires] == [
        ("2027-06", 2),
        ("2027-03", 1),
        ("2028-01", 1),
    ]
    one = effects(plan)["hires"]
    assert one.less is not None
    assert one.none_less is None
    assert one.less.change == -1
    assert one.less.points < 0 < one.more.points
    assert one.less.cost is None
    before, after = (simulate(of_, 200, 0).series("headcount") for of_ in (plan, fewer))
    assert set(np.unique(before - after)) == {0, 1}


def test_nobody_less_where_none_is_planned() -> None:
    one = effects(company())["hires"]
    assert one.less is None
    assert one.none_less == NO_HIRE_LESS
    assert fewer_hires(company(hires=[{"month": "2029-01"}]), None) is None


def test_cost_is_stated_for_what_money_is_spent_on_or_is_not_known() -> None:
    stated = [{"lever": "win_rate", "cost": 1_000.0, "cost_per_step": 500.0, "step": 0.05}]
    plan = company(lever_terms=stated, annual_cost_per_rep=60_000.0, costs={"marketing_per_month": 100.0})
    found = effects(plan)
    better = found["win_rate"].more
    assert better.cost == pytest.approx(2_000)
    assert better.points_per_cost == pytest.approx(better.points / 2_000)
    worse = found["win_rate"].less
    assert worse is not None
    assert worse.cost is None
    assert found["volume"].more.cost is None
    assert found["volume"].more.points_per_cost is None
    assert found["hires"].more.cost == pytest.approx(60_000)
    saving = found["marketing"].less
    assert saving is not None
    assert saving.cost == pytest.approx(-120)
    assert saving.points_per_cost is None


def test_a_step_is_what_the_past_moved_where_that_is_known() -> None:
    found = effects(company(lever_terms=[{"lever": "win_rate", "moved": 0.04}]))
    assert found["win_rate"].more.change == 0.04
    assert found["win_rate"].terms.step_source == "past"
    assert found["volume"].more.change == 0.1
    assert found["volume"].terms.step_source == "assumed"


def test_a_lever_with_terms_of_its_own_for_some_teams_is_a_row_each() -> None:
    teams = [TEAM, TEAM | {"name": "South"}, TEAM | {"name": "North"}]
    terms = [{"lever": "win_rate", "teams": ["South"], "moved": 0.2}]
    found = of(company(teams=teams, lever_terms=terms))
    rows = [one.terms.teams for one in found.effects if one.lever.name == "win_rate"]
    assert sorted(rows, key=str) == [("Direct", "North"), ("South",)]
    turned = of(company(teams=teams[::-1], lever_terms=terms))
    assert turned == Tornado(turned.goal, found.base, 1000, "bookings", turned.effects)
    assert [one.document() for one in turned.effects] == [one.document() for one in found.effects]


def test_progress_counts_every_step_and_can_end_it() -> None:
    plan = company()
    response, seen = Response(simulate(plan, 100, 0)), list[tuple[int, int]]()
    found = tornado(response, plan.goals[0], progress=lambda *at: seen.append(at))
    assert seen == [(number, 2 * len(found.effects)) for number in range(2 * len(found.effects))]

    def stop(done: int, of_: int) -> None:
        raise InterruptedError(f"{done} of {of_}")

    with pytest.raises(InterruptedError, match="0 of"):
        tornado(response, plan.goals[0], progress=stop)


def test_the_document_is_plain() -> None:
    document = of(company()).document()
    assert document["money_stands_for"] == "mean"
    assert document["levers"][0]["more"]["points"] == pytest.approx(
        document["levers"][0]["more"]["probability"] - document["probability"]
    )


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("win_rate", 0.1, "a tenth more"),
        ("win_rate", -0.042, "4.2 % less"),
        ("hires", 1.0, "one hire more"),
        ("hires", -2.0, "2 hires less"),
    ],
)
def test_steps_in_words(name: str, change: float, said: str) -> None:
    assert step_words(lever(name), change) == said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (0.14, "+14 points"),
        (-0.01, "-1 point"),
        (0.004, "+0.4 points"),
        (0.0, "+0 points"),
        (0.0096, "+1 point"),
    ],
)
def test_points_in_words(points: float, said: str) -> None:
    assert points_text(points) == said
