"""Quotas, their odds and how many make it: what adds up, what rises, what falls, what is named unfair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, ScenarioError, assess, simulate
from simulator.quotas.fairness import JOINING, band_of, fair_quotas, fairness, too_far
from simulator.quotas.quota_for import quota_for
from simulator.quotas.quota_sheet import (
    QuotaSheet,
    Targets,
    layers_along,
    moved,
    plan_odds_along,
    quota_sheet,
    shares_along,
    targets,
)
from simulator.quotas.rep_values import RepValues, is_shared, of_people, quota_goal, rep_values
from simulator.scenario.quota_terms import Quotas
from tests.unit.quotas.companies import PEOPLE, company

LAYERS: Any = [
    {"name": "VP", "over_assignment": 1.02},
    {"name": "Managers", "over_assignment": 1.05, "of": "manager"},
]
TERMS = Quotas.model_validate({"over_assignment": 1.10, "layers": LAYERS})
PLAN = 5_500_000.0
BOTH: Any = [{"name": "New bookings", "metric": "bookings", "target": PLAN, "by": "2027-12"}]
SIX: dict[str, Any] = {
    "headcount": 0,
    "reps": [
        {"name": name, "tenure_months": 30, "manager": "Zoe"}
        for name in ("Ana", "Ben", "Cem", "Dia", "Eva", "Fay")
    ],
}


@pytest.fixture(scope="module")
def held() -> tuple[RepValues, Targets]:
    """Two teams: six of like tenure, and one where people come and go."""
    return shared(company(SIX, PEOPLE, goals=BOTH))


def shared(plan: Scenario, n_trials: int = 4_000) -> tuple[RepValues, Targets]:
    """What the seats of the plan's quota goal sell and carry."""
    forecast = simulate(plan, n_trials)
    values = rep_values(forecast, quota_goal(plan))
    return values, targets(forecast, values)


def test_quotas_add_up_to_the_plan_times_over_assignment(held: tuple[RepValues, Targets]) -> None:
    sheet = quota_sheet(*held, TERMS)
    assert sheet.plan == PLAN
    assert sum(one.quota for one in sheet.reps) == pytest.approx(1.1 * PLAN) == sheet.street
    assert sheet.uncarried == pytest.approx(0.0, abs=1e-6)
    assert sheet.at_quota == pytest.approx(np.mean([one.odds.probability for one in sheet.reps if one.odds]))
    low, high = sheet.at_quota_range
    assert 0 <= low < sheet.at_quota < high <= 1


def test_the_plan_s_odds_are_the_goal_s_own_verdict(held: tuple[RepValues, Targets]) -> None:
    plan = company(SIX, PEOPLE, goals=BOTH)
    forecast = simulate(plan, 4_000)
    verdict = assess(forecast)[0]
    sheet = quota_sheet(*held, TERMS)
    assert (sheet.plan_odds.probability, sheet.plan_odds.interval) == (verdict.probability, verdict.interval)


def test_a_judged_goal_moves_its_reps_with_it() -> None:
    """Where the range is widened each future's reps still add up to the company, and the plan's odds are the goal's."""
    plan = company(SIX, PEOPLE, goals=BOTH, widening={"factor": 1.5})
    forecast = simulate(plan, 2_000)
    values = rep_values(forecast, quota_goal(plan))
    np.testing.assert_allclose(values.values.sum(axis=0) + values.rest, values.total, rtol=1e-9)
    sheet = quota_sheet(values, targets(forecast, values), TERMS)
    assert sheet.plan_odds.probability == assess(forecast)[0].probability


def test_quotas_sell_nothing_a_plan_below_them_does_not_move_the_reps(
    held: tuple[RepValues, Targets],
) -> None:
    plan_odds, at_quota, promised, still = [], [], [], []
    for over in (1.0, 1.1, 1.2, 1.3):
        above = quota_sheet(*held, TERMS.changed(over_assignment=over))
        below = quota_sheet(*held, TERMS.changed(over_assignment=over, hold="street"))
        plan_odds.append(above.plan_odds.probability)
        at_quota.append(above.at_quota)
        promised.append(below.plan_odds.probability)
        still.append(below.at_quota)
        assert below.plan == pytest.approx(PLAN / over)
        assert below.street == pytest.approx(PLAN)
    assert len(set(plan_odds)) == 1
    assert at_quota == sorted(at_quota, reverse=True)
    assert promised == sorted(promised)
    assert promised[0] == plan_odds[0] < promised[-1]
    assert still == pytest.approx([at_quota[0]] * 4)


def test_the_curves_go_through_the_sheets(held: tuple[RepValues, Targets]) -> None:
    over = np.array([1.0, 1.1, 1.3])
    for at, one in enumerate(over.tolist()):
        above = quota_sheet(*held, moved(TERMS, one))
        below = quota_sheet(*held, moved(TERMS, one).changed(hold="street"))
        assert shares_along(*held, over)[at] == pytest.approx(above.at_quota)
        assert plan_odds_along(held[0], PLAN, over)[at] == pytest.approx(below.plan_odds.probability)
        along = layers_along(*held, TERMS, over)
        for row in above.layers[1:-1]:
            assert along[row.name][at] == pytest.approx(row.odds.probability)


def test_every_layer_has_its_number_and_its_odds(held: tuple[RepValues, Targets]) -> None:
    values = held[0]
    company_, vp, managers, reps = quota_sheet(*held, TERMS).layers
    assert [one.number for one in (company_, vp, managers, reps)] == pytest.approx(
        [PLAN, 1.02 * PLAN, 1.05 * PLAN, 1.1 * PLAN]
    )
    assert (company_.who, vp.who, managers.who, reps.who) == (1, 1, 2, 12)
    assert vp.odds.probability == pytest.approx(np.mean(values.judged >= 1.02 * PLAN))
    assert company_.odds.probability > vp.odds.probability
    zoe = [at for at, seat in enumerate(values.seats) if seat.manager == "Zoe"]
    others = [at for at, seat in enumerate(values.seats) if seat.manager is None]
    made = [
        np.mean(values.values[rows].sum(axis=0) >= 1.05 * held[1].seats[rows].sum()) for rows in (zoe, others)
    ]
    assert managers.odds.probability == pytest.approx(np.mean(made))


def test_the_slider_moves_every_layer_s_part_of_the_cushion() -> None:
    assert [one.over_assignment for one in moved(TERMS, 1.2).layers] == [1.04, 1.10]
    assert [one.over_assignment for one in moved(TERMS, 1.0).layers] == [1.0, 1.0]
    assert moved(Quotas(), 1.3).over_assignment == 1.3


def test_people_of_whom_the_plan_says_the_same_have_the_same_odds(held: tuple[RepValues, Targets]) -> None:
    sheet = quota_sheet(*held, TERMS)
    six = [one for one in sheet.reps if one.seat.team == "Team 1"]
    assert len({one.quota for one in six}) == len({one.odds for one in six}) == 1


def test_new_hires_carry_ramped_quotas(held: tuple[RepValues, Targets]) -> None:
    sheet = quota_sheet(*held, TERMS)
    by_name = {one.seat.key: one for one in sheet.reps}
    ramped, hire = by_name["Team 2/#Rep 1"], by_name["Team 2/#Hire 1"]
    assert 0.3 * ramped.quota < hire.quota < 0.85 * ramped.quota


def test_who_comes_after_the_deadline_has_no_quota() -> None:
    plan = company({"hires": [{"month": "2027-10", "count": 1}]})
    goal = plan.goals[0].changed(by="2027-06", target=1_000_000.0)
    sheet = quota_sheet(*shared(plan.changed(goals=[goal])), TERMS)
    late = sheet.reps[-1]
    assert (late.quota, late.odds, late.attainment) == (0.0, None, None)
    assert len(sheet.with_quota) == 6


def unfair(**terms: Any) -> tuple[QuotaSheet, Targets]:
    """Six alike, one of them with a quota half as large by hand."""
    mine = {"goal": "New bookings", "level": "rep", "team": "Team 1", "place": "Ana", "amount": 250_000.0}
    plan = company(SIX, layers={"overrides": [mine]})
    values, own = shared(plan)
    return quota_sheet(values, own, TERMS.changed(**terms)), own


def test_a_quota_that_differs_among_people_of_like_tenure_is_named() -> None:
    sheet, _ = unfair()
    (band,) = fairness(sheet)
    assert band.band == "2 years and more"
    assert [one.seat.name for one in band.named] == ["Ana"]
    assert band.spread > 0.3
    assert list(too_far(sheet)) == ["Team 1/Ana"]
    assert too_far(sheet)["Team 1/Ana"] > 0
    assert fairness(unfair(fairness_margin=0.99)[0])[0].named == ()


def test_the_fair_quotas_keep_the_total_and_make_the_odds_one() -> None:
    sheet, own = unfair()
    odds, quotas = fair_quotas(sheet, own)
    assert quotas.sum() == pytest.approx(sheet.street)
    assert np.ptp(quotas) == pytest.approx(0.0, abs=1e-6)
    assert own.pools.odds(quotas) == pytest.approx([odds] * 6, abs=0.005)


def test_tenure_bands(held: tuple[RepValues, Targets]) -> None:
    bands = {seat.key: band_of(seat) for seat in held[0].seats}
    assert bands["Team 1/Ana"] == "2 years and more"
    assert bands["Team 2/Ben"] == "under 6 months"
    assert bands["Team 2/#Rep 1"] == "tenure not known"
    assert bands["Team 2/#Hire 2"] == JOINING


@pytest.mark.parametrize(("wanted", "each"), [(0.7, 0.6), (0.5, 0.3), (0.9, 0.5)])
def test_the_question_is_answered_from_both_ends(wanted: float, each: float) -> None:
    """What quota gives my six reps a fair chance and the plan its odds?"""
    plan = company(SIX)
    forecast = simulate(plan, 4_000)
    found = quota_for(forecast, plan.goals[0], wanted, each)
    total = found.values.judged
    assert found.plan_odds.probability >= wanted
    assert np.mean(total >= found.most) >= wanted > np.mean(total > found.most)
    assert found.plan == min(found.most, found.street)
    assert found.over_assignment == pytest.approx(found.street / found.plan)
    assert found.over_assignment >= 1
    assert len(set(found.quotas.tolist())) == 1
    assert found.odds == pytest.approx([each] * 6, abs=2e-4)
    assert found.at_quota == pytest.approx(each, abs=2e-4)
    single = np.mean([np.mean(one >= found.quotas[0]) for one in found.values.values])
    assert single == pytest.approx(each, abs=2e-4)


def test_the_question_for_a_part_of_the_people(held: tuple[RepValues, Targets]) -> None:
    part = of_people(held[0], np.arange(6))
    np.testing.assert_allclose(part.judged, held[0].values[:6].sum(axis=0))
    assert part.seats[0].name == "Ana"


@pytest.mark.parametrize("odds", [(0.0, 0.6), (0.7, 1.0)])
def test_odds_nobody_can_have_are_refused(odds: tuple[float, float]) -> None:
    plan = company()
    with pytest.raises(ScenarioError, match=r"must lie between 0\.01 and 0\.99"):
        quota_for(simulate(plan, 200), plan.goals[0], *odds)


def test_goals_on_deals_are_shared_out_too() -> None:
    plan = company(SIX, goals=[{"name": "Deals", "metric": "won_deals", "target": 150.0, "by": "2027-12"}])
    sheet = quota_sheet(*shared(plan), TERMS)
    assert sheet.street == pytest.approx(165.0)
    assert all(0 < one.odds.probability < 1 for one in sheet.reps if one.odds)


def test_a_quota_of_next_to_nothing_has_odds_and_no_attainment() -> None:
    goal = {"name": "G", "metric": "bookings", "target": 1e-307, "by": "2027-12"}
    sheet = quota_sheet(*shared(company(SIX, goals=[goal])), TERMS)
    assert [one.attainment for one in sheet.reps] == [None] * len(sheet.reps)
    assert all(one.odds is not None and one.odds.probability > 0.9 for one in sheet.reps)


def test_a_monthly_average_is_a_quota_for_all_of_its_months() -> None:
    goal = {"name": "G", "metric": "bookings", "target": 250_000.0, "by": "2027-12", "window": "average"}
    plan = company(SIX, goals=[goal])
    sheet = quota_sheet(*shared(plan), TERMS)
    assert sheet.plan == pytest.approx(3_000_000.0)
    assert sheet.plan_odds.probability == assess(simulate(plan, 4_000))[0].probability


def test_which_goal_is_shared_out() -> None:
    goals = [
        {"name": "Churny", "metric": "win_rate", "target": 0.2, "by": "2027-12"},
        {"name": "Team", "metric": "bookings", "target": 1.0, "by": "2027-12", "scope": "Team 1"},
        {"name": "All", "metric": "won_deals", "target": 1.0, "by": "2027-12"},
        {"name": "At most", "metric": "bookings", "target": 1.0, "by": "2027-12", "direction": "at_most"},
    ]
    plan = company(goals=goals)
    assert [is_shared(plan, goal) for goal in plan.goals] == [False, True, True, False]
    assert quota_goal(plan).name == "All"
    assert quota_goal(plan.changed(quotas={"goal": "Team"})).name == "Team"
    assert quota_goal(plan, "Team").name == "Team"
    for name, sentence in (("Churny", "cannot be shared out"), ("None", "is no goal of this plan")):
        with pytest.raises(ScenarioError, match=sentence):
            quota_goal(plan, name)
    with pytest.raises(ScenarioError, match="No goal of this plan can be shared out"):
        quota_goal(plan.changed(goals=plan.goals[:1]))


def test_a_team_s_goal_is_carried_by_the_team() -> None:
    goal = {"name": "G", "metric": "bookings", "target": 1e6, "by": "2027-12", "scope": "Team 2"}
    values, own = shared(company({}, SIX, goals=[goal]))
    assert {seat.team for seat in values.seats} == {"Team 2"}
    np.testing.assert_allclose(values.values.sum(axis=0) + values.rest, values.total, rtol=1e-9)
    assert own.seats.sum() == pytest.approx(1e6)


def test_a_plan_with_a_goal_that_is_not_there_is_refused() -> None:
    with pytest.raises(
        ScenarioError, match=r"quotas\.goal = Gone: is no goal of this plan; use one of New bookings"
    ):
        company(quotas={"goal": "Gone"})
