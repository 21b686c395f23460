"""Deals written in a random dialect are the same deals when they are read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Literal

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from simulator.evidence import find_mapping, read_export
from simulator.evidence.opportunities import typed_deals
from tests.unit.evidence.ugly import american, british, french, german, indian, named, swiss, us

Deal = tuple[str, str, int, dt.date, int]
"""Outcome, owner, cents, created, days to the close."""

DEALS = st.lists(
    st.tuples(
        st.sampled_from(["won", "lost", "open"]),
        st.sampled_from(["NA", "None", "O'Brien, Ann", "José Nuñez", "null", "00012", "a;b|c", ""]),
        st.integers(1, 10**11),
        st.dates(dt.date(1995, 1, 1), dt.date(2060, 12, 31)),
        st.integers(0, 2000),
    ),
    min_size=1,
    max_size=15,
)
AMOUNTS: list[Callable[[float], str]] = [
    us,
    german,
    french,
    swiss,
    indian,
    "{:.2f}".format,
    lambda value: f"${us(value)}",
    lambda value: f"{german(value)} €",
    lambda value: f"EUR {french(value)}",
    lambda value: f"{german(value)} EUR",
]
DAYS: list[Callable[[dt.date], str]] = [
    dt.date.isoformat,
    american,
    british,
    named,
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day}T10:20:30.000Z",
    lambda day: f"{american(day)} 3:04 PM",
    lambda day: str((day - dt.date(1899, 12, 30)).days),
    lambda day: f"{day.day} {day:%b} {day.year}",
]
WORDS = st.sampled_from(
    [
        {"won": "Closed Won", "lost": "Closed Lost", "open": "Prospecting"},
        {"won": "Gewonnen", "lost": "Verloren", "open": "Offen"},
        {"won": "WON", "lost": "lost to competition", "open": "open"},
    ]
)
ANCHOR: Deal = ("open", "Ann", 100, dt.date(2020, 1, 25), 0)
"""One date with a day above twelve, without which nobody could tell days from months."""


@settings(max_examples=400)
@given(
    deals=DEALS,
    amount=st.sampled_from(AMOUNTS),
    day=st.sampled_from(DAYS),
    words=WORDS,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    above=st.sampled_from(["", "Report of deals\n\n", "sep=", "All deals\nmade by Ann\nas of today\n"]),
    blanks=st.booleans(),
    trailing=st.booleans(),
    total=st.booleans(),
    header=st.sampled_from(["{0}", " {0} ", "{0}\u200b"]),
)
def test_the_same_deals_are_read_whatever_the_dialect(
    deals: list[Deal],
    amount: Callable[[float], str],
    day: Callable[[dt.date], str],
    words: dict[str, str],
    delimiter: str,
    encoding: str,
    line_end: str,
    quoting: Literal[0, 1, 2, 3],
    above: str,
    blanks: bool,
    trailing: bool,
    total: bool,
    header: str,
) -> None:
    deals = [*deals, ANCHOR]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    more = [""] * 2 if trailing else []
    names = ["Deal ID", "Owner", "Stage", "Amount", "Created Date", "Close Date"]
    writer.writerow([*(header.format(name) for name in names), *more])
    for number, (outcome, owner, cents, created, days) in enumerate(deals):
        closed = "" if outcome == "open" else day(created + dt.timedelta(days=days))
        cells = [f"{number:06d}", owner, words[outcome], amount(cents / 100), day(created), closed]
        writer.writerow([*cells, *more])
        if blanks:
            text.write(line_end)
    if total:
        writer.writerow(["Total", "", "", amount(sum(deal[2] for deal in deals) / 100), "", "", *more])
    first = f"sep={delimiter}\n" if above == "sep=" else above
    table = read_export((first.replace("\n", line_end) + text.getvalue()).encode(encoding), "deals.csv")
    clean = typed_deals(table, find_mapping(table))
    found = clean.deals
    assert found.outcome.tolist() == [deal[0] for deal in deals]
    assert found.owner.tolist() == [deal[1] for deal in deals]
    assert found.created.tolist() == [deal[3] for deal in deals]
    assert found.closed.tolist() == [
        None if outcome == "open" else created + dt.timedelta(days=days)
        for outcome, _, _, created, days in deals
    ]
    np.testing.assert_allclose(found.amount, [deal[2] / 100 for deal in deals], rtol=1e-12)
    assert clean.intake.total == pytest.approx(sum(deal[2] for deal in deals) / 100)
    assert clean.intake.unanswered == ()
    assert sum(one.count for one in clean.intake.left_out) == int(total)
