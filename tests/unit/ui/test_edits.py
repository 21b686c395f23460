"""One change of a plan makes a new, checked plan."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.sample import sample_scenario
from simulator.scenario import Market
from ui.fields.edits import current, with_document, with_value


def test_a_value_is_replaced_and_the_old_plan_stays() -> None:
    before = sample_scenario()
    after = with_value(before, ("teams", 0, "inbound_per_month", "mean"), 70.0)
    assert current(after, ("teams", 0, "inbound_per_month", "mean")) == 70.0
    assert before is sample_scenario()
    assert current(before, ("teams", 0, "inbound_per_month", "mean")) != 70.0
    assert after.teams[1] == before.teams[1]


def test_a_part_left_out_before_is_made_where_it_is_needed() -> None:
    plain = sample_scenario().changed(market=Market())
    assert with_value(plain, ("market", "monthly_sd"), 0.2).market.monthly_sd == 0.2


def test_none_brings_the_default_back() -> None:
    limited = sample_scenario()
    assert limited.teams[0].opportunities_per_rep_per_month is not None
    free = with_value(limited, ("teams", 0, "opportunities_per_rep_per_month"), None)
    assert free.teams[0].opportunities_per_rep_per_month is None


def test_what_is_not_there_reads_as_none() -> None:
    def cut(document: dict[str, Any]) -> None:
        del document["recurring"], document["goals"]

    without = with_document(sample_scenario(), cut)
    assert current(without, ("recurring", "opening_mrr")) is None


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), "many", 1e12])
def test_an_impossible_value_is_refused_with_the_field(value: object) -> None:
    with pytest.raises(ScenarioError) as error:
        with_value(sample_scenario(), ("teams", 0, "inbound_per_month", "mean"), value)
    assert error.value.problems[0].field == "teams[Direct].inbound_per_month.mean"
