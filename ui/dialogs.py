"""Whether a dialog stands over the page: a run of the whole page would close it under whoever uses it."""

from __future__ import annotations

import streamlit as st

_STANDS = "dialog_stands"


def none_yet() -> None:
    """A run of the whole page begins: what stood before is gone unless it is opened again."""
    st.session_state[_STANDS] = False


def opened() -> None:
    """A dialog is drawn."""
    st.session_state[_STANDS] = True


def is_open() -> bool:
    """Whether the last run of the whole page opened one; it may have been closed since by the browser alone."""
    return bool(st.session_state.get(_STANDS))
