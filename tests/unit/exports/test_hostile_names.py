"""Names that try to be more than text: in every place of a plan, in every export."""

from __future__ import annotations

import csv
import io
import os
import socket
import sys
import zipfile
from collections.abc import Iterator
from ctypes import CDLL, c_char_p, c_int, c_uint32
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest
from pptx import Presentation

import exports
from charts.palette import LIGHT
from charts.trend import trend_chart, trend_frame
from exports import (
    Report,
    board_page,
    picture,
    safe_text,
    scenario_file,
    slides,
    table_csv,
    tables_zip,
    workbook,
)
from simulator.scenario import read_scenario
from tests.unit.exports.named_plans import (
    HOSTILE,
    accepted,
    active_cells,
    named_plan,
    named_report,
    pdf_text,
    sheet_rows,
    would_compute,
)

NAMES = accepted(HOSTILE)
ROTATIONS = range(0, len(NAMES), 9)


def _rotated(first: int) -> list[str]:
    return [*NAMES[first:], *NAMES[:first]]


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Reports in which every name stands in many places, and in the plan's own name."""
    return [named_report(_rotated(first)) for first in range(len(NAMES))]


def test_most_of_the_hostile_texts_are_names_a_plan_accepts() -> None:
    assert len(NAMES) >= 25


def test_no_cell_of_a_workbook_acts(reports: list[Report]) -> None:
    for report in reports[::2]:
        content = workbook(report, with_trials=True)
        assert active_cells(content) == []
        for name in ("Goals", "Assumptions", "About"):
            texts = [
                v for row in sheet_rows(content, name) for v in (*row, *row.values()) if isinstance(v, str)
            ]
            assert [text for text in texts if would_compute(text)] == []


def test_the_figures_beside_hostile_names_stay_numbers(reports: list[Report]) -> None:
    for report in reports[::6]:
        for row, goal in zip(sheet_rows(workbook(report), "Goals")[:-1], report.goals, strict=True):
            assert row["Odds"] == pytest.approx(goal.probability, rel=1e-15)
            assert row["Target"] == goal.target


def test_no_part_of_the_slides_acts_or_points_outside(reports: list[Report]) -> None:
    for report in reports[::3]:
        content = slides(report)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                if part.endswith(".xlsx"):
                    assert active_cells(parts.read(part)) == []
                    continue
                text = parts.read(part).decode("utf-8", "replace")
                assert 'TargetMode="External"' not in text
                assert "hlinkClick" not in text
                assert "oleObj" not in text
        title = Presentation(io.BytesIO(content)).slides[0].shapes.title
        assert title is not None
        assert title.text_frame.text == safe_text(report.name, 140)


def _actions(content: bytes) -> list[str]:
    document = pypdf.PdfReader(io.BytesIO(content))
    notes = [note.get_object() for page in document.pages for note in page.get("/Annots", [])]
    found = [str(note.get("/Subtype")) for note in notes]
    root: Any = document.trailer["/Root"]
    found += [key for key in ("/OpenAction", "/AA", "/AcroForm") if key in root]
    return found + [key for key in ("/JavaScript", "/EmbeddedFiles") if key in root.get("/Names", {})]


@pytest.mark.parametrize("first", ROTATIONS)
def test_a_board_page_shows_markup_letter_by_letter_and_links_nowhere(
    first: int, reports: list[Report]
) -> None:
    report = reports[first]
    content = board_page(report)
    assert _actions(content) == []
    letters = [c for c in report.name if c.isascii() and c.isalnum()]
    text = pdf_text(content)
    assert "".join(letters) in "".join(c for c in text if c.isascii() and c.isalnum())


def test_markup_of_the_page_s_own_language_is_text() -> None:
    report = named_report(['#image("/etc/passwd") *b* $x^2$ @a'])
    assert '#image("/etc/passwd") *b* $x^2$ @a' in pdf_text(board_page(report))


def test_a_csv_has_no_formula_however_its_lines_are_cut() -> None:
    frame = pd.DataFrame({name: list(NAMES) for name in NAMES[:5]} | {"=number": [-1.5] * len(NAMES)})
    text = table_csv(frame).decode("utf-8-sig")
    for delimiter in (",", ";"):
        cells = [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if would_compute(cell)] == []


def test_a_plan_file_reads_back_the_same_whatever_its_names() -> None:
    for first in ROTATIONS:
        plan = named_plan(_rotated(first))
        assert read_scenario(scenario_file(plan).decode(), "toml") == plan


def test_a_picture_s_title_is_text() -> None:
    frame = trend_frame([1.0, 2.0], ["a", "b"], ["1", "2"])
    chart = trend_chart(frame, LIGHT, months=("2027-01", "2027-02"), unit="deals")
    for name in NAMES:
        svg = picture(chart, "svg", title=name).decode()
        assert "<img" not in svg
        assert "<script" not in svg
        assert svg.count("</text>") > 5


# ------------------------------------------------------------------------------------------------ files and network

_seen: list[tuple[str, str]] = []
_watching = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and (
        event == "open" or event.startswith(("socket.", "subprocess.", "urllib.", "os.system", "os.exec"))
    ):
        _seen.append((event, str(arguments[0] if arguments else "")))


@pytest.fixture
def opened() -> Iterator[list[tuple[str, str]]]:
    """What Python code opens or calls while the test runs."""
    global _watching
    if not getattr(sys, "_exports_hook", False):
        sys.addaudithook(_hook)  # cannot be taken out again: it sleeps between the tests
        sys._exports_hook = True  # type: ignore[attr-defined]
    _seen.clear()
    _watching = True
    yield _seen
    _watching = False


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A file, and a queue in which the kernel notes that anybody opened it: Rust code is no business of audit hooks."""
    path = tmp_path / "secret.txt"
    path.write_text("secret", encoding="utf-8")
    libc = CDLL(None, use_errno=True)
    libc.inotify_add_watch.argtypes = (c_int, c_char_p, c_uint32)
    queue = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(queue, str(path).encode(), 0x20 | 0x1) >= 0  # IN_OPEN, IN_ACCESS
    yield path, queue
    os.close(queue)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that nobody is to call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _noted(queue: int) -> bytes:
    try:
        return os.read(queue, 4096)
    except BlockingIOError:
        return b""


def test_s7_hostile_names_open_no_file_and_no_connection(
    secret: tuple[Path, int], listener: socket.socket, opened: list[tuple[str, str]]
) -> None:
    path, queue = secret
    port = listener.getsockname()[1]
    names = [
        f"<img src='file://{path}'/>"[:118],
        f'#image("{path}")'[:118],
        f"<image href='http://127.0.0.1:{port}/x'/>",
        f'=WEBSERVICE("http://127.0.0.1:{port}/x")',
        f"![x](http://127.0.0.1:{port}/b.png)",
        f"file://{path}"[:118],
    ]
    report = named_report(names)
    for write in (board_page, slides, workbook, tables_zip):
        write(report)
    table_csv(pd.DataFrame({names[0]: names}))
    frame = trend_frame([1.0], names[:1], names[1:2])
    picture(trend_chart(frame, LIGHT, months=("2027-01",), unit=names[2]), "png", title=names[0])

    own = tuple(
        str(Path(place).resolve())
        for place in (sys.prefix, sys.base_prefix, Path(exports.__file__).parent.parent)
    )
    outside = [one for one in opened if one[0] != "open" or not os.path.realpath(one[1]).startswith(own)]
    assert outside == []
    assert _noted(queue) == b""
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_watch_over_files_sees_an_opening(
    secret: tuple[Path, int], opened: list[tuple[str, str]]
) -> None:
    path, queue = secret
    path.read_text(encoding="utf-8")
    assert ("open", str(path)) in opened
    assert _noted(queue) != b""
