"""Which goals pull together and which apart: a cell for every two with a word, and each goal with its own odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import LIGHT, Palette

COLUMNS = (
    "row",
    "column",
    "pull",
    "named",
    "strongly",
    "strong",
    "other",
    "tip_goals",
    "tip_both",
    "tip_alone",
)
CELL_PIXELS = 46
MOST_GOALS = 6
TOGETHER, APART, NEITHER, UNKNOWN = "together", "apart", "neither", "unknown"
"""What a cell says; unknown also for a goal with itself, where its odds stand."""


@dataclass(frozen=True)
class PairCell:
    """Two goals: their places and names as they are shown, what they do, a word, and what a pointer reads."""

    row: str
    column: str
    goals: str
    pull: str
    text: str
    both: str
    alone: str
    is_strong: bool = False


def pairs_frame(cells: Sequence[PairCell]) -> pd.DataFrame:
    """One row a cell, in the order given."""
    rows = []
    for one in cells:
        named = one.pull in (TOGETHER, APART)
        rows.append(
            {
                "row": one.row,
                "column": one.column,
                "pull": one.pull,
                "named": one.text if named and not one.is_strong else "",
                "strongly": "strongly" if named and one.is_strong else "",
                "strong": one.text if named and one.is_strong else "",
                "other": "" if named else one.text,
                "tip_goals": one.goals,
                "tip_both": one.both,
                "tip_alone": one.alone,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def pairs_chart(frame: pd.DataFrame, palette: Palette, *, goals: int) -> alt.LayerChart:
    """The lower half of a square of goals: pulling together in the forecast's colour, apart in the people's."""
    base = alt.Chart(frame)
    x = alt.X("column:N", sort=None, title=None, axis=_names(palette, 40))
    y = alt.Y("row:N", sort=None, title=None, axis=_names(palette, 140))
    hues = [palette.leads, palette.people, palette.grid, palette.background]
    colour = alt.Color(
        "pull:N", legend=None, scale=alt.Scale(domain=[TOGETHER, APART, NEITHER, UNKNOWN], range=hues)
    )
    tip = [
        alt.Tooltip("tip_goals:N", title="Goals"),
        alt.Tooltip("tip_both:N", title="Both"),
        alt.Tooltip("tip_alone:N", title="If unrelated"),
    ]
    cells = base.mark_rect(cornerRadius=4, stroke=palette.background, strokeWidth=3)
    named = base.mark_text(fontSize=marks.FONT_SIZE, fontWeight="bold", color=LIGHT.text)
    strongly = base.mark_text(fontSize=marks.FONT_SIZE, color=LIGHT.text, dy=-8)
    strong = base.mark_text(fontSize=marks.FONT_SIZE, fontWeight="bold", color=LIGHT.text, dy=8)
    other = base.mark_text(fontSize=marks.FONT_SIZE, color=palette.text)
    layers = [
        cells.encode(x=x, y=y, color=colour, tooltip=tip),
        named.encode(x=x, y=y, text="named:N"),
        strongly.encode(x=x, y=y, text="strongly:N"),
        strong.encode(x=x, y=y, text="strong:N"),
        other.encode(x=x, y=y, text="other:N"),
    ]
    return marks.layered(layers, CELL_PIXELS * goals + 40)


def _names(palette: Palette, limit: int) -> alt.Axis:
    return alt.Axis(
        labelColor=palette.text,
        labelFontSize=marks.FONT_SIZE,
        labelLimit=limit,
        labelAngle=0,
        labelFlush=False,
        ticks=False,
        domain=False,
        grid=False,
    )


def pairs_alt(cells: Sequence[PairCell]) -> str:
    """The named pairs in words."""
    named = [
        f"{one.goals} {'strongly ' if one.is_strong else ''}{one.text}"
        for one in cells
        if one.pull in (TOGETHER, APART)
    ]
    return "Pairs of goals: " + ("; ".join(named) if named else "none pulls together or apart") + "."
