"""Columns of a table of another kind, kept for the next file with the same header, and as a file of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import streamlit as st

from simulator.evidence import EvidenceError, Table
from simulator.evidence.kinds import (
    Kind,
    KindChoices,
    KindName,
    dump_kind_choices,
    kind_in,
    load_kind_choices,
    recognise,
)
from ui import state
from ui.fields import import_summary, saved_mappings
from ui.handouts.downloads import File, draw_files

_BASIS = "import_kind_basis"


@dataclass(frozen=True)
class KindBasis:
    """What the boxes begin with, as `saved_mappings.Basis` of opportunities."""

    choices: KindChoices = field(default_factory=KindChoices)
    kept_at: dt.datetime | None = None
    file: str = ""
    mark: str = ""


FOUND = KindBasis()


def basis_of(table: Table, found: Kind) -> KindBasis:
    """What was kept for a table of this header, looked for once a file. found: the table as it is recognised."""
    held: tuple[str, KindBasis] | None = st.session_state.get(_BASIS)
    if held is not None and held[0] == table.digest:
        return held[1]
    basis = _kept(table, found)
    st.session_state[_BASIS] = (table.digest, basis)
    return basis


def _kept(table: Table, found: Kind) -> KindBasis:
    saved = saved_mappings.kept_text(found.table.header)
    if saved is None:
        return FOUND
    try:
        choices = _choices(table, saved.document)
    except EvidenceError:
        return FOUND  # the table is read as one that comes for the first time
    if choices is None:
        return FOUND
    return KindBasis(choices, saved.at, "", saved_mappings.mark_of(saved.document))


def _choices(table: Table, text: str) -> KindChoices | None:
    """What a mapping file says of this table; None where it is one of opportunities."""
    kind = kind_in(text)
    if kind is None or kind == "opportunities":
        return None
    choices = load_kind_choices(text, kind)
    recognise(table, choices)
    return choices


def whole(found: Kind, choices: KindChoices) -> KindChoices:
    """`choices` with every column named, as they are kept and handed out; of the day looked at nothing."""
    return replace(choices, columns={**found.columns, **choices.columns}, as_of=None)


def remember(found: Kind, choices: KindChoices) -> None:
    """Keep confirmed choices for the next table with this header. found: the table as it is recognised."""
    if saved_mappings.keep_text(found.table.header, dump_kind_choices(choices)):
        st.session_state.pop(_BASIS, None)


def draw_origin(table: Table, found: Kind, basis: KindBasis) -> None:
    """Where the columns come from, and the way to forget it."""
    saved_mappings.draw_origin(basis.kept_at, basis.file, _forget, (table, found, basis))


def _forget(table: Table, found: Kind, basis: KindBasis) -> None:
    if basis.file or saved_mappings.forget_text(found.table.header):
        st.session_state[_BASIS] = (table.digest, FOUND)


def draw_files_of(table: Table, found: Kind, kind: KindName, choices: KindChoices) -> None:
    """A mapping file to hand in, one to take along, and the button that keeps the columns without using the table."""

    def take(text: str, name: str, mark: str) -> None:
        said = _choices(table, text)
        if said is None:
            raise EvidenceError(
                f'The mapping file is for opportunities; one for this table begins with kind = "{kind}".'
            )
        st.session_state[_BASIS] = (table.digest, KindBasis(said, None, name, mark))

    saved_mappings.draw_file(import_summary.key(table, "kind_mapping_file"), take)
    with st.container(horizontal=True):
        st.button(
            "Remember these columns",
            key="import_kind_remember",
            icon=":material/bookmark:",
            on_click=_remember,
            args=(found, choices),
            help="The next table with this header begins with them. Using the table keeps them too.",
        )
        draw_files(
            [
                File(
                    "import_mapping_download",
                    "These choices as a file",
                    dump_kind_choices(choices).encode,
                    f"{state.scenario().name} mapping",
                    "toml",
                    help="For another computer, and for the command line: evidence TABLE --mapping FILE.",
                )
            ],
            quiet=True,
        )


def _remember(found: Kind, choices: KindChoices) -> None:
    remember(found, choices)
    st.toast("The next table with this header begins with these columns.", icon=":material/bookmark:")
