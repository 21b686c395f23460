"""How much of a goal's spread is luck, which no learning takes away, and which input owns the rest."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.luck_shares import ShareBar, luck_shares_chart, luck_shares_frame
from simulator import Scenario
from simulator.decide import LuckShare, LuckShares
from simulator.decide.measure import points
from simulator.scenario import Goal
from ui.computing.luck_view import luck_view
from ui.computing.measure_view import MeasureView, measure_view
from ui.computing.views import trials_in_view
from ui.screens import draw as drawing
from ui.visitors.money_hidden import shown_text
from ui.wording import formats
from ui.wording.luck_words import luck_finding, share_name, share_text
from ui.wording.measure_words import next_words
from ui.wording.text import plain, shown

MOST_BARS = 6
LEAST_BAR = 0.005
LUCK = "which deals close, when and how large, the swing of the market, who leaves"


def draw(plan: Scenario, goal: Goal) -> None:
    """The sentence, the bars that add up to the whole spread, what could be learned, and the table."""
    trials = trials_in_view(plan)
    shares, measured = luck_view(plan, goal, trials), measure_view(plan, goal, trials)
    finding = luck_finding(shares, plan)
    st.markdown(f"**{plain(finding)}.**")
    if not shares.varies:
        return
    st.markdown(plain(_meaning(shares)))
    words = next_words(measured, plan)
    st.markdown(plain(f"{words[:1].upper()}{words[1:]}."))
    st.page_link("../pages/history.py", label="What to measure next", icon=":material/arrow_forward:")
    _bars(plan, goal, shares)
    drawing.show_table(
        "Every input, by itself and with the others",
        lambda: _table(shares, measured),
        key="luck_inputs",
        note=_note(shares),
    )


def _meaning(shares: LuckShares) -> str:
    luck = f"Luck is {LUCK}: it stays, whatever is measured."
    if shares.owner is None:
        return luck
    other = share_text(shares.not_known)
    return f"{luck} The other {other} is what we do not know yet: that shrinks with what is learned."


def _bars(plan: Scenario, goal: Goal, shares: LuckShares) -> None:
    own = sorted((one for one in shares.inputs if one.first >= LEAST_BAR), key=lambda one: -one.first)[
        :MOST_BARS
    ]
    bars = [ShareBar("Luck", shares.luck, share_text(shares.luck), "luck", LUCK)]
    bars += [_bar(one, plan) for one in own]
    rest = sum(one.first for one in shares.inputs) - sum(one.first for one in own)
    others = sum(one.first > 0 for one in shares.inputs) - len(own)
    if rest > 0:
        named = f"{others} other input{'s' if others > 1 else ''}"
        bars.append(ShareBar(named, rest, share_text(rest), "rest", "each by itself, added up"))
    if shares.together >= LEAST_BAR:
        bars.append(
            ShareBar(
                "Inputs together",
                shares.together,
                share_text(shares.together),
                "rest",
                "what inputs do only together, and what is too small to tell whose it is",
            )
        )
    title = _title(plan, goal, shares)
    said = "; ".join(f"{bar.name} {bar.text}" for bar in bars)
    drawing.draw(
        title,
        luck_shares_chart,
        luck_shares_frame(bars),
        layout=("luck_shares", len(bars), max(bar.share for bar in bars)),
        alt_text=f"{luck_finding(shares, plan)}. Bars that add up to the whole spread: {said}.",
        key="luck_bars",
    )


def _title(plan: Scenario, goal: Goal, shares: LuckShares) -> str:
    said = f"Luck makes {share_text(shares.luck)} of the spread of {shown_text(goal.name, 'this goal')}"
    if shares.owner is None:
        return said
    return f"{said}, {share_name(shares.owner, plan)} {share_text(shares.owner.total)}"


def _bar(one: LuckShare, plan: Scenario) -> ShareBar:
    name = shown(share_name(one, plan), 60)
    text = share_text(one.first)
    return ShareBar(
        name[:1].upper() + name[1:],
        one.first,
        f"{text}, {one.grade}",
        "input",
        f"{text} by itself, {share_text(one.total)} with the others",
    )


def _table(shares: LuckShares, measured: MeasureView) -> pd.DataFrame:
    swings = {one.input.path: one.swing for one in measured.ranked}
    rows = []
    for one in shares.inputs:
        swing = swings.get(one.input.path, 0.0)
        named = one.input.kind in ("initiative", "risk")
        rows.append(
            {
                "Input": shown(shown_text(one.input.name) if named else one.input.name, 80),
                "Team": shown(one.input.team, 60) if one.input.team else "all",
                "Grade": one.grade,
                "By itself": _told(one.first, one.part.error),
                "With the others": _told(one.total, one.part.total_error),
                "Moves the odds by": f"±{points(swing)}" if swing else "–",
            }
        )
    return pd.DataFrame(rows)


def _told(share: float, error: float) -> str:
    if not share:
        return "–"
    wide = max(round(196 * error), 1)
    return f"{share_text(share)} ± {wide}" if share >= LEAST_BAR else share_text(share)


def _note(shares: LuckShares) -> str:
    alone = (
        f" {shares.alone} inputs that matter little, or are beyond the first eight, are counted by themselves only."
        if shares.alone
        else ""
    )
    wide = max(round(196 * shares.error), 1)
    return (
        f"Shares of the variance, from {formats.decimal(shares.trials)} futures already drawn; luck is known to "
        f"± {wide} point{'s' if wide > 1 else ''} (19 in 20). By itself: what would be gone if this alone were "
        "known. "
        "With the others: what would be left if all others were known; these overlap and may add up to more than the "
        f"whole. –: exactly known, or not told from noise.{alone}"
    )
