"""Papers say what a verdict rests on besides the forecast, and promise no word where there is none."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from exports import Report, make_report
from exports.board import _content, board_page
from exports.deck import slides
from exports.spreadsheet import workbook
from exports.tables import tables_zip
from simulator import Scenario, assess, simulate
from simulator.sample import sample_scenario

MADE = dt.datetime(2026, 11, 21, 19, 5, tzinfo=dt.UTC)
SENTENCE = "12 closed deals and 3 months stand behind this plan"
WIDENED = "range widened ×1.3 as the past showed"
POOLED = "25\u00a0% from the money history alone"


def _report(plan: Scenario, *, hide_money: bool = False) -> Report:
    forecast = simulate(plan, n_trials=500)
    return make_report(plan, forecast, assess(forecast), now=MADE, hide_money=hide_money)


@pytest.fixture(scope="module")
def short() -> Report:
    return _report(sample_scenario().changed(history={"closed_outcomes": 12, "periods": 3}))


@pytest.fixture(scope="module")
def marked() -> Report:
    plan = sample_scenario()
    assert plan.second_opinion is not None
    opinion = plan.second_opinion.changed(weight=0.25)
    return _report(plan.changed(second_opinion=opinion, widening={"factor": 1.3}))


def _slides(report: Report) -> str:
    deck = Presentation(io.BytesIO(slides(report)))
    return "\n".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )


def _sheets(report: Report) -> str:
    book = load_workbook(io.BytesIO(workbook(report)), read_only=True)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )


def _csv(report: Report) -> str:
    with zipfile.ZipFile(io.BytesIO(tables_zip(report))) as archive:
        return archive.read("goals.csv").decode("utf-8-sig")


def _board(report: Report) -> str:
    assert board_page(report).startswith(b"%PDF")
    return str(_content(report)).replace("\\xa0", "\u00a0")


FORMS = pytest.mark.parametrize("form", [_slides, _sheets, _csv, _board])


@FORMS
def test_without_a_word_no_paper_names_one(form: Callable[[Report], str], short: Report) -> None:
    text = form(short)
    assert SENTENCE in text
    assert not [word for word in ("REALISTIC", "STRETCH", "UNREACHABLE") if word in text]
    assert "What would make it realistic" not in text


@FORMS
def test_every_paper_carries_the_marks(form: Callable[[Report], str], marked: Report) -> None:
    text = form(marked)
    assert WIDENED in text
    assert POOLED in text
    assert "not touched by the second opinion" in text
    assert "STRETCH" in text or "'word': 'stretch'" in text


def test_without_a_word_nothing_is_realistic_and_the_numbers_stand(short: Report) -> None:
    assert all(goal.realistic is None and goal.p50 is not None for goal in short.goals)
    assert {goal.word for goal in short.goals} == {"not enough history"}
    assert len({goal.colour for goal in short.goals}) == 1
    assert not short.shows_bands


def test_marks_name_no_amount_where_money_is_hidden(marked: Report) -> None:
    plan = marked.forecast.scenario
    goals = [plan.goals[0].changed(name="Reach 9 M €"), *plan.goals[1:]]
    hidden = _report(plan.changed(goals=goals), hide_money=True)
    assert hidden.marks
    assert "9 M" not in " ".join(hidden.marks)


def test_a_forecast_of_the_same_plan_without_them_is_judged_under_them(marked: Report) -> None:
    """Pages keep one forecast for all plans that differ only in what judges it."""
    plan = marked.forecast.scenario
    forecast = simulate(sample_scenario(), n_trials=500)
    report = make_report(plan, forecast, assess(forecast.under(plan)), now=MADE)
    for own, other in zip(report.goals, marked.goals, strict=True):
        assert (own.nine_in_ten, own.realistic, own.p10) == (other.nine_in_ten, other.realistic, other.p10)
    assert report.joint == marked.joint


def test_what_is_not_used_is_not_marked() -> None:
    report = _report(sample_scenario())
    assert report.marks == ()
    assert report.shows_bands
    labels = {row.label: row.text for row in report.assumptions}
    assert labels["Second opinion"] == "beside, not used"
