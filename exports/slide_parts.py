"""What slides are made of: a title, text, a verdict's badge, a table. Text goes in as text, on lines of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Length, Pt

from charts.palette import LIGHT
from exports.judged import JudgedGoal
from words.text import safe_text

SLIDE_WIDTH, SLIDE_HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
WIDTH = Length(SLIDE_WIDTH - 2 * MARGIN)
INK, QUIET = LIGHT.text, LIGHT.quiet
_TITLE_ONLY = 5
"""Place of that layout in the library's own template."""
_LETTERS_AN_INCH = 12
"""About as many as fit at 11 points, so that a cell takes two lines at most."""
_BAND = "#F5F7F9"


def colour(code: str) -> RGBColor:
    """A colour of the palette."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return RGBColor(red, green, blue)


def add_slide(deck: Deck, title: str, size: int) -> Any:
    """A slide with its title in the outline."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = MARGIN, Inches(0.35), WIDTH, Inches(0.9)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    text = safe_text(title, 140)
    shrunk = 1.0 if len(text) <= 48 else 0.85 if len(text) <= 70 else 0.7
    _write(frame, text, round(size * shrunk), INK, bold=True)
    return slide


def add_text(
    slide: Any,
    text: str,
    *,
    top: int,
    left: int = MARGIN,
    width: int = WIDTH,
    size: int,
    colour: str = INK,
    bold: bool = False,
    middle: bool = False,
) -> None:
    """Lines of text; `middle` centres them on the height of a badge."""
    lines = text.split("\n")
    height = Inches(0.5) if middle else Pt(size * 1.25 * len(lines))
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        _write(frame, line, size, colour, bold=bold, paragraph=place)


def add_badge(slide: Any, goal: JudgedGoal, *, left: int, top: int, width: int, size: int) -> None:
    """Icon, word and odds on the verdict's colour."""
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, left, top, width, Pt(size * 2.1))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(goal.colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.1)
    frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    room = Length(width).inches * 72 / (0.72 * len(goal.badge))
    _write(frame, goal.badge, min(size, int(room)), "#000000", bold=True)


def add_table(
    slide: Any,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    shares: Sequence[float],
    top: int,
    size: int = 11,
    heading: bool = True,
) -> None:
    """A native table; shares: of the width, by column."""
    lines = [headings, *rows] if heading else list(rows)
    height = Pt(size * 2.3)
    frame = slide.shapes.add_table(len(lines), len(headings), MARGIN, top, WIDTH, height * len(lines))
    table = frame.table
    table.first_row = heading
    table.horz_banding = False
    for place, share in enumerate(shares):
        table.columns[place].width = Length(round(WIDTH * share))
    for y, line in enumerate(lines):
        table.rows[y].height = height
        for x, text in enumerate(line):
            cell = table.cell(y, x)
            cell.margin_left = cell.margin_right = Inches(0.05)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            is_heading = heading and y == 0
            cell.fill.fore_color.rgb = colour(
                LIGHT.grid if is_heading else _BAND if y % 2 else LIGHT.background
            )
            limit = max(round(2 * WIDTH.inches * shares[x] * _LETTERS_AN_INCH), 12)
            _write(cell.text_frame, safe_text(text, limit), size, QUIET if x == 0 else INK, bold=is_heading)


def _write(frame: Any, text: str, size: int, code: str, *, bold: bool = False, paragraph: int = 0) -> None:
    line = frame.paragraphs[0] if paragraph == 0 else frame.add_paragraph()
    line.alignment = PP_ALIGN.LEFT
    run = line.add_run()
    run.text = safe_text(text)
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.rgb = colour(code)
