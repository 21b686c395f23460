"""How it was last time: quotas and sales of people, typed or pasted, summed up."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.evidence.kinds import Quotas
from simulator.quotas.attainment import CUSHION, Attainment, attainment
from ui.fields import kinds_import, kinds_use
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.text import counted, plain

EXAMPLE = "Ana; 1000; 300\nBen; 1000; 800\nCarla; 1000; 1125"
_CUSHIONS = (0, 5, 10, 15, 20, 25, 30)


def draw(plan: Scenario) -> None:
    """A list to paste, and what it says; nothing for somebody who may only look."""
    if not view_mode.may_edit():
        return
    box = st.expander("How it was last time", icon=":material/history:", key="quotas_past", on_change="rerun")
    if not box.open:
        return
    with box:
        _imported()
        text = st.text_area(
            "One line a person: name; quota; sold",
            key="quotas_past_list",
            placeholder=EXAMPLE,
            height=160,
            persist_state="session",
        )
        cushion = st.selectbox(
            "Cushion: share of the quotas that is not in the plan",
            _CUSHIONS,
            index=_CUSHIONS.index(round(CUSHION * 100)),
            key="quotas_past_cushion",
            format_func=lambda one: formats.percent(one / 100),
        )
        if not text or not text.strip():
            return
        try:
            quotas, sales = parsed(text)
            found = attainment(quotas, sales, cushion / 100)
        except (ScenarioError, NotANumberError) as error:
            st.markdown(f":red[:material/error: {plain(error)}]")
            return
        st.markdown(sentence(found, plan.currency))


def _imported() -> None:
    """What a table of quotas read on History says, where one was in this tab."""
    evidence = kinds_import.read_last()
    if evidence is None or not isinstance(evidence.findings, Quotas):
        return
    found = evidence.findings
    people = counted(len({one.who for one in found.quotas}), "person", "people")
    total = "" if money_hidden.is_hidden() else f", {formats.money(found.total, evidence.currency)} in all"
    st.markdown(
        f"**The table read on History**: {plain(counted(len(found.quotas), 'quota'))} of {plain(people + total)}."
    )
    kinds_use.draw_attainment(found)


def parsed(text: str) -> tuple[list[float], list[float]]:
    """Quotas and sales of the lines; NotANumberError names the line that has none."""
    quotas, sales = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
        if len(cells) < 2:
            raise NotANumberError(
                f"line {number} needs a quota and what was sold, with a semicolon between them"
            )
        try:
            quota, sold = parse_number(cells[-2]), parse_number(cells[-1])
        except NotANumberError as error:
            raise NotANumberError(f"line {number}: {error}") from None
        quotas.append(quota)
        sales.append(sold)
    return quotas, sales


def sentence(found: Attainment, currency: str) -> str:
    """The summary as markdown."""
    amounts = (
        ""
        if money_hidden.is_hidden()
        else f" {plain(formats.money(found.sold, currency))} sold of {plain(formats.money(found.street, currency))} of "
        f"quotas; the plan was {plain(formats.money(found.plan, currency))}."
    )
    share = {
        name: plain(formats.percent(value))
        for name, value in (
            ("plan", found.of_plan), ("street", found.of_street), ("cushion", found.cushion), ("full", found.at_quota),
            ("most", found.at_80), ("half", found.under_half), ("middle", found.median),
        )
    }  # fmt: skip
    return (
        f"**{share['plan']} of the plan** at a cushion of {share['cushion']}, {share['street']} of the quotas."
        f"{amounts}\n\n"
        f"Of {plain(counted(found.people, 'person', 'people'))}: **{share['full']} reached quota**, {share['most']} "
        f"sold 80 % of it or more, {share['half']} under half; the one in the middle sold {share['middle']}."
    )
