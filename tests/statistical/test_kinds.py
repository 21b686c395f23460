"""What tables of other kinds are taken to say, on made-up companies whose truth is known.

Tolerances are four standard errors of what is averaged; seeds are fixed.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from simulator.evidence.kinds.exposure import annual_share, watched
from simulator.evidence.kinds.figures import beta_range
from simulator.evidence.kinds.maturing import converted_in_the_end

WORLDS = 200


def test_young_leads_do_not_lower_the_conversion() -> None:
    """Leads of the last year, converting with 30 % odds after 60 days on average: the plain share is too low."""
    rng = np.random.default_rng(51)
    given_time, plain = [], []
    for _ in range(WORLDS):
        age = rng.integers(1, 365, 600)
        takes = np.where(rng.random(600) < 0.3, rng.gamma(4, 15, 600), np.inf)
        converted = takes <= age
        observed = np.where(converted, takes, age).astype(np.int64)
        given_time.append(converted_in_the_end(observed, converted)[0])
        plain.append(converted.mean())
    error = np.std(given_time) / np.sqrt(WORLDS)
    assert (
        abs(np.mean(given_time) - 0.3) < 4 * error + 0.005
    )  # the oldest ages are left out: a few convert later
    assert np.mean(plain) < 0.27


def test_the_range_of_a_conversion_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(52)
    held = 0
    for _ in range(WORLDS):
        age = rng.integers(1, 365, 400)
        takes = np.where(rng.random(400) < 0.25, rng.gamma(3, 10, 400), np.inf)
        converted = takes <= age
        share, worth = converted_in_the_end(np.where(converted, takes, age).astype(np.int64), converted)
        low, high = beta_range(share * worth, (1 - share) * worth)
        held += low <= 0.25 <= high
    assert abs(held / WORLDS - 0.8) < 4 * np.sqrt(0.8 * 0.2 / WORLDS)


def test_the_range_of_attrition_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(53)
    truth, held = 0.25, 0
    rate = -np.log(1 - truth)
    for _ in range(WORLDS):
        stay = rng.exponential(1 / rate, 40)
        there = rng.uniform(0.2, 4.0, 40)
        share, worth = annual_share(int((stay <= there).sum()), float(np.minimum(stay, there).sum()))
        low, high = beta_range(share * worth, (1 - share) * worth)
        held += low <= truth <= high
    assert abs(held / WORLDS - 0.8) < 4 * np.sqrt(0.8 * 0.2 / WORLDS)


def test_a_list_that_begins_late_gives_the_rate_of_a_whole_one() -> None:
    """Customers from 2015 on leaving at 2 % a month; those who left before 2022 were never listed."""
    rng = np.random.default_rng(54)
    as_of = np.datetime64(dt.date(2025, 1, 1), "D")
    seen, naive, told = [], [], 0
    for _ in range(60):
        start = np.datetime64("2015-01-01", "D") + rng.integers(0, 3600, 800)
        end = start + (rng.exponential(50, 800) * 30.4375).astype(np.int64)
        listed = (end >= np.datetime64("2022-01-01", "D")) & (start < as_of)
        start, end = start[listed], end[listed]
        end = np.where(end <= as_of, end, np.datetime64("NaT", "D"))
        found = watched(start, end, as_of, 30.4375)
        told += found.late
        seen.append(found.events / found.time)
        until = np.where(np.isnat(end), as_of, end)
        naive.append(
            (~np.isnat(end)).sum() / (pd.to_timedelta(until - start).days.to_numpy().sum() / 30.4375)
        )
    assert told == 60
    assert abs(np.mean(seen) - 0.02) < 4 * np.std(seen) / np.sqrt(60)
    assert np.mean(naive) < 0.015
