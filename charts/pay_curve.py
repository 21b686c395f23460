"""What one person is paid at every attainment: commission as an area, the stretch bonus on top of it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("attainment", "commission", "total", "tip_at", "tip_paid", "quota", "label", "label_y")


def pay_curve_frame(
    attainment: Sequence[float],
    commission: Sequence[float],
    total: Sequence[float],
    *,
    labels: Sequence[tuple[float, float, str]],
    tips: Sequence[str],
) -> pd.DataFrame:
    """One row for every attainment (1 is quota) with pay in the unit of the axis, and a row for each label.

    labels: attainment, height and text of what stands beside the line.
    """
    rows: list[dict[str, object]] = [
        {"attainment": at, "commission": low, "total": high, "tip_at": f"{at:.0%} of quota", "tip_paid": tip}
        for at, low, high, tip in zip(attainment, commission, total, tips, strict=True)
    ]
    rows += [{"quota": at, "label_y": height, "label": text} for at, height, text in labels]
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    for name in ("tip_at", "tip_paid", "label"):
        frame[name] = frame[name].fillna("")
    return frame


def pay_curve_chart(
    frame: pd.DataFrame, palette: Palette, *, unit: str, last: float, height: int = 260
) -> alt.LayerChart:
    """Pay against attainment. unit: of the axis of money; last: the largest attainment shown."""
    base = alt.Chart(frame)
    x_axis = marks.ground_axis("sold, of quota", palette, tick_count=6)
    scale = alt.Scale(domain=[0, last], nice=False)
    x = alt.X("attainment:Q", axis=x_axis, scale=scale)
    axis = marks.value_axis(unit, palette)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis)

    tips = [alt.Tooltip("tip_at:N", title=" "), alt.Tooltip("tip_paid:N", title="paid")]
    return marks.layered(
        [
            base.mark_area(color=palette.forecast, opacity=0.25, line=False).encode(x=x, y=y("commission")),
            base.mark_area(color=palette.stretch, opacity=0.35).encode(
                x=x, y=y("commission"), y2=alt.Y2("total:Q")
            ),
            base.mark_line(color=palette.forecast, strokeWidth=3).encode(x=x, y=y("total"), tooltip=tips),
            base.transform_filter("isValid(datum.quota)")
            .mark_rule(color=palette.target, strokeDash=[5, 4], strokeWidth=1.5)
            .encode(x=alt.X("quota:Q", axis=x_axis, scale=scale)),
            base.transform_filter("isValid(datum.quota)")
            .mark_text(align="left", dx=6, baseline="bottom", fontSize=marks.FONT_SIZE, color=palette.text)
            .encode(x=alt.X("quota:Q", axis=x_axis, scale=scale), y=y("label_y"), text="label:N"),
        ],
        height,
    )
