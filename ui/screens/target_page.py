"""The Target page: verdict, figures, fan, what-if, the other goals, what it all rests on."""

from __future__ import annotations

import streamlit as st

from charts.binding import binding_alt, binding_chart, binding_finding, binding_frame
from simulator import Scenario
from simulator.scenario import Goal, scenario_digest
from ui import cache, frame, state
from ui.computing.measure_view import measure_view
from ui.computing.views import MORE_TRIALS_FOR, GoalsView, goals_view, path_view, trials_in_view
from ui.screens import (
    answer,
    compare_line,
    draw,
    fan,
    goal_choice,
    goals_floor,
    history_dangers,
    levers_turn,
    present,
    second_opinion,
    what_if,
)
from ui.screens.answer import Answer
from ui.visitors import view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats, verdicts
from ui.wording.evidence_words import (
    GRADES,
    counted_grade,
    evidence_rows,
    evidence_table,
    most_important_first,
)
from ui.wording.measure_words import next_words
from ui.wording.metric_words import goal_title
from ui.wording.text import plain, sentence_list


def draw_page() -> None:
    """Everything on the page."""
    work = state.work()
    plan = work.scenario
    if not plan.goals:
        goal_choice.draw_none()
        return
    goal = goal_choice.chosen(plan)
    after = work.what_if
    trials = trials_in_view(after)
    before_goals = goals_view(plan, trials)
    before = Answer(plan, goal, before_goals.verdict(goal.name), path_view(plan, goal, trials))
    now, now_goals = None, None
    if work.moved:
        now_goals = goals_view(after, trials)
        now = Answer(after, goal, now_goals.verdict(goal.name), path_view(after, goal, trials))
    if frame.presenting():
        present.draw(before, now)
        return
    shown, levers = st.columns([2.3, 1], gap="medium")
    with shown:
        goal_choice.draw(plan)
        turning = answer.draw_verdict(before, now)
        if now is not None:
            compare_line.draw(before, now, trials)
        if under := goals_floor.flag(after, goal):
            st.markdown(under)
        answer.draw_figures(before, now)
        fan.draw_fan(before, now)
        beside = st.container()
    with levers, st.container(gap="xsmall"):
        _what_if(before, now)
        _other_goals(before_goals, now_goals, goal)
    with beside:  # drawn last: the first look at a history takes a second
        second_opinion.draw_line(after, goal, trials)
        second_opinion.draw_widening(plan)
    _limit(before, now)
    history_dangers.draw_worst(plan)
    _rests_on(plan, goal)
    _precision(after, now or before)
    draw.show_table("The numbers behind the chart", lambda: fan.fan_table(before, now), key="fan_table")
    levers_turn.draw_last(turning, plan, goal, moved=now is not None)


def _what_if(before: Answer, now: Answer | None) -> None:
    if not view_mode.may(Deed.WHAT_IF):
        return
    st.markdown("**What if…**")
    for value in what_if.sliders(before.scenario, before.goal):
        what_if.draw_slider(value)
    if now is None:
        st.markdown(f"{verdicts.word(before.verdict)} {plain(verdicts.odds_text(before.verdict))} as planned")
    else:
        st.markdown(
            f"{verdicts.word(before.verdict)} {plain(verdicts.odds_text(before.verdict))} → "
            f"**{verdicts.word(now.verdict)} {plain(verdicts.odds_text(now.verdict))}**"
        )
    if marks := verdicts.marks((now or before).verdict):
        st.markdown(" ".join(marks))
    what_if.draw_buttons()


def _other_goals(before: GoalsView, now: GoalsView | None, chosen: Goal) -> None:
    others = [one for one in before.verdicts if one.name != chosen.name]
    if not others:
        return
    st.markdown("**Other goals**")
    plan = state.scenario()
    for one in others:
        goal = next(goal for goal in plan.goals if goal.name == one.name)
        text = f"{plain(goal_title(goal, plan))}: {verdicts.badge(one)}"
        if now is not None:
            text += f" → {verdicts.badge(now.verdict(one.name))}"
        st.markdown(text)
    together = plain(formats.odds(before.joint, before.joint_interval, before.n_trials))
    if now is not None:
        together += f" → **{plain(formats.odds(now.joint, now.joint_interval, now.n_trials))}**"
    st.markdown(f"All {len(before.verdicts)} goals together: {together}")


def _limit(before: Answer, now: Answer | None) -> None:
    path = (now or before).path
    names = [formats.MONTHS[int(month[5:7]) - 1] for month in path.months]
    if not path.has_capacity:
        st.markdown(
            "**Leads are the limit: no team has a limit on what its people can work** (set one on the Team page)."
        )
        return
    draw.draw(
        binding_finding(path.people_share, names),
        lambda data, palette: binding_chart(data, palette, months=path.months),
        binding_frame(path.people_share, [formats.month(month) for month in path.months]),
        layout=("binding", path.months),
        alt_text=binding_alt(path.people_share, names),
        key="binding",
    )


def _rests_on(plan: Scenario, goal: Goal) -> None:
    view = measure_view(plan, goal, trials_in_view(plan))
    rows = [row for row, _ in most_important_first(evidence_rows(plan), view.ranked)]
    counts = [counted_grade(rows, grade) for grade in GRADES]
    draw.show_table(
        f"What this rests on: {sentence_list([one for one in counts if one])} — {plain(next_words(view, plan))}",
        lambda: evidence_table(rows, view.ranked),
        key="rests_on",
        icon=":material/fact_check:",
        note="Most important for this goal first.",
    )


def _precision(shown: Scenario, last: Answer) -> None:
    wanted = trials_in_view(shown)
    present_trials, most = cache.affordable(shown, wanted), cache.affordable(shown, cache.MORE_TRIALS)
    few = f", not {wanted:,}: the plan is large" if present_trials < wanted else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Odds known to {plain(verdicts.precision(last.verdict) + few)}.", width="content")
        if last.verdict.borderline and present_trials < most:
            st.button(
                f"Borderline: simulate {most:,} futures",
                key="more_trials",
                icon=":material/add:",
                on_click=_ask_more,
                args=(scenario_digest(shown),),
            )


def _ask_more(digest: str) -> None:
    st.session_state[MORE_TRIALS_FOR] = digest
