"""Uploaded tables somebody is looking at, before they are used: read by a process of their own, kept per session."""

from __future__ import annotations

import secrets

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.evidence import EvidenceError, Table, read_upload
from ui.cache import Shelf
from ui.fields import import_progress

_SECRET, _REFUSED = "import_secret", "import_refused"
TABLES_BYTES = 256 * 2**20
TABLES: Shelf[Table] = Shelf(24, TABLES_BYTES, lambda table: table.size_bytes)
"""Each key holds a secret of its session."""


def read_table(uploaded: UploadedFile) -> Table | tuple[str, ...]:
    """The table, or why there is none. Kept under a secret of this session: it must never reach another one.

    The shelf has a bound for all visitors together; what fell off it is read again from the upload.
    """
    secret = st.session_state.setdefault(_SECRET, secrets.token_hex(16))
    place = (secret, uploaded.file_id)
    found = TABLES.get(place)
    if found is not None:
        return found[0]
    refused: dict[str, tuple[str, ...]] = st.session_state.get(_REFUSED, {})
    if uploaded.file_id in refused:
        return refused[uploaded.file_id]
    with import_progress.told(uploaded.name, uploaded.size, _stop, uploaded.file_id) as tick:
        try:
            table = read_upload(uploaded.getvalue(), uploaded.name, tick=tick)
        except EvidenceError as error:
            _refuse(uploaded.file_id, error.sentences)
            return error.sentences
    TABLES.put(place, table)
    return table


def read_again(file_id: str) -> None:
    """Forget why a file was not read."""
    refused: dict[str, tuple[str, ...]] = st.session_state.get(_REFUSED, {})
    st.session_state[_REFUSED] = {name: why for name, why in refused.items() if name != file_id}


def _refuse(file_id: str, sentences: tuple[str, ...]) -> None:
    refused: dict[str, tuple[str, ...]] = st.session_state.get(_REFUSED, {})
    st.session_state[_REFUSED] = dict([*refused.items(), (file_id, sentences)][-20:])


def _stop(file_id: str) -> None:
    _refuse(file_id, (import_progress.STOPPED,))
