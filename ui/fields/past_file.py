"""A history of one's own to replay: a table with a month and a value, or a CRM export; the plan stays as it is."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.backtest import Choices, SeriesChoices, read_replayable
from simulator.backtest.month_columns import month_columns, value_columns
from simulator.evidence import EvidenceError, MappingChoices, Table, read_upload
from simulator.evidence.limits import LIMITS
from ui.cache import Shelf
from ui.computing import replays
from ui.computing.replays import Past
from ui.wording.text import plain, shown

_REFUSED = "past_refused"
TABLES: Shelf[Table] = Shelf(6, 128 * 2**20, lambda table: table.size_bytes)
FOUND: Shelf[Past] = Shelf(12, 128 * 2**20, replays.weight)
TEMPLATE = "month,bookings\n2024-01,120000\n2024-02,98000\n2024-03,143000\n"


def draw() -> Past | None:
    """The uploader and what it takes to know month and value; what can be replayed, or None so far."""
    with st.container(horizontal=True):
        st.download_button(
            "Template",
            data=TEMPLATE,
            file_name="history.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="past_template",
        )
    uploaded = st.file_uploader(
        "A table with a month and a value, or a CRM export",
        type=["csv", "tsv", "txt", "xlsx"],
        key="past_upload",
        max_upload_size=LIMITS.bytes // 2**20,
        help="It is replayed and forgotten; your plan does not change.",
    )
    if uploaded is None:
        return None
    read = _read(uploaded)
    if isinstance(read, tuple):
        _say(read)
        return None
    return _past(read, _columns(read))


def _read(uploaded: UploadedFile) -> Table | tuple[str, ...]:
    place = (replays.secret(), uploaded.file_id)
    found = TABLES.get(place)
    if found is not None:
        return found[0]
    refused: tuple[str, tuple[str, ...]] | None = st.session_state.get(_REFUSED)
    if refused is not None and refused[0] == uploaded.file_id:
        return refused[1]
    with st.spinner("Reading the file…"):
        try:
            table = read_upload(uploaded.getvalue(), uploaded.name)
        except EvidenceError as error:
            st.session_state[_REFUSED] = (uploaded.file_id, error.sentences)
            return error.sentences
    TABLES.put(place, table)
    return table


def _columns(table: Table) -> SeriesChoices:
    """Asked only where more than one column could be meant."""
    chosen: dict[str, str | None] = {}
    several = {"month": month_columns(table), "value": value_columns(table)}
    if all(len(options) < 2 for options in several.values()):
        return SeriesChoices()
    with st.container(horizontal=True):
        for name, options in several.items():
            if len(options) > 1:
                chosen[name] = st.selectbox(
                    f"Column with the {name}",
                    [None, *options],
                    key=f"past.{table.digest[:12]}.{name}",
                    format_func=lambda one: "choose" if one is None else shown(one),
                )
    return SeriesChoices(month=chosen.get("month"), value=chosen.get("value"))


def _past(table: Table, columns: SeriesChoices) -> Past | None:
    place = (replays.secret(), table.digest, columns)
    found = FOUND.get(place)
    if found is not None:
        return found[0]
    try:
        past = read_replayable(table, Choices(columns, MappingChoices()))
    except EvidenceError as error:
        _say(error.sentences)
        return None
    FOUND.put(place, past)
    return past


def _say(sentences: tuple[str, ...]) -> None:
    lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    st.error(f"This file cannot be replayed yet.\n\n{lines}", icon=":material/error:")
