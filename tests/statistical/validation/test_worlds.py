"""Ranges and words in simulated companies, inside the model and beyond it: a part of what docs/VALIDATION.md holds.

Every tolerance is a multiple of the standard error of the mean over companies. The share of a company's *true futures*
inside a range says more than whether the one that came is: its spread between companies is half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest

from simulator.scenario import Policy
from validation import BREAKING, INSIDE, KINDS, make_world, true_futures
from validation.judged import GOAL_SIZES, bookings, evidence_of_deals, judge_impossible, planned
from validation.plug_in import point_estimates
from validation.truth import Kind

COMPANIES = 16
TRIALS, FUTURES = 400, 120
LOW, HIGH = 0.75, 0.87
NEVER_UNDER = 0.70
ERRORS = 3.0
"""Standard errors a bound is stretched by: a method on the very edge fails once in 700."""


@dataclass(frozen=True)
class Seen:
    """One company and horizon: true futures inside the 80 % range and below its median; goals called realistic."""

    held: float
    below: float
    stated: tuple[float, ...]
    missed: tuple[float, ...]
    point_stated: tuple[float, ...]
    point_missed: tuple[float, ...]


@lru_cache
def seen(kind: Kind, months: int) -> tuple[Seen, ...]:
    found = []
    for seed in range(5_000, 5_000 + COMPANIES):
        world = make_world(kind, seed)
        plan = planned(evidence_of_deals(world.deals, world), months)
        total = bookings(plan, TRIALS, seed).sum(axis=1)
        point = bookings(point_estimates(plan), TRIALS, seed).sum(axis=1)
        true = true_futures(world, FUTURES)[:, :months].sum(axis=1)
        low, median, high = np.quantile(total, [0.1, 0.5, 0.9])
        targets = [size * plan.goals[0].threshold for size in GOAL_SIZES]
        least = Policy().realistic_at_least
        ours = [target for target in targets if (total >= target).mean() >= least]
        theirs = [target for target in targets if (point >= target).mean() >= least]
        found.append(
            Seen(
                float(((true >= low) & (true <= high)).mean()),
                float((true < median).mean()),
                tuple(float((total < target).mean()) for target in ours),
                tuple(float((true < target).mean()) for target in ours),
                tuple(float((point < target).mean()) for target in theirs),
                tuple(float((true < target).mean()) for target in theirs),
            )
        )
    return tuple(found)


def error(values: list[float]) -> float:
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize("months", [3, 12])
class TestRanges:
    def test_hold_as_stated_inside_the_model(self, months: int) -> None:
        held = [one.held for one in seen(INSIDE, months)]
        slack = ERRORS * error(held)
        assert LOW - slack <= np.mean(held) <= HIGH + slack

    def test_hold_as_stated_on_average_over_the_worlds_that_break_it(self, months: int) -> None:
        held = [one.held for kind in BREAKING for one in seen(kind, months)]
        slack = ERRORS * error(held)
        assert LOW - slack <= np.mean(held) <= HIGH + slack

    @pytest.mark.parametrize("kind", KINDS)
    def test_hold_in_seven_of_ten_at_least_in_every_kind(self, months: int, kind: Kind) -> None:
        held = [one.held for one in seen(kind, months)]
        assert np.mean(held) >= NEVER_UNDER - ERRORS * error(held)


@pytest.mark.parametrize("months", [3, 12])
def test_goals_called_realistic_are_missed_no_more_than_stated_and_five_points(months: int) -> None:
    """Over all kinds; a company's goals count together."""
    all_seen = [one for kind in KINDS for one in seen(kind, months) if one.stated]
    excess = [float(np.mean(one.missed) - np.mean(one.stated)) for one in all_seen]
    assert np.mean(excess) <= 0.05 + ERRORS * error(excess)


def test_point_estimates_miss_more_than_they_state() -> None:
    """The comparison means something: with inputs taken as known the year's goals are missed more often than said."""
    all_seen = [one for kind in KINDS for one in seen(kind, 12) if one.point_stated]
    excess = [float(np.mean(one.point_missed) - np.mean(one.point_stated)) for one in all_seen]
    assert np.mean(excess) >= 0.02


@pytest.mark.parametrize("kind", BREAKING)
def test_no_goal_beyond_every_true_future_is_called_realistic(kind: Kind) -> None:
    for seed in range(2_000_000, 2_000_004):
        assert judge_impossible(kind, seed).probability < Policy().realistic_at_least


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_s_true_futures_hold_what_came(kind: Kind) -> None:
    """What came has a uniform place among the true futures, or else the comparison above would be worthless."""
    places = []
    for seed in range(6_000, 6_080):
        world = make_world(kind, seed)
        true = true_futures(world, 40)[:, :3].sum(axis=1)
        places.append(float((true < world.came[:3].sum()).mean()))
    place = np.array(places)
    assert abs(place.mean() - 0.5) <= 4 * np.sqrt(1 / 12 / len(place))
    # of the 41 places among 40 futures 31 lie between a tenth and nine tenths
    inner, expected = float(((place > 0.1) & (place < 0.9)).mean()), 31 / 41
    assert abs(inner - expected) <= 4 * np.sqrt(expected * (1 - expected) / len(place))
