"""The workbook of a goal's layers: every figure of the split, and none where amounts are hidden."""

from __future__ import annotations

import io
import math

import pandas as pd
import pytest

from exports.layers_book import layers_workbook
from simulator import simulate
from simulator.quotas.layers import layers
from simulator.quotas.layers_managers import manager_layers
from simulator.quotas.milestones import milestones
from simulator.sample import sample_scenario

PLAN = sample_scenario()
FORECAST = simulate(PLAN, 300)


def _sheets(goal: int, *, without_amounts: bool = False) -> dict[str, pd.DataFrame]:
    found = layers(FORECAST, PLAN.goals[goal])
    book = layers_workbook(
        PLAN,
        found,
        manager_layers(FORECAST, found),
        milestones(FORECAST, found),
        milestones(FORECAST, found, "month"),
        without_amounts=without_amounts,
    )
    return pd.read_excel(io.BytesIO(book), sheet_name=None, engine="calamine")


def test_every_sheet_adds_up_to_the_goal() -> None:
    sheets = _sheets(0)
    assert list(sheets) == ["Periods", "Teams", "People", "Weeks", "Months"]
    periods, teams = sheets["Periods"], sheets["Teams"]
    for level in ("quarter", "month"):
        assert math.fsum(periods[periods["Level"] == level]["Part"]) == pytest.approx(9e6)
    assert math.fsum(teams[teams["Manager"].isna()]["Part"]) == pytest.approx(9e6)
    assert math.fsum(teams[teams["Manager"].notna()]["Part"]) == pytest.approx(9e6)
    assert math.fsum(sheets["People"]["Part"]) == pytest.approx(9e6)
    assert sheets["Weeks"]["Mark"].iloc[-1] == pytest.approx(9e6)
    assert math.fsum(sheets["Weeks"]["Of it new"]) == pytest.approx(9e6)
    assert len(sheets["Months"]) == 12


def test_without_amounts_shares_and_odds_stay() -> None:
    sheets = _sheets(0, without_amounts=True)
    assert math.fsum(sheets["People"]["Share"]) == pytest.approx(1)
    for sheet in sheets.values():
        numbers = sheet.select_dtypes("number").drop(
            columns=["Units in", "Opportunities", "Deals"], errors="ignore"
        )
        assert numbers.max().max() <= 31


def test_a_rate_has_no_people_and_no_milestones() -> None:
    assert list(_sheets(2)) == ["Periods"]
