"""Charts of tables of other kinds: the months of a summary, churn by tenure."""

from __future__ import annotations

import streamlit as st

from charts.tenure import tenure_chart, tenure_finding, tenure_frame
from charts.trend import trend_chart, trend_finding, trend_frame
from simulator.evidence.kinds import Customers, KindEvidence, MonthlySummary, MonthlyValues
from simulator.evidence.kinds.funnel import LABELS
from ui.screens import draw
from ui.visitors import money_hidden
from ui.wording import formats

LEAST_MONTHS = 4


def draw_charts(evidence: KindEvidence) -> None:
    """What a picture says better; nothing where there are too few months."""
    found = evidence.findings
    if isinstance(found, Customers):
        _tenure(found)
    elif isinstance(found, MonthlySummary) and len(found.months) >= LEAST_MONTHS:
        _summary(found, evidence.currency)
    elif isinstance(found, MonthlyValues) and len(found.months) >= LEAST_MONTHS:
        _trend(
            found.name,
            [month for month, _ in found.months],
            [value for _, value in found.months],
            "value a month",
        )


def _summary(found: MonthlySummary, currency: str) -> None:
    first, second = st.columns(2, gap="medium")
    if found.chain:
        stage = found.chain[0]
        known = [(one.month, value) for one in found.months if (value := getattr(one, stage)) is not None]
        with first:
            what = LABELS[stage].capitalize()
            _trend(
                what, [month for month, _ in known], [value for _, value in known], f"{LABELS[stage]} a month"
            )
    money = [(one.month, one.revenue) for one in found.months if one.revenue is not None]
    if len(money) >= LEAST_MONTHS and not money_hidden.is_hidden():
        scale, letter = formats.scale_of(max(value for _, value in money))
        unit = f"revenue a month ({f'{letter} ' if letter else ''}{formats.symbol(currency)})"
        with second:
            _trend("Revenues", [month for month, _ in money], [value for _, value in money], unit, scale)


def _trend(what: str, months: list[str], values: list[float], unit: str, scale: float = 1.0) -> None:
    title = trend_finding(what, values)
    texts = [formats.month(month) for month in months]
    names = tuple(months)
    draw.draw(
        title,
        lambda data, palette: trend_chart(data, palette, months=names, unit=unit),
        trend_frame(values, texts, [formats.decimal(value) for value in values], scale),
        layout=("trend", names, unit),
        alt_text=f"{title}. Columns by month, {texts[0]} to {texts[-1]}.",
        key=f"kind.{what.lower().replace(' ', '_')[:20]}",
    )


def _tenure(found: Customers) -> None:
    overall = found.monthly_churn.share
    frame = tenure_frame(
        [one.at_risk for one in found.hazards],
        [one.churned for one in found.hazards],
        overall,
        f"all months together {overall:.2%}",
    )
    if len(frame) < LEAST_MONTHS:
        return
    months = len(frame)
    title = tenure_finding(frame["share"].tolist(), overall)
    draw.draw(
        title,
        lambda data, palette: tenure_chart(data, palette, months=months),
        frame,
        layout=("tenure", months),
        alt_text=f"{title}. Columns by month of being a customer, 1 to {months}.",
        key="kind.tenure",
    )
