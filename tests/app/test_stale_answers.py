"""What a browser reports of a widget the server has replaced: known, it changes nothing; new, it is taken."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.app.app_parts import APP_SECONDS, plan_of

SCRIPT = """
import streamlit as st
from ui import state
from ui.fields import showing
from simulator.scenario import Scenario

state.start()
name = state.scenario().name
key = showing.key_for("name", name, name)

def take(typed: str) -> str:
    state.commit(state.scenario().changed(name=typed), "name")
    return state.scenario().name

callback = showing.answered("name", key, take)
st.session_state.setdefault("first", (key, callback))
st.text_input("Name", value=name, key=key, on_change=callback)

def report(text: str) -> None:
    first, late = st.session_state["first"]
    st.session_state[first] = text
    late()

st.button("undo", on_click=state.undo)
st.button("the same again", on_click=report, args=("One",))
st.button("typed just now", on_click=report, args=("Two",))
st.button("another plan", on_click=lambda: state.step(state.sample_work("another"), refresh=True))
st.text(key)
"""


def _arrive() -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=APP_SECONDS).run()
    app.text_input[0].set_value("One").run()
    assert plan_of(app).name == "One"
    return app


def _press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()


def test_a_late_report_of_what_was_taken_already_does_not_undo_the_undo() -> None:
    app = _arrive()
    _press(app, "undo")
    before = plan_of(app).name
    assert before != "One"
    _press(app, "the same again")
    assert plan_of(app).name == before
    assert app.text_input[0].value == before


def test_what_was_typed_into_a_field_as_it_was_replaced_is_taken() -> None:
    app = _arrive()
    _press(app, "undo")
    _press(app, "typed just now")
    assert plan_of(app).name == "Two"
    assert app.text_input[0].value == "Two"
    _press(app, "undo")
    assert plan_of(app).name != "Two"


def test_what_was_typed_into_another_plan_is_not_taken_and_says_so() -> None:
    app = _arrive()
    _press(app, "another plan")
    before = plan_of(app).name
    _press(app, "typed just now")
    assert plan_of(app).name == before
    assert "Two was entered into another plan" in app.toast[0].value


def test_a_field_keeps_its_widget_through_its_own_edits_and_changes_it_after_undo() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=APP_SECONDS).run()
    first = app.text[0].value
    app.text_input[0].set_value("One").run()
    assert app.text[0].value == first
    _press(app, "undo")
    assert app.text[0].value != first
