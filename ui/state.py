"""What one visitor is working on: a frozen scenario, a what-if over it, and everything needed to undo.

Widgets are views on this state. A change makes a new `Work` and puts the old one on the undo stack; nothing is
mutated in place, because a rerun may be interrupted at any line; changes that belong together are made undisturbed.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field, replace

import streamlit as st

from simulator import Scenario
from simulator.decide.plan_moves import Change, with_changes
from simulator.evidence import Evidence
from simulator.sample import sample_evidence, sample_scenario
from simulator.scenario import Adjustment
from ui.serving.interruption import undisturbed

MAX_UNDO = 100


@dataclass(frozen=True)
class Work:
    """The plan (`scenario`), levers moved and initiatives tried but not kept (`moved`), and the `evidence` it was built
    on, if any.

    label names the step that led here. place: which plan this is; a change keeps it, another plan has another one.
    since: the newest version of somebody else that was taken over before this step; 0 for none.
    """

    scenario: Scenario
    moved: tuple[Change, ...] = ()
    label: str = "start"
    evidence: Evidence | None = None
    place: str = field(default_factory=lambda: secrets.token_hex(8), compare=False)
    since: int = field(default=0, compare=False)

    @property
    def what_if(self) -> Scenario:
        """The plan with the moved levers; the plan itself where none is moved."""
        return with_changes(self.scenario, self.moved) if self.moved else self.scenario


@dataclass(frozen=True)
class History:
    """The steps before and after the present one."""

    past: tuple[Work, ...] = ()
    future: tuple[Work, ...] = ()


_WORK, _HISTORY, _EPOCH, _PROBLEMS = "work", "work_history", "work_epoch", "field_problems"
_READ_ONLY = "work_read_only"

LOG = logging.getLogger("ui.state")


def start() -> None:
    """A new visitor begins with the sample company."""
    if _WORK not in st.session_state:
        _begin(sample_work("start"), 0)


def begin_with(found: Work, *, read_only: bool = False) -> None:
    """A visitor who comes back begins with what was kept, with nothing to undo; `read_only`: with nothing to change.

    The epoch is drawn: after a restart of the server the browser sends the values of the widgets on its screen, and
    under a key of its old session they would be shown as this plan's.
    """
    _begin(found, 1 + secrets.randbelow(1_000_000_000), read_only)


def _begin(first: Work, epoch: int, read_only: bool = False) -> None:
    with undisturbed():
        st.session_state[_WORK] = first
        st.session_state[_HISTORY] = History()
        st.session_state[_EPOCH] = epoch
        st.session_state[_PROBLEMS] = {}
        st.session_state[_READ_ONLY] = read_only


def is_read_only() -> bool:
    """True while somebody looks at a plan through a link that lets them change nothing."""
    return bool(st.session_state.get(_READ_ONLY, False))


def may_change() -> bool:
    """Whether a change may be made; one that was sent all the same, past the page, is worth a line in the log."""
    if is_read_only():
        LOG.warning("A change was sent by a session that may only look. It was not made.")
    return not is_read_only()


def sample_work(label: str) -> Work:
    """The sample company as it ships."""
    return Work(sample_scenario(), (), label, sample_evidence())


def work() -> Work:
    """The present step."""
    found: Work = st.session_state[_WORK]
    return found


def scenario() -> Scenario:
    """The plan as it stands, without the what-if."""
    return work().scenario


def is_sample() -> bool:
    """True while the plan is the sample company as it ships."""
    return work().scenario == sample_scenario()


def epoch() -> int:
    """Part of the keys of forms and folds: it changes when the plan changed as a whole, and they begin anew."""
    number: int = st.session_state[_EPOCH]
    return number


def commit(new: Scenario, label: str, *, refresh: bool = False) -> None:
    """Make `new` the plan. `refresh`: forms and folds on the page begin anew (another plan, other goals or teams)."""
    step(replace(work(), scenario=new, moved=still_valid(new, work().moved), label=label), refresh=refresh)


def step(new: Work, *, refresh: bool = False) -> None:
    """Make `new` the present step; the old one can be undone to."""
    old = work()
    if new.scenario == old.scenario and new.moved == old.moved and new.place == old.place:
        return
    if not may_change():
        return
    with undisturbed():
        history: History = st.session_state[_HISTORY]
        st.session_state[_HISTORY] = History((*history.past, old)[-MAX_UNDO:], ())
        st.session_state[_WORK] = new
        if refresh:
            redraw()


def may_keep_beside() -> bool:
    """Whether what is found out about the plan may be kept with it; no line in the log: nobody asked for it."""
    return not is_read_only()


def beside(old: Evidence, new: Evidence) -> None:
    """Let `new` stand beside the plan wherever `old` did, in what can be undone too: no step of its own."""

    def changed(one: Work) -> Work:
        return replace(one, evidence=new) if one.evidence is old else one

    with undisturbed():
        history: History = st.session_state[_HISTORY]
        st.session_state[_HISTORY] = History(
            tuple(map(changed, history.past)), tuple(map(changed, history.future))
        )
        st.session_state[_WORK] = changed(work())


def still_valid(new: Scenario, moved: tuple[Change, ...]) -> tuple[Change, ...]:
    """The moved levers `new` still has (a stage or subscription may be gone)."""
    kept: tuple[Change, ...] = ()
    for one in moved:
        try:
            with_changes(new, (*kept, one))
        except ValueError:
            continue
        kept = (*kept, one)
    return kept


def redraw() -> None:
    """Let forms and folds begin anew; what was refused is forgotten. Fields follow the plan by themselves."""
    st.session_state[_EPOCH] = epoch() + 1
    st.session_state[_PROBLEMS] = {}


def can_undo() -> str | None:
    """What undo would take back, or None."""
    history: History = st.session_state[_HISTORY]
    return work().label if history.past else None


def can_redo() -> str | None:
    """What redo would bring again, or None."""
    history: History = st.session_state[_HISTORY]
    return history.future[0].label if history.future else None


def undo() -> None:
    """Back to the step before."""
    history: History = st.session_state[_HISTORY]
    if history.past and may_change():
        st.session_state[_HISTORY] = History(history.past[:-1], (work(), *history.future))
        st.session_state[_WORK] = history.past[-1]
        redraw()


def redo() -> None:
    """Forward to the step that was undone."""
    history: History = st.session_state[_HISTORY]
    if history.future and may_change():
        st.session_state[_HISTORY] = History((*history.past, work()), history.future[1:])
        st.session_state[_WORK] = history.future[0]
        redraw()


def move_lever(adjustment: Adjustment, label: str) -> None:
    """Move one lever of the what-if; a change of 0 puts it back."""
    others = tuple(one for one in work().moved if one.lever != adjustment.lever)
    moved = (*others, adjustment) if adjustment.change else others
    step(replace(work(), moved=moved, label=label))


def try_changes(changes: tuple[Change, ...], label: str) -> None:
    """Make `changes` the what-if, instead of the levers moved so far."""
    step(replace(work(), moved=changes, label=label), refresh=True)


def keep_what_if() -> None:
    """The what-if becomes the plan."""
    if work().moved:
        step(replace(work(), scenario=work().what_if, moved=(), label="keep the what-if"), refresh=True)


def reset_what_if() -> None:
    """The levers go back to the plan."""
    if work().moved:
        step(replace(work(), moved=(), label="reset the what-if"), refresh=True)


@dataclass(frozen=True)
class Refused:
    """What somebody typed into a field and why it was not taken."""

    typed: object
    sentence: str


def refuse(field: str, typed: object, sentence: str) -> None:
    """Remember what was typed into `field`, and the sentence that stands beside it."""
    problems: dict[str, Refused] = st.session_state[_PROBLEMS]
    st.session_state[_PROBLEMS] = {**problems, field: Refused(typed, sentence)}


def accept(field: str) -> None:
    """The field holds nothing refused any more."""
    problems: dict[str, Refused] = st.session_state[_PROBLEMS]
    st.session_state[_PROBLEMS] = {name: one for name, one in problems.items() if name != field}


def refused(field: str) -> Refused | None:
    """What stands refused in `field`."""
    problems: dict[str, Refused] = st.session_state[_PROBLEMS]
    return problems.get(field)
