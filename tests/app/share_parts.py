"""A plan of Ana's and links to it; for the tests of what others see through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from store import Actor, Capability, Saved, ScenarioStore
from store.records import LinkKind
from tests.app.app_parts import APP_SECONDS, words_of
from tests.app.test_keeping_pages import ANA, BEN, visit
from ui.kept import keeping_store

OWNER = Capability(Actor(ANA, "Ana"))
INPUTS = (
    *("text_input", "text_area", "number_input", "chat_input", "selectbox", "multiselect"),
    *("button_group", "radio", "slider", "select_slider", "toggle", "checkbox"),
    *("date_input", "time_input", "color_picker", "file_uploader", "data_editor"),
)
"""Streamlit's kinds of elements that hold an answer."""
PAGES = ("target", "history", "growth", "team", "goals", "levers", "compare", "quotas", "trust")
VIEWER_CHOICES = {
    "target": r"goal_choice#.*|papers_hide_money",
    "history": r"rates_by",
    "team": r"team_choice#.*",
    "goals": r"ladder_goal#.*",
    "levers": r"goal_choice#.*|dates_(people|team)#.*|stress_on\..*|turn_goals.*|seek_(own|wanted)",
    "compare": r"goal_choice#.*|compare_picks#.*|why_(from|to)#.*|sweep_(lever|other|range\d|try\d)#.*",
    "quotas": r"quotas_(team|manager|order|fair_(plan|rep|whose))|layers_(goal|every)#.*|activity_(goal|team)#.*",
}
"""What a viewer of a shared plan may choose, by page and key: only what is looked at. There is nothing to type."""


@dataclass(frozen=True)
class Shared:
    """A plan with two versions, and its owner's store."""

    store: ScenarioStore
    saved: Saved

    def link(self, kind: LinkKind, *, hide_money: bool = False) -> str:
        """The token of a new link."""
        return self.store.share(OWNER, self.saved.id, kind, hide_money=hide_money).token

    def save(self, plan: Scenario) -> int:
        """The owner saves a version; its number."""
        head = self.store.open(OWNER, self.saved.id).saved.head
        return self.store.save(OWNER, self.saved.id, plan, expected=head).number

    def end(self) -> None:
        """The owner revokes every link."""
        self.store.revoke_all(OWNER, self.saved.id)

    def state(self) -> tuple[object, ...]:
        """Everything the owner can see of the plan that a visitor must not change."""
        links = tuple((link.id, link.state) for link in self.store.links(OWNER, self.saved.id))
        deleted = self.store.library(OWNER, shelf="deleted").total
        history = self.store.history(OWNER, self.saved.id) if not deleted else None
        return links, deleted, history, self.store.library(Capability(Actor(BEN))).total


def shared(plan: Scenario | None = None) -> Shared:
    """A saved plan of Ana's."""
    store = keeping_store.store()
    first = plan or sample_scenario().changed(name="Plan of Ana", seed=11)
    saved = store.create(OWNER, first)
    found = Shared(store, saved)
    found.save(first.changed(seed=first.seed + 1))
    return found


def come(token: str, browser: str | None = BEN) -> AppTest:
    """Somebody opens a link."""
    return visit(browser or "", token) if browser else nobody(token)


def nobody(address: str) -> AppTest:
    """Somebody the server knows nothing of opens an address."""
    from tests.app.server_process import ROOT

    app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=APP_SECONDS)
    app.query_params["s"] = address
    return app.run()


def all_words(app: AppTest) -> str:
    """Everything that is written on the page."""
    captions = "\n".join(one.value for one in app.caption)
    return f"{words_of(app)}\n{captions}".replace("\u2060", "").replace("\u00a0", " ").replace("\\", "")


def controls_of(app: AppTest) -> list[Any]:
    """Everything on the page that can be typed into, moved or pressed, and has a key."""
    found = [one for kind in ("button", "download_button", *INPUTS) for one in app.get(kind)]
    return [one for one in found if getattr(one, "key", None)]


def inputs_of(app: AppTest) -> list[Any]:
    """Everything on the page that holds an answer: typed, chosen or moved; with a key or without."""
    return [one for kind in INPUTS for one in app.get(kind)]
