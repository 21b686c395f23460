"""Contributions against the exact ones: with known rates the deals won in a year are Poisson."""

from __future__ import annotations

from typing import Any

import pytest
from scipy import stats

from simulator import Scenario
from simulator.decide.why import why
from simulator.decide.why_parts import Why
from tests.statistical.small_scenarios import goal, scenario, team_document

TRIALS = 10_000
INBOUND, RATE, MONTHS, TARGET = 20.0, 0.25, 12, 65


def plan(inbound: float = INBOUND, rate: float = RATE, target: float = TARGET, seed: int = 0) -> Scenario:
    """One team whose won deals over the year are Poisson(12 · inbound · rate)."""
    team = team_document(inbound_per_month=inbound, stages=[{"name": "sale", "rate": {"mean": rate}}])
    return scenario(team, months=MONTHS, goals=[goal("won_deals", target)], seed=seed)


def odds(inbound: float = INBOUND, rate: float = RATE, target: float = TARGET) -> float:
    """Exactly: P(Poisson >= target)."""
    return float(stats.poisson.sf(target - 1, MONTHS * inbound * rate))


def median(inbound: float = INBOUND, rate: float = RATE) -> float:
    """Exactly: the Poisson median."""
    return float(stats.poisson.ppf(0.5, MONTHS * inbound * rate))


def part(found: Why, name: str) -> Any:
    """The part called `name`."""
    return next(one for one in found.parts if one.name == name)


def test_every_contribution_is_the_exact_one() -> None:
    found = why(plan(), plan(22.0, 0.28, 70), "won_deals", TRIALS)
    base = odds()
    exact = {
        "What comes in": odds(inbound=22.0) - base,
        "Win rate": odds(rate=0.28) - base,
        "Target of the goal": odds(target=70) - base,
    }
    assert {one.name for one in found.parts} == set(exact)
    for name, wanted in exact.items():
        one = part(found, name).moved
        assert 0 < one.odds_error < 0.01
        assert one.odds == pytest.approx(wanted, abs=4 * one.odds_error), name
    total = odds(22.0, 0.28, 70) - base
    assert found.total.odds == pytest.approx(total, abs=4 * found.total.odds_error)
    together = total - sum(exact.values())
    assert found.interaction.odds == pytest.approx(together, abs=4 * found.interaction.odds_error)
    last = {
        "What comes in": odds(22.0, 0.28, 70) - odds(rate=0.28, target=70),
        "Win rate": odds(22.0, 0.28, 70) - odds(inbound=22.0, target=70),
        "Target of the goal": odds(22.0, 0.28, 70) - odds(22.0, 0.28),
    }
    for name, wanted in last.items():
        one = part(found, name).last
        assert one.odds == pytest.approx(wanted, abs=4 * one.odds_error), name
    pairs = {pair.names: pair.moved for pair in found.pairs}
    both = odds(22.0, 0.28) - odds(22.0) - odds(rate=0.28) + base
    found_both = pairs["What comes in", "Win rate"]
    assert found_both.odds == pytest.approx(both, abs=4 * found_both.odds_error)


def test_medians_move_as_they_must() -> None:
    found = why(plan(), plan(22.0, 0.28), "won_deals", TRIALS)
    assert part(found, "What comes in").moved.median == pytest.approx(median(22.0) - median(), abs=1)
    assert part(found, "Win rate").moved.median == pytest.approx(median(rate=0.28) - median(), abs=1)
    assert found.total.median == pytest.approx(median(22.0, 0.28) - median(), abs=1)


def test_error_of_a_median_is_what_other_seeds_show() -> None:
    """Thirty seeds: their spread is within a factor of the stated error (chi² with 29 degrees: 0.65 .. 1.4)."""

    def told(seed: int) -> tuple[float, float]:
        sizes = {"family": "gamma", "mean": 1000.0, "cv": 0.8}
        teams = [
            team_document(
                inbound_per_month=one, stages=[{"name": "sale", "rate": {"mean": 0.3}}], deal_size=sizes
            )
            for one in (20.0, 22.0)
        ]
        plans = [
            scenario(team, months=6, goals=[goal("bookings", 30_000.0, by="2027-06")], seed=seed)
            for team in teams
        ]
        moved = why(plans[0], plans[1], "bookings", 1_000).total
        assert moved.median is not None
        assert moved.median_error is not None
        return moved.median, moved.median_error

    drawn = [told(seed) for seed in range(30)]
    spread = float(stats.tstd([one for one, _ in drawn]))
    stated = sum(error for _, error in drawn) / len(drawn)
    assert 0.65 < spread / stated < 1.45


def test_other_luck_is_a_part_of_its_own() -> None:
    found = why(plan(), plan(22.0, seed=1), "won_deals", TRIALS)
    assert [one.luck for one in found.parts] == [False, True]
    luck = found.parts[1].moved
    assert luck.odds == pytest.approx(0.0, abs=4 * luck.odds_error)
    assert found.interaction.odds == 0.0
    assert found.total.odds == pytest.approx(sum(one.moved.odds for one in found.parts), abs=1e-12)


def test_what_cannot_matter_is_exactly_nothing() -> None:
    """Costs, another team's people and the market of nobody do not touch the deals won."""
    teams = [team_document(inbound_per_month=20.0, stages=[{"name": "sale", "rate": {"mean": 0.25}}])]
    goals = [goal("won_deals", TARGET)]
    old = scenario(*teams, goals=goals)
    new = scenario(*[{**teams[0], "headcount": 3}], goals=goals, costs={"marketing_per_month": 100.0})
    found = why(old, new, "won_deals", 1_000)
    assert {one.name for one in found.parts} == {"People on the team", "Marketing cost"}
    for one in found.parts:
        assert (one.moved.odds, one.moved.odds_error, one.moved.median) == (0.0, 0.0, 0.0)
    assert (found.total.odds, found.interaction.odds) == (0.0, 0.0)


def test_the_order_of_teams_and_changes_changes_nothing() -> None:
    def two(*, swapped: bool, inbound: float, rate: float) -> Scenario:
        teams = [
            team_document("A", inbound_per_month=inbound, stages=[{"name": "sale", "rate": {"mean": 0.2}}]),
            team_document("B", inbound_per_month=9.0, stages=[{"name": "sale", "rate": {"mean": rate}}]),
        ]
        return scenario(*(teams[::-1] if swapped else teams), goals=[goal("won_deals", 65)])

    one = why(
        two(swapped=False, inbound=15.0, rate=0.3),
        two(swapped=False, inbound=17.0, rate=0.33),
        "won_deals",
        2_000,
    )
    other = why(
        two(swapped=True, inbound=15.0, rate=0.3),
        two(swapped=False, inbound=17.0, rate=0.33),
        "won_deals",
        2_000,
    )
    assert one.document()["parts"] == other.document()["parts"]
    assert one.document()["interaction"] == other.document()["interaction"]
