"""Charts onto the page: titles as text that wraps, specs made once per layout, the data sent alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st

from charts.palette import LIGHT, Palette, palette
from exports import picture, table_csv
from ui import state
from ui.handouts.downloads import File, draw_file_menu, draw_files
from ui.wording.text import plain

Layout = tuple[str | int | float | tuple[str, ...], ...]
Build = Callable[[pd.DataFrame, Palette], alt.LayerChart | alt.Chart]
_SIZES = frozenset(
    {"fontSize", "labelFontSize", "titleFontSize", "strokeWidth", "size", "dx", "dy", "titleY"}
)


def mode() -> str:
    """``dark`` or ``light``: the viewer's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(max_entries=200, show_spinner=False)
def _spec(layout: Layout, theme: str, enlarged: float, _build: Build, _frame: pd.DataFrame) -> dict[str, Any]:
    """A chart's spec without its data. `layout` holds everything it depends on besides column names and theme."""
    del layout
    document: dict[str, Any] = _build(_frame, palette(theme)).to_dict()
    for part in ("data", "datasets", "config"):
        document.pop(part, None)
    if enlarged != 1:
        _enlarge(document, enlarged)
        document["height"] = "container"
    document["config"] = {"view": {"stroke": None}}
    return document


def _enlarge(part: Any, factor: float) -> None:
    """Make type and lines `factor` times as large, in place."""
    if isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, int | float) and name in _SIZES:
                part[name] = value * factor
            else:
                _enlarge(value, factor)
    elif isinstance(part, list):
        for one in part:
            _enlarge(one, factor)


def draw(
    title: str,
    build: Build,
    frame: pd.DataFrame,
    *,
    layout: Layout,
    alt_text: str,
    key: str,
    takeaway: bool = True,
    enlarged: float = 1.0,
) -> None:
    """A chart with its finding above it, and where `takeaway` a menu that hands it out as a picture.

    title and alt_text: plain text. layout: hashable; the name of the chart and all that changes its spec. Values that
    change with every slider belong into `frame`, not into the spec. enlarged: other than 1, type and lines are so many
    times as large and the chart is as high as what holds it.
    """
    if takeaway:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.markdown(f"**{plain(title)}**", width="stretch")
            draw_file_menu("Picture", _pictures(title, build, frame, key), key=f"picture_{key}")
    else:
        st.markdown(f"**{plain(title)}**")
    spec = _spec(layout, mode(), enlarged, _build=build, _frame=frame)
    if enlarged == 1:
        st.vega_lite_chart(frame, spec, key=key, alt=alt_text)
        return
    with st.container(key=f"{key}_large"):
        st.vega_lite_chart(frame, spec, key=key, alt=alt_text, height="stretch")


def _pictures(title: str, build: Build, frame: pd.DataFrame, key: str) -> list[File]:
    """The chart on white, in the fonts that come with the product."""

    def drawn(form: Literal["png", "svg"]) -> bytes:
        return picture(build(frame, LIGHT), form, title=title)

    name = f"{state.scenario().name} {key}"
    return [
        File(f"png_{key}", "PNG, for slides and mail", partial(drawn, "png"), name, "png", "image"),
        File(f"svg_{key}", "SVG, for print", partial(drawn, "svg"), name, "svg", "polyline"),
    ]


def show_frame(frame: pd.DataFrame, *, key: str) -> None:
    """A table to read, and below it the same as a CSV file."""
    st.dataframe(frame, hide_index=True, width="stretch", key=f"{key}.shown")
    name = f"{state.scenario().name} {key.replace('_', ' ')}"
    draw_files([File(f"csv_{key}", "CSV", partial(table_csv, frame), name, "csv")], quiet=True)


def show_table(
    title: str, make: Callable[[], pd.DataFrame], *, key: str, icon: str = ":material/table:", note: str = ""
) -> None:
    """A table one click away; `make` is called only when somebody opens it. `title` is markdown, `note` plain text."""
    box = st.expander(title, icon=icon, key=key, on_change="rerun")
    if box.open:
        with box:
            show_frame(make(), key=key)
            if note:
                st.caption(plain(note))
