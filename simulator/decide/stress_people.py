"""The best reps leave, and hiring is late."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from simulator.engine.forecast import COMPANY
from simulator.goals.told import Told
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Adjustment, DatedChange, Scenario
from simulator.scenario.team import Rep, Team

UNNAMED_TENURE = 720
"""Months of somebody who stands in the plan as headcount: fully ramped."""


def _yield(team: Team) -> float:
    """What a usual, fully ramped rep brings a month where work waits for people; 0 where nothing does."""
    rates = [stage.rate.expected for stage in team.stages]
    found = team.outbound_per_rep_per_day * team.workdays_per_month * prod(rates)
    if team.opportunities_per_rep_per_month is not None:
        found = max(found, team.opportunities_per_rep_per_month * rates[-1])
    return found * team.deal_size.mean_size


def _worth(team: Team, rep: Rep) -> tuple[float, float]:
    share = team.ramp[min(rep.tenure_months, len(team.ramp) - 1)]
    return rep.potential * share * _yield(team), rep.potential * share


def _ranked(scenario: Scenario, scope: str, most: int) -> list[tuple[str, Rep]]:
    """Team and rep, the best first: territory times productivity times what a usual rep of the team brings."""
    found: list[tuple[tuple[float, float], bool, str, Rep]] = []
    for team in scenario.teams:
        if scope in (COMPANY, team.name):
            named = set(team.reps)
            there = [rep for rep in _people(team, most) if rep.leaves is None]
            found.extend((_worth(team, rep), rep in named, team.name, rep) for rep in there)
    # Of equals somebody with a name, the longest there; never by the order of the teams.
    found.sort(
        key=lambda one: (-one[0][0], -one[0][1], not one[1], -one[3].tenure_months, one[2], one[3].name)
    )
    return [(team, rep) for _, _, team, rep in found[:most]]


def _people(team: Team, most: int) -> tuple[Rep, ...]:
    """The named reps, and as many as can leave of those without a name."""
    names = {rep.name for rep in team.reps}
    unnamed = []
    for number in range(1, min(team.headcount, most) + 1):
        name = next(n for k in range(1, 10_000) if (n := f"Somebody {number + k - 1}") not in names)
        names.add(name)
        unnamed.append(Rep(name=name, tenure_months=UNNAMED_TENURE))
    return (*team.reps, *unnamed)


def best_reps_leave(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Scenario:
    """The plan with its best people gone from a month on, each replaced as the team's rule says."""
    count = int(sizes["people"])
    month = month_text(month_number(scenario.start_month) + int(sizes["month"]))
    going = {(team, rep.name) for team, rep in _ranked(scenario, scope, count)}
    teams = []
    for team in scenario.teams:
        named = {rep.name for rep in team.reps}
        # Seats keep their places, and with them everybody's luck: somebody without a name gets one, and leaves.
        reps = [
            rep.changed(leaves=month) if (team.name, rep.name) in going else rep
            for rep in _people(team, count)
            if rep.name in named or (team.name, rep.name) in going
        ]
        extra = len(reps) - len(team.reps)
        is_moved = any(team.name == one for one, _ in going)
        teams.append(team.changed(reps=tuple(reps), headcount=team.headcount - extra) if is_moved else team)
    return scenario.changed(teams=tuple(teams))


def leaver_reason(scenario: Scenario, scope: str) -> str | None:
    """Why nobody can leave."""
    return None if _ranked(scenario, scope, 1) else "Nobody is on the team at the start who could leave."


def leaver_words(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Told:
    """Who, and whether somebody follows."""
    found = _ranked(scenario, scope, int(sizes["people"]))
    if not found:
        return ("Nobody is there to leave.",)
    team, rep = found[0]
    who = f"{rep.name} of {team}" if len(found) == 1 else f"{len(found)} people, {rep.name} of {team} first,"
    after = scenario.team(team).backfill_after_months
    month = int(sizes["month"])
    when = "at the start" if not month else f"after {month} month{'' if month == 1 else 's'}"
    goes = "leaves" if len(found) == 1 else "leave"
    if after is None:
        return (f"{who} {goes} {when} and nobody follows: the team has no rule for that.",)
    later = "at once" if not after else f"{after} month{'' if after == 1 else 's'} later"
    return (f"{who} {goes} {when}; the seat is filled again {later}, by somebody who has to ramp.",)


def hiring_late(scenario: Scenario, _scope: str, sizes: Mapping[str, float]) -> Scenario:
    """The plan with every planned hire, and everybody a change of the lever ``hires`` brings, that much later."""
    months = int(sizes["months"])
    teams = [
        team.changed(hires=tuple(hire.changed(month=_later(hire.month, months)) for hire in team.hires))
        if team.hires
        else team
        for team in scenario.teams
    ]
    return scenario.changed(
        teams=tuple(teams),
        initiatives=tuple(_delayed(scenario, one, months) for one in scenario.initiatives),
        adjustments=tuple(_moved(scenario, one, months) for one in scenario.adjustments),
    )


def _later(month: str, months: int) -> str:
    return month_text(month_number(month) + months)


def _delayed(scenario: Scenario, one: DatedChange, months: int) -> DatedChange:
    # Whom a change begun before the plan brought is there already.
    if one.lever != "hires" or scenario.month_index(one.start_month) < 0:
        return one
    return one.changed(start_month=_later(one.start_month, months))


def _moved(scenario: Scenario, one: Adjustment, months: int) -> Adjustment:
    if one.lever != "hires":
        return one
    start = max(one.start_month or scenario.start_month, scenario.start_month)
    return one.changed(start_month=_later(start, months))


def _planned(scenario: Scenario, scope: str) -> float:
    """People planned to start within the plan, for the teams of `scope`."""
    end = scenario.horizon_months
    changes: list[tuple[tuple[str, ...] | None, str, float]] = [
        (one.teams, one.start_month, one.effect.high) for one in scenario.initiatives if one.lever == "hires"
    ]
    changes += [
        (one.teams, one.start_month or scenario.start_month, one.change)
        for one in scenario.adjustments
        if one.lever == "hires"
    ]
    found = 0.0
    for team in scenario.teams:
        if scope in (COMPANY, team.name):
            found += sum(hire.count for hire in team.hires if scenario.month_index(hire.month) < end)
            found += sum(
                number
                for teams, start, number in changes
                if (teams is None or team.name in teams) and 0 <= scenario.month_index(start) < end
            )
    return found


def late_reason(scenario: Scenario, scope: str) -> str | None:
    """Why no hire can be late."""
    return None if _planned(scenario, scope) else "No hires are planned, so none can be late."


def late_words(scenario: Scenario, scope: str, sizes: Mapping[str, float]) -> Told:
    """How many start how much later."""
    people, months = _planned(scenario, scope), int(sizes["months"])
    named: dict[float, str] = {1: "The one planned hire starts", 2: "Both planned hires start"}
    who = named.get(people, f"All {people:g} planned hires start")
    return (f"{who} {months} month{'' if months == 1 else 's'} later, late starts already planned on top.",)
