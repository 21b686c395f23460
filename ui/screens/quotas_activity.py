"""From a goal back to calls a day: the funnel step by step, how full the day gets, and what the day allows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.working_day import day_alt, day_chart, day_finding, day_frame
from simulator import Scenario
from simulator.goals import NOT_ENOUGH
from simulator.quotas.norms import NORMS
from simulator.quotas.reverse_funnel import ODDS, funnel_goals, funnel_teams, reverse_funnel
from simulator.quotas.thinning import whole
from simulator.quotas.working_day import (
    WorkingDay,
    against_norms,
    day_units,
    kind_of,
    minutes_of,
    plural,
    working_day,
)
from simulator.scenario import Goal
from ui import cache, state
from ui.fields import inputs, showing
from ui.fields.edits import Document, with_document
from ui.fields.inputs import number_field
from ui.screens import draw as drawing
from ui.visitors import money_hidden, view_mode
from ui.wording import formats, verdicts
from ui.wording.figures import told_markdown
from ui.wording.metric_words import goal_sentence, value_text
from ui.wording.text import plain, shown

_GOAL, _TEAM = "activity_goal_name", "activity_team_name"
KINDS = {
    "call": "a call",
    "email": "an e-mail",
    "meeting": "a meeting",
    "none": "takes no time of its own",
}
NAMES = ("on average", *(f"for odds of {round(one * 100)} %" for one in ODDS))
SHORT = ("Average", *(f"{round(one * 100)} % odds" for one in ODDS))


def draw(plan: Scenario) -> None:
    """Choice of goal and team, the answer, the table, the day, what the minutes are, what others found."""
    goals = funnel_goals(plan)
    if not goals:
        st.markdown(
            "**No goal leads back to calls yet.** Set one on bookings, revenue, deals, customers or units of a stage."
        )
        st.page_link("../pages/goals.py", label="Set a goal", icon=":material/flag:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        goal = _chosen_goal(goals)
        team = _chosen_team(plan, goal)
    day = _view(plan, goal, team)
    st.markdown(f"**{goal_sentence(goal, plan)}:** {told_markdown(day.told(), plan.currency)}")
    _word(plan, day)
    _where_from(plan, day)
    st.dataframe(_table(day), hide_index=True, width="stretch", key="activity_table")
    _bars(day)
    _minutes(plan, day)
    _norms(plan, day)


def _view(plan: Scenario, goal: Goal, team: str) -> WorkingDay:
    n_trials = cache.affordable(plan, cache.TRIALS)

    def make() -> WorkingDay:
        forecast = cache.forecast(plan, n_trials)
        return working_day(forecast, reverse_funnel(forecast, goal, team))

    return cache.summary("working day", plan, n_trials, (goal.name, team), make)


def _chosen_goal(goals: tuple[Goal, ...]) -> Goal:
    names = [one.name for one in goals]
    wanted = st.session_state.get(_GOAL)
    goal = next((one for one in goals if one.name == wanted), goals[0])
    _choice("Goal", "activity_goal", _GOAL, names, goal.name)
    return goal


def _chosen_team(plan: Scenario, goal: Goal) -> str:
    teams = list(funnel_teams(plan, goal))
    wanted = st.session_state.get(_TEAM)
    team = wanted if wanted in teams else teams[0]
    _choice("Team", "activity_team", _TEAM, teams, team)
    return str(team)


def _choice(label: str, name: str, place: str, options: list[str], here: str) -> None:
    if len(options) < 2:
        return
    key = showing.key_for(name, (options, here), here)

    def choose(chosen: str | None) -> object:
        st.session_state[place] = chosen or here
        return options, chosen

    st.selectbox(
        label,
        options,
        index=options.index(here),
        key=key,
        on_change=showing.answered(name, key, choose),
        format_func=shown,
        width=360,
    )


def _word(plan: Scenario, day: WorkingDay) -> None:
    """The activity's own word: the odds if every rep fills every day."""
    if day.odds is None or day.word is None:
        st.caption("Say below what a step is, and its odds get a word.")
        return
    look = verdicts.LOOKS[day.word]
    bands = "" if day.word == NOT_ENOUGH else f" ({plain(verdicts.bands(plan.policy))})"
    st.markdown(
        f"The activity by itself is :{look.colour}-badge[{look.icon} **{look.word}** · "
        f"{plain(formats.odds(day.odds))}]: the odds if every rep fills every day{bands}."
    )


def _where_from(plan: Scenario, day: WorkingDay) -> None:
    funnel = day.funnel
    name = "bookings" if funnel.mean_size is not None else funnel.goal.metric
    hidden = funnel.mean_size is not None and money_hidden.is_hidden()

    def shows(value: float) -> str:
        return plain(value_text(name, value, plan.currency))

    parts = []
    if funnel.share < 1:
        told = f"{plain(funnel.team)} is expected to bring {plain(formats.percent(funnel.share))} of it"
        parts.append(told if hidden else f"{told}: {shows(funnel.target)}")
    if funnel.booked and not hidden:
        parts.append(
            f"it takes bookings of {shows(funnel.target)}, customers lost and expansion at their mean"
        )
    if funnel.open_deals and not hidden:
        parts.append(f"{shows(funnel.open_deals)} are expected from deals already open")
    if funnel.mean_size is not None and not hidden:
        parts.append(f"a deal is {shows(funnel.mean_size)} on average")
    if funnel.in_time is not None and funnel.in_time < 0.9995:
        parts.append(f"{plain(formats.percent(funnel.in_time))} of the wins close in time")
    if funnel.effort.rep_days > 0:
        span = formats.month_span(funnel.months[0], funnel.months[-1])
        reps, days = formats.decimal(funnel.effort.reps, 1), formats.decimal(funnel.effort.rep_days)
        parts.append(f"{reps} effective reps work {days} days on it ({span})")
    line = "; ".join(parts)
    planned = f"The plan expects {formats.decimal(funnel.planned)} {plain(plural(funnel.entering.name))} in that time."
    st.markdown(f"{line[:1].upper()}{line[1:]}. {planned}" if line else planned)


def _table(day: WorkingDay) -> pd.DataFrame:
    funnel = day.funnel
    fits = {load.step: load for load in day.loads}
    times, per = _rhythm(day)
    rows = []
    for number, step in enumerate(funnel.steps):
        most = None if number or day.most_entering is None else day.most_entering * times
        load = fits.get(step.name)
        row = {
            "Step": shown(step.name),
            "Of the step before": "" if step.rate is None else formats.percent(step.rate, 1),
        }
        for name, units in zip(SHORT, step.units, strict=True):
            row[name] = "none is enough" if units is None else formats.decimal(whole(units))
        for name, units in zip(SHORT, funnel.per_rep_and_day(step), strict=True):
            row[f"Rep and {per}: {name.lower()}"] = "" if units is None else _rounded(units * times, most)
        if any(one.most is not None for one in day.loads):
            row["Fit a day, alone"] = "" if load is None or load.most is None else formats.decimal(load.most)
        rows.append(row)
    return pd.DataFrame(rows)


def _rhythm(day: WorkingDay) -> tuple[float, str]:
    """Where a rep has less than one a day, a month is easier to grasp."""
    average = day.funnel.per_rep_and_day(day.funnel.entering)[0]
    return (1.0, "day") if average is None or average >= 1 else (day.funnel.workdays_per_month, "month")


def _rounded(units: float, most: float | None = None) -> str:
    shown_units = day_units(units, most)
    return formats.decimal(shown_units, 0 if shown_units == int(shown_units) else 1)


def _bars(day: WorkingDay) -> None:
    shares = [one for one in day.share if one is not None]
    if len(shares) < len(NAMES):
        return
    entering = plural(day.funnel.entering.name)
    per_day = day.funnel.per_rep_and_day(day.funnel.entering)
    by_people = day.by_time is None or (day.by_capacity is not None and day.by_capacity < day.by_time)
    times, per = _rhythm(day)
    most = None if day.most_entering is None else day.most_entering * times
    rows = []
    for name, share, units in zip(NAMES, shares, per_day, strict=True):
        told = f"{_rounded((units or 0.0) * times, most)} {shown(entering)} a {per}, {formats.percent(share)} full"
        rows.append((name.capitalize(), share, told))
    of = "of the opportunities a rep can work" if by_people else "of the working day"
    frame = day_frame(rows)
    drawing.draw(
        day_finding(NAMES, shares),
        lambda data, palette: day_chart(data, palette, rows=len(NAMES), of=of),
        frame,
        layout=("working_day", len(NAMES), len(frame), of),
        alt_text=day_alt(rows),
        key="working_day",
    )


def _minutes(plan: Scenario, day: WorkingDay) -> None:
    with st.expander("What takes how long", icon=":material/timer:", key="activity_minutes"):
        with st.grid(4, min_column_width=170, gap="small"):
            for label, name in (
                ("Minutes for a call", "minutes_per_call"),
                ("Minutes for an e-mail", "minutes_per_email"),
                ("Minutes for a meeting", "minutes_per_meeting"),
                ("Hours a day for selling", "hours_per_day"),
            ):
                with st.container():
                    number_field(label, ("activity", name))
        with st.grid(4, min_column_width=170, gap="small"):
            for number, load in enumerate(day.loads):
                with st.container():
                    _kind(plan, number, load.step)


def _kind(plan: Scenario, number: int, step: str) -> None:
    """What one unit of a step is."""
    label = f"One “{shown(step)}” is"
    own = next((one for one in plan.activity.stages if one.stage == step and one.minutes is not None), None)
    value = kind_of(step, plan.activity)
    if own is not None or not view_mode.may_edit():
        told = (
            f"{formats.decimal(minutes_of(step, plan.activity), 1)} minutes"
            if own is not None
            else KINDS[value]
        )
        inputs.held(label, told)
        return
    name = f"activity.kind{number}"
    key = showing.key_for(name, (step, value), value)

    def take_chosen(chosen: str | None) -> object:
        if chosen is not None:
            inputs.take(
                showing.present_key(name),
                chosen,
                label,
                lambda: _with_kind(state.scenario(), step, chosen),
                refresh=True,
            )
        return step, kind_of(step, state.scenario().activity)

    st.selectbox(
        plain(label),
        list(KINDS),
        index=list(KINDS).index(value),
        key=key,
        on_change=showing.answered(name, key, take_chosen),
        format_func=lambda one: KINDS[one],
    )


def _with_kind(plan: Scenario, step: str, kind: str) -> Scenario:
    def change(document: Document) -> None:
        activity = document.setdefault("activity", {})
        kept = [one for one in activity.get("stages", []) if one["stage"] != step]
        activity["stages"] = [*kept, {"stage": step, "kind": kind}]

    return with_document(plan, change)


def _norms(plan: Scenario, day: WorkingDay) -> None:
    kinds = {load.kind for load in day.loads}
    told = [norm for norm in NORMS if norm.kind is None or norm.kind in kinds]
    for sentence in against_norms(day):
        st.markdown(told_markdown(sentence, plan.currency))
    lines = [f"- {plain(norm.words)} :gray[({plain(norm.source)})]" for norm in told]
    st.markdown("**What others found:**\n" + "\n".join(lines))
