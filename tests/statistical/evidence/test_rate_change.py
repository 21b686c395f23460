"""A steady win rate is rarely said to have changed, growing businesses included; a real step is found."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.evidence.history import as_it_stood
from simulator.evidence.rate_change import decided_deals, rate_change
from tests.statistical.evidence.companies import FIRST, deals_of, last_day

COMPANIES = 300


def changed(seed: int, early: float, late: float, *, growing: bool = False) -> bool:
    rng = np.random.default_rng(seed)
    n = 1500
    deals, _ = deals_of(rng, np.where(np.arange(n) < n // 2, early, late), np.ones(n))
    if growing:  # three in four deals of the first year stay away
        kept = (deals.created >= FIRST + 365) | (rng.random(n) < 0.25)
        deals = deals.take(kept)
    decided = decided_deals(as_it_stood(deals, last_day()))
    assert decided is not None
    return rate_change(decided).changed


@pytest.mark.parametrize("growing", [False, True])
def test_a_steady_rate_is_rarely_called_changed(growing: bool) -> None:
    false = np.mean([changed(seed, 0.3, 0.3, growing=growing) for seed in range(COMPANIES)])
    assert false <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / COMPANIES)


def test_a_fall_of_ten_points_is_mostly_found() -> None:
    found = np.mean([changed(1000 + seed, 0.35, 0.25) for seed in range(COMPANIES // 2)])
    assert found >= 0.7
