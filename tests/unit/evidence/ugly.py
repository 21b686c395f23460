"""The same two dozen deals as forty systems and people write them: ugly, and good."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

FIELDS = ("id", "owner", "stage", "amount", "created", "closed")


@dataclass(frozen=True)
class Deal:
    """One deal as it is, before anybody writes it down."""

    id: str
    owner: str
    stage: str
    amount: float
    created: dt.date
    closed: dt.date | None

    @property
    def expected_close(self) -> dt.date:
        return self.closed or dt.date(2026, 3, 31)


def _deals() -> list[Deal]:
    deals = []
    for number in range(24):
        created = dt.date(2025, 1, 3) + dt.timedelta(days=13 * number)
        stage = ("won", "lost", "open")[number % 3]
        days = {"won": 34, "lost": 21, "open": None}[stage]
        owner = ("Ana Núñez", "O'Brien, Jörg", "NA", "None")[number % 4]
        amount = 987.5 + 1234.25 * number + (1_000_000 if number == 3 else 0)
        closed = created + dt.timedelta(days=days) if days else None
        deals.append(Deal(f"{number:05d}", owner, stage, amount, created, closed))
    return deals


DEALS = _deals()
TOTAL = sum(deal.amount for deal in DEALS)
WON = sum(deal.amount for deal in DEALS if deal.stage == "won")
ENGLISH = {"won": "Closed Won", "lost": "Closed Lost", "open": "Negotiation/Review"}
GERMAN = {"won": "Gewonnen", "lost": "Verloren", "open": "Angebot"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def us(value: float) -> str:
    return f"{value:,.2f}"


def german(value: float) -> str:
    return us(value).translate(str.maketrans(",.", ".,"))


def french(value: float, space: str = "\u202f") -> str:
    return us(value).replace(",", space).replace(".", ",")


def swiss(value: float) -> str:
    return us(value).replace(",", "'")


def indian(value: float) -> str:
    whole, cents = f"{value:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail]) + "." + cents


@dataclass(frozen=True)
class Style:
    """How the deals are written. extra: more columns, name to value; head, tail: lines around the table."""

    headers: Sequence[str] = (
        "Opportunity ID",
        "Opportunity Owner",
        "Stage",
        "Amount",
        "Created Date",
        "Close Date",
    )
    amount: Callable[[float], str] = us
    day: Callable[[dt.date], str] = dt.date.isoformat
    stages: dict[str, str] = field(default_factory=lambda: ENGLISH)
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\r\n"
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    head: str = ""
    tail: str = ""
    extra: dict[str, Callable[[Deal], str]] = field(default_factory=dict)
    closed: Callable[[Deal], dt.date | None] = lambda deal: deal.closed
    id: Callable[[str], str] = str
    finish: Callable[[str], str] = str
    nothing: str = ""

    def rows(self) -> list[list[str]]:
        rows = [[*self.headers, *self.extra]]
        for deal in DEALS:
            closed = self.closed(deal)
            rows.append(
                [
                    self.id(deal.id),
                    deal.owner,
                    self.stages[deal.stage],
                    self.amount(deal.amount),
                    self.day(deal.created),
                    self.day(closed) if closed else self.nothing,
                    *(value(deal) for value in self.extra.values()),
                ]
            )
        return rows

    def file(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(
            text, delimiter=self.delimiter, lineterminator=self.line_end, quoting=self.quoting
        )
        writer.writerows(self.rows())
        head = self.head.replace("\n", self.line_end)
        tail = self.tail.replace("\n", self.line_end)
        return self.finish(head + text.getvalue() + tail).encode(self.encoding)


@dataclass(frozen=True)
class Ugly:
    """A file and what is in it. deals, won, lost, open: counts; total, won_total: money."""

    data: bytes
    currency: str = "EUR"
    deals: int = 24
    won: int = 8
    lost: int = 8
    open: int = 8
    total: float = TOTAL
    won_total: float = WON
    asks: tuple[str, ...] = ()
    left_out: int = 0


def american(day: dt.date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def british(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def named(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


PLAIN = Style()
DOTTED = replace(PLAIN, amount=german, day=lambda day: f"{day:%d.%m.%Y}", delimiter=";")
