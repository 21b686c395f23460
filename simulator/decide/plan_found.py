"""What a search for plans hands back: plans, their parts, the odds they were found and checked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.decide.plan_moves import Change
from simulator.goals.verdict import Verdict
from simulator.scenario.goal import Goal
from simulator.scenario.lever_values import lever_amount
from simulator.scenario.levers import LEVERS, STAGE_PREFIX
from simulator.scenario.plan import Adjustment, Scenario


@dataclass(frozen=True)
class PlanPart:
    """One lever of a plan. change: of the scenario; amount: relative, people for ``hires``; start_month: in which it
    begins to work; cost: money to the plan's end, None where not stated; probability: that it works.

    before, after: what stands in the plan for it in natural units (see `lever_amount`), and what it is moved to; None
    for a lever that only goals count.
    """

    change: Change
    amount: float
    lever: str
    teams: tuple[str, ...] | None
    start_month: str
    cost: float | None
    probability: float
    before: float | None
    after: float | None

    def document(self) -> dict[str, Any]:
        """The part as the command line prints it."""
        return {
            "lever": self.lever,
            "teams": None if self.teams is None else list(self.teams),
            "change": self.amount,
            "from": self.before,
            "to": self.after,
            "start_month": self.start_month,
            "cost": self.cost,
            "probability": self.probability,
            "as": "adjustment" if isinstance(self.change, Adjustment) else "initiative",
        }


@dataclass(frozen=True)
class Plan:
    """A mix of levers. kind: what it is led by, see `kind_of`; cost: money to the plan's end, None where not stated.

    odds: with the luck of the search; verdict: with as many futures again that the search has not seen, which is what
    to show. reached: whether both odds are those wanted. scenario: the plan carried out, as a what-if.
    """

    kind: str
    parts: tuple[PlanPart, ...]
    cost: float | None
    odds: float
    verdict: Verdict
    reached: bool
    scenario: Scenario

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is added to the scenario."""
        return tuple(part.change for part in self.parts)

    def document(self) -> dict[str, Any]:
        """The plan as the command line prints it."""
        return {
            "kind": self.kind,
            "cost": self.cost,
            "probability": self.verdict.probability,
            "standard_error": self.verdict.standard_error,
            "verdict": self.verdict.verdict,
            "borderline": self.verdict.borderline,
            "probability_in_search": self.odds,
            "changes": [part.document() for part in self.parts],
        }


@dataclass(frozen=True)
class Plans:
    """The answer. verdict: of the goal as the plan stands; today: odds without its initiatives and moved levers.

    wanted: the odds to reach; plans: those that reach them, the cheapest first; nearest: where there is none, the mix
    that comes furthest within the budget and the number of changes, None where no lever helps. unpriced: levers that
    could not be held to the budget because nobody says what they cost; priced: whether any lever's cost is known. runs:
    simulations made.
    """

    goal: Goal
    wanted: float
    verdict: Verdict
    today: float
    plans: tuple[Plan, ...]
    nearest: Plan | None
    budget: float | None
    most_changes: int
    unpriced: tuple[str, ...]
    runs: int
    priced: bool = True

    @property
    def odds(self) -> float:
        """Of the goal as the plan stands."""
        return self.verdict.probability

    @property
    def already(self) -> bool:
        """Whether the goal has the wanted odds as things stand."""
        return self.odds >= self.wanted


def amounts(
    scenario: Scenario, lever: str, change: float, teams: tuple[str, ...] | None
) -> tuple[float | None, float | None]:
    """What stands in `scenario` for a lever and what it is moved to, in natural units."""
    if lever not in LEVERS and not lever.startswith(STAGE_PREFIX):
        return None, None
    return lever_amount(scenario, lever, 0.0, teams), lever_amount(scenario, lever, change, teams)
