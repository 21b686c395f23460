"""Rules between the parts of a scenario: each is broken once and answers with its own sentence."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.scenario import parse_scenario
from tests.statistical.small_scenarios import document, goal, initiative, month, team_document

RECURRING = {"opening_customers": 10, "opening_mrr": 100.0, "monthly_churn": 0.1}
TWO = [team_document("North"), team_document("South")]


def refused(word: str, *teams: dict[str, Any], **fields: Any) -> str:
    """The sentence, which must hold `word`."""
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document(*teams, **fields))
    assert word in str(caught.value)
    return str(caught.value)


def test_names_must_differ() -> None:
    refused("two teams have this name", TWO[0], TWO[0])
    refused("company", team_document("company"))
    refused("Ana", team_document(reps=[{"name": "Ana"}, {"name": "Ana"}]))
    refused("rename", team_document(stages=[{"name": "sale", "rate": 0.1}, {"name": "sale", "rate": 0.1}]))
    refused("rename", team_document(entry="sale"))
    refused("two goals", goals=[goal("bookings", 1), goal("bookings", 2)])
    refused("two have this name", initiatives=[initiative("volume", 0.1), initiative("volume", 0.1)])


def test_names_that_are_referred_to_must_exist() -> None:
    assert "is no lever" in refused("volume, win_rate", initiatives=[initiative("luck", 0.1)])
    refused("is no team; teams are Direct", initiatives=[initiative("volume", 0.1, teams=["Nord"])])
    refused("is no team", goals=[goal("bookings", 1, scope="Nord")])
    refused("is no metric; use one of bookings", goals=[goal("sales", 1)])
    refused("no such stage", goals=[goal("stage:demo", 1)])
    refused("does not exist in Direct", initiatives=[initiative("stage:demo", 0.1)])
    refused("does not exist in Direct", initiatives=[initiative("capacity", 0.1)])
    refused("at least one team", initiatives=[initiative("volume", 0.1, teams=[])])


def test_levers_of_the_company_take_no_team_and_their_business() -> None:
    refused("leave teams out", initiatives=[initiative("overhead", 0.1, teams=["Direct"])])
    refused("needs subscription business", initiatives=[initiative("churn", 0.1)])
    parse_scenario(document(recurring=RECURRING, initiatives=[initiative("churn", 0.1)]))


def test_a_lever_some_teams_have_is_fine_unless_they_are_named() -> None:
    limited = team_document("North", opportunities_per_rep_per_month=5)
    parse_scenario(document(limited, TWO[1], initiatives=[initiative("capacity", 0.1)]))
    refused("South", limited, TWO[1], initiatives=[initiative("capacity", 0.1, teams=["North", "South"])])


def test_hires_count_people() -> None:
    refused("0 to 500", adjustments=[{"lever": "hires", "change": -1}])
    refused("0 to 500", initiatives=[initiative("hires", 501)])
    refused("relative change", initiatives=[initiative("volume", 101)])


def test_months_must_fit() -> None:
    refused("must lie between 2027-01 and 2027-12", goals=[goal("bookings", 1, by=month(12))])
    refused("must lie between", goals=[goal("bookings", 1, by=month(-1))])
    refused("three simulated months", goals=[goal("bookings", 1, by=month(1), window="quarter")])
    refused("must not lie before start_month", team_document(hires=[{"month": month(-1)}]))


def test_metrics_need_their_inputs() -> None:
    for metric in ("mrr", "arr", "clv", "clv_to_cac", "arpa", "churn_rate"):
        refused("needs the input [recurring]", goals=[goal(metric, 0.1)])
    refused("annual_quota_per_rep", team_document(headcount=1), goals=[goal("quota_attainment", 1)])
    for metric in ("rep_turnover", "activities_per_rep_per_day"):
        refused("needs people", goals=[goal(metric, 1)])
    for metric in ("profit", "cac", "gross_margin"):
        refused("company only", goals=[goal(metric, 0.5, scope="Direct")])
    refused("recurring revenue", recurring=RECURRING, goals=[goal("revenue", 1, scope="Direct")])


def test_shares_are_written_as_shares() -> None:
    assert "write 0.25 for 25 %" in refused("win_rate is a share", goals=[goal("win_rate", 25)])


def test_absurd_totals() -> None:
    crowd = [team_document(f"team {i}", headcount=5_000) for i in range(5)]
    refused("people in all", *crowd)
    many = [team_document(f"team {i}") for i in range(200)]
    refused("team-months", *many, months=120)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document(team_document(headcount=-1, backlog_carry=2), seed="x"))
    assert {problem.field for problem in caught.value.problems} == {
        "teams[Direct].headcount",
        "teams[Direct].backlog_carry",
        "seed",
    }


def test_a_newer_schema_is_named() -> None:
    refused("newer release", schema_version=2)


def test_policy_and_goal_forms() -> None:
    refused("smaller than realistic_at_least", policy={"realistic_at_least": 0.3, "unreachable_below": 0.3})
    both = {**goal("bookings", 1), "change": 0.1, "baseline": 1}
    refused("not both", goals=[both])
    refused(
        "together with the baseline",
        goals=[{"name": "g", "metric": "bookings", "change": 0.1, "by": month(3)}],
    )
