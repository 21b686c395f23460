"""Any text there is: kept as it is or refused with a sentence, on both databases, and never part of a statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from simulator import ScenarioError
from store import Actor, Capability, Refused
from store.sql_store import SqlStore
from tests.store.conftest import KINDS
from tests.store.places import ANA, PostgresServer, at, plan, staffed

EXAMPLES = 150
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf"]),
        st.sampled_from("'\"\\;%_`$\x00\n\t=+-@＝]["),
    ),
    max_size=130,
)
HOSTILE = (
    "O'Brien", "'); DROP TABLE scenarios; --", '"', "`", "\\", "%", "_", "$$", "\\x00", "]", "NULL", "a\u202eb", "🙂",
    "\ufeff",     "İ", "ﬀ", "\u0301", "=1+1", "<b>", "${x}", "%s", "%(name)s", ":name", "?1", "{0}", "a\u2028b",
)  # fmt: skip


@pytest.fixture(params=KINDS, scope="module")
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """One store for all examples."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    url = ""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.schema()
    found = at(request.param, url, folder)
    store = found.open()
    assert isinstance(store, SqlStore)
    yield store
    found.close()


def tables(store: SqlStore) -> list[str]:
    return sorted(inspect(store._transactions.engine).get_table_names())


@settings(max_examples=EXAMPLES)
@given(text=TEXTS)
def test_a_name_is_kept_or_refused(kept: SqlStore, text: str) -> None:
    owner = Capability(Actor(f"owner {len(text)}", "x"))
    before = tables(kept)
    try:
        scenario = plan(text)
    except ScenarioError:
        return
    saved = kept.create(owner, scenario)
    revision = kept.open(owner, saved.id).revision
    assert revision is not None
    assert revision.scenario == scenario
    assert saved.name == scenario.name == kept.open(owner, saved.id).saved.name
    found = kept.library(owner, search=scenario.name, size=100).entries
    assert saved.id in [one.id for one in found]
    assert tables(kept) == before


@settings(max_examples=EXAMPLES)
@given(text=TEXTS)
def test_labels_and_authors_are_kept_or_refused(kept: SqlStore, text: str) -> None:
    saved = kept.create(ANA, staffed(1))
    try:
        label = kept.share(ANA, saved.id, "view", label=text).link.label
    except Refused:
        assert kept.links(ANA, saved.id) == ()
    else:
        assert label == text.strip() == kept.links(ANA, saved.id)[0].label
    author = Capability(Actor(ANA.actor.id, text))
    line = kept.save(author, saved.id, staffed(2), expected=1)
    assert line.author == kept.history(ANA, saved.id).lines[0].author
    assert line.author == text.strip()[:120] or set(text) - set(line.author)
    assert not set(line.author) & {"\x00", "\n", "\ud800"}


@settings(max_examples=EXAMPLES)
@given(text=TEXTS)
def test_what_stands_beside_a_draft_is_kept_or_refused(kept: SqlStore, text: str) -> None:
    saved = kept.create(ANA, staffed(1))
    try:
        kept.save_draft(ANA, saved.id, staffed(2), base=1, version=0, aside=text)
    except Refused:
        assert kept.load_draft(ANA, saved.id) is None
        return
    draft = kept.load_draft(ANA, saved.id)
    assert draft is not None
    assert draft.aside == text


@settings(max_examples=EXAMPLES)
@given(text=TEXTS)
def test_a_search_finds_only_names_that_hold_it(kept: SqlStore, text: str) -> None:
    owner = Capability(Actor("searching", "x"))
    if kept.library(owner).total == 0:
        for name in HOSTILE:
            kept.create(owner, plan(name))
    try:
        found = kept.library(owner, search=text, size=100).entries
    except Refused:
        return
    assert len(found) == len(HOSTILE) if not text.strip() else len(found) < len(HOSTILE)


@pytest.mark.parametrize("name", HOSTILE)
def test_s4_a_hostile_name_is_a_name(kept: SqlStore, name: str) -> None:
    before = tables(kept)
    saved = kept.create(ANA, plan(name))
    line = kept.rename(ANA, saved.id, f"{name} 2")
    assert line is not None
    assert line.summary.startswith("renamed to ")
    assert kept.open(ANA, saved.id).saved.name == f"{name} 2"
    assert kept.duplicate(ANA, saved.id, revision=1, name=name).name == name
    assert tables(kept) == before


def test_a_text_too_long_to_keep_is_refused(kept: SqlStore) -> None:
    saved = kept.create(ANA, staffed(1))
    with pytest.raises(Refused, match="at most 200,000"):
        kept.save_draft(ANA, saved.id, staffed(2), base=1, version=0, aside="x" * 200_001)
