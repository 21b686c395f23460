"""When won deals close, against integrals of the gamma distribution; how much a team can work, against exact minima."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binom, gamma, lognorm, poisson

from simulator import simulate
from tests.statistical.significance import assert_counts, assert_mean, assert_sd, assert_share
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000
MONTH_DAYS = 30.4375


def cycle(mean: float, cv: float) -> object:
    """The cycle's distribution, in months."""
    return gamma(1 / cv**2, scale=mean * cv**2 / MONTH_DAYS)


def cohort_lags(mean: float, cv: float, months: int) -> Floats:
    """P(lag = L) = integral over u in 0..1 of F(L + 1 - u) - F(L - u), F the cdf of the cycle in months."""
    law = cycle(mean, cv)
    return np.array(
        [quad(lambda u, lag=lag: law.cdf(lag + 1 - u) - law.cdf(lag - u), 0, 1)[0] for lag in range(months)]  # type: ignore[attr-defined]
    )


def open_lags(mean: float, cv: float, age: float, months: int) -> Floats:
    """P(month = L) = (F(a + L + 1) - F(a + L)) / (1 - F(a)), a the age in months."""
    law, age_months = cycle(mean, cv), age / MONTH_DAYS
    survival = law.sf(age_months + np.arange(months + 1)) / law.sf(age_months)  # type: ignore[attr-defined]
    return np.asarray(-np.diff(survival))


@pytest.mark.parametrize(("mean", "cv"), [(48.0, 0.85), (10.0, 0.3), (120.0, 2.0), (200.0, 0.1)])
def test_cohorts_close_after_the_cycle(mean: float, cv: float) -> None:
    """Poisson cohorts, delayed, stay Poisson: closed_t ~ Poisson(mu x sum of P(lag <= t)), months independent."""
    mu = 12.0
    plan = scenario(team_document(inbound_per_month=mu, cycle_days={"mean": mean, "cv": cv}), months=8)
    forecast = simulate(plan, n_trials=TRIALS, seed=51)
    closed = forecast.series("closed")
    expected = mu * np.cumsum(cohort_lags(mean, cv, 8))
    likely = expected * TRIALS > 50
    assert_mean(closed[:, likely], expected[likely])
    for t in (0, 2, 7):
        assert_counts(closed[:, t], poisson.pmf(np.arange(60), expected[t]), what=f"month {t}")
    assert_mean((closed[:, 6] - expected[6]) * (closed[:, 7] - expected[7]), 0.0)
    assert_mean(forecast.series("won"), mu)


def test_known_cycle_closes_by_the_day_of_entry() -> None:
    """45 days exactly: a unit of the u-th part of a month closes floor(u + 45 / 30.4375) months later."""
    plan = scenario(team_document(inbound_per_month=12.0, cycle_days={"mean": 45, "cv": 0.0}), months=3)
    closed = simulate(plan, n_trials=TRIALS, seed=52).series("closed")
    later = 45 / MONTH_DAYS - 1
    assert closed[:, 0].sum() == 0
    assert_mean(closed[:, 1:], [12 * (1 - later), 12.0])


def test_cycle_of_zero_closes_in_the_month_of_the_decision() -> None:
    plan = scenario(
        team_document(inbound_per_month=12.0, open_pipeline=[{"count": 5, "win_rate": 1.0, "age_days": 90}])
    )
    forecast = simulate(plan, n_trials=500, seed=53)
    surplus = forecast.series("closed") - forecast.series("won")
    assert np.all(surplus[:, 0] == 5)
    assert surplus[:, 1:].sum() == 0


def test_cycle_lever_counts_at_the_decision() -> None:
    """Units decided before month 2 keep their 60 days, later ones take 30."""
    plan = scenario(
        team_document(inbound_per_month=20.0, cycle_days={"mean": 60, "cv": 0.5}),
        months=6,
        initiatives=[initiative("cycle_days", -0.5, start_month=month(2))],
    )
    closed = simulate(plan, n_trials=TRIALS, seed=54).series("closed")
    slow, fast = cohort_lags(60, 0.5, 6), cohort_lags(30, 0.5, 6)
    expected = [20 * sum((slow if s < 2 else fast)[t - s] for s in range(t + 1)) for t in range(6)]
    assert_mean(closed, expected)


@pytest.mark.parametrize("chance", [1.0, 0.5])
def test_a_cycle_brought_down_to_nothing_closes_at_once(chance: float) -> None:
    """The lever at -100 %, for certain or in half of the trials: deals close in the month of the decision."""
    team = team_document(
        inbound_per_month=20.0,
        cycle_days={"mean": 400, "cv": 0.8},
        open_pipeline=[{"count": 5, "win_rate": 1.0, "age_days": 30}],
    )
    changes = [initiative("cycle_days", -1.0, probability=chance)]
    forecast = simulate(scenario(team, months=4, initiatives=changes), n_trials=2_000, seed=54)
    at_once = np.all(forecast.series("closed") == forecast.series("won") + np.array([5, 0, 0, 0]), axis=1)
    assert_share(at_once, chance)


def test_mean_cycle_known_from_n_deals() -> None:
    """Per trial the mean is multiplied by one lognormal of mean 1 and cv = cv / sqrt(n):
    closed_t is Poisson given that, and months move together."""
    mean, cv, n, mu = 50.0, 1.5, 9.0, 40.0
    team = team_document(inbound_per_month=mu, cycle_days={"mean": mean, "cv": cv, "n": n})
    closed = simulate(scenario(team, months=3), n_trials=TRIALS, seed=55).series("closed")
    sigma = np.sqrt(np.log1p(cv**2 / n))
    factors = lognorm.ppf((np.arange(200) + 0.5) / 200, sigma, scale=np.exp(-(sigma**2) / 2))
    expected = mu * np.array([np.cumsum(cohort_lags(mean * factor, cv, 3)) for factor in factors])
    assert_mean(closed, expected.mean(axis=0))
    assert_sd(closed, np.sqrt(expected.mean(axis=0) + expected.var(axis=0)))
    centred = closed - expected.mean(axis=0)
    assert_mean(centred[:, 0] * centred[:, 2], np.cov(expected.T, ddof=0)[0, 2])


@pytest.mark.parametrize(
    ("mean", "cv", "age"),
    [(48, 0.85, 0), (48, 0.85, 20), (48, 0.85, 138), (48, 0.85, 2_000), (90, 0.3, 100), (40, 1.8, 500)],
)
def test_open_deals_close_by_their_age(mean: float, cv: float, age: float) -> None:
    """Each of 15 open deals closes in month L with probability w P(L): closed_L ~ Binomial(15, w P(L))."""
    pipeline = [{"count": 15, "win_rate": 0.4, "age_days": age}]
    plan = scenario(team_document(cycle_days={"mean": mean, "cv": cv}, open_pipeline=pipeline), months=9)
    closed = simulate(plan, n_trials=TRIALS, seed=56).series("closed")
    chances = 0.4 * open_lags(mean, cv, age, 9)
    for lag in (0, 1, 3, 8):
        assert_counts(closed[:, lag], binom.pmf(np.arange(16), 15, chances[lag]), what=f"month {lag}")
    assert_counts(closed.sum(axis=1), binom.pmf(np.arange(16), 15, chances.sum()))


def test_open_deals_share_what_is_not_known_about_the_cycle() -> None:
    """The same factor on the mean: closed_L is a mixture of Binomial(15, P(L; factor x mean))."""
    mean, cv, n, age = 50.0, 1.2, 6.0, 60.0
    pipeline = [{"count": 15, "win_rate": 1.0, "age_days": age}]
    plan = scenario(
        team_document(cycle_days={"mean": mean, "cv": cv, "n": n}, open_pipeline=pipeline), months=5
    )
    closed = simulate(plan, n_trials=TRIALS, seed=63).series("closed")
    sigma = np.sqrt(np.log1p(cv**2 / n))
    factors = lognorm.ppf((np.arange(400) + 0.5) / 400, sigma, scale=np.exp(-(sigma**2) / 2))
    chances = np.array([open_lags(mean * factor, cv, age, 5) for factor in factors])
    for lag in (0, 1, 4):
        pmf = np.mean(binom.pmf(np.arange(16)[:, None], 15, chances[:, lag]), axis=1)
        assert_counts(closed[:, lag], pmf, what=f"month {lag}")


def test_open_deals_take_the_cycle_lever_of_the_start() -> None:
    """A change in place from month 0 stretches the rest of an open deal's cycle, a later one does not."""
    pipeline = [{"count": 15, "win_rate": 1.0, "age_days": 30}]
    team = team_document(cycle_days={"mean": 40, "cv": 0.8}, open_pipeline=pipeline)
    for start, mean in ((0, 80.0), (1, 40.0)):
        changes = [initiative("cycle_days", 1.0, start_month=month(start))]
        closed = simulate(scenario(team, months=4, initiatives=changes), n_trials=TRIALS, seed=57).series(
            "closed"
        )
        assert_mean(closed, 15 * open_lags(mean, 0.8, 30, 4))


def test_deals_of_a_hundred_years_are_handled() -> None:
    """Where the chance of such an age underflows, the rest of a gamma cycle is exponential with the gamma's scale."""
    pipeline = [{"count": 1, "win_rate": 1.0, "age_days": 36_500}]
    plan = scenario(team_document(cycle_days={"mean": 30, "cv": 0.9}, open_pipeline=pipeline), months=2)
    closed = simulate(plan, n_trials=TRIALS, seed=58).series("closed")[:, 0]
    assert abs(closed.mean() - (1 - np.exp(-MONTH_DAYS / (30 * 0.81)))) < 0.02


@pytest.mark.parametrize("capacity", [4.0, 5.5, 6.35])
def test_worked_units_are_the_smaller_of_demand_and_capacity(capacity: float) -> None:
    """Demand Poisson(11), 2 reps: worked = min(N, C) with C = floor(2 c + U), so that E C = 2 c exactly."""
    team = team_document(inbound_per_month=11.0, headcount=2, opportunities_per_rep_per_month=capacity)
    forecast = simulate(scenario(team, months=2), n_trials=TRIALS, seed=59)
    low, fraction = int(2 * capacity), 2 * capacity % 1
    units = np.arange(40)
    pmf = np.zeros(40)
    for room, weight in ((low, 1 - fraction), (low + 1, fraction)):
        pmf += weight * np.bincount(np.minimum(units, room), poisson.pmf(units, 11), minlength=40)
    for t in range(2):
        assert_counts(forecast.series("worked")[:, t], pmf, what=f"month {t}")
        binds = (1 - fraction) * poisson.sf(low, 11) + fraction * poisson.sf(low + 1, 11)
        assert_share(forecast.series("people_bind")[:, t] > 0, float(binds), comparisons=2)
    assert np.array_equal(
        forecast.series("lost_to_capacity"), forecast.series("entered") - forecast.series("worked")
    )


def test_capacity_follows_effective_reps_and_its_lever() -> None:
    """Leads without end: worked_t = capacity x lever_t x effective reps_t, the fraction kept in expectation."""
    team = team_document(
        inbound_per_month=1e5,
        headcount=1,
        hires=[{"month": month(1)}],
        ramp=[0.25, 0.5, 1.0],
        opportunities_per_rep_per_month=7.0,
    )
    plan = scenario(team, months=5, initiatives=[initiative("capacity", 0.3, start_month=month(3))])
    worked = simulate(plan, n_trials=TRIALS, seed=60).series("worked")
    exact = 7 * np.array([1, 1, 1, 1.3, 1.3]) * np.array([1, 1.25, 1.5, 2, 2])
    assert_mean(worked, exact)
    assert np.all((worked == np.floor(exact)) | (worked == np.ceil(exact)))


@pytest.mark.parametrize("carry", [0.0, 0.3, 1.0])
def test_backlog_keeps_its_share_of_the_surplus(carry: float) -> None:
    """backlog_(t+1) = floor(carry x surplus_t + U): within a unit in each trial, exact on average; the rest is lost."""
    team = team_document(
        inbound_per_month=11.0, headcount=1, opportunities_per_rep_per_month=7.0, backlog_carry=carry
    )
    forecast = simulate(scenario(team, months=6), n_trials=TRIALS, seed=61)
    surplus = forecast.series("demand") - forecast.series("worked")
    backlog = forecast.series("demand") - forecast.series("entered")
    assert backlog[:, 0].sum() == 0
    rounding = backlog[:, 1:] - carry * surplus[:, :-1]
    assert np.all(np.abs(rounding) < 1)
    assert_mean(rounding, 0.0)
    assert np.array_equal(forecast.series("lost_to_capacity")[:, :-1], surplus[:, :-1] - backlog[:, 1:])
    assert np.array_equal(forecast.series("people_bind") > 0, surplus > 0)


def test_full_backlog_empties_when_demand_falls() -> None:
    """carry = 1 loses nothing: after a rush in month 0 the team works at capacity until everything is worked."""
    season = {"index": [12.0] + [0.0] * 11}
    team = team_document(
        inbound_per_month=5.0, headcount=1, opportunities_per_rep_per_month=20.0, backlog_carry=1.0
    )
    forecast = simulate(scenario(team, months=8, seasonality=season), n_trials=300, seed=62)
    total = forecast.series("entered")[:, 0]
    expected = np.clip(total[:, None] - 20 * np.arange(8), 0, 20)
    assert np.array_equal(forecast.series("worked"), expected)
    assert forecast.series("lost_to_capacity").sum() == 0
