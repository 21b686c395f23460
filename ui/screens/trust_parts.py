"""The parts of the Trust page: how often ranges held, whether odds came true, the forecasts beside what came."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from charts.coverage import HeldLine, coverage_chart, coverage_frame
from charts.past_fan import past_fan_chart, past_fan_finding, past_fan_frame
from charts.places import places_chart, places_frame
from charts.reliability import OddsPoint, reliability_chart, reliability_frame
from simulator.backtest import MonthlyTable, Replay
from simulator.backtest.scores import histogram_luck
from simulator.backtest.sentences import RANGES, coverage_sentence, share_text, span
from simulator.scenario import Policy
from ui.computing.replays import Past
from ui.screens import draw
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import plain, sentence_list, shown

HORIZON = "trust_horizon"


def draw_coverage(replay: Replay) -> None:
    """Ranges that held, by horizon, beside what they claim and what luck allows."""
    lines = [
        HeldLine(
            f"next {span(score.horizon_months)} · {RANGES[cover.level].removesuffix(' ranges')}",
            cover.share,
            cover.low / cover.folds,
            cover.high / cover.folds,
            cover.level,
            f"{cover.held}/{cover.folds}",
            cover.finding != "as it should",
        )
        for score in replay.by_horizon
        for cover in score.coverage
    ]
    odd = [score for score in replay.by_horizon if score.at(0.8).finding != "as it should"]
    title = "Every horizon's 8-in-10 ranges held as often as luck allows"
    if odd:
        found = [f"the next {span(one.horizon_months)} were {one.at(0.8).finding}" for one in odd]
        title = f"8-in-10 ranges for {sentence_list(found)}"
    held = "; ".join(f"{one.name}: {one.text}" for one in lines)
    draw.draw(
        title,
        lambda data, palette: coverage_chart(data, palette, height=30 * len(lines) + 20),
        coverage_frame(lines),
        layout=("coverage", len(lines)),
        alt_text=f"{title}. How often ranges held: {held}.",
        key="trust_coverage",
    )
    st.caption("Dot: held. Tick: claimed. Grey: what luck alone allows, 19 times in 20.")


def draw_reliability(replay: Replay) -> None:
    """Claimed odds against goals met, and the three words."""
    policy = Policy()
    points = [
        OddsPoint(
            one.claimed,
            one.share,
            one.low,
            one.high,
            "realistic"
            if one.claimed >= policy.realistic_at_least
            else "unreachable"
            if one.claimed < policy.unreachable_below
            else "stretch",
            one.goals,
        )
        for one in replay.odds
    ]
    title = _words_title(replay)
    if points:
        draw.draw(
            title,
            reliability_chart,
            reliability_frame(points),
            layout=("reliability",),
            alt_text=f"{title}. Claimed odds against the share met, by tenth: "
            + "; ".join(f"{one.claimed:.0%} claimed, {one.met:.0%} met" for one in points),
            key="trust_reliability",
        )
    words = "; ".join(
        f"**{one.word}** {one.met:,} of {one.goals:,} met ({share_text(one.share)}, claimed {share_text(one.claimed)})"
        for one in replay.words
    )
    if words:
        st.caption(f"{words}. Bars: what luck allows; goals of one forecast share its outcome.")


def _words_title(replay: Replay) -> str:
    wrong = [one for one in replay.words if not one.low <= one.claimed <= one.high]
    if not replay.words:
        return "No goal could be tried"
    if not wrong:
        return "Goals were met about as often as their odds claimed"
    better = all(one.share > one.claimed for one in wrong)
    words = sentence_list([one.word for one in wrong])
    return f"Goals called {words} were met {'more' if better else 'less'} often than claimed"


def draw_past(replay: Replay, past: Past) -> None:
    """Every forecast of one horizon beside what came."""
    horizons = [score.horizon_months for score in replay.by_horizon]
    chosen = st.segmented_control(
        "Forecasts of the next",
        horizons,
        default=horizons[min(1, len(horizons) - 1)],
        format_func=span,
        key=HORIZON,
        persist_state="session",
    )
    months = chosen if chosen in horizons else horizons[0]
    folds = [fold for fold in replay.folds if fold.horizon_months == months]
    numbers = [int(fold.cutoff[:4]) * 12 + int(fold.cutoff[5:7]) - 1 for fold in folds]
    ranges = pd.DataFrame(
        {
            "t": [one - numbers[0] for one in numbers],
            "low95": [fold.p025 for fold in folds],
            "low80": [fold.p10 for fold in folds],
            "middle": [fold.p50 for fold in folds],
            "high80": [fold.p90 for fold in folds],
            "high95": [fold.p975 for fold in folds],
            "actual": [fold.actual for fold in folds],
        }
    )
    tips = pd.DataFrame(
        {
            "month": [formats.month(fold.cutoff[:7]) for fold in folds],
            "actual": [_amount(fold.actual, replay) for fold in folds],
            "range": [f"{_amount(fold.p10, replay)} to {_amount(fold.p90, replay)}" for fold in folds],
        }
    )
    scale, letter = formats.scale_of(float(ranges["high95"].max()))
    sign = formats.symbol(replay.unit) if _is_money(replay) else shown(replay.unit, 30)
    unit = f"total of the {span(months)} ({f'{letter} ' if letter else ''}{sign})"
    names = tuple(f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(numbers[0], numbers[-1] + 1))
    held = sum(fold.holds(0.8) for fold in folds)
    title = past_fan_finding(held, len(folds), span(months))
    draw.draw(
        title,
        lambda data, palette: past_fan_chart(data, palette, months=names, unit=unit),
        past_fan_frame(ranges, tips, scale),
        layout=("past_fan", names, unit),
        alt_text=f"{title}. From {tips['month'].iloc[0]} to {tips['month'].iloc[-1]}; the last forecast was "
        f"{tips['range'].iloc[-1]}, {tips['actual'].iloc[-1]} came.",
        key="trust_past",
    )
    if isinstance(past, MonthlyTable) and replay.kind == "series":
        st.caption("Forecast from the monthly history alone: growth, season and what is left to luck.")


def _is_money(replay: Replay) -> bool:
    return len(replay.unit) == 3 and replay.unit.isupper() and replay.unit.isalpha()


def _amount(value: float, replay: Replay) -> str:
    if _is_money(replay):
        return formats.money_exact(value, replay.unit)
    return (
        money_hidden.HIDDEN
        if money_hidden.is_hidden()
        else formats.decimal(value, 0 if abs(value) >= 100 else 2)
    )


def draw_statistics(replay: Replay) -> None:
    """One click away, complete: where what came lay, every score, every forecast, and what a replay cannot tell."""
    box = st.expander(
        "The statistics, complete", icon=":material/query_stats:", key="trust_more", on_change="rerun"
    )
    if box.open:
        with box:
            _places(replay)
            st.markdown("\n".join(f"- {plain(coverage_sentence(cover))}" for cover in replay.coverage))
            draw.show_frame(_scores(replay), key="trust_scores")
            if not money_hidden.is_hidden():
                draw.show_frame(_forecasts(replay), key="trust_forecasts")
            st.markdown("\n".join(f"- {plain(one.message)}" for one in replay.remarks))
    with st.expander("What a replay cannot tell", icon=":material/help:", key="trust_limits"):
        st.markdown(
            "- Whether the coming year is like the past ones: what never happened in this history is in no range.\n"
            "- What people planned: initiatives, risks and hires of the plan are not in the past's forecasts.\n"
            "- Forecasts that share months rise and fall together; what luck allows is wider for them, and says so.\n"
            + (
                "- Deals are looked at as they stood then, but with the owners, teams and names of today's export."
                if replay.kind == "deals"
                else "- A monthly history is forecast from its own past alone, not from leads and people."
            )
        )


def _places(replay: Replay) -> None:
    counts = replay.pit_histogram
    low, high = histogram_luck(replay.folds, len(counts))
    finding = replay.at(0.8).finding
    title = {
        "as it should": "What came lay all over the ranges, as it should",
        "too wide": "What came lay in the middle of the ranges: they were too wide",
        "too narrow": "What came lay at the ends of the ranges or beyond: they were too narrow",
    }[finding]
    draw.draw(
        title,
        places_chart,
        places_frame(counts, low, high),
        layout=("places",),
        alt_text=f"{title}. Forecasts by tenth of the range, from its lower end: {', '.join(map(str, counts))}.",
        key="trust_places",
    )


def _scores(replay: Replay) -> pd.DataFrame:
    rows = []
    for score in replay.by_horizon:
        ratio = score.crps / score.naive_crps if score.naive_crps > 0 else float("nan")
        row = {"Next": span(score.horizon_months), "Forecasts": f"{score.folds:,}"}
        for cover in score.coverage:
            row[RANGES[cover.level].removesuffix(" ranges")] = (
                f"{cover.held} ({formats.percent(cover.share)}; luck {cover.low} to {cover.high})"
            )
        row["Error against repeating the past"] = "" if np.isnan(ratio) else formats.percent(ratio)
        row["Ranges would have been right at"] = f"×{formats.decimal(score.stretch, 2)}"
        rows.append(row)
    return pd.DataFrame(rows)


def _forecasts(replay: Replay) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Cut-off": fold.cutoff,
                "Next": span(fold.horizon_months),
                "Came": _amount(fold.actual, replay),
                "Middle": _amount(fold.p50, replay),
                "8 in 10 from": _amount(fold.p10, replay),
                "to": _amount(fold.p90, replay),
                "Held": "yes" if fold.holds(0.8) else "no",
                "Futures below what came": formats.percent(fold.pit),
            }
            for fold in replay.folds
        ]
    )
