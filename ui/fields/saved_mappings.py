"""Choices about an export's columns, kept for the next file with the same header, and as a file of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
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
from simulator.evidence.mapping_file import MAX_CHOICES_CHARACTERS
from simulator.scenario.bounded import bounded_document
from store import Capability, StoreError
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
    asker = _asker()
    if asker is None:
        return FOUND
    try:
        saved = keeping_store.store().mapping(
            asker[0], header_fingerprint(table.header), scenario_id=asker[1]
        )
        if saved is None:
            return FOUND
        choices = load_choices(saved.document)
        find_mapping(table, choices)
    except (StoreError, EvidenceError):
        return FOUND  # the file is read as one that comes for the first time
    return Basis(choices, saved.at, "", _mark(saved.document))


def _mark(document: str) -> str:
    return f".{hashlib.sha256(document.encode()).hexdigest()[:8]}"


def remember(table: Table, choices: MappingChoices) -> None:
    """Keep confirmed choices for the next file with this header. Where that fails, only the next file notices."""
    asker = _asker()
    if asker is None:
        return
    try:
        keeping_store.store().save_mapping(
            asker[0], header_fingerprint(table.header), dump_choices(choices), scenario_id=asker[1]
        )
    except StoreError as failure:
        LOG.warning("A mapping could not be kept: %s", type(failure).__name__)
    st.session_state.pop(_BASIS, None)


def draw_offer(table: Table, basis: Basis) -> None:
    """Where the choices come from, and the way to forget them."""
    if basis.kept_at is None and not basis.file:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if basis.file:
            st.markdown(f":material/description: Columns as {plain(basis.file)} says")
        else:
            assert basis.kept_at is not None
            day = formats.day(basis.kept_at.date())
            st.markdown(f":material/history: Columns as you chose them on {day}; change them below")
        st.button(
            "Forget this" if not basis.file else "Without it",
            key="import_mapping_forget",
            type="tertiary",
            icon=":material/delete:",
            on_click=_forget,
            args=(table, basis),
            help="The columns are then found from the file's header, as at the first time.",
        )


def _forget(table: Table, basis: Basis) -> None:
    asker = _asker()
    if not basis.file and asker is not None:
        try:
            keeping_store.store().forget_mapping(
                asker[0], header_fingerprint(table.header), scenario_id=asker[1]
            )
        except StoreError as failure:
            st.toast(plain(failure), icon=":material/error:")
            return
    st.session_state[_BASIS] = (table.digest, FOUND)


def draw_uploader(table: Table) -> None:
    """A mapping file, as it was downloaded here or written for the command line."""
    uploaded = st.file_uploader(
        "A mapping file, if you have one",
        type=["toml", "json"],
        key=import_summary.key(table, "mapping_file"),
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
    try:
        document = bounded_document(uploaded.getvalue(), "json" if form else "toml")
        text = json.dumps(document, default=str, ensure_ascii=False)
        if len(text) > MAX_CHOICES_CHARACTERS:
            raise EvidenceError(
                f"The mapping file is larger than the {MAX_CHOICES_CHARACTERS:,} characters it may have."
            )
        choices = load_choices(text)
        find_mapping(table, choices)
    except ScenarioError as error:
        rules = (problem.rule.replace("a scenario", "a mapping") for problem in error.problems[:3])
        sentences = tuple(f"The mapping file {rule}." for rule in rules)
        st.session_state[_TAKEN] = (uploaded.file_id, sentences)
    except EvidenceError as error:
        st.session_state[_TAKEN] = (uploaded.file_id, error.sentences)
    else:
        st.session_state[_TAKEN] = (uploaded.file_id, ())
        name = uploaded.name
        st.session_state[_BASIS] = (table.digest, Basis(choices, None, name, _mark(uploaded.file_id + text)))
    st.rerun()
