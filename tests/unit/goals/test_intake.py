"""Goals in people's own words: what is understood, what is asked, what contradicts, and the finished sentence."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Forecast, Scenario, assess, simulate
from simulator.goals.intake import MOST_CHARACTERS, Intake
from simulator.goals.intake_choices import completed
from simulator.goals.intake_reading import read_goal
from simulator.goals.intake_sentence import exact_sentence, written
from simulator.goals.told import said
from simulator.scenario import Goal, parse_scenario

TEAM: dict[str, Any] = {
    "name": "Direct",
    "entry": "lead",
    "inbound_per_month": 100.0,
    "stages": [{"name": "offer", "rate": 0.5}, {"name": "sale", "rate": 0.2}],
    "deal_size": {"family": "gamma", "mean": 6000.0, "cv": 0.6},
}
RECURRING = {"opening_customers": 400, "opening_mrr": 317_000.0, "monthly_churn": 0.008}


def plan(*teams: str, **more: Any) -> Scenario:
    document: dict[str, Any] = {
        "name": "Plan",
        "start_month": "2027-01",
        "teams": [{**TEAM, "name": name} for name in teams or ("Direct",)],
        "recurring": RECURRING,
        **more,
    }
    return parse_scenario(document)


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return simulate(plan(), 1000, seed=5)


def fields(text: str, scenario: Scenario | None = None, **answers: Any) -> dict[str, Any]:
    return dict(read_goal(text, scenario or plan(), answers).fields)


def asked(found: Intake) -> set[str]:
    return {one.field for one in found.questions}


def test_make_more_revenue_becomes_a_goal_by_three_choices(forecast: Forecast) -> None:
    """The sentence of the brief: metric, deadline and number are chosen from what is offered."""
    scenario = forecast.scenario
    first = completed(forecast, read_goal("Make more revenue", scenario))
    assert asked(first) == {"metric", "by", "number"}
    metric = first.question("metric")
    assert metric is not None
    assert [one.value for one in metric.choices] == ["revenue", "mrr", "arr", "bookings"]
    answers: dict[str, Any] = {"metric": "mrr", "by": "2027-12"}
    second = completed(forecast, read_goal("Make more revenue", scenario, answers))
    assert asked(second) == {"number"}
    (number,) = second.questions
    labels = [said(one.label) for one in number.choices]
    assert "+10 % from 317 k to 349 k" in labels
    answers["number"] = number.choices[labels.index("+10 % from 317 k to 349 k")].value
    third = completed(forecast, read_goal("Make more revenue", scenario, answers))
    goal = third.goal(scenario)
    assert goal is not None
    assert said(written(goal, scenario)) == (
        "Raise monthly recurring revenue of Direct by 10 % from 317 k to 349 k by 31 Dec 2027"
    )


def test_a_finished_sentence_needs_no_question(forecast: Forecast) -> None:
    text = "Raise monthly recurring revenue of Direct from 317 k to 349 k by 31 Dec 2027"
    found = completed(forecast, read_goal(text, forecast.scenario))
    goal = found.goal(forecast.scenario)
    assert found.is_complete
    assert goal is not None
    assert exact_sentence(goal, forecast.scenario) == text
    assert (goal.metric, goal.baseline, goal.target, goal.by) == ("mrr", 317_000.0, 349_000.0, "2027-12")


def test_what_is_offered_has_the_odds_it_says(forecast: Forecast) -> None:
    answers = {"metric": "bookings", "by": "2027-12"}
    found = completed(forecast, read_goal("more", forecast.scenario, answers))
    (number,) = found.questions
    for choice in number.choices[:4]:
        words = said(choice.label)
        told = int(words.split("odds of ")[1].split(" %")[0])
        goal = Goal(name="G", metric="bookings", by="2027-12", **dict(choice.value))
        probability = assess(forecast, [goal])[0].probability
        assert probability * 100 == pytest.approx(told, abs=4), words
        assert probability >= told / 100 - 0.005, "rounded to the easier side"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Grow bookings by 10 % by December", {"metric": "bookings", "change": 0.1, "by": "2027-12"}),
        ("Bookings +10%", {"change": 0.1, "direction": "at_least"}),
        ("raise bookings 10%", {"change": 0.1, "direction": "at_least"}),
        ("cut CAC 5 %", {"change": -0.05, "direction": "at_most"}),
        ("1 M bookings by Q3", {"window": "total", "by": "2027-09"}),
        ("1 M bookings by the end of June", {"window": "total", "by": "2027-06"}),
        ("win rate of 25 % in Q3", {"window": "total", "target": 0.25}),
        ("Reduce churn to 0,8 % in six months", {"metric": "churn_rate", "target": 0.008, "by": "2027-06"}),
        ("churn below 1 % by Q3 2027", {"direction": "at_most", "target": 0.01, "by": "2027-09"}),
        (
            "Cut CAC by 5 % by year-end",
            {"metric": "cac", "change": -0.05, "direction": "at_most", "by": "2027-12"},
        ),
        ("5 M of new bookings by 31.12.2027", {"metric": "bookings", "target": 5e6}),
        ("€5m of bookings", {"target": 5e6}),
        ("at least 250k bookings", {"target": 250_000.0, "direction": "at_least"}),
        ("bookings of 1.234,50 €", {"target": 1234.5}),
        ("win rate from 22 % to 25 %", {"metric": "win_rate", "baseline": 0.22, "target": 0.25}),
        ("win rate up 3 points", {"points": 0.03}),
        ("profit from -120 k to 50 k", {"metric": "profit", "baseline": -120_000.0, "target": 50_000.0}),
        ("double new customers", {"metric": "new_customers", "change": 1.0}),
        ("halve the sales cycle", {"metric": "cycle_days", "change": -0.5, "direction": "at_most"}),
        ("sales cycle of 30 days", {"metric": "cycle_days", "target": 30.0}),
        ("bookings up by 500 k", {"step": 500_000.0}),
        ("from 4 M to 4.4 M bookings, by 10 %", {"change": 0.1, "baseline": 4e6}),
        ("LTV to CAC of 3", {"metric": "clv_to_cac", "target": 3.0}),
        ("1 M bookings in the quarter", {"window": "quarter"}),
        ("1 M bookings a year", {"window": "year"}),
        ("300 offers", {"metric": "stage:offer", "target": 300.0}),
        ("Bookings of 1 M owned by Ana Silva", {"owner": "Ana Silva"}),
        ("500 customers for the company", {"scope": "company"}),
    ],
)
def test_understood(text: str, wanted: dict[str, Any]) -> None:
    found = fields(text)
    assert (
        {name: found.get(name) for name in wanted} == pytest.approx(wanted)
        if all(isinstance(value, float) for value in wanted.values())
        else {name: found.get(name) for name in wanted} == wanted
    )


@pytest.mark.parametrize(
    ("text", "field", "choices"),
    [
        ("more sales by December", "metric", ["New bookings", "Deals won", "Revenue"]),
        ("more turnover", "metric", ["Revenue"]),
        ("win rate +8 % by December", "number", ["+8 % of itself", "+8 points"]),
        ("bookings of 5.000", "number", ["5 k", "5"]),
        ("bookings of 1,500 k", "number", ["1.5 k", "1.5 M"]),
        ("win rate of 25", "number", ["25 %"]),
        ("bookings 5 M or 6 M", "number", ["5 M", "6 M"]),
        ("5 M bookings by 15 June 2027", "by", ["31 May 2027", "30 Jun 2027"]),
        ("5 M bookings by 03/04/2027", "by", ["31 Mar 2027"]),
        ("5 M bookings before December", "by", ["30 Nov 2027", "31 Dec 2027"]),
        ("1 M bookings in Q3", "window", ["in that quarter alone", "in total from"]),
        ("1 M bookings in December", "window", ["in that month alone", "in total from"]),
        ("1 M bookings next quarter", "window", ["in that quarter alone"]),
        ("1 M bookings a month", "window", ["the average month until then", "the last month alone"]),
    ],
)
def test_what_has_two_readings_is_asked(text: str, field: str, choices: list[str]) -> None:
    question = read_goal(text, plan()).question(field)
    assert question is not None
    told = [said(one.label) for one in question.choices]
    for wanted in choices:
        assert any(label.startswith(wanted) for label in told), told


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("bookings of 5 M by 2029", "by", "lies outside the plan"),
        ("bookings of 20 %", "number", "is a share"),
        ("win rate of €5", "number", "is money"),
        ("$5m of bookings", "number", "the plan is in EUR"),
        ("bookings of 99999999 bn", "number", "larger than any goal"),
        ("from 4 M to 5 M bookings, by 10 %", "number", "does not lead to"),
        ("quota attainment of 90 %", "metric", "quota"),
        ("1 M bookings in the year by June", "window", "6 months, not 12"),
    ],
)
def test_what_contradicts_is_said(text: str, field: str, words: str) -> None:
    found = read_goal(text, plan())
    assert any(
        one.field == field and words.casefold() in said(one.words).casefold() for one in found.contradictions
    )
    assert found.goal(plan()) is None


def test_a_metric_only_the_company_has_is_not_a_team_s() -> None:
    found = read_goal("MRR of Direct to 400 k by December", plan("Direct", "Partner"))
    assert "for the company only" in said(found.contradictions[0].words)
    answered = read_goal(
        "MRR of Direct to 400 k by December", plan("Direct", "Partner"), {"scope": "company"}
    )
    assert answered.is_complete


def test_with_several_teams_it_is_asked_for_whom() -> None:
    question = read_goal("5 M bookings by December", plan("Direct", "Partner")).question("scope")
    assert question is not None
    assert [one.value for one in question.choices] == ["company", "Direct", "Partner"]


def test_a_team_is_meant_in_any_case_after_of_and_else_as_it_is_written() -> None:
    scenario = plan("Direct", "Partner")
    assert fields("bookings of direct", scenario)["scope"] == "Direct"
    assert "scope" not in fields("direct bookings", scenario)
    assert fields("Direct bookings", scenario)["scope"] == "Direct"


def test_a_team_whose_name_holds_a_number_is_found_after_of() -> None:
    scenario = plan("Team 1", "Team 2")
    found = fields("bookings of Team 2 to 5 M by December", scenario)
    assert (found["scope"], found["target"]) == ("Team 2", 5e6)


def test_answers_go_before_the_text() -> None:
    answers = {"metric": "arr", "by": "2027-06", "number": (("target", 4e6),), "scope": "company"}
    found = read_goal("sales of $9 m by 2031", plan("Direct", "Partner"), answers)
    assert found.is_complete
    assert (found.fields["metric"], found.fields["target"]) == ("arr", 4e6)


def test_every_word_is_used_or_named() -> None:
    found = read_goal("Synergistically raise bookings to 5 M by December", plan())
    assert found.unused == ("Synergistically",)
    assert {one.field: one.words for one in found.understood}["target"] == "5 M"


def test_what_is_taken_for_granted_is_said() -> None:
    found = read_goal("bookings of 5 M by December", plan())
    silent = {one.field: said(one.meaning) for one in found.understood if not one.words}
    assert silent["direction"] == "More of it is better."
    assert silent["window"] == "In total, counted from 1 Jan 2027."
    assert "one team" in silent["scope"]


def test_hostile_text_is_kept_as_text() -> None:
    text = "<script>alert('x')</script> {x} %s ${jndi} [a](javascript:b) raise bookings to 5 M by December"
    found = read_goal(text, plan())
    assert found.is_complete
    assert "script" in found.unused
    assert read_goal("x" * 10_000, plan()).text == "x" * MOST_CHARACTERS
    assert "say it shorter" in said(read_goal("x" * 10_000, plan()).contradictions[0].words)


def test_a_baseline_is_computed_and_its_source_kept(forecast: Forecast) -> None:
    found = completed(forecast, read_goal("ARR to 4 M by December", forecast.scenario))
    assert found.fields["baseline"] == pytest.approx(12 * 317_000, rel=1e-3)
    assert found.fields["baseline_source"]


def test_a_step_becomes_a_target(forecast: Forecast) -> None:
    found = completed(forecast, read_goal("MRR up by 30 k by December", forecast.scenario))
    assert found.fields["target"] == pytest.approx(347_000.0)
    assert "step" not in found.fields


def test_names_are_told_apart() -> None:
    first = read_goal("bookings of 5 M by December", plan())
    goal = first.goal(plan())
    assert goal is not None
    taken = plan(goals=[goal.model_dump(mode="json", exclude_none=True)])
    again = first.goal(taken)
    assert again is not None
    assert again.name != goal.name
