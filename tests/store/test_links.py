"""Links: what they open, when they end, and what is kept of them."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import event, text

from store import Actor, LinkEnded, NotAllowed, NotFound, Refused, ScenarioStore
from store.__main__ import main
from store.sharing import token_hash
from store.sql_store import SqlStore
from store.tables import METADATA
from tests.store.places import ANA, BEN, NOBODY, Place, plan, staffed

STRANGER = Actor("browser-of-cat")
NO_TOKENS = [
    "", "1", "a", ":s", ":token", "%", "_", "%" * 43, "null", "undefined", "None", "0" * 42, "0" * 44, "a" * 1_000_000,
    "а" * 43, "０" * 43, " " + "a" * 42, "a" * 42 + "\n", "a" * 43 + "\n", "a" * 42 + "\x00", "a" * 42 + "=",
    "a" * 42 + "+",
    "a" * 42 + "/", "' OR 1=1 --" + "a" * 32, "'); DROP TABLE links; --" + "a" * 19, "../" * 14 + "a", "\ud800" * 43,
    "a" * 42 + "\u200b", "a" * 42 + "é", "00000000-0000-4000-8000-000000000000",
]  # fmt: skip


def shared(store: ScenarioStore, kind: Any = "view", **asked: Any) -> tuple[str, str, str]:
    """A scenario, a link's id and its token."""
    saved = store.create(ANA, staffed(1))
    made = store.share(ANA, saved.id, kind, **asked)
    return saved.id, made.link.id, made.token


@pytest.mark.parametrize("token", NO_TOKENS, ids=range(len(NO_TOKENS)))
def test_s1_what_is_no_token_never_reaches_the_database(sqlite_place: Place, token: str) -> None:
    store = sqlite_place.open()
    assert isinstance(store, SqlStore)
    asked: list[str] = []
    event.listen(
        store._transactions.engine, "before_cursor_execute", lambda *call: asked.append(str(call[2]))
    )
    with pytest.raises(NotFound):
        store.resolve(STRANGER, token)
    assert [statement for statement in asked if "SELECT" in statement] == []


def test_a_view_shows_one_revision_for_good(store: ScenarioStore) -> None:
    scenario, _, token = shared(store)
    store.save(ANA, scenario, staffed(2, name="Secret rename"), expected=1)
    opened = store.resolve(STRANGER, token)
    assert opened.revision is not None
    assert (opened.revision.number, opened.revision.scenario) == (1, staffed(1))
    assert (opened.saved.head, opened.saved.name) == (2, "Plan")
    with pytest.raises(NotAllowed):
        store.revision(opened.capability, scenario, 2)


def test_a_live_view_follows(store: ScenarioStore) -> None:
    scenario, _, token = shared(store, "live")
    capability = store.resolve(STRANGER, token).capability
    store.save(ANA, scenario, staffed(2), expected=1)
    opened = store.open(capability, scenario)
    assert opened.revision is not None
    assert opened.revision.scenario == staffed(2)


@pytest.mark.parametrize(("kind", "days"), [("view", 30), ("live", 30), ("edit", 7), ("view", 1)])
def test_a_link_ends_by_itself_on_its_day(store: ScenarioStore, place: Place, kind: Any, days: int) -> None:
    scenario, _, token = shared(store, kind, days=days if days == 1 else None)
    capability = store.resolve(STRANGER, token).capability
    place.clock.move(days=days, microseconds=-1)
    store.open(capability, scenario)
    place.clock.move(microseconds=1)
    with pytest.raises(NotFound):
        store.open(capability, scenario)
    with pytest.raises(NotFound):
        store.resolve(STRANGER, token)
    assert store.links(ANA, scenario)[0].state == "expired"


def test_a_manage_link_lasts(store: ScenarioStore, place: Place) -> None:
    _, _, token = shared(store, "manage")
    place.clock.move(days=3650)
    assert store.resolve(STRANGER, token).role == "owner"


def test_an_open_tab_loses_a_revoked_link_at_its_next_call(store: ScenarioStore) -> None:
    scenario, link, token = shared(store, "edit")
    capability = store.resolve(STRANGER, token).capability
    assert store.revoke(ANA, link).state == "revoked"
    for call in (
        lambda: store.open(capability, scenario),
        lambda: store.save(capability, scenario, staffed(9), expected=1),
        lambda: store.duplicate(capability, scenario),
        lambda: store.save_draft(capability, scenario, staffed(9), base=1, version=0),
    ):
        with pytest.raises(NotFound):
            call()
    assert store.open(ANA, scenario).saved.head == 1


def test_a_clock_that_goes_back_revives_nothing_that_was_revoked(store: ScenarioStore, place: Place) -> None:
    _, link, token = shared(store)
    store.revoke(ANA, link)
    place.clock.move(days=-2)
    with pytest.raises(NotFound):
        store.resolve(STRANGER, token)


def test_strangers_get_one_answer_and_the_owner_the_cause(place: Place) -> None:
    store = place.open()
    expired = shared(store, days=1)[2]
    place.clock.move(days=2)
    _, link, revoked = shared(store)
    store.revoke(ANA, link)
    scenario, _, deleted = shared(store)
    store.delete(ANA, scenario)
    off = shared(store)[2]
    causes = {expired: "expired", revoked: "revoked", deleted: "deleted"}
    answers = set()
    for token, cause in causes.items():
        with pytest.raises(LinkEnded) as told:
            store.resolve(ANA.actor, token)
        assert told.value.cause == cause
        for actor in (STRANGER, BEN.actor, NOBODY.actor):
            with pytest.raises(NotFound) as caught:
                store.resolve(actor, token)
            answers.add((type(caught.value), str(caught.value)))
    for unknown in ("A" * 43, ":s"):
        with pytest.raises(NotFound) as caught:
            store.resolve(ANA.actor, unknown)
        answers.add((type(caught.value), str(caught.value)))
    closed = place.open(sharing=False)
    with pytest.raises(NotFound) as caught:
        closed.resolve(STRANGER, off)
    answers.add((type(caught.value), str(caught.value)))
    assert len(answers) == 1
    with pytest.raises(LinkEnded) as told:
        closed.resolve(ANA.actor, off)
    assert told.value.cause == "off"


def test_sharing_switched_off_ends_every_link_but_the_owner_s_own(place: Place) -> None:
    store = place.open()
    scenario, _, token = shared(store, "edit")
    manage = store.share(ANA, scenario, "manage").token
    capability = store.resolve(BEN.actor, token).capability
    closed = place.open(sharing=False)
    with pytest.raises(NotFound):
        closed.open(capability, scenario)
    with pytest.raises(NotAllowed, match="switched off"):
        closed.share(ANA, scenario, "view")
    assert closed.shared_with_me(BEN.actor) == ()
    assert closed.resolve(BEN.actor, manage).role == "owner"


def test_only_the_hash_of_a_token_is_kept(place: Place) -> None:
    store = place.open()
    scenario, _, token = shared(store)
    store.resolve(STRANGER, token)
    made = store.share(ANA, scenario, "live")
    assert made.token not in repr(made)
    assert isinstance(store, SqlStore)
    with store._transactions.engine.connect() as connection:
        kept = " ".join(str(connection.execute(table.select()).all()) for table in METADATA.sorted_tables)
        assert connection.execute(text("SELECT count(*) FROM links")).scalar_one() == 2
    assert token not in kept
    assert token_hash(token) in kept


def test_uses_are_counted_where_somebody_opens_a_link_and_nowhere_else(
    store: ScenarioStore, place: Place
) -> None:
    scenario, _, token = shared(store)
    assert store.links(ANA, scenario)[0].last_used_at is None
    place.clock.move(hours=1)
    capability = store.resolve(STRANGER, token).capability
    store.resolve(STRANGER, token)
    store.open(capability, scenario)
    link = store.links(ANA, scenario)[0]
    assert (link.use_count, link.last_used_at) == (2, place.clock.now)


def test_the_library_lists_what_was_shared_with_one(store: ScenarioStore, place: Place) -> None:
    scenario, link, token = shared(store, "edit", label="for Ben")
    own_use = store.resolve(ANA.actor, token)
    assert own_use.role == "edit"
    assert store.shared_with_me(ANA.actor) == ()
    assert store.shared_with_me(BEN.actor) == ()
    store.resolve(BEN.actor, token)
    (entry,) = store.shared_with_me(BEN.actor)
    assert (entry.name, entry.kind, entry.scenario_id) == ("Plan", "edit", scenario)
    assert store.save(entry.capability, scenario, staffed(2), expected=1).author == "Ben"
    store.revoke(ANA, link)
    assert store.shared_with_me(BEN.actor) == ()


def test_everything_one_shared_ends_at_once(store: ScenarioStore) -> None:
    tokens = [shared(store)[2] for _ in range(3)]
    mine = store.my_links(ANA)
    assert len(mine) == 3
    assert store.my_links(BEN) == ()
    store.revoke(ANA, mine[0].id)
    assert store.revoke_all(BEN) == 0
    assert store.revoke_all(ANA) == 2
    assert {link.state for link in store.my_links(ANA)} == {"revoked"}
    for token in tokens:
        with pytest.raises(NotFound):
            store.resolve(STRANGER, token)


def test_every_link_of_everybody_ends_by_command(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = place.open()
    tokens = [shared(store, kind)[2] for kind in ("view", "edit", "manage")]
    store.revoke(ANA, store.my_links(ANA)[0].id)
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(place.data_dir))
    monkeypatch.setenv("SIMULATOR_DATABASE_URL", place.url)
    assert main(["revoke"]) == 0
    assert capsys.readouterr().out == "2 links were ended.\n"
    for token in tokens:
        with pytest.raises(NotFound):
            store.resolve(STRANGER, token)


def test_a_viewer_learns_nothing_of_the_owner_or_of_what_was_before(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    store.save(ANA, saved.id, staffed(2), expected=1)
    for kind in ("view", "live"):
        made = store.share(ANA, saved.id, kind, label="for the bank")
        opened = store.resolve(STRANGER, made.token)
        assert "browser-of-ana" not in repr(opened)
        assert "for the bank" not in repr(opened)
        assert "headcount 1" not in repr(opened)
        assert "headcount 1" not in repr(store.revision(opened.capability, saved.id, 2))
        assert opened.link is not None
        assert opened.link.expires_at == made.link.expires_at
    editor = store.resolve(STRANGER, store.share(ANA, saved.id, "edit").token)
    assert editor.revision is not None
    assert editor.revision.summary == "headcount 1 → 2"


def test_every_link_of_one_scenario_ends_at_once(store: ScenarioStore) -> None:
    scenario, _, _ = shared(store)
    kept = shared(store)[2]
    store.share(ANA, scenario, "edit")
    assert store.revoke_all(ANA, scenario) == 2
    assert store.resolve(STRANGER, kept).role == "view"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kind": "admin"}, "kind = admin"),
        ({"kind": "view", "days": 0}, "between 1 and 365 days"),
        ({"kind": "view", "days": 366}, "between 1 and 365 days"),
        ({"kind": "edit", "hide_money": True}, "hide_money"),
        ({"kind": "view", "revision": 9}, "revision = 9"),
        ({"kind": "view", "label": "a\x00b"}, "label"),
        ({"kind": "view", "label": "x" * 121}, "label"),
    ],
)
def test_what_no_link_can_be_is_refused(store: ScenarioStore, asked: dict[str, Any], sentence: str) -> None:
    saved = store.create(ANA, plan())
    with pytest.raises(Refused, match=sentence):
        store.share(ANA, saved.id, **asked)
    assert store.links(ANA, saved.id) == ()


def test_a_token_has_256_bits_and_the_agreed_form(store: ScenarioStore) -> None:
    tokens = {shared(store)[2] for _ in range(5)}
    assert {len(token) for token in tokens} == {43}
    assert len(tokens) == 5
    assert sqlite3.threadsafety == 3  # what sharing connections between threads rests on
