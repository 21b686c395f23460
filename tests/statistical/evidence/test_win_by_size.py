"""A win rate that falls with size: the naive product overstates several-fold, the plan's value is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.build import evidence_of
from simulator.evidence.history import as_it_stood
from simulator.evidence.win_by import size_chance
from tests.statistical.evidence.companies import deals_of, export_of, last_day

COMPANIES = 40


def amounts(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return np.asarray(rng.lognormal(9.0, 1.5, n).round(2))


def chances(amount: NDArray[np.float64]) -> NDArray[np.float64]:
    """60 % of small deals, 2 % of the largest."""
    return np.asarray(0.02 + 0.58 / (1 + np.exp(2.0 * (np.log(amount) - 9.5))))


def test_open_deals_are_worth_what_they_bring() -> None:
    """Over 40 companies the value of the open deals is within its standard error of what came of them."""
    ratios, naive = [], []
    for seed in range(COMPANIES):
        rng = np.random.default_rng(seed)
        amount = amounts(rng, 3000)
        deals, won = deals_of(rng, chances(amount), amount)
        evidence = evidence_of(export_of(deals), last_day())
        assert evidence.by_size is not None
        assert evidence.by_size.in_use
        (remark,) = [one for one in evidence.remarks if one.code == "win_rate_by_size"]
        assert f"{evidence.by_size.overstates:.2g} times" in remark.message
        is_open = deals.outcome == "open"
        came = float(amount[is_open & won].sum())
        value = sum(g.count * g.win_rate * (g.amount or 0.0) for g in evidence.company.pipeline)
        rate = evidence.counts.won / evidence.counts.closed
        ratios.append((value, came))
        naive.append(rate * float(amount[is_open].sum()))
    values, brought = np.array(ratios).T
    error = float((values - brought).std(ddof=1) / np.sqrt(COMPANIES))
    assert abs(float((values - brought).mean())) <= 3 * error
    assert error < 0.15 * brought.mean()
    assert np.mean(naive) > 2.5 * brought.mean()


def test_a_dependence_that_is_not_there_is_rarely_claimed() -> None:
    claimed = []
    for seed in range(200):
        rng = np.random.default_rng(1000 + seed)
        amount = amounts(rng, 400)
        deals, _ = deals_of(rng, np.full(400, 0.3), amount)
        claimed.append(size_chance(as_it_stood(deals, last_day()))[0].in_use)
    assert np.mean(claimed) <= 0.01 + 2 * np.sqrt(0.01 * 0.99 / 200)


def test_the_size_of_deals_still_to_enter_is_that_of_won_ones() -> None:
    rng = np.random.default_rng(7)
    amount = amounts(rng, 3000)
    deals, _ = deals_of(rng, chances(amount), amount)
    size = evidence_of(export_of(deals), last_day()).company.size
    won = deals.amount[deals.outcome == "won"]
    assert abs(size.mean / float(won.mean()) - 1) < 1e-9
    assert float(amount.mean()) > 2 * size.mean
