"""The answer to one goal: the sentence with the verdict, and the four figures beneath it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts.binding import limit_words
from simulator import Scenario, Verdict
from simulator.scenario import Goal
from ui import formats, verdicts
from ui.metric_words import difference_text, goal_sentence, value_text
from ui.text import plain
from ui.views import PathView


@dataclass(frozen=True, eq=False)
class Answer:
    """A goal judged under one scenario."""

    scenario: Scenario
    goal: Goal
    verdict: Verdict
    path: PathView


def draw_verdict(plan: Answer, now: Answer | None) -> None:
    """One sentence: the goal, the word, the odds. `now`: under the what-if, where a lever is moved."""
    goal, policy = plan.goal, plan.scenario.policy
    sentence = goal_sentence(goal, plan.scenario)
    with st.container(gap="xsmall"):
        if now is None:
            article = "a " if plan.verdict.verdict == "stretch" else ""
            st.markdown(f"## {sentence} is {article}{verdicts.headline(plan.verdict)}")
        else:
            st.markdown(f"## {sentence}: {verdicts.headline(plan.verdict)} → {verdicts.headline(now.verdict)}")
        last = (now or plan).verdict
        parts = [_realistic(plan, now), f":gray[{verdicts.band_of(last, policy)} ({verdicts.bands(policy)})]"]
        if now is not None:
            parts.insert(0, f"What-if: **{formats.points(now.verdict.probability - plan.verdict.probability)}**")
        if last.borderline:
            parts.append("**borderline**: a band's edge lies within the precision of these odds")
        st.markdown(" · ".join(parts))


def _realistic(plan: Answer, now: Answer | None) -> str:
    goal, currency = plan.goal, plan.scenario.currency
    bound = "" if goal.direction == "at_least" else "at most "

    def text(answer: Answer) -> str:
        if answer.path.realistic is None:
            return "nothing that can be promised"
        return f"{bound}{plain(value_text(goal.metric, answer.path.realistic, currency))}"

    if now is None:
        return f"Realistic as you are: **{text(plan)}**"
    return f"Realistic: {text(plan)} → **{text(now)}**"


def draw_figures(plan: Answer, now: Answer | None) -> None:
    """Median, the nine-in-ten line, costs covered, the limit; each with baseline and difference while a lever is moved."""
    goal, currency = plan.goal, plan.scenario.currency
    with st.grid(4, min_column_width=150, gap="small"):
        _figure("Median", plan.verdict.p50, now and now.verdict.p50, goal, currency, key="median")
        bound = "at least" if goal.direction == "at_least" else "at most"
        _figure(f"9 in 10: {bound}", plan.path.nine_in_ten, now and now.path.nine_in_ten, goal, currency, key="nine")
        if plan.path.covered is not None:
            _odds_figure("Costs covered", plan.path.covered, now.path.covered if now else None)
        _limit_figure(plan, now)


def _figure(label: str, plan: float | None, now: float | None, goal: Goal, currency: str, *, key: str) -> None:
    value = plan if now is None else now
    exact = "not defined in enough futures" if value is None else f"exactly {value_text(goal.metric, value, currency, exact=True)}"
    delta = None
    if now is not None and plan is not None:
        delta = f"{difference_text(goal.metric, now - plan, currency)}"
    st.metric(
        label,
        "–" if value is None else plain(value_text(goal.metric, value, currency)),
        delta=0 if now is not None and plan == now else plain(delta) if delta else None,
        delta_color="normal" if goal.direction == "at_least" else "inverse",
        delta_description=f"from {plain(value_text(goal.metric, plan, currency))}" if delta and plan is not None else None,
        help=plain(exact),
        border=True,
        height="stretch",
    )
    del key


def _odds_figure(label: str, plan: float, now: float | None) -> None:
    value = plan if now is None else now
    changed = None if now is None else now - plan
    st.metric(
        label,
        plain(formats.odds(value, None, 10_000)),
        delta=None if changed is None else 0 if round(changed * 100) == 0 else plain(formats.points(changed)),
        delta_description=f"from {plain(formats.odds(plan, None, 10_000))}" if changed is not None else None,
        help="Share of futures in which gross profit pays for people, marketing, overhead and initiatives until the deadline.",
        border=True,
        height="stretch",
    )


def _limit_figure(plan: Answer, now: Answer | None) -> None:
    def words(answer: Answer) -> tuple[str, str]:
        return limit_words(answer.path.people_share, [formats.MONTHS[int(month[5:7]) - 1] for month in answer.path.months])

    before, (limit, when) = words(plan), words(now or plan)
    changed = now is not None and before != (limit, when)
    st.metric(
        "The limit",
        limit.capitalize(),
        delta=f"{when}; before: {before[0]} {before[1]}" if changed else when,
        delta_color="off",
        delta_arrow="off",
        help="Whether there are too few leads for the people, or too few people for the leads.",
        border=True,
        height="stretch",
    )
