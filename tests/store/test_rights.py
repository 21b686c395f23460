"""Every cell of who may do what, tried on both databases: what is allowed works, what is not changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store import Action, Actor, Capability, NotAllowed, NotFound, Role, ScenarioStore
from store.rights import ALLOWED, OF_NO_SCENARIO, SHOWS_MONEY, allowed
from tests.store.conftest import KINDS
from tests.store.places import ADMIN, BEN, NOBODY, Place, at, staffed

HEADER = "0" * 64
# The promise, in a form a person can check; columns as in ROLES.
ROLES = (Role.ANONYMOUS, Role.OTHER, Role.VIEW, Role.LIVE, Role.EDIT, Role.OWNER, Role.ADMIN)
PROMISE = """
list        no   yes  yes  yes  yes  yes  yes
create      no   yes  yes  yes  yes  yes  yes
open        no   no   yes  yes  yes  yes  no
run         no   no   yes  yes  yes  yes  no
export      no   no   yes  yes  yes  yes  no
copy        no   no   yes  yes  yes  yes  no
history     no   no   no   no   yes  yes  no
draft       no   no   no   no   yes  yes  no
save        no   no   no   no   yes  yes  no
rename      no   no   no   no   yes  yes  no
restore     no   no   no   no   yes  yes  no
archive     no   no   no   no   no   yes  no
delete      no   no   no   no   no   yes  yes
undelete    no   no   no   no   no   yes  yes
share       no   no   no   no   no   yes  no
links       no   no   no   no   no   yes  yes
revoke      no   no   no   no   no   yes  yes
audit       no   no   no   no   no   yes  yes
take_over   no   no   no   no   no   yes  no
"""


@dataclass
class Cell:
    """One scenario of Ana's, somebody, and everything they could ask for."""

    store: ScenarioStore
    who: Capability
    owner: Capability
    scenario: str
    link: str

    @property
    def calls(self) -> dict[Action, list[Callable[[], Any]]]:
        store, who, scenario = self.store, self.who, self.scenario
        return {
            Action.LIST: [lambda: store.library(who), lambda: store.my_links(who)],
            Action.CREATE: [
                lambda: store.create(who, staffed(1)),
                lambda: store.save_mapping(who, HEADER, "amount = 1"),
                lambda: store.mapping(who, HEADER),
                lambda: store.forget_mapping(who, HEADER),
            ],
            Action.OPEN: [
                lambda: store.open(who, scenario),
                lambda: store.revision(who, scenario, 2),
                lambda: store.beside(who, scenario, 2),
            ],
            Action.RUN: [lambda: store.authorise(who, scenario, Action.RUN)],
            Action.EXPORT: [lambda: store.authorise(who, scenario, Action.EXPORT)],
            Action.COPY: [
                lambda: store.duplicate(who, scenario),
                lambda: store.duplicate(who, scenario, revision=2),
            ],
            Action.HISTORY: [
                lambda: store.history(who, scenario),
                lambda: store.compare(who, scenario, 1, 2),
                lambda: store.revision(who, scenario, 1),
                lambda: store.duplicate(who, scenario, revision=1),
            ],
            Action.DRAFT: [
                lambda: store.save_draft(who, scenario, staffed(9), base=2, version=0),
                lambda: store.load_draft(who, scenario),
                lambda: store.discard_draft(who, scenario),
                lambda: store.save_mapping(who, HEADER, "amount = 1", scenario_id=scenario),
                lambda: store.mapping(who, HEADER, scenario_id=scenario),
                lambda: store.forget_mapping(who, HEADER, scenario_id=scenario),
            ],
            Action.SAVE: [
                lambda: store.keep_beside(who, scenario, 2, "evidence"),
                lambda: store.save(who, scenario, staffed(9), expected=2),
            ],
            Action.RENAME: [lambda: store.rename(who, scenario, "Renamed")],
            Action.RESTORE: [lambda: store.restore(who, scenario, 1, expected=2)],
            Action.ARCHIVE: [lambda: store.archive(who, scenario), lambda: store.unarchive(who, scenario)],
            Action.DELETE: [lambda: store.delete(who, scenario)],
            Action.UNDELETE: [lambda: store.undelete(who, scenario)],
            Action.SHARE: [lambda: store.share(who, scenario, "live"), lambda: store.share(who, scenario, "manage")],
            Action.LINKS: [lambda: store.links(who, scenario)],
            Action.REVOKE: [
                lambda: store.revoke(who, self.link),
                lambda: store.revoke_all(who, scenario),
            ],
            Action.AUDIT: [lambda: store.trail(who, scenario)],
            Action.TAKE_OVER: [lambda: store.take_over(who, scenario)],
        }  # fmt: skip

    def state(self) -> tuple[object, ...]:
        """Everything the owner can see of the scenario."""
        store, owner = self.store, self.owner
        shelves = [store.library(owner, shelf=shelf).entries for shelf in ("active", "archived", "deleted")]
        saved = next(one for shelf in shelves for one in shelf if one.id == self.scenario)
        links = tuple((link.id, link.state) for link in store.links(owner, self.scenario))
        if saved.deleted_at is not None:
            return saved, links
        kept = store.load_draft(owner, self.scenario), store.mapping(owner, HEADER)
        return saved, links, store.history(owner, self.scenario), *kept


@pytest.fixture(params=KINDS, scope="module")
def shared_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ScenarioStore]:
    """One store for all cells: each has a scenario of its own."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").schema()
    found: Place = at(request.param, url, folder)
    yield found.open()
    found.close()


def cell_of(store: ScenarioStore, role: Role, *, hide_money: bool = False) -> Cell:
    """A scenario with two revisions, and somebody in `role`."""
    ana = Capability(Actor(f"ana-{uuid.uuid4()}", "Ana"))  # a library to herself in every cell
    saved = store.create(ana, staffed(1))
    store.save(ana, saved.id, staffed(2), expected=1)
    link = store.share(ana, saved.id, "view").link
    direct = {Role.ANONYMOUS: NOBODY, Role.OTHER: BEN, Role.OWNER: ana, Role.ADMIN: ADMIN}
    if role in direct:
        return Cell(store, direct[role], ana, saved.id, link.id)
    token = store.share(ana, saved.id, role.value, hide_money=hide_money).token  # type: ignore[arg-type]
    return Cell(store, store.resolve(BEN.actor, token).capability, ana, saved.id, link.id)


def test_the_table_is_the_promise() -> None:
    rows = {row.split()[0]: row.split()[1:] for row in PROMISE.strip().splitlines()}
    assert rows.keys() == {action.value for action in Action}
    assert ALLOWED.keys() == set(ROLES) == set(Role)
    for role, column in zip(ROLES, zip(*rows.values(), strict=True), strict=True):
        promised = {name for name, said in zip(rows, column, strict=True) if said == "yes"}
        assert {action.value for action in ALLOWED[role]} == promised, role


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_every_cell(shared_store: ScenarioStore, role: Role, action: Action) -> None:
    for number in range(len(cell_of(shared_store, Role.OWNER).calls[action])):
        cell = cell_of(shared_store, role)
        if action is Action.UNDELETE:
            cell.store.delete(cell.owner, cell.scenario)
        call = cell.calls[action][number]
        if action in ALLOWED[role]:
            call()
            continue
        before = cell.state()
        with pytest.raises((NotFound, NotAllowed)) as caught:
            call()
        assert cell.state() == before
        stranger = role in {Role.ANONYMOUS, Role.OTHER} or (
            action is Action.UNDELETE and role is not Role.ADMIN
        )
        knows_nobody = role is Role.ANONYMOUS and "not known" in str(caught.value)
        assert isinstance(caught.value, NotFound if stranger and not knows_nobody else NotAllowed)


@pytest.mark.parametrize("action", sorted(set(Action) - OF_NO_SCENARIO))
@pytest.mark.parametrize("kind", ["view", "live"])
def test_a_link_that_hides_money_gives_no_document_away(
    shared_store: ScenarioStore, kind: str, action: Action
) -> None:
    role = Role(kind)
    may = allowed(role, hide_money=True)
    assert may == ALLOWED[role] - SHOWS_MONEY
    for number in range(len(cell_of(shared_store, Role.OWNER).calls[action])):
        cell = cell_of(shared_store, role, hide_money=True)
        if action in may:
            cell.calls[action][number]()
        elif action is not Action.UNDELETE:
            with pytest.raises(NotAllowed):
                cell.calls[action][number]()


def test_a_page_is_told_what_its_visitor_may(shared_store: ScenarioStore) -> None:
    for role in (Role.VIEW, Role.LIVE, Role.EDIT, Role.OWNER):
        cell = cell_of(shared_store, role)
        opened = cell.store.open(cell.who, cell.scenario)
        assert opened.role is role
        assert opened.may == ALLOWED[role]
        assert (opened.saved.owner == cell.owner.actor.id) is (role is Role.OWNER)


def test_a_viewer_without_an_identity_may_look_but_not_copy(shared_store: ScenarioStore) -> None:
    cell = cell_of(shared_store, Role.OWNER)
    token = cell.store.share(cell.owner, cell.scenario, "view").token
    opened = cell.store.resolve(Actor(None), token)
    assert opened.role is Role.VIEW
    with pytest.raises(NotAllowed, match="cookie"):
        cell.store.duplicate(opened.capability, cell.scenario)


def test_the_owner_s_own_view_link_shows_what_others_see(shared_store: ScenarioStore) -> None:
    cell = cell_of(shared_store, Role.OWNER)
    through_link = cell.store.resolve(
        cell.owner.actor, cell.store.share(cell.owner, cell.scenario, "view").token
    ).capability
    with pytest.raises(NotAllowed):
        cell.store.save(through_link, cell.scenario, staffed(3), expected=2)


def test_a_link_opens_its_own_scenario_only(shared_store: ScenarioStore) -> None:
    cell = cell_of(shared_store, Role.EDIT)
    other = cell.store.create(cell.owner, staffed(1))
    for call in (cell.store.open, cell.store.history, cell.store.discard_draft):
        with pytest.raises(NotFound):
            call(cell.who, other.id)


def test_a_refusal_is_in_the_trail(shared_store: ScenarioStore) -> None:
    cell = cell_of(shared_store, Role.VIEW)
    with pytest.raises(NotAllowed):
        cell.store.save(cell.who, cell.scenario, staffed(3), expected=2)
    line = cell.store.trail(cell.owner, cell.scenario)[0]
    assert line.action == "refused: save"
    assert line.actor.startswith("Ben by link")
