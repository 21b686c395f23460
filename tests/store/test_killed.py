"""kill -9: what was acknowledged is there, what was not is there wholly or not at all."""

from __future__ import annotations

from store.health import check_file
from tests.store.places import ANA, Place, plan
from tests.store.processes import joined, victims

SAVES = 500
MOMENTS = 20  # more than a save has


def look(place: Place, scenario_id: str, acknowledged: int) -> int:
    """Everything that was ever acknowledged is there and whole; the newest revision's number."""
    store = place.open()
    head = store.open(ANA, scenario_id).saved.head
    assert head >= acknowledged
    lines = [
        line
        for page in range(1, head // 100 + 2)
        for line in store.history(ANA, scenario_id, page=page, size=100).lines
    ]
    assert [line.number for line in lines] == list(range(head, 0, -1))
    for number in range(1, head + 1):
        assert store.revision(ANA, scenario_id, number).scenario == plan(seed=number)
    draft = store.load_draft(ANA, scenario_id)
    assert draft is None or draft.scenario.seed == head + 1
    place.close()
    if place.kind == "sqlite":
        check_file(place.file, "whole")
    return head


def test_d2_killed_in_the_middle_of_500_saves(place: Place) -> None:
    scenario_id, *acknowledged = victims("kills", place.url, str(place.data_dir), str(SAVES))
    assert len(acknowledged) >= 8
    assert acknowledged[-1] > SAVES
    look(place, scenario_id, acknowledged[-1])


def test_killed_at_every_statement_of_a_save(place: Place) -> None:
    """Before and after each statement, and before COMMIT."""
    scenario_id = place.open().create(ANA, plan(seed=1)).id
    place.close()
    commands = [
        ["saving", place.url, str(place.data_dir), scenario_id, str(moment)] for moment in range(1, MOMENTS)
    ]
    came_through = victims(*joined(commands))
    assert came_through[0] is False
    assert came_through[-1] is True, "a save has more moments than are tried"
    killed = came_through.count(False)
    assert killed >= 8
    assert look(place, scenario_id, 1) == 1 + came_through.count(True)
