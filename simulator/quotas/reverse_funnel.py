"""From a goal back to deals, opportunities, appointments and calls, at the average and for chosen odds.

Definitions, the known answers and what is left out stand in docs/MODEL.md and docs/adr/0061-reverse-funnel.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.expected import drawn_effects
from simulator.engine.forecast import Forecast, Series
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError
from simulator.goals.metrics import metric
from simulator.goals.windows import Window, goal_window
from simulator.quotas import funnel_parts
from simulator.quotas.funnel_parts import DEALS, MONEY, Effort
from simulator.quotas.thinning import (
    FEWER_BINS,
    MOST_UNITS,
    SizedWins,
    fewest_units,
    odds_of_at_least,
    product_values,
    sample_values,
    sized_wins,
    together,
)
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

ODDS = (0.6, 0.8)
"""What the table answers besides the average: the policy's usual line for realistic, and a safer one."""
CLOSED = "closed in time"
"""Name of the step that follows the win where deals take time to close."""
BEYOND = 1e12
"""Units for one deal from which on no number is said to be enough."""
_FEW_OPEN = 0.01
"""Open deals whose spread is below this share of the target are taken at their mean."""


@dataclass(frozen=True)
class FunnelStep:
    """Units of one step. rate: the share of the step before that gets here, None for what enters.

    units: at the average, then for each of the odds; not rounded; None where no number is enough.
    """

    name: str
    rate: float | None
    units: tuple[float | None, ...]


@dataclass(frozen=True)
class Law:
    """The odds of the target, by how many units enter."""

    chance: Floats
    wanted: tuple[float, ...]
    sized: SizedWins | None = None

    def odds(self, entering: float) -> float:
        """P(target is met) with `entering` units, rounded down to whole ones."""
        n = max(0, int(min(entering + 1e-9, MOST_UNITS)))
        if self.sized is not None:
            return self.sized.odds(n, self.chance)
        return float(np.mean([odds_of_at_least(wanted, n, self.chance) for wanted in self.wanted]))


@dataclass(frozen=True)
class ReverseFunnel:
    """A goal, or a team's share of it, worked back to what must enter.

    share: the team's part of a company goal; target: its number, in the goal's unit or, for recurring revenue,
    the bookings that bring it (`booked`). open_deals: expected from the pipeline, in the target's unit; mean_size:
    of a deal, None where units are counted; deals: still to be won and closed in time. in_time: share of wins that
    close in time, None where nothing waits for the close. planned: units the plan expects to enter in the months of
    the work. capacity: opportunities the people can work in them, None without a limit.
    """

    goal: Goal
    team: str
    share: float
    target: float
    booked: bool
    open_deals: float
    mean_size: float | None
    deals: float
    in_time: float | None
    odds: tuple[float, ...]
    steps: tuple[FunnelStep, ...]
    effort: Effort
    planned: float
    capacity: float | None
    months: tuple[str, ...]
    workdays_per_month: float
    law: Law = field(repr=False, compare=False)

    @property
    def entering(self) -> FunnelStep:
        """The first step."""
        return self.steps[0]

    def per_rep_and_day(self, step: FunnelStep) -> tuple[float | None, ...]:
        """The step's units per effective rep and working day, not rounded; None where nobody is there to do it."""
        days = self.effort.rep_days
        return tuple(None if units is None or days <= 0 else units / days for units in step.units)


def funnel_goals(scenario: Scenario) -> tuple[Goal, ...]:
    """The goals of `scenario` that can be worked back to activities."""
    return tuple(goal for goal in scenario.goals if funnel_teams(scenario, goal))


def funnel_teams(scenario: Scenario, goal: Goal) -> tuple[str, ...]:
    """The teams whose funnels lead to `goal`; none where no number of deals or units is its answer."""
    if goal.direction != "at_least" or metric(goal.metric).kind == "ratio":
        return ()
    return tuple(
        team.name
        for team in scenario.teams
        if goal.scope in ("company", team.name) and funnel_parts.steps_to(team, goal.metric) is not None
    )


def reverse_funnel(
    forecast: Forecast, goal: Goal, team: str | None = None, odds: Sequence[float] = ODDS
) -> ReverseFunnel:
    """`goal` worked back through the funnel of `team`, its scope's or the first one where none is named.

    Raises ScenarioError where no number of units leads to the goal, or for odds outside 0 to 1.
    """
    teams = funnel_teams(forecast.scenario, goal)
    _check(goal, team, teams, odds)
    return _worked_back(forecast, goal, forecast.scenario.team(team or teams[0]), tuple(odds))


def _worked_back(forecast: Forecast, goal: Goal, team: Team, odds: tuple[float, ...]) -> ReverseFunnel:
    effects = drawn_effects(forecast)
    steps = funnel_parts.steps_to(team, goal.metric)
    assert steps is not None
    closes = steps == -1
    window = goal_window(forecast.scenario, goal)
    target = goal.threshold * (window.length if window.averaged else 1)
    window = Window(window.first, window.last)
    if goal.metric in MONEY:
        target, window = funnel_parts.bookings_wanted(forecast, goal)
    share = funnel_parts.team_share(forecast, goal, team, window)
    target *= share
    rates = funnel_parts.stage_values(effects, team, len(team.stages) if closes else steps)
    shares = funnel_parts.closing_shares(effects, team, window) if closes else None
    work = funnel_parts.effort(forecast, team, window, shares)
    chances, in_time = list(rates), None
    if shares is not None:
        closing = shares[:, work.first : work.last + 1] @ work.weights / work.weights.sum()
        in_time = float(closing.mean())
        chances.append(sample_values(closing))
    mean_size, level = (
        funnel_parts.deal_level(forecast, effects, team, window) if closes else (1.0, np.ones(1))
    )
    pipeline, worth = (
        funnel_parts.open_deals(forecast, team, window, mean_size) if closes else (np.zeros(1), 1.0)
    )
    each = worth if goal.metric in MONEY else 1.0
    left = _left(target, pipeline * each)
    law = _law(team, goal, product_values(chances), left, mean_size, level)
    deals = max(0.0, target - float(pipeline.mean()) * each) / (mean_size if goal.metric in MONEY else 1.0)
    names = [team.entry, *(stage.name for stage in team.stages[: len(rates)])]
    means = [float(values.mean()) for values in rates]
    if in_time is not None and in_time < 1 - 1e-9:
        names.append(CLOSED)
        means.append(in_time)
    months = slice(work.first, work.last + 1)
    return ReverseFunnel(
        goal=goal,
        team=team.name,
        share=share,
        target=target,
        booked=goal.metric in MONEY
        and not (goal.metric == "bookings" or forecast.scenario.recurring is None),
        open_deals=float(pipeline.mean()) * each,
        mean_size=mean_size if goal.metric in MONEY else None,
        deals=deals,
        in_time=in_time,
        odds=odds,
        steps=_steps(names, means, deals, [fewest_units(law.odds, one) for one in odds]),
        effort=work,
        planned=float(forecast.series(Series.ENTERED, team.name)[:, months].sum(axis=1).mean()),
        capacity=_capacity(forecast, team, months) if closes or steps >= len(team.stages) - 1 else None,
        months=forecast.months[work.first : work.last + 1],
        workdays_per_month=team.workdays_per_month,
        law=law,
    )


def _left(target: float, already: Floats) -> Floats:
    """What is still to be reached, equally likely values; one where what comes by itself hardly varies."""
    if np.ptp(already) <= _FEW_OPEN * target:
        already = np.array([already.mean()])
    return np.maximum(target - already, 0.0)


def _law(team: Team, goal: Goal, chance: Floats, left: Floats, mean_size: float, level: Floats) -> Law:
    if goal.metric not in MONEY:
        return Law(chance, tuple(left.tolist()))
    if not np.isfinite(left).all():
        return Law(chance, (float("inf"),))
    few = [sized_wins(float(one), team.deal_size, mean_size, level) for one in sample_values(left, 8)]
    return Law(sample_values(chance, FEWER_BINS), (), together(few))


def _steps(
    names: list[str], rates: list[float], deals: float, entering: list[int | None]
) -> tuple[FunnelStep, ...]:
    through = np.cumprod([1.0, *rates])
    average: float | None = 0.0
    if deals > 0:
        average = None if deals > through[-1] * BEYOND else deals / through[-1]
    needed = [average, *entering]
    return tuple(
        FunnelStep(
            name,
            None if number == 0 else rates[number - 1],
            tuple(
                None if units is None or not np.isfinite(units) else float(units * through[number])
                for units in needed
            ),
        )
        for number, name in enumerate(names)
    )


def _capacity(forecast: Forecast, team: Team, months: slice) -> float | None:
    if not forecast.has(Series.CAPACITY, team.name):
        return None
    return float(forecast.series(Series.CAPACITY, team.name)[:, months].sum(axis=1).mean())


def _check(goal: Goal, team: str | None, teams: tuple[str, ...], odds: Sequence[float]) -> None:
    label = metric(goal.metric).label
    if not teams:
        usable = sorted(MONEY | DEALS | {"entered"})
        raise ScenarioError.single(
            "goal",
            goal.name,
            f"asks for {label.lower()}, which no number of deals or calls answers; choose a goal of at least so "
            f"much of {', '.join(usable)}, or of the units that reach a stage",
        )
    if team is not None and team not in teams:
        raise ScenarioError.single(
            "team", team, f"has no funnel that leads to {goal.name}; use {', '.join(teams)}"
        )
    for one in odds:
        if not 0 < one < 1:
            raise ScenarioError.single("odds", one, "must be above 0 and below 1; write 0.8 for 80 %")
