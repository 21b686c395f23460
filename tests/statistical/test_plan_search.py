"""Plans are the cheapest there are: brute force over every combination, and thresholds of closed forms."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide.plan_found import Plan, Plans
from simulator.decide.plan_moves import moves_of, with_changes
from simulator.decide.plan_search import find_plans
from simulator.decide.response import Response
from simulator.decide.terms import Terms, terms
from simulator.engine.forecast import Series
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import Adjustment, DatedChange, parse_scenario

TRIALS = 4_000
MEAN = 100.0
"""Deals a year: 50 units a month, of which a sixth are won."""


def _plan(*stated: dict[str, Any], target: float = 110.0, seed: int = 0, **more: Any) -> Scenario:
    """A year of won deals that are Poisson with mean 100 (10 * volume * rate / 0.5 * win rate / 0.2 ...)."""
    document = {
        "name": "P",
        "start_month": "2027-01",
        "seed": seed,
        "teams": [
            {
                "name": "All",
                "inbound_per_month": {"mean": 50.0},
                "stages": [
                    {"name": "offer", "rate": {"mean": 0.5}},
                    {"name": "won", "rate": {"mean": MEAN / 300}},
                ],
                "deal_size": {"family": "gamma", "mean": 1_000.0, "cv": 0.0},
            }
        ],
        "goals": [{"name": "Deals", "metric": "won_deals", "target": target, "by": "2027-12"}],
        "lever_terms": list(stated),
    }
    return parse_scenario({**document, **more})


def _found(plan: Scenario, **more: Any) -> Plans:
    return find_plans(Response(simulate(plan, TRIALS)), plan.goals[0], **more)


def _exact(target: float, factor: float) -> float:
    return float(stats.poisson.sf(target - 1, MEAN * factor))


def _step(plan: Plan) -> dict[str, float]:
    return {part.lever: part.amount for part in plan.parts}


LEVERS = (
    {"lever": "volume", "least": 0.0, "most": 0.3, "step": 0.05, "cost_per_step": 10_000.0},
    {"lever": "win_rate", "least": 0.0, "most": 0.2, "step": 0.05, "cost": 8_000.0, "cost_per_step": 6_000.0},
    {"lever": "stage:offer", "least": 0.0, "most": 0.15, "step": 0.05, "cost_per_month_per_step": 1_000.0},
)


def test_one_lever_goes_to_the_exact_threshold() -> None:
    """Poisson(100 (1 + v)) >= 110 in 60 %: by the closed form from v = 12 % on, in steps of 2 %."""
    term = {"lever": "volume", "most": 0.4, "least": 0.0, "step": 0.02, "cost_per_step": 1.0}
    needed = next(step for step in range(1, 20) if _exact(110, 1 + 0.02 * step) >= 0.6)
    assert abs(_exact(110, 1 + 0.02 * needed) - 0.6) > 4 * (0.24 / TRIALS) ** 0.5, "a clear case"
    found = _found(_plan(term))
    assert _step(found.plans[0]) == {"volume": pytest.approx(0.02 * needed)}
    assert found.plans[0].cost == needed
    exact, se = _exact(110, 1 + 0.02 * needed), found.plans[0].verdict.standard_error
    assert abs(found.plans[0].verdict.probability - exact) < 4 * se
    assert abs(found.odds - _exact(110, 1)) < 4 * found.verdict.standard_error
    assert found.today == found.odds


def _every(plan: Scenario, most_changes: int) -> list[tuple[float, tuple[tuple[Terms, float], ...], float]]:
    """Every combination with its cost and its exact factor on the mean."""
    by_lever = [[(one, change) for change in (0.0, *one.changes())] for one in terms(plan) if one.stated]
    found = []
    for mix in itertools.product(*by_lever):
        moved = tuple((one, change) for one, change in mix if change)
        if len(moved) > most_changes:
            continue
        factor = 1.0
        for _, change in moved:
            factor *= 1 + change
        found.append((sum(one.cost(change) or 0.0 for one, change in moved), moved, factor))
    return found


@pytest.mark.parametrize(("most_changes", "target"), [(1, 112.0), (2, 118.0), (3, 126.0), (3, 109.0)])
def test_the_cheapest_of_every_combination_is_found(most_changes: int, target: float) -> None:
    plan = _plan(*LEVERS, target=target)
    unsure = 4 * (0.24 / TRIALS) ** 0.5
    every = _every(plan, most_changes)
    surely = min(cost for cost, _, factor in every if _exact(target, factor) > 0.6 + unsure)
    possibly = min(cost for cost, _, factor in every if _exact(target, factor) > 0.6 - unsure)
    found = _found(plan, most_changes=most_changes)
    best = found.plans[0]
    assert best.cost is not None
    assert possibly <= best.cost <= surely
    assert len(best.parts) <= most_changes
    # And simulated with the same luck, nothing that is cheaper reaches it.
    cheaper = [moved for cost, moved, factor in every if cost < best.cost - 1e-6 and factor > 1.0]
    for moved in cheaper:
        factor = 1.0
        for _, change in moved:
            factor *= 1 + change
        if _exact(target, factor) > 0.6 - unsure:
            tried = simulate(with_changes(plan, [one.adjustment(change) for one, change in moved]), TRIALS)
            other = find_plans(Response(tried), plan.goals[0])
            assert other.odds < 0.6 + unsure / 2


def test_a_budget_and_a_number_of_changes_are_kept() -> None:
    plan = _plan(*LEVERS, target=118.0)
    free = _found(plan)
    assert free.plans[0].cost is not None
    tight = _found(plan, budget=free.plans[0].cost - 1)
    assert tight.plans == ()
    assert tight.nearest is not None
    assert tight.nearest.cost is not None
    assert tight.nearest.cost <= free.plans[0].cost - 1
    assert not tight.nearest.reached
    assert tight.odds < tight.nearest.verdict.probability < 0.6
    exact = _found(plan, budget=free.plans[0].cost)
    assert exact.plans[0].cost == free.plans[0].cost
    single = _found(plan, most_changes=1)
    assert all(len(one.parts) == 1 for one in single.plans)


def test_a_dearer_lever_is_never_chosen_where_a_cheaper_does_the_same() -> None:
    cheap = {"lever": "volume", "least": 0.0, "most": 0.3, "step": 0.05, "cost_per_step": 10.0}
    dear = {"lever": "win_rate", "least": 0.0, "most": 0.3, "step": 0.05, "cost_per_step": 11.0}
    for stated in ((cheap, dear), (dear, cheap)):
        found = _found(_plan(*stated))
        assert set(_step(found.plans[0])) == {"volume"}
        assert set(_step(found.plans[1])) == {"win_rate"}, "the second one is of another kind"
        assert found.plans[0].kind == "leads"
        assert found.plans[1].kind == "conversion"


def test_the_order_of_terms_changes_nothing() -> None:
    one, other = _found(_plan(*LEVERS)), _found(_plan(*reversed(LEVERS)))
    assert [plan.document() for plan in one.plans] == [plan.document() for plan in other.plans]


def test_a_lever_that_may_fail_is_drawn_as_an_initiative() -> None:
    """Works in 80 %: the odds are the mixture of both, and the plan says so."""
    term = {
        "lever": "volume",
        "least": 0.0,
        "most": 0.4,
        "step": 0.1,
        "cost_per_step": 1.0,
        "probability": 0.8,
    }
    found = _found(_plan(term))
    (part,) = found.plans[0].parts
    assert isinstance(part.change, DatedChange)
    assert part.probability == part.change.probability == 0.8
    exact = 0.8 * _exact(110, 1 + part.amount) + 0.2 * _exact(110, 1)
    assert abs(found.plans[0].verdict.probability - exact) < 4 * found.plans[0].verdict.standard_error
    assert 0.8 * _exact(110, 1 + part.amount - 0.1) + 0.2 * _exact(110, 1) < 0.6


def test_a_lead_time_sets_the_month_and_what_it_leaves_of_the_year() -> None:
    term = {
        "lever": "volume",
        "least": 0.0,
        "most": 1.0,
        "step": 0.05,
        "cost_per_month_per_step": 10.0,
        "lead_months": 6,
    }
    found = _found(_plan(term))
    (part,) = found.plans[0].parts
    assert part.start_month == "2027-07"
    assert part.cost == round(part.amount / 0.05) * 6 * 10
    exact = _exact(110, 1 + part.amount / 2)
    assert abs(found.plans[0].verdict.probability - exact) < 4 * found.plans[0].verdict.standard_error
    late = _found(_plan({**term, "lead_months": 12}), budget=1e9)
    assert (late.plans, late.nearest) == ((), None), "it begins to work after the plan's end"


def test_what_a_plan_costs_is_booked_in_its_profit() -> None:
    plan = _plan(LEVERS[1])
    found = _found(plan)
    (part,) = found.plans[0].parts
    assert part.cost is not None
    with_costs = simulate(found.plans[0].scenario, TRIALS).series(Series.CHANGE_COST).sum(axis=1)
    assert set(with_costs.tolist()) == {part.cost}
    free = _found(_plan({**LEVERS[1], "cost": 0.0, "cost_per_step": 0.0}))
    assert isinstance(free.plans[0].parts[0].change, Adjustment), "nothing to book: moved for certain"
    assert free.plans[0].cost == 0


def test_levers_without_stated_costs_are_never_free() -> None:
    nothing = _found(_plan())
    assert nothing.plans
    assert all(plan.cost is None for plan in nothing.plans)
    held = _found(_plan(), budget=1_000.0)
    assert held.plans == ()
    assert held.nearest is None
    assert "volume" in held.unpriced
    some = _found(_plan(*LEVERS))
    assert some.plans[0].cost is not None, "the known ones are tried first"


def test_a_goal_that_has_its_odds_needs_no_plan() -> None:
    found = _found(_plan(*LEVERS, target=90.0))
    assert found.already
    assert found.plans == ()
    assert found.runs == 0


def _bound_by_people(seed: int, target: float, probability: float) -> Scenario:
    """People and leads are in balance: neither helps much without the other."""
    team = {
        "name": "All",
        "inbound_per_month": {"mean": 60.0, "dispersion": 30.0},
        "stages": [
            {"name": "offer", "rate": {"mean": 0.5, "equivalent_n": 200.0}},
            {"name": "won", "rate": {"mean": 0.3, "equivalent_n": 200.0}},
        ],
        "deal_size": {"family": "gamma", "mean": 1_000.0, "cv": 0.8},
        "cycle_days": {"mean": 30.0, "cv": 0.8},
        "headcount": 6,
        "opportunities_per_rep_per_month": 5.0,
        "ramp": [0.0, 0.5, 1.0],
        "annual_attrition": 0.2,
        "backfill_after_months": 2,
        "annual_cost_per_rep": 60_000.0,
    }
    stated = (
        {"lever": "volume", "least": 0.0, "most": 0.3, "step": 0.1, "cost_per_step": 16_000.0},
        {"lever": "hires", "least": 0.0, "most": 3.0, "cost_per_step": 5_000.0, "lead_months": 1},
        {"lever": "win_rate", "least": 0.0, "most": 0.2, "step": 0.1, "cost": 20_000.0, "cost_per_step": 30_000.0,
         "probability": probability},
    )  # fmt: skip
    goal = {"name": "B", "metric": "bookings", "target": target, "by": "2027-12"}
    return _plan(*stated, seed=seed, teams=[team], goals=[goal])


@pytest.mark.parametrize(("seed", "target", "probability"), [(0, 108_000.0, 1.0), (1, 103_000.0, 0.85)])
def test_bottlenecks_are_widened_together_as_cheaply_as_brute_force_finds(
    seed: int, target: float, probability: float
) -> None:
    plan = _bound_by_people(seed, target, probability)
    response = Response(simulate(plan, 600))
    goal = plan.goals[0]
    found = find_plans(response, goal)
    moves = [up for _, up in moves_of(plan) if up.terms.stated]
    reached: list[float] = []
    for mix in itertools.product(*[range(len(move.changes) + 1) for move in moves]):
        parts = [(move, level) for move, level in zip(moves, mix, strict=True) if level]
        cost = sum(move.costs[level - 1] for move, level in parts)
        if parts and (not reached or cost < min(reached)):
            values = goal_values(response.of(with_changes(plan, [m.change(plan, k) for m, k in parts])), goal)
            if meets(values, goal).mean() >= 0.6:
                reached.append(cost)
    assert reached
    assert found.plans[0].cost == pytest.approx(min(reached))
