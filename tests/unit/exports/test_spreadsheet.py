"""The workbook: every figure in full precision, native charts, nothing that acts."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from exports import Report, make_report, report_tables, workbook
from simulator.goals import goal_values
from tests.unit.exports.conftest import MADE, Judged
from tests.unit.exports.named_plans import active_cells, sheet_rows


@pytest.fixture(scope="module")
def book(report: Report) -> bytes:
    return workbook(report, with_trials=True)


def test_the_sheets_stand_in_order(report: Report, book: bytes) -> None:
    assert openpyxl.load_workbook(io.BytesIO(workbook(report))).sheetnames == [
        "Goals",
        "Charts",
        "Goal paths",
        "Months",
        "Assumptions",
        "About",
    ]
    assert "Trials" in openpyxl.load_workbook(io.BytesIO(book)).sheetnames


def test_the_digits_are_those_of_the_verdicts(judged: Judged, book: bytes) -> None:
    rows = sheet_rows(book, "Goals")[:-1]
    headings = {
        "Odds": "probability",
        "Standard error": "standard_error",
        "Target": "target",
        "1 in 10 below": "p10",
        "Median": "p50",
        "1 in 10 above": "p90",
        "Mean": "mean",
        "Standard deviation": "sd",
    }
    for row, verdict in zip(rows, judged.verdicts, strict=True):
        for heading, field in headings.items():
            # A cell holds 16 significant digits.
            assert row[heading] == pytest.approx(getattr(verdict, field), rel=1e-15), heading
        assert (row["Odds, low end"], row["Odds, high end"]) == pytest.approx(verdict.interval, rel=1e-15)
        assert verdict.verdict.upper() in row["Verdict"]


def test_the_odds_of_all_goals_together_stand_below(report: Report, book: bytes) -> None:
    last = sheet_rows(book, "Goals")[-1]
    assert (last["Goal"], last["Odds"]) == ("All of them at once", report.joint)


def test_months_hold_the_quantiles_of_each_series(judged: Judged, book: bytes) -> None:
    rows = [
        row
        for row in sheet_rows(book, "Months")
        if (row["Scope"], row["Series"]) == ("Direct", "New bookings")
    ]
    values = judged.forecast.series("bookings", "Direct")
    assert [row["Mean"] for row in rows] == pytest.approx(values.mean(axis=0))
    for heading, level in (("9 in 10 above", 0.1), ("Median", 0.5), ("1 in 40 above", 0.975)):
        assert [row[heading] for row in rows] == pytest.approx(np.quantile(values, level, axis=0))


def test_trials_hold_each_goal_in_each_future(judged: Judged, book: bytes) -> None:
    rows = sheet_rows(book, "Trials")
    assert len(rows) == judged.forecast.n_trials
    for goal in judged.scenario.goals:
        values = goal_values(judged.forecast, goal)
        assert [row[goal.name] for row in rows] == pytest.approx(values, rel=1e-15)


def test_trials_are_bounded(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_tables, "MOST_TRIAL_CELLS", 40)
    content = workbook(report, with_trials=True)
    assert len(sheet_rows(content, "Trials")) == 10
    assert "10 of 2,000" in str(sheet_rows(content, "About"))


def test_series_beyond_the_bound_are_left_out_and_counted(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.monthly.MOST_MONTHS", 36)
    content = workbook(report)
    assert len(sheet_rows(content, "Months")) == 36
    assert "Series left out of Months" in str(sheet_rows(content, "About"))


def test_the_charts_are_native_and_read_the_paths(report: Report, book: bytes) -> None:
    charts = openpyxl.load_workbook(io.BytesIO(book))["Charts"]._charts
    assert len(charts) == len(report.goals)
    assert active_cells(book) == []


def test_no_chart_takes_a_name_for_a_reference(report: Report, book: bytes) -> None:
    """XlsxWriter reads a title such as ``Sheet!A1`` as one; a goal may be called that."""
    named = replace(report, goals=tuple(replace(goal, name="Goals!A1") for goal in report.goals))
    assert active_cells(workbook(named)) == []


def test_every_assumption_and_fact_is_there(report: Report, book: bytes) -> None:
    rows = sheet_rows(book, "Assumptions")
    assert [row["Assumption"] for row in rows] == [one.label for one in report.assumptions]
    for row, one in zip(rows, report.assumptions, strict=True):
        assert row["Value"] == (None if one.value is None else pytest.approx(one.value, rel=1e-15))
    about = {value for row in sheet_rows(book, "About") for value in row.values()}
    assert {value for _, value in report.facts} <= about


def test_hidden_money_stays_hidden(hidden: Report) -> None:
    content = workbook(hidden, with_trials=True)
    series = {row["Series"] for row in sheet_rows(content, "Months")}
    assert not series & {"New bookings", "Revenue", "Profit", "Gross profit", "Monthly recurring revenue"}
    goal = sheet_rows(content, "Goals")[0]
    assert (goal["Target"], goal["Unit"]) == (pytest.approx(1.0), "% of goal")
    assert max(row["New bookings"] for row in sheet_rows(content, "Trials")) < 3
    assert "€" not in str([sheet_rows(content, name) for name in ("Goals", "Assumptions", "About")])


def test_the_same_report_gives_the_same_bytes(report: Report, book: bytes) -> None:
    assert workbook(report, with_trials=True) == book


def test_a_plan_without_goals_has_a_workbook_too(judged: Judged) -> None:
    report = make_report(judged.scenario.changed(goals=()), judged.forecast, [], now=MADE)
    content = workbook(report, with_trials=True)
    assert sheet_rows(content, "Goals") == []
    assert len(sheet_rows(content, "Months")) > 0
