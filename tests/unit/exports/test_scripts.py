"""Names in Polish, Turkish, Thai and Arabic are set in letters, not in boxes."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from PIL import ImageFont
from pptx import Presentation
from pypdf.generic import ContentStream

from exports import board_page, slides, workbook
from exports.typefaces import BOLD, TEXT
from tests.unit.exports.named_plans import named_report, pdf_text, sheet_rows

NAMES = {
    "Polish": "Zażółć gęślą jaźń",
    "Turkish": "Iğdır İstanbul Şişli",
    "Thai": "ทีมขายกรุงเทพฯ ๒๕๗๐",
    "Arabic": "فريق المبيعات في الرياض",
    "Hebrew": "צוות המכירות",
    "Greek": "Ομάδα πωλήσεων",
    "Cyrillic": "Відділ продажу",
    "signs": "−5 → ≥ ≤ ↗ ✔ ▲ ✖",
}


def _glyphs(content: bytes) -> list[int]:
    """Every glyph number set on the pages, pictures included."""
    document = pypdf.PdfReader(io.BytesIO(content))
    found: list[int] = []

    def walk(holder: Any) -> None:
        stream = holder.get_contents() if hasattr(holder, "get_contents") else holder
        for operands, operator in ContentStream(stream, document).operations:
            if operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    if isinstance(part, str | bytes):
                        raw = getattr(part, "original_bytes", part)
                        assert isinstance(raw, bytes)
                        found.extend(int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))
        resources = holder.get("/Resources", {})
        for inner in resources.get("/XObject", {}).values():
            inner = inner.get_object()
            if inner.get("/Subtype") == "/Form":
                walk(inner)

    for page in document.pages:
        walk(page)
    return found


@pytest.mark.parametrize("script", NAMES)
def test_a_board_page_has_a_letter_for_every_letter(script: str) -> None:
    name = NAMES[script]
    content = board_page(named_report([name]))
    glyphs = _glyphs(content)
    assert len(glyphs) > 1000
    assert 0 not in glyphs, "glyph 0 is the box that stands for a letter no font has"
    assert {c for c in name if c.isalpha()} <= set(pdf_text(content))


def test_a_letter_without_a_font_would_be_seen() -> None:
    assert 0 in _glyphs(board_page(named_report(["box \U000f0001 box"])))


def test_slides_and_workbooks_hold_every_name_letter_by_letter() -> None:
    report = named_report(list(NAMES.values()))
    rows = str(sheet_rows(workbook(report), "Goals"))
    deck = Presentation(io.BytesIO(slides(report)))
    words = "\n".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    for goal in report.goals:
        assert goal.name in rows
        assert goal.sentence in words
    assert report.name in words


@pytest.mark.parametrize("script", NAMES)
def test_the_fonts_that_come_along_have_every_letter(script: str) -> None:
    """Whatever fonts the machine of these tests has."""
    fonts = [ImageFont.truetype(path, 40) for path in sorted(TEXT.glob("*Regular.ttf"))]
    boxes = [bytes(font.getmask("\U000f0001")) for font in fonts]
    missing = [
        c
        for c in NAMES[script].replace(" ", "")
        if all(bytes(font.getmask(c)) == box for font, box in zip(fonts, boxes, strict=True))
    ]
    assert missing == []


def test_the_fonts_come_with_their_licence_and_stay_small() -> None:
    fonts = [*TEXT.glob("*.ttf"), *BOLD.glob("*.ttf")]
    assert len(fonts) == 10
    assert max(font.stat().st_size for font in fonts) < 1_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (TEXT.parent / "OFL.txt").read_text(encoding="utf-8")
