"""Goal seek in odds: the smallest change of each single lever that turns a goal's word, or how close it gets.

Every answer was searched on the luck the scenario is judged by and is checked on luck it has never seen. Sampling
error of both together decides whether they agree; where they do not, the search is made again on both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.decide.lever_readings import Readings
from simulator.decide.lever_search import Turn, looks_hopeless, search, slope_at
from simulator.decide.response import Response
from simulator.decide.sought import LeverTurn, Moved, RealisticTarget, Sought
from simulator.decide.terms import LEAST, MOST, Terms, terms
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import simulate
from simulator.errors import ScenarioError
from simulator.goals.verdict import assess, meets, reaches, wilson_interval
from simulator.scenario.goal import Goal
from simulator.scenario.lever_values import lever_amount, lever_unit
from simulator.scenario.plan import Scenario

FEW_TRIALS = 1_000
AGREEING = 2.5758
"""Standard errors by which two samples of the same odds differ in 1 of 100 cases."""
NORMAL_95 = 1.95996
Progress = Callable[[int, int], None]


def seek(
    of: Forecast | Response,
    goal: Goal,
    probability: float | None = None,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Sought:
    """What each lever of the scenario would have to be for `goal` to have the odds `probability`.

    Left out, the least odds of *realistic*. progress: called as ``progress(levers done, levers)``, and may raise to
    stop. Raises ScenarioError where `probability` is not between 0 and 1.
    """
    seeker = Seeker(of, goal, probability, threads=threads)
    found = []
    for number, one in enumerate(seeker.terms):
        if progress is not None:
            progress(number, len(seeker.terms))
        found.append(seeker.lever(one))
    if progress is not None:
        progress(len(found), len(found))
    return Sought(
        goal,
        seeker.verdict,
        seeker.wanted,
        seeker.met,
        seeker.fresh_now,
        tuple(found),
        seeker.target(),
    )


class Seeker:
    """The same piece by piece: levers may be asked one at a time, in any order, with the same answers."""

    def __init__(
        self,
        of: Forecast | Response,
        goal: Goal,
        probability: float | None = None,
        *,
        progress: Progress | None = None,
        threads: int | None = None,
    ) -> None:
        every = of if isinstance(of, Response) else Response(of, progress=progress, threads=threads)
        self.scenario: Scenario = every.scenario
        self.goal = goal
        self.wanted = wanted_odds(self.scenario, probability)
        self.verdict = assess(every.forecast, [goal])[0]
        self.terms: tuple[Terms, ...] = terms(self.scenario)
        self._every, self._progress, self._threads = every, progress, threads
        self._few: Response | None = None
        self._lots: list[Response] = [every]
        self._made: dict[tuple[Terms, int], Readings] = {}

    @property
    def met(self) -> bool:
        """Whether the goal has the wanted odds as it is."""
        return self.verdict.probability >= self.wanted

    @property
    def fresh_now(self) -> float:
        """The odds of the goal as it is, on luck never seen before."""
        return float(meets(self._lot(1).values(self.goal), self.goal).mean())

    def lever(self, one: Terms) -> LeverTurn:
        """What one lever alone can do."""
        if self.met:
            return self._spare(one)
        for lots in (1, 2):
            every = self._readings(one, lots)
            turn = search(self.scenario, one, self._readings(one, 0), every)
            at = self._moved(one, turn.change, every, lots)
            if at.verified:
                break
        return self._told(one, turn, at)

    def is_hopeless(self, one: Terms) -> bool:
        """Whether a few futures show already that no value of the lever reaches the wanted odds; far cheaper."""
        return not self.met and looks_hopeless(self.scenario, one, self._readings(one, 0))

    def target(self) -> RealisticTarget | None:
        """The target that has the wanted odds as things are; None where the metric is not defined often enough."""
        for lots in (1, 2):
            values = np.concatenate([self._lot(number).values(self.goal) for number in range(lots)])
            found = _target(values, self.goal, self.wanted)
            if found is None:
                return None
            value, interval = found
            odds = float(reaches(values, value, self.goal.direction).mean())
            again = self._lot(lots).values(self.goal)
            fresh = float(reaches(again, value, self.goal.direction).mean())
            verified = self._agree(odds, len(values), fresh, len(again))
            if verified:
                break
        return RealisticTarget(value, odds, interval, fresh, verified)

    def _spare(self, one: Terms) -> LeverTurn:
        """The goal is met: how far the lever may go the wrong way, from the first month on, whatever its terms are."""
        fate = replace(
            one, least=min(one.least, LEAST), most=max(one.most, MOST), start_month=None, probability=1.0
        )
        at = self._moved(one, 0.0, self._readings(one, 1), 1)
        if one.lever.absolute:
            return self._told(one, Turn(False, 0.0, 0.0, None, "one way"), at)
        for lots in (1, 2):
            every = self._readings(fate, lots)
            turn = search(self.scenario, fate, self._readings(fate, 0), every, losing=True)
            falls = self._moved(fate, turn.last if turn.found else turn.change, every, lots)
            if falls.verified:
                break
        told = self._told(fate, turn, at, None if turn.shape == "no effect" else falls)
        return replace(told, start_month=one.start_month, works=one.probability)

    def _told(self, one: Terms, turn: Turn, at: Moved, falls: Moved | None = None) -> LeverTurn:
        name = one.lever.name
        start = self._amount(one, 0.0)
        bounds = sorted(self._amount(one, end) for end in (one.least, one.most))
        slope = self._slope(one, turn)
        spread = math.sqrt(self.wanted * (1 - self.wanted) / (at if falls is None else falls).n_trials)
        return LeverTurn(
            lever=one.lever,
            teams=one.teams,
            unit=lever_unit(name),
            start=start,
            least=bounds[0],
            most=bounds[1],
            feasible=self.met or turn.found,
            at=at,
            falls_to=falls,
            lost=falls is not None and turn.found,
            shape=turn.shape,
            resolution=None if turn.steps is None else turn.steps.step,
            sampling=NORMAL_95 * spread / slope * (1.0 if one.lever.absolute else start) if slope else None,
            start_month=one.start_month,
            works=one.probability,
            wanted=self.wanted,
        )

    def _amount(self, one: Terms, change: float) -> float:
        """The lever in its natural unit, without the last bits of a multiplication."""
        return float(f"{lever_amount(self.scenario, one.lever.name, change, one.teams):.12g}")

    def _slope(self, one: Terms, turn: Turn) -> float:
        """How fast the odds move with the lever where the word turns; 0 where nothing tells."""
        if turn.steps is None:
            return 0.0
        return slope_at(self._readings(one, 0), turn.change) or slope_at(self._readings(one, 1), turn.change)

    def _moved(self, one: Terms, change: float, every: Readings, lots: int) -> Moved:
        """`change`, read from as many lots of luck as it was searched on, and from one more."""
        odds, n = every.odds(change), every.n_trials
        again = Readings((self._lot(lots),), self.goal, one, self.wanted, one.probability)
        fresh = again.odds(change)
        return Moved(
            change=change,
            amount=self._amount(one, change),
            odds=odds,
            interval=wilson_interval(round(odds * n), n),
            fresh=fresh,
            verified=self._agree(odds, n, fresh, again.n_trials),
            n_trials=n,
            cost=one.cost(change),
        )

    def _agree(self, odds: float, n: int, fresh: float, fresh_n: int) -> bool:
        """Whether two samples may be of the same odds."""
        share = (odds * n + fresh * fresh_n) / (n + fresh_n)
        error = math.sqrt(max(share * (1 - share), 0.0) * (1 / n + 1 / fresh_n))
        return abs(odds - fresh) <= AGREEING * error + 1e-12

    def _readings(self, one: Terms, lots: int) -> Readings:
        """Of the first `lots` lots of luck, of a few futures where it is 0."""
        if (one, lots) not in self._made:
            responses = tuple(self._lot(number) for number in range(lots)) or (self._a_few(),)
            self._made[one, lots] = Readings(responses, self.goal, one, self.wanted, one.probability)
        return self._made[one, lots]

    def _lot(self, number: int) -> Response:
        while len(self._lots) <= number:
            self._lots.append(self._lots[-1].fresh())
        return self._lots[number]

    def _a_few(self) -> Response:
        """The first futures of the same luck."""
        if self._few is None:
            forecast = self._every.forecast
            if forecast.n_trials <= 2 * FEW_TRIALS:
                self._few = self._every
            else:
                few = simulate(
                    self.scenario, FEW_TRIALS, forecast.seed, threads=self._threads, kept=forecast.kept
                )
                self._few = Response(few, progress=self._progress, threads=self._threads)
        return self._few


def wanted_odds(scenario: Scenario, probability: float | None) -> float:
    """`probability`, or the least odds of *realistic*; ScenarioError where it is no odds to be sought."""
    if probability is None:
        return scenario.policy.realistic_at_least
    if not 0 < probability < 1:
        meant = f"; write {probability / 100:g} for {probability:g} %" if 1 < probability < 100 else ""
        raise ScenarioError.single("probability", f"{probability:g}", f"must lie above 0 and below 1{meant}")
    return probability


def _target(
    values: np.ndarray[Any, np.dtype[np.float64]], goal: Goal, wanted: float
) -> tuple[float, tuple[float, float]] | None:
    """The value met with the wanted odds, and those a little more and a little less often (order statistics)."""
    known = np.sort(values[~np.isnan(values)])
    if goal.direction == "at_least":
        known = known[::-1]
    n = len(values)
    needed = max(math.ceil(wanted * n - 1e-9), 1)
    if needed > len(known):
        return None
    half = NORMAL_95 * math.sqrt(n * wanted * (1 - wanted))
    ends = [min(max(round(needed + sign * half), 1), len(known)) for sign in (-1, 1)]
    low, high = sorted(float(known[end - 1]) for end in ends)
    return float(known[needed - 1]), (low, high)
