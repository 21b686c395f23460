"""Levers in natural units: what a slider shows is what the engine is told."""

from __future__ import annotations

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import Adjustment, Scenario, parse_scenario, scenario_levers, with_adjustments
from ui.wording.lever_values import lever_value

PLAN = sample_scenario()


def _one_team(**fields: object) -> Scenario:
    return parse_scenario(
        {
            "name": "one",
            "start_month": "2027-01",
            "teams": [
                {
                    "name": "A",
                    "inbound_per_month": 600.0,
                    "entry": "call",
                    "stages": [{"name": "meeting", "rate": 0.5}, {"name": "sale", "rate": {"mean": 0.22}}],
                    "deal_size": 25_000.0,
                    "headcount": 3,
                    **fields,
                }
            ],
        }
    )


@pytest.mark.parametrize("name", [lever.name for lever in scenario_levers(PLAN)])
def test_every_slider_starts_at_the_plan_and_goes_there_and_back(name: str) -> None:
    value = lever_value(PLAN, name)
    assert value is not None
    assert value.steps[0] <= 0 <= value.steps[-1]
    assert list(value.steps) == sorted(set(value.steps))
    for steps in value.steps:
        assert value.steps_of(value.adjustment(steps)) == steps
        with_adjustments(PLAN, value.adjustment(steps))
    assert value.steps_of(None) == 0


def test_the_natural_value_is_the_plans_own() -> None:
    plan = _one_team(cycle_days={"mean": 48.0})
    values = {
        name: lever_value(plan, name)
        for name in ("volume", "win_rate", "deal_size", "cycle_days", "stage:meeting")
    }
    assert {name: value.value for name, value in values.items() if value} == {
        "volume": 600.0, "win_rate": 0.22, "deal_size": 25_000.0, "cycle_days": 48.0, "stage:meeting": 0.5,
    }  # fmt: skip


def test_one_step_of_the_win_rate_is_half_a_point_and_the_engine_gets_the_same_rate() -> None:
    value = lever_value(_one_team(), "win_rate")
    assert value is not None
    assert value.step == pytest.approx(0.005)
    assert value.words(4) == "24 %".replace(" ", "\u00a0")
    assert 0.22 * (1 + value.adjustment(4).change) == pytest.approx(0.24)


def test_a_share_never_passes_one() -> None:
    value = lever_value(_one_team(stages=[{"name": "sale", "rate": 0.97}]), "win_rate")
    assert value is not None
    assert max(value.at(steps) for steps in value.steps) <= 1.0


def test_a_kept_what_if_is_the_new_start() -> None:
    kept = with_adjustments(_one_team(), Adjustment(lever="win_rate", change=0.5))
    value = lever_value(kept, "win_rate")
    assert value is not None
    assert value.value == pytest.approx(0.33)


def test_hires_count_people_from_a_month() -> None:
    value = lever_value(_one_team(opportunities_per_rep_per_month=10.0), "hires")
    assert value is not None
    assert value.adjustment(2) == Adjustment(lever="hires", change=2.0, start_month="2027-03")


def test_a_lever_at_zero_has_no_slider() -> None:
    assert lever_value(_one_team(), "marketing") is None


def test_what_lies_between_two_steps_is_written_as_it_is() -> None:
    value = lever_value(_one_team(), "win_rate")
    assert value is not None
    found = Adjustment(lever="win_rate", change=0.2434 / 0.22 - 1)
    assert value.steps_of(found) == 5
    assert value.words(value.exactly(found)).replace("\u00a0", " ") == "24.34 %"
    assert value.exactly(value.adjustment(3)) == 3
    assert value.exactly(None) == 0
