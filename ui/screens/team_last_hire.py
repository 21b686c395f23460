"""Until when hiring into a team still helps the goal looked at."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.decide.last_date_words import limit_words, verdict_words
from simulator.engine.forecast import COMPANY
from simulator.scenario import Team
from ui.computing.dates_view import hire_view
from ui.screens import goal_choice
from ui.wording import formats
from ui.wording.text import plain


def draw(plan: Scenario, team: Team) -> None:
    """Until when a hire helps the goal looked at; drawn last, since every month has to be tried."""
    if not plan.goals:
        return
    goal = goal_choice.chosen(plan)
    if goal.scope not in (COMPANY, team.name):
        return
    found = hire_view(plan, goal, team.name).found[0]
    last = "none" if found.last is None else formats.month(found.last.month)
    words = " ".join([verdict_words(found, formats.month), *limit_words(found)])
    st.markdown(
        f"**Last useful hire month for {plain(goal.name)}: {last}**  \n{plain(words)}",
        help="The last month in which somebody can start and still raise the odds. Levers says more, by when.",
    )
