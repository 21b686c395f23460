"""Odds without amounts: a visitor whose link hides money is sent percentages of the goal and counts, and no amount.

What is hidden is never sent. Whatever writes an amount asks here, so that nobody has to remember to: without a goal to
be a share of, an amount is the word `HIDDEN`. The forecast itself is computed from the amounts, on the server.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulator import Scenario
from simulator.evidence.dangers import danger_title
from simulator.goals import metric
from simulator.scenario import parse_scenario, scenario_document
from simulator.scenario.goal_ties import retie
from simulator.scenario.layer_ties import retie_layers
from ui.fields.edits import Path

HIDDEN = "not shown"
SHARED_PLAN = "Shared plan"
MONEY_FIELDS = frozenset(
    {
        "amount",
        "annual_cost_per_rep",
        "annual_quota_per_rep",
        "benchmark",
        "cost",
        "cost_per_month_per_step",
        "cost_per_step",
        "marketing_per_month",
        "opening_mrr",
        "overhead_per_month",
        "target_pay",
        "value",
        "values",
    }
)
"""Fields of the document that hold an amount wherever they stand."""
GOAL_FIELDS = frozenset({"target", "baseline"})
"""Hold an amount where the goal's metric is one."""
_HIDDEN = "money_hidden"


def hide(on: bool) -> None:
    """Say for the rest of this session whether its visitor may see amounts."""
    st.session_state[_HIDDEN] = on


def is_hidden() -> bool:
    """Whether the visitor of this session may not see amounts. Outside of a session nobody looks."""
    return get_script_run_ctx(suppress_warning=True) is not None and bool(
        st.session_state.get(_HIDDEN, False)
    )


def is_amount(plan: Scenario, path: Path) -> bool:
    """Whether an amount of money stands at `path` of the document."""
    last = path[-1]
    if path[0] == "goals" and last in GOAL_FIELDS:
        place = path[1]
        return isinstance(place, int) and metric(plan.goals[place].metric).unit == "money"
    return last in MONEY_FIELDS or (path[0] == "teams" and "deal_size" in path and last in ("mean", "n"))


def hides(plan: Scenario, path: Path) -> bool:
    """Whether what stands at `path` is not for this visitor."""
    return is_hidden() and is_amount(plan, path)


def shown_text(text: str, instead: str = HIDDEN) -> str:
    """`text` typed by somebody; `instead` of it where it may hold an amount this visitor may not see."""
    if not is_hidden():
        return text
    from exports.withheld import without_amount

    return without_amount(text, instead)


def without_amounts(plan: Scenario) -> Scenario:
    """`plan` with the same forecast, and no amount in a text that the forecast does not depend on."""
    from exports.withheld import without_amount

    document = scenario_document(plan)
    document["name"] = without_amount(plan.name, SHARED_PLAN)
    document.pop("description", None)
    taken = {goal.name for goal in plan.goals}
    for goal in document.get("goals", []):
        goal["name"] = without_amount(goal["name"], _free(metric(goal["metric"]).label, taken))
        taken.add(goal["name"])
    for danger in document.get("dangers", []):
        danger["message"] = without_amount(danger["message"], danger_title(danger["code"]))
    _drop_sources(document)
    retie(plan.goals, document)
    retie_layers(plan, document)
    return parse_scenario(document)


def _free(word: str, taken: set[str]) -> str:
    names = (word, *(f"{word} {chr(letter)}" for letter in range(ord("B"), ord("Z") + 1)))
    return next((one for one in names if one not in taken), f"{word} {len(taken)}")


def _drop_sources(value: object) -> None:
    """Sources and notes are free text beside numbers: the likeliest place of an amount."""
    if isinstance(value, dict):
        for key in ("source", "note", "baseline_source", "source_of_truth"):
            value.pop(key, None)
        for part in value.values():
            _drop_sources(part)
    elif isinstance(value, list):
        for part in value:
            _drop_sources(part)
