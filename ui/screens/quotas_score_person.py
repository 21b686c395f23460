"""One person's scorecard: every metric against its benchmark and the peers, with the range luck leaves."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
import pandas as pd
import streamlit as st

from charts.score_bars import ScoreBar, score_bars_chart, score_bars_frame
from simulator.scorecard import MetricCard, Scorecard
from simulator.scorecard.coaching import CLEAR
from ui.computing import score_view
from ui.screens import draw as drawing
from ui.screens.quotas_score_words import NO_GAP, distance_words, trend_words, value_words, worth_words
from ui.wording import formats
from ui.wording.text import shown

MOST_BARS = 12


def draw(card: Scorecard) -> None:
    """The choice of a person, the chart and the table."""
    sheet = card.sheet
    names = list(range(len(sheet.reps)))
    worth = np.stack([card.worth(at) for at in range(len(card.metrics))])
    first = int(worth.max(0).argmax())  # whose gap is worth most

    def named(at: int) -> str:
        return shown(f"{sheet.reps[at]} · {sheet.teams[at]}" if sheet.teams[at] else sheet.reps[at])

    st.markdown("**One person's card**")
    chosen = st.selectbox(
        "Person", names, index=first, format_func=named, key=f"score_person{score_view.turn()}"
    )
    at = int(chosen)
    known = [one for one in card.metrics if one.sample.n[at] > 0 and one.benchmark[at] > 0][:MOST_BARS]
    if not known:
        st.caption("Nothing is known of this person.")
        return
    title = _title(card, at)
    bars = [_bar(card, one, at) for one in known]
    drawing.draw(
        title,
        lambda data, palette: score_bars_chart(data, palette, rows=len(bars)),
        score_bars_frame(bars),
        layout=("score_bars", len(bars)),
        alt_text=f"{title}. " + "; ".join(f"{bar.name} {bar.text}, {bar.tip}" for bar in bars) + ".",
        key="score_bars",
    )
    st.caption(
        "Bar: the figure we believe, over the benchmark (dashed). Line: 8-in-10 range. Tick: the middle of the peers. "
        "Grey: no further from the benchmark than luck allows."
    )
    drawing.show_table("Every figure of this card", partial(_table, card, at), key="score_figures")


def _title(card: Scorecard, at: int) -> str:
    name, changes = card.sheet.reps[at], trend_words(card, at)
    said = worth_words(card, at)
    if said != NO_GAP:
        said = f"most worth coaching is {said[0].lower()}{said[1:].replace(':', ',', 1)}"
    return f"{name}: {said}; changes: {changes}" if changes else f"{name}: {said}"


def _kind(one: MetricCard, at: int) -> Literal["better", "worse", "luck"]:
    if one.gaps.clear[at]:
        return "worse"
    more = one.metric.direction == "more"
    value = one.standing.value[at]
    worst = value - CLEAR * (value - (one.standing.low[at] if more else one.standing.high[at]))
    ahead = worst > one.benchmark[at] if more else worst < one.benchmark[at]
    return "better" if ahead and one.differs and not one.sample.given else "luck"


def _bar(card: Scorecard, one: MetricCard, at: int) -> ScoreBar:
    found, benchmark = one.standing, float(one.benchmark[at])
    ratio = [float(part[at]) / benchmark for part in (found.value, found.low, found.high, found.median)]
    if one.metric.direction == "less":
        ratio = [max(2 - part, 0.0) for part in ratio]
        ratio[1], ratio[2] = ratio[2], ratio[1]
    currency = card.sheet.currency
    text = value_words(one.metric, float(found.value[at]), currency)
    behind = f"{formats.decimal(float(one.sample.n[at]))} {one.sample.cases}"
    aim = value_words(one.metric, benchmark, currency)
    better = " (less is better)" if one.metric.direction == "less" else ""
    return ScoreBar(
        f"{one.metric.label}{better}",
        ratio[0],
        ratio[1],
        ratio[2],
        ratio[3],
        _kind(one, at),
        text,
        f"{text} from {behind}, benchmark {aim} ({shown(one.source)})",
    )


def _table(card: Scorecard, at: int) -> pd.DataFrame:
    currency = card.sheet.currency
    return pd.DataFrame(
        [
            {
                "Section": one.metric.section,
                "Metric": one.metric.label,
                "Counted": value_words(one.metric, float(one.sample.own[at]), currency),
                "Cases": f"{formats.decimal(float(one.sample.n[at]))} {one.sample.cases}",
                "We believe": value_words(one.metric, float(one.standing.value[at]), currency),
                "8-in-10 range": f"{value_words(one.metric, float(one.standing.low[at]), currency)} to "
                f"{value_words(one.metric, float(one.standing.high[at]), currency)}",
                "Benchmark": value_words(one.metric, float(one.benchmark[at]), currency),
                "From": shown(one.source),
                "Points": formats.decimal(float(np.nan_to_num(one.points[at])), 1),
                "Against peers": distance_words(one, at),
                "People differ": f"as {one.sample.given} do"
                if one.sample.given and one.differs
                else "more than luck"
                if one.differs
                else "no more than luck",
            }
            for one in card.metrics
        ]
    )
