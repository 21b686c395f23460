"""Whether a new goal comes with a new strategy, and what plans change about its odds, in sentences."""

from __future__ import annotations

from simulator.decide.plan_found import Plan, Plans
from simulator.goals.told import Figure, Told
from simulator.scenario.plan import Growth, Scenario

_NO_STRATEGY = (
    "This is a new goal without a new strategy: the plan holds no initiative, no hire, no moved lever and no growth "
    "beyond the past, and as things are its odds are "
)


_NO_COSTS = (
    "Nobody says what any lever costs, so no plan can be held to a budget: state costs, or lift the budget."
)


def something_new(scenario: Scenario) -> bool:
    """Whether the scenario plans anything that the past did not have: an initiative, a moved lever, a planned hire, or
    growth that is not measured.
    """
    return bool(
        any(one.probability > 0 for one in scenario.initiatives)
        or any(one.change for one in scenario.adjustments)
        or any(hire.count for team in scenario.teams for hire in team.hires)
        or _hoped_for(scenario.growth)
    )


def _hoped_for(growth: Growth) -> bool:
    return any(one.mean > 0 and one.grade != "measured" for one in (growth.volume, growth.deal_size))


def strategy_sentence(found: Plans, scenario: Scenario) -> Told | None:
    """That the goal is new and the way of selling is not; None where something new is planned or the odds suffice."""
    if found.already or something_new(scenario):
        return None
    return (
        _NO_STRATEGY,
        Figure(found.odds, "odds"),
        ".",
    )


def odds_sentence(found: Plans, plan: Plan) -> Told:
    """ "With what you do today 22 %, with this plan 71 %", and the plan as it stands where that is something else."""
    stands: Told = ()
    if abs(found.today - found.odds) >= 0.005:
        stands = ("as planned so far ", Figure(found.odds, "odds"), ", ")
    return (
        "With what you do today ",
        Figure(found.today, "odds"),
        ", ",
        *stands,
        "with this plan ",
        Figure(plan.verdict.probability, "odds"),
        ".",
    )


def outcome_sentence(found: Plans) -> Told:
    """What the search came to: how many plans, or how far the nearest one gets and what held it back."""
    wanted = Figure(found.wanted, "odds")
    if found.already:
        return (
            "It has ",
            Figure(found.odds, "odds"),
            " already, and ",
            wanted,
            " are wanted: no plan is needed.",
        )
    if found.plans:
        return _found(found, wanted)
    within: Told = (f" with at most {_levers(found.most_changes)}",)
    if found.budget is not None:
        within = (" for at most ", Figure(found.budget, "money"), *within)
    if found.nearest is None:
        if found.budget is not None and not found.priced:
            return (_NO_COSTS,)
        return ("No lever within its bounds brings this goal nearer", *within, ".")
    return (
        "No plan reaches ",
        wanted,
        *within,
        ". The one that comes furthest gets to ",
        Figure(found.nearest.verdict.probability, "odds"),
        ".",
    )


def _found(found: Plans, wanted: Figure) -> Told:
    first = found.plans[0]
    cheapest: Told = ("; nobody says what their levers cost",)
    if first.cost is not None:
        cheapest = (", the cheapest for ", Figure(first.cost, "money"))
    many = len(found.plans)
    number = {1: "One plan reaches ", 2: "Two plans reach ", 3: "Three plans reach "}.get(
        many, f"{many} plans reach "
    )
    if first.cost is None and many == 1:
        cheapest = ("; nobody says what its levers cost",)
    return (number, wanted, *cheapest, ".")


def _levers(number: int) -> str:
    return "one change" if number == 1 else f"{number} changes"
