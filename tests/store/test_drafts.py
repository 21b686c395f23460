"""Drafts among revisions: their count goes on, their name is found, and what is done to a plan is done to its draft."""

from __future__ import annotations

import pytest

from store import Capability, DraftConflict, NotFound, Refused, ScenarioStore
from tests.store.places import ANA, BEN, plan, staffed


def test_a_tab_that_slept_through_a_save_is_not_taken_for_the_last_to_write(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    slept = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    store.save(ANA, saved.id, staffed(5), expected=1)
    with pytest.raises(DraftConflict) as caught:
        store.save_draft(ANA, saved.id, staffed(9), base=1, version=slept.version)
    assert (caught.value.draft.scenario, caught.value.draft.base) == (staffed(5), 2)
    again = store.save_draft(ANA, saved.id, staffed(6), base=2, version=0)
    assert again.version > slept.version
    with pytest.raises(DraftConflict):
        store.save_draft(ANA, saved.id, staffed(9), base=1, version=slept.version)
    assert store.load_draft(ANA, saved.id) == again


def test_whoever_was_told_that_the_draft_has_ended_may_go_on_from_there(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    slept = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    store.save(ANA, saved.id, staffed(5), expected=1)
    with pytest.raises(DraftConflict) as caught:
        store.save_draft(ANA, saved.id, staffed(9), base=1, version=slept.version)
    told = caught.value.draft
    assert store.save_draft(ANA, saved.id, staffed(9), base=told.base, version=told.version).base == 2


def test_a_forgotten_draft_leaves_no_document_and_its_count_goes_on(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    first = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0, aside="beside")
    store.discard_draft(ANA, saved.id)
    store.discard_draft(ANA, saved.id)
    assert store.load_draft(ANA, saved.id) is None
    later = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    assert (later.version, later.aside) == (first.version + 2, "")


def test_a_new_owner_gets_the_draft_also_after_having_ended_one_there(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    edit = store.resolve(BEN.actor, store.share(ANA, saved.id, "edit").token).capability
    manage = store.resolve(BEN.actor, store.share(ANA, saved.id, "manage").token).capability
    store.save_draft(edit, saved.id, staffed(7), base=1, version=0)
    store.discard_draft(edit, saved.id)
    mine = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    store.take_over(manage, saved.id)
    assert store.load_draft(BEN, saved.id) == mine


def test_while_nothing_is_saved_the_library_finds_a_plan_by_its_present_name(store: ScenarioStore) -> None:
    saved = store.create(ANA, plan(name="Before"), draft=True)
    store.save_draft(ANA, saved.id, plan(name="Afterwards"), base=0, version=1)
    assert [one.name for one in store.library(ANA, search="afterw").entries] == ["Afterwards"]
    assert store.library(ANA, search="before").entries == ()


def test_once_a_version_is_saved_a_draft_s_name_is_nobody_else_s_to_read(store: ScenarioStore) -> None:
    saved = store.create(ANA, plan(name="Published"))
    store.save_draft(ANA, saved.id, plan(name="Secret"), base=1, version=0)
    assert store.open(ANA, saved.id).saved.name == "Published"


def test_renaming_renames_the_draft_too_and_keeps_what_was_edited(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    before = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0, aside="beside")
    line = store.rename(ANA, saved.id, "New")
    assert line is not None
    assert line.number == 2
    draft = store.load_draft(ANA, saved.id)
    assert draft is not None
    assert (draft.scenario, draft.base, draft.aside) == (staffed(5).changed(name="New"), 2, "beside")
    assert draft.version == before.version + 1
    assert store.revision(ANA, saved.id, 2).scenario == staffed(4).changed(name="New")


def test_a_plan_without_a_version_is_renamed_and_copied_as_the_draft_it_is(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4), draft=True)
    store.save_draft(ANA, saved.id, staffed(4), base=0, version=1, aside="beside")
    assert store.rename(ANA, saved.id, "New") is None
    assert store.library(ANA, search="new").total == 1
    copy = store.duplicate(ANA, saved.id)
    assert (copy.name, copy.head) == ("Copy of New", 0)
    draft = store.load_draft(ANA, copy.id)
    assert draft is not None
    assert (draft.scenario, draft.aside) == (staffed(4).changed(name="Copy of New"), "beside")
    store.discard_draft(ANA, saved.id)
    for act in (store.duplicate, lambda who, one: store.rename(who, one, "Newer")):
        with pytest.raises(Refused, match="save"):
            act(ANA, saved.id)


def test_a_copy_holds_what_its_maker_was_working_on_and_nobody_else_s_draft(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    mine = store.duplicate(ANA, saved.id)
    draft = store.load_draft(ANA, mine.id)
    assert draft is not None
    assert draft.scenario.teams == staffed(5).teams
    assert store.duplicate(ANA, saved.id, revision=1).head == 1
    viewer: Capability = store.resolve(BEN.actor, store.share(ANA, saved.id, "view").token).capability
    theirs = store.open(BEN, store.duplicate(viewer, saved.id).id).revision
    assert theirs is not None
    assert theirs.scenario.teams == staffed(4).teams


def test_a_draft_that_ended_before_anything_was_saved_is_no_plan(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4), draft=True)
    store.discard_draft(ANA, saved.id)
    with pytest.raises(NotFound):
        store.save_draft(ANA, saved.id, staffed(5), base=0, version=1)
    assert store.save_draft(ANA, saved.id, staffed(5), base=0, version=0).version == 3
