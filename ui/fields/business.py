"""What a plan needs besides selling: costs, and subscriptions where there are any."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from ui import state
from ui.fields import inputs
from ui.fields.edits import Document, with_document
from ui.fields.inputs import number_field
from ui.fields.rate_fields import rate_fields
from ui.visitors import view_mode
from ui.wording.text import plain


def draw_section(plan: Scenario) -> None:
    """Costs, and the opening and movement of recurring revenue."""
    with st.expander("Costs and subscriptions", icon=":material/payments:", key="business"):
        st.markdown("**Costs**")
        with st.grid(4, min_column_width=170, gap="small"):
            with st.container():
                number_field("Gross margin, %", ("costs", "gross_margin", "mean"), scale=100, digits=2)
            with st.container():
                number_field(
                    "Margin give or take, points", ("costs", "gross_margin", "sd"), scale=100, digits=2
                )
            with st.container():
                number_field("Marketing a month", ("costs", "marketing_per_month"))
            with st.container():
                number_field("Overhead a month", ("costs", "overhead_per_month"))
        st.markdown("**Subscriptions**")
        if plan.recurring is None:
            st.caption(
                "One-off business: every deal counts once. With subscriptions a deal's size is its yearly value."
            )
            if not view_mode.may_edit():
                return
            st.button(
                "We sell subscriptions",
                key="recurring_on",
                icon=":material/autorenew:",
                on_click=_switch,
                args=(True,),
            )
            return
        with st.grid(4, min_column_width=170, gap="small"):
            with st.container():
                number_field("Customers at the start", ("recurring", "opening_customers"), whole=True)
            with st.container():
                number_field("MRR at the start", ("recurring", "opening_mrr"))
            with st.container():
                rate_fields("Churn a month", ("recurring", "monthly_churn"))
            with st.container():
                number_field(
                    "Expansion a month, %", ("recurring", "monthly_expansion", "mean"), scale=100, digits=3,
                    help="Growth of the revenue of customers who stay.",
                )  # fmt: skip
                number_field(
                    "Expansion give or take, points",
                    ("recurring", "monthly_expansion", "sd"),
                    scale=100,
                    digits=3,
                )
        if not view_mode.may_edit():
            return
        st.button("No subscriptions", key="recurring_off", icon=":material/close:", on_click=_switch, args=(False,),
                  help="Goals on recurring revenue must be removed first.")  # fmt: skip


def _switch(on: bool) -> None:
    def change(document: Document) -> None:
        if on:
            churn = {"mean": 0.01, "equivalent_n": 100.0, "grade": "guess"}
            document["recurring"] = {"opening_customers": 0, "opening_mrr": 0.0, "monthly_churn": churn}
        else:
            del document["recurring"]

    label = "Subscriptions"
    inputs.take(
        "recurring",
        "none" if not on else "some",
        label,
        lambda: with_document(state.scenario(), change),
        refresh=True,
    )
    problem = state.refused("recurring")
    if problem is not None:
        st.toast(plain(problem.sentence), icon=":material/error:")
        state.accept("recurring")
