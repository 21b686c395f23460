"""What a report says in rows: one table is a worksheet or a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from charts.fan import LEVELS
from exports.judged import JudgedGoal
from exports.monthly import monthly_series
from exports.report import Report
from simulator.goals import goal_values, meets
from words import amounts
from words.amounts import Unit

MOST_TRIAL_CELLS = 120_000
QUANTILE_HEADINGS = {
    "low95": "39 in 40 above",
    "low80": "9 in 10 above",
    "low50": "3 in 4 above",
    "middle": "Median",
    "high50": "1 in 4 above",
    "high80": "1 in 10 above",
    "high95": "1 in 40 above",
}
MEANING = "“9 in 10 above” is the value that nine in ten simulated futures exceed."
Look = dict[str, Any]
"""Properties of a format, as XlsxWriter names them."""
_UNIT_WORDS: dict[Unit, str] = {"money": "", "count": "", "share": "share", "days": "days", "number": ""}


@dataclass(frozen=True)
class Column:
    """A column's heading and width in characters."""

    heading: str
    width: float


@dataclass(frozen=True)
class Row:
    """Cells. units: how numbers are shown, by place; looks: further formatting, by place."""

    cells: tuple[object, ...]
    units: tuple[Unit | None, ...] = ()
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows below a heading. wide: too wide for one page."""

    name: str
    columns: Sequence[Column]
    rows: list[Row] = field(default_factory=list)
    wide: bool = False

    def add(
        self,
        cells: Sequence[object],
        units: Sequence[Unit | None] = (),
        looks: Sequence[Look] = (),
    ) -> None:
        """One row more."""
        self.rows.append(Row(tuple(cells), tuple(units), tuple(looks)))


def goals_table(report: Report) -> Table:
    """A row a goal, and one for all of them at once."""
    odds = ("Odds", "Odds, low end", "Odds, high end")
    columns = [
        *(Column("Goal", 26), Column("Verdict", 34), *(Column(heading, 9) for heading in odds)),
        *(Column("Standard error", 10), Column("Borderline", 10), Column("Bands", 44)),
        *(Column("What is wanted", 52), Column("Metric", 22), Column("Unit", 9), Column("Scope", 14)),
        *(Column("By", 10), Column("Target", 14), Column("1 in 10 below", 14), Column("Median", 14)),
        *(Column("1 in 10 above", 14), Column("Mean", 14), Column("Standard deviation", 14)),
        *(Column("9 in 10 reach", 14), Column("Realistic as you are", 14)),
        *(Column("Owner", 16), Column("Note", 40)),
    ]
    table = Table("Goals", columns, wide=True)
    for goal in report.goals:
        chances = (goal.probability, *goal.interval, goal.standard_error, goal.borderline)
        what = (report.beside(goal), goal.sentence, goal.label, _unit_words(report, goal), goal.scope)
        figures = (goal.target, goal.p10, goal.p50, goal.p90, goal.mean, goal.sd)
        reached = (goal.nine_in_ten, goal.realistic)
        units: tuple[Unit | None, ...] = (None, None, *("share",) * 4, *(None,) * 7, *(goal.unit,) * 8)
        table.add(
            (
                *(goal.name, goal.badge, *chances, *what, amounts.month(goal.by)),
                *(*figures, *reached, goal.owner, goal.note),
            ),
            units,
            ({"bold": True}, {"bold": True, "bg_color": goal.colour}),
        )
    if report.goals:
        together = ("All of them at once", report.joint_odds, report.joint, *report.joint_interval)
        table.add(together, (None, None, "share", "share", "share"))
    return table


def _unit_words(report: Report, goal: JudgedGoal) -> str:
    if goal.hidden:
        return "% of goal"
    return report.currency if goal.unit == "money" else _UNIT_WORDS[goal.unit]


def paths_table(report: Report) -> tuple[Table, dict[int, tuple[int, int]]]:
    """How far each goal gets by month, and by the goal's place the numbers of its first and last row, from 1."""
    headings = [Column(heading, 15) for heading in (*QUANTILE_HEADINGS.values(), "Target")]
    table = Table("Goal paths", [Column("Goal", 30), Column("Month", 11), *headings])
    places = {}
    for place, goal in enumerate(report.goals):
        if goal.path is None:
            continue
        first = len(table.rows) + 1
        for t, month in enumerate(goal.path.months):
            values = [goal.path.quantiles[level][t] for level in LEVELS]
            cells = (goal.name, amounts.month(month), *values, goal.target)
            table.add(cells, (None, None, *(goal.unit,) * 8))
        places[place] = (first, len(table.rows))
    return table, places


def months_table(report: Report) -> tuple[Table, int]:
    """The series of the forecast by month, and how many series were left out."""
    headings = [Column(heading, 15) for heading in ("Mean", *QUANTILE_HEADINGS.values())]
    table = Table("Months", [Column("Scope", 18), Column("Series", 30), Column("Month", 11), *headings])
    series, left_out = monthly_series(report.forecast, hide_money=report.hide_money)
    for one in series:
        mean: Unit = "number" if one.unit == "count" else one.unit
        for t, month in enumerate(report.months):
            values = (one.mean[t], *(one.quantiles[level][t] for level in LEVELS))
            cells = (one.scope, one.label, amounts.month(month), *values)
            table.add(cells, (None, None, None, mean, *(one.unit,) * len(LEVELS)))
    return table, left_out


def assumptions_table(report: Report) -> Table:
    """What the plan rests on."""
    columns = [
        *(Column("Of", 16), Column("Assumption", 36), Column("As written", 40), Column("Value", 14)),
        *(Column("Sample", 28), Column("Grade", 12), Column("Source", 70)),
    ]
    table = Table("Assumptions", columns)
    for row in report.assumptions:
        cells = (row.group, row.label, row.text, row.value, row.sample, row.grade, row.source)
        unit: Unit = "number" if row.unit == "count" and row.value is not None and row.value % 1 else row.unit
        table.add(cells, (None, None, None, unit))
    return table


def trials_table(report: Report) -> Table:
    """Each goal's value in each future, as many futures as give `MOST_TRIAL_CELLS` cells."""
    n = min(report.n_trials, MOST_TRIAL_CELLS // max(len(report.goals), 1))
    names = [Column(goal.name, 18) for goal in report.goals]
    table = Table("Trials", [Column("Future", 9), *names, Column("All met", 9)])
    values = [goal_values(report.forecast, goal.goal) for goal in report.goals]
    met = np.all([meets(value, goal.goal) for value, goal in zip(values, report.goals, strict=True)], axis=0)
    columns = [(value[:n] * goal.scale).tolist() for value, goal in zip(values, report.goals, strict=True)]
    units = (None, *(goal.unit for goal in report.goals), None)
    for trial, row in enumerate(zip(*columns, strict=True)):
        table.add((trial + 1, *row, bool(met[trial])), units)
    return table


def about_table(report: Report, notes: Sequence[tuple[str, str]] = ()) -> Table:
    """What somebody needs to get the same digits again, and `notes`."""
    wrap: tuple[Look, Look] = ({}, {"text_wrap": True})
    table = Table("About", [Column("What", 30), Column("", 90)])
    description = [("Description", report.description)] if report.description else []
    currency = [] if report.hide_money else [("Currency", report.currency)]
    for fact in (*report.facts, *description, *currency, *notes, ("What the columns mean", MEANING)):
        table.add(fact, (), wrap)
    return table


def months_note(left_out: int) -> list[tuple[str, str]]:
    """What to say where series were left out."""
    return [("Series left out of Months", f"{left_out:,}, of the last teams")] if left_out else []
