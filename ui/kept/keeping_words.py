"""What the frame says about keeping: saved when, why not, and what to choose where another tab wrote meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from simulator.scenario.changes import summarise_changes
from ui import state
from ui.kept import keeping, keeping_choice, keeping_store
from ui.wording import formats
from ui.wording.text import plain

RETRY_EVERY_SECONDS = 5


def zone_of(name: str | None) -> tzinfo | None:
    """The time zone a browser names; None where it names none this machine knows."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def clock_words(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    """``14:02`` in the viewer's `zone`, ``14:02 UTC`` where it is not known; with the day where it is not today."""
    local, today = at.astimezone(zone or UTC), now.astimezone(zone or UTC).date()
    words = f"{local:%H:%M}" + ("" if zone else " UTC")
    return words if local.date() == today else f"{formats.day(local.date())}, {words}"


def when(at: datetime) -> str:
    """The moment as the viewer's clock shows it."""
    return clock_words(at, datetime.now(UTC), zone_of(st.context.timezone))


def saved_words() -> str:
    """``saved 14:02``, as markdown."""
    here = keeping.place()
    known = keeping.of_session()
    key = state.work().place
    if key in known.elsewhere or key in known.gone or (known.trouble is not None and not _is_fresh()):
        return ":orange[not saved]"
    if here is not None:
        version = (
            f" as version {here.base}" if here.clean is not None and here.clean == state.scenario() else ""
        )
        return f":gray[saved {when(here.at)}{version}]"
    if _is_fresh():
        return ":gray[sample company]"
    return ":gray[kept in this tab]" if keeping_store.who() is None else ":orange[not saved]"


def _is_fresh() -> bool:
    """Nothing of one's own is on the screen yet."""
    return keeping.place() is None and state.is_sample()


def draw_notices() -> None:
    """One sentence where something about keeping needs one, and the choices it leaves."""
    known, key = keeping.of_session(), state.work().place
    if known.notice is not None:
        st.info(known.notice, icon=":material/link_off:")
    if key in known.elsewhere:
        _draw_other_tab()
    elif key in known.gone:
        _draw_gone()
    elif keeping.why_not() is not None:
        _draw_trouble()


def _draw_other_tab() -> None:
    draft = keeping.of_session().elsewhere[state.work().place]
    with st.container(border=True, key="other_tab"):
        st.markdown(
            f":orange[:material/tab:] **Another tab changed this plan ({when(draft.at)}).** It differs from yours by: "
            f"{plain(summarise_changes(state.scenario(), draft.scenario))}. Nothing of yours is lost, nothing is "
            "written until you choose."
        )
        with st.container(horizontal=True, gap="small"):
            st.button("Take the other tab's", key="take_theirs", on_click=keeping_choice.take_theirs)
            st.button("Keep mine instead", key="keep_mine", on_click=keeping_choice.keep_mine)
            st.button("Keep mine as a new plan", key="keep_copy", on_click=keeping_choice.keep_as_copy)


def _draw_gone() -> None:
    with st.container(border=True, key="plan_gone"):
        st.markdown(
            ":orange[:material/delete:] **This plan was deleted elsewhere, so your changes are not saved.** Keep what "
            "you see as a new plan, or restore the deleted one under Plan, Library."
        )
        st.button("Keep as a new plan", key="keep_copy", on_click=keeping_choice.keep_as_copy)


@st.fragment(run_every=RETRY_EVERY_SECONDS)
def _draw_trouble() -> None:
    """Try again by the clock: whoever waits for the database need not click."""
    keeping.try_again()
    sentence = keeping.why_not()
    if sentence is None:
        st.rerun()
    st.warning(
        f"Nothing is kept just now; you can go on working in this tab. {plain(sentence)}",
        icon=":material/cloud_off:",
    )
