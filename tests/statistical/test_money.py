"""Bookings against closed forms: sums of deal sizes, what is not known about their mean, growth, fixed values."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, gamma, lognorm, poisson

from simulator import simulate
from tests.statistical.significance import (
    assert_counts,
    assert_distribution,
    assert_mean,
    assert_sd,
    assert_share,
)
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000


def bookings_of(deals: int, size: dict[str, object], seed: int = 3, **fields: object) -> Floats:
    """Bookings of the first month when exactly `deals` deals close in it."""
    pipeline = [{"count": deals, "win_rate": 1.0}]
    plan = scenario(team_document(deal_size=size, open_pipeline=pipeline), months=1, **fields)
    values: Floats = simulate(plan, n_trials=TRIALS, seed=seed).series("bookings")[:, 0]
    return values


def test_compound_poisson_gamma() -> None:
    """S = sum of N gamma sizes, N ~ Poisson(l): E S = l m, Var S = l m^2 (1 + cv^2),
    P(S >= x) = sum_n Poisson(n; l) P(Gamma(n / cv^2) >= x); S = 0 exactly where N = 0."""
    inbound, rate, mean, cv = 30.0, 0.2, 25_000.0, 0.9
    plan = scenario(
        team_document(
            inbound_per_month=inbound,
            stages=[{"name": "sale", "rate": rate}],
            deal_size={"family": "gamma", "mean": mean, "cv": cv},
        ),
        months=1,
    )
    forecast = simulate(plan, n_trials=TRIALS, seed=11)
    money = forecast.series("bookings")[:, 0]
    expected = inbound * rate
    assert_mean(money, expected * mean)
    assert_sd(money, mean * np.sqrt(expected * (1 + cv**2)))
    assert_share(money == 0, float(np.exp(-expected)), comparisons=7)
    counts = np.arange(1, 60)
    for x in (50_000, 100_000, 150_000, 200_000, 280_000, 350_000):
        tail = gamma.sf(x, counts / cv**2, scale=mean * cv**2) @ poisson.pmf(counts, expected)
        assert_share(money >= x, float(tail), comparisons=7, what=f"P(bookings >= {x})")
    assert np.array_equal(money == 0, forecast.series("closed")[:, 0] == 0)


def test_bookings_of_a_year_have_the_variance_of_independent_months() -> None:
    """Months share nothing here: Var of the year = 12 l m^2 (1 + cv^2)."""
    plan = scenario(
        team_document(inbound_per_month=3.0, deal_size={"family": "gamma", "mean": 2.0, "cv": 0.5})
    )
    year = simulate(plan, n_trials=TRIALS, seed=12).series("bookings").sum(axis=1)
    assert_mean(year, 12 * 3 * 2.0)
    assert_sd(year, np.sqrt(12 * 3 * 4.0 * 1.25))


@pytest.mark.parametrize(("deals", "cv"), [(1, 0.9), (3, 2.0), (40, 0.3), (2_000, 1.1)])
def test_sum_of_gamma_sizes_is_gamma(deals: int, cv: float) -> None:
    """n gamma sizes of shape k = 1 / cv^2 add up to a gamma of shape n k, same scale."""
    money = bookings_of(deals, {"family": "gamma", "mean": 700.0, "cv": cv})
    assert_distribution(money, gamma(deals / cv**2, scale=700.0 * cv**2))


def test_sizes_without_spread_are_counted() -> None:
    """cv = 0: bookings = deals x mean, to the digit."""
    for family in ("gamma", "lognormal"):
        assert bookings_of(7, {"family": family, "mean": 300.0, "cv": 0.0}) == pytest.approx(
            2100.0, rel=1e-12
        )


def test_one_lognormal_size() -> None:
    """One size: lognormal with sigma^2 = ln(1 + cv^2) and mean m."""
    cv = 1.3
    sigma = np.sqrt(np.log1p(cv**2))
    money = bookings_of(1, {"family": "lognormal", "mean": 500.0, "cv": cv})
    assert_distribution(money, lognorm(sigma, scale=500.0 * np.exp(-(sigma**2) / 2)))


@pytest.mark.parametrize(("deals", "cv"), [(2, 1.3), (5, 0.7), (60, 1.3), (900, 2.0)])
def test_sum_of_lognormal_sizes(deals: int, cv: float) -> None:
    """Mean n m, sd m cv sqrt(n); tails against sums drawn deal by deal."""
    money = bookings_of(deals, {"family": "lognormal", "mean": 500.0, "cv": cv})
    assert_mean(money, deals * 500.0)
    assert_sd(money, 500.0 * cv * np.sqrt(deals))
    rng, variance = np.random.default_rng(5), np.log1p(cv**2)
    drawn = np.concatenate(
        [
            np.exp(rng.normal(-variance / 2, np.sqrt(variance), (10_000, deals))).sum(axis=1) * 500
            for _ in range(10)
        ]
    )
    for share in (0.02, 0.1, 0.5, 0.9, 0.98):
        x = float(np.quantile(drawn, share))
        gap = abs((money >= x).mean() - (drawn >= x).mean())
        error = np.sqrt(share * (1 - share) * (1 / len(money) + 1 / len(drawn)))
        assert gap <= 4.4 * error, (
            f"P({deals} lognormal sizes >= {x:.0f}) off by {gap:.4f}, error {error:.4f}"
        )


@pytest.mark.parametrize("deals", [1, 2, 5])
def test_sum_of_resampled_sizes_is_enumerated(deals: int) -> None:
    """Every one of the 4^n equally likely picks from four values, counted."""
    values = [100.0, 300.0, 700.0, 1500.0]
    money = bookings_of(deals, {"family": "empirical", "values": values})
    sums = np.array([sum(pick) for pick in product(values, repeat=deals)])
    weights = np.bincount((sums / 100).round().astype(int)) / len(sums)
    assert_counts((money / 100).round(9), weights)


@pytest.mark.parametrize("deals", [1, 3, 20, 33, 40, 400])
def test_a_single_price_is_multiplied(deals: int) -> None:
    """All past deals were worth 1,000: n deals bring 1,000 n and meet a target of exactly that."""
    money = bookings_of(deals, {"family": "empirical", "values": [1_000.0] * 3})
    assert money == pytest.approx(1_000.0 * deals, rel=1e-12)


@pytest.mark.parametrize("deals", [4, 24])
def test_list_prices_have_the_odds_of_their_sums(deals: int) -> None:
    """Two list prices: S = 1,200 n + 1,200 K, K binomial; targets that are such sums are met as often as due."""
    money = bookings_of(deals, {"family": "empirical", "values": [1_200.0, 2_400.0]})
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        upper = int(binom.ppf(share, deals, 0.5))
        target = 1_200.0 * (deals + upper)
        reached = money >= target * (1 - 1e-9)
        assert_share(reached, float(binom.sf(upper - 1, deals, 0.5)), comparisons=10, what=f"P(>= {target})")


def test_many_resampled_sizes() -> None:
    """900 picks: mean n m, variance n s^2, and the exact probabilities of the convolution."""
    values = [100.0, 100.0, 300.0, 4500.0]
    deals = 900
    money = bookings_of(deals, {"family": "empirical", "values": values})
    assert_mean(money, deals * np.mean(values))
    assert_sd(money, np.sqrt(deals) * np.std(values))
    one = np.zeros(46)
    one[[1, 3, 45]] = [0.5, 0.25, 0.25]
    length = deals * 45 + 1
    exact = np.fft.irfft(np.fft.rfft(one, 2 * length) ** deals)[:length]
    for x in (1_060_000, 1_100_000, 1_125_000, 1_150_000, 1_190_000):
        assert_share(money >= x, float(exact[x // 100 :].sum()), comparisons=5)


@pytest.mark.parametrize("family", ["gamma", "lognormal", "empirical"])
def test_mean_size_known_from_n_deals(family: str) -> None:
    """Z lognormal with mean 1 and cv = cv / sqrt(n) multiplies the whole sum T of a trial:
    Var(Z T) = (1 + cv^2 / n) (Var T + (E T)^2) - (E T)^2."""
    values, n, deals = [200.0, 400.0, 900.0], 9.0, 50
    cv = float(np.std(values) / np.mean(values))
    shape = {"values": values} if family == "empirical" else {"mean": 500.0, "cv": cv}
    money = bookings_of(deals, {"family": family, **shape, "n": n})
    total, variance = deals * 500.0, deals * (500.0 * cv) ** 2
    assert_mean(money, total)
    assert_sd(money, np.sqrt((1 + cv**2 / n) * (variance + total**2) - total**2))


def test_mean_size_is_one_draw_for_all_months() -> None:
    """Months share Z: Cov(S_0, S_t) = (E T)^2 cv^2 / n."""
    size = {"family": "gamma", "mean": 10.0, "cv": 1.0, "n": 4.0}
    plan = scenario(team_document(inbound_per_month=50.0, deal_size=size), months=3)
    money = simulate(plan, n_trials=TRIALS, seed=8).series("bookings")
    assert_mean((money[:, 0] - 500) * (money[:, 2] - 500), 500.0**2 / 4)


@pytest.mark.parametrize(("interval", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_deal_size_growth(interval: str, months: int) -> None:
    """E bookings of month t = l m (1 + g)^(t / months in the interval), by the month of the close."""
    growth = {"interval": interval, "deal_size": 0.3}
    size = {"family": "gamma", "mean": 10.0, "cv": 0.5}
    plan = scenario(team_document(inbound_per_month=40.0, deal_size=size), months=15, growth=growth)
    money = simulate(plan, n_trials=TRIALS, seed=4).series("bookings")
    assert_mean(money, 40 * 10 * 1.3 ** (np.arange(15) / months))


def test_growth_and_lever_of_deal_size_count_at_the_close() -> None:
    """Deals that close 2 or 3 months after they were won bring the size of the month of the close."""
    plan = scenario(
        team_document(inbound_per_month=20.0, cycle_days={"mean": 76.0, "cv": 0.0}),
        months=6,
        growth={"interval": "month", "deal_size": 0.1},
        initiatives=[initiative("deal_size", 0.5, start_month=month(4))],
    )
    forecast = simulate(plan, n_trials=2_000, seed=4)
    factor = 1.1 ** np.arange(6) * np.array([1, 1, 1, 1, 1.5, 1.5])
    assert forecast.series("bookings") == pytest.approx(forecast.series("closed") * factor, rel=1e-9)
    assert forecast.series("closed")[:, :2].sum() == 0
    assert forecast.series("closed")[:, 2:].all(axis=1).any()


def test_fixed_values_do_not_grow() -> None:
    """`value` is what the deal is worth whenever it closes: bookings = value x closed."""
    pipeline = [{"count": 30, "win_rate": 0.5, "age_days": 10, "value": 59_000}]
    plan = scenario(
        team_document(open_pipeline=pipeline, cycle_days={"mean": 60, "cv": 0.8}),
        growth={"interval": "month", "deal_size": 0.2},
        initiatives=[initiative("deal_size", 0.5)],
    )
    forecast = simulate(plan, n_trials=2_000, seed=5)
    assert forecast.series("bookings") == pytest.approx(forecast.series("closed") * 59_000, rel=1e-12)
    assert forecast.series("closed")[:, 1:].any()


def test_teams_draw_their_own_sizes() -> None:
    """Two teams with five certain deals each: their bookings are uncorrelated, the company's variance is the sum."""
    pipeline = [{"count": 5, "win_rate": 1.0}]
    size = {"family": "gamma", "mean": 10.0, "cv": 1.0, "n": 16}
    teams = [team_document(name, deal_size=size, open_pipeline=pipeline) for name in ("North", "South")]
    forecast = simulate(scenario(*teams, months=1), n_trials=TRIALS, seed=6)
    north, south = (forecast.series("bookings", name)[:, 0] - 50 for name in ("North", "South"))
    assert_mean(north * south, 0.0)
    assert_sd(forecast.series("bookings")[:, 0], np.sqrt(2 * ((1 + 1 / 16) * (500 + 50**2) - 50**2)))


AMOUNTS = (59, 39, 34, 51, 82, 14, 11, 87, 68, 43)
CHANCES = (0.33, 0.12, 0.29, 0.60, 0.81, 0.58, 0.63, 0.17, 0.38, 0.60)


def test_ten_open_deals_are_enumerated() -> None:
    """All 2^10 outcomes of ten named deals: mean 212.51, sd 74.19, P(>= 220) = .45056, P(>= 260) = .26655,
    P(>= 300) = .12244."""
    outcomes = np.array(list(product((0, 1), repeat=10)))
    weights = np.where(outcomes == 1, CHANCES, 1 - np.array(CHANCES)).prod(axis=1)
    totals = outcomes @ np.array(AMOUNTS)
    mean = float(weights @ totals)
    sd = float(np.sqrt(weights @ (totals - mean) ** 2))
    assert (round(mean, 2), round(sd, 2)) == (212.51, 74.19)
    pipeline = [
        {"name": f"deal {place}", "count": 1, "win_rate": chance, "value": amount}
        for place, (amount, chance) in enumerate(zip(AMOUNTS, CHANCES, strict=True))
    ]
    money = simulate(
        scenario(team_document(open_pipeline=pipeline), months=1), n_trials=40_000, seed=1
    ).series("bookings")
    assert_mean(money[:, 0], mean)
    assert_sd(money[:, 0], sd)
    for x, stated in ((220, 0.45056), (260, 0.26655), (300, 0.12244)):
        exact = float(weights[totals >= x].sum())
        assert round(exact, 5) == stated
        assert_share(money[:, 0] >= x, exact, comparisons=3)
    assert_counts(money[:, 0], np.bincount(totals, weights))
