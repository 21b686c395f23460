"""The largest deals slip: of the open deals with a stated size, the largest close after the plan's last month.

Where none states its size the largest is not known, and one of usual size slips.
"""

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


def _unvalued(scenario: Scenario, scope: str, most: int) -> list[Place]:
    """Open deals of drawn size, where none is stated: those expected to bring most first."""
    found: list[tuple[float, Place]] = []
    for team in scenario.teams:
        if scope not in (COMPANY, team.name):
            continue
        size = team.deal_size.mean_size
        for number, group in enumerate(team.open_pipeline):
            if group.values is None and group.value is None and group.win_rate.expected:
                worth = size * group.win_rate.expected
                alike = range(max(group.count - most, 0), group.count)
                found.extend((worth, (size, team.name, number, place)) for place in alike)
    found.sort(key=lambda one: (-one[0], one[1][1:]))
    return [place for _, place in found[:most]]


def _slipping(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> list[Place]:
    most = int(sizes["deals"])
    return _valued(scenario, scope, most) or _unvalued(scenario, scope, most)


def largest_deals_slip(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Scenario:
    """The plan without them: what closes after its last month counts for no goal."""
    slipping = _slipping(scenario, scope, sizes)
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
    if _slipping(scenario, scope, {"deals": 1}):
        return None
    return "No deal is open at the start, so none is there to slip."


def slip_words(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Told:
    """Which deals, and whose."""
    found = _slipping(scenario, scope, sizes)
    if not found:
        return ("No deal is there to slip.",)
    value, team, number, _ = found[0]
    rate = Figure(scenario.team(team).open_pipeline[number].win_rate.expected, "odds")
    if not _valued(scenario, scope, 1):
        deals = "1 deal" if len(found) == 1 else f"{len(found)} deals"
        goes = "closes" if len(found) == 1 else "close"
        return (
            f"No open deal states its value: {deals} of usual size of {team}, won with odds of ",
            rate,
            f", {goes} after the plan's end or not at all.",
        )
    if len(found) == 1:
        return (
            "The largest open deal, ",
            Figure(value, "money"),
            f" of {team}, won with odds of ",
            rate,
            ", closes after the plan's end or not at all.",
        )
    return (
        f"The {len(found)} largest open deals, together ",
        Figure(sum(one[0] for one in found), "money"),
        ", close after the plan's end or not at all.",
    )
