"""Several people do anything in any order, and the store agrees with a model in memory after every step."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from store import Actor, Capability, NotFound, RevisionConflict, ScenarioStore
from tests.store.conftest import KINDS
from tests.store.places import PostgresServer, at, staffed

RUNS = itertools.count()  # people are new in every run: the store is not
PEOPLE = st.integers(0, 2)
HEADCOUNTS = st.integers(1, 4)


@dataclass
class Known:
    """What a scenario must be: its owner, every revision ever acknowledged, what each person last saw."""

    owner: int
    revisions: list[int]
    seen: dict[int, int] = field(default_factory=dict)
    deleted: bool = False
    editors: dict[int, Capability] = field(default_factory=dict)


class Machine(RuleBasedStateMachine):
    """Create, edit with what one has seen, restore, share, revoke, delete, undelete."""

    store: ScenarioStore
    scenarios = Bundle("scenarios")

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Known] = {}
        self.run = next(RUNS)

    def person(self, number: int) -> Capability:
        return Capability(Actor(f"person {number} of {self.run}", f"P{number}"))

    def who(self, scenario: str, number: int) -> Capability | None:
        known = self.known[scenario]
        return self.person(number) if number == known.owner else known.editors.get(number)

    @rule(target=scenarios, owner=PEOPLE, people=HEADCOUNTS)
    def create(self, owner: int, people: int) -> str:
        saved = self.store.create(self.person(owner), staffed(people))
        self.known[saved.id] = Known(owner, [people], {owner: 1})
        return saved.id

    @rule(scenario=scenarios, number=PEOPLE)
    def look(self, scenario: str, number: int) -> None:
        known, who = self.known[scenario], self.who(scenario, number)
        if who is None or known.deleted:
            with pytest.raises(NotFound):
                self.store.open(who or self.person(number), scenario)
            return
        opened = self.store.open(who, scenario)
        assert opened.revision is not None
        assert opened.revision.scenario == staffed(known.revisions[-1])
        known.seen[number] = opened.saved.head

    @rule(scenario=scenarios, number=PEOPLE, people=HEADCOUNTS)
    def save(self, scenario: str, number: int, people: int) -> None:
        known, who = self.known[scenario], self.who(scenario, number)
        expected = known.seen.get(number, 1)
        if who is None or known.deleted:
            with pytest.raises(NotFound):
                self.store.save(who or self.person(number), scenario, staffed(people), expected=expected)
            return
        head = len(known.revisions)
        told: RevisionConflict | None = None
        try:
            line = self.store.save(who, scenario, staffed(people), expected=expected)
        except RevisionConflict as conflict:
            told = conflict
        if told is not None:
            assert expected < head
            assert [one.number for one in told.since] == list(range(expected + 1, head + 1))
            return
        if line.number == head + 1:
            assert expected == head
            known.revisions.append(people)
        assert known.revisions[line.number - 1] == people
        known.seen[number] = line.number

    @rule(scenario=scenarios, which=st.integers(1, 5))
    def restore(self, scenario: str, which: int) -> None:
        known = self.known[scenario]
        head = len(known.revisions)
        if known.deleted or which > head:
            with pytest.raises(NotFound):
                self.store.restore(self.person(known.owner), scenario, which, expected=head)
            return
        line = self.store.restore(self.person(known.owner), scenario, which, expected=head)
        if line.number > head:
            known.revisions.append(known.revisions[which - 1])

    @rule(scenario=scenarios, number=PEOPLE)
    def share(self, scenario: str, number: int) -> None:
        known = self.known[scenario]
        if known.deleted or number == known.owner:
            return
        token = self.store.share(self.person(known.owner), scenario, "edit").token
        known.editors[number] = self.store.resolve(self.person(number).actor, token).capability

    @rule(scenario=scenarios)
    def revoke(self, scenario: str) -> None:
        known = self.known[scenario]
        assert self.store.revoke_all(self.person(known.owner), scenario) >= len(known.editors)
        known.editors.clear()

    @rule(scenario=scenarios, number=PEOPLE)
    def delete_or_undelete(self, scenario: str, number: int) -> None:
        known = self.known[scenario]
        call = self.store.undelete if known.deleted else self.store.delete
        if number != known.owner:
            with pytest.raises(NotFound):
                call(self.person(number), scenario)
            return
        call(self.person(number), scenario)
        known.deleted = not known.deleted

    @invariant()
    def nothing_acknowledged_is_missing(self) -> None:
        for scenario, known in self.known.items():
            owner = self.person(known.owner)
            if known.deleted:
                continue
            assert self.store.history(owner, scenario, size=100).total == len(known.revisions)
            newest = self.store.revision(owner, scenario, len(known.revisions)).scenario
            assert newest == staffed(known.revisions[-1])
        for number in range(3):
            mine = {one for one, known in self.known.items() if known.owner == number and not known.deleted}
            page = self.store.library(self.person(number), size=100)
            assert {entry.id for entry in page.entries} == mine

    def teardown(self) -> None:
        for scenario, known in self.known.items():
            if known.deleted:
                self.store.undelete(self.person(known.owner), scenario)
            for number, people in enumerate(known.revisions, 1):
                kept = self.store.revision(self.person(known.owner), scenario, number).scenario
                assert kept == staffed(people)


@pytest.fixture(params=KINDS)
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScenarioStore]:
    url = ""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.schema()
    found = at(request.param, url, tmp_path)
    yield found.open()
    found.close()


def test_anything_in_any_order(any_store: ScenarioStore) -> None:
    machine = type("OnThisStore", (Machine,), {"store": any_store})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=25))
