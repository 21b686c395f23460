"""Everyday advice on sales goals, with its arithmetic, asked of the engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, poisson

from simulator import Verdict, assess, simulate
from simulator.scenario import parse_scenario
from tests.statistical.significance import assert_counts, assert_mean, assert_share
from tests.statistical.small_scenarios import goal, month, scenario, team_document

TRIALS = 20_000


def last_year(**team: Any) -> dict[str, Any]:
    """700 thousand last year: 28 deals of 25,000, won at 20 % out of 140 opportunities a year, and +15 % asked for."""
    return team_document(
        inbound_per_month={"mean": 140 / 12, "dispersion": 6},
        stages=[{"name": "sale", "rate": {"successes": 28, "trials": 140}}],
        cycle_days={"mean": 45, "cv": 0.8},
        deal_size={"family": "gamma", "mean": 25_000, "cv": 0.9, "n": 28},
        open_pipeline=[{"count": 17, "win_rate": {"successes": 28, "trials": 140}, "age_days": 20}],
        **team,
    )


def judged(target: float) -> Verdict:
    """The verdict on bookings of the year."""
    plan = scenario(
        last_year(),
        growth={"interval": "year", "volume": {"mean": 0.1, "sd": 0.15}},
        market={"monthly_sd": 0.2, "persistence": 0.6},
        goals=[goal("bookings", target)],
    )
    return assess(simulate(plan, n_trials=TRIALS, seed=1))[0]


def test_from_700_thousand_to_5_million_is_unreachable() -> None:
    """Seven times last year: not even one of 20,000 futures comes near."""
    verdict = judged(5_000_000)
    assert verdict.verdict == "unreachable"
    assert verdict.probability == 0
    assert not verdict.borderline
    assert verdict.mean is not None
    assert verdict.p90 is not None
    assert 600_000 < verdict.mean < 900_000
    assert verdict.p90 < 1_500_000


def test_last_year_again_is_not_unreachable() -> None:
    """The same company is judged realistic for half of last year and at least a stretch for all of it."""
    assert judged(350_000).verdict == "realistic"
    assert judged(700_000).verdict in ("realistic", "stretch")
    assert judged(1_500_000).verdict == "unreachable"


def calling(calls_per_day: float, months: int = 1) -> Any:
    """One rep who makes so many calls a day on 21 days a month, of which 5 % become sales."""
    team = team_document(
        outbound_per_rep_per_day=calls_per_day,
        workdays_per_month=21,
        headcount=1,
        entry="call",
        stages=[{"name": "sale", "rate": 0.05}],
    )
    return scenario(
        team,
        months=months,
        goals=[
            {"name": "sales", "metric": "won_deals", "target": 50, "by": month(0)},
            {"name": "calls", "metric": "activities_per_rep_per_day", "target": 48, "by": month(0)},
        ],
    )


def test_fifty_sales_need_a_thousand_calls_48_a_day() -> None:
    """50 / 5 % = 1,000 calls a month on average; over 21 working days that is 47.6, so 48 a day."""
    forecast = simulate(calling(1_000 / 21), n_trials=TRIALS, seed=2)
    assert_mean(forecast.series("entered")[:, 0], 1_000)
    assert_mean(forecast.series("closed")[:, 0], 50)
    sales, calls = assess(forecast)
    assert calls.mean == pytest.approx(1_000 / 21, rel=1e-3)
    assert np.ceil(1_000 / 21) == 48
    assert_share(forecast.series("closed")[:, 0] >= 50, float(poisson.sf(49, 50)))
    assert 0.45 < sales.probability < 0.58
    assert sales.verdict == "stretch"


def fixed_calls(calls: int) -> Any:
    """Exactly `calls` calls, each a sale with 5 %."""
    return scenario(team_document(open_pipeline=[{"count": calls, "win_rate": 0.05}]), months=1)


def test_a_thousand_calls_reach_fifty_sales_half_the_time() -> None:
    """X ~ Binomial(1000, .05): P(X >= 50) = .5203, P(X >= 45) = .7853; 1,180 calls make it 9 in 10."""
    sales = simulate(fixed_calls(1_000), n_trials=TRIALS, seed=3).series("closed")[:, 0]
    assert_counts(sales, binom.pmf(np.arange(140), 1_000, 0.05))
    exact = float(binom.sf(49, 1_000, 0.05))
    assert round(exact, 4) == 0.5203
    assert_share(sales >= 50, exact)


def test_how_many_calls_make_fifty_sales_nine_times_in_ten() -> None:
    """The smallest n with P(Binomial(n, .05) >= 50) >= .9; one call fewer is not enough by the formula."""
    calls = next(n for n in range(1_000, 2_000) if binom.sf(49, n, 0.05) >= 0.9)
    assert binom.sf(49, calls - 1, 0.05) < 0.9
    assert calls == 1_180
    sales = simulate(fixed_calls(calls), n_trials=TRIALS, seed=4).series("closed")[:, 0]
    assert_share(sales >= 50, float(binom.sf(49, calls, 0.05)))


def test_a_year_of_such_months_is_rarely_perfect() -> None:
    """Each month reaches 50 about half the time: all twelve do about once in 2,600 years."""
    sales = simulate(calling(1_000 / 21, months=12), n_trials=TRIALS, seed=5).series("closed")
    assert_share(sales.sum(axis=1) >= 600, float(poisson.sf(599, 600)))
    assert_share(np.all(sales >= 50, axis=1), float(poisson.sf(49, 50) ** 12))


def test_the_sample_of_the_advice_is_a_valid_document() -> None:
    """7,200 calls, 1,080 appointments, 360 sales: a sale takes 20 calls on average."""
    stages = [
        {"name": "appointment", "rate": {"successes": 1_080, "trials": 7_200}},
        {"name": "sale", "rate": {"successes": 360, "trials": 1_080}},
    ]
    plan = parse_scenario(
        {
            "name": "totals",
            "start_month": month(0),
            "teams": [team_document(inbound_per_month=600.0, stages=stages)],
        }
    )
    forecast = simulate(plan, n_trials=TRIALS, seed=6)
    jeffreys = (1_080.5 / 7_201) * (360.5 / 1_081)
    assert_mean(forecast.series("won").sum(axis=1), 12 * 600 * jeffreys)
