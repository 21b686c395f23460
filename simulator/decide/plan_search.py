"""The cheapest plans that make a goal realistic, different in kind, every one simulated and checked on fresh luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.decide.plan_found import Plan, PlanPart, Plans, amounts
from simulator.decide.plan_margin import Margin
from simulator.decide.plan_master import Levels, Master
from simulator.decide.plan_moves import Move, as_today, kind_of
from simulator.decide.plan_trials import Lever, Pair, Progress, Trials
from simulator.decide.response import Response
from simulator.errors import ScenarioError
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

MOST_CHANGES = 3
"""Levers moved at most where nothing else is asked for: a plan of more is a wish."""
MOST_CHANGES_ALLOWED = 10
MOST_PLANS = 3
_TRIED_PER_PLAN = 40
_OPTIMISM = 0.05
"""Share of what is missing that levers are believed to add only together before any two were tried together."""
_ROUNDING = 0.01


def find_plans(
    response: Response,
    goal: Goal,
    *,
    wanted: float | None = None,
    budget: float | None = None,
    most_changes: int = MOST_CHANGES,
    most_plans: int = MOST_PLANS,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Plans:
    """The cheapest plans for `goal`, each other in kind: a later one uses none of the earlier ones' levers.

    wanted: the odds to reach, the policy's for "realistic" where left out. budget: money a plan may cost at most;
    levers whose cost nobody states are left out then, and otherwise tried only where those that have one do not lead
    to two plans. progress: called as ``progress(runs, most)`` after each simulation; what it raises ends the search.
    Raises ScenarioError where a number is out of its range.
    """
    wanted = wanted_within(response.scenario, wanted, budget, most_changes)
    trials = Trials(response, goal, wanted, progress, threads)
    search = _Search(trials, budget, most_changes)
    verdict = trials.verdict(response.forecast)
    today = trials.verdict(response.of(as_today(response.scenario))).probability
    plans: list[Plan] = []
    nearest: Plan | None = None
    unpriced: tuple[str, ...] = ()
    if verdict.probability < wanted:
        priced = [pair for pair in trials.pairs if _priced(pair)]
        others = [pair for pair in trials.pairs if not _priced(pair)]
        unpriced = tuple(pair[1].terms.lever.name for pair in others) if budget is not None else ()
        pools = [priced] if budget is not None else [priced, others]
        for number, pool in enumerate(pools):
            if number and len(plans) >= 2:
                break
            plans += search.plans(pool, most_plans - len(plans), plans)
        if not plans:
            plans, nearest = search.last_resort(priced, [] if budget is not None else others)
    return Plans(
        goal=goal,
        wanted=wanted,
        verdict=verdict,
        today=today,
        plans=tuple(plans),
        nearest=nearest,
        budget=budget,
        most_changes=most_changes,
        unpriced=unpriced,
        runs=trials.runs,
        priced=any(_priced(pair) for pair in trials.pairs),
    )


def _priced(pair: Pair) -> bool:
    return any(move.priced for move in pair if move.changes)


def wanted_within(scenario: Scenario, wanted: float | None, budget: float | None, most_changes: int) -> float:
    """The odds that are wanted; ScenarioError where a number of such a request is out of its range."""
    if wanted is None:
        wanted = scenario.policy.realistic_at_least
    if not 0 < wanted < 1:
        raise ScenarioError.single("probability", wanted, "must lie between 0 and 1; write 0.6 for 60 %")
    if budget is not None and not 0 <= budget < math.inf:
        raise ScenarioError.single("budget", budget, "must be an amount of 0 or more")
    if not 1 <= most_changes <= MOST_CHANGES_ALLOWED:
        raise ScenarioError.single(
            "changes", most_changes, f"must be a whole number from 1 to {MOST_CHANGES_ALLOWED}"
        )
    return wanted


@dataclass
class _Search:
    trials: Trials
    budget: float | None
    most_changes: int

    def plans(
        self, pairs: Sequence[Pair], most: int, before: Sequence[Plan] = (), *, by_size: bool = False
    ) -> list[Plan]:
        """Up to `most` plans from these levers, each other in kind than the ones before and without their levers.

        by_size: the smallest mix instead of the cheapest, each lever counted by the share of its bounds that is used.
        """
        levers = self.trials.helpful(pairs)
        master = self._master(levers, by_size=by_size)
        names = [one.move.terms.lever.name for one in levers]
        found: list[Plan] = []
        while levers and len(found) < most:
            earlier = [*before, *found]
            kinds = {plan.kind for plan in earlier}
            used = {part.lever for plan in earlier for part in plan.parts}
            others = [kind_of(name) not in kinds for name in names]
            new = [other and name not in used for other, name in zip(others, names, strict=True)]
            plan = self._cheapest(master, levers, new)
            if plan is None and len(earlier) == 1:
                # Nothing else reaches it without any of those levers: then at least without the one it leans on.
                plan = self._cheapest(master, levers, others)
            if plan is None:
                break
            found.append(plan)
        return found

    def _master(self, levers: Sequence[Lever], *, by_size: bool = False) -> Master:
        needed = -self.trials.margin.value
        sizes = [[level / len(one.gains) for level in range(1, len(one.gains) + 1)] for one in levers]
        return Master(
            gains=[one.gains for one in levers],
            costs=sizes if by_size else [one.move.costs for one in levers],
            needed=needed,
            most_changes=self.most_changes,
            budget=None if by_size else self.budget,
            optimism=_OPTIMISM * abs(needed),
            together=self.trials.together(levers),
        )

    def _cheapest(self, master: Master, levers: Sequence[Lever], allowed: Sequence[bool]) -> Plan | None:
        best: tuple[Levels, Plan] | None = None
        for _ in range(_TRIED_PER_PLAN):
            if self.trials.exhausted:
                break
            levels = master.cheapest(allowed, None if best is None else master.cost(best[0]))
            if levels is None:
                break
            plan = self._plan(master, levers, levels)
            if plan is None:
                master.failed.add(levels)
            else:
                best = levels, plan
        return None if best is None else best[1]

    def _plan(self, master: Master, levers: Sequence[Lever], levels: Levels) -> Plan | None:
        """The plan these levels are, checked on fresh luck; None where it does not reach the wanted odds."""
        parts = _parts(levers, levels)
        tried = self.trials.tried(parts)
        self._learn(master, levels, tried)
        if not tried.reached:
            return None
        plan = self._described(master, parts, levels, tried)
        return plan if plan.reached else None

    def _learn(self, master: Master, levels: Levels, tried: Margin) -> None:
        members = frozenset(i for i, level in enumerate(levels) if level)
        if any(members.issuperset(pair) for pair in master.together):
            return  # what they add together grows with both: measured here, it says nothing of further levels
        together = tried.value - self.trials.margin.value - master.alone(levels)
        rounding = _ROUNDING * abs(master.needed)
        master.measured[members] = max(together + rounding, master.measured.get(members, -math.inf))
        if len(members) > 1:
            master.optimism = max(master.optimism, together)

    def last_resort(self, priced: Sequence[Pair], others: Sequence[Pair]) -> tuple[list[Plan], Plan | None]:
        """A plan from levers with and without stated costs together; else the mix that comes furthest."""
        found = self.plans([*priced, *others], 1, by_size=True) if priced and others else []
        if found:
            return found, None
        levers = self.trials.helpful([*priced, *others])
        master = self._master(levers)
        best: tuple[float, Levels, Margin] | None = None
        for _ in range(4):
            levels = master.furthest([True] * len(levers))
            if levels is None:
                break
            tried = self.trials.tried(_parts(levers, levels))
            self._learn(master, levels, tried)
            if best is None or tried.value > best[0]:
                best = tried.value, levels, tried
            master.failed.add(levels)
        if best is None:
            return [], None
        _, levels, tried = best
        parts = _parts(levers, levels)
        plan = self._described(master, parts, levels, tried)
        return ([plan], None) if plan.reached else ([], plan)

    def _described(
        self, master: Master, parts: Sequence[tuple[Move, int]], levels: Levels, tried: Margin
    ) -> Plan:
        scenario = self.trials.carried_out(parts)
        verdict = self.trials.checked(scenario)
        gains = {i: master.gains[i][level - 1] for i, level in enumerate(levels) if level}
        main = max(gains, key=lambda i: (gains[i], -i))
        order = sorted(gains, key=lambda i: (i != main, i))
        chosen = dict(zip(gains, parts, strict=True))
        described = tuple(self._part(*chosen[i]) for i in order)
        costs = [part.cost for part in described]
        return Plan(
            kind=kind_of(described[0].lever),
            parts=described,
            cost=None if any(cost is None for cost in costs) else float(sum(cost or 0.0 for cost in costs)),
            odds=tried.odds,
            verdict=verdict,
            reached=tried.reached and verdict.probability >= self.trials.wanted,
            scenario=scenario,
        )

    def _part(self, move: Move, level: int) -> PlanPart:
        scenario, one, amount = self.trials.response.scenario, move.terms, move.changes[level - 1]
        before, after = amounts(scenario, one.lever.name, amount, one.teams)
        return PlanPart(
            change=move.change(scenario, level),
            amount=amount,
            lever=one.lever.name,
            teams=one.teams,
            start_month=one.start_month or scenario.start_month,
            cost=one.cost(amount),
            probability=one.probability,
            before=before,
            after=after,
        )


def _parts(levers: Sequence[Lever], levels: Levels) -> list[tuple[Move, int]]:
    return [(levers[i].move, level) for i, level in enumerate(levels) if level]
