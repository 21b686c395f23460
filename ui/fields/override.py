"""The plan's inputs in one table, and the form that overrides one of them with a reason."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import DealSize, Rate
from ui import state
from ui.fields import inputs
from ui.fields.edits import current, with_value
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens import draw
from ui.visitors import view_mode
from ui.wording.evidence_words import EvidenceRow, Grade, evidence_table

SURENESS = {
    "": "taken as exact",
    "20": "like 20 cases",
    "50": "like 50 cases",
    "200": "like 200 cases",
    "1000": "like 1,000 cases",
}


GRADES = {"guess": "our own guess", "benchmark": "a benchmark"}


def draw_rates(plan: Scenario, rows: list[EvidenceRow]) -> None:
    """What the plan uses now, and the override form."""
    st.subheader("What the plan uses", anchor=False)
    draw.show_frame(evidence_table(rows), key="assumptions")
    if not view_mode.may_edit():
        return
    with st.expander("Override one with a reason", icon=":material/edit_note:", key="override"):
        _form(plan, [row for row in rows if row.overridable])


def _form(plan: Scenario, rows: list[EvidenceRow]) -> None:
    key = f"override#{state.epoch()}"
    problem = state.refused(key)
    names = [f"{row.name}, {row.team}" if row.team and len(plan.teams) > 1 else row.name for row in rows]
    with st.grid(4, min_column_width=190, gap="small"):
        number = st.selectbox("Input", range(len(rows)), key=f"{key}.row", format_func=lambda one: names[one])
        row = rows[number or 0]
        st.text_input(_label(row), key=f"{key}.value", placeholder=row.value)
        if row.is_rate:
            st.selectbox(
                "How sure", list(SURENESS), key=f"{key}.sure", index=2, format_func=lambda one: SURENESS[one]
            )
        st.selectbox("It is", list(GRADES), key=f"{key}.grade", format_func=lambda one: GRADES[one])
        st.text_input("Reason, or source", key=f"{key}.reason", placeholder="why the history does not hold")

    def override() -> None:
        typed, reason = str(st.session_state[f"{key}.value"]), str(st.session_state[f"{key}.reason"]).strip()
        sure = str(st.session_state.get(f"{key}.sure", ""))
        grade: Grade = "benchmark" if st.session_state.get(f"{key}.grade") == "benchmark" else "guess"

        def make() -> Scenario:
            if not reason and grade == "benchmark":
                raise NotANumberError(
                    "needs its source; say where the benchmark can be looked up, or call it a guess"
                )
            if not reason:
                raise NotANumberError("needs a reason; say why the measured value does not hold")
            return overridden(
                state.scenario(), row, parse_number(typed), reason, float(sure) if sure else None, grade
            )

        inputs.take(key, typed, row.name, make, refresh=True)

    st.button("Override", type="primary", icon=":material/check:", key=f"{key}.go", on_click=override)
    if problem is not None:
        inputs.explain(key)
    st.caption(
        "The input then carries this grade, with your reason as its source. Undo brings the measured one back."
    )


def _label(row: EvidenceRow) -> str:
    return "New value, %" if _scale(row) != 1 else "New value"


def _scale(row: EvidenceRow) -> float:
    return (
        1.0
        if row.path[0] == "teams" and row.path[-1] in ("inbound_per_month", "deal_size", "cycle_days")
        else 100.0
    )


def overridden(
    plan: Scenario,
    row: EvidenceRow,
    value: float,
    reason: str,
    sure: float | None,
    grade: Grade = "guess",
) -> Scenario:
    """`plan` with the input of `row` set to `value` (percent for shares), its source being `reason`.

    Raises ScenarioError where the value is not allowed.
    """
    new = round(value / _scale(row), 12)
    told: dict[str, Any] = {"mean": new, "grade": grade, "source": reason}
    before = current(plan, row.path)
    if isinstance(before, Rate):
        if sure is not None and 0 < new < 1:
            told["equivalent_n"] = sure
        return with_value(plan, row.path, told)
    kept = before.model_dump(
        mode="json", exclude_none=True, exclude={"mean", "grade", "source", "n", "values"}
    )
    if isinstance(before, DealSize) and before.values is not None:
        kept |= {"family": "gamma", "cv": round(before.spread, 6)}
    return with_value(plan, row.path, {**kept, **told})
