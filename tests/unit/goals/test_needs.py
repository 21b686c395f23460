"""Each metric whose input is missing says which one and where to enter it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.goals import missing
from simulator.scenario import parse_scenario
from tests.statistical.small_scenarios import document, goal, month, scenario, team_document

TWO = (team_document("North"), team_document("South"))

RECURRING = "Subscription business is missing: enter customers, their monthly revenue and churn on Growth."
SENTENCES = {
    "mrr": RECURRING,
    "net_revenue_retention": RECURRING,
    "quota_attainment": "Direct's quota is missing: enter the quota of a rep a year on Team.",
    "rep_turnover": "Direct's people are missing: enter names, headcount or hires on Team.",
    "sql": "No step of Direct's funnel is marked as sales-qualified lead; mark one on Team.",
    "mql": "No step of Direct's funnel is marked as marketing-qualified lead; mark one on Team.",
    "prospects": "No step of Direct's funnel is marked as prospect; mark one on Team.",
    "demos": "No step of Direct's funnel is marked as booked demo; mark one on Team.",
    "qualified_leads": "No step of Direct's funnel is marked as marketing- or sales-qualified lead; mark one on Team.",
    "units": "Direct's units per deal are missing; enter them on Team.",
    "calls_per_rep_per_day": "Direct's calls per rep and day are missing; enter them on Team.",
    "emails_per_rep_per_day": "Direct's e-mails per rep and day are missing; enter them on Team.",
    "meetings_per_rep_per_day": "Direct's meetings per rep and day are missing; enter them on Team.",
    "coaching_hours_per_rep": "Direct's coaching hours are missing; enter them on Team.",
    "training_hours_per_rep": "Direct's training hours are missing; enter them on Team.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_missing_input_is_named(name: str) -> None:
    found = missing(scenario(), name, "Direct" if name not in ("mrr", "net_revenue_retention") else "company")
    assert SENTENCES[name] in [one.sentence for one in found]
    assert all(one.blocks for one in found)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_scenario_with_such_a_goal_is_refused_with_the_input(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document(goals=[goal(name, 0.5)]))
    problems = [problem for problem in caught.value.problems if problem.field == f"goals[{name}].metric"]
    assert problems
    assert all(one.value == name for one in problems)
    found = missing(scenario(), name)
    assert [problem.rule for problem in problems] == [one.rule for one in found]


def test_the_company_asks_all_its_teams() -> None:
    assert missing(scenario(*TWO), "sql")[0].sentence.startswith("No step of any team's funnel is marked")
    assert missing(scenario(*TWO), "units")[0].sentence.startswith("Every team's units per deal are missing")


def test_what_one_team_lacks_is_told_and_blocks_nothing() -> None:
    plan = scenario(team_document("North", entry_role="sql"), TWO[1])
    (found,) = missing(plan, "sql")
    assert not found.blocks
    assert found.sentence == (
        "No step of South's funnel is marked as sales-qualified lead: the other teams are counted without South; "
        "mark one on Team."
    )
    parse_scenario({**document(team_document("North", entry_role="sql"), TWO[1]), "goals": [goal("sql", 1)]})
    assert missing(plan, "sql", "South")[0].blocks


def test_costs_and_cycles_are_told_and_old_files_stay_valid() -> None:
    for name, words in (
        ("cac", "Costs"),
        ("profit", "Costs"),
        ("profit_margin", "Costs"),
        ("cycle_days", "cycle"),
    ):
        (found,) = missing(scenario(), name)
        assert words in found.sentence
        assert not found.blocks


@pytest.mark.parametrize(
    ("window", "by", "lacks"),
    [
        ("month", 0, "month before"),
        ("month", 1, None),
        ("quarter", 4, "month before"),
        ("quarter", 5, None),
        ("total", 2, "3 months before"),
        ("year", 11, "12 months before"),
        ("average", 0, "month before"),
        ("average", 1, None),
    ],
)
def test_growth_looks_back_as_far_as_it_must(window: str, by: int, lacks: str | None) -> None:
    found = missing(scenario(), "revenue_growth", window=window, by=month(by))
    assert (not found) if lacks is None else lacks in found[0].sentence
    history: dict[str, Any] = {"metric": "bookings", "first_month": "2026-01", "values": [4.0] * 12}
    if window != "average" or by:
        assert not missing(scenario(second_opinion=history), "revenue_growth", window=window, by=month(by))


def test_what_does_not_exist_is_no_metric() -> None:
    with pytest.raises(KeyError):
        missing(scenario(), "happiness")
    with pytest.raises(KeyError):
        missing(scenario(), "sql", "Nord")


def test_targets_of_per_cent_metrics_are_written_as_shares() -> None:
    for name, target in (("profit_margin", 8.0), ("revenue_growth", 12.0)):
        with pytest.raises(ScenarioError, match="write 0"):
            parse_scenario(document(goals=[goal(name, target, by=month(11), window="month")]))
    parse_scenario(document(goals=[goal("profit_margin", -0.2)]))


def test_a_year_needs_twelve_months() -> None:
    with pytest.raises(ScenarioError, match="twelve simulated months"):
        parse_scenario(document(goals=[goal("bookings", 1, by=month(10), window="year")]))
    parse_scenario(document(goals=[goal("bookings", 1, by=month(11), window="year")]))
