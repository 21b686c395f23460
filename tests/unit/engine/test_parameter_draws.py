"""The draws of what is not known are those the forecast was made of, number by number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import ScenarioError, simulate
from simulator.engine import Series, parameter_draws
from simulator.engine.streams import Luck
from simulator.scenario import Scenario, parse_scenario
from tests.property.scenario.full_document import FULL

NO_CHANGES: dict[str, Any] = {"initiatives": [], "risks": [], "adjustments": []}
TRIALS = 1_500
"""More than one block of the streams, and not a whole number of them."""


def everything(**parts: Any) -> Scenario:
    return parse_scenario({**FULL, **parts})


def test_every_draw_is_one_the_forecast_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same stream under the same name gives the same numbers; no stream is one that the engine does not use."""
    plan = everything()
    drawn = Luck._drawn
    seen: dict[tuple[str, ...], list[Any]] = {}

    def recording(self: Luck, name: tuple[str, ...], rows: int, draw: Any) -> Any:
        out = drawn(self, name, rows, draw)
        seen.setdefault(name, []).append(out.copy())
        return out

    monkeypatch.setattr(Luck, "_drawn", recording)
    simulate(plan, TRIALS, 5, threads=1, chunk_trials=TRIALS)
    by_engine = {name: parts[0] for name, parts in seen.items()}
    seen.clear()
    draws = parameter_draws(plan, TRIALS, 5)
    assert len(draws) >= 10
    assert set(seen) <= set(by_engine)
    for name, parts in seen.items():
        assert np.array_equal(parts[0], by_engine[name]), name


def test_the_forecast_follows_from_the_draws() -> None:
    """Where no luck stands between an input and a series, the series is the input to the last digit."""
    plan = everything(**NO_CHANGES)
    forecast, draws = simulate(plan, TRIALS), parameter_draws(plan, TRIALS)
    revenue = forecast.series(Series.REVENUE)
    margin = draws["costs.gross_margin"][:, None]
    assert np.array_equal(forecast.series(Series.GROSS_PROFIT), revenue * margin)


def test_rates_and_levels_are_felt_where_they_belong() -> None:
    """Of many units the share that is won is the rate drawn, up to the luck of so many."""
    team = {
        "name": "Only",
        "inbound_per_month": {"mean": 50_000.0, "sd": 5_000.0},
        "stages": [{"name": "won", "rate": {"mean": 0.3, "equivalent_n": 40.0}}],
        "deal_size": {"mean": 100.0, "cv": 0.5, "n": 20.0},
    }
    plan = parse_scenario({"name": "Large", "start_month": "2027-01", "horizon_months": 1, "teams": [team]})
    forecast, draws = simulate(plan, TRIALS), parameter_draws(plan, TRIALS)
    entered = forecast.series(Series.ENTERED)[:, 0].astype(float)
    won = forecast.series(Series.WON)[:, 0].astype(float)
    size = forecast.series(Series.BOOKINGS)[:, 0] / won
    level, rate = draws["teams[Only].inbound_per_month"], draws["teams[Only].stages[won].rate"]
    assert np.abs((entered - level) / np.sqrt(level)).max() < 6
    assert np.abs((won - entered * rate) / np.sqrt(entered * rate * (1 - rate))).max() < 6
    assert np.abs((size / draws["teams[Only].deal_size"] - 1) * np.sqrt(won) / 0.5).max() < 6


def test_what_is_exactly_known_has_no_draws() -> None:
    team = {
        "name": "Only",
        "inbound_per_month": 40.0,
        "stages": [{"name": "won", "rate": 0.3}],
        "deal_size": 5.0,
    }
    plan = parse_scenario({"name": "Exact", "start_month": "2027-01", "teams": [team]})
    assert parameter_draws(plan, 200) == {}


def test_the_season_has_a_column_for_every_month() -> None:
    for months in (1, 12):
        plan = everything(
            seasonality={"index": [1.0] * 12, "sd": 0.2},
            horizon_months=months,
            goals=[],
            recurring=None,
            **NO_CHANGES,
        )
        assert parameter_draws(plan, 300)["seasonality"].shape == (300, months)


def test_a_request_that_cannot_be_run_is_refused() -> None:
    with pytest.raises(ScenarioError, match="n_trials"):
        parameter_draws(everything(), 3)
