"""What was read of an uploaded file, what was assumed and what nothing decides, shown before anything is used."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pandas as pd
import streamlit as st

from simulator.evidence import Evidence, Intake, Table
from simulator.evidence.amounts import read_amounts
from simulator.evidence.dates import read_dates
from simulator.evidence.intake import Question
from ui.screens import history_cleaning
from ui.wording import formats
from ui.wording.text import counted, plain

_FOUND = {
    "found": "as its other values show",
    "chosen": "as you said",
    "open": "which is only a guess so far",
}


def key(table: Table, name: str) -> str:
    """The key of a widget that belongs to this file."""
    return f"import.{table.digest[:12]}.{name}"


def draw(table: Table, evidence: Evidence, intake: Intake) -> None:
    """The totals first, then what was left out and assumed, then the questions."""
    counts = evidence.counts
    worth = formats.money(intake.total, evidence.currency)
    st.markdown(
        f"### {plain(table.name)}: {counted(intake.deals, 'deal')}, {plain(worth)} in total, {_left_out(intake)}"
    )
    st.markdown(
        f"**{counts.won:,} won, {counts.lost:,} lost, {counts.open:,} open**"
        + (f" ({counts.stale_open:,} of them stale)" if counts.stale_open else "")
        + (f", {counts.undated_open:,} open without a date" if counts.undated_open else "")
        + f" as of {formats.day(evidence.as_of)}. "
        f"All amounts sum to **{plain(formats.money_exact(intake.total, evidence.currency))}**, those of won deals "
        f"to {plain(formats.money_exact(intake.won_total, evidence.currency))}: compare them with what your CRM shows."
    )
    st.caption(plain(f"Read as: {read_as(evidence, intake)}."))
    for question in intake.asks:
        _ask(question, table, intake)
    history_cleaning.draw_cleaning(evidence, key="preview")


def _left_out(intake: Intake) -> str:
    if not intake.left_out:
        return "no row left out"
    number = intake.rows - intake.deals
    why = "; ".join(f"{one.count:,}: {one.reason}" for one in intake.left_out)
    return f"{counted(number, 'row')} left out ({why})"


def read_as(evidence: Evidence, intake: Intake) -> str:
    """Encoding, separator, header line, decimals and dates in one line."""
    sign = "point" if intake.decimal_mark == "." else "comma"
    order = "day" if intake.day_first else "month"
    decimals = (
        "amounts without a point or comma"
        if intake.decimal_how == "written"
        else f"decimals after a {sign}, {_FOUND[intake.decimal_how]}"
    )
    dates = (
        "dates that can be read in one way only"
        if intake.date_how == "written"
        else f"dates with the {order} first, {_FOUND[intake.date_how]}"
    )
    return f"{evidence.dialect}; header in row {intake.header_row}; {decimals}; {dates}; money in {evidence.currency}"


def _ask(question: Question, table: Table, intake: Intake) -> None:
    if question == "date_order":
        days = _both_days(intake.date_sample)
        st.segmented_control(
            f"Which day is {plain(intake.date_sample)}? Nothing in the file decides it",
            list(days),
            key=key(table, "ask_order"),
            format_func=lambda one: formats.day(days[one]),
        )
    else:
        amounts = _both_amounts(intake.decimal_sample)
        st.segmented_control(
            f"How much is {plain(intake.decimal_sample)}? Nothing in the file decides it",
            list(amounts),
            key=key(table, "ask_mark"),
            format_func=lambda one: formats.decimal(amounts[one], 3),
        )


def _both_days(sample: str) -> dict[str, dt.date]:
    read = read_dates(pd.Series([sample], dtype="str"))
    return {"day_first": read.day_first[0].item(), "month_first": read.month_first[0].item()}


def _both_amounts(sample: str) -> dict[str, float]:
    cells = pd.Series([sample], dtype="str")
    marks: tuple[Literal[",", "."], ...] = (
        (",", ".") if "." in sample else (".", ",")
    )  # the thousands first: that is what it usually is
    return {mark: float(read_amounts(cells, mark, ",").values[0]) for mark in marks}
