"""A browser's answer from a widget that is no longer there changes nothing."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from ui import state

state.start()
calls = st.session_state.setdefault("calls", [])
if "old" not in st.session_state:
    st.session_state["old"] = state.while_shown(lambda: calls.append("old"))
st.session_state["new"] = state.while_shown(lambda: calls.append("new"))
st.button("old", on_click=st.session_state["old"])
st.button("new", on_click=st.session_state["new"])
st.button("redraw", on_click=state.redraw)
"""


def test_a_callback_of_a_replaced_widget_does_nothing() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=30).run()
    app.button[0].click().run()
    assert app.session_state["calls"] == ["old"]
    app.button[2].click().run()
    app.button[0].click().run()
    app.button[1].click().run()
    assert app.session_state["calls"] == ["old", "new"]
