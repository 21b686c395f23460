"""A plan with fewer of the people it means to hire, and everybody else's luck as it was."""

from __future__ import annotations

from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Hire, Team


def fewer_hires(scenario: Scenario, teams: tuple[str, ...] | None, people: int = 1) -> Scenario | None:
    """`scenario` with `people` planned hires fewer in each of `teams` that plans any, those who come first; None where
    none of them does.

    They are put off until after the plan's end, so that everybody else's luck stays as it is.
    """
    after = month_text(month_number(scenario.start_month) + scenario.horizon_months)
    changed = tuple(
        _without_hires(team, people, after) if teams is None or team.name in teams else team
        for team in scenario.teams
    )
    return None if changed == scenario.teams else scenario.changed(teams=changed)


def _without_hires(team: Team, people: int, after: str) -> Team:
    fewer = dict.fromkeys(range(len(team.hires)), 0)
    for number in sorted(fewer, key=lambda number: team.hires[number].month):
        if team.hires[number].month < after:
            fewer[number] = min(team.hires[number].count, people)
            people -= fewer[number]
    hires: list[Hire] = []
    for number, hire in enumerate(team.hires):
        hires.append(hire.changed(count=hire.count - fewer[number]) if fewer[number] else hire)
        if fewer[number]:
            hires.append(hire.changed(count=fewer[number], month=after))
    return team.changed(hires=tuple(hires)) if any(fewer.values()) else team
