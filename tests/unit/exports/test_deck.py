"""The slides: titles in the outline, charts that can be edited, digits of the verdicts."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from exports import Report, make_report, slides
from exports.archive import steady_archive
from tests.unit.exports.conftest import MADE, Judged


@pytest.fixture(scope="module")
def deck(report: Report) -> bytes:
    return slides(report)


def _slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def _text(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    texts += [cell.text_frame.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def _charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def test_title_goals_assumptions_and_method_follow_each_other(report: Report, deck: bytes) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in _slides(deck)]
    assert titles[0] == "Nordwind FY2027"
    assert titles[1:5] == [goal.sentence for goal in report.goals]
    assert set(titles[5:-1]) == {f"What this rests on: {report.grades}"}
    assert titles[-1] == "How to get the same digits again"


def test_a_goal_s_slide_has_the_word_with_icon_odds_bands_and_figures(judged: Judged, deck: bytes) -> None:
    text = _text(_slides(deck)[1])
    verdict = judged.verdicts[0]
    assert f"▲ STRETCH · about\xa0{round(verdict.probability * 100)}\xa0%" in text
    assert "realistic from 60\xa0%, unreachable under 10\xa0%" in text
    assert "from 2,000 simulated futures" in text
    assert "Win rate from 27.7 % to 29.4 %" in text
    assert verdict.p50 is not None
    assert f"{verdict.p50 / 1e6:.2f}".rstrip("0") in text


def test_a_chart_is_native_and_holds_the_quantiles_and_the_target(report: Report, deck: bytes) -> None:
    for goal, slide in zip(report.goals, _slides(deck)[1:5], strict=True):
        (chart,) = _charts(slide)
        series = {one.name: list(one.values) for one in chart.plots[0].series}
        assert list(series) == [
            "9 in 10 above",
            "3 in 4 above",
            "Median",
            "1 in 4 above",
            "1 in 10 above",
            "Goal",
        ]
        assert goal.path is not None
        assert goal.target is not None
        scale = goal.target / series["Goal"][0]
        assert [value * scale for value in series["Median"]] == pytest.approx(
            goal.path.quantiles["middle"], rel=1e-9
        )
        assert len(list(chart.plots[0].categories)) == len(goal.path.months)


def test_a_double_click_opens_the_same_numbers(deck: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        books = [name for name in parts.namelist() if name.endswith(".xlsx")]
        assert len(books) == 4
        for name in books:
            sheet = openpyxl.load_workbook(io.BytesIO(parts.read(name))).worksheets[0]
            assert [cell.value for cell in sheet[1]][1:] == [
                "9 in 10 above",
                "3 in 4 above",
                "Median",
                "1 in 4 above",
                "1 in 10 above",
                "Goal",
            ]


def test_the_last_slide_has_what_repeats_it(report: Report, deck: bytes) -> None:
    text = _text(_slides(deck)[-1])
    for label, fact in report.facts:
        assert label in text
        assert fact in text


def test_the_same_report_gives_the_same_bytes_whenever_it_is_written(report: Report, deck: bytes) -> None:
    assert slides(report) == deck
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-21T19:05:00Z" in parts.read("docProps/core.xml")


def test_an_archive_forgets_when_it_was_packed() -> None:
    def packed(year: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as parts:
            entry = zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0))
            parts.writestr(entry, f"<a><dcterms:created x='y'>{year}</dcterms:created></a>")
        return out.getvalue()

    assert packed(2001) != packed(2002)
    assert steady_archive(packed(2001), MADE) == steady_archive(packed(2002), MADE)


def test_hidden_money_stays_hidden(hidden: Report) -> None:
    content = slides(hidden)
    text = "\n".join(_text(slide) for slide in _slides(content))
    assert "€" not in text
    assert "% of goal" in text
    (chart,) = _charts(_slides(content)[1])
    assert set(chart.plots[0].series[5].values) == {100.0}


def test_a_plan_without_goals_has_slides_too(judged: Judged) -> None:
    report = make_report(judged.scenario.changed(goals=()), judged.forecast, [], now=MADE)
    assert "This plan has no goal yet." in _text(_slides(slides(report))[0])
