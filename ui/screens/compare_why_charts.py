"""The waterfalls and the table of what each difference between two plans did."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.waterfall import Step, domain_of, waterfall_chart, waterfall_frame
from simulator import Scenario
from simulator.decide.why_parts import Moved, Why
from simulator.decide.why_words import median_finding, odds_finding
from simulator.goals import metric
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats, verdicts
from ui.wording.figures import told_text
from ui.wording.metric_words import difference_text, value_text
from ui.wording.text import shown

LONGEST_LABEL = 46
TOGETHER = "What they do only together"


def _label(name: str, words: str) -> str:
    """What stands at a row: with both values where that is short and this visitor may see them."""
    if money_hidden.is_hidden():
        return shown(name, LONGEST_LABEL)
    text = words[:1].upper() + words[1:]
    return shown(text if len(text) <= LONGEST_LABEL else name, LONGEST_LABEL)


def _either_side(moved: Moved) -> str:
    return f"{formats.points(moved.odds)}, give or take {formats.decimal(200 * moved.odds_error, 1)}"


def _steps(found: Why) -> list[tuple[str, Moved]]:
    """Every bar: the parts, then the interaction, then other luck."""
    bars = [(_label(part.name, part.words), part.moved) for part in found.parts if not part.luck]
    if len(bars) > 1:
        bars.append((TOGETHER, found.interaction))
    return [*bars, *((part.name, part.moved) for part in found.parts if part.luck)]


def draw_odds(found: Why, names: tuple[str, str], plan: Scenario) -> None:
    """From the old odds to the new ones, over the bands of `plan`, the second one."""
    steps = [
        Step(label, moved.odds, formats.points(moved.odds), _either_side(moved), 2 * moved.odds_error)
        for label, moved in _steps(found)
    ]
    at = found.old.probability
    through = [at, found.new.probability]
    for step in steps:
        at += step.moved
        through += [at, at + step.either_side]
    domain = domain_of(through, odds=True)
    policy = plan.policy
    bands = (
        [
            ("unreachable", 0.0, policy.unreachable_below),
            ("stretch", policy.unreachable_below, policy.realistic_at_least),
            ("realistic", policy.realistic_at_least, 1.0),
        ]
        if verdicts.has_word(found.new)
        else []
    )
    frame = waterfall_frame(
        (shown(names[0], LONGEST_LABEL), found.old.probability, verdicts.odds_text(found.old)),
        steps,
        (shown(names[1], LONGEST_LABEL), found.new.probability, verdicts.odds_text(found.new)),
        bands=bands,
        domain=domain,
    )
    title = odds_finding(found)
    rows = len(steps) + 2
    drawing.draw(
        title,
        lambda data, palette: waterfall_chart(
            data, palette, rows=rows, domain=domain, unit="odds", odds=True
        ),
        frame,
        layout=("why_odds", rows, *domain),
        alt_text=f"{title}. From odds of {verdicts.odds_text(found.old)} to {verdicts.odds_text(found.new)}, "
        "a bar for each difference.",
        key="why_odds",
    )


def draw_median(found: Why, names: tuple[str, str], plan: Scenario) -> None:
    """The same for the median; a share of the goal where this visitor may not see amounts."""
    told = median_finding(found)
    if told is None or found.old.p50 is None or found.new.p50 is None:
        st.caption(
            "The two do not count the same thing in the same currency: their medians cannot be set off."
        )
        return
    whole = found.new.target
    money, hidden = metric(found.metric).unit == "money", money_hidden.is_hidden()
    if money and hidden and not whole > 0:
        return
    scale, unit = _scale(found, plan)
    steps = [
        Step(
            label,
            (moved.median or 0.0) / scale,
            difference_text(found.metric, moved.median or 0.0, plan.currency, whole),
            difference_text(found.metric, moved.median or 0.0, plan.currency, whole),
            2 * (moved.median_error or 0.0) / scale,
        )
        for label, moved in _steps(found)
    ]
    at = found.old.p50 / scale
    through = [at, found.new.p50 / scale]
    for step in steps:
        at += step.moved
        through += [at, at + step.either_side]
    domain = domain_of(through, odds=False)
    ends = [
        (
            shown(name, LONGEST_LABEL),
            one.p50 / scale,
            value_text(found.metric, one.p50, plan.currency, whole=whole),
        )
        for name, one in zip(names, (found.old, found.new), strict=True)
        if one.p50 is not None
    ]
    frame = waterfall_frame(ends[0], steps, ends[1], domain=domain)
    title = "What moved the median" if money and hidden else told_text(told, plan.currency)
    rows = len(steps) + 2
    drawing.draw(
        title,
        lambda data, palette: waterfall_chart(data, palette, rows=rows, domain=domain, unit=unit, odds=False),
        frame,
        layout=("why_median", rows, *domain, unit),
        alt_text=f"{title}. The median from {ends[0][2]} to {ends[1][2]}, a bar for each difference.",
        key="why_median",
    )


def _scale(found: Why, plan: Scenario) -> tuple[float, str]:
    """What medians are divided by on the axis, and its unit."""
    of = metric(found.metric)
    if of.unit == "money":
        if money_hidden.is_hidden():
            return found.new.target / 100, "median, % of the goal"
        scale, letter = formats.scale_of(max(abs(found.old.p50 or 0.0), abs(found.new.p50 or 0.0)))
        return scale, f"median, {letter} {formats.symbol(plan.currency)}".replace(",  ", ", ")
    return (
        (0.01, "median, %")
        if of.unit == "share"
        else (1.0, f"median, {'days' if of.unit == 'days' else of.label}")
    )


def why_table(found: Why, plan: Scenario) -> pd.DataFrame:
    """Everything: a row for each difference, what they do only together pair by pair, and the whole."""
    whole = found.new.target

    def median(moved: Moved | None) -> str:
        if moved is None or moved.median is None:
            return "–"
        return difference_text(found.metric, moved.median, plan.currency, whole)

    def row(name: str, moved: Moved, last: Moved | None) -> tuple[str, str, str, str, str, str]:
        on_top = "–" if last is None else formats.signed(formats.decimal(100 * last.odds, 1), last.odds)
        alone = formats.signed(formats.decimal(100 * moved.odds, 1), moved.odds)
        return name, alone, formats.decimal(200 * moved.odds_error, 1), on_top, median(moved), median(last)

    hidden = money_hidden.is_hidden()
    rows = [
        row(
            shown(p.name if hidden else p.words, 200),
            p.moved,
            p.last,
        )
        for p in found.parts
    ]
    if len(found.parts) > 1:
        rows.append(row(TOGETHER, found.interaction, None))
        pairs = found.pairs if len(found.pairs) > 1 else ()
        rows += [row(shown(f"of that {' and '.join(one.names)}", 200), one.moved, None) for one in pairs]
    rows.append(row("All of it", found.total, None))
    return pd.DataFrame(
        rows,
        columns=["Difference", "Points of odds, by itself", "± (19 in 20)", "On top of the others", "Median, by itself",
                 "Median, on top"],
    )  # fmt: skip
