"""Why did it move? Two plans, and what each difference between them did to the odds and to the median."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.decide.why_parts import Why
from simulator.decide.why_words import odds_finding, sentences
from store import StoreError
from ui.computing.why_view import why_view
from ui.fields import showing
from ui.kept import keeping, keeping_store
from ui.screens import compare_picks, compare_why_charts, goal_choice
from ui.screens import draw as drawing
from ui.screens.compare_picks import PLAN, WHAT_IF, Candidate
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats, verdicts
from ui.wording.text import plain, shown

MONTH_AGO = "month ago"
MOST_LOOKED_INTO = 3
_SIDES, _SWAP = ("from", "to"), "why_swap"


def draw(plan: Scenario) -> None:
    """The choice of the two, the waterfalls, the sentences and the table."""
    offered = {one.key: one for one in _offered(plan)}
    if len(offered) < 2:
        st.markdown(
            "**There is nothing to compare this plan with yet.** Move a lever on Target, or save a version: what "
            "changed since then is told here."
        )
        return
    first, second = _draw_choice(offered)
    try:
        old, new = offered[first].load(), offered[second].load()
    except (StoreError, ScenarioError) as failure:
        st.error(plain(failure), icon=":material/error:")
        return
    goal = _goal(plan, old, new)
    if goal is None:
        st.markdown("**Neither of the two has a goal.** Its odds are what is compared here.")
        st.page_link("../pages/goals.py", label="Set a goal", icon=":material/flag:")
        return
    try:
        found = why_view(old, new, goal)
    except ScenarioError as error:
        st.error(plain(error), icon=":material/error:")
        return
    _draw(found, (offered[first].column, offered[second].column), (old, new))


def _offered(plan: Scenario) -> list[Candidate]:
    """Everything that may be picked, and the plan as it was a month ago."""
    found = list(compare_picks.candidates(plan))
    try:
        month_ago = _month_ago()
    except StoreError:
        month_ago = None
    return found if month_ago is None else [found[0], month_ago, *found[1:]]


def now() -> dt.datetime:
    """The moment a month ago is counted from."""
    return dt.datetime.now(dt.UTC)


def _month_ago() -> Candidate | None:
    """The newest version that is a month old; None where there is none."""
    here = keeping.place()
    who = keeping.who_at(here)
    if here is None or who is None or not view_mode.may(Deed.HISTORY):
        return None
    before = now() - dt.timedelta(days=30)
    page = 1
    while True:
        lines = keeping_store.store().history(who, here.id, page=page, size=compare_picks.MOST_VERSIONS).lines
        old = next((line for line in lines if line.at <= before), None)
        if old is not None:
            break
        if len(lines) < compare_picks.MOST_VERSIONS:
            return None
        page += 1
    number = old.number

    def load() -> Scenario:
        return keeping_store.store().revision(who, here.id, number).scenario

    name = f"As it was a month ago (version {number})"
    return Candidate(MONTH_AGO, name, load, "A month ago")


def _draw_choice(offered: dict[str, Candidate]) -> tuple[str, str]:
    """From which plan to which; both keys of `offered`."""
    first, second = _chosen(offered)
    keys = list(offered)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for side, here in zip(_SIDES, (first, second), strict=True):
            name = f"why_{side}"
            key = showing.key_for(name, (tuple(keys), here), here)

            def choose(chosen: str, name: str = name) -> object:
                st.session_state[f"{name}_chosen"] = chosen
                return tuple(offered), chosen

            st.selectbox(
                side.capitalize(),
                keys,
                index=keys.index(here),
                key=key,
                on_change=showing.answered(name, key, choose),
                format_func=lambda one: offered[one].name if one in offered else one,
                width=320,
            )
        st.button("Swap", key=_SWAP, icon=":material/swap_horiz:", on_click=_swap, args=(first, second))
    return first, second


def _swap(first: str, second: str) -> None:
    st.session_state["why_from_chosen"], st.session_state["why_to_chosen"] = second, first


def _chosen(offered: dict[str, Candidate]) -> tuple[str, str]:
    """What was chosen and is still there; else the plan against its what-if, a month ago or the next there is."""
    second = st.session_state.get("why_to_chosen")
    if second not in offered:
        second = WHAT_IF if WHAT_IF in offered else PLAN
    first = st.session_state.get("why_from_chosen")
    if first not in offered:
        usual = [key for key in (PLAN, MONTH_AGO) if key in offered and key != second]
        first = next(iter(usual), None) or _another(offered, second)
    return first, second


def _another(offered: dict[str, Candidate], second: str) -> str:
    """The newest of the last versions that differs from the plan, else the first there is beside it."""
    versions = [key for key in offered if key.startswith("version:")]
    for key in versions[:MOST_LOOKED_INTO]:
        try:
            if offered[key].load() != offered[PLAN].load():
                return key
        except (StoreError, ScenarioError):
            continue
    return next(key for key in offered if key != second)


def _goal(plan: Scenario, old: Scenario, new: Scenario) -> str | None:
    """The goal looked at, where one of the two has it; else one that both have, or either."""
    names = [[goal.name for goal in one.goals] for one in (old, new)]
    wanted = goal_choice.chosen(plan).name if plan.goals else None
    if wanted is not None and any(wanted in one for one in names):
        return wanted
    return next((name for name in names[1] if name in names[0]), next(iter([*names[1], *names[0]]), None))


def _draw(found: Why, names: tuple[str, str], plans: tuple[Scenario, Scenario]) -> None:
    badges = [verdicts.badge(one) for one in (found.old, found.new)]
    st.markdown(
        f"**{plain(names[0])}** {badges[0]} → **{plain(names[1])}** {badges[1]} · "
        f"{plain(formats.points(found.total.odds))}"
        f"  \n:gray[{plain(shown(found.goal))} · {verdicts.bands(plans[1].policy)} · from {found.n_trials:,} futures, "
        "the same luck on both sides]"
    )
    if not found.parts:
        st.markdown(f"**{plain(odds_finding(found))}.**")
        _draw_beside(found)
        return
    compare_why_charts.draw_odds(found, names, plans[1])
    for sentence in sentences(found):
        st.markdown(plain(sentence))
    compare_why_charts.draw_median(found, names, plans[1])
    drawing.show_table(
        "Every difference, by itself and on top of the others",
        lambda: compare_why_charts.why_table(found, plans[1]),
        key="why_table",
        icon=":material/table:",
        note="By itself: the difference made alone in the first plan. On top: the second plan less the same plan "
        "without it. What several do only together is what is left of the whole, and never hidden in one of them.",
    )
    _draw_beside(found)


def _draw_beside(found: Why) -> None:
    if not found.beside:
        return
    box = st.expander(
        "What also differs, and cannot move these odds",
        icon=":material/rule:",
        key="why_beside",
        on_change="rerun",
    )
    if box.open:
        with box:
            lines = [f"- {plain(money_hidden.shown_text(one, 'an amount differs'))}" for one in found.beside]
            st.markdown("\n".join(dict.fromkeys(lines)))
