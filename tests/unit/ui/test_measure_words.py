"""What to measure next, as the pages say it: names, figures, and why the widest is not always the next."""

from __future__ import annotations

from typing import Any

from simulator import Scenario, simulate
from simulator.decide import luck_shares, measure_next
from simulator.scenario import parse_scenario
from ui.computing.measure_view import MeasureView
from ui.wording.evidence_words import evidence_rows, evidence_table, most_important_first
from ui.wording.luck_words import luck_words
from ui.wording.measure_words import (
    finding,
    halved_by,
    input_name,
    known_from,
    next_words,
    widest_words,
)

SOUTH: dict[str, Any] = {
    "name": "South",
    "inbound_per_month": {"mean": 40.0, "sd": 1.0, "dispersion": 30.0},
    "stages": [{"name": "won", "rate": {"successes": 6.0, "trials": 20.0}}],
    "deal_size": {"mean": 1000.0, "cv": 0.8, "n": 400.0},
}


def company(*teams: dict[str, Any], target: float = 140_000.0, **parts: Any) -> Scenario:
    goal = {"name": "Bookings", "metric": "bookings", "target": target, "by": "2027-12"}
    document = {"name": "Two", "start_month": "2027-01", "teams": list(teams or (SOUTH,)), "goals": [goal]}
    return parse_scenario({**document, **parts})


def view(plan: Scenario) -> MeasureView:
    return MeasureView(measure_next(simulate(plan, 3_000), plan.goals[0]))


def test_the_team_is_named_where_there_are_several() -> None:
    alone, two = company(), company(SOUTH, {**SOUTH, "name": "North"})
    assert next_words(view(alone), alone).startswith("measure next: win rate (±")
    assert " points of the odds hang on it; 63 more closed deals" in next_words(view(alone), alone)
    best = view(two).best
    assert best is not None
    assert input_name(best, two) in ("win rate of South", "win rate of North")


def test_the_widest_that_is_not_next_is_explained() -> None:
    plan = company(growth={"interval": "year", "volume": {"mean": 0.0, "sd": 4.0}}, target=160_000.0)
    seen = view(plan)
    assert finding(seen, "Bookings", plan).startswith(
        "Growth of volume a year moves the odds of Bookings most: ±"
    )
    assert "win rate" in next_words(seen, plan)
    said = widest_words(seen, plan)
    assert said.startswith("Most hangs on growth of volume a year (±")
    assert "12 more years" in said
    assert widest_words(view(company()), company()) == ""


def test_where_nothing_moves_the_odds_that_is_said() -> None:
    plan = company(target=1e9)
    seen = view(plan)
    assert next_words(seen, plan) == "nothing that can be measured now moves these odds"
    assert finding(seen, "Bookings", plan) == "Nothing we do not know yet moves the odds of Bookings"
    assert widest_words(seen, plan) == ""
    assert all(halved_by(one) == "–" for one in seen.ranked)


def test_what_is_assumed_says_as_if_and_what_cannot_be_counted_says_so() -> None:
    risk = {"name": "Storm", "lever": "volume", "effect": -0.3, "probability": 0.4, "start_month": "2027-02"}
    plan = company(growth={"interval": "year", "volume": {"mean": 0.0, "sd": 0.2}}, risks=[risk])
    known = {one.name: known_from(one) for one in view(plan).ranked}
    assert known["growth of volume a year"] == "as if 4 years"
    assert known["Storm"] == "not countable"
    assert known["win rate of South"] == "21 closed deals"
    assert known["growth of deal size a year"] == "taken as exact"
    halved = {one.name: halved_by(one) for one in view(plan).ranked}
    assert halved["Storm"] == "no sample tells beforehand"


def test_the_table_has_every_input_with_its_points_and_never_an_empty_source() -> None:
    plan = company()
    seen, rows = view(plan), evidence_rows(plan)
    ordered = [row for row, _ in most_important_first(rows, seen.ranked)]
    assert {row.path for row in ordered} == {row.path for row in rows}
    table = evidence_table(ordered, seen.ranked)
    assert table["Moves the odds by"][0].startswith("±")
    assert (table["Source"] != "").all()
    assert set(table["Grade"]) <= {"measured", "benchmark", "guess"}


def test_luck_and_what_is_not_known_are_shares_of_one_whole() -> None:
    plan = company()
    said = luck_words(luck_shares(simulate(plan, 3_000), plan.goals[0]))
    assert "is luck" in said
    assert "measuring can take that away" in said
