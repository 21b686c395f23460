"""What stands above a plan that somebody shared: which version, what to know of its digits, a copy of one's own."""

from __future__ import annotations

import streamlit as st

from simulator import ENGINE_VERSION
from simulator.errors import ScenarioError
from store import Opened, Role, StoreError
from ui import state
from ui.kept import keeping, keeping_store
from ui.kept.keeping_words import zone_of
from ui.visitors import visit, visit_checks
from ui.wording import formats
from ui.wording.text import plain

LOOK_EVERY_SECONDS = 5


def version_words(opened: Opened) -> str:
    """``Version 3 of 14 Nov 2026, engine 1.0.0``, plain text."""
    revision = opened.revision
    if revision is None:
        return "No version yet"
    day = formats.day(revision.at.astimezone(zone_of(st.context.timezone)).date())
    return f"Version {revision.number} of {day}, engine {revision.engine_version}"


def kind_words(opened: Opened) -> str:
    """What the link is, as markdown."""
    icon, word = {
        Role.VIEW: (":material/visibility:", "View only"),
        Role.LIVE: (":material/sync:", "Live view"),
        Role.EDIT: (":material/edit:", "Edit link"),
    }.get(opened.role, (":material/key:", "Yours"))
    return f"{icon} {word}"


def remarks(opened: Opened) -> list[str]:
    """What somebody who compares digits needs to know, as plain sentences."""
    found = []
    revision = opened.revision
    if revision is not None and opened.role is Role.VIEW and opened.saved.head > revision.number:
        found.append(f"A newer version exists ({opened.saved.head}); this link stays with {revision.number}.")
    if opened.role is Role.LIVE:
        found.append("It follows every version that is saved.")
    if revision is not None and revision.engine_version != ENGINE_VERSION:
        found.append(
            f"A newer engine runs here ({ENGINE_VERSION}): digits may differ from those of "
            f"{revision.engine_version}."
        )
    if opened.hide_money:
        found.append("Amounts are not shared: money is shown in percent of the goal.")
    return found


def draw_banner(opened: Opened) -> None:
    """In the frame, under the plan's name."""
    plan = state.scenario()
    span = formats.month_span(plan.months[0], plan.months[-1])
    st.markdown(f":gray[{span}] · {kind_words(opened)} · :gray[{plain(version_words(opened))}]")


def draw_remarks(opened: Opened) -> None:
    """Beneath the frame."""
    found = remarks(opened)
    if found:
        st.caption(plain(" ".join(found)))


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def watch() -> None:
    """Ask by the clock: a tab nobody touches loses a link that ended, and a live view shows what was saved."""
    if visit_checks.is_outdated():
        st.rerun()


def make_copy() -> None:
    """What is looked at becomes a plan of one's own; the link is left."""
    opened, who = visit.opened_here(), keeping_store.who()
    if opened is None or who is None:
        return
    number = opened.revision.number if opened.revision is not None else None
    try:
        saved = keeping_store.store().duplicate(opened.capability, opened.saved.id, revision=number)
        found = keeping.read(saved.id)
    except (StoreError, ScenarioError) as failure:
        st.toast(f"Not copied. {plain(failure)}", icon=":material/error:")
        return
    visit.go_to(*found)
    st.toast("This is your own copy now; the shared plan stays as it is.", icon=":material/content_copy:")
