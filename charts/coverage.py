"""How often ranges held, beside what they claim and what luck allows: a line for each horizon and range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("row", "held", "low", "high", "claimed", "label", "text", "odd", "tip_held", "tip_luck")


@dataclass(frozen=True)
class HeldLine:
    """One line: `name` as it is written, shares 0..1, `text` beside the dot; odd: luck does not explain it."""

    name: str
    held: float
    low: float
    high: float
    claimed: float
    text: str
    odd: bool


def coverage_frame(lines: Sequence[HeldLine]) -> pd.DataFrame:
    """One row a line, in the order given."""
    return pd.DataFrame(
        {
            "row": [one.name for one in lines],
            "held": [one.held for one in lines],
            "low": [one.low for one in lines],
            "high": [one.high for one in lines],
            "claimed": [one.claimed for one in lines],
            "label": [max(one.held, one.high, one.claimed) for one in lines],
            "text": [one.text for one in lines],
            "odd": ["odd" if one.odd else "even" for one in lines],
            "tip_held": [f"{one.held:.0%} held, {one.claimed:.0%} claimed" for one in lines],
            "tip_luck": [f"{one.low:.0%} to {one.high:.0%}" for one in lines],
        },
        columns=list(COLUMNS),
    )


def coverage_chart(frame: pd.DataFrame, palette: Palette, *, height: int = 260) -> alt.LayerChart:
    """A grey band of luck, a dark tick at the claim, a dot where the ranges really were."""
    base = alt.Chart(frame)
    y = marks.named_rows("row", palette, longest=220)
    axis = marks.value_axis("", palette, share=True)
    axis.titleY = alt.Undefined
    x_scale = alt.Scale(domain=[0, 1.18], nice=False)
    axis.values = [0, 0.25, 0.5, 0.75, 1]

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=x_scale, title=None)

    colour = alt.Color(
        "odd:N",
        legend=None,
        scale=alt.Scale(domain=["even", "odd"], range=[palette.forecast, palette.unreachable]),
    )
    tip = [alt.Tooltip("tip_held:N", title="Ranges"), alt.Tooltip("tip_luck:N", title="Luck allows")]
    layers = [
        base.mark_bar(color=palette.unknown, opacity=0.45, size=13).encode(x=x("low"), x2="high:Q", y=y),
        base.mark_tick(color=palette.target, thickness=3, size=19).encode(x=x("claimed"), y=y),
        base.mark_point(filled=True, size=110, opacity=1).encode(x=x("held"), y=y, color=colour, tooltip=tip),
        base.mark_text(align="left", dx=10, color=palette.text, fontSize=marks.FONT_SIZE).encode(
            x=x("label"),
            y=y,
            text="text:N",
        ),
    ]
    return marks.layered(layers, height)
