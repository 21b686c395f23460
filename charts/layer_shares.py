"""What share of a goal each month has: columns, those set by hand darker, with the plain equal part as a line."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "left", "right", "zero", "share", "by_hand", "plain", "text", "month", "amount", "odds")


def shares_frame(
    shares: Sequence[float],
    by_hand: Sequence[bool],
    plain: float,
    plain_text: str,
    tips: Sequence[tuple[str, str, str]],
) -> pd.DataFrame:
    """One row a month. plain: the equal part, with its label `plain_text`; tips: month, amount and odds as texts."""
    return pd.DataFrame(
        [
            (t, t - 0.4, t + 0.4, 0.0, share, hand, plain, plain_text, *tip)
            for t, (share, hand, tip) in enumerate(zip(shares, by_hand, tips, strict=True))
        ],
        columns=list(COLUMNS),
    )


def shares_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], height: int = 240
) -> alt.LayerChart:
    """Columns from zero; the dashed line carries its own label at its end."""
    base = alt.Chart(frame)
    side = marks.month_axis(months, palette, column="left", end_room=0.16)
    axis = marks.value_axis("share of the goal", palette, share=True)
    axis["format"] = ".1~%"
    scale = alt.Scale(zero=True, nice=True)
    bars = base.mark_bar().encode(
        x=side,
        x2="right:Q",
        y=alt.Y("share:Q", axis=axis, scale=scale),
        y2="zero:Q",
        color=alt.condition("datum.by_hand", alt.value(palette.target), alt.value(palette.forecast)),
        tooltip=[
            alt.Tooltip("month:N", title="Month"),
            alt.Tooltip("amount:N", title="Part"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
            alt.Tooltip("odds:N", title="Odds to date"),
        ],
    )
    plain = alt.Y("max(plain):Q", axis=axis, scale=scale)
    rule = base.mark_rule(color=palette.text, strokeDash=[5, 4], strokeWidth=1.5).encode(y=plain)
    label = base.mark_text(
        color=palette.text, align="right", baseline="bottom", dy=-4, fontSize=marks.FONT_SIZE
    ).encode(x=alt.value("width"), y=plain, text="max(text):N")
    return marks.layered([bars, rule, label], height)


def shares_finding(shares: Sequence[float], months: Sequence[str], name: str, small: float = 0.03) -> str:
    """The chart's title. months: as they are to be read; name: what one equal part is called; small: of a part, no
    difference.
    """
    plain = sum(shares) / len(shares) if len(shares) else 0.0
    if plain <= 0:
        return "The forecast expects nothing of any month"
    most = max(range(len(shares)), key=lambda t: shares[t])
    least = min(range(len(shares)), key=lambda t: shares[t])
    if shares[most] - plain < small * plain and plain - shares[least] < small * plain:
        return f"Every month carries about the same: the {name} would do"
    high = f"{months[most]} carries {_percent(shares[most])} of the goal"
    if shares[least] == 0:
        return f"{high}, {months[least]} nothing: no {name} fits both"
    return f"{high}, {months[least]} {_percent(shares[least])}: no {name} fits both"


def hand_finding(months: Sequence[str], month: int, share: float, own: float) -> str:
    """The title where a month was set by hand; own: the share it has by itself."""
    return (
        f"{months[month]} is set by hand to {_percent(share)} of the goal; its own share is {_percent(own)}"
    )


def _percent(share: float) -> str:
    return f"{share * 100:.1f}\u00a0%".replace("-", "\u2212")
