"""Papers to hand out: the plan as it is judged, for the board, the meeting and the spreadsheet."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from simulator import Scenario, assess, simulate
from ui import cache, state

if TYPE_CHECKING:
    from exports import Report

PAPERS = (
    ("Board page (PDF)", "board_page", "pdf", "application/pdf", "picture_as_pdf"),
    (
        "Slides (PowerPoint)",
        "slides",
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "slideshow",
    ),
    (
        "Workbook (Excel)",
        "workbook",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "table",
    ),
)


def draw() -> None:
    """A button for each paper; it is made when it is asked for, from the plan without what is not kept."""
    plan = state.scenario()
    st.markdown("**Hand out**")
    hide = st.toggle("Odds only, without amounts", key="papers_hide_money")
    for label, maker, ending, mime, icon in PAPERS:
        st.download_button(
            label,
            data=made(plan, maker, hide_money=hide),
            file_name=named(plan, ending),
            mime=mime,
            icon=f":material/{icon}:",
            on_click="ignore",
            width="stretch",
            key=f"paper_{ending}",
        )


def named(plan: Scenario, ending: str) -> str:
    """A file name of its own for every paper: Streamlit serves large files of one name and size for one another."""
    from exports import file_name

    return file_name(plan.name, ending, secrets.token_hex(4))


def made(plan: Scenario, maker: str, *, hide_money: bool) -> Callable[[], bytes]:
    """What makes the paper when its button is pressed: the digits are those of the page, from the same seed."""

    def make() -> bytes:
        import exports

        build: Callable[[Report], bytes] = getattr(exports, maker)
        forecast = simulate(plan, cache.TRIALS)
        report = exports.make_report(
            plan, forecast, assess(forecast), now=dt.datetime.now(dt.UTC), hide_money=hide_money
        )
        return build(report)

    return make
