"""Past forecasts against what came: the range of each cut-off, its middle, and the actual."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = (
    "t",
    "low95",
    "low80",
    "middle",
    "high80",
    "high95",
    "actual",
    "miss",
    "end_y",
    "end_text",
    "tip_month",
    "tip_actual",
    "tip_range",
)


def past_fan_frame(
    ranges: pd.DataFrame, tips: pd.DataFrame, scale: float = 1.0, label_gap: float = 0.09
) -> pd.DataFrame:
    """One row a forecast. ranges: t, low95, low80, middle, high80, high95, actual; tips: month, actual, range (texts).

    Values are divided by `scale`; `miss` holds what came where it lay outside the 8-in-10 range.
    """
    columns = ["low95", "low80", "middle", "high80", "high95", "actual"]
    frame = ranges[["t", *columns]].reset_index(drop=True).astype(float)
    frame[columns] /= scale
    outside = (frame["actual"] < frame["low80"]) | (frame["actual"] > frame["high80"])
    frame["miss"] = frame["actual"].where(outside)
    frame["end_y"], frame["end_text"] = float("nan"), ""
    frame["tip_month"], frame["tip_actual"] = list(tips["month"]), list(tips["actual"])
    frame["tip_range"] = list(tips["range"])
    last = frame.iloc[-1]
    ends = (("high80", "8 in 10"), ("middle", "middle"), ("actual", "came"))
    top, bottom = float(frame[columns].max().max()), min(0.0, float(frame[columns].min().min()))
    places = marks.spread_labels([float(last[name]) for name, _ in ends], (top - bottom) * label_gap)
    labels = pd.DataFrame({"t": last["t"], "end_y": places, "end_text": [text for _, text in ends]})
    joined = pd.concat([frame, labels], ignore_index=True).reindex(columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name.startswith("tip_")]
    joined[texts] = joined[texts].fillna("")
    return joined


def past_fan_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], unit: str, height: int = 300
) -> alt.LayerChart:
    """Bands of 80 and 95 %, the middle in the forecast's colour, what came in black; misses ringed."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.12)
    axis = marks.value_axis(unit, palette)
    scale = alt.Scale(zero=True, nice=True)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    tip = [
        alt.Tooltip("tip_month:N", title="Forecast at the end of"),
        alt.Tooltip("tip_actual:N", title="Came"),
        alt.Tooltip("tip_range:N", title="8 in 10 futures"),
    ]
    layers = [
        base.mark_area(color=palette.forecast, opacity=0.14).encode(x=x, y=y("low95"), y2="high95:Q"),
        base.mark_area(color=palette.forecast, opacity=0.24).encode(x=x, y=y("low80"), y2="high80:Q"),
        base.mark_line(color=palette.forecast, strokeWidth=2.5).encode(x=x, y=y("middle")),
        base.mark_line(color=palette.actuals, strokeWidth=1.5, opacity=0.6).encode(x=x, y=y("actual")),
        base.mark_point(color=palette.actuals, filled=True, size=38, opacity=1).encode(x=x, y=y("actual")),
        base.mark_point(color=palette.unreachable, filled=False, size=150, strokeWidth=2.5, opacity=1).encode(
            x=x, y=y("miss")
        ),
        base.mark_text(align="left", dx=8, color=palette.text, fontSize=marks.FONT_SIZE).encode(
            x=x, y=y("end_y"), text="end_text:N"
        ),
        base.mark_bar(opacity=0.001, width=14).encode(x=x, y=y("low95"), y2="high95:Q", tooltip=tip),
    ]
    return marks.layered(layers, height)


def past_fan_finding(held: int, forecasts: int, span: str) -> str:
    """The chart's title."""
    missed = forecasts - held
    if not missed:
        return f"Every {span} that came lay inside its 8-in-10 range"
    return f"{missed:,} of {forecasts:,} {span}s lay outside their 8-in-10 range (ringed)"
