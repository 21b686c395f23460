"""What levers moved in the past, against histories whose movement is known, and against histories that never moved."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from scipy import stats

from simulator.evidence.calendar import first_day
from simulator.evidence.history import NEVER, History
from simulator.evidence.lever_moves import FALSE_ALARM, LEAST_PAIRS, YEAR, LeverMove, lever_moves, movement
from tests.statistical.significance import allowed_errors

START = 12 * 54  # January 2024
LEVERS = ("volume", "win_rate", "deal_size", "cycle_days")


def moves_of(seed: int, path: list[float], lever: str = "", per_month: int = 40) -> dict[str, LeverMove]:
    """What is found in a history of one value of `path` a quarter for `lever`; a season moves the volume anyway."""
    rng = np.random.default_rng(seed)
    months = 3 * len(path)
    factor = np.repeat(path, 3)
    rates = per_month * (1 + 0.2 * np.sin(np.arange(months) / 6 * np.pi))
    counts = rng.poisson(rates * (factor if lever == "volume" else 1.0))
    month = np.repeat(np.arange(months), counts)
    days = np.array([first_day(START + one) for one in range(months + 1)])
    entered = days[month] + np.floor(rng.random(len(month)) * np.diff(days)[month]).astype(np.int64)
    moved = {one: factor[month] if one == lever else np.ones(len(month)) for one in LEVERS}
    won = rng.random(len(month)) < 0.3 * moved["win_rate"]
    takes = rng.gamma(1.4, 50 / 1.4, len(month)) * np.where(won, 1.0, 0.8) * moved["cycle_days"]
    decided = entered + np.rint(takes).astype(np.int64)
    amount = rng.gamma(1.2, 10_000 / 1.2, len(month)) * moved["deal_size"]
    as_of = int(days[-1]) - 1
    closed = decided <= as_of
    history = History(
        as_of, entered, np.where(closed, decided, NEVER), won & closed, ~won & closed,
        np.where(won, amount, np.nan), np.full(len(month), "Ana", dtype=object), 0, 0, 0, np.empty(0),
    )  # fmt: skip
    return {one.lever: one for one in lever_moves(history, START, START + months - 1)}


def test_rates_that_never_moved_are_said_to_have_as_seldom_as_stated() -> None:
    tries = 200
    found = Counter(lever for seed in range(tries) for lever in moves_of(seed, [1.0] * 14))
    most = stats.binom(tries, FALSE_ALARM).isf(1e-4 / len(LEVERS))
    assert max(found.values(), default=0) <= most, found
    assert sum(found.values()) > 0, "one in twenty does"


@pytest.mark.parametrize("lever", LEVERS)
def test_a_known_movement_is_found_within_its_error(lever: str) -> None:
    """Years of 1 and of 1.3 in turn: every quarter differs from that of a year before by 0.3 of a mean of 1.15."""
    path = [1.0] * 4 + [1.3] * 4 + [1.0] * 4 + [1.3] * 4
    exact = math.log(1.3) if lever == "deal_size" else 0.3 / 1.15
    found = [moves_of(seed, path, lever, per_month=300) for seed in range(12)]
    squares = np.array([one[lever].moved ** 2 for one in found])
    error = squares.std(ddof=1) / math.sqrt(len(squares))
    nearly = 0.05 * exact**2  # quarters are not alike in number, and of long cycles some drop out
    assert abs(squares.mean() - exact**2) < allowed_errors() * error + nearly
    for one in found:
        assert abs(one[lever].moved - exact) < allowed_errors(48) * one[lever].error
    assert all(len(one) <= 2 for one in found), "the other levers stood still"


def test_a_walk_is_recovered_and_its_error_is_the_one_that_is_seen() -> None:
    """Values that walk by a tenth a quarter move by two tenths a year, whatever the luck on top."""
    noise = np.full(20, 0.002)
    rng = np.random.default_rng(0)
    found = [
        movement(1 + np.cumsum(rng.normal(0, 0.1, 20)) + rng.normal(0, np.sqrt(noise)), noise)
        for _ in range(400)
    ]
    moved = np.array([0.0 if one is None else one.moved for one in found])
    assert abs((moved**2).mean() - 0.04) < 4 * (moved**2).std() / 20
    stated = np.mean([one.error for one in found if one is not None])
    assert 0.7 < moved.std() / stated < 1.4


@pytest.mark.parametrize("quarters", [8, 12, 20])
def test_luck_alone_alarms_as_often_as_stated(quarters: int) -> None:
    noise = np.linspace(0.005, 0.02, quarters)
    rng = np.random.default_rng(quarters)
    alarms = sum(movement(1 + rng.normal(0, np.sqrt(noise)), noise) is not None for _ in range(1_500))
    error = math.sqrt(FALSE_ALARM * (1 - FALSE_ALARM) / 1_500)
    assert abs(alarms / 1_500 - FALSE_ALARM) < allowed_errors(3) * error


def test_a_short_history_says_nothing() -> None:
    short = YEAR + LEAST_PAIRS - 1
    assert moves_of(0, [1.0, 2.0] * (short // 2), "win_rate", per_month=200) == {}
    assert movement(np.array([1.0, 2.0] * 10)[:short], np.full(short, 1e-6)) is None
