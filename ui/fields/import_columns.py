"""Which column is what, and how the file is read: found, kept from the last time, or chosen before it is used."""

from __future__ import annotations

import datetime as dt
from typing import Literal, cast

import streamlit as st

from simulator.evidence import FIELDS, Evidence, Mapping, MappingChoices, Table, dump_choices, find_mapping
from simulator.evidence.row_names import suggested_names
from ui import state
from ui.fields import import_summary, saved_mappings
from ui.fields.saved_mappings import Basis
from ui.handouts.downloads import File, draw_files
from ui.wording.text import shown

ORDERS = {"day_first": "1 February", "month_first": "2 January"}
MARKS = {".": "a point", ",": "a comma"}
_NAMES = "import_names"
_NEVER = object()


def _key(table: Table, basis: Basis, name: str) -> str:
    """A widget that begins with another mapping is another widget."""
    return import_summary.key(table, f"{name}{basis.mark}")


def chosen(table: Table, basis: Basis) -> tuple[MappingChoices, dt.date | None]:
    """What the person chose so far, read from the widgets before they are drawn: the answer stands above them."""
    base, found = basis.choices, find_mapping(table).found
    columns: dict[str, str] = {}
    for name in FIELDS:
        held = st.session_state.get(_key(table, basis, name), _NEVER)
        column = held if isinstance(held, str) and held in table.header else base.columns.get(name)
        if column is not None and column != found.get(name):
            columns[name] = column
    order = _answer(table, basis, "order", ORDERS, base.date_order)
    mark = _answer(table, basis, "mark", MARKS, base.decimal_mark)
    as_of = st.session_state.get(_key(table, basis, "as_of"))
    names = suggestions_for(table, basis)
    one_name = st.session_state.get(_key(table, basis, "names")) or ()
    choices = MappingChoices(
        columns=columns,
        outcomes=base.outcomes,
        date_order=cast("Literal['day_first', 'month_first'] | None", order),
        decimal_mark=cast("Literal['.', ','] | None", mark),
        currency=base.currency,
        names={**base.names, **{spelling: names[spelling] for spelling in one_name if spelling in names}},
        kind=base.kind,
    )
    return choices, as_of if isinstance(as_of, dt.date) else None


def _answer(table: Table, basis: Basis, name: str, options: dict[str, str], base: str | None) -> str | None:
    """The question beside the summary comes first, then the box below, then what was kept."""
    asked = st.session_state.get(import_summary.key(table, f"ask_{name}"))
    if asked in options:
        return str(asked)
    held = st.session_state.get(_key(table, basis, name), _NEVER)
    if held is _NEVER:
        return base
    return str(held) if held in options else None


def suggestions_for(table: Table, basis: Basis) -> dict[str, str]:
    """Spellings that may be names, with those names, as far as they were looked for in this file."""
    held: tuple[str, str, dict[str, str]] | None = st.session_state.get(_NAMES)
    return held[2] if held is not None and held[:2] == (table.digest, basis.mark) else {}


def draw_names(table: Table, basis: Basis, evidence: Evidence) -> None:
    """Names one letter apart: a person says which are one."""
    names = suggestions_for(table, basis)
    if not names and any(one.code == "names_suggested" for one in evidence.cleaning):
        found = suggested_names(table, find_mapping(table, basis.choices))
        names = {one.spelling: one.name for one in found}
        st.session_state[_NAMES] = (table.digest, basis.mark, names)
    if names:
        st.multiselect(
            "Names that may be one: choose those to count as one",
            list(names),
            key=_key(table, basis, "names"),
            format_func=lambda one: f"{shown(one, 40)} is {shown(names[one], 40)}",
            placeholder="none: they stay apart",
        )


def whole_mapping(table: Table, choices: MappingChoices) -> MappingChoices:
    """`choices` with every column named, as it is kept and handed out."""
    columns = find_mapping(table, choices).found
    return MappingChoices(**{**vars(choices), "columns": columns})


def draw(table: Table, basis: Basis, choices: MappingChoices) -> None:
    """The boxes; open where a needed column was not found."""
    found = find_mapping(table, basis.choices)
    with st.expander(
        _title(found), icon=":material/view_column:", expanded=not found.complete, key="import_columns"
    ):
        header = list(table.header)
        with st.grid(4, min_column_width=170, gap="small"):
            for name, rule in FIELDS.items():
                automatic = found.found.get(name)
                options = [None, *header]
                st.selectbox(
                    rule.label.capitalize(),
                    options,
                    index=options.index(automatic) if automatic in header else 0,
                    key=_key(table, basis, name),
                    format_func=lambda one: "none" if one is None else shown(one),
                    help=rule.meaning,
                )
            _box(table, basis, "order", "01/02/2026 means", ORDERS, basis.choices.date_order)
            _box(table, basis, "mark", "Decimals start with", MARKS, basis.choices.decimal_mark)
            st.date_input(
                "As of (left out: the last date in the file)",
                value=None,
                key=_key(table, basis, "as_of"),
                help="Deals created later do not exist yet, deals closed later count as open.",
            )
        saved_mappings.draw_uploader(table)
        draw_files([_mapping_file(table, choices)], quiet=True)


def _box(
    table: Table, basis: Basis, name: str, label: str, options: dict[str, str], held: str | None
) -> None:
    listed = [None, *options]
    st.selectbox(
        label,
        listed,
        index=listed.index(held) if held in options else 0,
        key=_key(table, basis, name),
        format_func=lambda one: "found from the file" if one is None else options[one],
    )


def _mapping_file(table: Table, choices: MappingChoices) -> File:
    text = dump_choices(whole_mapping(table, choices))
    return File(
        "import_mapping_download",
        "These choices as a file",
        text.encode,
        f"{state.scenario().name} mapping",
        "toml",
        help="For another computer, and for the command line: evidence EXPORT --mapping FILE.",
    )


def _title(found: Mapping) -> str:
    if not found.complete:
        return f"Please choose: {' and '.join(found.missing)}"
    return f"{len(found.found)} columns recognised: how the file is read"
