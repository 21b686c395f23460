"""Until when something is still worth beginning: the odds it adds by the month it begins in, the luck held still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.decide.dated_moves import DatedMove, moves
from simulator.decide.last_possible import last_possible, on_average
from simulator.decide.response import Response
from simulator.decide.who_limits import Limit, limit_of
from simulator.goals.verdict import goal_values, meets
from simulator.goals.windows import goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Scenario

SURE = 2.0
"""Standard errors above 0 from which a gain is one: luck alone passes that in about 1 of 40 cases."""

Met = NDArray[np.bool_]
Effect = Literal["useful", "none", "too small", "harms"]


@dataclass(frozen=True)
class Start:
    """Something beginning in `month`, the t-th from 0, decided in `decided`.

    odds: of the goal then; gain: over its never beginning; standard_error: of the gain, from the same futures.
    """

    t: int
    month: str
    decided: str
    odds: float
    gain: float
    standard_error: float

    @property
    def is_sure(self) -> bool:
        """Whether the gain is more than luck between futures could be."""
        return self.gain > 0 and self.gain > SURE * self.standard_error


@dataclass(frozen=True)
class LastDate:
    """Until when one `move` still helps a goal.

    starts: every month in which it can begin from now on, up to the deadline. last: the last with a gain that is sure;
    decide_by: the month in which it must be decided for that, its lead time earlier. last_possible: after it the goal
    cannot feel it, whatever the luck (`simulator.decide.last_possible`); on_average: the last with time enough for
    the usual ramp and the mean cycle. without: the goal's odds if it never begins. is_felt: whether the goal's metric
    moves in any future, its odds or not. limit: of a hire's team.
    """

    move: DatedMove
    starts: tuple[Start, ...]
    last: Start | None
    last_possible: str | None
    on_average: str | None
    without: float
    is_felt: bool
    limit: Limit | None

    @property
    def decide_by(self) -> str | None:
        """The month of the last useful decision; None where there is none."""
        return None if self.last is None else self.last.decided

    @property
    def effect(self) -> Effect:
        """Useful in some month; exactly nothing in all; too little to be told from luck; or it lowers the odds."""
        if self.last is not None:
            return "useful"
        if all(one.gain == 0 and one.standard_error == 0 for one in self.starts):
            return "none"
        worse = any(one.gain < 0 and -one.gain > SURE * one.standard_error for one in self.starts)
        return "harms" if worse else "too small"

    @property
    def now(self) -> float:
        """The odds gained by deciding now; 0 where it is too late."""
        return self.starts[0].gain if self.starts else 0.0

    @property
    def now_error(self) -> float:
        """Its standard error."""
        return self.starts[0].standard_error if self.starts else 0.0

    @property
    def as_planned(self) -> Start | None:
        """The start the plan itself has; None where it has none from now to the deadline."""
        return next((one for one in self.starts if one.month == self.move.planned), None)

    @property
    def lost_next(self) -> float:
        """The odds lost by deciding a month from now and not now."""
        return self.now - (self.starts[1].gain if len(self.starts) > 1 else 0.0)

    @property
    def lost_per_month(self) -> float:
        """The odds lost per month of delay, on average from now until nothing is left to gain; 0 where nothing is."""
        if self.last is None:
            return 0.0
        return self.now / (self.last.t - self.starts[0].t + 1)

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, odds 0..1."""
        move = self.move
        return {
            "kind": move.kind,
            "name": move.name,
            "teams": None if move.teams is None else list(move.teams),
            "lever": move.lever,
            "change": move.change,
            "planned": move.planned,
            "lead_months": move.lead_months,
            "effect": self.effect,
            "last_useful_month": None if self.last is None else self.last.month,
            "decide_by": self.decide_by,
            "last_possible_month": self.last_possible,
            "last_month_on_average": self.on_average,
            "odds_without": self.without,
            "moves_the_metric": self.is_felt,
            "gain_as_planned": None if self.as_planned is None else self.as_planned.gain,
            "gain_now": self.now,
            "standard_error_now": self.now_error,
            "lost_by_one_month": self.lost_next,
            "lost_per_month": self.lost_per_month,
            "starts": [
                {
                    "month": one.month,
                    "decided": one.decided,
                    "probability": one.odds,
                    "gain": one.gain,
                    "standard_error": one.standard_error,
                }
                for one in self.starts
            ],
            "limit": None if self.limit is None else _limit_document(self.limit),
        }


def _limit_document(limit: Limit) -> dict[str, Any]:
    return {
        "team": limit.team,
        "months": limit.months,
        "months_by_people": limit.by_people,
        "months_by_leads": limit.by_leads,
        "people_share": list(limit.people),
        "more_leads_gain": limit.leads_gain,
        "more_leads_standard_error": limit.leads_error,
    }


def last_dates(
    response: Response,
    goal: Goal,
    tried: Sequence[DatedMove] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[LastDate, ...]:
    """Until when each of `tried` (left out, `moves`) still helps `goal`, in that order.

    Every month from now to the deadline is simulated with the same luck; where the goal cannot feel it any more it is
    exactly 0 and not simulated. progress: called as ``progress(done, runs)``; what it raises ends the search.
    """
    scenario = response.scenario
    found = moves(scenario, goal.scope) if tried is None else tuple(tried)
    last = goal_window(scenario, goal).last
    latest = [last_possible(response.forecast, goal, one) for one in found]
    runs = sum(
        (0 if end is None else max(end + 1 - one.lead_months, 0)) + (one.kind != "lever")
        for one, end in zip(found, latest, strict=True)
    )
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, runs), runs)

    dated = []
    for one, end in zip(found, latest, strict=True):
        dated.append(_dated(response, goal, one, last, end, step))
    return tuple(dated)


def _dated(
    response: Response,
    goal: Goal,
    move: DatedMove,
    last: int,
    end: int | None,
    step: Callable[[], None],
) -> LastDate:
    scenario = response.scenario
    never = goal_values(response.forecast, goal)
    if move.kind == "initiative":
        never = goal_values(response.of(move.begun(scenario, scenario.horizon_months)), goal)
        step()
    without, is_felt = meets(never, goal), False
    starts = []
    for t in range(move.lead_months, last + 1):
        met = without
        if end is not None and t <= end:
            values = goal_values(response.of(move.begun(scenario, t)), goal)
            met = meets(values, goal)
            is_felt = is_felt or not np.array_equal(values, never, equal_nan=True)
            step()
        starts.append(_start(scenario, t, move.lead_months, met, without))
    limit = None
    if move.kind == "hire" and move.touches(goal.scope):
        limit = limit_of(response, goal, move.name)
        step()
    return LastDate(
        move=move,
        starts=tuple(starts),
        last=next((one for one in reversed(starts) if one.is_sure), None),
        last_possible=None if end is None else _month(scenario, end),
        on_average=on_average(response.forecast, goal, move),
        without=float(without.mean()),
        is_felt=is_felt,
        limit=limit,
    )


def _start(scenario: Scenario, t: int, lead: int, met: Met, without: Met) -> Start:
    difference = met.astype(float) - without
    return Start(
        t=t,
        month=_month(scenario, t),
        decided=_month(scenario, t - lead),
        odds=float(met.mean()),
        gain=float(difference.mean()),
        standard_error=float(difference.std() / np.sqrt(len(difference))),
    )


def _month(scenario: Scenario, t: int) -> str:
    return month_text(month_number(scenario.start_month) + t)
