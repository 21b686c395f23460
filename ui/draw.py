"""Charts onto the page: titles as text that wraps, specs made once per layout, the data sent alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from charts.palette import Palette, palette
from ui.text import plain

Layout = tuple[str | int | float | tuple[str, ...], ...]
Build = Callable[[pd.DataFrame, Palette], alt.LayerChart | alt.Chart]


def mode() -> str:
    """``dark`` or ``light``: the viewer's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(max_entries=200, show_spinner=False)
def _spec(layout: Layout, theme: str, _build: Build, _frame: pd.DataFrame) -> dict[str, Any]:
    """A chart's spec without its data. `layout` holds everything it depends on besides column names and theme."""
    del layout
    document: dict[str, Any] = _build(_frame, palette(theme)).to_dict()
    for part in ("data", "datasets", "config"):
        document.pop(part, None)
    document["config"] = {"view": {"stroke": None}}
    return document


def draw(title: str, build: Build, frame: pd.DataFrame, *, layout: Layout, alt_text: str, key: str) -> None:
    """A chart with its finding above it.

    title and alt_text: plain text. layout: hashable; the name of the chart and all that changes its spec. Values that
    change with every slider belong into `frame`, not into the spec.
    """
    st.markdown(f"**{plain(title)}**")
    st.vega_lite_chart(frame, _spec(layout, mode(), _build=build, _frame=frame), key=key, alt=alt_text)


def show_table(
    title: str, make: Callable[[], pd.DataFrame], *, key: str, icon: str = ":material/table:", note: str = ""
) -> None:
    """A table one click away; `make` is called only when somebody opens it. `title` is markdown, `note` plain text."""
    box = st.expander(title, icon=icon, key=key, on_change="rerun")
    if box.open:
        with box:
            st.dataframe(make(), hide_index=True, width="stretch")
            if note:
                st.caption(plain(note))
