"""Every example against every plan: a goal the plan takes, or a sentence; never an error."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import assess, simulate
from simulator.goals import carried, metric, missing
from simulator.goals.catalogue import CATALOGUE, propose, scopes
from simulator.scenario import parse_scenario
from simulator.scenario.metric_names import METRIC_NAMES
from tests.property.scenario.documents import Document, documents

ROLES = st.sampled_from([None, "prospect", "mql", "sql", "demo", "none"])
COUNTS = st.one_of(
    st.none(),
    st.fixed_dictionaries({"mean": st.floats(0, 90), "sd": st.floats(0, 9), "cv": st.floats(0, 2)}),
)


@given(documents(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_goal_or_a_sentence(document: Document, data: st.DataObject) -> None:
    for team in document["teams"]:
        _count(team, data)
    plan = parse_scenario({**document, "goals": []})
    forecast = simulate(plan, n_trials=100)
    held = carried(plan)
    found = []
    for example in CATALOGUE:
        scope = data.draw(st.sampled_from(scopes(plan, example.metric)))
        one = propose(forecast, example, scope=scope)
        blocked = any(lack.blocks for lack in missing(plan, example.metric, scope))
        if one.goal is None:
            assert one.problem or any(lack.blocks for lack in one.missing)
        else:
            assert not blocked or example.metric == "revenue_growth"
            assert one.goal.direction == metric(example.metric).direction
            found.append(one.goal.changed(name=example.key))
        if blocked and scope == "company":
            assert example.metric not in held
    assess(forecast, found)
    for name in METRIC_NAMES:
        for lack in missing(plan, name):
            assert lack.sentence.endswith(".")
            assert lack.page in ("Team", "Growth", "History")


def _count(team: dict[str, Any], data: st.DataObject) -> None:
    role = data.draw(ROLES)
    if role is not None:
        team["entry_role"] = role
    for field in ("coaching_hours_per_rep_per_month", "training_hours_per_rep_per_month"):
        counted = data.draw(COUNTS)
        if counted is not None:
            team[field] = counted
    calls = data.draw(COUNTS)
    if calls is not None:
        team["activities"] = {"calls": calls}
    if data.draw(st.booleans()):
        team["units_per_deal"] = data.draw(st.floats(0.1, 50))
