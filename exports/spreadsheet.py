"""The workbook: every figure in full precision, with native charts."""

from __future__ import annotations

import io

import numpy as np
from xlsxwriter.workbook import Workbook

from charts.fan import LEVELS
from charts.palette import LIGHT
from exports import amounts
from exports.amounts import Unit
from exports.fan import goal_finding
from exports.monthly import monthly_series
from exports.report import Report
from exports.sheets import Column, Look, Sheet
from simulator.goals import goal_values, meets

MOST_TRIAL_CELLS = 120_000
MOST_CHARTS = 6
ROWS_OF_A_CHART = 20
QUANTILE_HEADINGS = {
    "low95": "39 in 40 above",
    "low80": "9 in 10 above",
    "low50": "3 in 4 above",
    "middle": "Median",
    "high50": "1 in 4 above",
    "high80": "1 in 10 above",
    "high95": "1 in 40 above",
}
_LINES = {"low80": 1.0, "low50": 1.5, "middle": 3.0, "high50": 1.5, "high80": 1.0}
"""The quantiles a chart draws, with the width of their lines."""
_UNIT_WORDS: dict[Unit, str] = {"money": "", "count": "", "share": "share", "days": "days", "number": ""}


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
    _goals(book, report)
    charts = Sheet(book, "Charts", [Column("How far each goal gets, by month", 122)])
    paths, places = _paths(book, report)
    _charts(book, charts, report, paths, places)
    left_out = _months(book, report)
    _assumptions(book, report)
    notes = [("Series left out of Months", f"{left_out:,}, of the last teams")] if left_out else []
    if with_trials and report.goals:
        notes.append(("Futures on Trials", f"{_trials(book, report):,} of {report.n_trials:,}"))
    _about(book, report, notes)
    book.close()
    return out.getvalue()


def _goals(book: Workbook, report: Report) -> None:
    columns = [
        *(Column("Goal", 26), Column("Verdict", 34), Column("Odds", 9)),
        *(Column("Odds, low end", 9), Column("Odds, high end", 9)),
        *(
            Column("Standard error", 10),
            Column("Borderline", 10),
            Column("Bands", 44),
            Column("What is wanted", 52),
        ),
        *(
            Column("Metric", 22),
            Column("Unit", 9),
            Column("Scope", 14),
            Column("By", 10),
            Column("Target", 14),
        ),
        *(Column("1 in 10 below", 14), Column("Median", 14), Column("1 in 10 above", 14), Column("Mean", 14)),
        *(Column("Standard deviation", 14), Column("9 in 10 reach", 14), Column("Realistic as you are", 14)),
        *(Column("Owner", 16), Column("Note", 40)),
    ]
    sheet = Sheet(book, "Goals", columns)
    for goal in report.goals:
        figures = (
            goal.target,
            goal.p10,
            goal.p50,
            goal.p90,
            goal.mean,
            goal.sd,
            goal.nine_in_ten,
            goal.realistic,
        )
        unit = (
            "% of goal"
            if goal.hidden
            else report.currency
            if goal.unit == "money"
            else _UNIT_WORDS[goal.unit]
        )
        chances: tuple[Unit | None, ...] = (None, None, "share", "share", "share", "share")
        none: tuple[Unit | None, ...] = (None,) * 7
        sheet.add(
            (
                *(
                    goal.name,
                    goal.badge,
                    goal.probability,
                    *goal.interval,
                    goal.standard_error,
                    goal.borderline,
                ),
                *(
                    report.bands,
                    goal.sentence,
                    goal.label,
                    unit,
                    goal.scope,
                    amounts.month(goal.by),
                    *figures,
                ),
                *(goal.owner, goal.note),
            ),
            (*chances, *none, *(goal.unit,) * len(figures)),
            ({"bold": True}, {"bold": True, "bg_color": getattr(LIGHT, goal.word)}),
        )
    if report.goals:
        together = ("All of them at once", report.joint_odds, report.joint, *report.joint_interval)
        sheet.add(together, (None, None, "share", "share", "share"))
    sheet.finish(wide=True)


def _paths(book: Workbook, report: Report) -> tuple[Sheet, dict[int, tuple[int, int]]]:
    """The sheet, and by the goal's place its first and last row."""
    headings = [Column(heading, 15) for heading in (*QUANTILE_HEADINGS.values(), "Target")]
    sheet = Sheet(book, "Goal paths", [Column("Goal", 30), Column("Month", 11), *headings])
    places = {}
    for place, goal in enumerate(report.goals):
        if goal.path is None:
            continue
        first = sheet.row
        for t, month in enumerate(goal.path.months):
            values = [goal.path.quantiles[level][t] for level in LEVELS]
            sheet.add(
                (goal.name, amounts.month(month), *values, goal.target), (None, None, *(goal.unit,) * 8)
            )
        places[place] = (first, sheet.row - 1)
    sheet.finish()
    return sheet, places


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
        sheet.add((goal.name,), (), ({"bold": True, "font_size": 13},))
        sheet.sheet.insert_chart(sheet.row, 0, chart, {"description": title})
        sheet.row += ROWS_OF_A_CHART
    sheet.sheet.fit_to_pages(1, 0)


def _months(book: Workbook, report: Report) -> int:
    headings = [Column(heading, 15) for heading in ("Mean", *QUANTILE_HEADINGS.values())]
    sheet = Sheet(book, "Months", [Column("Scope", 18), Column("Series", 30), Column("Month", 11), *headings])
    series, left_out = monthly_series(report.forecast, hide_money=report.hide_money)
    for one in series:
        for t, month in enumerate(report.months):
            values = (one.mean[t], *(one.quantiles[level][t] for level in LEVELS))
            units: tuple[Unit | None, ...] = (None, None, None, "number" if one.unit == "count" else one.unit)
            sheet.add(
                (one.scope, one.label, amounts.month(month), *values), (*units, *(one.unit,) * len(LEVELS))
            )
    sheet.finish()
    return left_out


def _assumptions(book: Workbook, report: Report) -> None:
    columns = [
        *(Column("Of", 16), Column("Assumption", 36), Column("As written", 40), Column("Value", 14)),
        *(Column("Sample", 28), Column("Grade", 12), Column("Source", 70)),
    ]
    sheet = Sheet(book, "Assumptions", columns)
    for row in report.assumptions:
        cells = (row.group, row.label, row.text, row.value, row.sample, row.grade, row.source)
        unit: Unit = "number" if row.unit == "count" and row.value is not None and row.value % 1 else row.unit
        sheet.add(cells, (None, None, None, unit))
    sheet.finish()


def _trials(book: Workbook, report: Report) -> int:
    n = min(report.n_trials, MOST_TRIAL_CELLS // len(report.goals))
    names = [Column(goal.name, 18) for goal in report.goals]
    sheet = Sheet(book, "Trials", [Column("Future", 9), *names, Column("All met", 9)])
    values = [goal_values(report.forecast, goal.goal) for goal in report.goals]
    met = np.all([meets(value, goal.goal) for value, goal in zip(values, report.goals, strict=True)], axis=0)
    columns = [(value[:n] * goal.scale).tolist() for value, goal in zip(values, report.goals, strict=True)]
    units: list[Unit | None] = [None, *(goal.unit for goal in report.goals), None]
    for trial, row in enumerate(zip(*columns, strict=True)):
        sheet.add((trial + 1, *row, bool(met[trial])), units)
    sheet.finish()
    return n


def _about(book: Workbook, report: Report, notes: list[tuple[str, str]]) -> None:
    sheet = Sheet(book, "About", [Column("What", 30), Column("", 90)])
    wrap: tuple[Look, Look] = ({}, {"text_wrap": True})
    description = [("Description", report.description)] if report.description else []
    currency = [] if report.hide_money else [("Currency", report.currency)]
    for fact in (*report.facts, *description, *currency, *notes):
        sheet.add(fact, (), wrap)
    meaning = "“9 in 10 above” is the value that nine in ten simulated futures exceed."
    sheet.add(("What the columns mean", meaning), (), wrap)
    sheet.sheet.set_portrait()
