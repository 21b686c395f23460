"""What every metric means: definition and whose it is, formula, what it needs, where its evidence comes from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator import Scenario
from simulator.goals import METRICS, Metric, missing
from ui import state
from ui.wording.metric_words import metric_words
from ui.wording.text import shown

UNITS = {"money": "money", "count": "number", "share": "%", "days": "days", "number": "number"}
GROUPS = ("money", "customers", "funnel", "people", "activity")


def draw(plan: Scenario) -> None:
    """All of them as a table that can be sorted and searched."""
    with st.expander(
        "What each metric means", icon=":material/menu_book:", key=f"definitions#{state.epoch()}"
    ):
        st.dataframe(definitions(plan), hide_index=True, key="definitions_table")


def definitions(plan: Scenario) -> pd.DataFrame:
    """A row a metric; the last column says what this plan lacks for it."""
    ordered = sorted(METRICS.values(), key=lambda one: GROUPS.index(one.group))
    return pd.DataFrame([_row(plan, one) for one in ordered])


def _row(plan: Scenario, one: Metric) -> dict[str, str]:
    lacking = missing(plan, one.name)
    return {
        "Metric": one.label,
        "About": one.group,
        "Definition": one.definition,
        "Formula": one.formula,
        "Unit": UNITS[metric_words(one.name).unit],
        "Better": "more" if one.better > 0 else "less",
        "Kind": f"{one.timing}, {one.sort}",
        "Needs": ", ".join(one.needs),
        "Evidence": one.evidence,
        "Definition follows": one.source,
        "Missing here": shown(" ".join(missed.sentence for missed in lacking), 300),
        "In a file": one.name,
    }
