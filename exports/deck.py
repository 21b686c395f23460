"""The slides: a title, one slide a goal with a chart that can be edited, the assumptions, the method."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Length

from exports.archive import steady_archive
from exports.assumptions import Assumption
from exports.board import METHOD, most_telling
from exports.judged import JudgedGoal
from exports.quantile_chart import add_quantile_chart
from exports.report import MOST_PATHS, Report
from exports.slide_parts import (
    INK,
    MARGIN,
    QUIET,
    SLIDE_HEIGHT,
    SLIDE_WIDTH,
    WIDTH,
    add_badge,
    add_slide,
    add_table,
    add_text,
)

MOST_GOAL_SLIDES = MOST_PATHS
ROWS_A_SLIDE = 11
MOST_ROWS = 3 * ROWS_A_SLIDE
GOALS_ON_TITLE = 6
SIDE, SIDE_WIDTH = Inches(9.85), Inches(3.0)
"""The column of figures beside the chart."""


def slides(report: Report) -> bytes:
    """`report` as PPTX, 16:9, with native charts: a double click opens their numbers.

    The same report gives the same bytes.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = SLIDE_WIDTH, SLIDE_HEIGHT
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = report.name[:250], "", ""
    about.created = about.modified = report.made_at.replace(tzinfo=None, microsecond=0)
    _title(deck, report)
    for goal in report.goals[:MOST_GOAL_SLIDES]:
        _goal(deck, report, goal)
    rows = most_telling(report.assumptions, MOST_ROWS)
    for first in range(0, len(rows), ROWS_A_SLIDE):
        _assumptions(deck, report, rows[first : first + ROWS_A_SLIDE], len(report.assumptions) - len(rows))
    _method(deck, report)
    out = io.BytesIO()
    deck.save(out)
    return steady_archive(out.getvalue(), report.made_at)


def _title(deck: Deck, report: Report) -> None:
    slide = add_slide(deck, report.name, 34)
    add_text(
        slide,
        f"{report.span} · {report.bands}" if report.shows_bands else report.span,
        top=Inches(1.35),
        size=16,
        colour=QUIET,
    )
    top = Length(Inches(2.05))
    for goal in report.goals[:GOALS_ON_TITLE]:
        add_badge(slide, goal, left=MARGIN, top=top, width=Inches(4.2), size=16)
        left = MARGIN + Inches(4.45)
        add_text(slide, goal.sentence, left=left, top=top, width=WIDTH - Inches(4.45), size=16, middle=True)
        top = Length(top + Inches(0.68))
    if not report.goals:
        add_text(slide, "This plan has no goal yet.", top=top, size=20)
    if len(report.goals) > 1:
        more = len(report.goals) - GOALS_ON_TITLE
        text = f"All {len(report.goals)} goals at once: {report.joint_odds}"
        add_text(
            slide,
            f"{text} · {more} more in the workbook" if more > 0 else text,
            top=top,
            size=14,
            colour=QUIET,
        )
        top = Length(top + Inches(0.32))
    if report.marks:
        add_text(slide, " · ".join(report.marks), top=top, size=12, colour=QUIET)
        top = Length(top + Inches(0.32))
    if report.danger:
        add_text(slide, f"In its history: {report.danger}", top=top, size=12, colour=INK)
    _foot(slide, report)


def _goal(deck: Deck, report: Report, goal: JudgedGoal) -> None:
    slide = add_slide(deck, goal.sentence, 26)
    add_badge(slide, goal, left=MARGIN, top=Inches(1.3), width=Inches(4.4), size=20)
    precise = f"{report.beside(goal)}\nodds {goal.precision} from {report.n_trials:,} simulated futures"
    if goal.borderline:
        precise += " · borderline"
    left = MARGIN + Inches(4.6)
    add_text(slide, precise, left=left, top=Inches(1.28), width=WIDTH - Inches(4.6), size=13, colour=QUIET)
    if goal.path is not None:
        add_quantile_chart(slide, goal, left=MARGIN, top=Inches(2.05), width=Inches(9.0), height=Inches(4.75))
    figures = [
        ("Median", goal.text(goal.p50)),
        (f"9 in 10: {goal.bound}", goal.text(goal.nine_in_ten)),
        *([("Realistic as you are", goal.text(goal.realistic))] if goal.has_word else []),
    ]
    top = Length(Inches(2.2))
    for label, value in figures:
        add_text(slide, label, left=SIDE, width=SIDE_WIDTH, top=top, size=13, colour=QUIET)
        add_text(slide, value, left=SIDE, width=SIDE_WIDTH, top=top + Inches(0.27), size=22, bold=True)
        top = Length(top + Inches(0.95))
    if goal.advice:
        add_text(slide, goal.advice_title, left=SIDE, width=SIDE_WIDTH, top=top, size=13, colour=QUIET)
        add_text(
            slide,
            "\n".join(goal.advice[:3]),
            left=SIDE,
            width=SIDE_WIDTH,
            top=top + Inches(0.3),
            size=12,
            colour=INK,
        )
    _foot(slide, report)


def _assumptions(deck: Deck, report: Report, rows: list[Assumption], left_out: int) -> None:
    slide = add_slide(deck, f"What this rests on: {report.grades or 'decisions only'}", 26)
    add_table(
        slide,
        ("", "Assumption", "Value", "Sample", "Grade", "Source"),
        [(row.group, row.label, row.text, row.sample, row.grade, row.source) for row in rows],
        shares=(0.10, 0.21, 0.25, 0.14, 0.09, 0.21),
        top=Inches(1.3),
    )
    more = f" · {left_out} more rows in the workbook" if left_out else ""
    _foot(slide, report, more)


def _method(deck: Deck, report: Report) -> None:
    slide = add_slide(deck, "How to get the same digits again", 26)
    add_table(
        slide,
        ("", ""),
        report.facts,
        shares=(0.28, 0.72),
        top=Inches(1.3),
        size=13 if len(report.facts) <= 11 else 11,
        heading=False,
    )
    add_text(slide, METHOD, top=Inches(6.0), size=13, colour=QUIET)


def _foot(slide: object, report: Report, more: str = "") -> None:
    text = f"{report.name[:60]} · {report.made} · {report.n_trials:,} simulated futures{more}"
    add_text(slide, text, top=Inches(6.95), size=10, colour=QUIET)
