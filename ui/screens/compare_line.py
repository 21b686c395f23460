"""One sentence of Compare where it is most wanted: in how many futures the what-if beats the plan."""

from __future__ import annotations

import streamlit as st

from simulator.decide.contrast import Contrast, contrast
from simulator.goals import goal_values
from simulator.scenario import scenario_digest
from ui import cache
from ui.screens.answer import Answer
from ui.wording import formats
from ui.wording.metric_words import difference_text
from ui.wording.text import plain


def draw(before: Answer, now: Answer, wanted: int) -> None:
    """The sentence. Both forecasts are there already: nothing is simulated for it."""
    st.markdown(words(before, _contrast(before, now, wanted)))


def words(before: Answer, found: Contrast) -> str:
    """``The what-if beats the plan in 83 % of futures · +210 k € on average``, as markdown."""
    goal = before.goal
    if found.is_same:
        return "The what-if comes out as the plan does in every future."
    better = found.beats if found.beats >= 0.5 else 1 - found.beats
    who = "The what-if beats the plan" if found.beats >= 0.5 else "The plan beats the what-if"
    if not found.is_clear:
        return "The what-if and the plan are neck and neck: each is ahead in about half of the futures."
    share = "every future" if better == 1 else f"{plain(formats.odds(better))} of futures"
    ties = f" (the same in {plain(formats.odds(found.ties))}, counted half)" if found.ties >= 0.01 else ""
    by = ""
    if found.mean is not None:
        apart = difference_text(goal.metric, found.mean, before.scenario.currency, goal.threshold)
        by = f" · {plain(apart)} on average"  # what-if less plan, as the points of odds above are
    return f"{who} in **{share}**{ties}{by}"


def _contrast(before: Answer, now: Answer, wanted: int) -> Contrast:
    n_trials = min(cache.affordable(one.scenario, wanted) for one in (before, now))

    def make() -> Contrast:
        one, other = (goal_values(cache.forecast(a.scenario, n_trials), a.goal) for a in (now, before))
        return contrast(("what-if", "plan"), (one, other), (now.goal, before.goal))

    parts = (before.goal.name, scenario_digest(before.scenario))
    return cache.summary("what-if against plan", now.scenario, n_trials, parts, make)
