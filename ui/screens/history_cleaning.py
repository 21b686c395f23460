"""What cleaning did to an export, as a table: one row a kind of change, with its rows, its column and examples."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from exports import table_csv
from simulator.evidence import Evidence
from simulator.evidence.cleaning import Cleaned, Example, rows_left_out
from simulator.evidence.dangers import dangers_in
from ui import state
from ui.handouts.downloads import File, draw_files
from ui.wording.text import counted, plain, shown


def draw_cleaning(evidence: Evidence, *, key: str) -> None:
    """The table one click away, its title with the count; below it what is worth knowing of the data."""
    cleaning = evidence.cleaning
    told = {one.code for one in cleaning} | {one.code for one in dangers_in(evidence)}
    rest = [remark for remark in evidence.remarks if remark.code not in told]
    if cleaning:
        box = st.expander(
            title(cleaning), icon=":material/cleaning_services:", key=f"{key}.cleaning", on_change="rerun"
        )
        if box.open:
            with box:
                _draw_table(cleaning, key)
    elif not rest:
        st.caption("Nothing had to be cleaned.")
    if rest:
        with st.expander(
            f"Worth knowing about this history: {len(rest)}",
            icon=":material/info:",
            expanded=len(rest) <= 4,
            key=f"{key}.dangers",
        ):
            st.markdown("\n".join(f"- {plain(remark.message)}" for remark in rest))


def _draw_table(cleaning: tuple[Cleaned, ...], key: str) -> None:
    """A table that wraps, so that every example can be read; the same as a CSV file."""
    frame = cleaning_frame(cleaning)
    words = pd.DataFrame(
        {
            "What": [f"{one.column}: {one.what}" if one.column else one.what for one in cleaning],
            "Rows": [f"{one.count:,} {one.done}" for one in cleaning],
            "Examples": frame["Examples"],
        }
    )
    words = words.map(plain).set_index("What")  # three columns: a phone has no room for five
    st.table(words)
    st.caption(
        "Rows are counted as in a spreadsheet. Left out: the row counts nowhere. Assumed: nothing in the file "
        "decides it. Kept: it counts, though something is missing. Suggested: nothing was changed."
    )
    name = f"{state.scenario().name} cleaning"
    draw_files([File(f"csv_{key}.cleaning", "CSV", partial(table_csv, frame), name, "csv")], quiet=True)


def title(cleaning: tuple[Cleaned, ...]) -> str:
    """The count of it, in words."""
    left_out = rows_left_out(cleaning)
    rows = f"{counted(left_out, 'row')} left out" if left_out else "no row left out"
    return f"What was cleaned: {counted(len(cleaning), 'kind')} of change, {rows}"


def cleaning_frame(cleaning: tuple[Cleaned, ...]) -> pd.DataFrame:
    """A row for each kind of change."""
    return pd.DataFrame(
        [
            {
                "What": shown(one.what, 120),
                "Done": one.done,
                "Rows": one.count,
                "Column": shown(one.column, 60),
                "Examples": "; ".join(_example(each) for each in one.examples),
            }
            for one in cleaning
        ]
    )


def _example(one: Example) -> str:
    before, after = shown(one.before), shown(one.after)
    return f"row {one.row}: {before} → {after or 'nothing'}" if before else f"row {one.row}"
