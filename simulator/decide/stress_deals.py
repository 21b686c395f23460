"""The largest deals slip: of the open deals with a stated size, the largest close after the plan's last month."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.engine.forecast import COMPANY
from simulator.goals.told import Figure, Told
from simulator.scenario.plan import Scenario
from simulator.scenario.team import OpenDeals, Team

Place = tuple[float, str, int, int]
"""Size, team, group and number within it; of deals alike in a group the last one."""


def _valued(scenario: Scenario, scope: str, most: int) -> list[Place]:
    """Open deals of stated size that can be won, the largest first; ties by the team's name, not the order of teams."""
    found: list[Place] = []
    for team in scenario.teams:
        if scope not in (COMPANY, team.name):
            continue
        for number, group in enumerate(team.open_pipeline):
            if not group.win_rate.expected:
                continue
            if group.values is not None:
                found.extend((value, team.name, number, place) for place, value in enumerate(group.values))
            elif group.value is not None:
                alike = range(max(group.count - most, 0), group.count)
                found.extend((group.value, team.name, number, place) for place in alike)
    found.sort(key=lambda one: (-one[0], one[1:]))
    return [one for one in found if one[0] > 0][:most]


def largest_deals_slip(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Scenario:
    """The plan without them: what closes after its last month counts for no goal."""
    slipping = _valued(scenario, scope, int(sizes["deals"]))
    teams = [
        _without(team, [one for one in slipping if one[1] == team.name])
        if any(one[1] == team.name for one in slipping)
        else team
        for team in scenario.teams
    ]
    return scenario.changed(teams=tuple(teams))


def _without(team: Team, slipping: list[Place]) -> Team:
    groups = [
        _less(group, sorted((place for _, _, at, place in slipping if at == number), reverse=True))
        for number, group in enumerate(team.open_pipeline)
    ]
    return team.changed(open_pipeline=tuple(groups))


def _less(group: OpenDeals, places: list[int]) -> OpenDeals:
    if not places:
        return group
    if group.values is None:
        return group.changed(count=group.count - len(places))
    # Each deal of the list has luck of its own, by its place: the last one moves into the gap, all others keep theirs.
    values = list(group.values)
    for place in places:
        values[place] = values[-1]
        values.pop()
    return group.changed(count=len(values), values=tuple(values))


def slip_reason(scenario: Scenario, scope: str) -> str | None:
    """Why no deal can slip."""
    if _valued(scenario, scope, 1):
        return None
    teams = [team for team in scenario.teams if scope in (COMPANY, team.name)]
    if any(group.count for team in teams for group in team.open_pipeline):
        return (
            "No open deal states what it is worth, so none is the largest: give the open deals their values."
        )
    return "No deal is open at the start, so none is there to slip."


def slip_words(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Told:
    """Which deals, and whose."""
    found = _valued(scenario, scope, int(sizes["deals"]))
    if not found:
        return ("No deal is there to slip.",)
    if len(found) == 1:
        value, team, number, _ = found[0]
        rate = scenario.team(team).open_pipeline[number].win_rate.expected
        return (
            "The largest open deal, ",
            Figure(value, "money"),
            f" of {team}, won with odds of ",
            Figure(rate, "odds"),
            ", closes after the plan's end or not at all.",
        )
    return (
        f"The {len(found)} largest open deals, together ",
        Figure(sum(one[0] for one in found), "money"),
        ", close after the plan's end or not at all.",
    )
