"""An uploaded export on its way into the plan: read, shown for approval, and only then used."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Literal, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator import Scenario, ScenarioError
from simulator.backtest import past_deals
from simulator.evidence import (
    FIELDS,
    Evidence,
    EvidenceError,
    Intake,
    Mapping,
    MappingChoices,
    Table,
    evidence_to_scenario,
    find_mapping,
    read_upload,
)
from simulator.evidence.limits import LIMITS
from simulator.sample import SAMPLE_FILE, sample_export, sample_scenario
from ui import state
from ui.cache import Shelf
from ui.computing import replays
from ui.fields import import_summary
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.wording.text import plain, shown

SOURCE = "history_source"
"""Which way of bringing numbers is open on the page."""
_SECRET, _REFUSED, _BUILT, _TARGET = "import_secret", "import_refused", "import_built", "import_target"
_ORDERS = {"day_first": "1 February", "month_first": "2 January"}
_MARKS = {".": "a point", ",": "a comma"}
_WIDGETS = (*FIELDS, "order", "mark", "ask_order", "ask_mark", "as_of")
_NEVER = object()
TABLES_BYTES = 256 * 2**20
TABLES: Shelf[Table] = Shelf(12, TABLES_BYTES, lambda table: table.size_bytes)
"""Tables somebody is looking at, before they are used. Each key holds a secret of its session."""


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
        max_upload_size=LIMITS.bytes // 2**20,
    )
    if uploaded is None:
        return
    read = _read(uploaded)
    if isinstance(read, tuple):
        _refused(read)
        return
    choices, as_of = _chosen(read)
    built = _build(read, choices, as_of)
    with st.container(border=True, key="import_preview"):
        if built.evidence is None or built.evidence.intake is None:
            _refused(built.sentences)
        else:
            import_summary.draw(read, built.evidence, built.evidence.intake)
            _offer(built.evidence, built.evidence.intake)
    _draw_choices(read)
    if built.evidence is not None:
        from ui.screens.history_page import draw_evidence

        draw_evidence(built.evidence, key="preview")


def _refused(sentences: tuple[str, ...]) -> None:
    lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    st.error(f"This file cannot be used yet; your plan is unchanged.\n\n{lines}", icon=":material/error:")


def _read(uploaded: UploadedFile) -> Table | tuple[str, ...]:
    """The table, or why there is none. Kept under a secret of this session: it must never reach another one.

    The shelf has a bound for all visitors together; what fell off it is read again from the upload.
    """
    secret = st.session_state.setdefault(_SECRET, secrets.token_hex(16))
    place = (secret, uploaded.file_id)
    found = TABLES.get(place)
    if found is not None:
        return found[0]
    refused: tuple[str, tuple[str, ...]] | None = st.session_state.get(_REFUSED)
    if refused is not None and refused[0] == uploaded.file_id:
        return refused[1]
    with st.spinner("Reading the file…"):
        try:
            table = read_upload(uploaded.getvalue(), uploaded.name)
        except EvidenceError as error:
            st.session_state[_REFUSED] = (uploaded.file_id, error.sentences)
            return error.sentences
    TABLES.put(place, table)
    return table


def _chosen(table: Table) -> tuple[MappingChoices, dt.date | None]:
    """What the person chose so far, read from the widgets before they are drawn: the answer stands above them."""
    found = find_mapping(table).found
    state_of = {name: st.session_state.get(import_summary.key(table, name), _NEVER) for name in _WIDGETS}
    columns = {
        name: chosen
        for name in FIELDS
        if isinstance(chosen := state_of[name], str) and chosen != found.get(name) and chosen in table.header
    }
    order = state_of["ask_order"] if state_of["ask_order"] in _ORDERS else state_of["order"]
    mark = state_of["ask_mark"] if state_of["ask_mark"] in _MARKS else state_of["mark"]
    choices = MappingChoices(
        columns=columns,
        date_order=cast("Literal['day_first', 'month_first']", order) if order in _ORDERS else None,
        decimal_mark=cast("Literal['.', ',']", mark) if mark in _MARKS else None,
    )
    as_of = state_of["as_of"]
    return choices, as_of if isinstance(as_of, dt.date) else None


def _draw_choices(table: Table) -> None:
    """Which column is what, and how the file is read; open where a needed column was not found."""
    found = find_mapping(table)
    with st.expander(
        _columns_title(found),
        icon=":material/view_column:",
        expanded=not found.complete,
        key="import_columns",
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
                    key=import_summary.key(table, name),
                    format_func=lambda one: "none" if one is None else shown(one),
                    help=rule.meaning,
                )
            st.selectbox(
                "01/02/2026 means",
                [None, *_ORDERS],
                key=import_summary.key(table, "order"),
                format_func=lambda one: "found from the file" if one is None else _ORDERS[one],
            )
            st.selectbox(
                "Decimals start with",
                [None, *_MARKS],
                key=import_summary.key(table, "mark"),
                format_func=lambda one: "found from the file" if one is None else _MARKS[one],
            )
            st.date_input(
                "As of (left out: the last date in the file)",
                value=None,
                key=import_summary.key(table, "as_of"),
                help="Deals created later do not exist yet, deals closed later count as open.",
            )


def _columns_title(found: Mapping) -> str:
    if not found.complete:
        return f"Please choose: {' and '.join(found.missing)}"
    return f"{len(found.found)} columns recognised: how the file is read"


def _build(table: Table, choices: MappingChoices, as_of: dt.date | None) -> Built:
    kept: Built | None = st.session_state.get(_BUILT)
    if kept is not None and (kept.digest, kept.choices, kept.as_of) == (table.digest, choices, as_of):
        return kept
    with st.spinner("Measuring win rate, deal sizes and cycle…"):
        try:
            mapping = find_mapping(table, choices)
            if not mapping.complete:
                raise EvidenceError(mapping.sentence)
            past = past_deals(table, mapping)
            evidence = past.as_of(as_of)
            replays.keep_deals(evidence, past)
            built = Built(table.digest, choices, as_of, evidence)
        except EvidenceError as error:
            built = Built(table.digest, choices, as_of, None, error.sentences)
    st.session_state[_BUILT] = built
    return built


def _offer(evidence: Evidence, intake: Intake) -> None:
    """The button that uses it: not before every question is answered."""
    target = st.text_input(
        "Target for bookings in the next 12 months",
        key=_TARGET,
        placeholder="as before",
        help="Left out: what the last twelve months brought.",
    )
    plan = _plan(evidence, target)
    if plan is None:
        return
    open_questions = len(intake.unanswered)
    st.button(
        "Use this",
        type="primary",
        icon=":material/check:",
        key="import_use",
        on_click=_use,
        args=(plan, evidence),
        disabled=open_questions > 0,
        help="Makes a new plan from it. Undo brings the old one back.",
    )
    if open_questions:
        st.markdown(
            f":orange[:material/help: Answer the {'question' if open_questions == 1 else 'questions'} above first: "
            "the figures depend on the answer.]"
        )


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
    if evidence.intake is not None and evidence.intake.unanswered:
        return  # pressed past the page
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
            on_click=use_sample,
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


def use_sample() -> None:
    """Make the sample company the plan."""
    st.session_state[SOURCE] = None
    state.step(state.sample_work("the sample company"), refresh=True)
