"""A text and a button. The text's callback goes on only when the browser's next message is there."""

from __future__ import annotations

import sys
import threading

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx


def take_text() -> None:
    """Wait for the next message, then note the text: the session is read after the message came."""
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    sys.stdout.write(f"at work on {st.session_state['text']}\n")
    sys.stdout.flush()
    while context.script_requests._state == ScriptRequestType.CONTINUE:
        threading.Event().wait(0.01)
    st.session_state["taken"] = st.session_state["text"]


def count(clicks: str) -> None:
    """Note the click."""
    st.session_state[clicks] = st.session_state.get(clicks, 0) + 1


st.text_input("Text", key="text", on_change=take_text)
st.button("Click", key="click", on_click=count, args=("clicks",))
st.button("Other", key="other", on_click=count, args=("others",))
st.text(f"taken {st.session_state.get('taken')}")
st.text(f"others {st.session_state.get('others', 0)}")
st.text(f"clicks {st.session_state.get('clicks', 0)}")
