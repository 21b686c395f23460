"""What the plan takes from a table: a whole plan from a monthly summary, people, recurring business, work, quotas."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.evidence import EvidenceError
from simulator.evidence.kinds import (
    KindEvidence,
    Quotas,
    ScoreRows,
    company_attainment,
    kind_to_evidence,
    kind_to_scenario,
    people_meet,
    with_activities,
    with_activity_counts,
    with_customers,
    with_quotas,
    with_roster,
    with_roster_joined,
)
from ui import state
from ui.computing import score_view
from ui.fields.kinds_shown import fine_share
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import plain

Change = Callable[[Scenario, KindEvidence], tuple[Scenario, tuple[str, ...]]]
_USES: dict[str, tuple[str, Change]] = {
    "roster": ("Use these people", with_roster),
    "customers": ("Use as recurring business", with_customers),
    "activities": ("Use as outbound work", with_activities),
    "quotas": ("Use as quotas", with_quotas),
}
_SHOWN_ONLY = {
    "leads": "The plan does not change: compare the conversion with the first stage of the plan's funnel below.",
    "monthly_series": "The plan does not change: a series alone says nothing of leads, deals and people. Trust "
    "replays it.",
}


def draw_offer(evidence: KindEvidence, source: str, remember: Callable[[], None]) -> None:
    """The button that uses it, with what it would change; a sentence where nothing can be used.

    source: where the session keeps which way of bringing numbers is open; a new plan closes it. remember: called when
    it is used.
    """
    if isinstance(evidence.findings, Quotas):
        draw_attainment(evidence.findings)
    if evidence.kind == "monthly_summary":
        _offer_plan(evidence, source, remember)
    elif evidence.kind in _USES:
        _offer_change(evidence, remember)
    elif isinstance(evidence.findings, ScoreRows):
        _offer_scores(evidence, remember)
    else:
        st.caption(_SHOWN_ONLY[evidence.kind])


def _offer_scores(evidence: KindEvidence, remember: Callable[[], None]) -> None:
    if score_view.is_brought(evidence):
        st.page_link(
            "../pages/quotas.py", label="Compared on Quotas, Scorecard", icon=":material/arrow_forward:"
        )
        return

    def compare() -> None:
        remember()
        score_view.bring_rows(evidence)

    st.button(
        "Compare these people",
        type="primary",
        icon=":material/balance:",
        key="import_kind_use",
        on_click=compare,
        help="On Quotas, Scorecard. The plan does not change.",
    )


def _offer_plan(evidence: KindEvidence, source: str, remember: Callable[[], None]) -> None:
    try:
        plan = kind_to_scenario(evidence)
    except (EvidenceError, ScenarioError, ValueError) as error:
        st.caption(plain(error))
        return
    st.button(
        "Use this",
        type="primary",
        icon=":material/check:",
        key="import_kind_use",
        on_click=_use_plan,
        args=(plan, evidence, source, remember),
        help="Makes a new plan from it. Undo brings the old one back.",
    )


def _use_plan(plan: Scenario, evidence: KindEvidence, source: str, remember: Callable[[], None]) -> None:
    remember()
    kept = plan.changed(policy=state.scenario().policy)
    st.session_state[source] = None
    state.step(state.Work(kept, (), "use the summary", kind_to_evidence(evidence)), refresh=True)
    st.toast(
        "The plan now rests on this summary. See the verdict on Target; Undo brings the old plan back.",
        icon=":material/check:",
    )


def _offer_change(evidence: KindEvidence, remember: Callable[[], None]) -> None:
    if evidence.kind == "roster" and people_meet(state.scenario(), evidence):
        st.markdown("**The plan's people are on this roster.** Join it to them, or let it take their place.")
        _offer_one(evidence, "Join to the plan's people", with_roster_joined, "import_kind_join", remember)
    _offer_one(evidence, *_USES[evidence.kind], "import_kind_use", remember)
    if evidence.kind == "activities":
        _offer_one(
            evidence, "Count for goals on activity", with_activity_counts, "import_kind_count", remember
        )


def _offer_one(
    evidence: KindEvidence, label: str, change: Change, key: str, remember: Callable[[], None]
) -> None:
    try:
        plan, told = change(state.scenario(), evidence)
    except (EvidenceError, ScenarioError, ValueError) as error:
        st.markdown(f":orange[:material/help: {plain(error)}]")
        return
    st.markdown("\n".join(f"- {plain(one)}" for one in told))
    st.button(
        label,
        type="primary",
        icon=":material/check:",
        key=key,
        on_click=_use_change,
        args=(plan, label, state.scenario(), remember),
        disabled=plan == state.scenario(),
        help="Changes the plan there is. Undo takes it back.",
    )


def _use_change(plan: Scenario, label: str, before: Scenario, remember: Callable[[], None]) -> None:
    if state.scenario() != before:  # pressed on a page that was drawn for another plan
        st.toast("The plan has changed meanwhile; look at the preview again.", icon=":material/info:")
        return
    remember()
    state.commit(plan, label[0].lower() + label[1:], refresh=True)
    st.toast("The plan has taken it over. Undo brings the old one back.", icon=":material/check:")


def draw_attainment(found: Quotas) -> None:
    """Quotas against the bookings of the evidence beside the plan, where both know the same months."""
    evidence = state.work().evidence
    if evidence is None:
        return
    reached = company_attainment(found, [(one.month, one.bookings) for one in evidence.monthly if one.whole])
    if reached is None:
        st.caption(
            "The history of the plan does not cover a whole period of these quotas: no attainment is known."
        )
        return
    sold, quota, share = reached
    amounts = f"{formats.money(sold, evidence.currency)} of {formats.money(quota, evidence.currency)}"
    inside = "" if money_hidden.is_hidden() else f" ({amounts})"
    st.markdown(
        f"**{plain(fine_share(share))}** of the quotas were sold{plain(inside)}, by the months of the plan's "
        "history that "
        "fall into their periods."
    )
