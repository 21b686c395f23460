"""A funnel known only as totals: calls, appointments, sales."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from simulator import ScenarioError
from simulator.evidence import EvidenceError, Totals, totals_to_evidence, totals_to_scenario
from ui import state
from ui.fields.imports import SOURCE
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.wording import formats
from ui.wording.text import plain

FIELDS = {
    "calls": ("Calls (or leads)", "7,200"),
    "appointments": ("Appointments", "1,080"),
    "sales": ("Sales", "360"),
    "months": ("In how many months", "12"),
    "revenue": ("Bookings of those sales", "left out: a sale counts 1"),
    "cycle_days": ("Days from appointment to sale", "left out: same month"),
}
OPTIONAL = ("revenue", "cycle_days")


def draw() -> None:
    """The form, its check and the button that uses it."""
    st.markdown("Type what you know; the rates and how far they can be trusted follow from it.")
    typed: dict[str, str] = {}
    with st.grid(3, min_column_width=190, gap="small"):
        for name, (label, example) in FIELDS.items():
            typed[name] = st.text_input(
                label, key=f"totals.{name}", placeholder=example, persist_state="session"
            )
    last = dt.date.today().replace(day=1) - dt.timedelta(days=1)  # noqa: DTZ011 - the visitor's month, not a moment
    if not any(value.strip() for value in typed.values()):
        return
    totals = _totals(typed, last)
    if totals is None:
        return
    problems = totals.problems()
    for sentence in problems:
        st.markdown(f":red[:material/error: {plain(sentence)}]")
    if problems:
        return
    reached, won = (
        formats.share(totals.appointments / totals.calls),
        formats.share(totals.sales / totals.appointments),
    )
    st.markdown(
        f"**{reached}** of calls become appointments, **{won}** of appointments become sales; "
        f"{formats.decimal(totals.calls / totals.months)} calls a month."
    )
    st.button(
        "Use this",
        type="primary",
        icon=":material/check:",
        key="totals_use",
        on_click=_use,
        args=(totals,),
        help="Makes a new plan from it. Undo brings the old one back.",
    )


def _totals(typed: dict[str, str], until: dt.date) -> Totals | None:
    values: dict[str, float | None] = {}
    wrong = False
    for name, (label, _) in FIELDS.items():
        text = typed[name].strip()
        if not text:
            values[name] = 12 if name == "months" else None
            if name not in (*OPTIONAL, "months"):
                st.markdown(f":red[:material/error: {label} = nothing: is needed; type a whole number.]")
                wrong = True
            continue
        try:
            values[name] = parse_number(text)
        except NotANumberError as error:
            st.markdown(f":red[:material/error: {plain(f'{label} = {text}: {error}.')}]")
            wrong = True
    if wrong:
        return None
    whole = {name: values[name] for name in ("calls", "appointments", "sales", "months")}
    for name, value in whole.items():
        assert value is not None
        if value != int(value):
            st.markdown(
                f":red[:material/error: {plain(f'{FIELDS[name][0]} = {typed[name]}: must be a whole number.')}]"
            )
            return None
    calls, appointments, sales, months = (int(value or 0) for value in whole.values())
    return Totals(
        calls,
        appointments,
        sales,
        months,
        values["revenue"],
        values["cycle_days"],
        state.scenario().currency,
        until,
    )


def _use(totals: Totals) -> None:
    try:
        plan = totals_to_scenario(totals)
        evidence = totals_to_evidence(
            totals.calls,
            totals.appointments,
            totals.sales,
            totals.months,
            totals.revenue,
            totals.cycle_days,
            totals.currency,
            totals.until,
        )
    except (EvidenceError, ScenarioError) as error:
        st.toast(plain(error), icon=":material/error:")
        return
    st.session_state[SOURCE] = None
    state.step(
        state.Work(plan.changed(policy=state.scenario().policy), (), "use the totals", evidence), refresh=True
    )
    st.toast(
        "The plan now rests on these totals. See the verdict on Target; Undo brings the old plan back.",
        icon=":material/check:",
    )
