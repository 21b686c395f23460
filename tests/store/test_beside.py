"""What stands beside a version: written once, for whoever may see the version and its amounts."""

from __future__ import annotations

import pytest

from store import NotAllowed, NotFound, Refused, ScenarioStore
from store.documents import LONGEST_ASIDE
from tests.store.older import ACTIVE, put_schema_1
from tests.store.places import ANA, BEN, Place, staffed


def test_a_version_keeps_what_it_was_saved_with_and_later_ones_inherit_it(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    assert store.beside(ANA, saved.id, 1) == ""
    store.keep_beside(ANA, saved.id, 1, "evidence of 2026 🙂")
    store.save(ANA, saved.id, staffed(2), expected=1)
    assert store.beside(ANA, saved.id, 1) == store.beside(ANA, saved.id, 2) == "evidence of 2026 🙂"
    store.keep_beside(ANA, saved.id, 2, "")
    assert store.beside(ANA, saved.id, 2) == ""
    assert store.beside(ANA, saved.id, 1) == "evidence of 2026 🙂"


def test_what_stands_there_never_changes(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    store.keep_beside(ANA, saved.id, 1, "first")
    store.keep_beside(ANA, saved.id, 1, "second")
    assert store.beside(ANA, saved.id, 1) == "first"


def test_a_link_shows_it_with_its_version_and_none_where_money_is_hidden(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    store.keep_beside(ANA, saved.id, 1, "with amounts")
    store.save(ANA, saved.id, staffed(2), expected=1)
    store.keep_beside(ANA, saved.id, 2, "newer")
    old = store.resolve(BEN.actor, store.share(ANA, saved.id, "view", revision=1).token).capability
    live = store.resolve(BEN.actor, store.share(ANA, saved.id, "live").token).capability
    hidden = store.resolve(
        BEN.actor, store.share(ANA, saved.id, "view", revision=1, hide_money=True).token
    ).capability
    assert store.beside(old, saved.id, 1) == "with amounts"
    assert store.beside(live, saved.id, 2) == "newer"
    assert store.beside(hidden, saved.id, 1) == ""
    store.save(ANA, saved.id, staffed(3), expected=2)
    store.keep_beside(ANA, saved.id, 3, "rates\nwith amounts\nand more")
    lately = store.resolve(BEN.actor, store.share(ANA, saved.id, "live", hide_money=True).token).capability
    assert store.beside(lately, saved.id, 3) == "rates"
    assert store.beside(live, saved.id, 3) == "rates\nwith amounts\nand more"
    with pytest.raises(NotAllowed):
        store.beside(old, saved.id, 2)
    with pytest.raises(NotAllowed):
        store.keep_beside(live, saved.id, 2, "mine")
    with pytest.raises(NotFound):
        store.beside(BEN, saved.id, 1)


def test_there_is_no_version_of_that_number_and_too_much_is_refused(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    for number in (0, 2):
        with pytest.raises(NotFound):
            store.keep_beside(ANA, saved.id, number, "x")
    with pytest.raises(Refused):
        store.keep_beside(ANA, saved.id, 1, "x" * (LONGEST_ASIDE + 1))


def test_versions_of_an_older_release_have_nothing_beside_them(place: Place) -> None:
    put_schema_1(place)
    opened = place.open()
    owner = next(who for who in (ANA, BEN) if any(one.id == ACTIVE for one in opened.library(who).entries))
    assert opened.beside(owner, ACTIVE, 1) == ""
