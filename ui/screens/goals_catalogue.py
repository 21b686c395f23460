"""Goals to choose from: ready-made ones with their odds before they are added, and one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from simulator import Scenario, Verdict, assess
from simulator.goals import metric
from simulator.goals.catalogue import CATALOGUE, Deadline, Example, Proposal, out_of_range, propose, scopes
from simulator.scenario import Goal
from ui import cache, state
from ui.fields import inputs
from ui.fields.edits import Document, with_document
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens import goals_definitions, goals_intake, goals_own
from ui.screens.goals_missing import draw_way
from ui.visitors import view_mode
from ui.wording import formats, verdicts
from ui.wording.metric_words import goal_sentence, metric_words, start_text, value_text
from ui.wording.text import plain, shown

GROUPS = {
    "money": "Money",
    "customers": "Customers",
    "funnel": "Funnel",
    "people": "People",
    "activity": "Activity",
}
_GROUP = "catalogue_group"


@dataclass(frozen=True)
class Asked:
    """One example as it was adjusted; None is what the example itself says. refused: what is no number, and why."""

    scope: str = "company"
    deadline: Deadline | None = None
    change: float | None = None
    target: float | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Offer:
    """An example against the plan, judged where there is something to judge."""

    proposal: Proposal
    verdict: Verdict | None


def draw_catalogue(plan: Scenario) -> None:
    """Examples by group, one's own goal, and what every metric means."""
    if view_mode.may_edit():
        st.subheader("Add a goal", anchor=False)
        goals_intake.draw_intake(plan)
        group = _group()
        examples = [example for example in CATALOGUE if example.group == group]
        asked = {example.key: _asked(plan, example) for example in examples}
        offers = _offers(plan, examples, asked)
        for example, offer in zip(examples, offers, strict=True):
            _row(plan, example, offer, asked[example.key])
        goals_own.draw(plan)
    goals_definitions.draw(plan)


def _group() -> str:
    chosen = st.segmented_control(
        "What it is about",
        list(GROUPS),
        default="money",
        key=_GROUP,
        format_func=lambda one: GROUPS[one],
        required=True,
        label_visibility="collapsed",
    )
    return str(chosen or "money")


def _key(example: Example, what: str) -> str:
    return f"new_goal.{example.key}.{what}.{state.epoch()}"


def _is_share(example: Example) -> bool:
    return metric_words(example.metric).unit == "share"


def _asked(plan: Scenario, example: Example) -> Asked:
    """What stands in the example's fields now; before they are drawn for the first time, nothing."""
    found = Asked(
        scope=_of_session(example, "scope", "company"), deadline=_of_session(example, "deadline", None)
    )
    if found.scope not in scopes(plan, example.metric):
        found = replace(found, scope="company")
    typed = _of_session(example, "number", None)
    if typed is None or typed == _number_text(example):
        return found
    try:
        value = parse_number(typed)
    except NotANumberError as error:
        return replace(found, refused=f"{_label(example)} = {shown(typed) or 'nothing'}: {error}")
    value /= 100 if example.change is not None or _is_share(example) else 1
    rule = out_of_range(example, value)
    if rule is not None:
        return replace(found, refused=f"{_label(example)} = {shown(typed)}: {rule}")
    value = round(value, 12)
    return replace(found, target=value) if example.change is None else replace(found, change=value)


def _of_session(example: Example, what: str, otherwise: Any) -> Any:
    return st.session_state.get(_key(example, what), otherwise)


def _label(example: Example) -> str:
    if example.change is not None:
        return "Change in %"
    return "Target in %" if _is_share(example) else "Target"


def _number_text(example: Example) -> str:
    if example.change is not None:
        return inputs.number_text(example.change, 100)
    return inputs.number_text(example.target, 100 if _is_share(example) else 1)


def _offers(plan: Scenario, examples: list[Example], asked: dict[str, Asked]) -> tuple[Offer, ...]:
    n_trials = cache.affordable(plan, cache.TRIALS)

    def make() -> tuple[Offer, ...]:
        forecast = cache.forecast(plan, n_trials)
        taken = tuple(goal.name for goal in plan.goals)
        proposals = []
        for example in examples:
            one = asked[example.key]
            proposals.append(
                propose(
                    forecast,
                    example,
                    scope=one.scope,
                    change=one.change,
                    target=one.target,
                    deadline=one.deadline,
                    taken=taken,
                )
            )
        goals = [one.goal.changed(name=str(place)) for place, one in enumerate(proposals) if one.goal]
        judged = {int(verdict.name): verdict for verdict in assess(forecast, goals, plan.policy)}
        return tuple(Offer(one, judged.get(place)) for place, one in enumerate(proposals))

    parts = tuple((key, one.scope, one.deadline, one.change, one.target) for key, one in asked.items())
    return cache.summary("catalogue", plan, n_trials, parts, make)


def _row(plan: Scenario, example: Example, offer: Offer, asked: Asked) -> None:
    goal = offer.proposal.goal
    with st.container(border=True, key=f"example_{example.key}"):
        said, buttons = st.columns([5, 1.6], vertical_alignment="center")
        with said:
            if goal is None or offer.verdict is None:
                st.markdown(f":gray[**{plain(_title(example))}**]")
            else:
                st.markdown(
                    f"**{plain(shown(goal.name))}** — {goal_sentence(goal, plan)}"
                    f"{_comma(start_text(goal, plan))} {verdicts.badge(offer.verdict)}"
                )
            _remarks(plan, offer.proposal, asked)
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            _buttons(plan, example, offer.proposal, asked)


def _buttons(plan: Scenario, example: Example, proposal: Proposal, asked: Asked) -> None:
    lacking = [one for one in proposal.missing if one.blocks]
    if lacking:
        draw_way(lacking[0])
        return
    _adjust(plan, example, proposal)
    st.button(
        "Add",
        key=_key(example, "add"),
        icon=":material/add:",
        on_click=_add,
        args=(example, proposal.goal),
        disabled=proposal.goal is None or asked.refused is not None,
    )


def _title(example: Example) -> str:
    label = metric(example.metric).label
    if example.change is not None:
        change = formats.signed(formats.percent(example.change), example.change)
        return f"{label} {change}{' every month' if example.monthly else ''}"
    return label


def _comma(text: str) -> str:
    return f", {text}" if text else ""


def _remarks(plan: Scenario, proposal: Proposal, asked: Asked) -> None:
    if asked.refused is not None:
        st.markdown(f":red[:material/error: {plain(asked.refused)}. The plan keeps its old value.]")
    if proposal.problem is not None:
        st.caption(plain(proposal.problem))
    for one in proposal.missing:
        st.caption(plain(shown(one.sentence, 300)))
    goal = proposal.goal
    start = proposal.baseline
    if goal is not None and start is not None:
        if goal.baseline is not None:
            st.caption(plain(start.sentence))
        else:
            value = value_text(goal.metric, start.value, plan.currency)
            st.caption(f"It starts from {plain(value)}: {plain(start.source)}.")


def _adjust(plan: Scenario, example: Example, proposal: Proposal) -> None:
    with st.popover("Adjust", icon=":material/tune:", type="tertiary", key=_key(example, "adjust")):
        st.text_input(_label(example), value=_number_text(example), key=_key(example, "number"))
        default = _months_of(plan, example)
        months = sorted({*range(1, plan.horizon_months + 1), default})
        st.selectbox(
            "By the end of",
            months,
            index=months.index(default),
            key=_key(example, "deadline"),
            format_func=lambda count: _deadline_text(plan, count),
        )
        of = scopes(plan, example.metric)
        st.selectbox(
            "For",
            of,
            key=_key(example, "scope"),
            format_func=lambda one: "the company" if one == "company" else shown(one),
            disabled=len(of) < 2,
        )
        if proposal.goal is not None:
            st.caption(plain(metric_words(example.metric).meaning))


def _months_of(plan: Scenario, example: Example) -> int:
    """The example's deadline in months from the start."""
    if isinstance(example.deadline, int):
        return example.deadline
    return 12 - (int(plan.start_month[5:7]) - 1)


def _deadline_text(plan: Scenario, count: int) -> str:
    after = f"{count} month{'' if count == 1 else 's'}"
    return f"{formats.month(plan.months[count - 1])} ({after})" if count <= plan.horizon_months else after


def _add(example: Example, goal: Goal | None) -> None:
    if goal is None:
        return
    added = goal.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def change(document: Document) -> None:
        document.setdefault("goals", []).append(added)

    inputs.take(
        _key(example, "add"),
        goal.name,
        "New goal",
        lambda: with_document(state.scenario(), change),
        refresh=True,
    )
