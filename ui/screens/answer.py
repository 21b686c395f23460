"""The answer to one goal: the sentence with the verdict, and the four figures beneath it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.binding import limit_words
from simulator import Scenario, Verdict
from simulator.goals.marks import untouched_words
from simulator.scenario import Goal
from ui.computing.views import PathView
from ui.wording import formats, verdicts
from ui.wording.metric_words import OF_GOAL, difference_text, goal_sentence, value_text
from ui.wording.text import plain


@dataclass(frozen=True, eq=False)
class Answer:
    """A goal judged under one scenario."""

    scenario: Scenario
    goal: Goal
    verdict: Verdict
    path: PathView


def draw_verdict(plan: Answer, now: Answer | None, *, large: bool = False) -> DeltaGenerator:
    """One sentence: the goal, the word, the odds. `now`: under the what-if, where a lever is moved.

    Returns the place for what would turn the word (`ui/screens/levers_turn.py`), which takes longer to find.
    """
    goal, policy = plan.goal, plan.scenario.policy
    sentence = goal_sentence(goal, plan.scenario)
    heading = st.title if large else st.header
    with st.container(gap="xsmall", key="verdict"):
        st.header(sentence, anchor=False)
        if now is None:
            heading(verdicts.headline(plan.verdict), anchor=False)
        else:
            heading(f"{verdicts.headline(plan.verdict)} → {verdicts.headline(now.verdict)}", anchor=False)
        last = now or plan
        if verdicts.has_word(last.verdict):
            parts = [realistic_words(plan, now), f":gray[{verdicts.bands(policy)}]"]
        else:
            parts = [f"{plain(last.verdict.history)}"]
        if now is not None:
            parts.insert(0, f"**{formats.points(now.verdict.probability - plan.verdict.probability)}**")
        if last.verdict.borderline:
            parts.append("**borderline**: a band's edge lies within the precision of these odds")
        st.markdown(" · ".join(parts))
        turning = st.empty()
        _draw_marks(last)
    return turning


def _draw_marks(answer: Answer) -> None:
    """What the odds rest on besides the forecast; on paper and in the list of goals the same words stand."""
    shown = verdicts.marks(answer.verdict)
    untouched = untouched_words(answer.verdict, answer.scenario)
    if untouched is not None:
        shown.append(f":gray[{plain(untouched)}]")
    if shown:
        st.markdown(" ".join(shown))


def realistic_words(plan: Answer, now: Answer | None) -> str:
    """What would be realistic, as markdown."""
    goal, currency = plan.goal, plan.scenario.currency
    bound = "" if goal.direction == "at_least" else "at most "

    def text(answer: Answer) -> str:
        if answer.path.realistic is None:
            return "nothing that can be promised"
        return (
            f"{bound}{plain(value_text(goal.metric, answer.path.realistic, currency, whole=goal.threshold))}"
        )

    if now is None:
        return f"Realistic as you are: **{text(plan)}**"
    return f"Realistic: {text(plan)} → **{text(now)}**"


def draw_figures(plan: Answer, now: Answer | None) -> None:
    """Median, the nine-in-ten line, costs covered, the limit; each with plan and difference while a lever is moved."""
    goal = plan.goal
    with st.grid(4, min_column_width=150, gap="small"):
        _figure("Median", plan, plan.verdict.p50, now.verdict.p50 if now else None, changed=now is not None)
        bound = "at least" if goal.direction == "at_least" else "at most"
        _figure(
            f"9 in 10: {bound}",
            plan,
            plan.path.nine_in_ten,
            now.path.nine_in_ten if now else None,
            changed=now is not None,
        )
        if plan.path.covered is not None:
            _odds_figure(
                "Costs covered", plan.path.covered, now.path.covered if now else None, plan.path.n_trials
            )
        _limit_figure(plan, now)


def _card(label: str, value: str, below: str, explain: str) -> None:
    """A figure: everything but `below` is plain text."""
    with st.container(border=True, gap="xxsmall", height="stretch"):
        st.metric(plain(label), plain(value), help=explain)
        st.caption(below)


def _figure(label: str, answer: Answer, plan: float | None, now: float | None, *, changed: bool) -> None:
    metric, currency, whole = answer.goal.metric, answer.scenario.currency, answer.goal.threshold
    value = now if changed else plan
    if value is None:
        _card(
            label,
            "–",
            "not defined in enough futures",
            "Shown once the metric is defined in enough simulated futures.",
        )
        return
    exact = plain(value_text(metric, value, currency, exact=True, whole=whole))
    short = value_text(metric, value, currency, whole=whole)
    if short.endswith(OF_GOAL):
        short = short.removesuffix(OF_GOAL)  # the line beneath says of what
    half = label == "Median"
    below = (
        f"exactly {exact}"
        if short != value_text(metric, value, currency, exact=True, whole=whole)
        else "half above, half below"
        if half
        else "of the futures"
    )
    if changed and plan is not None:
        difference = plain(difference_text(metric, value - plan, currency, whole))
        below = f"plan {plain(value_text(metric, plan, currency, whole=whole))} · **{difference}**"
    meaning = (
        "Half of the futures end above, half below." if half else "Nine in ten futures end on this side."
    )
    _card(label, short, below, f"{meaning} Exactly {exact}.")


def _odds_figure(label: str, plan: float, now: float | None, n_trials: int) -> None:
    below = "of the futures" if plan >= 0.1 else "odds"
    if now is not None:
        below = f"plan {plain(formats.odds(plan, None, n_trials))} · **{plain(formats.points(now - plan))}**"
    _card(
        label,
        formats.odds(plan if now is None else now, None, n_trials).replace("over ", ">"),
        below,
        "Share of futures in which gross profit pays for people, marketing, overhead and initiatives by then.",
    )


def _limit_figure(plan: Answer, now: Answer | None) -> None:
    def words(answer: Answer) -> tuple[str, str]:
        return limit_words(
            answer.path.people_share, [formats.MONTHS[int(month[5:7]) - 1] for month in answer.path.months]
        )

    before, (limit, when) = words(plan), words(now or plan)
    below = when if now is None or before == (limit, when) else f"{when} · plan: {before[0]} {before[1]}"
    _card(
        "The limit",
        limit.capitalize(),
        plain(below),
        "Too few leads for the people, or too few people for the leads.",
    )
