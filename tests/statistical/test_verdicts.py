"""Words at the exact edges of their bands, the precision of the odds, and what counts as meeting a goal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from simulator import Forecast, Verdict, assess, simulate
from simulator.scenario import Goal, Policy
from tests.statistical.small_scenarios import goal, month, scenario, team_document

TRIALS = 2_000


def coins(trials: int = TRIALS, rate: float = 0.5) -> Forecast:
    """Ten deals that each close with the same chance, worth 3 each, in the first month."""
    team = team_document(open_pipeline=[{"count": 10, "win_rate": rate, "value": 3.0}])
    return simulate(scenario(team), n_trials=trials, seed=1)


FORECAST = coins()


def judge(
    target: float, forecast: Forecast = FORECAST, policy: Policy | None = None, **fields: Any
) -> Verdict:
    """The verdict on bookings."""
    return assess(forecast, goals=[Goal(**goal("bookings", target, **fields))], policy=policy)[0]


def test_probability_is_the_share_of_trials() -> None:
    """P, mean, sd and quantiles are those of the trials' own values."""
    values = FORECAST.series("bookings").sum(axis=1)
    verdict = judge(15.0)
    assert verdict.probability == np.mean(values >= 15)
    assert abs(verdict.probability - binom.sf(4, 10, 0.5)) < 0.04
    assert verdict.mean == pytest.approx(values.mean())
    assert verdict.sd == pytest.approx(values.std(), rel=1e-3)
    assert (verdict.p10, verdict.p50, verdict.p90) == pytest.approx(np.quantile(values, [0.1, 0.5, 0.9]))
    assert verdict.standard_error == pytest.approx(
        np.sqrt(verdict.probability * (1 - verdict.probability) / TRIALS)
    )


@pytest.mark.parametrize("target", [0.0, 6.0, 12.0, 15.0, 21.0, 27.0, 30.0, 33.0])
def test_interval_is_wilson_s(target: float) -> None:
    """95 % score interval, as scipy computes it, also where all or no trials meet the goal."""
    verdict = judge(target)
    met = round(verdict.probability * TRIALS)
    expected = binomtest(met, TRIALS).proportion_ci(0.95, method="wilson")
    assert verdict.interval == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert 0 <= verdict.interval[0] <= verdict.probability <= verdict.interval[1] <= 1


def test_words_at_the_exact_edges() -> None:
    """Realistic at P >= edge, unreachable below the other edge, stretch in between: one float more or less decides."""
    p = judge(15.0).probability
    up, down = float(np.nextafter(p, 1)), float(np.nextafter(p, 0))

    def word(realistic: float, unreachable: float) -> str:
        return judge(15.0, policy=Policy(realistic_at_least=realistic, unreachable_below=unreachable)).verdict

    assert word(p, 0.1) == "realistic"
    assert word(down, 0.1) == "realistic"
    assert word(up, 0.1) == "stretch"
    assert word(0.99, p) == "stretch"
    assert word(0.99, down) == "stretch"
    assert word(0.99, up) == "unreachable"


def test_the_default_policy() -> None:
    assert (Policy().realistic_at_least, Policy().unreachable_below) == (0.60, 0.10)
    assert [judge(target).verdict for target in (12.0, 18.0, 24.0, 33.0)] == [
        "realistic", "stretch", "unreachable", "unreachable",
    ]  # fmt: skip


def test_the_scenario_s_own_policy_and_goals_are_the_default() -> None:
    team = team_document(open_pipeline=[{"count": 10, "win_rate": 0.5, "value": 3.0}])
    plan = scenario(
        team, goals=[goal("bookings", 18.0)], policy={"realistic_at_least": 0.3, "unreachable_below": 0.05}
    )
    forecast = simulate(plan, n_trials=TRIALS, seed=1)
    assert [one.verdict for one in assess(forecast)] == ["realistic"]
    assert [one.verdict for one in assess(forecast, policy=Policy())] == ["stretch"]


def test_borderline_means_an_edge_inside_the_interval() -> None:
    """0.62 lies inside the interval of P = .623 at 500 trials, outside at 200,000; either edge counts."""
    low, high = judge(15.0).interval
    inside, outside = (low + high) / 2, high + 0.01
    for edge, expected in ((inside, True), (outside, False), (low - 0.001, False), (low + 0.001, True)):
        assert (
            judge(15.0, policy=Policy(realistic_at_least=edge, unreachable_below=0.01)).borderline == expected
        )
        assert (
            judge(15.0, policy=Policy(realistic_at_least=0.999, unreachable_below=edge)).borderline
            == expected
        )
    policy = Policy(realistic_at_least=0.62, unreachable_below=0.1)
    assert judge(15.0, policy=policy, forecast=coins(500)).borderline
    assert not judge(15.0, policy=policy, forecast=coins(200_000)).borderline


def test_a_value_equal_to_the_target_meets_it() -> None:
    """At least 15 and at most 15 are both met by 15, and by 15 (1 ± 1e-13); 15 (1 + 1e-9) is more."""
    equal = np.mean(FORECAST.series("bookings").sum(axis=1) == 15)
    assert equal > 0
    at_least, at_most = judge(15.0).probability, judge(15.0, direction="at_most").probability
    assert at_least + at_most == pytest.approx(1 + equal)
    assert judge(15.0 * (1 + 1e-13)).probability == at_least
    assert judge(15.0 * (1 - 1e-13), direction="at_most").probability == at_most
    assert judge(15.0 * (1 + 1e-9)).probability == pytest.approx(at_least - equal)
    assert judge(15.0 * (1 - 1e-9), direction="at_most").probability == pytest.approx(at_most - equal)


def test_at_most_and_relative_targets() -> None:
    """change = 0.25 against a baseline of 12 is a target of 15."""
    relative = assess(
        FORECAST, goals=[Goal(name="g", metric="bookings", change=0.25, baseline=12.0, by=month(11))]
    )[0]
    assert relative.target == 15
    assert relative.probability == judge(15.0).probability
    assert judge(14.9, direction="at_most").probability == pytest.approx(1 - judge(15.0).probability)


def test_an_undefined_ratio_meets_nothing() -> None:
    """average_deal_size is 0 / 0 where no deal closes: such a trial meets neither direction, but is not hidden."""
    forecast = coins(rate=0.1)
    none = np.mean(forecast.series("closed").sum(axis=1) == 0)
    assert none > 0.2
    for direction in ("at_least", "at_most"):
        verdict = assess(forecast, goals=[Goal(**goal("average_deal_size", 3.0, direction=direction))])[0]
        assert verdict.probability == pytest.approx(1 - none)
        assert verdict.mean == pytest.approx(3.0)


def test_windows_cut_the_right_months() -> None:
    """Bookings of 1 per unit and month: the windows of a verdict are sums over the series' own columns."""
    plan = scenario(team_document(inbound_per_month=9.0), months=14)
    forecast = simulate(plan, n_trials=500, seed=3)
    money = forecast.series("bookings")
    cases = {
        ("total", 5): money[:, :6].sum(axis=1),
        ("month", 5): money[:, 5],
        ("quarter", 5): money[:, 3:6].sum(axis=1),
        ("quarter", 2): money[:, :3].sum(axis=1),
        ("average", 5): money[:, :6].mean(axis=1),
        ("total", 13): money.sum(axis=1),
        ("month", 0): money[:, 0],
    }
    for (window, by), values in cases.items():
        target = float(np.median(values))
        one = Goal(name="g", metric="bookings", target=target, window=window, by=month(by))
        verdict = assess(forecast, goals=[one])[0]
        assert verdict.probability == np.mean(values >= target), (window, by)
        assert verdict.mean == pytest.approx(values.mean())
