"""What levers do to a goal alone and together, each combination simulated once on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from simulator.decide.plan_margin import Margin
from simulator.decide.plan_master import between
from simulator.decide.plan_moves import Move, moves_of, with_changes
from simulator.decide.response import Response
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import simulate
from simulator.goals.verdict import Verdict, goal_values, judged
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

Progress = Callable[[int, int], None]
Pair = tuple[Move, Move]
"""One lever down and up."""
Parts = Sequence[tuple[Move, int]]
"""Levers and the level each is moved to."""

MOST_RUNS = 140
"""Simulations a search may make."""
PROBE_TRIALS, PROBED_FROM = 2_000, 5_000
"""Futures in which levers are tried by themselves, and how many a forecast must have for fewer to be worth it."""
MOST_TOGETHER = 8
"""Levers of which it is asked what pairs of them do only together."""
NOTICED = 0.03
"""Share of what is missing below which levers are taken to add up."""


@dataclass(frozen=True)
class Lever:
    """A lever as a search knows it. gains: what each level of it adds to the margin alone."""

    move: Move
    gains: tuple[float, ...]


@dataclass
class Trials:
    """Simulations of one goal with levers moved. progress: called as ``progress(runs, most)`` after each."""

    response: Response
    goal: Goal
    wanted: float
    progress: Progress | None = None
    threads: int | None = None
    runs: int = 0
    _fresh: Response | None = None
    _seen: dict[tuple[bool, tuple[tuple[str, float], ...]], Margin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pairs = moves_of(self.response.scenario)
        self.margin = Margin.of(goal_values(self.response.forecast, self.goal), self.goal, self.wanted)
        self._probe, self._probed = self.response, self.margin
        whole = self.response.forecast
        if whole.n_trials >= PROBED_FROM:
            few = simulate(
                whole.scenario,
                PROBE_TRIALS,
                whole.seed,
                threads=self.threads,
                kept=whole.kept,
            )
            self._probe = Response(few, threads=self.threads)
            self._probed = self.margin.again(goal_values(few, self.goal))

    @property
    def exhausted(self) -> bool:
        """Whether no more simulations may be made."""
        return self.runs >= MOST_RUNS

    def verdict(self, *forecasts: Forecast) -> Verdict:
        """Of the goal in forecasts of the scenario with some of its levers moved, all of them one lot of futures."""
        plan = self.response.scenario
        values = np.concatenate([goal_values(one, self.goal) for one in forecasts])
        return judged(plan, self.goal, values, plan.policy)

    def checked(self, scenario: Scenario) -> Verdict:
        """Of the goal in `scenario`, with as many futures again that the search has not seen."""
        if self._fresh is None:
            self._fresh = self.response.fresh()
        verdict = self.verdict(self.response.of(scenario), self._fresh.of(scenario))
        self._tell()
        return verdict

    def tried(self, parts: Parts) -> Margin:
        """What the combination leads to; simulated once."""
        return self._simulated(self.response, parts) if parts else self.margin

    def carried_out(self, parts: Parts) -> Scenario:
        """The scenario with these levers moved."""
        scenario = self.response.scenario
        return with_changes(scenario, [move.change(scenario, level) for move, level in parts])

    def gain(self, parts: Parts) -> float:
        """What the combination adds to the margin, from fewer futures: good enough to choose what to try."""
        return self._simulated(self._probe, parts).value - self._probed.value

    def helpful(self, pairs: Sequence[Pair]) -> list[Lever]:
        """The levers that bring the goal nearer, in the direction that does, alone or only beside others."""
        found: list[Lever] = []
        silent: list[Move] = []
        for down, up in pairs:
            first, second = (up, down) if up.terms.lever.better > 0 else (down, up)
            lever = self._alone(first) or self._alone(second)
            if lever is not None:
                found.append(lever)
            elif first.changes or second.changes:
                silent.append(first if first.changes else second)
        # What does nothing alone may be what is missing beside the others: people where leads come in, and leads
        # where there are people.
        everything = [(one.move, len(one.gains)) for one in found] + [
            (move, len(move.changes)) for move in silent
        ]
        for move in silent:
            without = [part for part in everything if part[0] is not move]
            if without and self.gain(everything) - self.gain(without) > self._noticed:
                found.append(self._beside_others(move))
        return sorted(found, key=lambda one: one.move.terms.key)

    def together(self, levers: Sequence[Lever]) -> dict[tuple[int, int], float]:
        """What pairs of `levers`, at their furthest, add to the margin only together, where that is worth noticing."""
        ends = [(one.move, len(one.gains)) for one in levers]
        alone = [self.gain([end]) for end in ends]
        if len(levers) < 2 or self.gain(ends) <= sum(alone) + self._noticed:
            # Together they do no more than one by one, unless what some add others take: those do nothing alone.
            asked = [i for i, one in enumerate(levers) if one.gains[-1] <= self._noticed]
        else:
            rest = [self.gain([end for end in ends if end is not ends[i]]) for i in range(len(ends))]
            more = [self.gain(ends) - rest[i] - alone[i] for i in range(len(ends))]
            asked = sorted((i for i in range(len(ends)) if more[i] > self._noticed), key=lambda i: -more[i])
        asked = asked[:MOST_TOGETHER]
        partners = range(len(levers)) if len(asked) <= 2 else asked
        found = {}
        for i, j in combinations(range(len(levers)), 2):
            if (i in asked and j in partners) or (j in asked and i in partners):
                extra = self.gain([ends[i], ends[j]]) - alone[i] - alone[j]
                if extra > self._noticed:
                    found[i, j] = extra
        return found

    @property
    def _noticed(self) -> float:
        return NOTICED * abs(self.margin.value)

    def _alone(self, move: Move) -> Lever | None:
        last = len(move.changes)
        if not last:
            return None
        known = {last: self.gain([(move, last)])}
        if known[last] <= 0 and not (move.terms.lever.absolute and last > 1 and known[last] < 0):
            return None
        for level in {1, (last + 1) // 2} - {last}:
            known[level] = self.gain([(move, level)])
        best = max(known, key=lambda level: (known[level], -level))
        if known[best] <= 0:
            return None
        # More than the best is never worth its cost, and beyond it more would not be better.
        known = {level: gain for level, gain in known.items() if level <= best}
        cut = Move(move.terms, move.changes[:best], move.costs[:best], move.priced, move.name)
        return Lever(cut, between(known, best))

    def _beside_others(self, move: Move) -> Lever:
        last = len(move.changes)
        return Lever(move, between({last: self.gain([(move, last)])}, last))

    def _simulated(self, response: Response, parts: Parts) -> Margin:
        moved = sorted((move.name, move.changes[level - 1]) for move, level in parts)
        key = response is self.response, tuple(moved)
        if key not in self._seen:
            values = goal_values(response.of(self.carried_out(parts)), self.goal)
            self._seen[key] = self.margin.again(values)
            self._tell()
        return self._seen[key]

    def _tell(self) -> None:
        self.runs += 1
        if self.progress is not None:
            self.progress(min(self.runs, MOST_RUNS), MOST_RUNS)
