"""What would turn it: for each lever the smallest change that alone gives the goal the wanted odds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.decide.sought import LeverTurn
from simulator.decide.terms import Terms
from simulator.scenario import Adjustment, Goal
from ui import state
from ui.computing.budget import TRIALS
from ui.computing.seek_view import SeekView, seek_terms
from ui.computing.views import goals_view, trials_in_view
from ui.screens import draw as drawing
from ui.screens import what_if
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats, verdicts
from ui.wording.seek_words import (
    amount_text,
    best_text,
    change_text,
    date_words,
    exact_text,
    full_turn,
    known_to,
    lever_name,
    odds_pair,
    target_words,
    wanted_words,
)
from ui.wording.text import counted, plain, sentence_list

CHOICE, OWN = "seek_wanted", "seek_own"
OWN_ODDS = tuple(range(5, 100, 5))
FIRST_OWN = 80


def draw(plan: Scenario, goal: Goal) -> None:
    """The choice of what is wanted, the answer, a row for each lever that is enough, a line for each that is not."""
    verdict = goals_view(plan, trials_in_view(plan)).verdict(goal.name)
    wanted = _wanted(plan, has_word=verdicts.has_word(verdict))
    words = wanted_words(wanted, plan.policy, has_word=verdicts.has_word(verdict))
    view = SeekView(plan, goal, wanted)
    if not view.n_trials:
        st.info("This plan is too large to search every lever here: join teams, or shorten the period.")
        return
    answer = st.container(gap="xsmall")
    turns = _turns(view)
    met = verdict.probability >= wanted
    with answer:
        st.subheader(_title(turns, words, plan, met=met), anchor=False)
        target = plain(target_words(goal, view.target(), plan))
        st.markdown(
            f"The target that is {plain(words)} as things are: **{target}**"
            + (": there is room." if met else "")
        )
        later = st.empty()
    moved = st.container()
    found = [one for one in turns if (one.falls_to is not None if met else one.feasible)]
    for number, one in enumerate(sorted(found, key=lambda one: _nearness(one, met=met))):
        _draw_row(plan, one, number, met=met)
    _draw_rest(plan, turns, words, met=met)
    with moved:
        _draw_moved(plan)
    date = view.date()
    if date is not None:
        later.markdown(plain(date_words(date, words)))
    _draw_small(view, turns, plan, met=met)


def _wanted(plan: Scenario, *, has_word: bool) -> float:
    policy = plan.policy
    names = {"realistic": policy.realistic_at_least, "stretch": policy.unreachable_below}
    labels = {
        "realistic": f"Realistic ({formats.percent(policy.realistic_at_least)})",
        "stretch": f"Stretch ({formats.percent(policy.unreachable_below)})",
        "own": "Other odds",
    }
    if not has_word:
        labels = {"realistic": formats.percent(policy.realistic_at_least), "own": "Other odds"}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        chosen = st.segmented_control(
            "What the goal should be",
            list(labels),
            default="realistic",
            key=CHOICE,
            format_func=lambda name: labels[name],
            required=True,
        )
        if chosen != "own":
            return names[chosen or "realistic"]
        odds: int = st.select_slider(
            "Odds wanted",
            OWN_ODDS,
            value=FIRST_OWN,
            key=OWN,
            format_func=lambda percent: formats.percent(percent / 100),
        )
        return odds / 100


def _turns(view: SeekView) -> list[LeverTurn]:
    """Every lever, with its progress told while it is new."""
    slot = st.empty()

    def told(done: int, levers: int) -> None:
        slot.progress(done / levers, f"Searching lever {done + 1} of {levers}…")

    turns = list(view.turns(told))
    slot.empty()
    return turns


def _nearness(turn: LeverTurn, *, met: bool) -> tuple[bool, float, str]:
    """Levers that lose the word first, or reach it with the least change, come first; people among themselves last."""
    moved = turn.falls_to if met else turn.at
    assert moved is not None
    return (turn.lever.absolute or (met and not turn.lost), abs(moved.change), turn.lever.name)


def _title(turns: list[LeverTurn], words: str, plan: Scenario, *, met: bool) -> str:
    if met:
        lost = [one for one in turns if one.lost]
        if not lost:
            return f"It is {plain(words)} as it is, and no lever alone takes that away within its bounds"
        first = min(lost, key=lambda one: _nearness(one, met=True))
        assert first.falls_to is not None
        limit = amount_text(first, first.falls_to.amount, plan, outward=False)
        return f"It is {plain(words)} as it is: {plain(_lower(lever_name(first, plan)))} may go to {plain(limit)}"
    found = [one for one in turns if one.feasible]
    if not found:
        return f"No single lever makes it {plain(words)} within its bounds: plans join several"
    first = min(found, key=lambda one: _nearness(one, met=False))
    count = f"{counted(len(found), 'lever')} of {len(turns)}"
    return f"{count} alone can make it {plain(words)}; least of all has to change: {plain(full_turn(first, plan))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _draw_row(plan: Scenario, turn: LeverTurn, number: int, *, met: bool) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.markdown(_row(plan, turn, met=met), width="stretch")
        if view_mode.may(Deed.WHAT_IF) and not met:
            st.button(
                "Try it",
                key=f"seek_try{number}",
                icon=":material/tune:",
                on_click=_try,
                args=(turn, f"{full_turn(turn, plan)}"),
                help="Moves this lever as a what-if: Target shows the verdict with it. Undo takes it back.",
            )


def _row(plan: Scenario, turn: LeverTurn, *, met: bool) -> str:
    """One lever as markdown: the change in bold, below it how sure that is and what it costs."""
    moved = turn.falls_to if met else turn.at
    assert moved is not None
    start = amount_text(turn, turn.start, plan)
    to = exact_text(turn, moved.amount, plan)
    change = change_text(turn, moved.change)
    if met:
        reach = (
            f"{start} may go to **{plain(to)}**" if turn.lost else f"{start} may go to {plain(to)} and beyond"
        )
        first = f"**{plain(lever_name(turn, plan))}** {reach} ({change})"
    elif turn.lever.absolute:
        month = formats.month(turn.start_month or plan.start_month)
        first = f"**{plain(lever_name(turn, plan))}**: **{change}** by {month}"
    else:
        first = f"**{plain(lever_name(turn, plan))}** {plain(start)} → **{plain(to)}** ({change})"
    parts = [odds_pair(turn)]
    if known := known_to(turn):
        parts.append(f"known to {known}")
    if not met:
        if not money_hidden.is_hidden():
            parts.append(_cost(plan, turn))
        if turn.start_month and not turn.lever.absolute:
            parts.append(f"from {formats.month(turn.start_month)}")
        if turn.works < 1:
            parts.append(f"works with odds of {formats.percent(turn.works)}, counted in")
    if turn.shape == "both ways":
        parts.append("the odds rise and fall along this lever: the nearest of the values tried")
    return f"{first}  \n:gray[{plain(' · '.join(parts))}]"


def _cost(plan: Scenario, turn: LeverTurn) -> str:
    cost = turn.at.cost
    if cost is None:
        return "cost not known"
    return (
        f"costs {formats.money(cost, plan.currency)}"
        if cost >= 0
        else f"saves {formats.money(-cost, plan.currency)}"
    )


def _draw_rest(plan: Scenario, turns: list[LeverTurn], words: str, *, met: bool) -> None:
    none = [lever_name(one, plan) for one in turns if one.shape == "no effect"]
    if not met:
        short = [one for one in turns if not one.feasible and one.shape != "no effect"]
        if short:
            st.markdown(f"**Alone not enough to be {plain(words)}, within bounds**")
            lines = [
                f"- {plain(lever_name(one, plan))}: {plain(best_text(one, plan))}"
                for one in sorted(short, key=lambda one: (-one.at.odds, one.lever.name))
            ]
            st.markdown("\n".join(lines))
    if none:
        st.caption(f"Without any effect on this goal: {plain(sentence_list(none))}.")


def _draw_moved(plan: Scenario) -> None:
    """What is tried just now, and the way to where it shows."""
    lines = what_if.moved_words(plan)
    if not lines:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/tune: What-if: {plain('; '.join(lines))}", width="content")
        st.page_link("../pages/target.py", label="See it on Target", icon=":material/my_location:")


def _draw_small(view: SeekView, turns: list[LeverTurn], plan: Scenario, *, met: bool) -> None:
    few = f", not {TRIALS:,}: the plan is large" if view.n_trials < TRIALS else ""
    again = sum(1 for one in turns if one.at.n_trials > view.n_trials)
    refined = f" {counted(again, 'lever was', 'levers were')} searched again on both lots." if again else ""
    how = f"Every lever moved alone, all else as planned, on {view.n_trials:,} futures{few}, checked on fresh ones."
    st.caption(f"{how}{refined} Known to: the steps tried, and what more futures might move (19 in 20).")
    drawing.show_table("All levers", lambda: _table(turns, plan, met=met), key="seek_table")


def _table(turns: list[LeverTurn], plan: Scenario, *, met: bool) -> pd.DataFrame:
    rows = []
    for one in turns:
        moved = one.falls_to if met and one.falls_to is not None else one.at
        rows.append(
            {
                "Lever": lever_name(one, plan),
                "Now": amount_text(one, one.start, plan),
                "May go to" if met else "To": exact_text(one, moved.amount, plan),
                "Change": change_text(one, moved.change),
                "Odds, %": round(moved.odds * 100, 1),
                "On fresh luck, %": round(moved.fresh * 100, 1),
                "Enough": "yes" if one.feasible else "too close to call" if one.is_close else "no",
                "Known to": known_to(one),
            }
        )
    return pd.DataFrame(rows)


def _try(turn: LeverTurn, label: str) -> None:
    """Move the lever as a what-if."""
    one = next(
        one for one in seek_terms(state.scenario()) if (one.lever, one.teams) == (turn.lever, turn.teams)
    )
    try:
        state.move_lever(adjustment_of(one, turn), label)
    except ScenarioError as error:
        st.toast(plain(str(error)))


def adjustment_of(one: Terms, turn: LeverTurn) -> Adjustment:
    """The what-if of a lever that was found."""
    return one.adjustment(turn.at.change)
