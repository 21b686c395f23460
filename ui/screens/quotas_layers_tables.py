"""The tables of a goal's layers: periods, teams with their managers, and milestones."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from exports import table_csv
from exports.layers_book import layers_workbook
from simulator import Scenario, Verdict
from simulator.quotas.layers import Layers
from simulator.quotas.layers_part import TimeLayer, Way
from simulator.quotas.layers_words import period_name, plain_name
from simulator.quotas.milestones import FirstWin, Milestone
from ui import state
from ui.computing.layers_view import LayersView
from ui.fields import showing
from ui.handouts.downloads import File, draw_files
from ui.visitors import money_hidden
from ui.wording import formats, verdicts
from ui.wording.metric_words import metric_words, value_text
from ui.wording.text import counted, plain

WAYS: dict[Way, str] = {
    "split": "",
    "hand": ":material/edit: by hand",
    "below": ":material/edit: its parts",
    "same": "",
    "path": "",
}
TALL_ROWS, TALL_HEIGHT = 26, 900
NEXT_WEEKS = 13
MOST_WINS = 8


def cell(text: str) -> str:
    """Plain text as a table cell that reads markdown."""
    return plain(text).replace("|", "\\|")


def draw_table(rows: list[dict[str, str]], *, alt: str) -> None:
    """A table of markdown cells; a long one scrolls under its heading."""
    height: Any = TALL_HEIGHT if len(rows) > TALL_ROWS else "content"
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, height=height, alt=alt)


def amount(plan: Scenario, found: Layers, value: float) -> str:
    """An amount of the goal's metric, or its share of the goal where amounts are hidden."""
    if metric_words(found.goal.metric).unit == "count" and abs(value) < 99.5:
        return formats.decimal(value, 1)
    return value_text(found.goal.metric, value, plan.currency, whole=found.amount)


def judged(verdict: Verdict | None) -> str:
    """Word, icon, colour and odds in one line."""
    if verdict is None:
        return "–"
    look = verdicts.LOOKS[verdict.verdict]
    text = formats.NBSP.join(
        (look.icon, f"**{_whole(look.word)}**", "·", plain(_whole(verdicts.odds_text(verdict))))
    )
    return f":{look.colour}[{text}]"


def _whole(text: str) -> str:
    """`text` that is not broken into lines: a table on a phone scrolls sideways instead."""
    return text.replace(" ", formats.NBSP)


def draw_periods(plan: Scenario, found: Layers) -> None:
    """Years, quarters and months with their parts and odds, and the files."""
    rows = [_period_row(plan, found, one) for one in found.time]
    st.markdown("**Quarters and months**" if len(found.months) > 3 else "**Months**")
    draw_table(rows, alt="The goal's parts by period, with odds in the period and to date")
    note = "“In the period” judges the month or quarter alone, “to date” everything from the first month to its end. "
    st.caption(plain(note + verdicts.bands(plan.policy).capitalize() + "."))


def _period_row(plan: Scenario, found: Layers, one: TimeLayer) -> dict[str, str]:
    name = period_name(plan, one.period, found.calendar.year_starts)
    bold = one.period.level != "month"
    called = f"**{cell(_whole(name))}**" if bold else f"\u2003{cell(_whole(name))}"
    row = {"Period": called, "Part": cell(amount(plan, found, one.target))}
    if WAYS[one.way]:
        row["Part"] += f" {WAYS[one.way]}"
    if one.remainder:
        left = cell(amount(plan, found, abs(one.remainder)))
        row["Part"] += (
            f" :orange[({left} left over)]" if one.remainder > 0 else f" :orange[(exceeded by {left})]"
        )
    row["In the period"] = judged(one.verdict)
    if any(other.to_date is not None for other in found.time):
        row["To date"] = judged(one.to_date)
    if one.share is not None and one.plain is not None:
        row["Share"] = formats.percent(one.share, 1)
        row[plain_name(len(found.months)).capitalize()] = cell(amount(plan, found, one.plain))
    if one.plain_odds is not None:
        row["Odds to date, plain"] = cell(formats.odds(one.plain_odds))
    return row


def draw_people(plan: Scenario, view: LayersView) -> None:
    """Teams, and managers below their team."""
    found = view.found
    if not found.teams:
        return
    rows = []
    for team in found.teams:
        rows.append(
            _people_row(
                plan, found, f"**{cell(team.name)}**", team.target, team.way, team.seats, team.verdict
            )
        )
        if found.adds_over_teams:
            rows[-1]["Expected"] = cell(amount(plan, found, team.expected))
        rows += [
            _people_row(
                plan,
                found,
                f"\u2003{cell(one.name) if one.name else 'no manager'}",
                one.target,
                one.way,
                one.seats,
                one.verdict,
            )
            for one in view.managers
            if one.team == team.name
        ]
    st.markdown("**Teams and managers**" if view.managers else "**Teams**")
    draw_table(
        [{key: row.get(key, "") for key in rows[0]} for row in rows], alt="Teams and managers with their odds"
    )
    if found.adds_over_teams:
        st.caption(
            "Teams have their share of what the forecast expects; inside a team a rep's part follows the expected "
            "months of full productivity times the territory's potential. Each rep's quota and odds stand under Reps."
        )


def _people_row(
    plan: Scenario, found: Layers, name: str, target: float, way: Way, seats: int, verdict: Verdict | None
) -> dict[str, str]:
    row = {"Who": name, "Part": cell(amount(plan, found, target)) + (f" {WAYS[way]}" if WAYS[way] else "")}
    row["Odds"] = judged(verdict)
    if found.adds_over_teams and found.amount:
        row["Share"] = formats.percent(target / found.amount, 1)
        row["Expected"] = ""
    row["People"] = formats.decimal(seats) if seats else ":orange[nobody]"
    return row


def draw_milestones(plan: Scenario, view: LayersView) -> None:
    """Small wins: the next firsts, the marks of the coming weeks and months, and what on track means."""
    found, weeks = view.found, view.weeks
    if not weeks.marks:
        return
    st.markdown("**Milestones**")
    if weeks.wins:
        st.markdown(_wins(plan, weeks.wins))
    key = showing.key_for("layers_every", "weeks", "weeks")
    st.segmented_control(
        "Milestones by",
        ["weeks", "months"],
        default="weeks",
        key=key,
        required=True,
        format_func=lambda one: "By week" if one == "weeks" else "By month",
        label_visibility="collapsed",
    )
    monthly = st.session_state.get(key) == "months"
    marks = view.months.marks if monthly else weeks.marks[:NEXT_WEEKS]
    draw_table(
        [_mark_row(plan, found, one, monthly) for one in marks], alt="Milestones and what is expected by them"
    )
    who = "that meet the goal"
    if weeks.are_closest:
        who = (
            f"that come closest to the goal ({counted(weeks.meeting, 'future')} of {view.n_trials:,} meet it)"
        )
    text = (
        "A mark is the sum of the months' parts, by working days (Monday to Friday) within a month. On track from: at "
        f"least the mark, or where 9 in 10 of the futures {who} stand by then. Units, opportunities and deals are the "
        "mean of those futures. "
    )
    if not monthly and len(weeks.marks) > NEXT_WEEKS:
        text += f"The first {NEXT_WEEKS} of {len(weeks.marks)} weeks; all of them are in the workbook."
    st.caption(plain(text))
    _files(plan, view)


def _wins(plan: Scenario, wins: tuple[FirstWin, ...]) -> str:
    del plan
    named = []
    for win in wins[:MOST_WINS]:
        if win.deals is not None:
            what = "first deal" if win.deals == 1 else f"deal number {win.deals:,}"
        else:
            assert win.part is not None
            what = "the goal" if win.part == 1 else f"{formats.percent(win.part)} of the goal"
        named.append(f"**{what}** by {formats.day(win.by)}")
    return "First wins to look out for: " + " · ".join(named)


def _mark_row(plan: Scenario, found: Layers, one: Milestone, monthly: bool) -> dict[str, str]:
    when = (
        formats.month(one.first.isoformat()) if monthly else f"{_short(one.first)} – {formats.day(one.last)}"
    )
    row = {
        "Month" if monthly else "Week": _whole(when),
        "Mark at its end": cell(amount(plan, found, one.target)),
        "Of it new": cell(amount(plan, found, one.step)),
    }
    if monthly:
        row["On track from"] = "–" if one.on_track is None else cell(amount(plan, found, one.on_track))
        row["Odds if reached"] = "–" if one.if_reached is None else cell(formats.odds(one.if_reached))
        row["Odds if not"] = "–" if one.if_missed is None else cell(formats.odds(one.if_missed))
    row |= {
        "Units by then": formats.decimal(one.entered, 0),
        "Opportunities by then": formats.decimal(one.opportunities, 0),
        "Deals by then": formats.decimal(one.deals, 1 if one.deals < 20 else 0),
    }
    return row


def _short(day: dt.date) -> str:
    return f"{day.day} {formats.MONTHS[day.month - 1]}"


def _files(plan: Scenario, view: LayersView) -> None:
    hidden = money_hidden.is_hidden() and metric_words(view.found.goal.metric).unit == "money"
    name = f"{state.scenario().name} layers"
    make = partial(
        layers_workbook, plan, view.found, view.managers, view.weeks, view.months, without_amounts=hidden
    )
    periods = partial(_periods_csv, plan, view.found, hidden)
    draw_files(
        [
            File("paper_layers", "Workbook of the layers", make, name, "xlsx", "table"),
            File("csv_layers", "CSV of the periods", periods, name, "csv"),
        ],
        columns=2,
    )


def _periods_csv(plan: Scenario, found: Layers, hidden: bool) -> bytes:
    from exports.layers_book import periods_rows

    headings, rows = periods_rows(plan, found, without_amounts=hidden)
    return table_csv(pd.DataFrame(rows, columns=headings))
