"""What is the limit, month by month: leads, or people to work them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "left", "right", "low", "high", "kind", "label", "label_y", "tip_month", "tip_text")
LABELLED_FROM = 0.16
"""The smallest share that is high enough for its name."""


def binding_frame(people_share: Sequence[float], month_texts: Sequence[str]) -> pd.DataFrame:
    """Two rows a month: the share of futures in which people are the limit (below) and in which leads are (above)."""
    rows: list[dict[str, object]] = []
    inner = range(1, len(people_share) - 1) if len(people_share) > 2 else range(len(people_share))
    widest_people = max(inner, key=lambda t: people_share[t])
    widest_leads = min(inner, key=lambda t: people_share[t])
    for t, (share, text) in enumerate(zip(people_share, month_texts, strict=True)):
        tip = f"people are the limit in {share:.0%} of futures, leads in {1 - share:.0%}"
        rows.append(
            {
                "t": t,
                "left": t - 0.45,
                "right": t + 0.45,
                "low": 0.0,
                "high": share,
                "kind": "people",
                "label": "people" if t == widest_people and share > LABELLED_FROM else "",
                "label_y": share / 2,
                "tip_month": text,
                "tip_text": tip,
            }
        )
        rows.append(
            {
                "t": t,
                "left": t - 0.45,
                "right": t + 0.45,
                "low": share,
                "high": 1.0,
                "kind": "leads",
                "label": "leads" if t == widest_leads and share < 1 - LABELLED_FROM else "",
                "label_y": (1 + share) / 2,
                "tip_month": text,
                "tip_text": tip,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def binding_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], height: int = 170
) -> alt.LayerChart:
    """Stacked columns from 0 to 100 % of futures."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, column="left")
    axis = marks.value_axis("share of futures", palette, share=True)
    axis.values = [0, 0.5, 1]
    y = alt.Y("low:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))
    color = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=["people", "leads"], range=[palette.people, palette.leads]),
    )
    bars = base.mark_bar(stroke=palette.background, strokeWidth=1).encode(
        x=x,
        x2="right:Q",
        y=y,
        y2="high:Q",
        color=color,
        tooltip=[alt.Tooltip("tip_month:N", title="Month"), alt.Tooltip("tip_text:N", title="Limit")],
    )
    names = base.mark_text(fontSize=15, fontWeight="bold", color="#1B1F24").encode(
        x=alt.X("t:Q"), y=alt.Y("label_y:Q", axis=axis, scale=alt.Scale(domain=[0, 1])), text="label:N"
    )
    return marks.layered([bars, names], height)


def limits(people_share: Sequence[float]) -> list[tuple[str, int, int]]:
    """Runs of months with one limit: ``("leads", first t, last t)``; people where they bind in half the futures."""
    runs: list[tuple[str, int, int]] = []
    for t, share in enumerate(people_share):
        kind = "people" if share >= 0.5 else "leads"
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1], t)
        else:
            runs.append((kind, t, t))
    return runs


def limit_words(people_share: Sequence[float], month_names: Sequence[str]) -> tuple[str, str]:
    """The limit and when: ``("leads", "until Aug, then people")``."""
    runs = limits(people_share)
    if len(runs) == 1:
        return runs[0][0], "in every month"
    if len(runs) == 2:
        return runs[0][0], f"until {month_names[runs[0][2]]}, then {runs[1][0]}"
    people = sum(1 for share in people_share if share >= 0.5)
    most = "people" if people * 2 >= len(people_share) else "leads"
    return (
        most,
        f"in {people if most == 'people' else len(people_share) - people} of {len(people_share)} months",
    )


def binding_finding(people_share: Sequence[float], month_names: Sequence[str]) -> str:
    """The chart's title."""
    runs = limits(people_share)
    if len(runs) == 1 and runs[0][0] == "leads":
        if max(people_share) == 0:
            return "Leads are the limit in every month: more people would not sell more"
        return "Leads, not people, are the limit in every month"
    if len(runs) == 1:
        return "People, not leads, are the limit in every month"
    if len(runs) == 2:
        first, second = runs[0][0], runs[1][0]
        return f"{first.capitalize()}, not {second}, are the limit until {month_names[runs[0][2]]}"
    people = sum(1 for share in people_share if share >= 0.5)
    return f"People are the limit in {people} of {len(people_share)} months, leads in the others"


def binding_alt(people_share: Sequence[float], month_names: Sequence[str]) -> str:
    """What the picture says."""
    most = max(range(len(people_share)), key=lambda t: people_share[t])
    finding = binding_finding(people_share, month_names)
    return (
        f"{finding}. People bind most often in {month_names[most]}: in {people_share[most]:.0%} of futures."
    )
