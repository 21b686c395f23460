"""`[history]`, `[second_opinion]` and `[widening]`: what is refused, what changed, what two versions become."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Scenario, ScenarioError
from simulator.sample import sample_scenario
from simulator.scenario import dump_scenario, parse_scenario, read_scenario, scenario_document
from simulator.scenario.changes import summarise_changes
from simulator.scenario.merging import merge

OPINION: dict[str, Any] = {"first_month": "2025-01", "values": [5.0] * 20}


def _plan(**fields: Any) -> Scenario:
    document = scenario_document(sample_scenario())
    for name in ("history", "second_opinion", "widening"):
        document.pop(name, None)
    return parse_scenario({**document, **fields})


def test_an_older_document_has_none_of_them_and_is_written_without() -> None:
    plan = _plan()
    assert (plan.history, plan.second_opinion, plan.widening) == (None, None, None)
    assert not {"history", "second_opinion", "widening"} & scenario_document(plan).keys()


@pytest.mark.parametrize("form", ["toml", "json"])
def test_they_are_written_and_read(form: Any) -> None:
    plan = _plan(
        history={"closed_outcomes": 12, "periods": 3, "source": "CRM"},
        second_opinion={**OPINION, "weight": 0.25, "note": "gross"},
        widening={"factor": 1.3, "source": "replay"},
    )
    assert read_scenario(dump_scenario(plan, form), form) == plan


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"history": {"closed_outcomes": -1, "periods": 3}},
            "history.closed_outcomes = -1: must be at least 0",
        ),
        ({"history": {"periods": 3}}, "history.closed_outcomes: is missing; add it"),
        (
            {"history": {"closed_outcomes": 1.5, "periods": 3}},
            "history.closed_outcomes = 1.5: must be a whole number",
        ),
        ({"widening": {"factor": 0.1}}, "widening.factor = 0.1: must be at least 0.2"),
        ({"widening": {"factor": 6}}, "widening.factor = 6: must be at most 5"),
        ({"widening": {}}, "widening.factor: is missing; add it"),
        ({"second_opinion": {**OPINION, "weight": 1.1}}, "second_opinion.weight = 1.1: must be at most 1"),
        ({"second_opinion": {**OPINION, "metric": "arr"}}, "must be one of 'bookings' or 'revenue'"),
        ({"second_opinion": {**OPINION, "values": [1.0] * 7}}, "is too short; at least 8 needed"),
        ({"second_opinion": {**OPINION, "values": [1.0] * 601}}, "at most 600 are allowed"),
        (
            {"second_opinion": {**OPINION, "values": [-1.0] * 20}},
            "second_opinion.values[1] = -1.0: must be at least 0",
        ),
        (
            {"second_opinion": {**OPINION, "values": [0.0] * 17 + [1.0] * 3}},
            "at least 4 months above 0, here 3",
        ),
        (
            {"second_opinion": {**OPINION, "first_month": "2025-13"}},
            "must be a month between 1970-01 and 2200-12",
        ),
        ({"second_opinion": {**OPINION, "first_month": "2026-06"}}, "must lie before start_month 2027-01"),
        (
            {"second_opinion": {**OPINION, "first_month": "2015-01"}},
            "not end more than 120 months before start_month",
        ),
        (
            {"second_opinion": {**OPINION, "first_month": "2195-01", "values": [1.0] * 90}},
            "must end by 2200-12",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError) as error:
        _plan(**fields)
    assert sentence in str(error.value)


def test_months_already_planned_are_ignored_where_enough_lie_before() -> None:
    plan = _plan(second_opinion={**OPINION, "first_month": "2026-05"})
    assert plan.second_opinion is not None
    assert plan.second_opinion.last_month == "2027-12"


def test_changes_are_told_in_words() -> None:
    plain = _plan()
    full = _plan(
        history={"closed_outcomes": 12, "periods": 3}, second_opinion=OPINION, widening={"factor": 1.3}
    )
    assert (
        summarise_changes(plain, full)
        == "history behind the plan added, second opinion added, widening added"
    )
    assert summarise_changes(full, plain) == (
        "history behind the plan removed, second opinion removed, widening removed"
    )
    other = _plan(
        history={"closed_outcomes": 40, "periods": 5},
        second_opinion={**OPINION, "weight": 0.25, "values": [6.0] * 20},
        widening={"factor": 1.5},
    )
    assert summarise_changes(full, other, most=9) == (
        "closed deals behind the plan 12 → 40, months behind the plan 3 → 5, weight of the second opinion 0 % → 25 %, "
        "months of the second opinion changed, widening of the ranges 1.3 → 1.5"
    )


def test_a_weight_and_a_widening_changed_by_two_are_both_kept() -> None:
    base = _plan(second_opinion=OPINION, widening={"factor": 1.3})
    mine = _plan(second_opinion={**OPINION, "weight": 0.5}, widening={"factor": 1.3})
    theirs = _plan(second_opinion=OPINION)
    merged = merge(base, mine, theirs)
    assert merged.clean
    assert merged.scenario is not None
    assert merged.scenario.widening is None
    assert merged.scenario.second_opinion is not None
    assert merged.scenario.second_opinion.weight == 0.5
