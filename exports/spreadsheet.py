"""The workbook: every figure in full precision, with native charts."""

from __future__ import annotations

import io

from xlsxwriter.workbook import Workbook

from charts.fan import LEVELS
from charts.palette import LIGHT
from exports.fan import goal_finding
from exports.report import Report
from exports.report_tables import (
    QUANTILE_HEADINGS,
    Column,
    Row,
    Table,
    about_table,
    assumptions_table,
    goals_table,
    months_note,
    months_table,
    paths_table,
    trials_table,
)
from exports.sheets import Sheet

MOST_CHARTS = 6
ROWS_OF_A_CHART = 20
_LINES = {"low80": 1.0, "low50": 1.5, "middle": 3.0, "high50": 1.5, "high80": 1.0}
"""The quantiles a chart draws, with the width of their lines."""


def workbook(report: Report, *, with_trials: bool = False) -> bytes:
    """`report` as XLSX with sheets Goals, Charts, Goal paths, Months, Assumptions and About.

    with_trials: also Trials, each goal's value in each future, as many futures as give `MOST_TRIAL_CELLS` cells. No
    cell is a formula and none is a link. The same report gives the same bytes.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(out, options)
    book.set_properties({"title": report.name, "created": report.made_at.replace(tzinfo=None)})
    _written(book, goals_table(report))
    charts = Sheet(book, Table("Charts", [Column("How far each goal gets, by month", 122)]))
    table, places = paths_table(report)
    paths = _written(book, table)
    _charts(book, charts, report, paths, places)
    table, left_out = months_table(report)
    _written(book, table)
    _written(book, assumptions_table(report))
    notes = months_note(left_out)
    if with_trials and report.goals:
        trials = trials_table(report)
        _written(book, trials)
        notes.append(("Futures on Trials", f"{len(trials.rows):,} of {report.n_trials:,}"))
    about = Sheet(book, about_table(report, notes))
    about.sheet.set_portrait()
    book.close()
    return out.getvalue()


def _written(book: Workbook, table: Table) -> Sheet:
    sheet = Sheet(book, table)
    sheet.finish()
    return sheet


def _charts(
    book: Workbook, sheet: Sheet, report: Report, paths: Sheet, places: dict[int, tuple[int, int]]
) -> None:
    for place, (first, last) in list(places.items())[:MOST_CHARTS]:
        goal = report.goals[place]
        chart = book.add_chart({"type": "line"})
        months = [paths.name, first, 1, last, 1]
        for level, width in _LINES.items():
            column = 2 + list(LEVELS).index(level)
            line = {
                "color": LIGHT.forecast,
                "width": width,
                "dash_type": "solid" if level == "middle" else "dash",
            }
            values = [paths.name, first, column, last, column]
            chart.add_series(
                {"name": QUANTILE_HEADINGS[level], "categories": months, "values": values, "line": line}
            )
        target = [paths.name, first, 9, last, 9]
        line = {"color": LIGHT.target, "width": 2.25}
        chart.add_series(
            {"name": f"Goal: {goal.bound}", "categories": months, "values": target, "line": line}
        )
        # A title is read as a reference to a cell where it looks like one: the goal's name stands in a cell instead.
        title = goal_finding(goal) or goal.word
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        number_format = "0.0%" if goal.unit == "share" else "#,##0"
        quiet = {"visible": True, "line": {"color": LIGHT.grid}}
        chart.set_y_axis({"num_format": number_format, "major_gridlines": quiet, "line": {"none": True}})
        chart.set_legend({"position": "right"})
        chart.set_size({"width": 860, "height": 360})
        sheet.add(Row((goal.name,), (), ({"bold": True, "font_size": 13},)))
        sheet.sheet.insert_chart(sheet.row, 0, chart, {"description": title})
        sheet.row += ROWS_OF_A_CHART
    sheet.sheet.fit_to_pages(1, 0)
