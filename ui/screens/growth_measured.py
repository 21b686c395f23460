"""On the Growth page: what the months of the history say of growth, season and market, and what they may not claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from charts.measured_months import measured_chart, measured_frame
from charts.season import season_chart, season_finding, season_frame, season_top
from simulator import Scenario
from simulator.evidence import Evidence
from simulator.evidence.series_plan import shared_course
from simulator.scenario import Market, Seasonality
from simulator.series import SeriesGrowth, SeriesModel, fit_series, fitted_course
from ui import state
from ui.fields.edits import Document, with_document
from ui.screens import draw
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.text import plain

MOST_SHOWN = 60
"""Months in the chart."""
SAME = 5e-4
WORDS = {"month": "a month", "quarter": "a quarter", "year": "a year"}


def draw_section(plan: Scenario) -> None:
    """Nothing where the plan has no monthly history behind it."""
    evidence = state.work().evidence
    found = evidence.series if evidence is not None and not money_hidden.is_hidden() else None
    if evidence is None or found is None or found.entering is None:
        return
    model = found.entering
    growth = fit_series(model.series, plan.growth.interval).growth
    st.subheader("What history says", anchor=False)
    chart, words = st.columns([2.3, 1], gap="medium")
    with chart:
        _months(model, growth)
        if model.season.identified:
            _season_bars(model)
    with words:
        _growth(plan, evidence, growth)
        _season(plan, evidence, model)
        _market(plan, evidence)
        for remark in model.remarks:
            if remark.code in ("level_shift", "truncated_start"):
                st.caption(f":material/info: {plain(remark.message)}")
        if found.quarter is not None:
            st.caption(f":material/info: {plain(found.quarter.sentence)}")


def finding(growth: SeriesGrowth, months: int) -> str:
    """The chart's title: growth with its range, or that it is not claimed."""
    if not growth.identified:
        return f"{months} months do not show whether deals entering grow"
    low, high = growth.mean - 1.2816 * growth.sd, growth.mean + 1.2816 * growth.sd
    per = WORDS[growth.interval]
    ranged = f"8 in 10 sure: {_signed(low)} to {_signed(high)}"
    verb = "grow" if growth.mean >= 0 else "shrink"
    if low < 0 < high:
        return f"Deals entering may grow or shrink: {months} months do not say which ({ranged} {per})"
    return f"Deals entering {verb} by {formats.percent(abs(growth.mean))} {per} ({ranged})"


def _months(model: SeriesModel, growth: SeriesGrowth) -> None:
    series = model.series
    begin = max(len(series.values) - MOST_SHOWN, 0)
    values = series.values[begin:]
    months = [series.month(begin + at) for at in range(len(values))]
    course = fitted_course(model)[-len(values) :]
    texts = [""] * (len(values) - len(course)) + [formats.decimal(round(one)) for one in course]
    tips = [(formats.decimal(round(value)), text) for value, text in zip(values, texts, strict=True)]
    title = finding(growth, len(series.values))
    draw.draw(
        title,
        lambda data, palette: measured_chart(data, palette, months=months, unit="deals entering a month"),
        measured_frame(
            values,
            course,
            [formats.month(month) for month in months],
            tips,
            "with season" if model.season.identified else "level",
        ),
        layout=("measured_months", tuple(months)),
        alt_text=f"{title}. Deals entering by month, with the level and season read from them.",
        key="measured_months",
    )


def _season_bars(model: SeriesModel) -> None:
    frame = season_frame(model.season.index)
    title = season_finding(model.season.index)
    draw.draw(
        title,
        season_chart,
        frame,
        layout=("measured_season", season_top(frame)),
        alt_text=f"Seasonal index measured from the history. {title}.",
        key="measured_season",
    )


def _growth(plan: Scenario, evidence: Evidence, growth: SeriesGrowth) -> None:
    st.markdown("**Growth of the volume**")
    if not growth.identified:
        st.caption(plain(_sentence(growth.note)))
        return
    told = f"{_signed(growth.mean)} {WORDS[growth.interval]}, give or take {_points(growth.sd)}"
    st.markdown(plain(told))
    st.caption(plain(_sentence(growth.note)))
    now = plan.growth.volume
    if abs(now.mean - growth.mean) > SAME or abs(now.sd - growth.sd) > SAME:

        def put(document: Document) -> None:
            document.setdefault("growth", {}).setdefault("interval", plan.growth.interval)
            document["growth"]["volume"] = {
                "mean": growth.mean,
                "sd": growth.sd,
                "grade": "measured",
                "source": f"{evidence.source}, {growth.note}"[:1000],
            }

        _take("growth", "measured growth", put)


def _season(plan: Scenario, evidence: Evidence, model: SeriesModel) -> None:
    st.markdown("**Season**")
    season = model.season
    st.caption(plain(_sentence(season.note)))
    document = shared_course(evidence).get("seasonality")
    if document is None:
        return
    st.caption(
        f"Each month is known give or take {_points(season.sd)}; pulled {formats.percent(season.shrinkage)} of the way "
        "to an even year, as far as luck explains the differences."
    )
    wanted = Seasonality.model_validate(document)
    now = plan.seasonality
    even = [one / (sum(now.index) / 12) for one in now.index]
    if (
        max(abs(a - b) for a, b in zip(even, wanted.index, strict=True)) > SAME
        or abs(now.sd - wanted.sd) > SAME
    ):
        _take("seasonality", "measured season", _whole("seasonality", document))


def _market(plan: Scenario, evidence: Evidence) -> None:
    document = shared_course(evidence).get("market")
    if document is None:
        return
    st.markdown("**Market**")
    wanted = Market.model_validate(document)
    walk = f", and its level wanders by {_points(wanted.walk_sd)}" if wanted.walk_sd else ""
    st.markdown(f"A month lies off normal by {formats.percent(wanted.monthly_sd)}{walk} a month")
    if wanted.source:
        st.caption(f"From {plain(wanted.source)}")
    now = plan.market
    pairs = (
        (now.monthly_sd, wanted.monthly_sd),
        (now.persistence, wanted.persistence),
        (now.walk_sd, wanted.walk_sd),
    )
    if any(abs(a - b) > SAME for a, b in pairs):
        _take("market", "measured market", _whole("market", document))


def _whole(part: str, value: dict[str, Any]) -> Callable[[Document], None]:
    def put(document: Document) -> None:
        document[part] = value

    return put


def _take(part: str, label: str, put: Callable[[Document], None]) -> None:
    """A button that puts the measured figures into the plan, as one edit that can be undone."""
    if not view_mode.may_edit():
        return

    def take() -> None:
        state.commit(with_document(state.scenario(), put), label, refresh=True)

    st.button(f"Use the {label}", icon=":material/download_done:", key=f"{part}.measured", on_click=take)


def _signed(share: float) -> str:
    return formats.signed(formats.percent(share), round(share, 2))


def _points(share: float) -> str:
    return f"{formats.decimal(share * 100, 1)} points"


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}."
