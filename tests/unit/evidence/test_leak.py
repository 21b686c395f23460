"""The funnel's leak and a win rate that changes inside the window."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.evidence import Evidence
from simulator.evidence.build import evidence_of
from simulator.evidence.history import as_it_stood
from simulator.evidence.opportunities import Coded
from simulator.evidence.rate_change import decided_deals, mix_shift, overdispersion, rate_change
from tests.statistical.evidence.companies import deals_of, export_of, last_day

DAYS = 730


def company(seed: int, early: float, late: float, *, mix: bool = False) -> Evidence:
    """2,000 deals in two years; the win rate changes half way, or, with `mix`, only where deals come from does."""
    rng = np.random.default_rng(seed)
    second = np.arange(2000) >= 1000
    chance = np.where(second, late, early)
    groups = {}
    if mix:
        good = rng.random(2000) < np.where(second, 0.2, 0.8)
        chance = np.where(good, early, late)
        groups = {"source": Coded(("Fair", "Web"), np.where(good, 0, 1))}
    deals, _ = deals_of(rng, chance, np.full(2000, 1000.0), groups=groups)
    return evidence_of(export_of(deals), last_day())


def message(evidence: Evidence) -> str:
    (found,) = [one for one in evidence.remarks if one.code == "pooled_rate_hides_change"]
    return found.message


def test_a_win_rate_that_fell_is_told_with_both_figures() -> None:
    evidence = company(1, 0.5, 0.3)
    assert evidence.leak is not None
    change = evidence.leak.change
    assert change is not None
    assert change.changed
    assert "2024-10" <= change.month <= "2025-04"
    assert f"{change.before:.0%} before {change.month}, {change.after:.0%} from then on" in message(evidence)
    assert change.before == pytest.approx(0.5, abs=0.05)
    assert change.after == pytest.approx(0.3, abs=0.05)


def test_a_steady_win_rate_is_not_remarked_on() -> None:
    evidence = company(2, 0.4, 0.4)
    assert "pooled_rate_hides_change" not in {one.code for one in evidence.remarks}
    assert evidence.leak is not None
    assert evidence.leak.change is not None
    assert not evidence.leak.change.changed


def test_a_change_of_mix_is_called_one() -> None:
    evidence = company(3, 0.6, 0.2, mix=True)
    assert evidence.leak is not None
    assert evidence.leak.shift is not None
    assert evidence.leak.shift.label == "lead sources"
    assert abs(evidence.leak.shift.within) < 0.3 * abs(evidence.leak.shift.mix)
    assert "another mix of lead sources" in message(evidence)


def test_a_better_mix_can_hide_that_every_part_fell() -> None:
    rng = np.random.default_rng(4)
    second = np.arange(3000) >= 1500
    good = rng.random(3000) < np.where(second, 0.8, 0.2)
    chance = np.where(good, 0.55, 0.25) - np.where(second, 0.18, 0.0)
    deals, _ = deals_of(
        rng, chance, np.full(3000, 1000.0), groups={"source": Coded(("A", "B"), np.where(good, 0, 1))}
    )
    evidence = evidence_of(export_of(deals), last_day())
    assert "within lead sources it fell" in message(evidence)
    assert "hardly moved" in message(evidence)


def test_mix_and_within_add_up_to_the_change() -> None:
    rng = np.random.default_rng(5)
    good = rng.random(1500) < np.linspace(0.2, 0.8, 1500)
    deals, _ = deals_of(rng, np.where(good, 0.6, 0.3), np.ones(1500))
    decided = decided_deals(as_it_stood(deals, last_day()))
    assert decided is not None
    found = mix_shift(decided, Coded(("a", "b"), np.where(good, 0, 1)), "x", 8, 1.0)
    assert found is not None
    late = decided.month >= 8
    difference = decided.won[late].mean() - decided.won[~late].mean()
    assert found.mix + found.within == pytest.approx(difference)


def test_months_that_swing_by_habit_are_no_change() -> None:
    """Every third month wins twice as often: habit, taken out before the test."""
    rng = np.random.default_rng(6)
    deals, _ = deals_of(rng, np.full(4000, 0.3), np.ones(4000))
    month = deals.closed.astype("datetime64[M]").astype(int)
    lucky = (month % 3 == 2) & (deals.outcome != "open")
    deals.outcome[lucky] = np.where(rng.random(int(lucky.sum())) < 0.6, "won", "lost")
    decided = decided_deals(as_it_stood(deals, last_day()))
    assert decided is not None
    assert not rate_change(decided).changed


def test_too_little_history_is_not_compared() -> None:
    rng = np.random.default_rng(7)
    deals, _ = deals_of(rng, np.full(50, 0.4), np.ones(50))
    assert decided_deals(as_it_stood(deals, last_day())) is None
    evidence = evidence_of(export_of(deals), last_day())
    assert evidence.leak is not None
    assert evidence.leak.change is None


def test_neighbouring_months_tell_how_far_luck_is_exceeded() -> None:
    assert overdispersion(np.array([1.0, 1.0, 1.0, 1.0]), np.ones(4)) == 1.0
    assert overdispersion(np.array([3.0, -3.0, 3.0]), np.ones(3)) == pytest.approx(72 / 4)


def test_a_point_is_worth_what_follows_from_it() -> None:
    evidence = company(8, 0.4, 0.4)
    assert evidence.leak is not None
    decided, won = evidence.leak.steps
    volume, size = evidence.company.volume.mean, evidence.company.size.mean
    assert decided.a_point == pytest.approx(0.01 * volume * won.rate * size)
    assert won.a_point == pytest.approx(0.01 * volume * decided.rate * size)
    assert decided.into - decided.lost == pytest.approx(won.into)
    assert evidence.leak.best_point is won
    assert "one point more is worth most at “won”" in evidence.leak.sentence


def test_a_change_is_found_beneath_the_habit_of_a_quarter() -> None:
    """Left in, the habit would pass for months that differ anyway, and hide the change."""
    rng = np.random.default_rng(8)
    deals, _ = deals_of(rng, np.full(4000, 0.3), np.ones(4000))
    decided = deals.outcome != "open"
    month = deals.closed.astype("datetime64[M]").astype(int)
    late = deals.closed >= np.datetime64("2025-01-01")
    chance = np.where(month % 3 == 2, 0.6, 0.3) - np.where(late, 0.1, 0.0)
    deals.outcome[decided] = np.where(rng.random(4000) < chance, "won", "lost")[decided]
    found = decided_deals(as_it_stood(deals, last_day()))
    assert found is not None
    assert rate_change(found).changed
