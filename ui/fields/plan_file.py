"""The plan's own facts, and another plan in its place: from a file, or the sample company."""

from __future__ import annotations

import streamlit as st

from simulator import ScenarioError
from simulator.scenario import Scenario, parse_scenario
from simulator.scenario.bounded import MAX_BYTES, bounded_document
from ui import state
from ui.fields import inputs
from ui.wording.text import plain


def draw() -> None:
    """The menu's content."""
    inputs.text_field("Name of the plan", ("name",))
    with st.grid(2, min_column_width=120, gap="small"):
        with st.container():
            inputs.text_field("First month", ("start_month",), help="Written YYYY-MM.")
        with st.container():
            inputs.number_field("Months", ("horizon_months",), whole=True)
        with st.container():
            inputs.text_field("Currency", ("currency",), help="Three letters. Amounts are not converted.")
        with st.container():
            inputs.number_field(
                "Seed",
                ("seed",),
                whole=True,
                grouped=False,
                help="The same seed gives the same digits to everybody.",
            )
    opened = st.file_uploader(
        "Open a plan",
        type=["toml", "json"],
        key=f"plan_open#{state.epoch()}",
        max_upload_size=MAX_BYTES // 2**20,
    )
    if opened is not None:
        _offer(opened.name, opened.getvalue())
    st.button(
        "Start again with the sample company",
        icon=":material/restart_alt:",
        on_click=_take,
        args=(None,),
        width="stretch",
        key="plan_sample",
    )


def _offer(name: str, content: bytes) -> None:
    try:
        plan = parse_scenario(bounded_document(content, "json" if name.lower().endswith(".json") else "toml"))
    except ScenarioError as error:
        lines = "\n".join(f"- {plain(problem)}" for problem in error.problems[:8])
        st.error(
            f"This file is not a plan that can be simulated. Your plan is unchanged.\n\n{lines}",
            icon=":material/error:",
        )
    else:
        st.button(
            f"Use {plain(plan.name)}",
            type="primary",
            on_click=_take,
            args=(plan,),
            width="stretch",
            key="plan_use",
        )


def _take(plan: Scenario | None) -> None:
    new = (
        state.Work(plan, (), "open another plan")
        if plan is not None
        else state.sample_work("the sample company")
    )
    state.step(new, refresh=True)
