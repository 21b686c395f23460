"""The same seed gives the same digits, whatever the machine does; a lever leaves the luck of others where it was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Forecast, Scenario, simulate
from simulator.scenario import Adjustment, parse_scenario, with_adjustments
from tests.statistical.small_scenarios import Floats, month, scenario, team_document
from tests.statistical.whole_companies import DIRECT, ONE_OFF, SUBSCRIPTION

TEAM = (
    "entered",
    "demand",
    "worked",
    "won",
    "closed",
    "bookings",
    "headcount",
    "effective_reps",
    "lost_to_capacity",
    "people_bind",
    "cycle_days_sum",
    "joiners",
    "leavers",
)
COMPANY = (
    "market",
    "bookings",
    "customers",
    "churned",
    "mrr",
    "revenue",
    "gross_profit",
    "profit",
    "change_cost",
)


def digits(forecast: Forecast) -> dict[tuple[str, str], Floats]:
    """Every series of every scope."""
    names = [team.name for team in forecast.scenario.teams]
    found = {(scope, name): forecast.series(name, scope) for scope in names for name in TEAM}
    return found | {("company", name): forecast.series(name) for name in COMPANY if forecast.has(name)}


def assert_same(one: Forecast, other: Forecast, trials: int | None = None) -> None:
    """Bit by bit equal in all series (of the first `trials`)."""
    left, right = digits(one), digits(other)
    assert left.keys() == right.keys()
    for key, values in left.items():
        assert np.array_equal(values[:trials], right[key][:trials]), key


PLAN = parse_scenario(SUBSCRIPTION)


@pytest.fixture(scope="module")
def reference() -> Forecast:
    """3,000 futures in one thread with the usual chunks."""
    return simulate(PLAN, n_trials=3_000, seed=5, threads=1)


@pytest.mark.parametrize(("threads", "chunk"), [(1, 3_000), (2, 500), (3, 777), (2, 2_999), (None, 100)])
def test_n3_threads_and_chunks_do_not_change_a_digit(
    reference: Forecast, threads: int | None, chunk: int
) -> None:
    assert_same(reference, simulate(PLAN, n_trials=3_000, seed=5, threads=threads, chunk_trials=chunk))


def test_more_trials_begin_with_the_same_ones() -> None:
    """The first 5,000 trials of a run of 10,000 are the run of 5,000."""
    plan = parse_scenario(ONE_OFF)
    assert_same(simulate(plan, n_trials=10_000, seed=3), simulate(plan, n_trials=5_000, seed=3), trials=5_000)


def test_order_of_teams_does_not_change_a_digit(reference: Forecast) -> None:
    for order in ((2, 1, 0), (1, 2, 0)):
        shuffled = PLAN.changed(teams=[PLAN.teams[place] for place in order])
        assert_same(reference, simulate(shuffled, n_trials=3_000, seed=5))


def test_a_new_team_leaves_the_others_alone(reference: Forecast) -> None:
    """Another team, first or last, does not touch a digit of the teams that were there."""
    bigger = PLAN.changed(teams=[*PLAN.teams, parse_scenario(ONE_OFF).teams[0]])
    other = simulate(bigger, n_trials=3_000, seed=5)
    for team in PLAN.team_names:
        for name in TEAM:
            assert np.array_equal(reference.series(name, team), other.series(name, team)), (team, name)
    assert np.array_equal(reference.series("market"), other.series("market"))


def test_a_new_initiative_leaves_the_others_alone(reference: Forecast) -> None:
    """What is added in front of the list moves its own lever only."""
    new = {
        "name": "new",
        "lever": "overhead",
        "effect": {"low": 0, "mode": 0.1, "high": 1},
        "probability": 0.5,
        "start_month": "2027-03",
    }
    other = simulate(PLAN.changed(initiatives=[new, *PLAN.initiatives]), n_trials=3_000, seed=5)
    changed = {
        name
        for (scope, name), values in digits(other).items()
        if not np.array_equal(values, digits(reference)[scope, name])
    }
    assert changed == {"profit"}


def test_seed_zero_is_a_seed() -> None:
    zero, again, one = (simulate(PLAN, n_trials=500, seed=seed) for seed in (0, 0, 1))
    assert_same(zero, again)
    assert zero.seed == 0
    for key, values in digits(zero).items():
        if key[1] not in ("demand", "headcount", "people_bind") and values.std() > 0:
            assert not np.array_equal(values, digits(one)[key]), key
    assert np.array_equal(
        simulate(PLAN.changed(seed=9), n_trials=500).series("profit"),
        simulate(PLAN, n_trials=500, seed=9).series("profit"),
    )


def test_series_do_not_share_their_luck() -> None:
    """Streams of different drivers, teams and months are uncorrelated: |r| <= 4.5 / sqrt(n) over all pairs of a plan
    without a shared cause."""
    teams = [
        team_document(
            name,
            inbound_per_month={"mean": 40, "dispersion": 5},
            headcount=6,
            annual_attrition=0.5,
            stages=[{"name": "sale", "rate": {"mean": 0.4, "equivalent_n": 30}}],
        )
        for name in ("North", "South", "East")
    ]
    forecast = simulate(scenario(*teams, months=3, market={"monthly_sd": 0.0}), n_trials=10_000, seed=17)
    columns = [
        forecast.series("entered", name)[:, t] for name in ("North", "South", "East") for t in range(3)
    ]
    columns += [forecast.series("leavers", name)[:, 1] for name in ("North", "South", "East")]
    columns += [
        forecast.series("won", name)[:, 0] / np.maximum(forecast.series("worked", name)[:, 0], 1)
        for name in ("North", "South", "East")
    ]
    correlation = np.corrcoef(np.array(columns, dtype=float)) - np.eye(len(columns))
    assert np.abs(correlation).max() <= 4.5 / np.sqrt(10_000)


def moved(plan: Scenario, lever: str, change: float, seed: int = 5, trials: int = 3_000) -> Forecast:
    """The forecast with one lever moved."""
    return simulate(
        with_adjustments(plan, Adjustment(lever=lever, change=change)), n_trials=trials, seed=seed
    )


UNTOUCHED: dict[str, tuple[str, ...]] = {
    "win_rate": (
        "market",
        "entered",
        "demand",
        "worked",
        "headcount",
        "effective_reps",
        "joiners",
        "leavers",
        "stage:appointment",
    ),
    "stage:offer": ("market", "entered", "headcount", "effective_reps", "stage:appointment"),
    "volume": ("market", "headcount", "effective_reps", "joiners", "leavers"),
    "deal_size": ("market", "entered", "worked", "won", "closed", "headcount", "customers", "churned"),
    "cycle_days": ("market", "entered", "worked", "won", "headcount"),
    "capacity": ("market", "entered", "demand_of_others", "headcount", "effective_reps"),
    "churn": ("market", "entered", "won", "closed", "bookings", "headcount"),
    "expansion": ("market", "closed", "bookings", "customers", "churned"),
    "gross_margin": ("market", "closed", "bookings", "customers", "mrr", "revenue"),
    "marketing": ("market", "bookings", "gross_profit", "mrr", "overhead_cost"),
    "overhead": ("market", "bookings", "gross_profit", "mrr", "marketing_cost"),
    "ramp_months": ("market", "headcount", "joiners", "leavers"),
}


@pytest.mark.parametrize("lever", UNTOUCHED)
def test_a_lever_leaves_what_it_does_not_drive(reference: Forecast, lever: str) -> None:
    """Bit-identical, not just alike."""
    other = moved(PLAN, lever, 0.2)
    for name in UNTOUCHED[lever]:
        if name != "demand_of_others":
            assert np.array_equal(reference.series(name), other.series(name)), name
    assert not np.array_equal(reference.series("profit"), other.series("profit"))


def year(forecast: Forecast) -> Floats:
    """Bookings of the year."""
    values: Floats = forecast.series("bookings").sum(axis=1)
    return values


def noise_ratio(plan: Scenario, lever: str, change: float) -> float:
    """sd of the what-if's difference in a year's bookings over the sd that independent seeds give."""
    base = simulate(plan, n_trials=10_000, seed=1)
    same, independent = moved(plan, lever, change, 1, 10_000), moved(plan, lever, change, 2, 10_000)
    return float((year(same) - year(base)).std() / (year(independent) - year(base)).std())


CRN_PLANS: dict[str, Any] = {
    "everything": SUBSCRIPTION,
    "one team": {
        "name": "one team",
        "start_month": month(0),
        "horizon_months": 12,
        "market": {"monthly_sd": 0.1, "persistence": 0.6},
        "teams": [
            {
                **DIRECT,
                "inbound_per_month": {"mean": 600, "dispersion": 25},
                "headcount": 10,
                "hires": [],
                "opportunities_per_rep_per_month": 40,
            }
        ],
    },
}


@pytest.mark.parametrize("plan", CRN_PLANS)
@pytest.mark.parametrize(
    ("lever", "most"), [("win_rate", 1 / 3), ("volume", 1 / 3), ("deal_size", 1 / 10), ("stage:offer", 1 / 3)]
)
def test_a_what_if_is_signal_and_not_luck(plan: str, lever: str, most: float, record_property: Any) -> None:
    """+5 %: the standard deviation of the difference is at most a third of what independent seeds give."""
    ratio = noise_ratio(parse_scenario(CRN_PLANS[plan]), lever, 0.05)
    record_property("noise_ratio", ratio)
    assert 0 < ratio <= most
