"""A second life of every future shares the inputs and nothing else with the first."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import simulate
from simulator.engine import Series, parameter_draws
from simulator.engine.relived import input_streams, relived
from simulator.engine.streams import Luck
from simulator.scenario import parse_scenario
from tests.property.scenario.full_document import FULL
from tests.statistical.significance import allowed_errors
from tests.statistical.small_scenarios import scenario, team_document

TRIALS = 20_000


def covariance(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Covariance and its standard error."""
    products = (one - one.mean()) * (other - other.mean())
    return float(products.mean()), float(products.std() / np.sqrt(len(products)))


def test_what_two_lives_share_is_the_variance_the_inputs_bring() -> None:
    """1,000 units on average (Poisson) won at a rate of Beta(20, 80): wins given the rate are Poisson, so that
    Cov = 1,000² Var(rate), and the rest of the variance is 1,000 E[rate].
    """
    rate = {"mean": 0.2, "equivalent_n": 100.0}
    team = team_document(stages=[{"name": "sale", "rate": rate}], inbound_per_month={"mean": 1_000.0})
    plan = scenario(team, months=1, seed=7)
    first = simulate(plan, TRIALS)
    again = relived(first)
    won, twice = (one.series(Series.WON)[:, 0].astype(float) for one in (first, again))
    known = 0.2 * 0.8 / 101
    found, error = covariance(won, twice)
    assert found == pytest.approx(1_000**2 * known, abs=allowed_errors() * error)
    assert won.var() == pytest.approx(1_000**2 * known + 1_000 * 0.2, rel=0.06)


def test_where_every_input_is_exactly_known_two_lives_share_nothing() -> None:
    plan = scenario(
        team_document(inbound_per_month={"mean": 50.0}, stages=[{"name": "sale", "rate": 0.3}]),
        months=3,
        market={"monthly_sd": 0.2, "persistence": 0.5},
    )
    assert input_streams(plan) == frozenset()
    first = simulate(plan, TRIALS)
    sold, again = (one.series(Series.BOOKINGS).sum(1) for one in (first, relived(first)))
    found, error = covariance(sold, again)
    assert abs(found) <= allowed_errors() * error
    assert not np.array_equal(sold, again)


def test_the_streams_kept_are_those_the_inputs_are_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the fullest document: the names asked for by `parameter_draws` itself, and in the second life those alone
    give what they gave in the first.
    """
    plan = parse_scenario(FULL)
    asked: set[tuple[str, ...]] = set()
    drawn = Luck._drawn

    def listening(self: Luck, name: tuple[str, ...], rows: int, draw: object) -> object:
        asked.add(name)
        return drawn(self, name, rows, draw)  # type: ignore[arg-type]

    monkeypatch.setattr(Luck, "_drawn", listening)
    parameter_draws(plan, 100)
    assert input_streams(plan) == asked
    plain, again = Luck(5, 0, 10), Luck(5, 0, 10, input_streams(plan))
    some = next(iter(sorted(asked)))
    assert np.array_equal(plain.normals(1, *some), again.normals(1, *some))
    assert not np.array_equal(plain.normals(1, "market"), again.normals(1, "market"))
