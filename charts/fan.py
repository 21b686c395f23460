"""The fan: how far a metric gets by month, against its target and its deadline."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

LEVELS = {
    "low95": 0.025,
    "low80": 0.10,
    "low50": 0.25,
    "middle": 0.50,
    "high50": 0.75,
    "high80": 0.90,
    "high95": 0.975,
}
COLUMNS = (
    "t",
    *LEVELS,
    "baseline",
    "target",
    "headroom",
    "end_y",
    "end_text",
    "target_text",
    "tip_month",
    "tip_middle",
    "tip_range",
    "tip_target",
)
PLAN_LABEL = ("baseline", "plan")
END_LABELS = (("high95", "19 in 20"), ("high80", "8 in 10"), ("high50", "half"), ("middle", "median"))


def fan_frame(
    quantiles: pd.DataFrame,
    *,
    target: float,
    deadline: int,
    baseline: Sequence[float] | None,
    tips: pd.DataFrame,
    target_text: str,
    scale: float,
    label_gap: float = 0.08,
) -> pd.DataFrame:
    """One row a month, values divided by `scale`. label_gap: between the labels at the end, as a share of the height.

    quantiles: the columns of LEVELS, a row per month up to the deadline. baseline: the plan's median where a what-if is
    drawn. tips: texts ``month``, ``middle``, ``range`` per month. deadline: t of the last month.
    """
    frame = quantiles.loc[:, list(LEVELS)].div(scale).reset_index(drop=True)
    frame.insert(0, "t", range(len(frame)))
    frame["baseline"] = (
        [float("nan")] * len(frame) if baseline is None else [value / scale for value in baseline]
    )
    frame["target"] = target / scale
    frame["headroom"] = target / scale + 0.1 * (
        max(float(frame["high95"].max()), target / scale) - min(0.0, float(frame["low95"].min()))
    )
    frame["end_y"] = float("nan")
    frame["end_text"] = ""
    frame["target_text"] = ["", *[""] * (len(frame) - 1)]
    frame.loc[0, "target_text"] = target_text
    frame["tip_month"] = list(tips["month"])
    frame["tip_middle"] = list(tips["middle"])
    frame["tip_range"] = list(tips["range"])
    frame["tip_target"] = target_text
    top = max(float(frame["high95"].max()), target / scale)
    bottom = min(0.0, float(frame["low95"].min()))
    last = frame.iloc[deadline]
    ends = END_LABELS if baseline is None else (*END_LABELS, PLAN_LABEL)
    places = marks.spread_labels([float(last[column]) for column, _ in ends], (top - bottom) * label_gap)
    labels = pd.DataFrame(
        {
            "t": deadline,
            "end_y": places,
            "end_text": [text for _, text in ends],
            "target_text": "",
            "tip_month": frame["tip_month"].iloc[-1],
        }
    )
    return pd.concat([frame, labels], ignore_index=True).reindex(columns=list(COLUMNS))


def fan_chart(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    months: Sequence[str],
    unit: str,
    zero: bool = True,
    height: int = 360,
) -> alt.LayerChart:
    """Bands of 50, 80 and 95 % of futures, the median, the plan's median (dashed), target and deadline."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.16)
    axis = marks.value_axis(unit, palette)
    scale = alt.Scale(zero=zero, nice=True)
    tip = [
        alt.Tooltip("tip_month:N", title="By the end of"),
        alt.Tooltip("tip_middle:N", title="Median"),
        alt.Tooltip("tip_range:N", title="8 in 10 futures"),
        alt.Tooltip("tip_target:N", title="Goal"),
    ]
    layers = [
        base.mark_area(color=palette.forecast, opacity=opacity, interpolate="monotone").encode(
            x=x, y=alt.Y(f"low{band}:Q", axis=axis, scale=scale), y2=f"high{band}:Q"
        )
        for band, opacity in ((95, 0.16), (80, 0.24), (50, 0.36))
    ]
    layers += [
        base.mark_line(
            color=palette.baseline, strokeDash=[6, 5], strokeWidth=2, interpolate="monotone"
        ).encode(x=x, y=alt.Y("baseline:Q", axis=axis, scale=scale)),
        base.mark_line(color=palette.forecast, strokeWidth=3, interpolate="monotone").encode(
            x=x, y=alt.Y("middle:Q", axis=axis, scale=scale)
        ),
        base.mark_line(color=palette.target, strokeWidth=2.5).encode(
            x=x, y=alt.Y("target:Q", axis=axis, scale=scale)
        ),
        # Nothing to see: it keeps the scale high enough for the goal's name to stand above its line.
        base.mark_point(opacity=0).encode(x=x, y=alt.Y("headroom:Q", axis=axis, scale=scale)),
        base.mark_text(
            align="left",
            baseline="bottom",
            dy=-5,
            dx=-6,
            color=palette.target,
            fontSize=15,
            fontWeight="bold",
        ).encode(x=x, y=alt.Y("target:Q", axis=axis, scale=scale), text="target_text:N"),
        base.mark_text(align="left", dx=8, color=palette.text, fontSize=marks.FONT_SIZE).encode(
            x=x, y=alt.Y("end_y:Q", axis=axis, scale=scale), text="end_text:N"
        ),
        base.mark_bar(opacity=0.001, width=30).encode(
            x=x, y=alt.Y("low95:Q", axis=axis, scale=scale), y2="high95:Q", tooltip=tip
        ),
    ]
    return marks.layered(layers, height)


def fan_finding(middle: str, gap: str, by: str, *, reached: bool, at_most: bool) -> str:
    """The chart's title. `middle`, `gap` (median against target) and `by` are texts as they are shown."""
    where = (
        ("under the limit" if reached else "over the limit")
        if at_most
        else ("above the goal" if reached else "short of the goal")
    )
    return f"The median future ends {by} at {middle}: {gap} {where}"


def fan_alt(metric: str, middle: str, between: str, target: str, by: str) -> str:
    """What the picture says, for somebody who cannot see it."""
    return (
        f"Fan chart of {metric}. By {by} the median is {middle}; 8 in 10 futures lie in {between}. "
        f"The target is {target}."
    )
