"""What the visitor chooses: theirs, mine or both where another tab wrote meanwhile; deleting, and taking that back."""

from __future__ import annotations

from dataclasses import replace

from ui import state
from ui.kept.keeping import of_draft, of_session, show
from ui.state import Work


def take_theirs() -> None:
    """Show what the other tab wrote; undo brings mine back, and writes it."""
    draft = of_session().elsewhere.pop(state.work().place, None)
    if draft is not None:
        show(*of_draft(draft))


def keep_mine() -> None:
    """Write mine over what the other tab wrote."""
    keeping, key = of_session(), state.work().place
    draft = keeping.elsewhere.pop(key, None)
    if draft is not None:
        known = keeping.places[key]
        keeping.places[key] = replace(known, version=draft.version, scenario=draft.scenario, moved=())


def keep_as_copy() -> None:
    """Mine becomes a plan of its own; what was written elsewhere stays as it is."""
    mine = state.work()
    state.step(Work(mine.scenario, mine.moved, "keep as a copy", mine.evidence))


def mark_gone(scenario_id: str, gone: bool) -> None:
    """A plan was deleted, or taken back, by this tab itself."""
    keeping = of_session()
    keys = {key for key, one in keeping.places.items() if one.id == scenario_id}
    keeping.gone = keeping.gone | keys if gone else keeping.gone - keys
