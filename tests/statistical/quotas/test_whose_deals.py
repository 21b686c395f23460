"""Whose deals are whose is distributed as docs/MODEL.md says: closed forms, tolerances of five standard errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulator import Forecast, simulate
from simulator.engine.forecast import Series
from simulator.engine.timing import lag_shares
from simulator.goals.windows import Window
from simulator.quotas.quota_sheet import quota_sheet, targets
from simulator.quotas.rep_futures import RepFutures, rep_futures
from simulator.quotas.rep_values import quota_goal, rep_values
from simulator.scenario.quota_terms import Quotas
from tests.unit.quotas.companies import company

TRIALS = 20_000
EQUAL: dict[str, Any] = {"deal_size": {"mean": 20_000.0, "cv": 0.0}}
FIRST = Window(0, 0)


def shared_out(
    team: dict[str, Any], window: Window = FIRST, trials: int = TRIALS
) -> tuple[Forecast, RepFutures]:
    """The futures of a company of one such team, shared out."""
    forecast = simulate(company(team), trials)
    return forecast, rep_futures(forecast, window)


def closed_in(forecast: Forecast, window: Window = FIRST) -> NDArray[np.int64]:
    """Deals the team closes in the window, by trial."""
    return np.asarray(forecast.series(Series.CLOSED, "Team 1")[:, window.months].sum(axis=1), dtype=np.int64)


def assert_binomial(deals: NDArray[Any], of: NDArray[Any], chance: float) -> None:
    """`deals` are Binomial(of, chance) in every trial: mean, variance and, standardised, fourth moment."""
    some = of > 0
    n, q = of[some].astype(float), 1 - chance
    z = (deals[some] - n * chance) / np.sqrt(n * chance * q)
    kurtosis = 3 + np.mean((1 - 6 * chance * q) / (n * chance * q))
    error = 5 / np.sqrt(some.sum())
    assert abs(z.mean()) < error
    assert abs(np.mean(z**2) - 1) < error * np.sqrt(kurtosis - 1)
    assert abs(np.mean(z**4) / kurtosis - 1) < error * 12


@pytest.mark.parametrize(
    ("volume", "headcount"),
    [(20.0, 4), (200.0, 6), (30.0, 60), (8_000.0, 5)],
    ids=["few deals", "one by one", "more reps than deals", "many deals"],
)
def test_equal_reps_share_a_month_s_deals_as_a_binomial(volume: float, headcount: int) -> None:
    forecast, found = shared_out(
        {**EQUAL, "inbound_per_month": {"mean": volume, "dispersion": 10.0}, "headcount": headcount}
    )
    closed = closed_in(forecast)
    for seat in (0, headcount // 2, headcount - 1):
        assert_binomial(found.deals[seat], closed, 1 / headcount)
        np.testing.assert_allclose(found.bookings[seat], found.deals[seat] * 20_000.0, rtol=1e-9)
    together = found.deals[0] + found.deals[1]
    assert_binomial(together, closed, 2 / headcount)


@pytest.mark.parametrize("volume", [30.0, 4_000.0], ids=["one by one", "many deals"])
def test_territory_potential_and_ramp_set_the_chances(volume: float) -> None:
    team = {
        **EQUAL,
        "inbound_per_month": volume,
        "headcount": 1,
        "ramp": [0.0, 0.25, 1.0],
        "reps": [
            {"name": "Large", "tenure_months": 9, "potential": 2.0},
            {"name": "New", "tenure_months": 1},
            {"name": "First day"},
        ],
    }
    forecast, found = shared_out(team)
    closed, whole = closed_in(forecast), 2.0 + 0.25 + 1.0
    for seat, weight in ((0, 2.0), (1, 0.25), (3, 1.0)):
        assert_binomial(found.deals[seat], closed, weight / whole)
    assert found.deals[2].sum() == 0


def test_what_nobody_knows_of_reps_makes_their_shares_dirichlet() -> None:
    """Gamma factors of mean 1, renormalised: the share of one of n is Beta(k, (n - 1) k), k = 1 / cv²."""
    cv, n = 0.5, 4
    forecast, found = shared_out({**EQUAL, "inbound_per_month": 4_000.0, "headcount": n, "rep_spread": cv})
    closed = closed_in(forecast).astype(float)
    share = found.deals[0] / closed
    k = 1 / cv**2
    spread = (1 / n) * (1 - 1 / n) / (n * k + 1)
    expected = spread + np.mean((1 / n * (1 - 1 / n) - spread) / closed)
    assert abs(share.mean() - 1 / n) < 5 * np.sqrt(expected / TRIALS)
    assert abs(share.var() / expected - 1) < 5 * np.sqrt(2.5 / TRIALS)
    assert stats.kstest(share, stats.beta(k, (n - 1) * k).cdf).statistic < 0.02


YEAR = Window(0, 11)
GAMMA: dict[str, Any] = {"family": "gamma", "mean": 20_000.0, "cv": 1.2}
LOGNORMAL: dict[str, Any] = {"family": "lognormal", "mean": 20_000.0, "cv": 1.2}
HEAVY: dict[str, Any] = {"family": "lognormal", "mean": 20_000.0, "cv": 3.0}
PAST: dict[str, Any] = {"family": "empirical", "values": [5_000.0, 10_000.0, 15_000.0, 80_000.0]}


@pytest.mark.parametrize(
    ("size", "window", "apart", "wide"),
    [
        (GAMMA, FIRST, 0.0, 0.0),
        (GAMMA, YEAR, 0.0, 0.0),
        (LOGNORMAL, FIRST, 0.02, 0.10),
        (LOGNORMAL, YEAR, 0.02, 0.06),
        (HEAVY, YEAR, 0.05, 0.30),
        (PAST, YEAR, 0.03, 0.03),
    ],
)
def test_a_rep_s_money_is_that_of_as_many_deals(
    size: dict[str, Any], window: Window, apart: float, wide: float
) -> None:
    """Exact for gamma; for the others within the error docs/MODEL.md states: `apart` in the distribution function,
    `wide` in the standard deviation."""
    forecast, found = shared_out(
        {"deal_size": size, "inbound_per_month": 60.0, "headcount": 4}, window, trials=10_000
    )
    some = (found.deals[0] >= 2) & (closed_in(forecast, window) >= 8)
    deals = found.deals[0][some]
    rng = np.random.default_rng(7)
    draws = rng.random((int(some.sum()), int(deals.max())))
    if size is PAST:
        alone = np.array(size["values"])[(draws * 4).astype(int)]
    elif size is GAMMA:
        alone = stats.gamma(1 / size["cv"] ** 2, scale=size["mean"] * size["cv"] ** 2).ppf(draws)
    else:
        sigma = np.sqrt(np.log1p(size["cv"] ** 2))
        alone = size["mean"] * np.exp(sigma * stats.norm.ppf(draws) - sigma**2 / 2)
    told = np.where(np.arange(deals.max()) < deals[:, None], alone, 0.0).sum(axis=1)
    money, n = found.bookings[0][some], int(some.sum())
    assert abs(money.mean() - told.mean()) < 5 * told.std() * np.sqrt(2 / n)
    kurtosis = stats.kurtosis(told, fisher=False)
    assert abs(money.std() / told.std() - 1) < wide + 5 * np.sqrt((kurtosis - 1) / (2 * n))
    assert stats.ks_2samp(money, told).statistic < apart + 1.95 * np.sqrt(2 / n)
    # What one rep's deals are worth says nothing of another's.
    other = found.bookings[1][some] / np.maximum(found.deals[1][some], 1)
    tied = {id(GAMMA): 0.0, id(HEAVY): 0.15}.get(id(size), 0.03)
    assert abs(stats.spearmanr(money / deals, other).statistic) < tied + 5 / np.sqrt(n)


def test_deals_go_to_those_who_were_productive_when_they_were_worked() -> None:
    """Against the law written out in numpy: each month's deals by the months in which they were decided."""
    ramp, mean, cv = [0.0, 0.4, 0.8, 1.0], 70.0, 0.6
    team = {
        **EQUAL,
        "headcount": 2,
        "hires": [{"month": "2027-04", "count": 2}],
        "ramp": ramp,
        "cycle_days": {"mean": mean, "cv": cv},
    }
    window = Window(0, 11)
    forecast, found = shared_out(team, window)
    weight = np.ones((12, 4))
    for hire in (2, 3):
        weight[:, hire] = [0.0] * 3 + [ramp[min(t, 3)] for t in range(9)]
    share = weight / weight.sum(axis=1, keepdims=True)
    below = np.concatenate([[0.0], lag_shares(np.array([mean]), cv, 12)[0]])
    lag = np.diff(below)
    won = forecast.series(Series.WON, "Team 1").astype(float)
    closed = forecast.series(Series.CLOSED, "Team 1").astype(float)
    expected = np.zeros((4, TRIALS))
    for t in range(12):
        from_month = won[:, : t + 1] * lag[t::-1]
        total = from_month.sum(axis=1, keepdims=True)
        mixed = np.divide(from_month, total, out=np.zeros_like(from_month), where=total > 0)
        expected += (closed[:, t][:, None] * (mixed @ share[: t + 1])).T
    for seat in range(4):
        difference = found.deals[seat] - expected[seat]
        assert abs(difference.mean()) < 5 * difference.std() / np.sqrt(TRIALS)
    assert found.deals[2].sum() < 0.8 * found.deals[0].sum()


def test_odds_of_attainment_are_those_of_a_binomial() -> None:
    """One deal size, equal reps: odds of a quota of k deals are the mean of P(Binomial(N, 1/n) >= k) over N."""
    plan = company({**EQUAL, "inbound_per_month": 60.0, "headcount": 5})
    forecast = simulate(plan, TRIALS)
    goal = quota_goal(plan)
    values = rep_values(forecast, goal)
    sheet = quota_sheet(values, targets(forecast, values), Quotas(over_assignment=1.1))
    closed = closed_in(forecast, Window(0, 11))
    needed = np.ceil(1.1 * goal.threshold / 5 / 20_000.0 - 1e-9)
    # One year's deals are shared out month by month with the same chances: still a binomial of the year's.
    exact = float(np.mean(stats.binom.sf(needed - 1, closed, 1 / 5)))
    for one in sheet.reps:
        assert one.odds is not None
        assert abs(one.odds.probability - exact) < 5 * np.sqrt(exact * (1 - exact) / TRIALS)
        low, high = one.odds.interval
        assert low < one.odds.probability < high
    assert sheet.at_quota == pytest.approx(np.mean([one.odds.probability for one in sheet.reps if one.odds]))
