"""Many hands on one scenario: no acknowledged edit is missing afterwards."""

from __future__ import annotations

import threading

from simulator.scenario import Scenario
from simulator.scenario.merging import merge
from store import DraftConflict, RevisionConflict, ScenarioStore
from store.sql_store import SqlStore
from tests.store.places import ANA, Place, plan, staffed
from tests.store.processes import victims
from tests.store.victim import add_goal

EDITORS = 6
EDITS = 8


def goals_of(scenario: Scenario) -> list[str]:
    return sorted(goal.name for goal in scenario.goals)


def newest(store: ScenarioStore, scenario_id: str) -> Scenario:
    revision = store.open(ANA, scenario_id).revision
    assert revision is not None
    return revision.scenario


def test_editors_in_one_server_lose_nothing(place: Place) -> None:
    store = place.open()
    saved = store.create(ANA, plan(goals=[]))
    failures: list[BaseException] = []
    pauses: list[float] = []
    assert isinstance(store, SqlStore)
    store._transactions._pause = pauses.append

    def edit(editor: int) -> None:
        try:
            for number in range(EDITS):
                add_goal(store, saved.id, f"{editor}.{number}")
        except BaseException as failure:  # noqa: BLE001 — told in the test's own thread
            failures.append(failure)

    threads = [threading.Thread(target=edit, args=(editor,)) for editor in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert pauses == [], "a transaction that was going to write did not begin with its lock"
    everything = sorted(f"{editor}.{number}" for editor in range(EDITORS) for number in range(EDITS))
    assert goals_of(newest(store, saved.id)) == everything
    total = EDITORS * EDITS + 1
    assert store.history(ANA, saved.id).total == total
    for number in range(2, total + 1):
        before, after = (store.revision(ANA, saved.id, one).scenario for one in (number - 1, number))
        assert set(goals_of(before)) < set(goals_of(after))


def test_editors_in_several_servers_lose_nothing(place: Place) -> None:
    saved = place.open().create(ANA, plan(goals=[]))
    place.close()
    codes, acknowledged = victims("edits", place.url, str(place.data_dir), saved.id, "4", "8")
    assert codes == [0, 0, 0, 0]
    assert len(acknowledged) == 32
    assert goals_of(newest(place.open(), saved.id)) == sorted(acknowledged)


def test_a_conflict_ends_in_a_merge_that_keeps_both(store: ScenarioStore) -> None:
    """What the page offers: save, hear of the other's changes, merge, save again."""
    saved = store.create(ANA, staffed(4))
    store.save(ANA, saved.id, staffed(4, seed=9), expected=1)
    mine = staffed(6)
    try:
        store.save(ANA, saved.id, mine, expected=1)
        raise AssertionError
    except RevisionConflict as conflict:
        base = store.revision(ANA, saved.id, 1).scenario
        theirs = store.revision(ANA, saved.id, conflict.head.number).scenario
        merged = merge(base, mine, theirs)
        assert merged.clean
        assert merged.scenario is not None
        line = store.save(ANA, saved.id, merged.scenario, expected=conflict.head.number)
    assert newest(store, saved.id) == staffed(6, seed=9)
    assert line.summary == "headcount 4 → 6"


def test_drafts_of_two_tabs_meet_at_once(place: Place) -> None:
    """Each tab follows its own version: of two that begin together one is told."""
    store = place.open()
    saved = store.create(ANA, staffed(1))
    told: list[int] = []
    barrier = threading.Barrier(2)

    def tab(headcount: int) -> None:
        barrier.wait()
        try:
            store.save_draft(ANA, saved.id, staffed(headcount), base=1, version=0)
        except DraftConflict as conflict:
            told.append(conflict.draft.scenario.teams[0].headcount)

    threads = [threading.Thread(target=tab, args=(headcount,)) for headcount in (5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft = store.load_draft(ANA, saved.id)
    assert draft is not None
    assert told == [draft.scenario.teams[0].headcount]
