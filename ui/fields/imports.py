"""An uploaded export on its way into the plan: read, shown for approval, and only then used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.backtest import past_deals
from simulator.evidence import (
    Evidence,
    EvidenceError,
    Intake,
    MappingChoices,
    Table,
    evidence_to_scenario,
    find_mapping,
)
from simulator.evidence.limits import LIMITS
from simulator.sample import SAMPLE_FILE, sample_export, sample_scenario
from ui import state
from ui.computing import replays
from ui.fields import (
    import_beside,
    import_columns,
    import_progress,
    import_summary,
    kinds_import,
    saved_mappings,
)
from ui.fields.import_beside import Tables
from ui.fields.import_tables import read_again, read_table
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.wording.text import plain

SOURCE = "history_source"
"""Which way of bringing numbers is open on the page."""
MEASURING_STOPPED = "Measuring it was stopped."
_BUILT, _TARGET, _STOPPED = "import_built", "import_target", "import_stopped"


@dataclass(frozen=True, eq=False)
class Built:
    """Evidence of one file under one set of choices, or why there is none."""

    digest: str
    choices: MappingChoices
    as_of: dt.date | None
    evidence: Evidence | None
    sentences: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def draw() -> None:
    """The uploader, the preview and the button that uses it."""
    st.markdown(
        "One row per opportunity, as CSV or XLSX from any CRM; or a monthly summary, leads, activities, quotas, a "
        "roster or customers. **Nothing is taken over before you say so.**"
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
        kinds_import.draw_templates()
    uploaded = st.file_uploader(
        "Opportunity export",
        type=["csv", "tsv", "txt", "xlsx"],
        key="export_upload",
        max_upload_size=LIMITS.bytes // 2**20,
    )
    if uploaded is None:
        return
    read = read_table(uploaded)
    if isinstance(read, tuple):
        _refused(read)
        if read == (import_progress.STOPPED,):
            st.button(
                "Read it after all",
                key="import_again",
                on_click=read_again,
                args=(uploaded.file_id,),
                icon=":material/refresh:",
            )
        return
    if kinds_import.draw(read, SOURCE):
        return
    basis = saved_mappings.basis_of(read)
    saved_mappings.draw_offer(read, basis)
    choices, as_of = import_columns.chosen(read, basis)
    beside = import_beside.draw(read)
    built = _build(read, choices, as_of, beside)
    with st.container(border=True, key="import_preview"):
        if built.evidence is None or built.evidence.intake is None:
            _refused(built.sentences)
            if built.sentences == (MEASURING_STOPPED,):
                st.button(
                    "Measure it after all",
                    key="import_measure_again",
                    on_click=_measure_again,
                    icon=":material/refresh:",
                )
        else:
            import_summary.draw(read, built.evidence, built.evidence.intake)
            import_columns.draw_names(read, basis, built.evidence)
            _offer(read, built.evidence, built.evidence.intake, choices, beside)
    import_columns.draw(read, basis, choices)
    if built.evidence is not None:
        from ui.screens.history_page import draw_evidence

        draw_evidence(built.evidence, key="preview")


def _measure_again() -> None:
    st.session_state.pop(_STOPPED, None)


def _refused(sentences: tuple[str, ...]) -> None:
    lines = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    st.error(f"This file cannot be used yet; your plan is unchanged.\n\n{lines}", icon=":material/error:")


def _build(table: Table, choices: MappingChoices, as_of: dt.date | None, beside: Tables) -> Built:
    kept: Built | None = st.session_state.get(_BUILT)
    wanted = (table.digest, choices, as_of, beside.digest)
    if kept is not None and (kept.digest, kept.choices, kept.as_of, kept.beside) == wanted:
        return kept
    mark = repr(wanted)
    if st.session_state.get(_STOPPED) == mark:
        return Built(table.digest, choices, as_of, None, (MEASURING_STOPPED,), beside.digest)
    try:
        mapping = find_mapping(table, choices)
        if not mapping.complete:
            raise EvidenceError(mapping.sentence)
        with import_progress.steps(table.n_rows, _stop, mark) as step:
            past = past_deals(table, mapping, beside.given, step)
            evidence = past.as_of(as_of, step)
        replays.keep_deals(evidence, past)
        built = Built(table.digest, choices, as_of, evidence, (), beside.digest)
    except EvidenceError as error:
        built = Built(table.digest, choices, as_of, None, error.sentences, beside.digest)
    st.session_state[_BUILT] = built
    return built


def _stop(mark: str) -> None:
    st.session_state[_STOPPED] = mark


def _offer(table: Table, evidence: Evidence, intake: Intake, choices: MappingChoices, beside: Tables) -> None:
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
    plan = import_beside.joined(table, evidence, plan, beside)
    open_questions = len(intake.unanswered)
    st.button(
        "Use this",
        type="primary",
        icon=":material/check:",
        key="import_use",
        on_click=_use,
        args=(plan, evidence, table, choices),
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


def _use(plan: Scenario, evidence: Evidence, table: Table, choices: MappingChoices) -> None:
    if evidence.intake is not None and evidence.intake.unanswered:
        return  # pressed past the page
    saved_mappings.remember(table, import_columns.whole_mapping(table, choices))
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
