"""More of a good lever never makes a goal less likely; what does not bind cannot be helped by more of it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, Scenario, simulate
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import LEVERS, Adjustment, Goal, parse_scenario, with_adjustments
from simulator.scenario.levers import lever
from tests.statistical.small_scenarios import Floats, scenario, team_document
from tests.statistical.whole_companies import ONE_OFF, SUBSCRIPTION

TRIALS = 2_000
RELATIVE = (-0.4, -0.1, -0.02, 0.0, 0.02, 0.1, 0.4)
PEOPLE = (0, 1, 2, 4)

# No good direction have a lever relative to an expansion that may be negative, a ramp that falls at its end, and an
# earlier close where prices grow by the month of the close.
SUBSCRIBING = SUBSCRIPTION | {"recurring": SUBSCRIPTION["recurring"] | {"monthly_expansion": 0.006}}
SELLING = ONE_OFF | {
    "growth": {"volume": {"mean": -0.2, "sd": 0.5}},
    "costs": ONE_OFF["costs"] | {"marketing_per_month": 3_000},
    "teams": [team | {"ramp": [0.1, 0.4, 0.8, 1.0]} for team in ONE_OFF["teams"]],
}
PLANS: dict[str, dict[str, Any]] = {"subscription": SUBSCRIBING, "one-off": SELLING}

SALES = ("bookings", "won_deals")
RESULTS = ("revenue", "gross_profit", "profit")
EVERY_TRIAL: dict[str, tuple[str, ...]] = {
    "volume": ("entered", *SALES),
    "stage:appointment": SALES,
    "stage:offer": SALES,
    "win_rate": SALES,
    "deal_size": ("bookings", *RESULTS),
    "cycle_days": ("won_deals",),
    "ramp_months": ("effective_reps",),
    "hires": ("effective_reps",),
    "churn": ("-churned", "customers", *RESULTS),
    "expansion": RESULTS,
    "gross_margin": ("gross_profit", "profit"),
    "marketing": ("profit",),
    "overhead": ("profit",),
}
"""What each lever raises in every single trial. Attrition and capacity are missing: one person fewer leaving, or one
unit more worked today, can change which later units meet the month's luck."""

AT_LEAST_SALES = (("bookings", "at_least"), ("won_deals", "at_least"), ("revenue", "at_least"))
GOOD_FOR: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(
    ("volume", "stage:offer", "win_rate", "cycle_days", "capacity", "ramp_months", "attrition", "hires"),
    AT_LEAST_SALES,
)
GOOD_FOR["volume"] += (("entered", "at_least"), ("cac", "at_most"), ("quota_attainment", "at_least"))
GOOD_FOR["win_rate"] += (("win_rate", "at_least"), ("cac", "at_most"), ("profit", "at_least"))
GOOD_FOR["deal_size"] = (("bookings", "at_least"), ("average_deal_size", "at_least"), ("profit", "at_least"))
GOOD_FOR["cycle_days"] += (("cycle_days", "at_most"),)
GOOD_FOR["attrition"] += (("rep_turnover", "at_most"), ("effective_reps", "at_least"))
GOOD_FOR["churn"] = (("churn_rate", "at_most"), ("mrr", "at_least"), ("clv", "at_least"), ("arr", "at_least"))
GOOD_FOR["expansion"] = (("mrr", "at_least"), ("arpa", "at_least"), ("revenue", "at_least"))
GOOD_FOR["gross_margin"] = (("gross_margin", "at_least"), ("profit", "at_least"))
GOOD_FOR["marketing"] = (("profit", "at_least"), ("cac", "at_most"))
GOOD_FOR["overhead"] = (("profit", "at_least"),)


@cache
def forecasts(plan: str, name: str) -> list[Forecast]:
    """The plan with ever more of the good of a lever, the luck being the same."""
    base = parse_scenario(PLANS[plan])
    grid: Any = PEOPLE if LEVERS.get(name, lever(name)).absolute else RELATIVE
    changes = grid if lever(name).better > 0 else grid[::-1]
    return [
        simulate(
            with_adjustments(base, Adjustment(lever=name, change=float(change))), n_trials=TRIALS, seed=13
        )
        for change in changes
    ]


def total(forecast: Forecast, name: str) -> Floats:
    """A series over the whole horizon, with its sign."""
    series = {"won_deals": "closed"}.get(name.lstrip("-"), name.lstrip("-"))
    values: Floats = forecast.series(series).sum(axis=1).astype(float)
    return -values if name.startswith("-") else values


def cases(table: dict[str, Any]) -> list[tuple[str, str]]:
    """Plan and lever, where the plan has the lever."""
    found = [(plan, name) for plan in PLANS for name in table]
    return [
        (plan, name) for plan, name in found if plan == "subscription" or name not in ("churn", "expansion")
    ]


@pytest.mark.parametrize(("plan", "name"), cases(EVERY_TRIAL))
def test_every_single_trial_gains(plan: str, name: str) -> None:
    steps = forecasts(plan, name)
    for series in EVERY_TRIAL[name]:
        values = [total(forecast, series) for forecast in steps]
        for less, more in pairwise(values):
            assert np.all(more >= less - 1e-9 * np.abs(less)), series
        assert np.any(values[-1] > values[0]), f"{series} does not move"


@pytest.mark.parametrize(("plan", "name"), cases(GOOD_FOR))
def test_the_odds_never_fall(plan: str, name: str) -> None:
    """Seven targets from easy to hard for each goal the lever is good for, at_least and at_most.

    Where the lever raises the metric in every trial, no trial that met a target misses it. Elsewhere a unit that is
    worked or closed in another month meets that month's luck: trials change sides, and the lost ones may exceed the
    won ones by no more than 4 standard errors of a fair exchange.
    """
    steps = forecasts(plan, name)
    base = steps[RELATIVE.index(0.0)] if len(steps) == len(RELATIVE) else steps[0]
    for metric, direction in GOOD_FOR[name]:
        if base.scenario.recurring is None and metric in ("mrr", "arr", "arpa", "clv", "churn_rate"):
            continue
        certain = metric in EVERY_TRIAL.get(name, ())
        rises = []
        for goal in goals(base, metric, direction):
            met = [meets(goal_values(step, goal), goal) for step in steps]
            for before, after in pairwise(met):
                lost, gained = int(np.sum(before & ~after)), int(np.sum(after & ~before))
                most = 0 if certain else gained + 4 * np.sqrt(lost + gained)
                assert lost <= most, f"{metric} {goal.threshold}: {lost} trials lost, {gained} gained"
            rises.append(met[-1].mean() - met[0].mean())
        assert min(rises) >= 0, metric
        assert max(rises) > 0, metric


def goals(base: Forecast, metric: str, direction: Any) -> list[Goal]:
    """Seven targets between what is nearly certain and nearly impossible without the lever."""
    values = goal_values(base, Goal(name="g", metric=metric, target=0.5, by=base.months[-1]))
    known = values[np.isfinite(values)]
    found = known.mean() + known.std() * np.linspace(-1.5, 1.5, 7)
    if metric in ("win_rate", "churn_rate", "gross_margin"):
        found = np.clip(found, 0.001, 0.999)
    return [
        Goal(name="g", metric=metric, direction=direction, target=float(x), by=base.months[-1]) for x in found
    ]


def bound(by: str) -> Scenario:
    """A team with more capacity than leads, or the other way round, in every month of every trial."""
    inbound = {"leads": 20.0, "people": 1_500.0}[by]
    team = team_document(
        inbound_per_month={"mean": inbound, "dispersion": 40},
        stages=[{"name": "offer", "rate": 0.5}, {"name": "sale", "rate": {"mean": 0.4, "equivalent_n": 40}}],
        cycle_days={"mean": 30, "cv": 0.8},
        deal_size={"family": "gamma", "mean": 100, "cv": 1.0},
        opportunities_per_rep_per_month=12.5,
        headcount=10,
        annual_attrition=0.2,
        backfill_after_months=2,
        ramp=[0.2, 0.6, 1.0],
    )
    return scenario(team, market={"monthly_sd": 0.1, "persistence": 0.5})


def booked(plan: Scenario, **change: Any) -> Forecast:
    """The plan, with one lever moved if one is named."""
    moved = with_adjustments(plan, Adjustment(**change)) if change else plan
    return simulate(moved, n_trials=TRIALS, seed=3)


def test_hires_and_capacity_do_nothing_where_leads_bind() -> None:
    """Not one digit of any sale changes with 5 people more or 50 % more capacity."""
    plan = bound("leads")
    base = booked(plan)
    assert not base.series("people_bind").any()
    for change in ({"lever": "hires", "change": 5}, {"lever": "capacity", "change": 0.5}):
        more = booked(plan, **change)
        for series in ("entered", "worked", "won", "closed", "bookings"):
            assert np.array_equal(base.series(series), more.series(series)), series
    assert (
        booked(plan, lever="volume", change=0.1).series("bookings").sum()
        > base.series("bookings").sum() * 1.05
    )


def test_leads_do_nothing_where_people_bind() -> None:
    """30 % more leads, or a better first stage, are all lost to capacity: not one digit of any sale changes."""
    plan = bound("people")
    base = booked(plan)
    assert base.series("people_bind").all()
    for change in ({"lever": "volume", "change": 0.3}, {"lever": "stage:offer", "change": 0.3}):
        more = booked(plan, **change)
        for series in ("worked", "won", "closed", "bookings"):
            assert np.array_equal(base.series(series), more.series(series)), series
        assert np.array_equal(
            more.series("demand") - base.series("demand"),
            more.series("lost_to_capacity") - base.series("lost_to_capacity"),
        )
    assert (
        booked(plan, lever="hires", change=3).series("bookings").sum() > base.series("bookings").sum() * 1.1
    )


def test_where_people_mostly_bind_leads_help_little() -> None:
    """Capacity 125 of about 200 opportunities, a market that swings: 10 % more leads bring less than a tenth of
    what 10 % more capacity brings."""
    plan = bound("people")
    team = plan.teams[0].changed(inbound_per_month={"mean": 400.0, "dispersion": 12.0})
    plan = plan.changed(teams=[team])
    base, leads, people = (
        booked(plan, **change).series("bookings").sum()
        for change in ({}, {"lever": "volume", "change": 0.1}, {"lever": "capacity", "change": 0.1})
    )
    assert 0 < leads - base < (people - base) / 10
