"""Which step of a team's funnel is what: prospects, marketing and sales qualified leads, booked demos.

A team marks its steps (`Stage.role`, `Team.entry_role`). Where it marks none for a role, a step whose whole name can
mean nothing else is taken for it: `sql`, `Sales Qualified Lead`, `Demo booked`.
"""

from __future__ import annotations

import re

from simulator.scenario.team import Role, Team

ROLES: tuple[Role, ...] = ("prospect", "mql", "sql", "demo")
ROLE_WORDS: dict[Role, str] = {
    "prospect": "prospect",
    "mql": "marketing-qualified lead",
    "sql": "sales-qualified lead",
    "demo": "booked demo",
}
ENTRY = -1
"""The place of what enters, before the first stage."""

_NAMES: dict[str, Role] = {
    **dict.fromkeys(("prospect",), "prospect"),
    **dict.fromkeys(("mql", "marketing qualified lead", "marketing qualified"), "mql"),
    **dict.fromkeys(("sql", "sales qualified lead", "sales qualified"), "sql"),
    **dict.fromkeys(("demo", "demo booked", "booked demo", "demo scheduled"), "demo"),
}
_NOT_LETTERS = re.compile(r"[\W_]+")


def role_of_name(name: str) -> Role | None:
    """The role a step called `name` can only have; None for every other name."""
    words = _NOT_LETTERS.sub(" ", name.casefold()).strip()
    return _NAMES.get(words) or _NAMES.get(words.removesuffix("s"))


def place_of(team: Team, role: Role) -> int | None:
    """Where in the funnel of `team` the units of `role` are counted: `ENTRY`, a position in its stages, or None.

    What is marked comes first. The win itself has no role.
    """
    steps = [(ENTRY, team.entry, team.entry_role)]
    steps += [(place, stage.name, stage.role) for place, stage in enumerate(team.stages[:-1])]
    marked = next((place for place, _, given in steps if given == role), None)
    if marked is not None:
        return marked
    named = [place for place, name, given in steps if given is None and role_of_name(name) == role]
    return named[0] if len(named) == 1 else None


def qualified_place(team: Team) -> int | None:
    """Where its qualified leads are counted: at the first step of marketing or sales qualification, so each once."""
    found = [place for role in ("mql", "sql") if (place := place_of(team, role)) is not None]
    return min(found, default=None)
