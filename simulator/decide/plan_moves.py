"""What a plan is made of: levers moved by whole steps, each with its cost, as the change of the scenario it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.decide.terms import Terms, terms
from simulator.errors import shorten
from simulator.scenario.codec import parse_scenario
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.plan import Adjustment, DatedChange, Scenario

Change = Adjustment | DatedChange

_KINDS = {
    "hires": "people",
    "attrition": "people",
    "ramp_months": "people",
    "capacity": "people",
    "volume": "leads",
    "deal_size": "price",
    "win_rate": "conversion",
    "cycle_days": "speed",
    "churn": "customers",
    "expansion": "customers",
    "gross_margin": "cost",
    "marketing": "cost",
    "overhead": "cost",
}
_MOST_LEVELS = 60


def kind_of(lever: str) -> str:
    """What a plan that leans on `lever` is led by: people, leads, conversion, speed, price, customers, cost, effort."""
    return "conversion" if lever.startswith(STAGE_PREFIX) else _KINDS.get(lever, "effort")


@dataclass(frozen=True)
class Move:
    """One lever in the direction that helps. changes: nearest first; costs: of each, money, or steps where `priced`
    is false because nobody says what it costs.
    """

    terms: Terms
    changes: tuple[float, ...]
    costs: tuple[float, ...]
    priced: bool
    name: str = field(default="")

    def change(self, scenario: Scenario, level: int) -> Change:
        """The lever moved to `level` (1 is the first of `changes`) as a change of `scenario`.

        An initiative where it may fail or costs what the forecast does not book by itself, so that both are drawn in
        it; else the lever moved for certain.
        """
        one, change = self.terms, self.changes[level - 1]
        spent = one.beyond(change)
        if one.probability >= 1 and not spent:
            return one.adjustment(change)
        return DatedChange(
            name=self.name,
            lever=one.lever.name,
            effect={"low": change, "mode": change, "high": change},
            probability=one.probability,
            start_month=one.start_month or scenario.start_month,
            cost=spent,
            teams=one.teams,
        )


def moves_of(scenario: Scenario) -> tuple[tuple[Move, Move], ...]:
    """Each lever down and up, sorted by its name; a direction without a step is empty.

    Levers that begin to work after the plan's end are left out, and so is what only cuts costs, unless the scenario
    states terms for it: what the cut would do to selling is not in the model.
    """
    taken = {one.name for one in scenario.initiatives}
    found = []
    for one in sorted(terms(scenario), key=lambda one: one.key):
        if one.lead_months >= scenario.horizon_months or one.probability <= 0:
            continue
        if one.lever.name in ("marketing", "overhead", "gross_margin") and not one.stated:
            continue
        name = _free(_name(one), taken)
        taken.add(name)
        steps = one.changes()
        down = [change for change in reversed(steps) if change < 0]
        up = [change for change in steps if change > 0]
        found.append((_move(one, down, name), _move(one, up, name)))
    return tuple(found)


def with_changes(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """`scenario` with `changes` added to its initiatives and moved levers."""
    document = {name: getattr(scenario, name) for name in scenario.model_fields_set}
    dated = [one for one in changes if isinstance(one, DatedChange)]
    moved = [one for one in changes if isinstance(one, Adjustment)]
    return parse_scenario(
        {
            **document,
            "initiatives": (*scenario.initiatives, *dated),
            "adjustments": (*scenario.adjustments, *moved),
        }
    )


def as_today(scenario: Scenario) -> Scenario:
    """`scenario` without what is planned to be done differently: no initiative and no lever moved."""
    document = {name: getattr(scenario, name) for name in scenario.model_fields_set}
    return parse_scenario({**document, "initiatives": (), "adjustments": ()})


def _move(one: Terms, changes: list[float], name: str) -> Move:
    if len(changes) > _MOST_LEVELS:
        # Every so many steps, and always the last: bounds a hundred steps away are chosen more coarsely.
        stride = -(-len(changes) // _MOST_LEVELS)
        changes = sorted({*changes[stride - 1 :: stride], changes[-1]}, key=abs)
    money = [one.cost(change) for change in changes]
    priced = all(cost is not None for cost in money)
    costs = [
        abs(change) / one.grain if cost is None else cost for change, cost in zip(changes, money, strict=True)
    ]
    return Move(one, tuple(changes), tuple(costs), priced, name)


def _name(one: Terms) -> str:
    teams = f", {shorten(', '.join(one.teams), 60)}" if one.teams is not None else ""
    return f"Plan: {shorten(one.lever.label, 30)}{teams}"


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} {number}"
    return found
