"""Overrides of a split follow what they name: a goal, team or rep that is renamed takes its own along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.scenario.plan import Scenario


def retie_layers(before: Scenario, document: dict[str, Any]) -> None:
    """Edit the overrides of an edited `document` in place: renamed names are carried over, those of a goal that was
    removed are dropped. What names a team or a person who is gone stays, and is shown as belonging to nobody.
    """
    held = document.get("layers")
    if not isinstance(held, dict) or not held.get("overrides"):
        return
    goals_now = _names(document.get("goals", []))
    goals = _renamed([goal.name for goal in before.goals], goals_now)
    gone = {goal.name for goal in before.goals} - set(goals_now) - set(goals)
    held["overrides"] = [one for one in held["overrides"] if one.get("goal") not in gone]
    if not held["overrides"]:
        held.pop("overrides")
        if not held:
            document.pop("layers")
        return
    teams_now = document.get("teams", [])
    teams = _renamed(list(before.team_names), _names(teams_now))
    reps: dict[tuple[str, str], str] = {}
    for old in before.teams:
        name = teams.get(old.name, old.name)
        now = next((team for team in teams_now if isinstance(team, dict) and team.get("name") == name), None)
        if now is not None:
            found = _renamed([rep.name for rep in old.reps], _names(now.get("reps", [])))
            reps |= {(old.name, rep): new for rep, new in found.items()}
    for one in held["overrides"]:
        one["goal"] = goals.get(one["goal"], one["goal"])
        team = one.get("team")
        if one["level"] == "rep":
            one["place"] = reps.get((team, one["place"]), one["place"])
        elif one["level"] == "team":
            one["place"] = teams.get(one["place"], one["place"])
        if team is not None:
            one["team"] = teams.get(team, team)


def _names(listed: Sequence[Any]) -> list[str]:
    return [str(one.get("name")) for one in listed if isinstance(one, dict)]


def _renamed(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """Old to new where the list kept its length and the old name is gone."""
    if len(before) != len(now):
        return {}
    return {old: new for old, new in zip(before, now, strict=True) if old != new and old not in now}
