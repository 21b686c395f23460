"""A goal's layers as a workbook: periods, teams and managers, seats, milestones; every figure in full precision."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from exports.report_tables import Column, Row, Table
from exports.sheets import Sheet
from simulator import Scenario, Verdict
from simulator.goals import metric
from simulator.quotas.layers import Layers
from simulator.quotas.layers_managers import ManagerLayer
from simulator.quotas.layers_people import seat_key
from simulator.quotas.layers_words import period_name, plain_name
from simulator.quotas.milestones import Milestone, Milestones
from simulator.quotas.seats import seats
from words.amounts import Unit
from words.metrics import shown_unit

Cells = list[object]
_WAYS = {"split": "split", "hand": "by hand", "below": "its parts", "same": "same for all", "path": "path"}


def periods_rows(plan: Scenario, found: Layers, *, without_amounts: bool) -> tuple[list[str], list[Cells]]:
    """Headings and rows of the periods; without_amounts: shares and odds alone."""
    adds = found.adds_over_time
    headings = ["Level", "Period", "First month", "Last month"]
    headings += [] if without_amounts else ["Part", plain_name(len(found.months)).capitalize(), "Left over"]
    headings += ["Share", "Set by", "Odds", "Word", "Odds to date", "Word to date", "Odds to date, plain"]
    rows: list[Cells] = []
    for one in found.time:
        row: Cells = [
            one.period.level,
            period_name(plan, one.period, found.calendar.year_starts),
            plan.months[one.period.first],
            plan.months[one.period.last],
        ]
        if not without_amounts:
            row += [one.target, one.plain, one.remainder if adds else None]
        row += [one.share, _WAYS[one.way], *_judged(one.verdict), *_judged(one.to_date), one.plain_odds]
        rows.append(row)
    return headings, rows


def _judged(verdict: Verdict | None) -> Cells:
    return [None, None] if verdict is None else [verdict.probability, str(verdict.verdict)]


def layers_workbook(
    plan: Scenario,
    found: Layers,
    managers: Sequence[ManagerLayer],
    weeks: Milestones,
    months: Milestones,
    *,
    without_amounts: bool = False,
) -> bytes:
    """XLSX with sheets Periods, Teams, People, Weeks and Months, those without rows left out. No cell is a formula."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(out, options)
    book.set_properties({"title": f"{plan.name}: {found.goal.name}"})
    unit = shown_unit(metric(found.goal.metric).name)
    headings, rows = periods_rows(plan, found, without_amounts=without_amounts)
    _sheet(book, "Periods", headings, rows, unit)
    _sheet(book, "Teams", *_team_rows(found, managers, without_amounts), unit)
    _sheet(book, "People", *_seat_rows(plan, found, without_amounts), unit)
    for name, marks in (("Weeks", weeks), ("Months", months)):
        _sheet(book, name, *_mark_rows(marks.marks, without_amounts), unit)
    book.close()
    return out.getvalue()


def _team_rows(
    found: Layers, managers: Sequence[ManagerLayer], without_amounts: bool
) -> tuple[list[str], list[Cells]]:
    headings = ["Team", "Manager", *([] if without_amounts else ["Part", "Nobody carries", "Expected"])]
    headings += ["Share", "Set by", "People", "Odds", "Word"]
    rows: list[Cells] = []
    for team in found.teams:
        own: Cells = [] if without_amounts else [team.target, team.uncarried, team.expected]
        rows.append([team.name, None, *own, team.share, _WAYS[team.way], team.seats, *_judged(team.verdict)])
        for one in managers:
            if one.team == team.name:
                share = one.target / found.amount if found.amount else None
                part: Cells = [] if without_amounts else [one.target, None, None]
                rows.append(
                    [
                        one.team,
                        one.name or "-",
                        *part,
                        share,
                        _WAYS[one.way],
                        one.seats,
                        *_judged(one.verdict),
                    ]
                )
    return headings, rows


def _seat_rows(plan: Scenario, found: Layers, without_amounts: bool) -> tuple[list[str], list[Cells]]:
    headings = ["Team", "Person", "Manager", *([] if without_amounts else ["Part"]), "Share", "Set by"]
    rows: list[Cells] = []
    for seat in seats(plan):
        part = found.people.get(seat_key(seat))
        if part is not None:
            share = part.amount / found.amount if found.amount else None
            own: Cells = [] if without_amounts else [part.amount]
            rows.append([seat.team, seat.name, seat.manager, *own, share, _WAYS[part.set_by]])
    return headings, rows


def _mark_rows(marks: Sequence[Milestone], without_amounts: bool) -> tuple[list[str], list[Cells]]:
    headings = ["From", "To", "Working days"]
    headings += [] if without_amounts else ["Mark", "Of it new", "On track from"]
    headings += ["Odds if reached", "Odds if not", "Units in", "Opportunities", "Deals"]
    rows: list[Cells] = []
    for one in marks:
        own: Cells = [] if without_amounts else [one.target, one.step, one.on_track]
        odds = (one.if_reached, one.if_missed)
        counts = (one.entered, one.opportunities, one.deals)
        rows.append([one.first.isoformat(), one.last.isoformat(), one.workdays, *own, *odds, *counts])
    return headings, rows


_UNITS: dict[str, Unit] = {
    "Share": "share", "Odds": "share", "Odds to date": "share", "Odds to date, plain": "share",
    "Odds if reached": "share", "Odds if not": "share", "People": "count", "Working days": "count",
    "Units in": "number", "Opportunities": "number", "Deals": "number",
}  # fmt: skip
_TEXTS = frozenset(
    {
        "Level",
        "Period",
        "First month",
        "Last month",
        "Set by",
        "Word",
        "Word to date",
        "Team",
        "Manager",
        "Person",
    }
    | {"From", "To"}
)


def _sheet(book: Workbook, name: str, headings: Sequence[str], rows: Sequence[Cells], unit: Unit) -> None:
    if not rows:
        return
    units = tuple(None if one in _TEXTS else _UNITS.get(one, unit) for one in headings)
    table = Table(
        name,
        [Column(one, 26 if one in ("Team", "Person", "Manager") else 16) for one in headings],
        [Row(tuple(row), units) for row in rows],
    )
    sheet = Sheet(book, table)
    sheet.finish()
