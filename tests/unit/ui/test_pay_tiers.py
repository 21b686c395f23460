"""The table of tiers: per cent on the screen, shares in the plan, and a sentence for tiers out of order."""

from __future__ import annotations

import pytest

from simulator.errors import ScenarioError
from simulator.sample import sample_scenario
from simulator.scenario.pay_plan import Pay
from ui.screens.quotas_pay_terms import rows_of, write_tiers

PAY = Pay.model_validate(
    {
        "base_rate": 0.05,
        "tiers": [{"at": 0.9, "rate": 0.07}, {"at": 1.1, "times": 2.0}],
        "teams": [{"team": sample_scenario().team_names[0], "base_rate": 0.1}],
    }
)
PLAN = sample_scenario().changed(pay=PAY)


def test_what_is_shown_and_written_back_changes_nothing() -> None:
    rows = rows_of(PAY)
    assert [(row["at"], row["rate"], row["times"]) for row in rows] == [(90.0, 7.0, None), (110.0, None, 2.0)]
    assert write_tiers(PLAN, rows, ("pay",)) == PLAN


def test_a_team_s_own_tiers_stand_with_the_team() -> None:
    found = write_tiers(PLAN, [{"at": 100.0, "rate": 20.0, "times": None}], ("pay", "teams", 0)).pay
    assert found is not None
    assert [(tier.at, tier.rate) for tier in found.teams[0].tiers] == [(1.0, 0.2)]
    assert found.tiers == PAY.tiers


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"at": 110.0, "rate": 7.0, "times": None}, {"at": 90.0, "rate": 8.0, "times": None}], "in order"),
        ([{"at": 90.0, "rate": 7.0, "times": 2.0}], "rate or times"),
        ([{"at": 90.0, "rate": None, "times": None}], "rate or times"),
        ([{"at": 0.0, "rate": 7.0, "times": None}], "above 0"),
        ([{"at": 90.0, "rate": 120.0, "times": None}], "at most 1"),
    ],
)
def test_tiers_that_make_no_sense_are_refused(rows: list[dict[str, float | None]], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        write_tiers(PLAN, rows, ("pay",))
