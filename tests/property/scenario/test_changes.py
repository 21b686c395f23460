"""Laws of comparing and merging, for any two or three plans: complete, symmetric, and never a word too many."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario import Scenario, parse_scenario, scenario_document
from simulator.scenario.changes import LONGEST_LINE, NOTHING, differences, summarise_changes
from simulator.scenario.fields import as_document, scenario_fields
from simulator.scenario.merging import merge
from tests.property.scenario.documents import documents

EXAMPLES = 40
TEAM_FIELDS = {
    "headcount": st.integers(1, 9),
    "workdays_per_month": st.floats(1, 31),
    "annual_cost_per_rep": st.floats(0, 1e6),
}
PLAN_FIELDS = {
    "seed": st.integers(0, 99),
    "currency": st.sampled_from(["EUR", "USD", "PLN"]),
    "description": st.text("ab", max_size=5),
}


@st.composite
def edited(draw: st.DrawFn, plan: Scenario) -> tuple[dict[str, Any], Scenario]:
    """Some fields of `plan` set anew, by path, and the plan with them."""
    document = scenario_document(plan)
    done: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(PLAN_FIELDS)))):
        document[name] = done[name] = draw(PLAN_FIELDS[name])
    for team in document["teams"]:
        for name in draw(st.sets(st.sampled_from(sorted(TEAM_FIELDS)))):
            team[name] = done[f"teams[{team['name']}].{name}"] = draw(TEAM_FIELDS[name])
    return done, parse_scenario(document)


@settings(max_examples=EXAMPLES)
@given(old=documents(), new=documents())
def test_a_line_is_written_for_any_two_plans(old: dict[str, Any], new: dict[str, Any]) -> None:
    one, other = parse_scenario(old), parse_scenario(new)
    line = summarise_changes(one, other)
    assert 0 < len(line) <= LONGEST_LINE
    assert "\n" not in line
    assert (line == NOTHING) == (one == other) == (differences(one, other) == ())
    assert {d.path for d in differences(one, other)} == {d.path for d in differences(other, one)}


@settings(max_examples=EXAMPLES)
@given(document=documents())
def test_a_plan_is_the_sum_of_its_fields(document: dict[str, Any]) -> None:
    plan = parse_scenario(document)
    assert parse_scenario(as_document(scenario_fields(plan))) == plan  # type: ignore[arg-type]
    assert differences(plan, plan) == ()
    assert merge(plan, plan, plan).scenario == plan


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_merge_takes_each_change_from_whoever_made_it(data: st.DataObject) -> None:
    base = parse_scenario(data.draw(documents()))
    mine_paths, mine = data.draw(edited(base))
    their_paths, theirs = data.draw(edited(base))
    mine_changed = {one.path: one.new for one in differences(base, mine)}
    their_changed = {one.path: one.new for one in differences(base, theirs)}
    assert mine_changed.keys() <= mine_paths.keys()
    assert their_changed.keys() <= their_paths.keys()
    merged = merge(base, mine, theirs)
    clashing = {
        path
        for path in mine_changed.keys() & their_changed.keys()
        if mine_changed[path] != their_changed[path]
    }
    assert {clash.path for clash in merged.clashes} == clashing
    assert merged.scenario is not None
    assert {one.path: one.new for one in differences(base, merged.scenario)} == {
        **their_changed,
        **mine_changed,
    }
    with_theirs = merge(base, mine, theirs, take_theirs=clashing)
    assert with_theirs.scenario is not None
    assert {one.path: one.new for one in differences(base, with_theirs.scenario)} == {
        **mine_changed,
        **their_changed,
    }


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_who_saves_first_makes_no_difference_where_nothing_clashes(data: st.DataObject) -> None:
    base = parse_scenario(data.draw(documents()))
    mine, theirs = data.draw(edited(base))[1], data.draw(edited(base))[1]
    merged, turned = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {clash.path for clash in merged.clashes} == {clash.path for clash in turned.clashes}
    if merged.clean:
        assert merged.scenario == turned.scenario


@settings(max_examples=EXAMPLES)
@given(first=documents(), second=documents(), third=documents())
def test_any_three_plans_merge_or_say_why_not(
    first: dict[str, Any], second: dict[str, Any], third: dict[str, Any]
) -> None:
    merged = merge(parse_scenario(first), parse_scenario(second), parse_scenario(third))
    assert (merged.scenario is None) == bool(merged.problems)
