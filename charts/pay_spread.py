"""What pay may cost in all: how many of the futures cost how much, with the expected cost and the 1 in 10 worst."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from charts import marks
from charts.palette import Palette

BARS = 40
COLUMNS = ("left", "right", "share", "zero", "tip_cost", "tip_share", "mark", "label", "label_y", "worst")


def pay_spread_frame(
    costs: Sequence[float], scale: float, labelled: Sequence[tuple[float, str]], texts: Sequence[str]
) -> pd.DataFrame:
    """Bars of equal width over `costs` (money), on an axis in units of `scale`, and a row for each line.

    labelled: cost and text of the expected cost and of the 1 in 10 worst, the worst last; texts: how the edges of the
    bars read, BARS + 1 of them, as `pay_spread_edges` gives the edges.
    """
    edges = pay_spread_edges(costs)
    counts, _ = np.histogram(np.asarray(costs), bins=edges)
    shares = counts / max(len(costs), 1)
    worst = labelled[-1][0]
    rows: list[dict[str, object]] = [
        {
            "left": edges[at] / scale,
            "right": edges[at + 1] / scale,
            "share": shares[at],
            "zero": 0.0,
            "worst": bool(edges[at] >= worst),
            "tip_cost": f"{texts[at]} to {texts[at + 1]}",
            "tip_share": f"{shares[at]:.1%} of futures",
        }
        for at in range(len(shares))
    ]
    top = float(shares.max(initial=0.0))
    rows += [
        {"mark": value / scale, "label": text, "label_y": top * (1.22 - 0.13 * at), "worst": False}
        for at, (value, text) in enumerate(labelled)
    ]
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    for name in ("tip_cost", "tip_share", "label"):
        frame[name] = frame[name].fillna("")
    return frame


def pay_spread_edges(costs: Sequence[float]) -> list[float]:
    """Edges of the bars: all but the last thousandth at either end."""
    low, high = (float(one) for one in np.quantile(np.asarray(costs), (0.001, 0.999)))
    if high <= low:
        high = low + max(abs(low), 1.0) * 1e-3
    return [float(one) for one in np.linspace(low, high, BARS + 1)]


def pay_spread_chart(
    frame: pd.DataFrame, palette: Palette, *, unit: str, height: int = 260
) -> alt.LayerChart:
    """Bars from zero; the tenth of futures that cost most in the colour of what is hard to reach."""
    base = alt.Chart(frame)
    x_axis = alt.Axis(
        title=unit,
        titleColor=palette.quiet,
        titleFontSize=marks.FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        grid=False,
        ticks=False,
        domainColor=palette.grid,
        tickCount=6,
    )
    x_scale = alt.Scale(zero=False, nice=False)
    axis = marks.value_axis("share of futures", palette, share=True)
    tips = [alt.Tooltip("tip_cost:N", title=" "), alt.Tooltip("tip_share:N", title=" ")]
    rule = alt.X("mark:Q", axis=x_axis, scale=x_scale)
    return marks.layered(
        [
            base.transform_filter("isValid(datum.left)")
            .mark_rect()
            .encode(
                x=alt.X("left:Q", axis=x_axis, scale=x_scale),
                x2=alt.X2("right:Q"),
                y=alt.Y("share:Q", axis=axis),
                y2=alt.Y2("zero:Q"),
                color=alt.condition(
                    "datum.worst", alt.value(palette.unreachable), alt.value(palette.forecast)
                ),
                tooltip=tips,
            ),
            base.transform_filter("isValid(datum.mark)")
            .mark_rule(color=palette.target, strokeDash=[5, 4], strokeWidth=1.5)
            .encode(x=rule),
            base.transform_filter("isValid(datum.mark)")
            .mark_text(align="left", dx=6, fontSize=marks.FONT_SIZE, color=palette.text)
            .encode(x=rule, y=alt.Y("label_y:Q", axis=axis), text="label:N"),
        ],
        height,
    )
