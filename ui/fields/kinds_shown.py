"""What a table of another kind says, on the screen: its figures, its tables and what was noticed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator.evidence import MeasuredRate
from simulator.evidence.kinds import (
    RULES,
    Activities,
    Customers,
    KindEvidence,
    Leads,
    Listing,
    MonthlySummary,
    MonthlyValues,
    Quotas,
    Roster,
    ScoreRows,
    listings,
)
from simulator.evidence.kinds.funnel import LABELS
from simulator.evidence.kinds.listing import Cell, Meaning
from ui.screens import draw
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import counted, plain, shown

OPEN_REMARKS = 4


def draw_figures(evidence: KindEvidence) -> None:
    """What it says in a line, the kind and its rows, how it was read, and the figures."""
    until = "" if evidence.as_of is None else f", as of {formats.day(evidence.as_of)}"
    label = RULES[evidence.kind].label
    st.markdown(f"### {plain(headline(evidence))}")
    st.markdown(
        f"{plain(evidence.source)}: **{plain(label)}**, {counted(evidence.rows, 'row')}{plain(until)}."
    )
    columns = "; ".join(f"{field.replace('_', ' ')}: {column}" for field, column in evidence.columns.items())
    st.caption(plain(f"Read as: {evidence.dialect}; {columns}."))
    draw.show_frame(figures_frame(evidence), key="kind.figures")


def draw_tables(evidence: KindEvidence) -> None:
    """What was noticed, and the tables behind the figures."""
    if evidence.remarks:
        with st.expander(
            f"What was noticed or left out: {len(evidence.remarks)}",
            icon=":material/cleaning_services:",
            expanded=len(evidence.remarks) <= OPEN_REMARKS,
        ):
            st.markdown(
                "\n".join(f"- {plain(money_hidden.shown_text(one.message))}" for one in evidence.remarks)
            )
    for place, listing in enumerate(listings(evidence)):
        if listing.rows:
            st.markdown(f"**{plain(listing.title)}**")
            draw.show_frame(listing_frame(listing, evidence.currency), key=f"kind.table{place}")


def headline(evidence: KindEvidence) -> str:
    """The most telling figure of the table, as a sentence."""
    found, of = evidence.findings, {one.key: one for one in evidence.figures}
    match found:
        case MonthlySummary(steps=steps) if steps:
            last = steps[-1]
            done = f"{formats.decimal(last.total.successes)} {LABELS[last.after]}"
            tried = f"{formats.decimal(last.total.trials)} {LABELS[last.before]}"
            return f"{done} of {tried}: {formats.share(last.total.share)}"
        case MonthlySummary() | MonthlyValues():
            return f"{counted(len(found.months), 'month')} of history"
        case Leads():
            return f"{formats.share(found.conversion)} of leads become opportunities, given time"
        case Activities():
            whom = "per person and working day" if found.reps_known else "a working day, everybody together"
            what = "calls" if found.outbound_of == "calls" else "activities"
            return f"{formats.decimal(found.outbound_per_rep_per_day, 1)} {what} {whom}"
        case Quotas():
            return f"{formats.money(found.total, evidence.currency)} in {counted(len(found.quotas), 'quota')}"
        case Roster():
            team = f"{counted(sum(one.active for one in found.reps), 'person', 'people')} on the team"
            leaving = of.get("annual_attrition")
            return team if leaving is None else f"{team}, {formats.share(leaving.value)} leave within a year"
        case Customers():
            lifetime = formats.share(found.lifetime_share)
            monthly = fine_share(found.monthly_churn.share)
            return f"{monthly} of customers leave in a month; {lifetime} have left at any time"
        case ScoreRows():
            periods = counted(len(found.periods), "month" if found.months == 1 else "period")
            return f"What {counted(len(found.reps), 'person', 'people')} did and brought in {periods}"


def figures_frame(evidence: KindEvidence) -> pd.DataFrame:
    """The figures as texts; amounts as whoever looks may see them."""
    return pd.DataFrame(
        [
            {
                "Measured": shown(one.label, 80),
                "Value": _value(one, one.value, evidence.currency),
                "8-in-10 range": ""
                if one.low is None or one.high is None
                else f"{_value(one, one.low, evidence.currency)} to {_value(one, one.high, evidence.currency)}",
                "Sample": f"{formats.decimal(one.sample)} {shown(one.sample_of)}",
            }
            for one in evidence.figures
        ]
    )


def _value(one: MeasuredRate, value: float, currency: str) -> str:
    match one.unit:
        case "share":
            return fine_share(value)
        case "money":
            return formats.money_exact(value, currency)
        case "days":
            return f"{formats.decimal(value, 1)} days"
        case _:
            return formats.decimal(value, 2 if abs(value) < 10 else 0)


def fine_share(value: float) -> str:
    """A share in percent; small ones with two decimals: a churn of 0.82 % is not one of 1 %."""
    return f"{formats.decimal(100 * value, 2 if abs(value) < 0.1 else 1)}{formats.NBSP}%"


def listing_frame(listing: Listing, currency: str) -> pd.DataFrame:
    """The table as texts; amounts as whoever looks may see them."""
    names = [name for name, _ in listing.columns]
    rows = [
        [_cell(cell, meaning, currency) for cell, (_, meaning) in zip(row, listing.columns, strict=True)]
        for row in listing.rows
    ]
    return pd.DataFrame(rows, columns=pd.Index([shown(name) for name in names]))


def _cell(cell: Cell, meaning: Meaning, currency: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return shown(cell)
    match meaning:
        case "money":
            return formats.money_exact(cell, currency)
        case "share":
            return fine_share(cell)
        case "number":
            return formats.decimal(cell, 2)
        case _:
            return formats.decimal(cell)
