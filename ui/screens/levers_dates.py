"""By when: until which month hiring, initiatives and levers still help a goal, and what each month of waiting costs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.last_date import DateLine, last_date_chart, last_date_frame
from simulator import Scenario
from simulator.decide.last_date import LastDate
from simulator.decide.last_date_words import (
    limit_words,
    points_text,
    precision_words,
    subject,
    time_words,
    verdict_words,
    worth_until,
)
from simulator.decide.who_limits import Limit
from simulator.goals import goal_window
from simulator.scenario import Goal
from ui.computing.dates_view import (
    DatesView,
    affordable_moves,
    dates_view,
    moves_of,
    teams_to_choose,
)
from ui.fields import showing
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import plain, sentence_list, shown

PEOPLE = (1, 2, 3, 5, 10)
MOST_LINES = 6
_PEOPLE, _TEAM = "dates_people_chosen", "dates_team_chosen"
LONG_NAME = 20


def draw(plan: Scenario, goal: Goal) -> None:
    """What waiting costs, the odds by month of beginning, and the last useful month of everything."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        team = _team_choice(plan, goal)
        people = _people_choice()
    listed = moves_of(plan, goal, people, team)
    tried = affordable_moves(plan, goal, listed)
    left_out = [shown(money_hidden.shown_text(one.name), 40) for one in listed if one not in tried]
    if left_out:
        st.caption(
            plain(
                f"In a plan of {len(plan.teams):,} teams these move too much to be tried in every month here: "
                f"{sentence_list(left_out[:MOST_LINES])}. The command line does: python -m simulator dates."
            )
        )
    if not tried:
        st.markdown(
            "**Nothing to begin.** This plan has no team and no initiative that this goal could feel."
        )
        return
    view = dates_view(plan, goal, tried)
    st.markdown(f"**{plain(_answer(view))}**")
    _chart(plan, goal, view)
    _sentences(view)
    _table(view)


def _answer(view: DatesView) -> str:
    """Where waiting costs most."""
    useful = [one for one in view.found if one.last is not None and one.now > 0]
    if not useful:
        return "Beginning earlier or later changes no odds of this goal by more than luck could."
    dearest = max(useful, key=lambda one: one.lost_per_month)
    lost = points_text(dearest.lost_per_month)
    return f"Waiting costs most here: {_subject(dearest)}, {lost} of the odds for each month."


def _subject(one: LastDate) -> str:
    return _signed(subject(one, money_hidden.shown_text))


def _short(one: LastDate) -> str:
    if one.move.kind == "hire":
        people = int(one.move.change)
        return shown(f"{one.move.name}: {people} more", LONG_NAME)
    return shown(money_hidden.shown_text(one.move.name), LONG_NAME)


def _title(view: DatesView) -> str:
    """The finding of the chart: the side that binds where hiring is useless, else until when hiring helps."""
    hired = [one for one in view.found if one.move.kind == "hire"]
    for one in hired:
        words = [text for text in limit_words(one) if text.startswith("Hiring")]
        if words:
            return f"{shown(one.move.name)}: {words[0].rstrip('.')}"
    useful = [one for one in hired if one.last is not None]
    if not useful:
        return "What is begun later adds less"
    first = min(useful, key=lambda one: one.last.month if one.last is not None else "")
    assert first.last is not None
    title = f"Hiring into {shown(first.move.name)} helps if it begins by {formats.month(first.last.month)}"
    return f"{title}; {_side(first.limit)}" if first.limit is not None else title


def _side(limit: Limit) -> str:
    """Who is the limit: in so many months where that is certain, else in most of the futures."""
    side, number = (
        ("leads", limit.by_leads) if limit.by_leads > limit.by_people else ("people", limit.by_people)
    )
    if all(share in (0, 1) for share in limit.people):
        return f"{side} are the limit in {number} of {limit.months} months"
    bound = sum(limit.people) / limit.months
    share = formats.percent(1 - bound if side == "leads" else bound)
    return f"{side} are the limit in {share} of its futures"


def _chart(plan: Scenario, goal: Goal, view: DatesView) -> None:
    felt = [one for one in view.found if one.starts and one.effect != "none"]
    kept = sorted(felt, key=lambda one: -abs(one.now))[:MOST_LINES]
    hired = [one for one in view.found if one.move.kind == "hire" and one.starts and one not in kept]
    lines = [_line(one) for one in (*kept, *hired[: max(MOST_LINES + 2 - len(kept), 0)])]
    if not lines:
        return
    months = plan.months[: goal_window(plan, goal).last + 1]
    title = _title(view)
    drawing.draw(
        title,
        lambda data, palette: last_date_chart(data, palette, months=months),
        last_date_frame(lines, [formats.month(month) for month in months]),
        layout=("last_date", months),
        alt_text=f"{title}. One line for each thing that could begin: the points of odds it adds by the month in "
        "which it begins; a ring marks the last useful month.",
        key="last_date",
    )


def _line(one: LastDate) -> DateLine:
    return DateLine(
        name=_short(one),
        kind=one.move.kind,
        months=[start.t for start in one.starts],
        points=[100 * start.gain for start in one.starts],
        tips=[f"{points_text(start.gain)} ±{points_text(2 * start.standard_error)}" for start in one.starts],
        last=None if one.last is None else one.last.t,
        last_text="" if one.last is None else f"last useful month {formats.month(one.last.month)}",
    )


def _sentences(view: DatesView) -> None:
    """Hires, and whatever does not simply help until some month; the rest stands in the table."""
    for one in view.found:
        if one.move.kind != "hire" and one.effect == "useful":
            continue
        texts = [
            verdict_words(one, formats.month, money_hidden.shown_text),
            *limit_words(one),
            time_words(one, formats.month) or "",
        ]
        st.markdown("- " + plain(_signed(" ".join(text for text in texts if text))))


def _signed(text: str) -> str:
    return text.replace(" -", f" {formats.MINUS}")


def _table(view: DatesView) -> None:
    rows = [
        {
            "What": shown(_subject(one), 60),
            "Last useful start": "none" if one.last is None else formats.month(one.last.month),
            "Decide by": "" if one.decide_by is None else formats.month(one.decide_by),
            "Half a point until": _month_or_none(worth_until(one)),
            "Adds, decided now": f"{points_text(one.now).split()[0]} ±{points_text(2 * one.now_error)}",
            "A month costs": points_text(one.lost_per_month),
            "Cannot after": "" if one.effect == "none" else _month_or_none(one.last_possible),
            "As planned": _as_planned(one),
        }
        for one in view.found
    ]
    drawing.show_frame(pd.DataFrame(rows), key="last_dates")
    widest = max(view.found, key=lambda one: max((start.standard_error for start in one.starts), default=0.0))
    st.caption(
        plain(
            f"{precision_words(widest, view.n_trials)} A gain counts from two standard errors on. "
            "A hire is one who starts then: what the plan says of late starts comes on top."
        )
    )


def _as_planned(one: LastDate) -> str:
    if one.move.planned is None:
        return ""
    month = formats.month(one.move.planned)
    return month if one.as_planned is None else f"{month}: {points_text(one.as_planned.gain)}"


def _month_or_none(month: str | None) -> str:
    return "none" if month is None else formats.month(month)


def _people_choice() -> int:
    now = st.session_state.get(_PEOPLE, PEOPLE[0])
    key = showing.key_for("dates_people", now, now)

    def choose(people: int | None) -> object:
        st.session_state[_PEOPLE] = people or now
        return people or now

    st.segmented_control(
        "People hired at once",
        PEOPLE,
        default=now,
        key=key,
        on_change=showing.answered("dates_people", key, choose),
        required=True,
    )
    return int(now)


def _team_choice(plan: Scenario, goal: Goal) -> str | None:
    """Which team is hired into, where there are too many to try them all."""
    names = list(teams_to_choose(plan, goal))
    if not names:
        return None
    wanted = st.session_state.get(_TEAM)
    here = wanted if wanted in names else names[0]
    key = showing.key_for("dates_team", (names, here), here)

    def choose(name: str | None) -> object:
        st.session_state[_TEAM] = name or here
        return names, name or here

    st.selectbox(
        "Hire into",
        names,
        index=names.index(here),
        key=key,
        on_change=showing.answered("dates_team", key, choose),
        format_func=shown,
        width=320,
    )
    return here
