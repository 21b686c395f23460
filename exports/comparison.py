"""A comparison of plans to hand out: a workbook, a table, a document; every figure in full precision."""

from __future__ import annotations

import io
import json

import pandas as pd
from xlsxwriter.workbook import Workbook

from exports.report_tables import Column, Row, Table
from exports.sheets import Sheet
from exports.withheld import without_amount
from simulator.decide.compare import Comparison, document
from simulator.goals import metric
from simulator.goals.told import Figure, plain_figure, said
from words.amounts import Unit
from words.metrics import shown_unit

Cells = list[object]
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COSTS = ("people", "marketing", "overhead", "changes", "levers", "total", "gross_profit", "profit")


def plans_frame(found: Comparison, *, without_amounts: bool = False) -> pd.DataFrame:
    """A row a plan; without_amounts: words, odds and shares alone."""
    hidden = without_amounts and metric(found.metric).unit == "money"
    rows = []
    for one in found.standings:
        verdict = one.verdict
        row: dict[str, object] = {
            "Plan": one.name,
            "Verdict": "not judged" if verdict is None else str(verdict.verdict),
            "Odds": None if verdict is None else verdict.probability,
            "Best of all in": one.best,
        }
        if not hidden:
            row |= {
                "Goal": None if verdict is None else verdict.target,
                "9 in 10 above": None if verdict is None else verdict.p10,
                "Median": None if verdict is None else verdict.p50,
                "1 in 10 above": None if verdict is None else verdict.p90,
            }
        if not without_amounts:
            row |= {"Currency": one.scenario.currency, "First month": one.costs.months[0]}
            row |= {"Last month": one.costs.months[1]}
            row |= {_heading(name): getattr(one.costs, name) for name in _COSTS}
        row["Odds that costs are covered"] = one.costs.covered
        rows.append(row)
    return pd.DataFrame(rows)


def _heading(name: str) -> str:
    words = {
        "people": "Cost of people",
        "marketing": "Cost of marketing",
        "overhead": "Overhead",
        "changes": "Cost of initiatives and risks",
        "levers": "Cost of kept levers by the plan's terms",
        "total": "All costs",
        "gross_profit": "Gross profit",
        "profit": "Profit",
    }
    return words[name]


def comparison_workbook(found: Comparison, *, without_amounts: bool = False) -> bytes:
    """XLSX with sheets Plans, Against each other, What differs and About. No cell is a formula."""
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties({"title": found.goal if not without_amounts else "Comparison"})
    unit = shown_unit(found.metric)
    plans = plans_frame(found, without_amounts=without_amounts)
    _sheet(book, "Plans", list(plans.columns), plans.astype(object).to_numpy().tolist(), unit)
    _sheet(book, "Against each other", *_against(found, without_amounts), unit)
    _sheet(book, "What differs", *_differing(found, without_amounts), unit)
    _sheet(book, "About", ["About", ""], _about(found, without_amounts), unit)
    book.close()
    return out.getvalue()


def comparison_json(found: Comparison) -> bytes:
    """The document the command line prints, amounts and all."""
    text = json.dumps(document(found), indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _against(found: Comparison, without_amounts: bool) -> tuple[list[str], list[Cells]]:
    headings = ["Plan", "Against", "Ahead in", "The same in", "Behind in", "Odds differ by", "from", "to"]
    hidden = without_amounts and metric(found.metric).unit == "money"
    if not hidden:
        headings += ["Mean differs by", "Mean from", "Mean to"]
        headings += ["1 in 10 futures below", "Median difference", "1 in 10 futures above"]
    rows: list[Cells] = []
    for given in found.contrasts:
        for one in (given, given.turned()):
            row: Cells = [one.a, one.b, one.beats, one.ties, one.losses, one.odds, *one.odds_interval]
            if not hidden:
                row += [one.mean, *(one.mean_interval or (None, None)), one.low, one.median, one.high]
            rows.append(row)
    return headings, rows


def _differing(found: Comparison, without_amounts: bool) -> tuple[list[str], list[Cells]]:
    headings = ["Assumption", *(one.name for one in found.standings)]
    rows: list[Cells] = [
        [
            without_amount(row.label, row.path.split("[")[0]) if without_amounts else row.label,
            *("not shown" if row.money and without_amounts else text for text in row.texts),
        ]
        for row in found.differing
    ]
    return headings, rows


def _about(found: Comparison, without_amounts: bool) -> list[Cells]:
    def write(figure: Figure) -> str:
        return "an amount not shown" if without_amounts and figure.unit == "money" else plain_figure(figure)

    goal = without_amount(found.goal, "not shown") if without_amounts else found.goal
    rows: list[Cells] = [
        ["Answer", said(found.answer, write)],
        ["Goal", goal],
        ["Futures of each plan", found.n_trials],
        ["Seed used for all", found.seed],
    ]
    notes: list[Cells] = [["Note", said(note, write)] for note in found.notes]
    return rows + notes


def _sheet(book: Workbook, name: str, headings: list[str], rows: list[Cells], unit: Unit) -> None:
    if not rows:
        return
    columns = [Column(heading, 34 if place == 0 else 20) for place, heading in enumerate(headings)]
    units = tuple(_unit(heading, unit) for heading in headings)
    sheet = Sheet(book, Table(name, columns, [Row(tuple(row), units) for row in rows], wide=True))
    sheet.finish()


def _unit(heading: str, unit: Unit) -> Unit | None:
    if heading in ("Goal", "Median", "9 in 10 above", "1 in 10 above") or "futures" in heading:
        return unit
    if heading.startswith(("Mean", "Median diff")):
        return unit
    if "dds" in heading or " in" in heading or heading in ("from", "to"):
        return "share"
    return "money" if "ost" in heading or "rofit" in heading or heading == "Overhead" else None
