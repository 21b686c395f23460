"""Why odds moved between two plans: what each difference does by itself, and what several do only together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from simulator.decide.difference_groups import Differences, Group
from simulator.decide.paired import mean_error, median_influence, median_of
from simulator.decide.why_parts import Moved, Part, Together, Why
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import DEFAULT_TRIALS, MIN_TRIALS, check_request, simulate
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError
from simulator.goals.metrics import metric
from simulator.goals.verdict import goal_values, judged, meets
from simulator.scenario.codec import judging_digest, scenario_digest, simulation_digest
from simulator.scenario.plan import Scenario

Progress = Callable[[int, int], None]
MOST_PARTS = 12
"""More differences than this are drawn as the largest ones, and one for the smaller ones together."""
LOOK_TRIALS = 1_000
"""Futures that tell the larger from the smaller ones where there are too many."""
MOST_IN_PAIRS = 4
"""So many of those that depend most on others are tried two by two."""


def runs_needed(found: Differences) -> int:
    """Forecasts of all futures that `why` makes at most for these differences."""
    n = min(len(found.groups), MOST_PARTS)
    if n < 3:  # the last of two is the first of the other
        return 1 + int(found.luck) + (n if n < 2 else 3)
    in_pairs = min(n, MOST_IN_PAIRS)
    return 2 + int(found.luck) + 2 * n + in_pairs * (in_pairs - 1) // 2


def why(
    old: Scenario,
    new: Scenario,
    goal: str,
    n_trials: int = DEFAULT_TRIALS,
    seed: int | None = None,
    *,
    found: Differences | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Why:
    """What each difference between `old` and `new` contributes to the odds of the goal called `goal`.

    A goal that only one of the two has is asked of both. seed: left out, each plan's own; another seed is a part by
    itself, taken last. found: the differences, where they are known already. progress: called as
    ``progress(forecasts made, forecasts at most)``. The order of teams, fields and plans' lists changes nothing.
    Raises ScenarioError where the goal is not known or cannot be judged in both plans.
    """
    if seed is not None:
        old, new, found = old.changed(seed=seed), new.changed(seed=seed), None
    check_request(old, n_trials, old.seed)
    check_request(new, n_trials, new.seed)
    found = found or Differences(old, new, goal)
    return _Telling(old, new, found, n_trials, progress, threads).told()


class _Telling:
    """One comparison at work: every scenario's values once, by what they depend on."""

    def __init__(
        self,
        old: Scenario,
        new: Scenario,
        found: Differences,
        n_trials: int,
        progress: Progress | None,
        threads: int | None,
    ) -> None:
        self._plans, self._found = (old, new), found
        self._n_trials, self._progress, self._threads = n_trials, progress, threads
        self._kept: dict[tuple[object, ...], Floats] = {}
        self._futures: dict[tuple[object, ...], Forecast] = {}
        self._done, self._most = 0, runs_needed(found)
        self._comparable = _comparable(old, new, found)

    def told(self) -> Why:
        found, (old, new) = self._found, self._plans
        start, end = found.old, found.new
        before, changed, after = self._values(start), self._values(found.with_all()), self._values(end)
        groups = self._largest()
        parts = [self._part(one) for one in groups]
        rest = self._contrast([(1, changed, end), (-1, before, start), *self._alone(groups)])
        pairs = tuple(self._pairs(groups, parts)) if len(groups) > 2 else _whole(groups, rest)
        if found.luck:
            moved = self._contrast([(1, after, end), (-1, changed, end)])
            parts.append(
                Part("Other luck (another seed)", f"seed {start.seed} → {end.seed}", moved, moved, luck=True)
            )
        verdicts = [
            judged(plan, one.goals[0], values, plan.policy)
            for plan, one, values in ((old, start, before), (new, end, after))
        ]
        self._done = self._most
        self._beat()
        bands = judged(old.changed(policy=new.policy), start.goals[0], before, new.policy).verdict
        return Why(
            goal=found.goals[1].name,
            metric=found.goals[1].metric,
            names=(old.name, new.name),
            digests=(scenario_digest(old), scenario_digest(new)),
            old=verdicts[0],
            new=verdicts[1],
            total=self._contrast([(1, after, end), (-1, before, start)]),
            parts=tuple(sorted(parts, key=_weight)),
            interaction=rest,
            pairs=pairs,
            beside=found.beside,
            bands_only=bands if bands != verdicts[0].verdict else None,
            seed=start.seed,
            n_trials=self._n_trials,
        )

    def _values(self, scenario: Scenario, n_trials: int | None = None) -> Floats:
        n_trials = n_trials or self._n_trials
        future = (simulation_digest(scenario), scenario.seed, n_trials)
        goal = scenario.goals[0]
        key = (*future, judging_digest(scenario), goal.model_dump_json())
        if key not in self._kept:
            if future not in self._futures:
                like = next(iter(self._futures.values()), None)
                forecast = simulate(scenario, n_trials, progress=self._beat, threads=self._threads, like=like)
                if self._futures and n_trials == self._n_trials:
                    self._futures = dict(
                        [next(iter(self._futures.items()))]
                    )  # the old plan's, and the newest
                self._futures[future] = forecast
                self._done += n_trials == self._n_trials
            self._kept[key] = goal_values(self._futures[future].under(scenario), goal)
            self._beat()
        return self._kept[key]

    def _beat(self, *_chunk: int) -> None:
        if self._progress is not None:
            self._progress(min(self._done, self._most), self._most)

    def _largest(self) -> list[Group]:
        """At most `MOST_PARTS`: where there are more, those that move the odds most, and the smaller ones as one."""
        groups = list(self._found.groups)
        if len(groups) <= MOST_PARTS:
            return groups
        n_trials = max(min(LOOK_TRIALS, self._n_trials), MIN_TRIALS)
        start = self._found.old
        before = self._values(start, n_trials)

        def reach(group: Group) -> tuple[float, float, str]:
            values = self._values(group.scenario, n_trials)
            moved = self._contrast([(1, values, group.scenario), (-1, before, start)])
            return (-abs(moved.odds), -abs(moved.median or 0.0), group.name)

        ordered = sorted(groups, key=reach)
        self._futures.clear()
        for kept in range(MOST_PARTS - 1, -1, -1):
            smaller = ordered[kept:]
            try:
                count = sum(one.count for one in smaller)
                return [*ordered[:kept], self._found.joined(smaller, f"{count} smaller differences together")]
            except ScenarioError:
                continue
        return ordered[:MOST_PARTS]

    def _alone(self, groups: list[Group]) -> Iterator[tuple[int, Floats, Scenario]]:
        for one in groups:
            yield -1, self._values(one.scenario), one.scenario
            yield 1, self._values(self._found.old), self._found.old

    def _part(self, group: Group) -> Part:
        start, end = self._found.old, self._found.with_all()
        alone = self._contrast(
            [(1, self._values(group.scenario), group.scenario), (-1, self._values(start), start)]
        )
        last: Moved | None = alone
        if len(self._found.groups) > 1:
            try:
                without = self._found.with_all_but(group)
                last = self._contrast([(1, self._values(end), end), (-1, self._values(without), without)])
            except ScenarioError:
                last = None
        passed = ("start_month",) in group.steps
        return Part(group.name, group.words, alone, last, group.count, time=passed)

    def _pairs(self, groups: list[Group], parts: list[Part]) -> Iterator[Together]:
        def depends(place: int) -> tuple[float, str]:
            part = parts[place]
            return (-abs(part.last.odds - part.moved.odds) if part.last is not None else -1.0, part.name)

        most = sorted(range(len(groups)), key=depends)[:MOST_IN_PAIRS]
        start = self._found.old
        found = []
        for one, other in combinations([groups[place] for place in sorted(most)], 2):
            try:
                both = self._found.with_these((one, other))
            except ScenarioError:
                continue
            values = self._values(both)
            contrast = [(1, values, both), (-1, self._values(start), start), *self._alone([one, other])]
            names = sorted((one.name, other.name))
            found.append(Together((names[0], names[1]), self._contrast(contrast)))
        yield from sorted(found, key=lambda pair: (-abs(pair.moved.odds), pair.names))

    def _contrast(self, terms: list[tuple[int, Floats, Scenario]]) -> Moved:
        """The signed sum of odds and medians, trial by trial where the precision is concerned."""
        n = len(terms[0][1])
        met = np.zeros(n)
        influence = np.zeros(n)
        median: float | None = 0.0
        for sign, values, scenario in terms:
            met += sign * meets(values, scenario.goals[0])
            middle = median_of(values)
            if middle is None or median is None or not self._comparable:
                median = None
            else:
                median += sign * middle
                influence += sign * median_influence(values)
        error = None if median is None else mean_error(influence)
        return Moved(round(float(met.sum())) / n, mean_error(met), median, error)


def _comparable(old: Scenario, new: Scenario, found: Differences) -> bool:
    """Whether medians can be set off against each other: the same metric, and money of the same currency."""
    before, after = found.goals
    return before.metric == after.metric and (
        old.currency == new.currency or metric(after.metric).unit != "money"
    )


def _weight(part: Part) -> tuple[float, float, str]:
    return (-abs(part.moved.odds), -abs(part.moved.median or 0.0), part.name)


def _whole(groups: list[Group], rest: Moved) -> tuple[Together, ...]:
    """Of two differences the interaction is all theirs."""
    if len(groups) < 2:
        return ()
    names = sorted(one.name for one in groups)
    return (Together((names[0], names[1]), rest),)
