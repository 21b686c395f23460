"""Rates by group, conversion by age and quarters of entry, on the History page."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from charts.conversion import CurveRow, conversion_chart, conversion_frame
from charts.members import MOST_ROWS, MemberRow, members_chart, members_frame
from simulator.evidence import Evidence
from simulator.evidence.comparisons import Member, PooledFigure, SegmentFinding
from simulator.evidence.curves import MATURE, Cohort, CurvesFinding
from ui.kept.keeping_open import OpenPart
from ui.screens import draw
from ui.wording import formats
from ui.wording.text import plain, shown

CHOICE = "rates_by"


def draw_comparisons(evidence: Evidence | OpenPart) -> None:
    """Rates by group with the choice of the group; then how long deals take and what young quarters will bring."""
    if evidence.segments:
        _segments(evidence)
    if evidence.curves is not None and len(evidence.curves.won.days) > 1:
        _curves(evidence.curves)


def _segments(evidence: Evidence | OpenPart) -> None:
    by_key = {one.key: one for one in evidence.segments}
    st.subheader("Who and what wins more often", anchor=False)
    first = next((one.key for one in evidence.segments if one.win.differs), evidence.segments[0].key)
    chosen = st.segmented_control(
        "Rates by",
        list(by_key),
        key=CHOICE,
        format_func=lambda one: plain(by_key[one].label.capitalize()),
        default=first,
        required=True,
    )
    segment = by_key.get(chosen, evidence.segments[0])
    rows = [_row(one) for one in segment.members[:MOST_ROWS]]
    draw.draw(
        segment.sentence,
        members_chart,
        members_frame(rows, segment.win.group),
        layout=("members", segment.key, *(row.name for row in rows), *(row.text for row in rows)),
        alt_text=f"{segment.sentence} A dot and its 8-in-10 range each: "
        + "; ".join(f"{row.name} {row.text}" for row in rows)
        + ".",
        key="rates_by_group",
    )
    st.caption(
        "Dot: the rate we believe, pulled towards all of them as far as few deals say little. Ring: own deals alone. "
        "Dashed: all together." + _size_words(evidence, segment)
    )
    draw.show_table(
        f"All {plain(segment.plural)}: deals, rates, sizes and cycles",
        partial(_table, segment, None if isinstance(evidence, OpenPart) else evidence.currency),
        key="rates_by_all",
        note=_note(segment),
    )


def _row(member: Member) -> MemberRow:
    win = member.win
    return MemberRow(
        shown(f"{member.name} · {formats.decimal(win.n)} deals", 60),
        win.own if win.own is not None else win.value,
        win.value,
        win.low,
        win.high,
        formats.share(win.value),
        f"{formats.share(win.low)} to {formats.share(win.high)}",
        f"{formats.percent(1 - win.pull)} own deals, {formats.percent(win.pull)} the group",
    )


def _size_words(evidence: Evidence | OpenPart, segment: SegmentFinding) -> str:
    if isinstance(evidence, OpenPart):
        return ""
    if segment.key != "size_band" or evidence.by_size is None or not evidence.by_size.in_use:
        return ""
    times = formats.decimal(evidence.by_size.overstates, 1)
    return (
        f" Mean size × mean win rate would say {times} times what such deals brought: open deals are valued by their "
        "size and age. Deals still to enter have the sizes of won deals."
    )


def _note(segment: SegmentFinding) -> str:
    told = "Pulled to the group: 0 % stands on its own deals, 100 % is the group's figure. "
    for word, spread in (("Deal sizes", segment.size), ("Sales cycles", segment.cycle)):
        if spread is not None:
            told += f"{word} {'truly differ' if spread.differs else 'differ by no more than luck'}. "
    if segment.unnamed:
        told += f"{formats.decimal(segment.unnamed)} closed deals name none."
    return told.strip()


def _table(segment: SegmentFinding, currency: str | None) -> pd.DataFrame:
    """currency: None where no amount may be shown."""
    frame = pd.DataFrame(
        [
            {
                shown(segment.label.capitalize(), 40): shown(one.name),
                "Closed deals": one.win.n,
                "Won": one.won,
                "Own win rate": "" if one.win.own is None else formats.share(one.win.own),
                "Win rate, pooled": formats.share(one.win.value),
                "8-in-10 range": f"{formats.share(one.win.low)} to {formats.share(one.win.high)}",
                "Pulled to the group": formats.percent(one.win.pull),
                "Deal size, pooled": "" if currency is None else _money(one.size, currency),
                "Cycle, pooled": "" if one.cycle is None else f"{formats.decimal(one.cycle.value)} days",
            }
            for one in segment.members
        ]
    )
    return frame.drop(columns="Deal size, pooled") if currency is None else frame


def _money(figure: PooledFigure | None, currency: str) -> str:
    return "" if figure is None else formats.money_exact(figure.value, currency)


def _curves(curves: CurvesFinding) -> None:
    st.subheader("How long deals take", anchor=False)
    rows = [
        CurveRow("won", curves.won.days, curves.won.share, curves.won.low, curves.won.high),
        CurveRow(
            "decided", curves.decided.days, curves.decided.share, curves.decided.low, curves.decided.high
        ),
    ]
    ends = "; ".join(f"{row.kind} {formats.percent(row.share[-1])} by day {row.days[-1]}" for row in rows)
    draw.draw(
        curves.sentence,
        conversion_chart,
        conversion_frame(rows),
        layout=("conversion", max(curves.won.days[-1], curves.decided.days[-1])),
        alt_text=f"{curves.sentence} Two rising curves with their ranges: {ends}.",
        key="conversion",
    )
    young = curves.youngest
    if young is not None and curves.cohorts:
        st.markdown(
            f"Young deals are not losses: {plain(young.quarter)} has had {formats.percent(young.time_share)} of the "
            f"time that wins take. {formats.percent(young.won_so_far)} won so far is no win rate; expected in the end "
            f"are {formats.percent(young.expected)} ({formats.percent(young.low)} to {formats.percent(young.high)})."
        )
    draw.show_table(
        "Quarters of entry: won so far, and in the end",
        partial(_cohorts, curves.cohorts),
        key="cohorts",
        note="Time they have had: the share of the wins that usually come by that age. In the end: won, plus the "
        "chance of each open deal by its age.",
    )


def _cohorts(cohorts: tuple[Cohort, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Entered in": one.quarter,
                "Deals": one.entered,
                "Won": one.won,
                "Lost": one.lost,
                "Open": one.open,
                "Won so far": formats.percent(one.won_so_far),
                "In the end": formats.percent(one.expected),
                "8-in-10 range": f"{formats.percent(one.low)} to {formats.percent(one.high)}",
                "Time they have had": formats.percent(one.time_share),
                "Remark": _remark(one),
            }
            for one in cohorts
        ]
    )


def _remark(cohort: Cohort) -> str:
    if cohort.cut:
        return "the export lacks those decided before it began"
    return "" if cohort.time_share >= MATURE else "still on their way: won so far is no rate"
