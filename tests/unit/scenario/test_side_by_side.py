"""The assumptions in which plans differ: only those, told apart, in the trade's words."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import Adjustment, Scenario, parse_scenario, scenario_document, with_adjustments
from simulator.scenario.side_by_side import differing
from tests.statistical.small_scenarios import goal, initiative, scenario, team_document


def rows(*plans: Scenario) -> dict[str, tuple[str, ...]]:
    return {row.label: row.texts for row in differing(plans)}


def with_team(**fields: Any) -> Scenario:
    return scenario(team_document(**fields))


def test_alike_plans_differ_in_nothing() -> None:
    plan = sample_scenario()
    assert differing((plan, plan, plan.changed(name="Other", seed=4, description="x"))) == ()


def test_only_what_differs_has_a_row() -> None:
    found = rows(with_team(inbound_per_month=20), with_team(inbound_per_month=25))
    assert found == {"inbound per month": ("20", "25")}


def test_a_rate_has_the_digits_that_tell_it_apart() -> None:
    def plan(successes: int, trials: int) -> Scenario:
        return with_team(stages=[{"name": "sale", "rate": {"successes": successes, "trials": trials}}])

    assert rows(plan(220, 1000), plan(222, 1000)) == {"win rate": ("22.0 %", "22.2 %")}
    same_rate = rows(
        with_team(stages=[{"name": "sale", "rate": {"mean": 0.25}}]),
        with_team(stages=[{"name": "sale", "rate": {"mean": 0.25, "equivalent_n": 40}}]),
    )
    assert same_rate == {"win rate": ("25 % (exact)", "25 % (as from 40 cases)")}


def test_where_it_comes_from_is_no_assumption() -> None:
    one = with_team(inbound_per_month={"mean": 20, "source": "CRM", "grade": "measured"})
    assert rows(one, with_team(inbound_per_month={"mean": 20, "grade": "guess"})) == {}


def test_a_member_some_lack_is_one_row() -> None:
    plain = scenario()
    trained = scenario(initiatives=[initiative("volume", 0.05, probability=0.5)])
    found = rows(plain, trained, scenario(initiatives=[initiative("volume", 0.05, probability=0.5)]))
    assert found == {
        "initiative about volume": (
            "–",
            "entering units +5 % from 2027-01, odds 50%",
            "entering units +5 % from 2027-01, odds 50%",
        )
    }


def test_levers_moved_stand_in_the_words_of_the_sliders() -> None:
    plan = with_team(inbound_per_month=20, headcount=2, opportunities_per_rep_per_month=5)
    more = with_adjustments(
        plan, Adjustment(lever="volume", change=0.1), Adjustment(lever="hires", change=2.0)
    )
    most = with_adjustments(plan, Adjustment(lever="volume", change=0.2))
    found = rows(plan, more, most)
    assert found == {"entering units moved": ("–", "+10 %", "+20 %"), "hires moved": ("–", "+2", "–")}


def test_what_differs_within_a_team_that_one_plan_lacks_is_told_of_the_others() -> None:
    direct, partner = team_document(), team_document("Partner", inbound_per_month=10)
    more = {**partner, "inbound_per_month": 12}
    found = rows(scenario(direct), scenario(direct, partner), scenario(direct, more))
    assert found["team Partner"] == ("–", "yes", "yes")
    assert found["Partner: inbound per month"] == ("–", "10", "12")


def test_the_order_of_teams_is_no_assumption() -> None:
    one, other = team_document("A", inbound_per_month=1), team_document("B", inbound_per_month=2)
    assert rows(scenario(one, other), scenario(other, one)) == {}


def test_amounts_carry_their_currency_and_say_that_they_are_amounts() -> None:
    one = with_team(deal_size={"family": "gamma", "mean": 20_000, "cv": 0.0})
    other = with_team(deal_size={"family": "gamma", "mean": 25_000, "cv": 0.0})
    row = differing((one, other))[0]
    assert row.money
    assert row.texts == ("20k EUR", "25k EUR")
    goals = differing((one.changed(goals=(goal("bookings", 5),)), one.changed(goals=(goal("bookings", 6),))))
    assert [(row.label, row.money) for row in goals] == [("goal bookings target", True)]


def test_lists_without_names_are_told_apart_somehow() -> None:
    deals = [{"count": 12, "win_rate": 0.5, "age_days": 0}]
    others = [{"count": 13, "win_rate": 0.5, "age_days": 0}]
    found = rows(with_team(open_pipeline=deals), with_team(open_pipeline=others))
    texts = next(iter(found.values()))
    assert texts[0] != texts[1]


@pytest.mark.parametrize("field", sorted(scenario_document(sample_scenario())))
def test_every_part_of_a_plan_that_goes_is_seen(field: str) -> None:
    plan = sample_scenario()
    if field in ("schema_version", "name", "start_month", "teams", "seed", "description", "dangers"):
        return
    document_of = scenario_document(plan)
    del document_of[field]
    try:
        without = parse_scenario(document_of)
    except ValueError:
        return
    if getattr(without, field) != getattr(plan, field):
        assert differing((plan, without)), field
