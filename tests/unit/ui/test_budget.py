"""How much one run may cost."""

from __future__ import annotations

import pytest

from simulator import Scenario
from simulator.sample import sample_scenario
from simulator.scenario import DealSize, scenario_levers
from ui import cache
from ui.computing import budget

PLAN = sample_scenario()


def _plan(teams: int, months: int = 12, headcount: int = 0, deal: DealSize | None = None) -> Scenario:
    team = PLAN.teams[0]
    changes = {"reps": (), "hires": (), "headcount": headcount}
    return PLAN.changed(
        teams=tuple(
            team.model_copy(update={**changes, "name": f"Team {number}", "deal_size": deal or team.deal_size})
            for number in range(teams)
        ),
        horizon_months=months,
        goals=(),
        initiatives=(),
        risks=(),
        adjustments=(),
    )


def test_an_everyday_plan_gets_all_the_futures_it_asks_for() -> None:
    assert budget.affordable(PLAN) == budget.TRIALS
    assert budget.affordable(PLAN, budget.MORE_TRIALS) == budget.MORE_TRIALS


@pytest.mark.parametrize(("teams", "months"), [(8, 24), (20, 60), (100, 24), (29, 120), (1, 120)])
def test_i8_no_run_costs_more_than_its_budget(teams: int, months: int) -> None:
    plan = _plan(teams, months)
    trials = budget.affordable(plan, budget.MORE_TRIALS)
    assert budget.LEAST_TRIALS <= trials <= budget.MORE_TRIALS
    assert trials * budget.size(plan) <= budget.MAX_RUN_WORK
    assert trials * budget.bytes_each(plan) <= budget.MAX_FORECAST_BYTES
    assert trials % 1000 == 0


def test_a_team_of_many_stages_counts_more() -> None:
    plan = _plan(1)
    stage = plan.teams[0].stages[0]
    stages = tuple(stage.model_copy(update={"name": f"Stage {number}"}) for number in range(12))
    deep = plan.changed(teams=(plan.teams[0].model_copy(update={"stages": stages}),))
    assert budget.size(deep) == 2 * budget.size(plan) == 24


@pytest.mark.parametrize(
    ("plan", "counted"),
    [(_plan(200, 100), "20,000"), (_plan(4, 100, headcount=5000), "20,400")],
    ids=["teams and months", "people"],
)
def test_a_plan_beyond_the_budget_is_refused_in_one_sentence(plan: Scenario, counted: str) -> None:
    with pytest.raises(budget.PlanTooLargeError) as refused:
        budget.affordable(plan)
    words = str(refused.value)
    assert f"{counted} team-months" in words
    assert f"at most {budget.MAX_SIZE:,}" in words
    assert "Join teams or shorten the period" in words


def test_the_budget_is_asked_before_every_forecast_and_ranking() -> None:
    plan = _plan(200, 100)
    with pytest.raises(budget.PlanTooLargeError):
        cache.forecast(plan, 1_000)
    with pytest.raises(budget.PlanTooLargeError):
        cache.ranking(plan, PLAN.goals[0])


def test_many_deal_sizes_that_take_long_to_prepare_are_refused() -> None:
    teams = _plan(budget.MAX_FITTED_SIZES + 1).teams
    deals = [DealSize(family="lognormal", mean=1000.0, cv=1.0 + number / 100) for number in range(len(teams))]
    plan = _plan(1).changed(
        teams=tuple(
            team.model_copy(update={"deal_size": deal}) for team, deal in zip(teams, deals, strict=True)
        )
    )
    with pytest.raises(budget.PlanTooLargeError, match="41 different lognormal or listed"):
        budget.check(plan)
    budget.check(_plan(len(teams), deal=deals[0]))


@pytest.mark.parametrize(("teams", "months"), [(1, 12), (8, 24), (100, 24)])
def test_a_ranking_stays_within_its_budget(teams: int, months: int) -> None:
    plan = _plan(teams, months)
    runs = 2 * len(scenario_levers(plan))
    trials = budget.ranking_trials(plan, runs)
    assert trials * runs * budget.size(plan) <= budget.MAX_RANKING_WORK
    assert trials <= budget.RANKING_TRIALS


def test_a_ranking_that_cannot_be_afforded_is_none() -> None:
    team = PLAN.teams[0]
    stages = tuple(team.stages[0].model_copy(update={"name": f"Stage {number}"}) for number in range(30))
    plan = _plan(100, 12)
    plan = plan.changed(
        teams=tuple(
            one.model_copy(
                update={
                    "stages": tuple(
                        stage.model_copy(update={"name": f"{stage.name} of {one.name}"})
                        for stage in stages[:10]
                    )
                    + team.stages[-1:]
                }
            )
            for one in plan.teams
        )
    )
    assert len(scenario_levers(plan)) > 1000
    assert cache.ranking(plan, PLAN.goals[0]) is None
