"""Where the code on a projector leads the audience: to look, never to edit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from simulator.sample import sample_scenario
from store import Link
from store.records import LinkKind
from ui.kept import keeping
from ui.kept.keeping import Place
from ui.screens import present
from ui.sharing import share, share_link
from ui.visitors import visit

PLAN = sample_scenario()
NOW = datetime(2027, 1, 1, tzinfo=UTC)
HERE = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


def _link(kind: LinkKind, scenario_id: str = HERE) -> Link:
    return Link("id", scenario_id, kind, 1, False, "", "ana", NOW, None, None, None, 0, "open")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (None, None),
        (_link("view"), "http://room/?s=token"),
        (_link("live"), "http://room/?s=token"),
        (_link("edit"), None),
        (_link("view", "another plan"), None),
    ],
    ids=["no link", "view", "live", "edit", "of another plan"],
)
def test_a_link_just_made_is_shown_if_it_lets_look_at_this_plan(
    monkeypatch: pytest.MonkeyPatch, link: Link | None, address: str | None
) -> None:
    made = None if link is None else share.Made(link, "http://room/?s=token")
    monkeypatch.setattr("streamlit.session_state", {"share_made": made})
    monkeypatch.setattr(visit, "current", lambda: None)
    monkeypatch.setattr(keeping, "place", lambda: Place(HERE, 1, 0, PLAN, None, NOW))
    assert present.audience_address() == address


@pytest.mark.parametrize(
    ("shown", "address"),
    [("T" * 43, "the address of it"), (HERE, None)],
    ids=["a link", "a plan's own address"],
)
def test_a_link_that_is_looked_through_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, shown: str, address: str | None
) -> None:
    class Looking:
        address = shown
        shows_plan = True

    monkeypatch.setattr(visit, "current", Looking)
    monkeypatch.setattr(share_link, "address_of", lambda token: f"the address of it{token.strip('T')}")
    assert present.audience_address() == address
