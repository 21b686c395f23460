"""Ready-made goals: each of those people really set, with its number, window, direction and start."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, assess, simulate
from simulator.goals import baseline, metric
from simulator.goals.baseline import GoalWindow
from simulator.goals.catalogue import CATALOGUE, YEAR_END, Proposal, propose, scopes
from simulator.goals.starting import starting_level
from simulator.goals.windows import Window
from simulator.sample import sample_scenario
from simulator.scenario import Scenario, parse_scenario
from tests.statistical.small_scenarios import document, month, scenario, team_document
from tests.unit.goals.test_metrics import EVERYTHING

BY_KEY = {one.key: one for one in CATALOGUE}
SAID = [
    ("revenue_year", "revenue", 0.10, 12),
    ("units_quarter", "units", 0.20, 12),
    ("clv_year", "clv", 0.12, 12),
    ("cac_half", "cac", -0.05, 6),
    ("cac_month", "cac", -0.03, 3),
    ("mql_half", "mql", 0.15, 6),
    ("sql_quarter", "sql", 0.15, 3),
    ("cycle_half", "cycle_days", -0.08, 6),
    ("win_rate_year_end", "win_rate", 0.08, YEAR_END),
    ("prospects_quarter", "prospects", 0.20, 3),
    ("demos_half", "demos", 0.15, 6),
    ("turnover_year", "rep_turnover", -0.08, 12),
    ("coaching_half", "coaching_hours_per_rep", 0.15, 6),
    ("margin_year", "profit_margin", 0.05, 12),
    ("qualified_year", "qualified_leads", 0.12, 12),
]


@pytest.fixture(scope="module")
def everything() -> Forecast:
    """A plan with every input, so profitable that a margin can grow."""
    team = {**EVERYTHING["teams"][0], "annual_attrition": 0.3, "backfill_after_months": 0}
    rich = {
        **EVERYTHING,
        "teams": [team],
        "recurring": {**EVERYTHING["recurring"], "opening_mrr": 100_000.0},
    }
    return simulate(parse_scenario(rich), n_trials=500)


def proposed(forecast: Forecast, key: str, **adjusted: Any) -> Proposal:
    """The example called `key`."""
    return propose(forecast, BY_KEY[key], **adjusted)


@pytest.mark.parametrize(("key", "name", "change", "deadline"), SAID)
def test_the_catalogue_holds_what_people_ask_for(
    everything: Forecast, key: str, name: str, change: float, deadline: int | str
) -> None:
    example = BY_KEY[key]
    assert (example.metric, example.change, example.deadline) == (name, change, deadline)
    found = proposed(everything, key)
    assert found.missing == ()
    assert found.goal is not None
    assert found.goal.direction == metric(name).direction
    last = 11 if deadline == YEAR_END else int(deadline) - 1
    assert found.goal.by == month(last)
    assert found.goal.baseline is not None
    wanted = 0.97**3 - 1 if example.monthly else change
    assert found.goal.threshold / found.goal.baseline - 1 == pytest.approx(wanted)
    assert found.goal.baseline_source == found.baseline.source if found.baseline else False


def test_churn_is_asked_for_by_its_number(everything: Forecast) -> None:
    half, monthly = proposed(everything, "churn_half").goal, proposed(everything, "churn_month").goal
    assert half is not None
    assert monthly is not None
    assert (half.target, half.by, half.direction) == (0.01, month(5), "at_most")
    assert (monthly.target, monthly.window, monthly.direction) == (0.02, "average", "at_most")


def test_every_example_can_be_judged(everything: Forecast) -> None:
    found = [propose(everything, one) for one in CATALOGUE]
    goals = [one.goal for one in found if one.goal is not None]
    assert len(goals) == len(CATALOGUE)
    verdicts = assess(everything, goals)
    assert all(verdict.undefined < 0.5 for verdict in verdicts)
    assert len({goal.name for goal in goals}) == len(goals)


def test_adjusted_it_is_another_goal(everything: Forecast) -> None:
    found = proposed(everything, "sql_quarter", change=0.3, deadline=9, scope="Direct", taken=("x",))
    assert found.goal is not None
    assert (found.goal.change, found.goal.by, found.goal.scope) == (0.3, month(8), "Direct")
    assert found.goal.name == "Sales-qualified leads of Direct +30 %"
    again = proposed(everything, "sql_quarter", change=0.3, scope="Direct", taken=(found.goal.name,))
    assert again.goal is not None
    assert again.goal.name.endswith("(2)")
    number = proposed(everything, "churn_half", target=0.03).goal
    assert number is not None
    assert number.target == 0.03


def test_a_short_plan_says_so_and_so_does_one_without_the_input() -> None:
    forecast = simulate(scenario(team_document(inbound_per_month=9.0), months=5), n_trials=100)
    long = proposed(forecast, "revenue_year")
    assert long.goal is None
    assert long.problem is not None
    assert "ends after 5 months, before 12 months are over" in long.problem
    year_end = proposed(forecast, "win_rate_year_end")
    assert "before the end of its first calendar year" in (year_end.problem or "")
    lacking = proposed(forecast, "sql_quarter")
    assert lacking.goal is None
    assert "marked as sales-qualified lead" in lacking.missing[0].sentence


def test_a_change_of_nothing_is_refused_in_a_sentence() -> None:
    loss = simulate(
        scenario(team_document(inbound_per_month=1.0), costs={"overhead_per_month": 9.0}), n_trials=100
    )
    found = proposed(loss, "margin_year")
    assert found.goal is None
    assert found.problem == (
        "Profit margin starts at or below zero, where a change in per cent says nothing: give a number instead."
    )
    number = propose(loss, BY_KEY["margin_year"], target=-0.5)
    assert number.goal is not None


def test_a_share_above_one_is_not_asked_for() -> None:
    sure = simulate(scenario(team_document(inbound_per_month=50.0)), n_trials=100)
    found = proposed(sure, "win_rate_year_end")
    assert found.goal is None
    assert found.problem == "Win rate must be between 0 % and 100 %: ask for less."


def test_early_deadlines_shorten_the_stretch_of_time(everything: Forecast) -> None:
    early = proposed(everything, "clv_year", deadline=2).goal
    assert early is not None
    assert early.window == "month"
    year = proposed(everything, "revenue_year", deadline=6).goal
    assert year is not None
    assert year.window == "total"


def test_scopes_are_those_the_metric_has() -> None:
    plan = parse_scenario(EVERYTHING)
    assert scopes(plan, "cac") == scopes(plan, "revenue") == ("company",)
    assert scopes(plan, "sql") == ("company", "Direct")
    assert scopes(scenario(), "revenue") == ("company", "Direct")


def start(plan: Scenario, name: str, **asked: Any) -> tuple[float, str]:
    """The baseline's value and kind."""
    found = baseline(simulate(plan, n_trials=200), name, **asked)
    assert found is not None
    assert not re.search(r"\d", re.sub(r"[A-Z][a-z]{2} \d{4}|times \d+", "", found.sentence)), (
        "no figure but months"
    )
    return found.value, found.kind


def test_the_money_s_history_comes_first_the_same_months_a_year_before() -> None:
    values = [float(one) for one in range(1, 25)]
    history = {"metric": "bookings", "first_month": "2025-01", "values": values}
    plan = scenario(team_document(inbound_per_month=9.0), second_opinion=history)
    assert start(plan, "bookings") == (sum(range(13, 25)), "history")
    assert start(plan, "revenue", window="quarter", by=month(2)) == (13 + 14 + 15, "history")
    assert start(plan, "bookings", window="month", by=month(0)) == (13.0, "history")
    assert start(plan, "bookings", window="average") == (sum(range(13, 25)) / 12, "history")


def test_then_the_books_and_then_the_inputs_in_season() -> None:
    plan = parse_scenario(EVERYTHING)
    assert start(plan, "mrr") == (10_000.0, "opening")
    assert start(plan, "arr", window="month") == (120_000.0, "opening")
    season = [2.0] * 3 + [2 / 3] * 9
    winter = scenario(team_document(inbound_per_month=30.0, entry_role="sql"), seasonality={"index": season})
    for window, by, expected in (
        ("quarter", month(2), 180.0),
        ("quarter", month(8), 60.0),
        ("average", None, 30.0),
    ):
        value, kind = start(winter, "sql", window=window, by=by)
        assert (round(value, 9), kind) == (expected, "inputs")


def test_only_a_pipeline_leaves_the_forecast_s_own_months() -> None:
    pipeline = [{"count": 100, "win_rate": 0.5, "value": 3.0}]
    plan = scenario(team_document(open_pipeline=pipeline))
    value, kind = start(plan, "bookings")
    assert kind == "forecast"
    assert value == pytest.approx(150, rel=0.05)


def test_growth_rates_start_from_nothing() -> None:
    forecast = simulate(parse_scenario(EVERYTHING), n_trials=100)
    assert baseline(forecast, "mrr_growth") is None
    assert baseline(forecast, "revenue_growth") is None


def test_starting_levels_are_the_mean_futures_of_a_plan_that_never_changes() -> None:
    """Without growth, season, ramp, leavers and lags every month is the first: levels are the means."""
    fields = {**EVERYTHING["teams"][0], "cycle_days": 0.0}
    fields.pop("cycle_days")
    team = {**fields, "opportunities_per_rep_per_month": 12.0, "inbound_per_month": 200.0}
    plan = parse_scenario(document(team, costs=EVERYTHING["costs"]))
    forecast = simulate(plan, n_trials=4000)
    names = [
        "bookings", "revenue", "won_deals", "entered", "stage:a", "stage:c", "prospects", "mql", "sql", "demos",
        "units", "qualified_leads", "profit", "gross_margin", "calls_per_rep_per_day", "coaching_hours_per_rep",
        "effective_reps", "activities_per_rep_per_day", "quota_attainment", "average_deal_size", "win_rate",
        "profit_margin",
    ]  # fmt: skip
    for name in names:
        level = starting_level(plan, name, "company")
        assert level is not None, name
        window = baseline_window(name)
        mean = float(np.nanmean(metric(name).value(forecast, "company", window)))
        assert level == pytest.approx(mean, rel=0.02), name


def baseline_window(name: str) -> Any:
    """All months, averaged where the metric adds up."""
    return Window(0, 11, averaged=metric(name).kind == "flow")


def test_the_sample_company_finds_its_starts() -> None:
    forecast = simulate(sample_scenario(), n_trials=500)
    for one in CATALOGUE:
        found = propose(forecast, one)
        assert found.goal is not None or found.missing or found.problem, one.key


def test_examples_are_all_different() -> None:
    assert len(BY_KEY) == len(CATALOGUE)
    assert all((one.change is None) != (one.target is None) for one in CATALOGUE)


def test_turnover_is_compared_like_for_like() -> None:
    """Nobody leaves in month 0, so a year's expected turnover is 11 months' hazard; a later quarter's is three."""
    plan = scenario(team_document(headcount=200, annual_attrition=0.3, backfill_after_months=0))
    forecast = simulate(plan, n_trials=2000)
    windows: tuple[tuple[GoalWindow, Window], ...] = (("year", Window(0, 11)), ("quarter", Window(9, 11)))
    for window, looked in windows:
        found = baseline(forecast, "rep_turnover", window=window)
        assert found is not None
        mean = metric("rep_turnover").value(forecast, "company", looked).mean()
        assert found.value == pytest.approx(mean, rel=0.02)
