"""Pooled ranges hold the truth as often as they say, and what does not differ is rarely said to differ."""

from __future__ import annotations

import numpy as np

from simulator.evidence.pooling import pooled_means, pooled_rates, rank_test

COMPANIES = 200


def members(rng: np.random.Generator) -> np.ndarray:
    """Deals of 4 to 30 members, 3 to 300 each."""
    return np.exp(rng.uniform(np.log(3), np.log(300), int(rng.integers(4, 31)))).astype(int)


def test_ranges_of_rates_hold_the_truth() -> None:
    """Companies whose members differ by anything between nothing and much; 8 in 10, as promised."""
    rng = np.random.default_rng(17)
    shares, own_shares = [], []
    for _ in range(COMPANIES):
        closed = members(rng)
        distance, mean = rng.uniform(0, 0.8), rng.uniform(0.1, 0.7)
        true = 1 / (1 + np.exp(-np.log(mean / (1 - mean)) - rng.normal(0, distance, len(closed))))
        won = rng.binomial(closed, true)
        found = pooled_rates(won, closed)
        shares.append(((true >= found.low) & (true <= found.high)).mean())
        own_shares.append(np.abs(found.value - true).mean() / np.abs(won / closed - true).mean())
    assert 0.75 <= np.mean(shares) <= 0.87
    assert np.mean(own_shares) < 0.8, "pooled rates are nearer to the truth than members' own"


def test_ranges_of_means_hold_the_truth() -> None:
    rng = np.random.default_rng(18)
    shares = []
    for _ in range(COMPANIES):
        n = members(rng)
        true = 5000 * np.exp(rng.normal(0, rng.uniform(0, 0.8), len(n)))
        who = np.repeat(np.arange(len(n)), n)
        values = rng.gamma(1 / 0.81, 0.81, n.sum()) * true[who]
        mean = np.bincount(who, values) / n
        cv = np.sqrt(((values / mean[who] - 1) ** 2).sum() / (n.sum() - len(n)))
        found = pooled_means(mean, np.full(len(n), cv), n, 1.0)
        shares.append(((true >= found.low) & (true <= found.high)).mean())
    assert 0.75 <= np.mean(shares) <= 0.87


def test_what_does_not_differ_is_rarely_said_to_differ_and_what_does_is_found() -> None:
    rng = np.random.default_rng(19)
    false, found, ranks = [], [], []
    for _ in range(COMPANIES):
        closed = members(rng)
        alike = pooled_rates(rng.binomial(closed, 0.3), closed)
        false.append(alike.p_value < 0.05)
        true = 1 / (1 + np.exp(0.85 - rng.normal(0, 0.6, len(closed))))
        found.append(pooled_rates(rng.binomial(closed, true), closed).p_value < 0.05)
        who = np.repeat(np.arange(len(closed)), closed)
        ranks.append(rank_test(rng.lognormal(9, 1, len(who)), who, len(closed)) < 0.05)
    allowed = 0.05 + 2 * np.sqrt(0.05 * 0.95 / COMPANIES)
    assert np.mean(false) <= allowed
    assert np.mean(ranks) <= allowed
    assert np.mean(found) >= 0.8
