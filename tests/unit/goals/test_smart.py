"""The SMART card: each letter's states, sentences and what it asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator import Forecast, Scenario, simulate
from simulator.goals.smart import LETTERS, SmartCard, smart_card, smart_cards
from simulator.goals.smart_timely import last_day, ramp_lengths, time_left
from simulator.goals.verdict import goal_values, meets
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario

TEAM: dict[str, Any] = {
    "name": "Direct",
    "inbound_per_month": {"mean": 100.0, "dispersion": 20.0},
    "stages": [{"name": "offer", "rate": {"successes": 300, "trials": 1000}}, {"name": "sale", "rate": 0.3}],
    "deal_size": {"family": "gamma", "mean": 1000.0, "cv": 0.5, "n": 90.0},
    "cycle_days": {"mean": 31.0, "cv": 0.5},
    "ramp": [0.0, 0.5, 1.0],
    "headcount": 4,
    "annual_cost_per_rep": 12_000.0,
}
GOAL: dict[str, Any] = {"name": "Bookings", "metric": "bookings", "target": 1e5, "by": "2027-12"}


def plan(*goals: dict[str, Any], team: dict[str, Any] | None = None, **more: Any) -> Scenario:
    document = {
        "name": "Plan",
        "start_month": "2027-01",
        "teams": [{**TEAM, **(team or {})}],
        "goals": [{**GOAL, **goal} for goal in goals or ({},)],
        **more,
    }
    return parse_scenario(document)


def futures(scenario: Scenario) -> Forecast:
    return simulate(scenario, 2000, seed=7)


def card(scenario: Scenario, number: int = 0, as_of: date | None = None) -> SmartCard:
    return smart_card(futures(scenario), scenario.goals[number], as_of)


def test_every_goal_of_the_sample_has_five_letters_with_a_sentence() -> None:
    for one in smart_cards(simulate(sample_scenario(), 1000)):
        assert tuple(letter.letter for letter in one.letters) == LETTERS
        for letter in one.letters:
            assert letter.said().endswith(".")
            assert letter.state == "ok" or letter.advised().endswith(".")


@pytest.mark.parametrize(
    ("goals", "state", "words", "asks"),
    [
        (({"owner": "Ana"},), "ok", "owned by Ana", ()),
        (({},), "missing", "nobody owns it", ("owner",)),
        (({"owner": "Ana", "name": "Target 1"},), "warn", "does not say what is wanted", ("name",)),
        (({"owner": "Ana"}, {"name": "bookings "}), "warn", "taken for bookings", ("name",)),
        (({"owner": "Ana", "name": "Win rate"},), "warn", "says win rate", ("name", "metric")),
        (({"owner": "Ana"}, {"name": "Stretch", "target": 2e5}), "warn", "another number", ("target",)),
    ],
)
def test_specific(goals: Any, state: str, words: str, asks: tuple[str, ...]) -> None:
    letter = card(plan(*goals))["S"]
    assert (letter.state, letter.asks) == (state, asks)
    assert words in letter.said()


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ({"baseline_source": "the CRM", "baseline": 9e4}, "It starts from 90 k, read in the CRM"),
        ({"baseline": 9e4}, "nobody says where that was read"),
        ({"baseline": 1.2e5, "baseline_source": "the CRM"}, "asks for no more than that"),
        ({"direction": "at_most"}, "though more of it is better"),
        ({"source_of_truth": "the ledger"}, "The actual is read in the ledger"),
    ],
)
def test_measurable_says_what_it_found(goal: dict[str, Any], words: str) -> None:
    assert words in card(plan(goal))["M"].said()


def test_measurable_is_ok_with_number_baseline_and_source() -> None:
    letter = card(plan({"baseline": 9e4, "baseline_source": "the CRM", "source_of_truth": "the ledger"}))["M"]
    assert (letter.state, letter.asks) == ("ok", ())
    assert "guess" in letter.said(), "what it rests on is said all the same"


def test_without_a_stated_baseline_it_is_computed() -> None:
    """100 leads a month, 9 % of them won, 1,000 each: 108,000 a year, of which what closes in time."""
    letter = card(plan({"target": 2e5}))["M"]
    assert "computed from" in letter.said()
    assert "baseline" not in letter.asks


def test_a_metric_with_one_guess_is_warned_of() -> None:
    letter = card(plan({"baseline": 9e4, "baseline_source": "the CRM"}))["M"]
    assert (letter.state, letter.asks) == ("warn", ("source_of_truth",))


def test_a_guess_is_no_source_of_truth_and_is_named() -> None:
    guessed = [{"name": "sale", "rate": 0.3}]
    size = {"family": "gamma", "mean": 1000.0, "cv": 0.5}
    goal = {"baseline": 9e4, "baseline_source": "the CRM"}
    letter = card(plan(goal, team={"stages": guessed, "deal_size": size}))["M"]
    assert letter.state == "missing"
    assert letter.asks == ("source_of_truth",)
    assert "leads per month" in letter.said()
    assert "usually CRM" in letter.said(), "the metric's own evidence is proposed"


@pytest.mark.parametrize(("target", "state"), [(1.0, "ok"), (1e9, "fails")])
def test_achievable_is_the_verdict(target: float, state: str) -> None:
    found = card(plan({"target": target}))
    assert found["A"].state == state
    assert found["A"].said().lower().startswith(found.verdict.verdict)


def test_achievable_names_the_target_that_would_be_realistic() -> None:
    found = card(plan({"target": 1e9}))
    forecast = futures(plan({"target": 1e9}))
    number = float(found["A"].advised().split("As the plan stands ")[1].split(" k")[0]) * 1000
    values = goal_values(forecast, found.goal)
    assert float((values >= number * 0.995).mean()) >= 0.6 > float((values >= number * 1.01).mean())


def test_history_too_short_for_a_word_leaves_achievable_unknown() -> None:
    found = card(plan(history={"closed_outcomes": 3, "periods": 2}))
    assert found["A"].state == "unknown"
    assert "3 closed deals" in found["A"].said()


def test_a_goal_under_the_floor_is_not_relevant_even_if_realistic() -> None:
    found = card(plan({"target": 40_000.0}))
    assert found["A"].state == "ok"
    assert found["R"].state == "fails"
    assert "48 k" in found["R"].said(), "four people at 12,000 a year"


def test_a_goal_above_the_floor_covers_the_costs() -> None:
    assert card(plan({"target": 49_000.0}))["R"].state == "ok"


def test_without_costs_there_is_no_floor_and_they_are_asked_for() -> None:
    letter = card(plan(team={"annual_cost_per_rep": 0.0}))["R"]
    assert letter.state == "missing"
    assert "costs of people" in letter.advised()


def test_what_serves_is_judged_by_the_same_futures() -> None:
    scenario = plan({}, {"name": "First half", "target": 5.4e4, "by": "2027-06", "serves": "Bookings"})
    forecast = futures(scenario)
    upper, lower = (meets(goal_values(forecast, goal), goal) for goal in scenario.goals)
    letter = smart_card(forecast, scenario.goals[1])["R"]
    with_it, without = upper[lower].mean(), upper[~lower].mean()
    assert f"are {with_it * 100:.0f} %, where it is missed {without * 100:.0f} %" in letter.said()
    assert f"{(with_it - without) * 100:+.0f} points" in letter.said()
    assert letter.state == "ok"


def test_a_goal_that_pulls_the_other_way_fails() -> None:
    opposite = {"name": "Few bookings", "direction": "at_most", "serves": "Bookings"}
    letter = card(plan({}, opposite), 1)["R"]
    assert letter.state == "fails"
    assert "pull apart" in letter.said()


def test_a_goal_of_another_team_that_shares_nothing_does_not_help() -> None:
    other = {**TEAM, "name": "Partner"}
    scenario = parse_scenario(
        {
            "name": "Plan",
            "start_month": "2027-01",
            "teams": [TEAM, other],
            "goals": [
                {**GOAL, "scope": "Direct"},
                {**GOAL, "name": "Partner's", "scope": "Partner", "serves": "Bookings"},
            ],
        }
    )
    letter = card(scenario, 1)["R"]
    assert letter.state == "warn"
    assert "no more than luck" in letter.said()


def test_a_goal_certain_to_be_met_cannot_be_tested() -> None:
    letter = card(plan({}, {"name": "Easy", "target": 49_000.0, "by": "2027-12", "serves": "Bookings"}), 1)[
        "R"
    ]
    assert letter.state == "unknown"


def test_a_goal_that_names_none_is_asked_unless_it_is_the_top() -> None:
    scenario = plan({}, {"name": "Team's", "scope": "Direct", "target": 9e4})
    assert card(scenario, 0)["R"].asks == ()
    letter = card(scenario, 1)["R"]
    assert (letter.state, letter.asks) == ("missing", ("serves",))
    assert "Bookings" in letter.advised()


def test_a_step_due_after_the_goal_it_serves_is_late() -> None:
    letter = card(plan({"by": "2027-09", "target": 9e4}, {"name": "Year", "serves": "Bookings"}), 1)["R"]
    assert "due after Bookings" in letter.said()


def test_last_opportunity_and_last_hire_of_a_plan_by_hand() -> None:
    """31 December less 31 days is 30 November; two months of ramp before that month: 1 September."""
    scenario = plan()
    (found,) = time_left(futures(scenario), scenario.goals[0])
    assert (found.days_left, found.cycle_days, found.ramp_months) == (365, 31.0, 2)
    assert found.last_opportunity == date(2027, 11, 30)
    assert (found.last_hire, found.last_useful_hire) == ("2027-09", "2027-10")
    assert "opens by 30 Nov 2027 (cycle 31 days on average)" in card(scenario)["T"].said()
    assert "start by 1 Sep 2027" in card(scenario)["T"].said()


@pytest.mark.parametrize(
    ("as_of", "state", "words"),
    [
        (None, "ok", "365 days left"),
        (date(2020, 5, 1), "ok", "365 days left"),
        (date(2027, 9, 1), "ok", "122 days left"),
        (date(2027, 9, 2), "warn", "one who starts by 1 Oct 2027 still sells something"),
        (date(2027, 11, 30), "warn", "not fully productive in time"),
        (date(2027, 12, 1), "fails", "longer than that"),
        (date(2028, 1, 1), "fails", "has passed"),
    ],
)
def test_time_left_is_counted_from_the_day_given(as_of: date | None, state: str, words: str) -> None:
    letter = card(plan(), as_of=as_of)["T"]
    assert letter.state == state
    assert words in letter.said()


def test_deals_already_open_can_still_count() -> None:
    team = {"open_pipeline": [{"count": 5, "win_rate": 0.3}]}
    letter = card(plan(team=team), as_of=date(2027, 12, 10))["T"]
    assert letter.state == "warn"
    assert "Only deals already open" in letter.said()


def test_a_planned_hire_who_comes_too_late_is_named() -> None:
    letter = card(plan(team={"hires": [{"month": "2027-10", "count": 2}]}))["T"]
    assert letter.state == "warn"
    assert "2 planned hires start later" in letter.said()


def test_a_slower_cycle_of_a_kept_what_if_moves_the_last_day() -> None:
    scenario = plan(adjustments=[{"lever": "cycle_days", "change": 1.0}])
    (found,) = time_left(futures(scenario), scenario.goals[0])
    assert found.last_opportunity == date(2027, 10, 30)


def test_a_metric_that_does_not_wait_for_the_close_may_move_until_the_last_day() -> None:
    scenario = plan({"metric": "entered", "target": 1200.0})
    (found,) = time_left(futures(scenario), scenario.goals[0])
    assert found.last_opportunity == date(2027, 12, 31)


def test_the_last_day_of_a_month() -> None:
    assert last_day("2028-02") == date(2028, 2, 29)
    assert last_day("2027-12") == date(2027, 12, 31)


def test_a_ramp_is_over_with_its_highest_share() -> None:
    team = plan(team={"ramp": [0.0, 0.0, 0.5, 1.0, 1.0]}).teams[0]
    assert ramp_lengths(team) == (3, 2)
    assert ramp_lengths(team, 1.5) == (5, 3)


def test_names_of_people_and_goals_stand_as_they_were_typed() -> None:
    name = "<b>{x}</b> *A*"
    letter = card(plan({"owner": name, "name": name}))["S"]
    assert name in letter.said()
