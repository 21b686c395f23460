"""The Growth page: what will be different in the coming months."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from charts.band import band_chart, band_frame
from charts.marks import MONTH_NAMES
from charts.season import season_chart, season_finding, season_frame, season_top
from simulator import Scenario
from simulator.engine.forecast import Series
from simulator.scenario import Growth, Market, Seasonality
from simulator.scenario.lever_values import entering
from ui import state
from ui.computing.views import MonthsView, months_view
from ui.fields import business, changes
from ui.fields.edits import Document, with_document
from ui.fields.inputs import choice_field, number_field
from ui.screens import draw, growth_measured, second_opinion
from ui.wording import formats
from ui.wording.metric_words import lever_label
from ui.wording.text import plain

INTERVALS = {"month": "a month", "quarter": "a quarter", "year": "a year"}


def draw_page() -> None:
    """Everything on the page."""
    plan = state.scenario()
    view = months_view(plan, Series.ENTERED)
    word = lever_label("volume", plan).removesuffix(" per month")
    st.header(_answer(plan, view, word), anchor=False)
    chart, fields = st.columns([2.3, 1], gap="medium")
    with chart:
        _volume_chart(plan, view, word)
    with fields:
        _growth_fields(plan, word)
    _season(plan)
    _market(plan)
    growth_measured.draw_section(plan)
    second_opinion.draw_section(plan)
    changes.draw_section(plan)
    business.draw_section(plan)


def _answer(plan: Scenario, view: MonthsView, word: str) -> str:
    flat = sum(entering(team) for team in plan.teams)
    first, last = float(view.mean[0]), float(view.mean[-1])
    total = float(view.mean.sum())
    even = flat * len(plan.months)
    against = ""
    if even > 0:
        change = total / even - 1
        against = (
            ", as many as without any change"
            if abs(change) < 0.005
            else f", {abs(change):.0%} {'more' if change > 0 else 'fewer'} than without any change"
        )
        against = against.replace("%", f"{formats.NBSP}%")
    begin = f"{formats.decimal(round(first))} in {formats.month(plan.months[0])}"
    end = f"{formats.decimal(round(last))} in {formats.month(plan.months[-1])}"
    return f"{plain(word)}: {begin}, {end}, {formats.decimal(round(total))} in all{against}"


def _volume_chart(plan: Scenario, view: MonthsView, word: str) -> None:
    steady = plan.changed(
        growth=Growth(interval=plan.growth.interval),
        seasonality=Seasonality(),
        market=Market(),
        initiatives=(),
        risks=(),
    )
    without = months_view(steady, Series.ENTERED)
    frame = band_frame(
        view.low,
        view.middle,
        view.high,
        compare=without.mean,
        month_texts=[formats.month(month) for month in plan.months],
        tips=[
            (
                formats.decimal(middle),
                f"{formats.decimal(low)} to {formats.decimal(high)}",
                formats.decimal(flat),
            )
            for low, middle, high, flat in zip(
                view.low.tolist(),
                view.middle.tolist(),
                view.high.tolist(),
                without.mean.tolist(),
                strict=True,
            )
        ],
        middle_text="expected",
        compare_text="unchanged",
    )
    best, worst = int(np.argmax(view.mean)), int(np.argmin(view.mean))
    most, fewest = formats.month(plan.months[best]), formats.month(plan.months[worst])
    title = f"Most {word.lower()} come in {most}, fewest in {fewest}"
    draw.draw(
        title,
        lambda data, palette: band_chart(
            data, palette, months=plan.months, unit=f"{word} a month", compare_title="Without any change"
        ),
        frame,
        layout=("volume", plan.months, word),
        alt_text=f"{title}. Units entering by month, 8 of 10 futures, against none of these changes.",
        key="volume",
    )


def _growth_fields(plan: Scenario, word: str) -> None:
    st.markdown("**Growth**")
    choice_field(
        "All growth is per",
        ("growth", "interval"),
        list(INTERVALS),
        words=lambda one: one,
        few=True,
        change=_interval,
        help="One interval for all of it. Changing it converts the numbers, so that the plan stays the same.",
    )
    per = INTERVALS[plan.growth.interval]
    with st.grid(2, min_column_width=120, gap="small"):
        with st.container():
            number_field(f"{word}, % {per}", ("growth", "volume", "mean"), scale=100, digits=2)
        with st.container():
            number_field(
                "give or take",
                ("growth", "volume", "sd"),
                scale=100,
                digits=2,
                help="Standard deviation, in points: in about two of three futures growth lies within it.",
            )
        with st.container():
            number_field(f"Deal size, % {per}", ("growth", "deal_size", "mean"), scale=100, digits=2)
        with st.container():
            number_field(
                "give or take ",
                ("growth", "deal_size", "sd"),
                scale=100,
                digits=2,
                help="Standard deviation, in points.",
            )


def _interval(plan: Scenario, interval: str) -> Scenario:
    """The same growth told per another interval."""
    factor = Growth(interval=interval).months / plan.growth.months

    def converted(mean: float, sd: float) -> dict[str, float]:
        told = (1 + mean) ** factor - 1
        return {"mean": round(told, 9), "sd": round(sd * factor * (1 + mean) ** (factor - 1), 9)}

    def put(document: Document) -> None:
        growth = document.setdefault("growth", {})
        growth["interval"] = interval
        for name in ("volume", "deal_size"):
            if name in growth:
                one = getattr(plan.growth, name)
                growth[name].update(converted(one.mean, one.sd))

    return with_document(plan, put)


def _season(plan: Scenario) -> None:
    chart, fields = st.columns([2.3, 1], gap="medium")
    index = plan.seasonality.index
    title = season_finding(index)
    with chart:
        draw.draw(
            title,
            season_chart,
            season_frame(index),
            layout=("season", season_top(season_frame(index))),
            alt_text=f"Seasonal index by calendar month. {title}.",
            key="season",
        )
    with fields:
        st.markdown("**Season**")
        st.caption("100 is an average month; the numbers are rescaled to it.")
        number_field("Each month known give or take, points", ("seasonality", "sd"), scale=100, digits=1)
        if plan.seasonality.source:
            st.caption(f"Source: {plain(plan.seasonality.source)}")
    with (
        st.expander("Edit the twelve months", icon=":material/calendar_month:", key="season_months"),
        st.grid(6, min_column_width=90, gap="small"),
    ):
        for place, name in enumerate(MONTH_NAMES):
            with st.container():
                number_field(name, ("seasonality", "index", place), scale=100, digits=2, change=_month(place))


def _month(place: int) -> Any:
    def change(plan: Scenario, value: Any) -> Scenario:
        def put(document: Document) -> None:
            season = document.setdefault("seasonality", {})
            index = list(plan.seasonality.index)
            index[place] = value
            season["index"] = index

        return with_document(plan, put)

    return change


def _market(plan: Scenario) -> None:
    chart, fields = st.columns([2.3, 1], gap="medium")
    view = months_view(plan, Series.MARKET)
    spread = plan.market.monthly_sd
    low, high = float(view.low.mean()), float(view.high.mean())
    title = (
        "All months feel the same market"
        if spread == 0
        else (
            "The market moves everybody: in 8 of 10 futures a month lies between "
            f"{formats.percent(low)} and {formats.percent(high)} of normal"
        )
    )
    with chart:
        frame = band_frame(
            view.low * 100,
            view.middle * 100,
            view.high * 100,
            compare=np.full(len(plan.months), 100.0),
            month_texts=[formats.month(month) for month in plan.months],
            tips=[
                (formats.percent(m), f"{formats.percent(lo)} to {formats.percent(hi)}", formats.percent(1.0))
                for lo, m, hi in zip(view.low.tolist(), view.middle.tolist(), view.high.tolist(), strict=True)
            ],
            middle_text="median",
            compare_text="normal",
            height=200,
        )
        draw.draw(
            title,
            lambda data, palette: band_chart(
                data,
                palette,
                months=plan.months,
                unit="% of a normal market",
                compare_title="Normal",
                height=200,
            ),
            frame,
            layout=("market", plan.months),
            alt_text=f"Market factor by month. {title}.",
            key="market",
        )
    with fields:
        st.markdown("**Market**")
        number_field(
            "A month lies off normal by, %",
            ("market", "monthly_sd"),
            scale=100,
            digits=1,
            help="Standard deviation of what all teams feel together.",
        )
        number_field(
            "A good month is followed by a good one, %",
            ("market", "persistence"),
            scale=100,
            digits=1,
            help="Correlation of one month with the next: 0 is none, 90 a slow cycle.",
        )
        number_field(
            "Its level wanders by, % a month",
            ("market", "walk_sd"),
            scale=100,
            digits=2,
            help="What wanders does not come back: 2 a month is about 7 after a year. 0 always returns to normal.",
        )
        if plan.market.source:
            st.caption(f"Source: {plain(plan.market.source)}")
