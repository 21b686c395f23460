"""What of a forecast stays as it is when levers move: the series no moved lever reaches, taken and not drawn again.

Draws depend on the seed and the stream's name alone, so a series whose own inputs and levers are the same as in an
earlier forecast, and whose sources are, is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import Counts, Floats
from simulator.scenario.codec import team_digest
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.plan import DatedChange, Scenario
from simulator.scenario.team import Team

Array = np.ndarray[Any, Any]

PEOPLE = (Series.HEADCOUNT, Series.EFFECTIVE_REPS, Series.LEAVERS, Series.JOINERS)
WORK = (
    Series.DEMAND,
    Series.WORKED,
    Series.BACKLOG,
    Series.CARRIED,
    Series.LOST_TO_CAPACITY,
    Series.PEOPLE_BIND,
)
CLOSINGS = (Series.CLOSED, Series.WON_OPEN, Series.CYCLE_DAYS_SUM)
PIPELINE = (Series.PIPELINE_WON, Series.PIPELINE_CLOSED)
SUBSCRIPTIONS = (Series.OPENING_CUSTOMERS, Series.CHURNED, Series.CUSTOMERS, Series.MRR)
COMPANY_SERIES = (
    Series.MARKET,
    Series.REVENUE,
    Series.GROSS_PROFIT,
    Series.REP_COST,
    Series.MARKETING_COST,
    Series.OVERHEAD_COST,
    Series.CHANGE_COST,
    Series.PROFIT,
)
_SHARED = ("start_month", "horizon_months", "growth", "seasonality", "market")


@dataclass(frozen=True)
class Known:
    """Series of one scope that need not be drawn, for trials ``first .. first + count - 1``."""

    names: frozenset[str] = frozenset()
    arrays: Mapping[str, Array] = field(default_factory=dict)
    first: int = 0
    count: int = 0

    def has(self, *names: str) -> bool:
        """Whether all of `names` are known."""
        return self.names.issuperset(names)

    def counts(self, name: str) -> Counts:
        """A known series of whole numbers, (months, count), as the engine draws it."""
        return np.array(self._cut(name), dtype=np.int64, order="C")

    def floats(self, name: str) -> Floats:
        """A known series, (months, count)."""
        return np.array(self._cut(name), dtype=np.float64, order="C")

    def _cut(self, name: str) -> Array:
        return self.arrays[name][:, self.first : self.first + self.count]


class Unmoved:
    """The series of `like` that those of a scenario cannot differ from, by scope."""

    def __init__(
        self, names: Mapping[str, frozenset[str]], arrays: Mapping[str, Mapping[str, Array]]
    ) -> None:
        self.names = names
        self._arrays = arrays

    def known(self, scope: str, first: int, count: int) -> Known:
        """What is known of `scope` in so many trials."""
        return Known(self.names.get(scope, frozenset()), self._arrays.get(scope, {}), first, count)

    def is_whole(self, scope: str) -> bool:
        """Whether nothing of `scope` has to be drawn."""
        if scope == COMPANY:
            # Beside its own series it keeps sums of its teams that somebody asked for.
            return self.names.get(scope, frozenset()).issuperset(COMPANY_SERIES)
        return scope in self.names and self.names[scope] == self._arrays[scope].keys()

    def arrays(self) -> dict[str, dict[str, Array]]:
        """The known series themselves, shared and not copied."""
        return {
            scope: {name: self._arrays[scope][name] for name in names} for scope, names in self.names.items()
        }


NOTHING_KNOWN = Known()


def unmoved(
    scenario: Scenario,
    like: Forecast | None,
    n_trials: int,
    seed: int,
    kept: frozenset[tuple[str, ...]] | None,
) -> Unmoved:
    """What a forecast of `scenario` shares with `like`; nothing where trials, seed or luck are others."""
    if like is None or (like.n_trials, like.seed, like.kept) != (n_trials, seed, kept):
        return Unmoved({}, {})
    old = like.scenario
    if any(getattr(scenario, name) != getattr(old, name) for name in _SHARED):
        return Unmoved({}, {})
    arrays = like.drawn()
    names = {
        team.name: _of_team(scenario, old, team) & arrays[team.name].keys()
        for team in scenario.teams
        if team.name in old.team_names and _is_same(team, old.team(team.name))
    }
    names[COMPANY] = _of_company(scenario, old, names)
    return Unmoved(names, arrays)


def _is_same(team: Team, other: Team) -> bool:
    return team is other or team == other or team_digest(team) == team_digest(other)


def _of_team(scenario: Scenario, old: Scenario, team: Team) -> frozenset[str]:
    """Names of the series of `team` that are the same in both: driver after driver, as `simulate` draws them."""

    def same(*levers: str) -> bool:
        return all(_moves(scenario, lever, team.name) == _moves(old, lever, team.name) for lever in levers)

    stages = team.stages
    people = same("attrition", "hires", "ramp_months")
    going = same("volume") and (people or not team.outbound_per_rep_per_day)
    names = {Series.PIPELINE_WON, *(PEOPLE if people else ()), *([Series.ENTERED] if going else ())}
    for stage in stages[:-1]:
        going = going and same(f"{STAGE_PREFIX}{stage.name}")
        names |= {Series.stage(stage.name)} if going else set()
    if team.opportunities_per_rep_per_month is not None:
        able = people and same("capacity")
        names |= {Series.CAPACITY} if able else set()
        going = going and able
    names |= set(WORK) if going else set()
    going = going and same("win_rate", f"{STAGE_PREFIX}{stages[-1].name}")
    names |= {Series.WON} if going else set()
    timed = same("cycle_days")
    names |= {Series.PIPELINE_CLOSED} if timed else set()
    if going and timed:
        names |= {*CLOSINGS, *([Series.BOOKINGS] if same("deal_size") else ())}
    return frozenset(names)


def _of_company(scenario: Scenario, old: Scenario, teams: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Names of the series of the company that are the same in both."""

    def same(*levers: str) -> bool:
        return all(_moves(scenario, lever) == _moves(old, lever) for lever in levers)

    def known(*series: str) -> bool:
        complete = set(scenario.team_names) == set(old.team_names) == teams.keys()
        return complete and all(names.issuperset(series) for names in teams.values())

    names = {Series.MARKET}
    costs, before = scenario.costs, old.costs
    subscribed = scenario.recurring is not None
    moved = known(Series.BOOKINGS)
    if subscribed:
        moved = moved and known(Series.CLOSED) and same("churn", "expansion")
    revenue = moved and scenario.recurring == old.recurring
    if revenue:
        names |= {Series.REVENUE, *(SUBSCRIPTIONS if subscribed else ())}
    if revenue and costs.gross_margin == before.gross_margin and same("gross_margin"):
        names.add(Series.GROSS_PROFIT)
    if known(Series.HEADCOUNT):
        names.add(Series.REP_COST)
    if costs.marketing_per_month == before.marketing_per_month and same("marketing"):
        names.add(Series.MARKETING_COST)
    if costs.overhead_per_month == before.overhead_per_month and same("overhead"):
        names.add(Series.OVERHEAD_COST)
    if _spent(scenario) == _spent(old):
        names.add(Series.CHANGE_COST)
    profit = (Series.GROSS_PROFIT, Series.REP_COST, Series.MARKETING_COST)
    if names.issuperset((*profit, Series.OVERHEAD_COST, Series.CHANGE_COST)):
        names.add(Series.PROFIT)
    return frozenset(names)


def _moves(scenario: Scenario, lever: str, team: str | None = None) -> tuple[Hashable, ...]:
    """All that moves `lever` in `team`, in the order in which it is multiplied."""
    # People who come for certain round a fraction by the luck of their number in the document.
    named = lever == "hires"
    sure = [
        (one.start_month and scenario.month_index(one.start_month), one.change, number if named else 0)
        for number, one in enumerate(scenario.adjustments)
        if _touches(one.lever, one.teams, lever, team)
    ]
    dated = [
        (kind, *_drawn_as(one), one.phase_in_months)
        for kind, listed in (("initiative", scenario.initiatives), ("risk", scenario.risks))
        for one in listed
        if _touches(one.lever, one.teams, lever, team)
    ]
    return (*sure, *dated)


def _touches(of: str, teams: tuple[str, ...] | None, lever: str, team: str | None) -> bool:
    return of == lever and (team is None or teams is None or team in teams)


def _spent(scenario: Scenario) -> tuple[Hashable, ...]:
    """All that is spent on initiatives and risks, in the order in which it is added up."""
    return tuple(
        (kind, one.cost, *_drawn_as(one))
        for kind, listed in (("initiative", scenario.initiatives), ("risk", scenario.risks))
        for one in listed
        if one.cost
    )


def _drawn_as(one: DatedChange) -> tuple[Hashable, ...]:
    effect = one.effect
    return one.name, one.start_month, one.probability, effect.low, effect.mode, effect.high
