"""Several goals at once: the odds of all and of some, which pull together or apart, too many, and an order."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.pairs import (
    APART,
    MOST_GOALS,
    NEITHER,
    TOGETHER,
    UNKNOWN,
    PairCell,
    pairs_alt,
    pairs_chart,
    pairs_frame,
)
from simulator import Scenario
from simulator.goals.order import Step
from simulator.goals.together import MOST_IN_FOCUS, AtLeast, Pair, Together
from ui.computing.goal_views import together_view
from ui.screens import draw
from ui.wording import formats
from ui.wording.text import counted, plain, sentence_list, shown

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_STEPS, MOST_ODDS, MOST_PAIRS, MOST_OWNERS = 8, 6, 500, 3
MOST_IN_WORDS = 4
"""Goals, up to which a phone has room for words in the cells of the chart."""
SIGNS = {"together": "+", "apart": "−", "no tie": "·", "never": "–", "always": "–"}
KEY = "+ together, − apart (doubled: strongly), · no tie, – cannot be told; each row ends with the goal's own odds"


def draw_together(plan: Scenario) -> None:
    """Everything on several goals; nothing where there are fewer than two."""
    if len(plan.goals) < 2:
        return
    found = together_view(plan)
    st.subheader(f"Together: {_headline(found)}", anchor=False)
    st.markdown(_by_number(found))
    if found.crowds:
        st.markdown(_crowded(found))
    _pairs(found)
    _order(found)


def _crowded(found: Together) -> str:
    told = [
        f"{plain(shown(crowd.owner)) if crowd.owner else 'nobody in particular'} {counted(crowd.count, 'goal')}"
        for crowd in found.crowds[:MOST_OWNERS]
    ]
    if len(found.crowds) > MOST_OWNERS:
        told.append(counted(len(found.crowds) - MOST_OWNERS, "more owner"))
    return (
        f":material/warning: **Too many in focus.** On one plate: {sentence_list(told)}; more than {MOST_IN_FOCUS} at "
        "once are rarely pursued (Doerr 2018). Give some to others, or begin with the first of the order below."
    )


def _headline(found: Together) -> str:
    """``all 3 %, at least two of four 61 %``: all, and the most goals that are rather met than not."""
    n = len(found.names)
    line = f"all {_odds(found, found.all)}"
    likely = [one for one in found.at_least[:-1] if one.probability >= 0.5]
    some = likely[-1] if likely else found.at_least[0]
    return f"{line}, at least {_number(some.count)} of {_number(n)} {_odds(found, some)}"


def _odds(found: Together, one: AtLeast) -> str:
    return plain(formats.odds(one.probability, one.interval, found.n_trials))


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def _by_number(found: Together) -> str:
    """The odds of at least k, the ones that are neither sure nor out of reach where there are many."""
    told = [one for one in found.at_least if 0.005 < one.probability < 0.995] or [found.at_least[0]]
    if len(told) > MOST_ODDS:
        places = sorted({round(k * (len(told) - 1) / (MOST_ODDS - 1)) for k in range(MOST_ODDS)})
        told = [told[place] for place in places]
    return " · ".join(f"at least {_number(one.count)}: **{_odds(found, one)}**" for one in told)


def _pairs(found: Together) -> None:
    shown_goals = _most_telling(found)
    pairs = {frozenset((pair.first, pair.second)): pair for pair in found.pairs}
    cells = [
        _own_cell(found, place, second)
        if first == second
        else _cell(found, shown_goals, pairs[frozenset((first, second))])
        for place, second in enumerate(shown_goals, 1)
        for first in shown_goals[:place]
    ]
    narrow = len(shown_goals) > MOST_IN_WORDS
    drawn = [_as_sign(cell) for cell in cells] if narrow else cells
    left = len(found.names) - len(shown_goals)
    draw.draw(
        _finding(found) + (f" (the {MOST_GOALS} goals with the strongest ties)" if left else ""),
        lambda data, palette: pairs_chart(data, palette, goals=len(shown_goals)),
        pairs_frame(drawn),
        layout=("pairs", len(shown_goals)),
        alt_text=pairs_alt(cells),
        key="pairs_chart",
    )
    if narrow:
        st.caption(plain(KEY))
    draw.show_table(
        "Every two goals in figures",
        lambda: _table(found),
        key="pairs_table",
        note=(
            f"Named are pairs whose odds of both differ from unrelated ones by more than {found.n_trials:,} simulated "
            "futures can be wrong about, with a correlation of at least 0.1 (Cohen 1988: small; 0.5: large)."
        ),
    )


def _most_telling(found: Together) -> list[str]:
    """The goals of the chart, in the plan's order: those of the strongest pairs where there are too many."""
    if len(found.names) <= MOST_GOALS:
        return list(found.names)
    kept: dict[str, None] = {}
    for pair in found.pairs:
        both = dict.fromkeys([*kept, pair.first, pair.second])
        if len(both) <= MOST_GOALS:
            kept = both
    return [name for name in found.names if name in kept]


def _own_cell(found: Together, place: int, name: str) -> PairCell:
    share = _share(found, name)
    odds = formats.percent(share) if share == 0 or share >= 0.01 else f"under {formats.percent(0.01)}"
    own = shown(name, 18)
    return PairCell(f"{place} {own}", f"{place}", own, UNKNOWN, odds, odds, odds)


def _cell(found: Together, goals: list[str], pair: Pair) -> PairCell:
    first, second = sorted((pair.first, pair.second), key=found.names.index)
    if pair.phi is None:
        sure = next(one for one in (first, second) if _share(found, one) in (0.0, 1.0))
        pull, text = UNKNOWN, "never" if _share(found, sure) == 0 else "always"
    elif pair.pull is None:
        pull, text = NEITHER, "no tie"
    else:
        pull, text = (TOGETHER if pair.pull == "together" else APART), pair.pull
    places = [goals.index(name) + 1 for name in (first, second)]
    return PairCell(
        row=f"{places[1]} {shown(second, 18)}",
        column=f"{places[0]}",
        goals=f"{shown(first, 24)} and {shown(second, 24)}",
        pull=pull,
        text=text,
        both=formats.odds(pair.both, None, found.n_trials),
        alone=formats.odds(pair.product, None, found.n_trials),
        is_strong=pair.is_strong,
    )


def _as_sign(cell: PairCell) -> PairCell:
    sign = SIGNS.get(cell.text, cell.text)
    return replace(cell, text=sign * 2 if cell.is_strong else sign, is_strong=False)


def _share(found: Together, name: str) -> float:
    return found.probabilities[found.names.index(name)]


def _finding(found: Together) -> str:
    named = found.named
    if not named:
        return "No two goals pull together or apart: each is met or missed for itself"
    first = named[0]
    names = f"{shown(first.first)} and {shown(first.second)}"
    how = "pull together" if first.pull == "together" else "pull apart"
    both = formats.odds(first.both, None, found.n_trials)
    alone = formats.odds(first.product, None, found.n_trials)
    return f"{names} {how}: both {both}, where unrelated goals had {alone}"


def _table(found: Together) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Goal": shown(pair.first),
                "and": shown(pair.second),
                "Both": formats.odds(pair.both, None, found.n_trials),
                "If unrelated": formats.odds(pair.product, None, found.n_trials),
                "Difference": formats.signed(
                    f"{formats.decimal(pair.difference * 100, 1)} points", pair.difference
                ),
                "± by simulation": f"{formats.decimal(1.96 * pair.standard_error * 100, 1)} points",
                "Correlation": "–" if pair.phi is None else formats.decimal(pair.phi, 2),
                "They pull": pair.pull or "–",
            }
            for pair in found.pairs[:MOST_PAIRS]
        ]
    )


def _order(found: Together) -> None:
    """The suggested order with its reasons."""
    st.markdown(
        "**In which order?** What pulls the others along and shows early whether it works comes first."
    )
    lines = [
        f"{place}. **{plain(shown(step.goal))}**: {_why(found, step)}"
        for place, step in enumerate(found.order[:MOST_STEPS], 1)
    ]
    if len(found.order) > MOST_STEPS:
        lines.append(f"\n…and {counted(len(found.order) - MOST_STEPS, 'goal')} more.")
    st.markdown("\n".join(lines))


def _why(found: Together, step: Step) -> str:
    when = (
        f"as good as decided by the end of {formats.month(step.decided_by)}"
        if step.decided_by
        else "as good as decided before it begins"
    )
    if step.effect is None:
        return f"met in no future, so whether it helps the others is not seen; {when}"
    if step.is_sure:
        return "as good as met as things stand: no work is needed on it"
    if not step.reachable:
        return f"last, since it is out of reach; {when}"
    if not step.clear:
        return f"it leaves the others as they are; {when}"
    before = dict(zip(found.names, found.probabilities, strict=True))
    moved = sorted(step.odds_after, key=lambda one: -abs(one[1] - before[one[0]]))
    told = [
        f"{plain(shown(name))} {plain(formats.odds(before[name], None, found.n_trials))} → "
        f"{plain(formats.odds(after, None, found.n_trials))}"
        for name, after in moved[:2]
        if abs(after - before[name]) >= 0.01
    ]
    return (
        f"where it is met: {sentence_list(told)}; {when}" if told else f"it moves the others little; {when}"
    )
