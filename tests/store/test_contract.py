"""What every store does, whichever database is behind it: kept, found again, compared, put back."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from simulator import ENGINE_VERSION, ScenarioError
from simulator.sample import sample_scenario
from simulator.scenario import OpenDeals
from store import DraftConflict, NotFound, Refused, RevisionConflict, ScenarioStore
from tests.store.places import ANA, BEN, START, Place, plan, staffed

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_what_is_saved_comes_back(store: ScenarioStore) -> None:
    saved = store.create(ANA, sample_scenario())
    opened = store.open(ANA, saved.id)
    assert opened.revision is not None
    assert opened.revision.scenario == sample_scenario()
    assert opened.saved == saved
    assert (saved.head, saved.name, saved.created_at) == (1, "Nordwind FY2027", START)
    assert (opened.revision.author, opened.revision.engine_version) == ("Ana", ENGINE_VERSION)
    assert opened.revision.summary == "first version"


def test_it_is_still_there_after_a_restart(place: Place) -> None:
    saved = place.open().create(ANA, sample_scenario())
    place.close()
    revision = place.open().open(ANA, saved.id).revision
    assert revision is not None
    assert revision.scenario == sample_scenario()


def test_every_save_is_a_revision_with_author_time_and_summary(store: ScenarioStore, place: Place) -> None:
    saved = store.create(ANA, staffed(4))
    place.clock.move(minutes=5)
    line = store.save(ANA, saved.id, staffed(6), expected=1)
    assert (line.number, line.author, line.summary) == (2, "Ana", "headcount 4 → 6")
    assert line.at == START + timedelta(minutes=5)
    assert line.at.tzinfo is UTC
    history = store.history(ANA, saved.id)
    assert [one.number for one in history.lines] == [2, 1]
    assert history.lines[0] == line
    assert store.revision(ANA, saved.id, 1).scenario == staffed(4)
    assert store.open(ANA, saved.id).saved.head == 2


def test_a_long_history_comes_in_pages(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(1))
    for people in range(2, 8):
        store.save(ANA, saved.id, staffed(people), expected=people - 1)
    page = store.history(ANA, saved.id, page=2, size=3)
    assert ([line.number for line in page.lines], page.total) == ([4, 3, 2], 7)
    assert store.history(ANA, saved.id, page=9, size=3).lines == ()


def test_d1_the_second_editor_is_told_who_changed_what_and_nothing_is_overwritten(
    store: ScenarioStore, place: Place
) -> None:
    saved = store.create(ANA, staffed(4))
    edit = store.resolve(BEN.actor, store.share(ANA, saved.id, "edit").token).capability
    place.clock.move(minutes=2)
    store.save(ANA, saved.id, staffed(6), expected=1)
    store.save(ANA, saved.id, staffed(6, seed=7), expected=2)
    with pytest.raises(RevisionConflict) as caught:
        store.save(edit, saved.id, staffed(9), expected=1)
    conflict = caught.value
    assert str(conflict).startswith("Ana saved revision 3 on 2027-03-28 00:32 UTC (2 revisions)")
    assert [line.summary for line in conflict.since] == ["headcount 4 → 6", "seed 0 → 7"]
    assert [one.path for one in conflict.differences] == ["seed", "teams[Direct].headcount"]
    assert store.open(ANA, saved.id).saved.head == 3
    assert store.save(edit, saved.id, staffed(9), expected=3).author == "Ben"


def test_saving_twice_is_saving_once(store: ScenarioStore) -> None:
    """A double click, or a COMMIT whose answer got lost on its way."""
    saved = store.create(ANA, staffed(4))
    first = store.save(ANA, saved.id, staffed(5), expected=1)
    assert store.save(ANA, saved.id, staffed(5), expected=1).number == first.number
    assert store.save(ANA, saved.id, staffed(5), expected=2).number == first.number
    store.save(ANA, saved.id, staffed(6), expected=2)
    assert store.save(ANA, saved.id, staffed(5), expected=1).number == first.number
    assert store.history(ANA, saved.id).total == 3


def test_a_revision_from_before_a_restored_backup_is_no_excuse_to_overwrite(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    with pytest.raises(RevisionConflict) as caught:
        store.save(ANA, saved.id, staffed(5), expected=7)
    assert caught.value.head.number == 1


def test_an_old_revision_is_restored_as_a_new_one(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    store.save(ANA, saved.id, staffed(6), expected=1)
    with pytest.raises(RevisionConflict):
        store.restore(ANA, saved.id, 1, expected=1)
    line = store.restore(ANA, saved.id, 1, expected=2)
    assert (line.number, line.summary) == (3, "revision 1 restored: headcount 6 → 4")
    assert store.revision(ANA, saved.id, 3).scenario == staffed(4)
    assert store.revision(ANA, saved.id, 2).scenario == staffed(6)
    with pytest.raises(NotFound, match="no revision 9"):
        store.restore(ANA, saved.id, 9, expected=3)


def test_two_revisions_are_compared_field_by_field(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    store.save(ANA, saved.id, staffed(6, seed=3), expected=1)
    compared = store.compare(ANA, saved.id, 1, 2)
    assert compared.summary == "seed 0 → 3, headcount 4 → 6"
    assert [one.path for one in compared.differences] == ["seed", "teams[Direct].headcount"]
    assert (compared.old.number, compared.new.number) == (1, 2)


def test_a_draft_survives_and_ends_with_the_save(place: Place) -> None:
    store = place.open()
    saved = store.create(ANA, staffed(4))
    assert store.load_draft(ANA, saved.id) is None
    first = store.save_draft(ANA, saved.id, staffed(5), base=1, version=0, aside='{"moved": []}')
    second = store.save_draft(ANA, saved.id, staffed(6), base=1, version=first.version)
    place.close()
    store = place.open()
    draft = store.load_draft(ANA, saved.id)
    assert draft == second
    assert draft is not None
    assert (draft.scenario, draft.base, draft.version) == (staffed(6), 1, 2)
    store.save(ANA, saved.id, draft.scenario, expected=1)
    assert store.load_draft(ANA, saved.id) is None


def test_a_second_tab_does_not_overwrite_the_first_one_s_draft(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    with pytest.raises(DraftConflict) as caught:
        store.save_draft(ANA, saved.id, staffed(6), base=1, version=0)
    assert caught.value.draft.scenario == staffed(5)
    assert store.save_draft(ANA, saved.id, staffed(5), base=1, version=0).version == 1
    store.discard_draft(ANA, saved.id)
    assert store.load_draft(ANA, saved.id) is None


def test_everybody_has_their_own_draft(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    edit = store.resolve(BEN.actor, store.share(ANA, saved.id, "edit").token).capability
    store.save_draft(ANA, saved.id, staffed(5), base=1, version=0)
    store.save_draft(edit, saved.id, staffed(6), base=1, version=0)
    mine, theirs = store.load_draft(ANA, saved.id), store.load_draft(edit, saved.id)
    assert mine is not None
    assert theirs is not None
    assert (mine.scenario, theirs.scenario) == (staffed(5), staffed(6))


def test_a_first_edit_is_kept_before_anything_is_saved(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(5), draft=True)
    assert saved.head == 0
    opened = store.open(ANA, saved.id)
    assert opened.revision is None
    draft = store.load_draft(ANA, saved.id)
    assert draft is not None
    assert store.library(ANA).entries == (saved,)
    with pytest.raises(Refused, match="save"):
        store.share(ANA, saved.id, "view")
    assert store.save(ANA, saved.id, draft.scenario, expected=0).number == 1
    assert store.load_draft(ANA, saved.id) is None


def test_a_copy_is_one_s_own(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    store.save(ANA, saved.id, staffed(6), expected=1)
    viewer = store.resolve(BEN.actor, store.share(ANA, saved.id, "view", revision=1).token).capability
    copy = store.duplicate(viewer, saved.id)
    assert (copy.owner, copy.name, copy.head) == ("browser-of-ben", "Copy of Plan", 1)
    assert store.revision(BEN, copy.id, 1).scenario == staffed(4, name="Copy of Plan")
    assert store.duplicate(ANA, saved.id, revision=1, name="Mine").name == "Mine"
    with pytest.raises(NotFound):
        store.open(ANA, copy.id)
    long = store.create(ANA, plan("x" * 120))
    assert len(store.duplicate(ANA, long.id).name) == 120


def test_a_new_name_is_a_revision(store: ScenarioStore) -> None:
    saved = store.create(ANA, plan("Old"))
    line = store.rename(ANA, saved.id, "  New ")
    assert line is not None
    assert line.summary == "renamed to New"
    assert store.open(ANA, saved.id).saved.name == "New"
    assert store.revision(ANA, saved.id, 1).scenario.name == "Old"
    for bad in ("", " ", "a\nb", "x" * 121, "\ud800"):
        with pytest.raises(ScenarioError, match="name"):
            store.rename(ANA, saved.id, bad)
    assert store.history(ANA, saved.id).total == 2


def test_shelves_archive_delete_and_back(store: ScenarioStore, place: Place) -> None:
    saved = store.create(ANA, plan())

    def shelves() -> list[int]:
        return [store.library(ANA, shelf=shelf).total for shelf in ("active", "archived", "deleted")]

    assert store.archive(ANA, saved.id).archived_at == START
    assert shelves() == [0, 1, 0]
    place.clock.move(days=1)
    assert store.delete(ANA, saved.id).deleted_at == START + timedelta(days=1)
    assert shelves() == [0, 0, 1]
    with pytest.raises(NotFound, match="Restore it from the library"):
        store.open(ANA, saved.id)
    back = store.undelete(ANA, saved.id)
    assert (back.deleted_at, back.archived_at) == (None, START)
    assert shelves() == [0, 1, 0]
    assert store.unarchive(ANA, saved.id).archived_at is None
    assert shelves() == [1, 0, 0]
    assert store.open(ANA, saved.id).revision is not None


def test_an_unknown_scenario_is_not_found(store: ScenarioStore) -> None:
    for address in (UNKNOWN, "", "%", "1", "x" * 36, UNKNOWN.replace("0", "０")):
        with pytest.raises(NotFound):
            store.open(ANA, address)


def test_the_trail_tells_who_did_what(store: ScenarioStore) -> None:
    saved = store.create(ANA, staffed(4))
    edit = store.resolve(BEN.actor, store.share(ANA, saved.id, "edit").token).capability
    store.save(edit, saved.id, staffed(5), expected=1)
    store.archive(ANA, saved.id)
    lines = store.trail(ANA, saved.id)
    assert [line.action for line in lines] == ["archive", "save", "share", "create"]
    assert lines[1].actor.startswith("Ben by link ")
    assert lines[0].actor == "Ana"


def test_a_manage_link_gives_the_scenario_back_after_a_lost_cookie(store: ScenarioStore) -> None:
    saved = store.create(ANA, plan())
    token = store.share(ANA, saved.id, "manage").token
    manage = store.resolve(BEN.actor, token).capability
    assert store.library(BEN).total == 0
    store.save_draft(ANA, saved.id, plan(seed=5), base=1, version=0)
    assert store.take_over(manage, saved.id).owner == "browser-of-ben"
    assert store.library(BEN).total == 1
    draft = store.load_draft(BEN, saved.id)
    assert draft is not None
    assert draft.scenario.seed == 5
    with pytest.raises(NotFound):
        store.open(ANA, saved.id)


def test_a_store_is_writable(store: ScenarioStore) -> None:
    assert store.writable() is True


def test_every_number_comes_back_with_every_digit(store: ScenarioStore) -> None:
    deals = [OpenDeals.model_validate({"count": 1, "win_rate": 0.1 + 0.2, "value": 1e-300})]
    scenario = plan(
        teams=[{**plan().teams[0].model_dump(exclude_none=True), "open_pipeline": deals}], seed=2**63 - 1
    )
    saved = store.create(ANA, scenario)
    assert store.revision(ANA, saved.id, 1).scenario == scenario
