"""How many customers leave in each month of their tenure: columns, with the share over all months as a line."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("month", "left", "right", "zero", "share", "at_risk", "churned", "all", "text")
LEAST_AT_RISK = 30
"""Months of tenure that fewer customers have reached say more about luck than about tenure and are not drawn."""
MOST_MONTHS = 36


def tenure_frame(at_risk: Sequence[int], churned: Sequence[int], overall: float, text: str) -> pd.DataFrame:
    """One row for each month of tenure, the first is 1. overall: share leaving a month over all; text: its label."""
    rows = []
    for place, (there, gone) in enumerate(zip(at_risk, churned, strict=True)):
        if there < LEAST_AT_RISK or place >= MOST_MONTHS:
            break
        month = place + 1
        rows.append((month, month - 0.42, month + 0.42, 0.0, gone / there, there, gone, overall, text))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def tenure_chart(frame: pd.DataFrame, palette: Palette, *, months: int, height: int = 200) -> alt.LayerChart:
    """Columns from zero in the colour of actuals; the line carries its own label."""
    x = alt.X(
        "left:Q",
        title="month of being a customer",
        scale=alt.Scale(domain=[0.4, months + 0.6], nice=False),
        axis=alt.Axis(
            values=[1, *range(6, months + 1, 6)],
            grid=False,
            labelColor=palette.quiet,
            titleColor=palette.quiet,
            titleFontWeight="normal",
            labelFontSize=marks.FONT_SIZE,
            titleFontSize=marks.FONT_SIZE,
            ticks=False,
            domainColor=palette.grid,
        ),
    )
    axis = marks.value_axis("share leaving in that month", palette, share=True)
    axis["format"] = ".1~%"
    base = alt.Chart(frame)
    bars = base.mark_bar(color=palette.actuals, opacity=0.75).encode(
        x=x,
        x2="right:Q",
        y=alt.Y("share:Q", axis=axis, scale=alt.Scale(zero=True)),
        y2="zero:Q",
        tooltip=[
            alt.Tooltip("month:Q", title="Month"),
            alt.Tooltip("share:Q", title="Share leaving", format=".1%"),
            alt.Tooltip("churned:Q", title="Left", format=","),
            alt.Tooltip("at_risk:Q", title="Customers in it", format=","),
        ],
    )
    rule = base.mark_rule(color=palette.target, strokeDash=[5, 4], strokeWidth=1.5).encode(y="max(all):Q")
    label = base.mark_text(
        color=palette.text, align="right", baseline="bottom", dy=-4, fontSize=marks.FONT_SIZE
    ).encode(x=alt.value("width"), y="max(all):Q", text="max(text):N")
    return marks.layered([bars, rule, label], height)


def tenure_finding(shares: Sequence[float], overall: float) -> str:
    """The chart's title: the first month against all months."""
    if not len(shares) or overall <= 0:
        return "Nobody has left"
    first, many = shares[0], f"{overall:.1%} over all"
    if first > 1.5 * overall:
        return f"The first month loses most: {first:.1%} of customers against {many}"
    if first < overall / 1.5:
        return f"The first month loses little: {first:.1%} of customers against {many}"
    return f"Customers leave alike in their first month ({first:.1%}) and later ({many})"
