"""On which page a message belongs, when a page is being left, and with which message a click counts."""

from __future__ import annotations

from streamlit.proto.ClientState_pb2 import ClientState

from ui.serving.interruption import Way, take_clicks_once, way_after

NAMES = ("name", "seed")


def _said(page: str, *widgets: str, back: bool = False) -> ClientState:
    client = ClientState(page_script_hash=page, is_history_navigation=back)
    for one in widgets:
        client.widget_states.widgets.add(id=one)
    return client


def _way(*said: ClientState) -> Way:
    way = Way("")
    for client in said:
        way = way_after(way, client)
    return way


LEAVING = (_said(""), _said("target", "lever", *NAMES), _said("team", *NAMES))


def test_what_the_page_that_is_left_reports_goes_along() -> None:
    late = _said("target", "lever", "menu", *NAMES)
    assert _way(*LEAVING).to == _way(*LEAVING, late).to == _way(*LEAVING, late, late).to == "team"


def test_a_click_back_to_that_page_goes_back() -> None:
    assert _way(*LEAVING, _said("target", *NAMES)).to == "target"
    assert _way(*LEAVING, _said("target", "lever", "menu", *NAMES, back=True)).to == "target"


def test_once_the_new_page_has_answered_every_message_says_its_own_page() -> None:
    there = (*LEAVING, _said("team", "roster"))
    assert not _way(*there).is_under_way
    assert _way(*there, _said("target", "roster", "lever")).to == "target"


def test_a_first_message_is_on_no_way() -> None:
    assert not _way(_said("")).is_under_way
    assert not _way(_said("target", "lever")).is_under_way


def _clicked(*, by_the_clock: bool) -> ClientState:
    client = ClientState(is_auto_rerun=by_the_clock, fragment_id="part" if by_the_clock else "")
    client.widget_states.widgets.add(id="next", trigger_value=True)
    client.widget_states.widgets.add(id="name", string_value="Plan")
    client.widget_states.widgets.add(id="is on", bool_value=True)
    take_clicks_once(client)
    return client


def test_what_the_clock_asks_for_brings_what_stays_and_no_click() -> None:
    assert [one.id for one in _clicked(by_the_clock=True).widget_states.widgets] == ["name", "is on"]
    assert [one.id for one in _clicked(by_the_clock=False).widget_states.widgets] == ["next", "name", "is on"]
