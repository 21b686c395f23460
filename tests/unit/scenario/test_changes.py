"""The line in a history: what a person changed, in the words they would use."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario, parse_scenario, scenario_document
from simulator.scenario.changes import LONGEST_LINE, differences, summarise_changes

PLAN: dict[str, Any] = {
    "name": "Plan",
    "start_month": "2027-01",
    "teams": [
        {
            "name": "Direct",
            "inbound_per_month": 80.0,
            "stages": [{"name": "demo", "rate": 0.5}, {"name": "sale", "rate": 0.22}],
            "deal_size": {"mean": 12_000.0, "cv": 0.5},
            "headcount": 4,
            "annual_cost_per_rep": 90_000.0,
        }
    ],
    "goals": [{"name": "Bookings", "metric": "bookings", "target": 9_000_000.0, "by": "2027-12"}],
}


def plan(**team: Any) -> Scenario:
    """The plan with fields of its team replaced."""
    return parse_scenario({**PLAN, "teams": [{**PLAN["teams"][0], **team}]})


def whole(**fields: Any) -> Scenario:
    """The plan with fields of its own replaced."""
    return parse_scenario({**PLAN, **fields})


def stages(demo: Any, sale: Any) -> list[dict[str, Any]]:
    return [{"name": "demo", "rate": demo}, {"name": "sale", "rate": sale}]


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (plan(), "no changes"),
        (plan(stages=stages(0.5, 0.25)), "win rate 22 % → 25 %"),
        (plan(stages=stages(0.5, 0.2204)), "win rate 22.00 % → 22.04 %"),
        (plan(stages=stages(0.6, 0.22)), "rate to demo 50 % → 60 %"),
        (plan(stages=stages(0.5, {"mean": 0.22, "equivalent_n": 90.0})), "win rate certainty"),
        (plan(stages=stages(0.5, {"mean": 0.22, "source": "CRM"})), "win rate source"),
        (plan(hires=[{"month": "2027-03", "count": 2}]), "2 hires in March"),
        (
            plan(hires=[{"month": "2027-03", "count": 2}], stages=stages(0.5, 0.25)),
            "2 hires in March, win rate 22 % → 25 %",
        ),
        (
            plan(hires=[{"month": "2027-03"}, {"month": "2027-03"}, {"month": "2027-05"}]),
            "2 hires in March, 1 hire in May",
        ),
        (plan(deal_size={"mean": 12_500.0, "cv": 0.5}), "deal size 12k → 12.5k"),
        (plan(annual_cost_per_rep=90_001.0), "cost per rep 90k → 90.001k"),
        (plan(headcount=6), "headcount 4 → 6"),
        (plan(backfill_after_months=2), "backfill none → 2 months"),
        (plan(cycle_days={"mean": 62.0}), "sales cycle 0 days → 62 days"),
        (plan(ramp=[0.0, 0.5, 1.0]), "ramp changed"),
        (whole(name="Board plan"), "renamed to Board plan"),
        (whole(goals=[]), "goal Bookings removed"),
        (whole(goals=[{**PLAN["goals"][0], "target": 1e7}]), "goal Bookings target 9M → 10M"),
        (whole(goals=[{**PLAN["goals"][0], "by": "2027-06"}]), "goal Bookings deadline 2027-12 → 2027-06"),
        (whole(horizon_months=18), "horizon 12 months → 18 months"),
        (whole(growth={"volume": 0.1}), "growth of volume 0 % → 10 %"),
        (whole(description="For the board"), "description changed"),
        (
            whole(recurring={"opening_customers": 5, "opening_mrr": 10.0, "monthly_churn": 0.01}),
            "recurring added",
        ),
        (
            whole(adjustments=[{"lever": "win_rate", "change": 0.1}]),
            "kept lever win_rate added",
        ),
    ],
)  # fmt: skip
def test_a_change_reads_as_one_line(new: Scenario, line: str) -> None:
    assert summarise_changes(plan(), new) == line


def test_hires_are_taken_out_and_moved_in_number() -> None:
    two = plan(hires=[{"month": "2027-03", "count": 2}])
    assert summarise_changes(two, plan()) == "2 hires in March taken out"
    assert summarise_changes(two, plan(hires=[{"month": "2027-03", "count": 3}])) == "hires in March 2 → 3"
    late = plan(hires=[{"month": "2027-03", "count": 2, "slip_months_mean": 1.0}])
    assert summarise_changes(two, late) == "delay of hires in March"


def test_the_same_hires_in_another_order_are_a_change() -> None:
    march, late = {"month": "2027-03"}, {"month": "2027-03", "slip_months_mean": 1.0}
    assert summarise_changes(plan(hires=[march, late]), plan(hires=[late, march])) == "hires listed anew"


def test_a_month_has_its_year_where_the_plan_has_two_of_it() -> None:
    team = {**PLAN["teams"][0], "hires": [{"month": "2028-03"}]}
    longer = whole(horizon_months=24)
    assert summarise_changes(longer, longer.changed(teams=[team])) == "1 hire in March 2028"


def test_the_team_is_named_where_there_are_two() -> None:
    second = {**PLAN["teams"][0], "name": "Partner"}
    old = whole(teams=[PLAN["teams"][0], second])
    new = whole(teams=[PLAN["teams"][0], {**second, "headcount": 5, "hires": [{"month": "2027-02"}]}])
    assert summarise_changes(old, new) == "Partner: 1 hire in February, Partner: headcount 4 → 5"
    assert summarise_changes(old, plan()) == "team Partner removed"


def test_many_changes_are_counted_and_the_line_stays_short() -> None:
    long = "x" * 120
    new = whole(
        name=long,
        currency="USD",
        seed=7,
        horizon_months=24,
        teams=[{**PLAN["teams"][0], "headcount": 9, "entry": long}],
        goals=[{**PLAN["goals"][0], "name": long}],
    )
    line = summarise_changes(whole(), new)
    assert line.endswith("more")
    assert len(line) <= LONGEST_LINE
    assert len(summarise_changes(whole(), whole(goals=[{**PLAN["goals"][0], "owner": long}]))) <= LONGEST_LINE


def test_differences_name_every_field_and_hold_both_values() -> None:
    new = plan(stages=stages(0.5, 0.25), headcount=6)
    found = differences(plan(), new)
    assert [one.path for one in found] == ["teams[Direct].stages[sale].rate", "teams[Direct].headcount"]
    assert (found[1].old, found[1].new) == (4, 6)
    assert found[1].words == "headcount 4 → 6"


def test_order_alone_is_a_difference() -> None:
    goals = [PLAN["goals"][0], {**PLAN["goals"][0], "name": "Second"}]
    found = differences(whole(goals=goals), whole(goals=goals[::-1]))
    assert [one.path for one in found] == ["goals"]


def test_how_a_document_was_written_is_no_difference() -> None:
    document = scenario_document(sample_scenario())
    assert differences(sample_scenario(), parse_scenario({**document, "costs": {**document["costs"]}})) == ()
    explicit = parse_scenario({**PLAN, "seed": 0, "policy": {"realistic_at_least": 0.6}})
    assert differences(explicit, whole()) == ()


def test_terms_of_quotas_are_told_in_the_words_of_the_page() -> None:
    plan = sample_scenario()
    assert plan.quotas is not None
    more = plan.changed(quotas=plan.quotas.changed(over_assignment=1.2))
    assert summarise_changes(plan, more) == "over-assignment 110 % → 120 %"
    team = plan.teams[0]
    hire = team.hires[0].changed(manager="Somebody else")
    led = plan.changed(teams=(team.changed(hires=(hire,)), *plan.teams[1:]))
    assert summarise_changes(plan, led) == "Direct: manager of hires in March"
    apart = plan.changed(teams=(team.changed(rep_spread=0.4), *plan.teams[1:]))
    assert summarise_changes(plan, apart) == "Direct: how far reps differ 15 % → 40 %"
