"""Every payload in every place of a plan, in every form: there as text, and nothing that acts."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
from pptx import Presentation
from xlsxwriter.workbook import Workbook

from exports import Report, board_page, safe_cell, safe_text, sheet_name, slides, tables_zip, workbook
from exports.report_tables import Column, Table
from exports.sheets import Sheet
from tests.unit.exports.named_plans import (
    HOSTILE,
    accepted,
    active_cells,
    named_report,
    pdf_text,
    would_compute,
)

PAYLOADS = accepted(HOSTILE)
PLACES: dict[str, Callable[[Report], str]] = {
    "scenario": lambda report: report.forecast.scenario.name,
    "description": lambda report: report.forecast.scenario.description or "",
    "team": lambda report: report.forecast.scenario.teams[0].name,
    "unit that enters": lambda report: report.forecast.scenario.teams[0].entry,
    "stage": lambda report: report.forecast.scenario.teams[0].stages[0].name,
    "last stage": lambda report: report.forecast.scenario.teams[0].stages[-1].name,
    "goal": lambda report: report.forecast.scenario.goals[1].name,
    "owner": lambda report: report.forecast.scenario.goals[1].owner or "",
    "note": lambda report: report.forecast.scenario.goals[1].note or "",
    "initiative": lambda report: report.forecast.scenario.initiatives[0].name,
    "risk": lambda report: report.forecast.scenario.risks[0].name,
    "source": lambda report: report.forecast.scenario.growth.volume.source or "",
    "policy's source": lambda report: report.forecast.scenario.policy.source or "",
    "link": lambda report: report.link or "",
}
HIDDEN_ON_PAPER = {"description", "owner", "note", "goal"}
"""Not on a board page or slide; the first goal's advice and sentence stand for its name."""


@cache
def _report(payload: str) -> Report:
    return named_report([payload])


@cache
def _written(payload: str, form: str) -> bytes:
    makers: dict[str, Callable[[Report], bytes]] = {
        "xlsx": lambda report: workbook(report, with_trials=True),
        "csv": tables_zip,
        "pptx": slides,
        "pdf": board_page,
    }
    return makers[form](_report(payload))


@cache
def _text(payload: str, form: str) -> str:
    """Everything that is read in the file, a cell or paragraph a line."""
    content = _written(payload, form)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        )
    if form == "csv":
        return "\n".join(cell for row in _csv_rows(content) for cell in row)
    if form == "pptx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            trees = [ET.fromstring(parts.read(one)) for one in parts.namelist() if one.endswith(".xml")]
        return "\n".join(text for tree in trees for text in tree.itertext())
    return pdf_text(content)


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            yield from csv.reader(io.StringIO(parts.read(name).decode("utf-8-sig")))


def _letters(text: str) -> str:
    """What survives the cutting of lines and the order in which a PDF is read."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_a_table(payload: str, place: str, form: str) -> None:
    shown = safe_text(PLACES[place](_report(payload)), 60).rstrip("…").rstrip()
    cells = _text(payload, form).split("\n")
    found = [cell for cell in cells if shown in cell.replace(";'", ";")]
    assert found
    assert [cell for cell in found if would_compute(cell)] == []


@pytest.mark.parametrize("form", ["pptx", "pdf"])
@pytest.mark.parametrize("place", sorted(PLACES.keys() - HIDDEN_ON_PAPER))
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_on_paper(payload: str, place: str, form: str) -> None:
    shown = safe_text(PLACES[place](_report(payload)), 60)
    assert _letters(shown)[:12] in _letters(_text(payload, form))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_file_acts(payload: str) -> None:
    assert active_cells(_written(payload, "xlsx")) == []
    deck = Presentation(io.BytesIO(_written(payload, "pptx")))
    runs = [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert [run.text for run in runs if run.hyperlink.address] == []
    clicks = [
        shape.name for slide in deck.slides for shape in slide.shapes if "hlinkClick" in shape.element.xml
    ]
    assert clicks == []
    page = pypdf.PdfReader(io.BytesIO(_written(payload, "pdf")))
    assert [one for sheet in page.pages for one in sheet.get("/Annots", [])] == []


@pytest.mark.parametrize("payload", HOSTILE)
def test_the_name_of_a_sheet_its_heading_and_its_cells_are_text(payload: str) -> None:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})  # with formulas and links as XlsxWriter makes them by default
    table = Table(payload, [Column(payload, 10), Column("number", 10)])
    table.add((payload, -12.5))
    Sheet(book, table).finish()
    book.close()
    assert active_cells(out.getvalue()) == []
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    assert sheet.title == sheet_name(payload)
    assert sheet["A1"].value == sheet["A2"].value == safe_cell(payload)
    assert sheet["B2"].value == -12.5
