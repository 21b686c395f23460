"""Which goals pull together and which apart: a cell for every two, with a word in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import LIGHT, Palette

COLUMNS = ("row", "column", "pull", "named", "other", "tip_goals", "tip_both", "tip_alone")
CELL_PIXELS = 46
MOST_GOALS = 8
TOGETHER, APART, NEITHER, UNKNOWN = "together", "apart", "neither", "unknown"


@dataclass(frozen=True)
class PairCell:
    """Two goals as they are shown, what they do, a word or two, and what a pointer reads."""

    row: str
    column: str
    pull: str
    text: str
    both: str
    alone: str


def pairs_frame(cells: Sequence[PairCell]) -> pd.DataFrame:
    """One row a cell, in the order given."""
    return pd.DataFrame(
        [
            (
                one.row,
                one.column,
                one.pull,
                one.text if one.pull in (TOGETHER, APART) else "",
                "" if one.pull in (TOGETHER, APART) else one.text,
                f"{one.row} and {one.column}",
                one.both,
                one.alone,
            )
            for one in cells
        ],
        columns=list(COLUMNS),
    )


def pairs_chart(frame: pd.DataFrame, palette: Palette, *, goals: int) -> alt.LayerChart:
    """The lower half of a square of goals: pulling together in the forecast's colour, apart in the people's."""
    base = alt.Chart(frame)
    x = alt.X("column:N", sort=None, title=None, axis=_names(palette, 110))
    y = alt.Y("row:N", sort=None, title=None, axis=_names(palette, 170))
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
    other = base.mark_text(fontSize=marks.FONT_SIZE, color=palette.text)
    layers = [
        cells.encode(x=x, y=y, color=colour, tooltip=tip),
        named.encode(x=x, y=y, text="named:N"),
        other.encode(x=x, y=y, text="other:N"),
    ]
    return marks.layered(layers, CELL_PIXELS * max(goals - 1, 1) + 40)


def _names(palette: Palette, limit: int) -> alt.Axis:
    return alt.Axis(
        labelColor=palette.text,
        labelFontSize=marks.FONT_SIZE,
        labelLimit=limit,
        labelAngle=0,
        ticks=False,
        domain=False,
        grid=False,
    )


def pairs_alt(cells: Sequence[PairCell]) -> str:
    """The named pairs in words."""
    named = [f"{one.row} and {one.column} {one.text}" for one in cells if one.pull in (TOGETHER, APART)]
    return "Pairs of goals: " + ("; ".join(named) if named else "none pulls together or apart") + "."
