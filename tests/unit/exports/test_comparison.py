"""A comparison handed out: every figure in full, nothing that acts, and no amount where none may be seen."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from exports.comparison import comparison_json, comparison_workbook, plans_frame
from simulator.decide.compare import Comparison, Contender, compare
from tests.statistical.small_scenarios import goal, initiative, scenario, team_document


@pytest.fixture(scope="module")
def found() -> Comparison:
    """Two plans, one of which is called like a formula and has an initiative with an amount in its name."""
    team = team_document(
        inbound_per_month=20, deal_size={"family": "gamma", "mean": 1_234.5, "cv": 0.0}, headcount=1,
        annual_cost_per_rep=43_917,
    )  # fmt: skip
    plain = scenario(team, goals=[goal("bookings", 296_280)])
    spent = plain.changed(initiatives=(initiative("volume", 0.1, name="Spend 41593", cost=41_593),))
    return compare([Contender("Plain", plain), Contender("=1+1", spent)], n_trials=400)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_holds_the_figures_in_full(found: Comparison) -> None:
    read = sheets(comparison_workbook(found))
    assert list(read) == ["Plans", "Against each other", "What differs", "About"]
    plans = [dict(zip(read["Plans"][0], row, strict=True)) for row in read["Plans"][1:]]
    for row, one in zip(plans, found.standings, strict=True):
        assert one.verdict is not None
        assert row["Odds"] == one.verdict.probability
        assert row["Median"] == one.verdict.p50
        assert row["Profit"] == one.costs.profit
    against = [
        dict(zip(read["Against each other"][0], row, strict=True)) for row in read["Against each other"][1:]
    ]
    assert [row["Ahead in"] for row in against] == [
        found.contrasts[0].beats,
        found.contrasts[0].turned().beats,
    ]
    assert against[0]["Mean differs by"] == found.contrasts[0].mean


def test_no_cell_is_a_formula(found: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(comparison_workbook(found))) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
    assert sheets(comparison_workbook(found))["Plans"][2][0] == "'=1+1"


def test_without_amounts_there_is_none(found: Comparison) -> None:
    content = comparison_workbook(found, without_amounts=True)
    text = json.dumps(sheets(content)) + plans_frame(found, without_amounts=True).to_csv()
    amounts = [296_280, 1_234.5, 41_593, 43_917, "1.23k", "43.92k", "41.59k"]
    for one in found.standings:
        assert one.verdict is not None
        amounts += [one.verdict.p50, one.verdict.p10, one.costs.profit, one.costs.total]
    amounts += [found.contrasts[0].mean, found.contrasts[0].median]
    for amount in amounts:
        assert str(amount) not in text
    assert "Odds" in text


def test_the_document_is_that_of_the_command_line(found: Comparison) -> None:
    read = json.loads(comparison_json(found))
    assert [one["name"] for one in read["plans"]] == ["Plain", "=1+1"]
    assert read["contrasts"][0]["mean"] == found.contrasts[0].mean
