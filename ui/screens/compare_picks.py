"""Which plans are compared: this one, the what-if, versions, plans of the library, plans put aside; at most six.

Whoever came by a link is offered what the link gives: the plan itself, what can be left out of it, and to somebody who
may edit it its what-if and its versions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import streamlit as st

from simulator import Scenario, ScenarioError
from store import Role, StoreError
from ui import state
from ui.fields import showing
from ui.kept import keeping, keeping_store
from ui.kept.keeping_words import when
from ui.visitors import view_mode, visit
from ui.visitors.view_mode import Deed
from ui.wording.text import shown

MOST = 6
MOST_SAVED, MOST_VERSIONS, MOST_ASIDE = 50, 25, 12
PLAN, WHAT_IF = "plan", "what-if"
_CHOSEN, _ASIDE = "compare_chosen", "compare_aside"
_LEFT_OUT = {
    "initiatives": "Without initiatives",
    "risks": "Without risks",
    "hires": "Without planned hires",
    "adjustments": "Without kept levers",
}
LOG = logging.getLogger("ui.screens.compare")


@dataclass(frozen=True)
class Pick:
    """A scenario that is compared. name: plain text, no other pick's; key: what it is remembered by."""

    name: str
    scenario: Scenario
    key: str = ""


@dataclass(frozen=True)
class Candidate:
    """What may be picked; `load` fetches its document. Raises StoreError, ScenarioError."""

    key: str
    name: str
    load: Callable[[], Scenario] = field(repr=False)
    short: str = ""

    @property
    def column(self) -> str:
        """What it is called once picked."""
        return self.short or self.name


def picks(plan: Scenario) -> tuple[Pick, ...]:
    """The plans picked, in the order they were picked; what has gone meanwhile is left out."""
    offered = {one.key: one for one in candidates(plan)}
    found: list[Pick] = []
    for key in _chosen(offered):
        try:
            scenario = offered[key].load()
        except (StoreError, ScenarioError) as failure:
            LOG.info("A plan to compare is not there: %s", str(failure))
            continue
        found.append(Pick(_free(offered[key].column, [one.name for one in found]), scenario, key))
    return tuple(found)


def put_aside(name: str, scenario: Scenario) -> None:
    """Let `scenario` be one of the plans of this session to compare with the present one, and pick it."""
    aside: tuple[tuple[str, str, Scenario], ...] = st.session_state.get(_ASIDE, ())
    place = state.work().place
    others = tuple(one for one in aside if one[:2] != (place, name))
    st.session_state[_ASIDE] = (*others, (place, name, scenario))[-MOST_ASIDE:]
    add(f"aside:{name}")


def add(key: str) -> None:
    """Pick one more; the last one goes where there are six."""
    plan = state.scenario()
    chosen = [one for one in _chosen({one.key: one for one in candidates(plan)}) if one != key]
    _remember((*chosen[: MOST - 1], key))


def candidates(plan: Scenario) -> tuple[Candidate, ...]:
    """Everything this visitor may compare, `plan` itself first."""
    found = [Candidate(PLAN, f"This plan: {shown(plan.name)}", lambda: plan, shown(plan.name))]
    work = state.work()
    if work.moved:
        found.append(Candidate(WHAT_IF, "What-if", lambda: work.what_if))
    found += _put_aside()
    found += _without(plan)
    try:
        found += [*_versions(), *_saved()]
    except StoreError as failure:
        LOG.info("Saved plans cannot be compared now: %s", str(failure))
    return tuple(found)


def _put_aside() -> Iterator[Candidate]:
    aside: tuple[tuple[str, str, Scenario], ...] = st.session_state.get(_ASIDE, ())
    for place, name, scenario in aside:
        # Put aside while another plan was open, perhaps one that shows more than this visitor may see here.
        if place == state.work().place:
            yield Candidate(f"aside:{name}", shown(name), lambda scenario=scenario: scenario)  # type: ignore[misc]


def _without(plan: Scenario) -> Iterator[Candidate]:
    """The plan less one kind of what it holds, where that leaves a plan."""
    for part, name in _LEFT_OUT.items():
        there = any(team.hires for team in plan.teams) if part == "hires" else getattr(plan, part)
        if there:
            yield Candidate(f"without:{part}", name, lambda part=part: _left_out(plan, part))  # type: ignore[misc]


def _left_out(plan: Scenario, part: str) -> Scenario:
    if part != "hires":
        return plan.changed(**{part: ()})
    return plan.changed(teams=tuple(team.model_copy(update={"hires": ()}) for team in plan.teams))


def _versions() -> Iterator[Candidate]:
    here = keeping.place()
    who = keeping.who_at(here)
    if here is None or who is None or not view_mode.may(Deed.HISTORY):
        return
    lines = keeping_store.store().history(who, here.id, size=MOST_VERSIONS).lines
    for line in lines:

        def load(number: int = line.number) -> Scenario:
            return keeping_store.store().revision(who, here.id, number).scenario

        name = f"Version {line.number}"
        yield Candidate(f"version:{here.id}:{line.number}", f"{name} · {when(line.at)}", load, name)


def _saved() -> Iterator[Candidate]:
    """Plans of one's own library, for whoever has not come by somebody's link."""
    opened, who = visit.opened_here(), keeping_store.who()
    is_own = visit.current() is None if opened is None else opened.role is Role.OWNER
    if who is None or not is_own or not view_mode.may(Deed.LIST):
        return
    here = keeping.place()
    for entry in keeping_store.store().library(who, size=MOST_SAVED).entries:
        if here is not None and entry.id == here.id:
            continue

        def load(scenario_id: str = entry.id) -> Scenario:
            return keeping.read(scenario_id)[0].scenario

        yield Candidate(
            f"saved:{entry.id}", f"{shown(entry.name)} · {when(entry.updated_at)}", load, shown(entry.name)
        )


def _chosen(offered: dict[str, Candidate]) -> tuple[str, ...]:
    """The keys picked and still offered; until somebody picks: the plan, the what-if, and what there is beside them."""
    remembered: dict[str, tuple[str, ...]] = st.session_state.get(_CHOSEN, {})
    chosen = remembered.get(state.work().place)
    if chosen is None:
        first = [key for key in (PLAN, WHAT_IF) if key in offered]
        rest = [key for key in offered if key not in first]
        return (*first, *rest[: 2 - min(len(first), 2)])
    return tuple(key for key in chosen if key in offered)[:MOST]


def _remember(chosen: tuple[str, ...]) -> None:
    remembered: dict[str, tuple[str, ...]] = st.session_state.get(_CHOSEN, {})
    st.session_state[_CHOSEN] = {**remembered, state.work().place: chosen[:MOST]}


def _free(name: str, taken: list[str]) -> str:
    """`name`, with a number where another pick is called so."""
    if name not in taken:
        return name
    return next(other for number in range(2, MOST + 2) if (other := f"{name} ({number})") not in taken)


def draw_choice(plan: Scenario) -> None:
    """The one control that says which plans are compared."""
    offered = {one.key: one for one in candidates(plan)}
    chosen = _chosen(offered)
    key = showing.key_for("compare_picks", (tuple(offered), chosen), list(chosen))

    def choose(keys: list[str]) -> object:
        _remember(tuple(keys))
        return tuple(offered), tuple(keys)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.multiselect(
            f"Plans to compare, up to {MOST}",
            list(offered),
            default=list(chosen),
            key=key,
            on_change=showing.answered("compare_picks", key, choose),
            format_func=lambda one: offered[one].name if one in offered else one,
            max_selections=MOST,
            placeholder="Choose plans",
        )
        if WHAT_IF in offered and WHAT_IF not in chosen:
            st.button(
                "Add the what-if",
                key="compare_add_what_if",
                icon=":material/add:",
                on_click=add,
                args=(WHAT_IF,),
            )
    if len(offered) < 2:
        st.caption(
            "There is nothing beside this plan yet: move a lever on Target, or save a version or another plan."
            if view_mode.may_edit()
            else "This link gives one plan, and there is nothing to leave out of it."
        )
