"""Swept odds against exact ones: with known rates the deals won in a year are Poisson."""

from __future__ import annotations

import itertools
import math

import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide.sweep import Sweep, sweep
from simulator.decide.sweep_axes import axis
from tests.statistical.small_scenarios import goal, scenario, team_document

TRIALS = 10_000
INBOUND, RATE, MONTHS, TARGET = 20.0, 0.25, 12, 65


def plan(*, swapped: bool = False, both: bool = False) -> Scenario:
    """Won deals over the year are Poisson(12 · inbound · rate)."""
    teams = [team_document("A", inbound_per_month=INBOUND, stages=[{"name": "sale", "rate": {"mean": RATE}}])]
    if both:
        teams.append(
            team_document("B", inbound_per_month=3.0, stages=[{"name": "sale", "rate": {"mean": 0.1}}])
        )
    return scenario(
        *(teams[::-1] if swapped else teams), months=MONTHS, goals=[goal("won_deals", TARGET)], seed=0
    )


def swept(found: Scenario, *levers: str, n_trials: int = TRIALS, points: int = 9) -> Sweep:
    """The plan's goal over these levers."""
    return sweep(found, found.goals[0], [axis(found, lever, points=points) for lever in levers], n_trials)


def odds(volume: float = 0.0, win_rate: float = 0.0) -> float:
    """Exactly: P(Poisson >= target)."""
    rate = min(RATE * (1 + win_rate), 1.0)
    return float(stats.poisson.sf(TARGET - 1, MONTHS * INBOUND * (1 + volume) * rate))


def within(found: float, exact: float, n: int = TRIALS, times: float = 4.0) -> bool:
    """Whether a share of n trials is what its exact value allows."""
    return abs(found - exact) <= times * math.sqrt(exact * (1 - exact) / n) + 1 / n


@pytest.mark.parametrize("lever", ["volume", "win_rate"])
def test_a_line_is_the_exact_one_at_every_point(lever: str) -> None:
    found = swept(plan(), lever)
    (one,) = found.axes
    assert len(found.cells) == len(one.changes) >= 9
    for cell, change in zip(found.cells, one.changes, strict=True):
        exact = odds(**{lever: change})
        assert within(cell.odds, exact), (change, cell.odds, exact)
        low, high = cell.verdict.interval
        assert low <= cell.odds <= high
        moved = exact - odds()
        assert cell.moved == pytest.approx(moved, abs=4 * cell.moved_error + 1 / TRIALS)


def test_a_map_is_the_exact_one_in_every_cell() -> None:
    found = swept(plan(), "volume", "win_rate", n_trials=4_000, points=6)
    first, second = found.axes
    for cell in found.cells:
        exact = odds(first.changes[cell.places[0]], second.changes[cell.places[1]])
        assert within(cell.odds, exact, 4_000, 4.5), (cell.places, cell.odds, exact)


def test_where_the_word_turns_is_where_it_does_exactly() -> None:
    """The change at which the exact odds are 60 % and 10 %, within the precision of the odds over the slope."""
    found = swept(plan(), "volume", points=21)
    turns = {one.words[1]: one for one in found.crossings()}
    assert set(turns) == {"stretch", "realistic"}
    for one in turns.values():
        error = math.sqrt(one.edge * (1 - one.edge) / TRIALS)
        slope = (odds(one.between[1]) - odds(one.between[0])) / (one.between[1] - one.between[0])
        # Between two values the curve is drawn straight; how far it bends away is known here.
        straight = one.between[0] + (one.edge - odds(one.between[0])) / slope
        assert one.change == pytest.approx(straight, abs=4 * error / slope)
        assert odds(one.change) == pytest.approx(one.edge, abs=0.02)


def test_odds_rise_with_what_helps() -> None:
    for lever in ("volume", "win_rate"):
        cells = swept(plan(), lever, n_trials=2_000).cells
        assert all(low.odds <= high.odds for low, high in itertools.pairwise(cells))


def test_a_lever_that_cannot_matter_moves_nothing() -> None:
    for cell in swept(plan(), "deal_size", n_trials=500).cells:
        assert (cell.moved, cell.moved_error) == (0.0, 0.0)


def test_the_plan_itself_stands_in_it_with_its_own_odds() -> None:
    found = swept(plan(), "volume", "win_rate", n_trials=1_000, points=4)
    alone = simulate(plan(), 1_000).series("closed").sum(axis=1) >= TARGET
    assert found.own.odds == float(alone.mean())
    assert (found.own.moved, found.own.moved_error) == (0.0, 0.0)


def test_the_order_of_teams_and_levers_changes_nothing() -> None:
    one = swept(plan(both=True), "volume", "win_rate", n_trials=1_000, points=4)
    teams = swept(plan(both=True, swapped=True), "volume", "win_rate", n_trials=1_000, points=4)
    levers = swept(plan(both=True), "win_rate", "volume", n_trials=1_000, points=4)
    assert [cell.verdict.probability for cell in one.cells] == [
        cell.verdict.probability for cell in teams.cells
    ]
    for cell in one.cells:
        assert cell.odds == levers.at(*cell.places[::-1]).odds


def test_nothing_taken_from_another_forecast_changes_a_digit() -> None:
    from simulator.goals.verdict import goal_values, meets
    from simulator.scenario import with_adjustments

    found = swept(plan(both=True), "volume", "win_rate", n_trials=500, points=4)
    for cell in found.cells:
        moved = [
            one for axis_, place in zip(found.axes, cell.places, strict=True) for one in axis_.moved(place)
        ]
        fresh = simulate(with_adjustments(plan(both=True), *moved), 500)
        assert cell.odds == float(meets(goal_values(fresh, found.goal), found.goal).mean())
