"""Choices about an export's columns, kept for the next file with the same header, and as a file of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import streamlit as st

from simulator import ScenarioError
from simulator.evidence import (
    EvidenceError,
    MappingChoices,
    Table,
    dump_choices,
    find_mapping,
    header_fingerprint,
    load_choices,
)
from simulator.evidence.mapping_file import MAX_CHOICES_CHARACTERS, OPPORTUNITIES
from simulator.scenario.bounded import bounded_document
from store import Capability, SavedMapping, StoreError
from ui.fields import import_summary
from ui.kept import keeping_store
from ui.visitors import visit
from ui.wording import formats
from ui.wording.text import plain

_BASIS, _TAKEN = "import_basis", "import_mapping_taken"
LOG = logging.getLogger("ui.fields.saved_mappings")


@dataclass(frozen=True)
class Basis:
    """What the boxes begin with. kept_at: when it was confirmed, None where it is not from the store; file: its name.

    mark: part of the boxes' keys.
    """

    choices: MappingChoices = field(default_factory=MappingChoices)
    kept_at: dt.datetime | None = None
    file: str = ""
    mark: str = ""


FOUND = Basis()


def basis_of(table: Table) -> Basis:
    """What this file's boxes begin with: looked for once a file, then as long as it is looked at."""
    held: tuple[str, Basis] | None = st.session_state.get(_BASIS)
    if held is not None and held[0] == table.digest:
        return held[1]
    found = _kept(table)
    st.session_state[_BASIS] = (table.digest, found)
    return found


def _asker() -> tuple[Capability, str | None] | None:
    """Who asks, and on whose behalf: whoever edits a shared plan reads and keeps its owner's mappings."""
    opened = visit.opened_here()
    if opened is not None:
        return opened.capability, opened.saved.id
    who = keeping_store.who()
    return None if who is None else (who, None)


def _kept(table: Table) -> Basis:
    saved = kept_text(table.header)
    if saved is None:
        return FOUND
    try:
        choices = load_choices(saved.document)
        find_mapping(table, choices)
    except EvidenceError:
        return FOUND  # the file is read as one that comes for the first time
    if choices.kind not in (None, OPPORTUNITIES):
        return FOUND  # kept for another kind of table: kinds_mappings
    return Basis(choices, saved.at, "", mark_of(saved.document))


def kept_text(header: Iterable[str]) -> SavedMapping | None:
    """The mapping file kept for this header, for whoever asks; None also where it cannot be read just now."""
    asker = _asker()
    if asker is None:
        return None
    try:
        return keeping_store.store().mapping(asker[0], header_fingerprint(header), scenario_id=asker[1])
    except StoreError:
        return None


def keep_text(header: Iterable[str], document: str) -> bool:
    """Keep a mapping file for the next file with this header; whether that succeeded."""
    asker = _asker()
    if asker is None:
        return False
    try:
        keeping_store.store().save_mapping(
            asker[0], header_fingerprint(header), document, scenario_id=asker[1]
        )
    except StoreError as failure:
        LOG.warning("A mapping could not be kept: %s", type(failure).__name__)
        return False
    return True


def forget_text(header: Iterable[str]) -> bool:
    """Forget it; False, and a word on the page, where that fails."""
    asker = _asker()
    if asker is None:
        return True
    try:
        keeping_store.store().forget_mapping(asker[0], header_fingerprint(header), scenario_id=asker[1])
    except StoreError as failure:
        st.toast(plain(failure), icon=":material/error:")
        return False
    return True


def mark_of(document: str) -> str:
    """Part of the keys of the boxes that begin with this mapping."""
    return f".{hashlib.sha256(document.encode()).hexdigest()[:8]}"


def remember(table: Table, choices: MappingChoices) -> None:
    """Keep confirmed choices for the next file with this header. Where that fails, only the next file notices."""
    if keep_text(table.header, dump_choices(choices)):
        st.session_state.pop(_BASIS, None)


def draw_offer(table: Table, basis: Basis) -> None:
    """Where the choices come from, and the way to forget them."""
    draw_origin(basis.kept_at, basis.file, _forget, (table, basis))


def draw_origin(
    kept_at: dt.datetime | None, file: str, forget: Callable[..., None], args: tuple[object, ...]
) -> None:
    """Since when the columns are kept, or which file says them, and the button that forgets it."""
    if kept_at is None and not file:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if file:
            st.markdown(f":material/description: Columns as {plain(file)} says")
        else:
            assert kept_at is not None
            day = formats.day(kept_at.date())
            st.markdown(f":material/history: Columns as you chose them on {day}; change them below")
        st.button(
            "Forget this" if not file else "Without it",
            key="import_mapping_forget",
            type="tertiary",
            icon=":material/delete:",
            on_click=forget,
            args=args,
            help="The columns are then found from the file's header, as at the first time.",
        )


def _forget(table: Table, basis: Basis) -> None:
    if basis.file or forget_text(table.header):
        st.session_state[_BASIS] = (table.digest, FOUND)


def draw_uploader(table: Table) -> None:
    """A mapping file, as it was downloaded here or written for the command line."""

    def take(text: str, name: str, mark: str) -> None:
        choices = load_choices(text)
        find_mapping(table, choices)
        st.session_state[_BASIS] = (table.digest, Basis(choices, None, name, mark))

    draw_file(import_summary.key(table, "mapping_file"), take)


def draw_file(key: str, take: Callable[[str, str, str], None]) -> None:
    """The uploader of a mapping file. take(text, name, mark): use it, or raise EvidenceError saying why not."""
    uploaded = st.file_uploader(
        "A mapping file, if you have one",
        type=["toml", "json"],
        key=key,
        max_upload_size=1,
    )
    if uploaded is None:
        return
    taken: tuple[str, tuple[str, ...]] | None = st.session_state.get(_TAKEN)
    if taken is not None and taken[0] == uploaded.file_id:
        for sentence in taken[1]:
            st.markdown(f":red[:material/error: {plain(sentence)}]")
        return
    form = uploaded.name.lower().endswith(".json")
    sentences: tuple[str, ...] = ()
    try:
        document = bounded_document(uploaded.getvalue(), "json" if form else "toml")
        text = json.dumps(document, default=str, ensure_ascii=False)
        if len(text) > MAX_CHOICES_CHARACTERS:
            raise EvidenceError(
                f"The mapping file is larger than the {MAX_CHOICES_CHARACTERS:,} characters it may have."
            )
        take(text, uploaded.name, mark_of(uploaded.file_id + text))
    except ScenarioError as error:
        rules = (problem.rule.replace("a scenario", "a mapping") for problem in error.problems[:3])
        sentences = tuple(f"The mapping file {rule}." for rule in rules)
    except EvidenceError as error:
        sentences = error.sentences
    st.session_state[_TAKEN] = (uploaded.file_id, sentences)
    st.rerun()
