"""Over-assignment: the odds of a plan below the quotas rise while the reps' odds of quotas above the plan fall."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

HEIGHT = 300
LABEL_GAP = 0.075
COLUMNS = ("over", "share", "line", "kind", "end_y", "end_text", "now", "now_y", "tip", "low", "high")


def over_assignment_frame(
    over: Sequence[float],
    lines: Sequence[tuple[str, str, Sequence[float]]],
    *,
    now: float,
    healthy: tuple[float, float],
    tips: Sequence[Sequence[str]],
) -> pd.DataFrame:
    """One row for every line and over-assignment, then the lines' ends, where they are now, and the healthy band.

    lines: label, kind (``plan``, ``reps`` or ``layer``) and shares 0..1 along `over`; tips: a text for each of them.
    """
    rows: list[dict[str, object]] = []
    for (label, kind, shares), texts in zip(lines, tips, strict=True):
        rows += [
            {"over": x, "share": share, "line": label, "kind": kind, "tip": text}
            for x, share, text in zip(over, shares, texts, strict=True)
        ]
    ends = marks.spread_labels([float(shares[-1]) for _, _, shares in lines], LABEL_GAP)
    rows += [
        {"over": over[-1], "end_y": y, "end_text": label, "line": label, "kind": kind}
        for (label, kind, _), y in zip(lines, ends, strict=True)
    ]
    rows.append({"now": now, "kind": "now", "line": "now"})
    text = f"healthy: {healthy[0]:.0%} to {healthy[1]:.0%} of reps"
    rows.append({"over": over[-1], "low": healthy[0], "kind": "healthy", "line": text})
    rows += [
        {"over": x, "low": healthy[0], "high": healthy[1], "kind": "band", "line": "band"}
        for x in (over[0], over[-1])
    ]
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    for name in ("end_text", "line", "kind", "tip"):
        frame[name] = frame[name].fillna("")
    return frame


def over_assignment_chart(
    frame: pd.DataFrame, palette: Palette, *, first: float, last: float, height: int = HEIGHT
) -> alt.LayerChart:
    """Plan in the forecast's blue, reps in the people's colour, layers between them quiet; a rule where it is now."""
    base = alt.Chart(frame)
    x_axis = marks.ground_axis(
        "sum of the quotas over the plan",
        palette,
        values=[round(first + 0.1 * step, 1) for step in range(round((last - first) * 10) + 1)],
    )
    x_scale = alt.Scale(domain=[first - 0.005, last + 0.42 * (last - first)], nice=False, zero=False)
    x = alt.X("over:Q", axis=x_axis, scale=x_scale)
    axis = marks.value_axis("odds · share of people at their number", palette, share=True)
    scale = alt.Scale(domain=[0, 1.02], nice=False)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    kinds = ["plan", "reps", "layer"]
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=kinds, range=[palette.forecast, palette.people, palette.baseline]),
    )
    layers = [
        base.transform_filter("datum.kind == 'band'")
        .mark_area(color=palette.realistic, opacity=0.14)
        .encode(x=x, y=y("low"), y2="high:Q"),
        base.mark_rule(color=palette.target, strokeWidth=2, strokeDash=[5, 4]).encode(
            x=alt.X("now:Q", axis=x_axis, scale=x_scale)
        ),
        base.mark_line(strokeWidth=3, interpolate="monotone").encode(
            x=x,
            y=y("share"),
            color=colour,
            detail="line:N",
            tooltip=[alt.Tooltip("line:N", title=" "), "tip:N"],
        ),
        base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
            x=x, y=y("end_y"), text="end_text:N", color=colour
        ),
        base.transform_filter("datum.kind == 'healthy'")
        .mark_text(align="right", dx=-8, dy=-9, fontSize=marks.FONT_SIZE, color=palette.quiet)
        .encode(x=x, y=y("low"), text="line:N"),
    ]
    return marks.layered(layers, height)
