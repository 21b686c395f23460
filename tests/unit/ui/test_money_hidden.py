"""What is an amount: every number of the document is judged, and what a visitor without amounts is given holds none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document, simulation_digest
from simulator.scenario.quantities import Document
from ui.fields.edits import Path
from ui.visitors.money_hidden import GOAL_FIELDS, MONEY_FIELDS, is_amount, without_amounts

NO_AMOUNT = frozenset(
    [
        "age_days",
        "backfill_after_months",
        "backlog_carry",
        "change",
        "closed_outcomes",
        "closes_within",
        "commit_at_least",
        "count",
        "cv",
        "dispersion",
        "equivalent_n",
        "factor",
        "fairness_margin",
        "headcount",
        "high",
        "horizon_months",
        "hours_per_day",
        "minutes",
        "minutes_per_call",
        "minutes_per_email",
        "minutes_per_meeting",
        "index",
        "lead_months",
        "least",
        "low",
        "mean",
        "mode",
        "monthly_sd",
        "most",
        "moved",
        "n",
        "opening_customers",
        "opportunities_per_rep_per_month",
        "outbound_per_rep_per_day",
        "over_assignment",
        "periods",
        "persistence",
        "phase_in_months",
        "points",
        "potential",
        "probability",
        "ramp",
        "ramp_length_cv",
        "realistic_at_least",
        "rep_spread",
        "sd",
        "seed",
        "slip_months_mean",
        "step",
        "stretch_at_least",
        "successes",
        "tenure_months",
        "trials",
        "share",
        "walk_sd",
        "unreachable_below",
        "weight",
        "workdays_per_month",
        "at",
        "base_rate",
        "below",
        "rate",
        "share_of_target_pay",
        "times",
        "year_starts",
    ]
)
"""Numbers that are none; `mean` is one of a deal size, which `is_amount` knows by what stands above it."""


def _parts(kind: type[Document]) -> Iterator[type[Document]]:
    for one in kind.__subclasses__():
        yield one
        yield from _parts(one)


def test_every_number_of_the_document_is_an_amount_or_is_not() -> None:
    """A field that is new fails here until somebody has said which."""
    numbers = {
        name
        for part in _parts(Document)
        for name, field in part.model_fields.items()
        if re.search(r"\b(float|int)\b", f"{field.annotation} {field.metadata}")
    }
    assert numbers == NO_AMOUNT | MONEY_FIELDS | GOAL_FIELDS


@pytest.mark.parametrize(
    ("path", "amount"),
    [
        (("costs", "marketing_per_month"), True),
        (("teams", 0, "deal_size", "mean"), True),
        (("growth", "deal_size", "mean"), False),
        (("teams", 0, "inbound_per_month", "mean"), False),
        (("goals", 0, "target"), True),
        (("goals", 2, "target"), False),
        (("goals", 0, "change"), False),
    ],
)
def test_where_an_amount_stands(path: Path, amount: bool) -> None:
    assert is_amount(sample_scenario(), path) is amount


def test_texts_with_amounts_are_gone_and_the_forecast_is_the_same() -> None:
    document = scenario_document(sample_scenario())
    document |= {"name": "Plan of 5 M", "description": "we need 5,000,000"}
    document["goals"][0] |= {"name": "Reach 5 M", "note": "5 M"}
    document["goals"][1]["name"] = "New bookings"
    document["teams"][0]["deal_size"]["source"] = "CRM, 40,000"
    plan = parse_scenario(document)
    shown = without_amounts(plan)
    assert simulation_digest(shown) == simulation_digest(plan)
    assert (shown.name, shown.description) == ("Shared plan", None)
    assert [goal.name for goal in shown.goals][:2] == ["New bookings B", "New bookings"]
    assert [goal.target for goal in shown.goals] == [goal.target for goal in plan.goals]
    assert "40,000" not in shown.model_dump_json()
    assert "5 M" not in shown.model_dump_json()


def test_a_plan_without_amounts_in_its_texts_keeps_them() -> None:
    plan = sample_scenario().changed(name="Plan 2027")
    assert without_amounts(plan).name == "Plan 2027"
