"""The forecast: every series of every team in every month of every simulated future."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from simulator.engine.streams import Luck
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

COMPANY = "company"
Array = np.ndarray[Any, Any]


class Series:
    """Names of the series a forecast holds, with their units."""

    ENTERED = "entered"  # units entering the funnel
    DEMAND = "demand"  # opportunities plus backlog at the last open stage
    CAPACITY = "capacity"  # opportunities the people can work; only for teams with a limit
    WORKED = "worked"  # units that reach the last open stage
    BACKLOG = "backlog"  # waiting at the start of the month
    CARRIED = "carried"  # waiting at its end
    LOST_TO_CAPACITY = "lost_to_capacity"
    PEOPLE_BIND = "people_bind"  # True where demand exceeded capacity
    WON = "won"  # decided as won in the month
    WON_OPEN = "won_open"  # of those, closing after the last month
    CLOSED = "closed"  # won deals closing in the month, open pipeline included
    PIPELINE_WON = "pipeline_won"  # deals open at the start that are won at all; one column
    PIPELINE_CLOSED = "pipeline_closed"  # of those, closing in the month
    BOOKINGS = "bookings"  # money
    CYCLE_DAYS_SUM = "cycle_days_sum"  # days, over the units won in the month
    HEADCOUNT = "headcount"
    EFFECTIVE_REPS = "effective_reps"
    LEAVERS = "leavers"
    JOINERS = "joiners"
    MARKET = "market"  # factor of mean 1
    OPENING_CUSTOMERS = "opening_customers"
    CHURNED = "churned"
    CUSTOMERS = "customers"
    MRR = "mrr"
    REVENUE = "revenue"
    GROSS_PROFIT = "gross_profit"
    REP_COST = "rep_cost"
    MARKETING_COST = "marketing_cost"
    OVERHEAD_COST = "overhead_cost"
    CHANGE_COST = "change_cost"  # initiatives, and risks that happen
    PROFIT = "profit"

    @staticmethod
    def stage(name: str) -> str:
        """The series of units reaching the open stage `name`, before any capacity limit."""
        return f"{STAGE_PREFIX}{name}"


class Forecast:
    """`n_trials` simulated futures of `scenario`; arrays have shape (n_trials, n_months) and must not be written to."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        n_trials: int,
        arrays: dict[str, dict[str, Array]],
        kept: frozenset[tuple[str, ...]] | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.n_trials = n_trials
        self.kept = kept
        self._arrays = arrays
        self._beside: dict[tuple[str, str], tuple[object, Array]] = {}
        for scope in arrays.values():
            for array in scope.values():
                array.flags.writeable = False

    def luck(self, first: int, count: int) -> Luck:
        """The luck its trials ``first .. first + count - 1`` were drawn with, for what is drawn beside its series."""
        return Luck(self.seed, first, count, self.kept)

    def drawn(self) -> Mapping[str, Mapping[str, Array]]:
        """The series as they were drawn, (months, trials) each, by scope: what another forecast may share."""
        return self._arrays

    def under(self, scenario: Scenario) -> Forecast:
        """The same futures, judged under `scenario`: one with the same simulation digest."""
        if scenario is self.scenario:
            return self
        other = Forecast(scenario, self.seed, self.n_trials, self._arrays, self.kept)
        other._beside = self._beside
        return other

    def beside(self, name: str, scope: str, inputs: object, make: Callable[[], Array]) -> Array:
        """What `make` draws beside the series, (n_trials, n_months), kept while `inputs` stay equal; read-only."""
        found = self._beside.get((name, scope))
        if found is None or found[0] != inputs:
            drawn = make()
            drawn.flags.writeable = False
            found = self._beside[name, scope] = (inputs, drawn)
        return found[1]

    @property
    def n_months(self) -> int:
        """Months simulated."""
        return self.scenario.horizon_months

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The simulated months, ``YYYY-MM``."""
        return self.scenario.months

    def has(self, name: str, scope: str = COMPANY) -> bool:
        """Whether `series` would find `name` in `scope`."""
        try:
            self.series(name, scope)
        except KeyError:
            return False
        return True

    def series(self, name: str, scope: str = COMPANY) -> Array:
        """One series, shape (n_trials, n_months); for the company the sum of its teams (any of them for `people_bind`).

        A stage's series holds the units that reach it; the last open stage is reached only by what the people can work.
        Raises KeyError where `scope` is no team or has no such series.
        """
        return self._rows(name, scope).T

    def _rows(self, name: str, scope: str) -> Array:
        if scope != COMPANY:
            return self._team_rows(name, self.scenario.team(scope))
        kept = self._arrays[COMPANY]
        if name not in kept:
            found = [
                rows
                for rows in (self._team_rows_or_none(name, team) for team in self._teams_by_name)
                if rows is not None
            ]
            if not found or name == Series.CAPACITY:
                raise KeyError(name)
            if name == Series.PEOPLE_BIND:
                total: Array = np.any(found, axis=0)
            else:
                total = found[0] if len(found) == 1 else np.sum(found, axis=0)
            total.flags.writeable = False
            kept[name] = total
        return kept[name]

    @cached_property
    def _teams_by_name(self) -> list[Team]:
        # Floating point sums depend on their order, which the order of the document must not decide.
        return sorted(self.scenario.teams, key=lambda team: team.name)

    def _team_rows_or_none(self, name: str, team: Team) -> Array | None:
        try:
            return self._team_rows(name, team)
        except KeyError:
            return None

    def _team_rows(self, name: str, team: Team) -> Array:
        arrays = self._arrays[team.name]
        if name == Series.REP_COST:
            return np.asarray(arrays[Series.HEADCOUNT] * (team.annual_cost_per_rep / 12))
        if name.startswith(STAGE_PREFIX):
            stages = [stage.name for stage in team.stages]
            if name == Series.stage(stages[-1]):
                return arrays[Series.WON]
            if len(stages) > 1 and name == Series.stage(stages[-2]):
                return arrays[Series.WORKED]
        return arrays[name]
