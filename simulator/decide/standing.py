"""One plan among those compared: how its goal stands, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.decide.terms import terms
from simulator.engine.forecast import Forecast, Series
from simulator.goals.covering import covered, has_costs, spending
from simulator.goals.verdict import Verdict
from simulator.goals.windows import Window
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario


@dataclass(frozen=True)
class Costs:
    """What a plan spends and earns over `months` of it (first and last, ``YYYY-MM``), each the mean over the futures.

    people, marketing, overhead, changes: what the forecast books; changes are initiatives, and risks that happen.
    levers: what the plan's own terms say its kept levers cost beyond that, which no profit has taken off. profit: gross
    profit less what is booked. covered: odds that it is not negative, None where no cost is stated.
    """

    months: tuple[str, str]
    people: float
    marketing: float
    overhead: float
    changes: float
    gross_profit: float
    profit: float
    covered: float | None
    levers: float

    @property
    def total(self) -> float:
        """All of it, levers included."""
        return self.people + self.marketing + self.overhead + self.changes + self.levers


@dataclass(frozen=True)
class Standing:
    """One plan judged.

    goal: what it is judged by; own: it is the plan's own, else that of the first plan that has it. verdict, nine_in_ten
    (reached, or not exceeded, in 9 of 10 futures): None where `why_not` says why the goal cannot be judged here. best:
    in which share of futures no other plan comes out better, divided among those that come out the same; None where the
    plans cannot all be compared.
    """

    name: str
    scenario: Scenario
    goal: Goal | None
    own: bool
    verdict: Verdict | None
    nine_in_ten: float | None
    costs: Costs
    best: float | None = None
    why_not: str | None = None


def costs_of(futures: Forecast, last: int | None = None) -> Costs:
    """What the futures' plan costs from its start to the month `last` (left out: to its end)."""
    scenario = futures.scenario
    window = Window(0, scenario.horizon_months - 1 if last is None else last)
    spent = spending(futures, window)
    yes = covered(futures, window) if has_costs(scenario) else None
    return Costs(
        months=(scenario.months[window.first], scenario.months[window.last]),
        people=float(spent.salaries.mean()),
        marketing=float(spent.marketing.mean()),
        overhead=float(spent.overhead.mean()),
        changes=float(spent.changes.mean()),
        gross_profit=_mean(futures, Series.GROSS_PROFIT, window),
        profit=_mean(futures, Series.PROFIT, window),
        covered=None if yes is None else float(yes.mean()),
        levers=levers_cost(scenario),
    )


def levers_cost(scenario: Scenario) -> float:
    """What the scenario's own terms say its kept levers cost until its end, beyond what the forecast books."""
    known = {(one.lever.name, one.teams): one for one in terms(scenario) if one.stated}
    total = 0.0
    for moved in scenario.adjustments:
        found = known.get((moved.lever, moved.teams))
        if found is None and moved.lever != "hires":  # its steps are people of every team of the term
            found = known.get((moved.lever, None))
        total += 0.0 if found is None else found.beyond(moved.change)
    return total


def _mean(futures: Forecast, name: str, window: Window) -> float:
    return float(futures.series(name)[:, window.months].sum(axis=1).mean())
