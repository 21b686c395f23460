"""Saved mappings: each person's own for each header; those of a shared plan are its owner's."""

from __future__ import annotations

import hashlib

import pytest

from store import Actor, Capability, NotAllowed, NotFound, Refused, ScenarioStore
from store.mappings import LONGEST_MAPPING, MOST_MAPPINGS
from tests.store.older import put_schema_1
from tests.store.places import ANA, BEN, NOBODY, Place, staffed


def header(number: int) -> str:
    """The fingerprint of some header."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def test_what_was_confirmed_last_comes_back(store: ScenarioStore) -> None:
    assert store.mapping(ANA, header(1)) is None
    first = store.save_mapping(ANA, header(1), 'amount = "Netto"')
    assert store.mapping(ANA, header(1)) == first
    second = store.save_mapping(ANA, header(1), 'amount = "Bruttó 🙂"\n')
    assert second.at >= first.at
    found = store.mapping(ANA, header(1))
    assert found is not None
    assert (found.document, found.fingerprint) == ('amount = "Bruttó 🙂"\n', header(1))
    assert store.mapping(ANA, header(2)) is None


def test_nobody_else_sees_it_and_forgetting_forgets(store: ScenarioStore) -> None:
    store.save_mapping(ANA, header(1), "a")
    assert store.mapping(BEN, header(1)) is None
    store.forget_mapping(BEN, header(1))
    assert store.mapping(ANA, header(1)) is not None
    store.forget_mapping(ANA, header(1))
    store.forget_mapping(ANA, header(1))
    assert store.mapping(ANA, header(1)) is None


def test_those_of_a_shared_plan_are_its_owner_s(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    editor = store.resolve(BEN.actor, store.share(ANA, saved.id, "edit").token).capability
    store.save_mapping(ANA, header(1), "of ana")
    through = store.mapping(editor, header(1), scenario_id=saved.id)
    assert through is not None
    assert through.document == "of ana"
    store.save_mapping(editor, header(1), "of both", scenario_id=saved.id)
    mine = store.mapping(ANA, header(1))
    assert mine is not None
    assert mine.document == "of both"
    assert store.mapping(BEN, header(1)) is None


def test_a_stranger_a_viewer_and_an_ended_link_get_nothing(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    store.save_mapping(ANA, header(1), "of ana")
    viewer = store.resolve(BEN.actor, store.share(ANA, saved.id, "view").token).capability
    new = store.share(ANA, saved.id, "edit")
    editor = store.resolve(BEN.actor, new.token).capability
    store.revoke(ANA, new.link.id)
    for who, refusal in ((BEN, NotFound), (viewer, NotAllowed), (editor, NotFound)):
        with pytest.raises(refusal):
            store.mapping(who, header(1), scenario_id=saved.id)
        with pytest.raises(refusal):
            store.save_mapping(who, header(1), "theirs", scenario_id=saved.id)
    with pytest.raises(NotAllowed, match="cookie"):
        store.save_mapping(NOBODY, header(1), "nobody's")
    kept = store.mapping(ANA, header(1))
    assert kept is not None
    assert kept.document == "of ana"


def test_the_one_confirmed_longest_ago_makes_room(store: ScenarioStore) -> None:
    carl = Capability(Actor("carl"))
    for number in range(MOST_MAPPINGS + 2):
        store.save_mapping(carl, header(number), str(number))
    kept = [number for number in range(MOST_MAPPINGS + 2) if store.mapping(carl, header(number)) is not None]
    assert len(kept) == MOST_MAPPINGS
    assert MOST_MAPPINGS + 1 in kept


@pytest.mark.parametrize("fingerprint", ["", "abc", "G" * 64, "0" * 65, "0" * 63 + "\n"])
def test_a_fingerprint_that_is_none_is_refused(store: ScenarioStore, fingerprint: str) -> None:
    with pytest.raises(Refused, match="fingerprint"):
        store.save_mapping(ANA, fingerprint, "a")
    with pytest.raises(Refused, match="fingerprint"):
        store.mapping(ANA, fingerprint)


@pytest.mark.parametrize("document", ["x" * (LONGEST_MAPPING + 1), "a\x00b", "\ud800"])
def test_what_cannot_be_kept_is_refused(store: ScenarioStore, document: str) -> None:
    with pytest.raises(Refused):
        store.save_mapping(ANA, header(1), document)
    assert store.mapping(ANA, header(1)) is None


def test_an_older_database_keeps_them_too(place: Place) -> None:
    put_schema_1(place)
    store = place.open()
    store.save_mapping(ANA, header(1), "a")
    assert store.mapping(ANA, header(1)) is not None
    place.close()
