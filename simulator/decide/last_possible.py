"""The last month in which something could begin and still touch a goal at all, from ramp and cycle alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.decide.dated_moves import DatedMove
from simulator.engine.expected import drawn_effects
from simulator.engine.forecast import COMPANY, Forecast
from simulator.engine.people import draw_ramp_length
from simulator.engine.timing import NEGLIGIBLE_DAYS, draw_cycle_level, lag_shares
from simulator.goals.smart_timely import BY_CLOSING, time_left
from simulator.goals.windows import goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.months import month_number, month_text
from simulator.scenario.team import Team

NEVER = 1e-6
"""Odds that a deal closes so fast below which it is taken for impossible."""
_BY_WORK = frozenset({"volume", "win_rate", "capacity", "hires", "ramp_months", "attrition"})
"""Levers that act on work, which then has to close; stages too. What acts on prices or customers is felt at once."""
_BOOKED_AT_ONCE = frozenset({"profit", "profit_margin", "cac", "clv_to_cac", "quota_attainment"})
"""Metrics that feel people or money spent before a deal closes."""


def last_possible(forecast: Forecast, goal: Goal, move: DatedMove) -> int | None:
    """The last month, counted from the first, in which `move` can begin and touch the goal; None where it cannot.

    Exact for the futures of `forecast` but for what has odds below `NEVER`: the fastest ramp and the shortest cycle
    of all futures count. The goal may feel nothing of it all the same; after this month it cannot.
    """
    if not move.touches(goal.scope):
        return None
    scenario = forecast.scenario
    last = goal_window(scenario, goal).last
    needed = [
        _months_needed(forecast, goal, move, team)
        for team in scenario.teams
        if goal.scope in (COMPANY, team.name) and (move.teams is None or team.name in move.teams)
    ]
    found = last - min((one for one in needed if one is not None), default=last + 1)
    return found if found >= 0 else None


def _months_needed(forecast: Forecast, goal: Goal, move: DatedMove, team: Team) -> int | None:
    """Months from the start to the first month that could be touched; None: never."""
    at_once = goal.metric in _BOOKED_AT_ONCE or goal.metric in ("rep_turnover", "cycle_days")
    if at_once:
        return 0
    works = move.lever in _BY_WORK or move.lever.startswith("stage:")
    ramp = _first_productive(forecast, team) if move.lever == "hires" else 0
    if ramp is None:
        return None
    return ramp + (_shortest_lag(forecast, team) if works and goal.metric in BY_CLOSING else 0)


def _first_productive(forecast: Forecast, team: Team) -> int | None:
    """The first month of tenure in which somebody may sell, in the future with the fastest ramp."""
    luck = forecast.luck(0, forecast.n_trials)
    factor = draw_ramp_length(team, luck) * drawn_effects(forecast).factor("ramp_months", team.name)
    fastest, slowest = float(factor.min()), float(factor.max())
    for month in range(forecast.n_months):
        if _can_sell(team.ramp, _position(month, slowest), _position(month, fastest)):
            return month
    return None


def _position(month: int, factor: float) -> float:
    return month / factor if factor > 1e-9 else 1e9


def _can_sell(ramp: Sequence[float], low: float, high: float) -> bool:
    """Whether the ramp is above 0 anywhere between two points of it."""
    knots = np.arange(len(ramp))
    between = np.asarray(ramp)[(knots >= low) & (knots <= high)]
    return bool((np.interp([low, high], knots, ramp) > 0).any() or (between > 0).any())


def _shortest_lag(forecast: Forecast, team: Team) -> int:
    """Months until the first deal of a month's work could close, in the future with the shortest cycle."""
    if not team.cycle_days.mean:
        return 0
    luck = forecast.luck(0, forecast.n_trials)
    mean = draw_cycle_level(team, luck) * drawn_effects(forecast).factor("cycle_days", team.name)
    shortest = np.array([max(float(mean.min()), NEGLIGIBLE_DAYS)])
    shares = lag_shares(shortest, team.cycle_days.cv, forecast.n_months)[0]
    possible = np.flatnonzero(shares > NEVER)
    return int(possible[0]) if possible.size else forecast.n_months


def on_average(forecast: Forecast, goal: Goal, move: DatedMove) -> str | None:
    """The last month with time enough for the usual ramp and the mean cycle; None where none is.

    The rule of the goal's SMART card (`simulator.goals.smart_timely`), of the team with most time.
    """
    found = []
    for one in time_left(forecast, goal):
        if move.teams is not None and one.team not in move.teams:
            continue
        if move.lever == "hires":
            found.append(one.last_useful_hire)
        elif one.last_opportunity is not None:
            found.append(f"{one.last_opportunity.year:04d}-{one.last_opportunity.month:02d}")
    known = [month for month in found if month is not None]
    if not known:
        return None
    return month_text(max(month_number(month) for month in known))
