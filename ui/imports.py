"""An uploaded export on its way into the plan: read, shown for approval, and only then used."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal, cast

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.evidence import (
    FIELDS,
    Evidence,
    EvidenceError,
    Mapping,
    MappingChoices,
    Table,
    build_evidence,
    evidence_to_scenario,
    find_mapping,
    read_export,
)
from simulator.sample import SAMPLE_FILE, sample_export, sample_scenario
from ui import formats, state
from ui.text import plain, shown
from ui.typed_numbers import NotANumberError, parse_number

SOURCE = "history_source"
"""Which way of bringing numbers is open on the page."""
_READ, _BUILT, _TARGET = "import_read", "import_built", "import_target"
MAX_MEGABYTES = 50


@dataclass(frozen=True, eq=False)
class Read:
    """A file as it was read, or why it could not be. digest: of its bytes."""

    digest: str
    table: Table | None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Built:
    """Evidence of one file under one set of choices, or why there is none."""

    digest: str
    choices: MappingChoices
    as_of: dt.date | None
    evidence: Evidence | None
    sentences: tuple[str, ...] = ()


def draw() -> None:
    """The uploader, the preview and the button that uses it."""
    st.markdown(
        "One row per opportunity, as CSV or XLSX from any CRM. **Nothing is taken over before you say so.**"
    )
    with st.container(horizontal=True):
        st.download_button(
            "Sample export to look at",
            data=sample_export,
            file_name=SAMPLE_FILE,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="sample_download",
        )
    uploaded = st.file_uploader(
        "Opportunity export",
        type=["csv", "tsv", "txt", "xlsx"],
        key="export_upload",
        max_upload_size=MAX_MEGABYTES,
    )
    if uploaded is None:
        return
    content = uploaded.getvalue()
    read = _read(content, uploaded.name)
    if read.table is None:
        _refused(read.sentences)
        return
    choices, as_of = _choices(read.table)
    built = _build(read, choices, as_of)
    if built.evidence is None:
        _refused(built.sentences)
        return
    _preview(read.table, built.evidence)


def _refused(sentences: tuple[str, ...]) -> None:
    lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    st.error(f"This file cannot be used yet; your plan is unchanged.\n\n{lines}", icon=":material/error:")


def _read(content: bytes, name: str) -> Read:
    """Kept for this visitor alone: what somebody uploads must never reach another session."""
    digest = hashlib.sha256(content + b"\0" + name.encode(errors="replace")).hexdigest()
    kept: Read | None = st.session_state.get(_READ)
    if kept is not None and kept.digest == digest:
        return kept
    with st.spinner("Reading the file…"):
        try:
            read = Read(digest, read_export(content, name))
        except EvidenceError as error:
            read = Read(digest, None, error.sentences)
    st.session_state[_READ] = read
    return read


def _choices(table: Table) -> tuple[MappingChoices, dt.date | None]:
    """What the person chose; expanded where a needed column was not found."""
    found = find_mapping(table)
    with st.expander(
        _columns_title(found),
        icon=":material/view_column:",
        expanded=not found.complete,
        key="import_columns",
    ):
        header = list(table.header)
        columns: dict[str, str] = {}
        with st.grid(4, min_column_width=170, gap="small"):
            for name, rule in FIELDS.items():
                automatic = found.found.get(name)
                options = [None, *header]
                chosen = st.selectbox(
                    rule.label.capitalize(),
                    options,
                    index=options.index(automatic) if automatic in header else 0,
                    key=f"import.{table.digest[:8]}.{name}",
                    format_func=lambda one: "none" if one is None else shown(one),
                    help=rule.meaning,
                )
                if chosen is not None and chosen != automatic:
                    columns[name] = chosen
            order = st.selectbox(
                "01/02/2026 means",
                [None, "day_first", "month_first"],
                key=f"import.{table.digest[:8]}.order",
                format_func=lambda one: {
                    None: "found from the file",
                    "day_first": "1 February",
                    "month_first": "2 January",
                }[one],
            )
            mark = st.selectbox(
                "Decimals start with",
                [None, ".", ","],
                key=f"import.{table.digest[:8]}.mark",
                format_func=lambda one: {None: "found from the file", ".": "a point", ",": "a comma"}[one],
            )
            as_of = st.date_input(
                "As of (left out: the last date in the file)",
                value=None,
                key=f"import.{table.digest[:8]}.as_of",
                help="Deals created later do not exist yet, deals closed later count as open.",
            )
    choices = MappingChoices(
        columns=columns,
        date_order=cast("Literal['day_first', 'month_first'] | None", order),
        decimal_mark=cast("Literal['.', ','] | None", mark),
    )
    return choices, as_of if isinstance(as_of, dt.date) else None


def _columns_title(found: Mapping) -> str:
    if not found.complete:
        return f"Please choose: {' and '.join(found.missing)}"
    return f"{len(found.found)} columns recognised: how the file is read"


def _build(read: Read, choices: MappingChoices, as_of: dt.date | None) -> Built:
    kept: Built | None = st.session_state.get(_BUILT)
    if kept is not None and (kept.digest, kept.choices, kept.as_of) == (read.digest, choices, as_of):
        return kept
    assert read.table is not None
    with st.spinner("Measuring win rate, deal sizes and cycle…"):
        try:
            mapping = find_mapping(read.table, choices)
            if not mapping.complete:
                raise EvidenceError(mapping.sentence)
            built = Built(read.digest, choices, as_of, build_evidence(read.table, mapping, as_of))
        except EvidenceError as error:
            built = Built(read.digest, choices, as_of, None, error.sentences)
    st.session_state[_BUILT] = built
    return built


def _preview(table: Table, evidence: Evidence) -> None:
    from ui.history_page import draw_evidence

    counts = evidence.counts
    with st.container(border=True, key="import_preview"):
        st.markdown(
            f"**{plain(table.name)}**: {table.n_rows:,} rows as of {formats.day(evidence.as_of)} — "
            f"**{counts.won:,} won, {counts.lost:,} lost, {counts.open:,} open**"
            + (f", of which {counts.stale_open:,} stale" if counts.stale_open else "")
            + (f"; {counts.undated_open:,} open without a date" if counts.undated_open else "")
        )
        st.caption(plain(evidence.dialect))
        target = st.text_input(
            "Target for bookings in the next 12 months",
            key=_TARGET,
            placeholder="as before",
            help="Left out: what the last twelve months brought.",
        )
        plan = _plan(evidence, target)
        if plan is not None:
            st.button(
                "Use this",
                type="primary",
                icon=":material/check:",
                key="import_use",
                on_click=_use,
                args=(plan, evidence),
                help="Makes a new plan from it. Undo brings the old one back.",
            )
        draw_evidence(evidence, key="preview")


def _plan(evidence: Evidence, typed: str) -> Scenario | None:
    try:
        target = parse_number(typed) if typed.strip() else None
        return evidence_to_scenario(evidence, goal_target=target)
    except NotANumberError as error:
        st.markdown(f":red[:material/error: {plain(f'Target = {typed}: {error}.')}]")
    except (ScenarioError, EvidenceError) as error:
        st.markdown(f":red[:material/error: {plain(error)}]")
    return None


def _use(plan: Scenario, evidence: Evidence) -> None:
    kept = plan.changed(policy=state.scenario().policy)
    st.session_state[SOURCE] = None
    state.step(state.Work(kept, (), "use the export", evidence), refresh=True)
    st.toast(
        "The plan now rests on this export. See the verdict on Target; Undo brings the old plan back.",
        icon=":material/check:",
    )


def draw_sample() -> None:
    """The sample company, to look around."""
    st.markdown(
        f"**{plain(sample_scenario().name)}**: {plain(sample_scenario().description or 'a made-up company')}"
    )
    with st.container(horizontal=True):
        st.button(
            "Use the sample company",
            type="primary",
            key="sample_use",
            on_click=_use_sample,
            disabled=state.is_sample(),
        )
        st.download_button(
            "Download its export",
            data=sample_export,
            file_name=SAMPLE_FILE,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="sample_download2",
        )
    if state.is_sample():
        st.caption("You are looking at it.")


def _use_sample() -> None:
    st.session_state[SOURCE] = None
    state.step(state.sample_work("the sample company"), refresh=True)
