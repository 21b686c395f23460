"""An uploaded table that holds no opportunities: what kind it is, what it says, and what of it the plan takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

import streamlit as st

from exports.kind_templates import kind_template, template_kinds
from simulator import ScenarioError
from simulator.evidence import EvidenceError, Table
from simulator.evidence.kinds import (
    RULES,
    Kind,
    KindChoices,
    KindEvidence,
    KindName,
    build_kind_evidence,
    recognise,
)
from ui.fields import import_summary, kinds_mappings
from ui.fields.kinds_charts import draw_charts
from ui.fields.kinds_mappings import KindBasis
from ui.fields.kinds_shown import draw_figures, draw_tables
from ui.fields.kinds_use import draw_offer
from ui.wording.text import plain, shown

_BUILT, _SEEN = "import_kind_built", "import_kind_seen"
_LABELS: dict[KindName, str] = {
    "opportunities": "opportunities",
    **{name: rule.label for name, rule in RULES.items()},
}
_ORDERS = {"day_first": "1 February", "month_first": "2 January"}
_MARKS = {".": "a point", ",": "a comma"}
_DATED = frozenset({"leads", "activities", "roster", "customers"})


@dataclass(frozen=True, eq=False)
class _Built:
    """What one file says under one set of choices, or why nothing."""

    digest: str
    choices: KindChoices
    evidence: KindEvidence | None
    sentences: tuple[str, ...] = ()


def draw_templates() -> None:
    """A table to fill in for each kind."""
    with st.popover("Other tables: templates", icon=":material/download:", key="kind_templates"):
        st.markdown(
            "Besides opportunities these tables are read. Each template shows the columns it may have."
        )
        for name, label in template_kinds():
            st.download_button(
                label.capitalize(),
                data=_template(name),
                file_name=f"{name.replace('_', '-')}.csv",
                mime="text/csv",
                icon=":material/table:",
                on_click="ignore",
                key=f"template_{name}",
            )


def _template(name: KindName) -> Callable[[], bytes]:
    return lambda: kind_template(name)


def draw(table: Table, source: str) -> bool:
    """Everything about a table of another kind; False where it holds opportunities, or nobody can tell what.

    source: where the session keeps which way of bringing numbers is open.
    """
    found = _recognised(table)
    basis = kinds_mappings.basis_of(table, found)
    kind = _asked(table, found, basis)
    if kind is None:
        return found.how == "asked"
    if kind == "opportunities":
        return False
    if basis.choices.kind not in (None, kind):
        basis = kinds_mappings.FOUND  # kept for another kind than was chosen now
    kinds_mappings.draw_origin(table, found, basis)
    choices = _choices(table, kind, basis)
    whole = kinds_mappings.whole(_kind_of(table, choices), choices)
    built = _build(table, choices)
    with st.container(border=True, key="import_preview"):
        if built.evidence is None:
            _refused(built.sentences)
        else:
            draw_figures(built.evidence)
            draw_offer(built.evidence, source, lambda: kinds_mappings.remember(found, whole))
    _draw_columns(table, kind, basis, whole)
    if built.evidence is not None:
        draw_charts(built.evidence)
        draw_tables(built.evidence)
    return True


def _recognised(table: Table) -> Kind:
    """What the table is by itself, looked at once."""
    seen: tuple[str, Kind] | None = st.session_state.get(_SEEN)
    if seen is None or seen[0] != table.digest:
        seen = (table.digest, recognise(table))
        st.session_state[_SEEN] = seen
    return seen[1]


def _asked(table: Table, found: Kind, basis: KindBasis) -> KindName | None:
    """The kind to read it as; None where nothing is chosen yet or nobody knows."""
    if found.name == "opportunities" and not found.others:
        return "opportunities"  # nothing to ask
    start = basis.choices.kind or (None if found.how == "asked" else found.name)
    options = list(_LABELS)
    if found.how == "asked" and basis.choices.kind is None:
        fits = " or ".join(_LABELS[one] for one in (found.name, *found.others) if one is not None)
        st.markdown(f":orange[:material/help: This file could hold {plain(fits)}. Choose which.]")
    elif found.name is None and found.sentence:
        st.markdown(
            ":orange[:material/help: This file has no header. Choose what it holds, and its columns by number.]"
        )
    return st.selectbox(
        "This file holds",
        options,
        index=None if start is None else options.index(start),
        key=import_summary.key(table, f"kind{basis.mark}"),
        format_func=lambda one: _LABELS[one],
        placeholder="choose",
        help="Recognised by its columns. Choose another kind where that is wrong.",
    )


def _choices(table: Table, kind: KindName, basis: KindBasis) -> KindChoices:
    """What the person chose so far, read before the widgets are drawn: the answer stands above them."""

    base = basis.choices

    def answer(name: str, start: object) -> object:
        return st.session_state.get(_key(table, kind, basis, name), start)

    automatic = _kind_of(table, KindChoices(kind=kind))
    columns: dict[str, str | int] = {**base.columns}
    for field in RULES[kind].fields:
        chosen = answer(field, None)
        if isinstance(chosen, str) and chosen in automatic.table.header:
            columns.pop(field, None)
            if chosen != automatic.columns.get(field):
                columns[field] = chosen
    order, mark, as_of = (
        answer("order", base.date_order),
        answer("mark", base.decimal_mark),
        answer("as_of", None),
    )
    return KindChoices(
        kind=kind,
        columns=columns,
        date_order=cast("Literal['day_first', 'month_first']", order) if order in _ORDERS else None,
        decimal_mark=cast("Literal['.', ',']", mark) if mark in _MARKS else None,
        currency=base.currency,
        year=base.year,
        as_of=as_of if isinstance(as_of, dt.date) else None,
    )


def _key(table: Table, kind: KindName, basis: KindBasis, name: str) -> str:
    """A widget that begins with another mapping is another widget."""
    return import_summary.key(table, f"{kind}.{name}{basis.mark}")


def _kind_of(table: Table, choices: KindChoices) -> Kind:
    found = _recognised(table)
    plain_one = found.name == choices.kind and found.how != "asked" and not choices.columns
    return found if plain_one else recognise(table, choices)


def _build(table: Table, choices: KindChoices) -> _Built:
    kept: _Built | None = st.session_state.get(_BUILT)
    if kept is not None and (kept.digest, kept.choices) == (table.digest, choices):
        return kept
    with st.spinner("Reading what the table says…"):
        try:
            built = _Built(table.digest, choices, build_kind_evidence(table, choices))
        except (EvidenceError, ScenarioError) as error:
            built = _Built(table.digest, choices, None, tuple(str(error).splitlines()))
    st.session_state[_BUILT] = built
    return built


def read_last() -> KindEvidence | None:
    """What the table read last on History says, in this tab; None where none was, or it could not be used."""
    built: _Built | None = st.session_state.get(_BUILT)
    return None if built is None else built.evidence


def _refused(sentences: tuple[str, ...]) -> None:
    lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    st.error(f"This file cannot be used yet; your plan is unchanged.\n\n{lines}", icon=":material/error:")


def _draw_columns(table: Table, kind: KindName, basis: KindBasis, whole: KindChoices) -> None:
    """Which column is what, and how dates and amounts are read; the same as a file, and kept when asked to."""
    found = _kind_of(table, replace(basis.choices, kind=kind))
    title = f"{len(found.columns)} columns recognised: how the file is read"
    if found.missing:
        title = f"Please choose: {' and '.join(found.missing)}"
    box = st.expander(
        title, icon=":material/view_column:", expanded=bool(found.missing), key="import_columns"
    )
    with box, st.grid(4, min_column_width=170, gap="small"):
        options = [None, *found.table.header]
        orders: list[str | None] = [None, *_ORDERS]
        marks: list[str | None] = [None, *_MARKS]
        for field in RULES[kind].fields:
            automatic = found.columns.get(field)
            st.selectbox(
                field.replace("_", " ").capitalize(),
                options,
                index=options.index(automatic) if automatic in found.table.header else 0,
                key=_key(table, kind, basis, field),
                format_func=lambda one: "none" if one is None else shown(one),
            )
        st.selectbox(
            "01/02/2026 means",
            orders,
            index=orders.index(basis.choices.date_order),
            key=_key(table, kind, basis, "order"),
            format_func=lambda one: "found from the file" if one is None else _ORDERS[one],
        )
        st.selectbox(
            "Decimals start with",
            marks,
            index=marks.index(basis.choices.decimal_mark),
            key=_key(table, kind, basis, "mark"),
            format_func=lambda one: "found from the file" if one is None else _MARKS[one],
        )
        if kind in _DATED:
            st.date_input(
                "As of (left out: the last date in the file)",
                value=None,
                key=_key(table, kind, basis, "as_of"),
                help="The day the list is from.",
            )
    with box:
        kinds_mappings.draw_files_of(table, _recognised(table), kind, whole)
