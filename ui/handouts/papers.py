"""Papers to hand out: the plan as it is judged, for the board, the meeting and the spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import streamlit as st

from exports import Report, board_page, make_report, scenario_file, slides, tables_zip, workbook
from simulator import Scenario
from ui import cache, state
from ui.computing.advice import advice
from ui.computing.views import goals_view, trials_in_view
from ui.handouts.downloads import File, draw_files
from ui.kept import keeping
from ui.visitors import visit

Write = Callable[[Report], bytes]
PAPERS: tuple[tuple[str, str, str, str, Write, str], ...] = (
    (
        *("paper_pdf", "Board page (PDF)", "pdf", "picture_as_pdf", board_page),
        "One or two pages to print: the answer, what it rests on, how to get the same digits again.",
    ),
    (
        *("paper_pptx", "Slides (PowerPoint)", "pptx", "slideshow", slides),
        "A slide a goal, with charts that can be edited.",
    ),
    (
        *("paper_xlsx", "Workbook (Excel)", "xlsx", "table", workbook),
        "Every figure in full precision, with charts.",
    ),
    (
        *("paper_futures", "Workbook with futures", "xlsx", "dataset", partial(workbook, with_trials=True)),
        "The workbook, and what each simulated future brings each goal.",
    ),
    ("paper_csv", "Tables (CSV)", "zip", "csv", tables_zip, "The workbook's tables as CSV files, zipped."),
)
"""Key, label, ending, icon, what writes it, what it is for."""


def draw(*, hide_money: bool = False) -> None:
    """A button for each paper, made from the plan without what is not kept.

    hide_money: the visitor may not see amounts; without it, everybody may leave them out.
    """
    hide = hide_money or st.toggle("Odds only, without amounts", key="papers_hide_money")
    if state.work().moved:
        st.caption("Of the plan as it is kept: the what-if is not in it.")
    draw_files(papers(state.scenario(), hide_money=hide, link=_printed_link(hide)), columns=2)


def _printed_link(hide_money: bool) -> str | None:
    """Where the reader of a paper may look at this very plan; None where no link shows it as it is now, or one would
    show amounts that the paper leaves out."""
    from ui.screens.present import audience_address  # the page itself, which draws this menu

    opened, here = visit.opened_here(), keeping.place()
    if hide_money and (opened is None or not opened.hide_money):
        return None
    if visit.current() is None and (here is None or here.clean != state.scenario()):
        return None
    return audience_address()


def papers(plan: Scenario, *, hide_money: bool, link: str | None = None) -> list[File]:
    """Every paper there is of `plan`; the plan's own file holds its amounts and is left out where they are hidden."""
    wanted = trials_in_view(plan)
    found = [
        File(
            key,
            label,
            partial(made, plan, write, wanted=wanted, hide_money=hide_money, link=link),
            plan.name,
            ending,
            icon,
            explain,
        )
        for key, label, ending, icon, write, explain in PAPERS
    ]
    if not hide_money:
        explain = "Everything the plan holds: open it here again, or hand it to the command line."
        make = partial(scenario_file, plan)
        found.append(File("plan_save", "Plan (TOML)", make, plan.name, "toml", "save", explain))
    return found


def made(
    plan: Scenario, write: Write, *, wanted: int = cache.TRIALS, hide_money: bool, link: str | None = None
) -> bytes:
    """The paper that `write` makes, of the futures and verdicts that the page shows."""
    view = goals_view(plan, wanted)
    lead = view.verdicts[0] if view.verdicts else None
    told = {} if lead is None or hide_money else {lead.name: advice(plan, lead)}
    report = make_report(
        plan,
        cache.forecast(plan, view.n_trials),
        view.verdicts,
        now=dt.datetime.now(dt.UTC),
        hide_money=hide_money,
        link=link,
        advice=told,
    )
    return write(report)
