"""A scenario written and read again is the same scenario, with the same digest, in either format."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from simulator import Scenario, dump_scenario
from simulator.scenario import parse_scenario, read_scenario, scenario_digest, simulation_digest
from tests.property.scenario.documents import Document, documents
from tests.property.scenario.full_document import FULL, LEAF_EDITS, with_value


@given(documents(), st.sampled_from(["toml", "json"]))
@settings(max_examples=80)
def test_written_and_read_again(document: Document, form: Any) -> None:
    plan = parse_scenario(document)
    text = dump_scenario(plan, form)
    again = read_scenario(text, form)
    assert again == plan
    assert scenario_digest(again) == scenario_digest(plan)
    assert simulation_digest(again) == simulation_digest(plan)
    assert dump_scenario(again, form) == text


@given(documents())
@settings(max_examples=40)
def test_order_of_keys_and_explicit_defaults_do_not_matter(document: Document) -> None:
    plan = parse_scenario(document)
    turned = dict(reversed(document.items()))
    assert scenario_digest(parse_scenario(turned)) == scenario_digest(plan)
    spelled_out = plan.model_dump(mode="json", exclude_none=True)
    assert scenario_digest(parse_scenario(spelled_out)) == scenario_digest(plan)


def test_both_formats_hold_the_same_document() -> None:
    plan = parse_scenario(FULL)
    assert tomllib.loads(dump_scenario(plan, "toml")) == json.loads(dump_scenario(plan, "json"))
    assert parse_scenario(json.loads(dump_scenario(plan, "json"))) == plan


@pytest.mark.parametrize(("path", "value", "moves_forecast"), LEAF_EDITS)
def test_digests_follow_what_changed(path: Any, value: Any, moves_forecast: bool) -> None:
    """Every edit changes the scenario's digest; names, goals, policy and sources leave the simulation's alone."""
    before, after = parse_scenario(FULL), parse_scenario(with_value(FULL, path, value))
    assert scenario_digest(before) != scenario_digest(after)
    assert (simulation_digest(before) != simulation_digest(after)) == moves_forecast


def test_a_scenario_is_frozen() -> None:
    plan = parse_scenario(FULL)
    with pytest.raises(ValidationError):
        plan.seed = 4  # type: ignore[misc]
    with pytest.raises(ValidationError):
        plan.teams[0].headcount = 9  # type: ignore[misc]
    assert hash(plan) == hash(parse_scenario(FULL))
    assert isinstance(plan.changed(seed=4), Scenario)
    assert plan.seed == 3
