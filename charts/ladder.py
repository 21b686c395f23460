"""The ladder of a goal: what is sure at one end and daring at the other, on the bands of the three words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = (
    "row",
    "rung",
    "goal",
    "label",
    "left",
    "right",
    "word",
    "zone_from",
    "zone_to",
    "zone",
    "tip",
    "tip_beside",
)
ROW_PIXELS, EDGE = 38, 0.06


@dataclass(frozen=True)
class LadderMark:
    """One row: its name with its odds, the value, its word, what is written beside it, and what a pointer reads.

    is_goal: the goal as it stands, or where it is moved to; else a rung. may_be_far: it does not widen the axis.
    """

    name: str
    value: float
    word: str
    is_goal: bool
    text: str
    tip: str
    beside: str
    may_be_far: bool = False


def ladder_frame(
    rows: Sequence[LadderMark], edges: tuple[float | None, float | None], *, rising: bool, scale: float = 1.0
) -> pd.DataFrame:
    """One row a mark, in the order given, and one a band; values divided by `scale`.

    edges: where realistic ends, and where unreachable begins; rising: larger values are harder to reach. What lies far
    off the others, such as a floor of nothing, stands at the edge with an arrow.
    """
    known = [one / scale for one in edges if one is not None]
    first, last = _ends([one.value / scale for one in rows if not one.may_be_far], known)
    values = [min(max(one.value / scale, first), last) for one in rows]
    arrows = [_arrow(one.value / scale, first, last) for one in rows]
    middle = (first + last) / 2
    table: list[dict[str, object]] = [
        {
            "row": one.name,
            "goal" if one.is_goal else "rung": value,
            "label": value,
            "left": arrow.format(one.text) if value > middle else "",
            "right": "" if value > middle else arrow.format(one.text),
            "word": one.word,
            "tip": one.tip,
            "tip_beside": one.beside,
        }
        for one, value, arrow in zip(rows, values, arrows, strict=True)
    ]
    realistic, ceiling = (None if one is None else one / scale for one in edges)
    ends = [first if rising else last, realistic, ceiling, last if rising else first]
    for zone, start, end in zip(("realistic", "stretch", "unreachable"), ends, ends[1:], strict=False):
        if start is not None and end is not None:
            # The row's name keeps the axis of names from getting one more, for those without.
            band = {"row": rows[0].name, "zone_from": min(start, end), "zone_to": max(start, end)}
            texts = dict.fromkeys(("left", "right", "tip", "tip_beside"), "")
            table.append({**band, **texts, "zone": zone})
    return pd.DataFrame(table, columns=list(COLUMNS))


def _ends(near: Sequence[float], edges: Sequence[float]) -> tuple[float, float]:
    everything = [*near, *edges] or [0.0]
    low, high = min(everything), max(everything)
    room = (high - low or abs(high) or 1.0) * EDGE
    return low - room, high + room


def _arrow(value: float, first: float, last: float) -> str:
    return "◂ {}" if value < first else "{} ▸" if value > last else "{}"


def ladder_chart(
    frame: pd.DataFrame, palette: Palette, *, unit: str, share: bool, rows: int
) -> alt.LayerChart:
    """The bands behind; a dot in its word's colour for every rung, a diamond for the goal; the amount beside each."""
    base = alt.Chart(frame)
    words = ["realistic", "stretch", "unreachable", "not enough history"]
    hues = [palette.realistic, palette.stretch, palette.unreachable, palette.unknown]
    scale = alt.Scale(domain=words, range=hues)
    axis = marks.ground_axis(unit, palette, number=".1~%" if share else ",~r", tick_count=5)
    x_scale = alt.Scale(zero=False, nice=False)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=x_scale)

    y = marks.named_rows("row", palette, longest=190)
    colour = alt.Color("word:N", legend=None, scale=scale)
    tip = [alt.Tooltip("tip:N", title="Odds"), alt.Tooltip("tip_beside:N", title="With it")]
    text = base.mark_text(
        color=palette.text, fontSize=marks.FONT_SIZE, fontWeight="bold", align="left", dx=14
    )
    turned = base.mark_text(
        color=palette.text, fontSize=marks.FONT_SIZE, fontWeight="bold", align="right", dx=-14
    )
    diamond = base.mark_point(
        filled=True, size=260, opacity=1, shape="diamond", stroke=palette.target, strokeWidth=2
    )
    layers = [  # the texts before the marks: all rows have one, and the first to name its rows orders them
        base.mark_rect(opacity=0.13).encode(
            x=x("zone_from"), x2="zone_to:Q", color=alt.Color("zone:N", legend=None, scale=scale)
        ),
        text.encode(x=x("label"), y=y, text="right:N"),
        turned.encode(x=x("label"), y=y, text="left:N"),
        base.mark_rule(color=palette.target, strokeWidth=2, strokeDash=[5, 4]).encode(x=x("goal")),
        base.mark_point(filled=True, size=190, opacity=1).encode(x=x("rung"), y=y, color=colour, tooltip=tip),
        diamond.encode(x=x("goal"), y=y, color=colour, tooltip=tip),
    ]
    return marks.layered(layers, ROW_PIXELS * rows + 50)


def ladder_alt(rows: Sequence[LadderMark]) -> str:
    """The ladder in words."""
    return "The ladder: " + "; ".join(f"{one.name}: {one.text}, {one.tip}" for one in rows) + "."
