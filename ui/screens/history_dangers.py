"""The dangers of the history a plan rests on: a short list on History, the most serious one on Target."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from simulator import Scenario
from simulator.evidence import Evidence
from simulator.evidence.dangers import SEVERITIES, danger_advice, danger_title, dangers_in
from simulator.scenario.danger import Severity
from ui.visitors.money_hidden import shown_text
from ui.wording.text import counted, plain

_MARKS: dict[Severity, tuple[str, str]] = {
    "grave": (":material/error:", "red"),
    "serious": (":material/warning:", "orange"),
    "note": (":material/info:", "gray"),
}


@dataclass(frozen=True)
class DangerLine:
    """One danger as the pages show it; message without what this visitor may not see."""

    severity: Severity
    title: str
    message: str
    advice: str

    @property
    def markdown(self) -> str:
        """Icon, title in the colour of its severity, and what was found."""
        icon, colour = _MARKS[self.severity]
        found = f" {plain(self.message)}" if self.message != self.title else ""
        return f":{colour}[{icon} **{plain(self.title)}.**]{found}"


def dangers_of_plan(plan: Scenario) -> list[DangerLine]:
    """What the plan carries along from the history it was built on, most serious first."""
    lines = [
        DangerLine(
            one.severity,
            danger_title(one.code),
            shown_text(one.message, danger_title(one.code)),
            danger_advice(one.code),
        )
        for one in plan.dangers
    ]
    return sorted(lines, key=lambda one: SEVERITIES.index(one.severity))


def dangers_of_evidence(evidence: Evidence) -> list[DangerLine]:
    """Those of one export, the notes too."""
    return [
        DangerLine(one.severity, one.title, shown_text(one.message, one.title), one.advice)
        for one in dangers_in(evidence)
    ]


def draw_dangers(lines: list[DangerLine]) -> None:
    """The list on History: what was found, with its figure, and what to do."""
    if not lines:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{counted(len(lines), 'danger')} in this history**")
        for one in lines:
            st.markdown(f"{one.markdown}  \n{plain(one.advice)}")


def worst_named(plan: Scenario) -> list[str]:
    """The most serious danger by its name alone, as markdown for a projector; nothing where there is none."""
    lines = dangers_of_plan(plan)
    if not lines:
        return []
    icon, colour = _MARKS[lines[0].severity]
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return [f"In its history: :{colour}[{icon} **{plain(lines[0].title)}**]{more}."]


def draw_worst(plan: Scenario) -> None:
    """One line on Target: the most serious danger under this verdict, and the way to all of them."""
    lines = dangers_of_plan(plan)
    if not lines:
        return
    more = f" And {len(lines) - 1} more." if len(lines) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{lines[0].markdown}{more}", width="stretch")
        st.page_link("../pages/history.py", label="See History", icon=":material/arrow_forward:")
