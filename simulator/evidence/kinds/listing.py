"""The findings as tables a page or a terminal shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Literal

from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import (
    Activities,
    Customers,
    Leads,
    MonthlySummary,
    MonthlyValues,
    Quotas,
    Roster,
    ScoreRows,
    SummaryMonth,
)

Meaning = Literal["text", "count", "number", "money", "share"]
Cell = str | float | None
_MONEY = ("revenue", "mrr", "cost")
SCORE_MONEY = ("bookings", "quota")
FIRST_TENURES = 24


@dataclass(frozen=True)
class Listing:
    """One table. columns: name and what its cells mean; rows: one cell for each column."""

    title: str
    columns: tuple[tuple[str, Meaning], ...]
    rows: tuple[tuple[Cell, ...], ...]


def listings(evidence: KindEvidence) -> tuple[Listing, ...]:
    """The tables of a kind, most telling first."""
    found = evidence.findings
    match found:
        case MonthlySummary():
            return (_summary(found),)
        case MonthlyValues():
            return (Listing("By month", (("Month", "text"), (found.name, "number")), found.months),)
        case Leads():
            return _leads(found)
        case Activities():
            return (_activities(found),)
        case Quotas():
            return _quotas(found)
        case Roster():
            return (_roster(found),)
        case Customers():
            return (_customers(found),)
        case ScoreRows():
            return (_scores(found),)


def _summary(found: MonthlySummary) -> Listing:
    names = [
        one.name
        for one in fields(SummaryMonth)
        if one.name != "month" and any(getattr(month, one.name) is not None for month in found.months)
    ]
    columns: list[tuple[str, Meaning]] = [("Month", "text")]
    columns += [
        (name.replace("_", " ").capitalize(), "money" if name in _MONEY else "count") for name in names
    ]
    rates = {(step.after, month): one for step in found.steps for month, one in step.monthly}
    columns += [(f"{step.after.capitalize()} of {step.before}", "share") for step in found.steps]
    rows = tuple(
        (
            month.month,
            *(getattr(month, name) for name in names),
            *(
                rates[step.after, month.month].share if (step.after, month.month) in rates else None
                for step in found.steps
            ),
        )
        for month in found.months
    )
    return Listing("By month", tuple(columns), rows)


def _leads(found: Leads) -> tuple[Listing, ...]:
    by_source = Listing(
        "By source",
        (("Source", "text"), ("Leads", "count"), ("Converted", "count"), ("Conversion, given time", "share")),
        tuple((one.name, one.leads, one.converted, one.conversion) for one in found.sources),
    )
    by_age = Listing(
        "By age",
        (
            ("Days since it came in", "count"),
            ("Converted by then", "share"),
            ("Leads seen at that age", "count"),
        ),
        tuple((one.age_days, one.share, one.at_risk) for one in found.by_age),
    )
    return (by_source, by_age) if found.by_age else (by_source,)


def _activities(found: Activities) -> Listing:
    rows = tuple(
        (
            one.name,
            one.days,
            one.calls / one.days,
            one.emails / one.days,
            one.meetings / one.days,
            one.others / one.days,
        )
        for one in found.reps
    )
    return Listing(
        "A working day",
        (
            ("Person", "text"),
            ("Working days", "count"),
            ("Calls", "number"),
            ("E-mails", "number"),
            ("Meetings", "number"),
            ("Other", "number"),
        ),
        rows,
    )


def _quotas(found: Quotas) -> tuple[Listing, ...]:
    total: dict[str, float] = defaultdict(float)
    periods: dict[str, int] = defaultdict(int)
    for one in found.quotas:
        total[one.who] += one.amount
        periods[one.who] += 1
    by_person = Listing(
        "By person",
        (("Person", "text"), ("Periods", "count"), ("Quotas together", "money")),
        tuple((who, periods[who], total[who]) for who in sorted(total)),
    )
    if not found.rollups:
        return (by_person,)
    rolled = Listing(
        "Left out: sums of others",
        (("Person", "text"), ("Sum of", "text"), ("Periods", "count"), ("Amount", "money")),
        tuple((one.who, ", ".join(one.of), one.periods, one.amount) for one in found.rollups),
    )
    return (by_person, rolled)


def _roster(found: Roster) -> Listing:
    return Listing(
        "People",
        (
            ("Name", "text"),
            ("Team", "text"),
            ("Role", "text"),
            ("Since", "text"),
            ("Months", "count"),
            ("", "text"),
        ),
        tuple(
            (
                one.name,
                one.team,
                one.role,
                "" if one.start is None else one.start.isoformat(),
                one.tenure_months,
                "manages others" if one.active and one.manages else "" if one.active else "gone",
            )
            for one in found.reps
        ),
    )


def _scores(found: ScoreRows) -> Listing:
    """Sums of all periods by person."""
    columns: list[tuple[str, Meaning]] = [("Person", "text"), ("Team", "text")]
    columns += [
        (name.replace("_", " ").capitalize(), "money" if name in SCORE_MONEY else "count")
        for name, _ in found.columns
    ]
    sums = [
        [sum(known) if (known := [one for one in row if one is not None]) else None for row in rows]
        for _, rows in found.columns
    ]
    rows = zip(found.reps, found.teams, *sums, strict=True)
    return Listing("By person", tuple(columns), tuple(tuple(row) for row in rows))


def _customers(found: Customers) -> Listing:
    return Listing(
        "By month of tenure",
        (
            ("Month of tenure", "count"),
            ("Customers in it", "count"),
            ("Left", "count"),
            ("Share leaving", "share"),
        ),
        tuple(
            (one.tenure_month, one.at_risk, one.churned, one.hazard) for one in found.hazards[:FIRST_TENURES]
        ),
    )
