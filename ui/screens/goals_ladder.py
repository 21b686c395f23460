"""The ladder of a goal: rungs with their odds, and the goal dragged along them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.ladder import LadderMark, ladder_alt, ladder_chart, ladder_frame
from simulator import Scenario, Verdict
from simulator.goals import NOT_ENOUGH
from simulator.goals.ladder import DEALS, Ladder, Rung, moved
from simulator.scenario import Goal, scenario_document
from ui import state
from ui.computing.goal_views import LadderView, dragged, ladder_view
from ui.computing.views import goals_view
from ui.fields import showing
from ui.fields.edits import Document, with_document
from ui.screens import draw, goals_floor
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats, verdicts
from ui.wording.metric_words import difference_text, metric_words, value_text
from ui.wording.text import plain, shown
from words.metrics import axis_title

_GOAL, _DRAG = "ladder_goal", "ladder_drag"
MEANINGS = {
    "floor": "covers the costs of staying in business",
    "commit": "can be promised",
    "target": "the most that is still realistic",
    "stretch": "in the middle of what is a stretch",
    "ceiling": "beyond it is unreachable",
}


def draw_ladder(plan: Scenario) -> None:
    """Choice of goal, ladder, the slider that drags it, floor and break-even."""
    st.subheader("The ladder", anchor=False)
    goal = _chosen(plan)
    _choice(plan, goal)
    view = ladder_view(plan, goal)
    target = _dragged_to(goal)
    before = goals_view(plan).verdict(goal.name)
    now = None if target is None else dragged(plan, goal, target)
    _chart(plan, goal, view, before, now)
    if view_mode.may(Deed.WHAT_IF) and len(view.steps) > 1:
        _drag(plan, goal, view, before, now)
    goals_floor.draw_floor(plan, view.ladder.floor)
    goals_floor.draw_break_even(plan)
    draw.show_table("The rungs in figures", lambda: _table(plan, goal, view.ladder), key="ladder_table")


def _chosen(plan: Scenario) -> Goal:
    name = st.session_state.get(_GOAL)
    return next((goal for goal in plan.goals if goal.name == name), plan.goals[0])


def _choice(plan: Scenario, here: Goal) -> None:
    if len(plan.goals) < 2:
        return
    names = [goal.name for goal in plan.goals]
    key = showing.key_for(_GOAL, (names, here.name), here.name)

    def choose(name: str | None) -> object:
        st.session_state[_GOAL] = name
        return names, name

    st.selectbox(
        "Goal",
        names,
        index=names.index(here.name),
        key=key,
        on_change=showing.answered(_GOAL, key, choose),
        label_visibility="collapsed",
        format_func=shown,
    )


def _dragged_to(goal: Goal) -> float | None:
    """Where the visitor dragged this goal of this plan; None where it stands as planned."""
    place, name, start, target = st.session_state.get(_DRAG, ("", "", 0.0, 0.0))
    if (place, name, start) != (state.work().place, goal.name, goal.threshold) or target == goal.threshold:
        return None
    return float(target)


def _chart(plan: Scenario, goal: Goal, view: LadderView, before: Verdict, now: Verdict | None) -> None:
    found = view.ladder
    rows = [_mark(plan, goal, found, rung) for rung in found.rungs if _is_shown(found, rung)]
    rows.append(_goal_mark(plan, goal, before, "As planned" if now else "Your goal"))
    if now is not None:
        rows.append(_goal_mark(plan, goal, now, "Dragged"))
    words = metric_words(goal.metric)
    hidden = words.unit == "money" and money_hidden.is_hidden()
    scale, letter = (1.0, "")
    if hidden:
        scale = goal.threshold / 100 if goal.threshold > 0 else 1.0
    elif words.unit in ("money", "count"):
        scale, letter = formats.scale_of(max(abs(row.value) for row in rows))
    unit = "% of goal" if hidden else axis_title(words.label, words.unit, letter, plan.currency, goal.window)
    rising = goal.direction == "at_least"
    has_words = before.verdict != NOT_ENOUGH
    edges = (found.rung("target").value, found.rung("ceiling").value) if has_words else (None, None)
    rows.sort(key=lambda row: row.value if not rising else -row.value)
    draw.draw(
        _finding(plan, goal, found),
        lambda data, palette: ladder_chart(
            data, palette, unit=unit, share=words.unit == "share", rows=len(rows)
        ),
        ladder_frame(rows, edges, rising=rising, scale=scale),
        layout=("ladder", unit, words.unit, len(rows)),
        alt_text=ladder_alt(rows),
        key="ladder_chart",
    )
    if beside := _beside_words(plan, found):
        st.caption(plain(beside))


def _is_shown(found: Ladder, rung: Rung) -> bool:
    return rung.value is not None and not (rung.name == "floor" and goals_floor.is_hidden(found.floor))


def _mark(plan: Scenario, goal: Goal, found: Ladder, rung: Rung) -> LadderMark:
    assert rung.value is not None
    assert rung.probability is not None
    odds = formats.odds(rung.probability, None, found.n_trials)
    return LadderMark(
        name=f"{rung.name.capitalize()} · {odds}",
        value=rung.value,
        word=str(rung.verdict),
        is_goal=False,
        text=_value(plan, goal, rung.value),
        tip=f"{odds}: {MEANINGS[rung.name]}",
        beside=_beside(plan, found, rung),
        may_be_far=rung.name == "floor",
    )


def _goal_mark(plan: Scenario, goal: Goal, verdict: Verdict, name: str) -> LadderMark:
    odds = verdicts.odds_text(verdict)
    text = _value(plan, goal, verdict.target)
    return LadderMark(f"{name} · {odds}", verdict.target, verdict.verdict, True, text, odds, verdict.verdict)


def _value(plan: Scenario, goal: Goal, value: float) -> str:
    return value_text(goal.metric, value, plan.currency, whole=goal.threshold)


def _beside_words(plan: Scenario, found: Ladder) -> str:
    """Which deals, and where the metric is no money which money, go with the rungs; empty where neither is known."""
    rungs = [rung for rung in found.rungs if _is_shown(found, rung)]
    lines = []
    if found.goal.metric not in DEALS:
        deals = [f"{rung.name} {formats.significant(rung.deals)}" for rung in rungs if rung.deals]
        lines += [f"Deals that go with it: about {', '.join(deals)}."] if deals else []
    if found.money_is != found.goal.metric and not money_hidden.is_hidden():
        money = [f"{rung.name} {formats.money(rung.money, plan.currency)}" for rung in rungs if rung.money]
        label = metric_words(found.money_is).label.lower()
        lines += [f"In money ({label}): about {', '.join(money)}."] if money else []
    return " ".join(lines)


def _beside(plan: Scenario, found: Ladder, rung: Rung) -> str:
    parts = [] if rung.deals is None else [f"about {formats.significant(rung.deals)} deals"]
    if rung.money is not None and found.money_is != found.goal.metric and not money_hidden.is_hidden():
        label = metric_words(found.money_is).label.lower()
        parts.append(f"{label} of about {formats.money(rung.money, plan.currency)}")
    return ", ".join(parts)


def _finding(plan: Scenario, goal: Goal, found: Ladder) -> str:
    commit, target, ceiling = (found.rung("commit"), found.rung("target"), found.rung("ceiling"))
    if target.value is None or ceiling.value is None:
        return "This metric is defined in too few futures for a ladder"
    upward = goal.direction == "at_least"
    if target.verdict == NOT_ENOUGH:
        odds = {rung: formats.odds(rung.probability or 0, None, found.n_trials) for rung in (commit, target)}
        reached = {rung: _value(plan, goal, rung.value) for rung in odds if rung.value is not None}
        return ", ".join(f"{odds[rung]} of the futures reach {value}" for rung, value in reached.items())
    told = [] if commit.value is None else [f"commit to {_value(plan, goal, commit.value)}"]
    told.append(f"realistic {'up' if upward else 'down'} to {_value(plan, goal, target.value)}")
    told.append(f"unreachable {'beyond' if upward else 'below'} {_value(plan, goal, ceiling.value)}")
    line = ", ".join(told)
    return line[0].upper() + line[1:]


def _drag(plan: Scenario, goal: Goal, view: LadderView, before: Verdict, now: Verdict | None) -> None:
    """The slider, what it makes of the goal's word, Keep and Reset."""
    options = list(range(len(view.steps)))
    target = (
        goal.threshold if now is None else now.target
    )  # of a change, rounded: the step itself may be another bit
    here = min(options, key=lambda place: abs(view.steps[place] - target))
    held = (goal.name, view.steps, here)
    key = showing.key_for("ladder_slider", held, here)

    def drag(chosen: int) -> object:
        st.session_state[_DRAG] = (state.work().place, goal.name, goal.threshold, view.steps[chosen])
        return goal.name, view.steps, chosen

    planned = plain(_value(plan, goal, goal.threshold))
    line = f"Drag the goal along its ladder: {planned}"
    if now is not None:
        line += f" → {plain(_value(plan, goal, now.target))}"
    st.select_slider(
        line,
        options=options,
        value=here,
        key=key,
        on_change=showing.answered("ladder_slider", key, drag),
        format_func=lambda place: _value(plan, goal, view.steps[place]),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ladder_word"):
        if now is None:
            st.markdown(f"{verdicts.badge(before)} as planned", width="stretch")
        else:
            difference = difference_text(
                goal.metric, now.target - goal.threshold, plan.currency, goal.threshold
            )
            points = formats.points(now.probability - before.probability)
            st.markdown(
                f"{verdicts.badge(before)} → {verdicts.badge(now)} **{plain(points)}** for {plain(difference)}",
                width="stretch",
            )
        st.button(
            "Keep",
            key="ladder_keep",
            type="primary",
            icon=":material/check:",
            on_click=_keep,
            args=(goal.name, None if now is None else view.steps[here]),
            disabled=now is None or not view_mode.may_edit(),
            help="The goal's target in the plan becomes this one. Undo takes it back.",
        )
        st.button(
            "Reset",
            key="ladder_reset",
            icon=":material/replay:",
            on_click=_reset,
            disabled=now is None,
            help="Back to the target of the plan.",
        )


def _keep(name: str, target: float | None) -> None:
    plan = state.scenario()
    number = next((place for place, goal in enumerate(plan.goals) if goal.name == name), None)
    if number is None or target is None:
        return
    goal = moved(plan.goals[number], target)

    def change(document: Document) -> None:
        document["goals"][number] = scenario_document(plan.changed(goals=(goal,)))["goals"][0]

    state.commit(with_document(plan, change), f"{shown(name)} dragged along its ladder", refresh=True)
    _reset()


def _reset() -> None:
    st.session_state.pop(_DRAG, None)


def _table(plan: Scenario, goal: Goal, found: Ladder) -> pd.DataFrame:
    own_money = metric_words(goal.metric).unit == "money"
    rows = []
    for rung in found.rungs:
        seen = _is_shown(found, rung) and rung.value is not None
        row = {
            "Rung": rung.name.capitalize(),
            "What it is": MEANINGS[rung.name],
            metric_words(goal.metric).label: _exact(plan, goal, rung.value) if seen else "–",
            "Odds": formats.odds(rung.probability, rung.interval, found.n_trials)
            if seen and rung.probability is not None
            else rung.reason or "–",
            "Word": str(rung.verdict) if seen else "–",
            "Deals with it": "–" if rung.deals is None or not seen else formats.significant(rung.deals),
        }
        if not own_money and not money_hidden.is_hidden():
            label = f"{metric_words(found.money_is).label} with it"
            row[label] = "–" if rung.money is None or not seen else formats.money(rung.money, plan.currency)
        rows.append(row)
    return pd.DataFrame(rows)


def _exact(plan: Scenario, goal: Goal, value: float | None) -> str:
    return (
        "–"
        if value is None
        else value_text(goal.metric, value, plan.currency, exact=True, whole=goal.threshold)
    )
