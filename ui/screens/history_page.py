"""The History page: what have we really done, and what the plan therefore rests on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.trend import trend_chart, trend_finding, trend_frame
from simulator.evidence import Evidence, MeasuredRate
from ui import state
from ui.fields import imports, override, totals
from ui.screens import draw, history_cleaning, history_dangers, history_leak, history_measure, history_rates
from ui.visitors import money_hidden, open_evidence, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats
from ui.wording.evidence_words import counted_grade, evidence_rows
from ui.wording.text import sentence_list, shown

_SOURCES = {"upload": "Upload an export", "totals": "Type totals", "sample": "Sample company"}


def draw_page() -> None:
    """Everything on the page."""
    plan, evidence, open_part = state.scenario(), state.work().evidence, open_evidence.here()
    rows = evidence_rows(plan)
    counts = [
        one for one in (counted_grade(rows, grade) for grade in ("measured", "benchmark", "guess")) if one
    ]
    st.header(_answer(evidence), anchor=False)
    st.markdown(f"The plan rests on {sentence_list(counts)}.")
    chosen = _sources() if view_mode.may(Deed.UPLOAD) else None
    if chosen != "upload" and evidence is not None and not money_hidden.is_hidden():
        history_dangers.draw_dangers(history_dangers.dangers_of_evidence(evidence))
        draw_evidence(evidence, key="plan")
        history_rates.draw_comparisons(evidence)
        history_cleaning.draw_cleaning(evidence, key="plan")
    elif chosen != "upload":
        history_dangers.draw_dangers(history_dangers.dangers_of_plan(plan))
        if open_part is not None:
            history_rates.draw_comparisons(open_part)
    history_leak.draw_leak(open_part or evidence if chosen != "upload" else None, plan)
    history_measure.draw_measure(plan)
    override.draw_rates(plan, rows)


def _answer(evidence: Evidence | None) -> str:
    if evidence is None and not view_mode.may(Deed.UPLOAD):
        return "What does this plan rest on?"
    if evidence is None:
        return "What have we really done? Bring an export, or type the totals you know"
    counts = evidence.counts
    rate = evidence.rate("win_rate")
    share = formats.share(rate.value)
    return f"{counts.won:,} won of {counts.closed:,} decided: {share}, as of {formats.day(evidence.as_of)}"


def _sources() -> str | None:
    chosen = st.segmented_control(
        "Where the numbers come from",
        list(_SOURCES),
        key=imports.SOURCE,
        format_func=lambda one: _SOURCES[one],
        default=None,
        persist_state="session",
    )
    if chosen == "upload":
        imports.draw()
    elif chosen == "totals":
        totals.draw()
    elif chosen == "sample":
        imports.draw_sample()
    return chosen


def draw_evidence(evidence: Evidence, *, key: str) -> None:
    """Months and rates of one export."""
    months = [one for one in evidence.monthly if one.whole] or list(evidence.monthly)
    if len(months) > 1:
        entered, bookings = st.columns(2, gap="medium")
        names = tuple(one.month for one in months)
        texts = [formats.month(name) for name in names]
        with entered:
            _trend(
                "New deals",
                names,
                texts,
                [float(one.entered) for one in months],
                [f"{one.entered:,}" for one in months],
                "deals entering a month",
                1.0,
                f"{key}.entered",
            )
        with bookings:
            money = [one.bookings for one in months]
            scale, letter = formats.scale_of(max(money, default=0.0))
            unit = f"bookings a month ({f'{letter} ' if letter else ''}{formats.symbol(evidence.currency)})"
            _trend(
                "Bookings",
                names,
                texts,
                money,
                [formats.money_exact(value, evidence.currency) for value in money],
                unit,
                scale,
                f"{key}.bookings",
            )
    draw.show_frame(_rates(evidence), key=f"{key}.rates")


def _trend(
    what: str,
    months: tuple[str, ...],
    texts: list[str],
    values: list[float],
    tips: list[str],
    unit: str,
    scale: float,
    key: str,
) -> None:
    title = trend_finding(what, values)
    draw.draw(
        title,
        lambda data, palette: trend_chart(data, palette, months=months, unit=unit),
        trend_frame(values, texts, tips, scale),
        layout=("trend", months, unit),
        alt_text=f"{title}. Columns by month, {texts[0]} to {texts[-1]}.",
        key=key,
    )


_LEVERS = {
    "win_rate": "win_rate",
    "deal_size": "deal_size",
    "cycle_days": "cycle_days",
    "entered_per_month": "volume",
}


def _rates(evidence: Evidence) -> pd.DataFrame:
    moved = {one.lever: f"±{formats.percent(one.moved)} a year" for one in evidence.moves}
    return pd.DataFrame(
        [
            {
                "Measured": shown(rate.label, 80),
                "Value": _value(rate, rate.value, evidence.currency),
                "8-in-10 range": ""
                if rate.low is None or rate.high is None
                else f"{_value(rate, rate.low, evidence.currency)} to {_value(rate, rate.high, evidence.currency)}",
                "Sample": f"{formats.decimal(rate.sample)} {shown(rate.sample_of)}",
                "Grade": rate.grade,
                "Lately": _trend_words(rate, evidence.currency),
                **({"Moved": moved.get(_LEVERS.get(rate.key, ""), "")} if moved else {}),
                "Source": shown(rate.source, 120),
            }
            for rate in evidence.rates
        ]
    )


def _value(rate: MeasuredRate, value: float, currency: str) -> str:
    if rate.unit == "share":
        return formats.share(value)
    if rate.unit == "money":
        return formats.money_exact(value, currency)
    if rate.unit == "days":
        return f"{formats.decimal(value, 1)} days"
    return formats.decimal(value, 2 if rate.unit == "ratio" else 1)


def _trend_words(rate: MeasuredRate, currency: str) -> str:
    if rate.trend is None:
        return ""
    recent, earlier = rate.trend.recent, rate.trend.earlier
    arrow = "↗" if recent > earlier * 1.03 else "↘" if recent < earlier * 0.97 else "→"
    return f"{_value(rate, earlier, currency)} {arrow} {_value(rate, recent, currency)} ({rate.trend.months} months)"
