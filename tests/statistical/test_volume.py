"""Entering units against closed forms: Poisson, negative binomial, growth, seasons, market, outbound."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, norm, poisson, truncnorm

from simulator import simulate
from tests.statistical.significance import FALSE_ALARM, assert_counts, assert_mean, assert_sd, assert_share
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000


def entered(seed: int = 2, months: int = 12, inbound: object = 20.0, **fields: object) -> Floats:
    """Units that enter, (trials, months)."""
    plan = scenario(team_document(inbound_per_month=inbound), months=months, **fields)
    values: Floats = simulate(plan, n_trials=TRIALS, seed=seed).series("entered")
    return values


@pytest.mark.parametrize("mean", [0.3, 7.0, 250.0])
def test_without_dispersion_units_are_poisson(mean: float) -> None:
    """P(N = k) = e^-mu mu^k / k!, also in the second month, and months are independent."""
    units = entered(inbound=mean, months=2)
    for t in range(2):
        assert_counts(units[:, t], poisson.pmf(np.arange(int(mean * 3) + 30), mean))
    assert_mean((units[:, 0] - mean) * (units[:, 1] - mean), 0.0)


@pytest.mark.parametrize(("mean", "k"), [(20.0, 2.5), (120.0, 25.0), (3.0, 0.4)])
def test_dispersed_units_are_negative_binomial(mean: float, k: float) -> None:
    """NegBin of shape k: variance mu + mu^2 / k, P(N = n) as in scipy's nbinom(k, k / (k + mu)); months apart."""
    units = entered(inbound={"mean": mean, "dispersion": k}, months=2)
    assert_mean(units, mean)
    assert_sd(units, np.sqrt(mean + mean**2 / k))
    assert_counts(units[:, 1], nbinom.pmf(np.arange(int(mean * 12) + 60), k, k / (k + mean)))
    assert_mean((units[:, 0] - mean) * (units[:, 1] - mean), 0.0)


def test_dispersion_is_drawn_by_team() -> None:
    """Two teams share nothing: the covariance of their units is 0."""
    teams = [
        team_document(name, inbound_per_month={"mean": 50, "dispersion": 3}) for name in ("North", "South")
    ]
    forecast = simulate(scenario(*teams, months=1), n_trials=TRIALS, seed=6)
    north, south = (forecast.series("entered", scope=name)[:, 0] - 50 for name in ("North", "South"))
    assert_mean(north * south, 0.0)
    assert np.array_equal(forecast.series("entered")[:, 0], north + south + 100)


def test_inbound_mean_is_a_truncated_normal_drawn_once() -> None:
    """mu ~ normal(20, 15) cut at 0: E N = E mu, Var N = E mu + Var mu, Cov of two months = Var mu."""
    units = entered(inbound={"mean": 20, "sd": 15}, months=2)
    mean, variance = truncnorm(-20 / 15, np.inf, loc=20, scale=15).stats("mv")
    assert_mean(units, mean)
    assert_sd(units, np.sqrt(mean + variance))
    assert_mean((units[:, 0] - mean) * (units[:, 1] - mean), variance)


@pytest.mark.parametrize(("interval", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_growth_at_each_interval(interval: str, months: int) -> None:
    """mu_t = mu (1 + g)^(t / months in the interval), both for growth and for decline."""
    for growth in (0.25, -0.3):
        units = entered(growth={"interval": interval, "volume": growth}, months=14, inbound=100.0)
        assert_mean(units, 100 * (1 + growth) ** (np.arange(14) / months))


def test_uncertain_growth_is_one_draw_for_the_year() -> None:
    """E N_t = mu E (1 + g)^(t/12) with g normal cut to -0.95..10, integrated; month 12 carries sd(g) of all teams."""
    growth = {"interval": "year", "volume": {"mean": 0.1, "sd": 0.5}}
    teams = [team_document(name, inbound_per_month=100.0) for name in ("North", "South")]
    forecast = simulate(scenario(*teams, months=13, growth=growth), n_trials=TRIALS, seed=9)
    law = truncnorm((-0.95 - 0.1) / 0.5, (10 - 0.1) / 0.5, loc=0.1, scale=0.5)
    grid = law.ppf((np.arange(20_000) + 0.5) / 20_000)
    factor = (1 + grid[:, None]) ** (np.arange(13) / 12)
    north = forecast.series("entered", scope="North")
    assert_mean(north, 100 * factor.mean(axis=0))
    assert_sd(north[:, 12], np.sqrt(100 * factor[:, 12].mean() + 100**2 * factor[:, 12].var()))
    south = forecast.series("entered", scope="South")
    expected = 100 * factor[:, 12].mean()
    assert_mean((north[:, 12] - expected) * (south[:, 12] - expected), 100**2 * factor[:, 12].var())


def test_seasonal_index_is_rescaled_by_calendar_month() -> None:
    """mu_t = mu index[calendar month] / mean(index), whatever the scale of the index and the start month."""
    index = np.array([9, 9.2, 10.5, 9.8, 10, 11, 8.5, 0, 10.2, 10.8, 11, 12])
    units = entered(inbound=50.0, months=14, seasonality={"index": index.tolist()}, start_month="2027-10")
    assert_mean(units, 50 * index[(9 + np.arange(14)) % 12] / index.mean())
    assert units[:, 10].sum() == 0


def test_uncertain_seasons_are_rescaled_in_every_trial() -> None:
    """With sd the index of each month moves, but the year keeps its mean: Var(year) stays that of a Poisson year,
    while one month varies by mu^2 sd^2 (11/12) to first order."""
    units = entered(inbound=400.0, months=24, seasonality={"sd": 0.2})
    rng = np.random.default_rng(1)
    index = np.maximum(0, 1 + 0.2 * rng.standard_normal((400_000, 12)))
    index /= index.mean(axis=1, keepdims=True)
    assert_mean(units, 400.0)
    assert_sd(units[:, 4], np.sqrt(400 + 400**2 * index[:, 4].var()))
    assert_sd(units[:, :12].sum(axis=1), np.sqrt(12 * 400))
    assert_mean((units[:, 3] - 400) * (units[:, 15] - 400), 400**2 * index[:, 3].var())


def test_market_factor_has_mean_one_and_the_correlation_of_a_year() -> None:
    """M_t = exp(x_t - sd^2/2): E M = 1, Cov(M_s, M_t) = exp(sd^2 rho^|s - t|) - 1, log M_t normal(-sd^2/2, sd);
    a year of units has variance 12 mu + mu^2 sum_st Cov(M_s, M_t)."""
    sd, rho, mean = 0.25, 0.7, 40.0
    plan = scenario(team_document(inbound_per_month=mean), market={"monthly_sd": sd, "persistence": rho})
    forecast = simulate(plan, n_trials=TRIALS, seed=21)
    market = forecast.series("market")
    lags = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    covariance = np.exp(sd**2 * rho**lags) - 1
    assert_mean(market, 1.0)
    assert_sd(market, np.sqrt(covariance[0, 0]))
    for lag in (1, 2, 5, 11):
        assert_mean((market[:, 0] - 1) * (market[:, lag] - 1), covariance[0, lag], comparisons=4)
    for t in (0, 11):
        assert_share(np.log(market[:, t]) >= -(sd**2) / 2 + sd, float(norm.sf(1)), comparisons=2)
    year = forecast.series("entered").sum(axis=1)
    assert_mean(year, 12 * mean)
    assert_sd(year, np.sqrt(12 * mean + mean**2 * covariance.sum()))
    independent = np.sqrt(12 * mean + mean**2 * np.trace(covariance))
    assert year.std() > 1.5 * independent, "persistence must widen the year"


def test_a_walk_of_the_market_begins_at_one_and_spreads_with_the_root_of_time() -> None:
    """W_t = exp(w_t - t s^2 / 2), w_0 = 0, steps normal(0, s): E W = 1, Var log W_t = t s^2, Cov(log W_s, log W_t) =
    s^2 min(s, t); a month's units have mean mu and variance mu + mu^2 (exp(t s^2) - 1)."""
    step, mean = 0.06, 40.0
    plan = scenario(team_document(inbound_per_month=mean), market={"walk_sd": step})
    forecast = simulate(plan, n_trials=TRIALS, seed=24)
    market = forecast.series("market")
    t = np.arange(12)
    assert np.array_equal(market[:, 0], np.ones(TRIALS))
    assert_mean(market[:, 1:], 1.0)
    logs = np.log(market) + t * step**2 / 2
    assert_mean(logs[:, 1:], 0.0)
    assert_sd(logs[:, 1:], step * np.sqrt(t[1:]))
    assert_mean(logs[:, 3] * logs[:, 10], 3 * step**2)
    units = forecast.series("entered")
    assert_mean(units, mean)
    assert_sd(units, np.sqrt(mean + mean**2 * np.expm1(t * step**2)))


def test_a_walk_and_a_swing_of_the_market_are_drawn_apart() -> None:
    """Var log M_t = sd^2 + t s^2; taking the walk away leaves the swing's draws as they were."""
    both = {"monthly_sd": 0.1, "persistence": 0.5, "walk_sd": 0.05}
    plan = scenario(team_document(inbound_per_month=10.0), market=both)
    market = simulate(plan, n_trials=TRIALS, seed=25).series("market")
    assert_sd(np.log(market), np.sqrt(0.1**2 + np.arange(12) * 0.05**2))
    swing, walk = (
        simulate(plan.changed(market=part), n_trials=TRIALS, seed=25).series("market")
        for part in ({"monthly_sd": 0.1, "persistence": 0.5}, {"walk_sd": 0.05})
    )
    assert market == pytest.approx(swing * walk)


def test_market_is_shared_by_teams() -> None:
    """Cov of two teams' units in one month = mu^2 (exp(sd^2) - 1)."""
    teams = [team_document(name, inbound_per_month=60.0) for name in ("North", "South")]
    forecast = simulate(scenario(*teams, months=2, market={"monthly_sd": 0.3}), n_trials=TRIALS, seed=22)
    north, south = (forecast.series("entered", scope=name) - 60 for name in ("North", "South"))
    assert_mean(north[:, 1] * south[:, 1], 60**2 * (np.exp(0.09) - 1))
    assert_mean(north[:, 0] * south[:, 1], 0.0)


def test_outbound_follows_effective_reps_and_not_growth() -> None:
    """mu_t = (inbound growth_t season_t + calls per day x workdays x effective reps_t) volume lever_t."""
    team = team_document(
        inbound_per_month=10.0,
        outbound_per_rep_per_day=0.5,
        workdays_per_month=19,
        headcount=3,
        hires=[{"month": month(2), "count": 2}],
        ramp=[0.2, 0.6, 1.0],
    )
    plan = scenario(
        team,
        months=6,
        growth={"interval": "month", "volume": 0.2},
        seasonality={"index": [2, 1, 1, 0] + [1] * 8},
        initiatives=[initiative("volume", 0.4, start_month=month(4))],
    )
    effective = np.array([3, 3, 3.4, 4.2, 5, 5])
    forecast = simulate(plan, n_trials=TRIALS, seed=23)
    assert forecast.series("effective_reps") == pytest.approx(np.tile(effective, (TRIALS, 1)))
    season = np.array([2, 1, 1, 0, 1, 1])
    lever = np.array([1, 1, 1, 1, 1.4, 1.4])
    mean = (10 * 1.2 ** np.arange(6) * season + 0.5 * 19 * effective) * lever
    assert_mean(forecast.series("entered"), mean)
    assert_sd(forecast.series("entered"), np.sqrt(mean))


def test_no_inbound_and_no_people_means_nothing_enters() -> None:
    assert entered(inbound=0.0, market={"monthly_sd": 0.5}).sum() == 0


def test_the_false_alarm_rate_is_what_the_tolerances_assume() -> None:
    """A mean off by 6 standard errors is refused: the comparisons in this folder can fail."""
    values = entered(inbound=20.0, months=1)[:, 0]
    error = values.std() / np.sqrt(TRIALS)
    with pytest.raises(AssertionError, match="mean"):
        assert_mean(values, 20 + 9 * error)
    with pytest.raises(AssertionError, match="counts"):
        assert_counts(values, poisson.pmf(np.arange(90), 20 + 9 * error))
    assert FALSE_ALARM <= 1e-3
