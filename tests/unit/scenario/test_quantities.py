"""What a stated rate, quantity, size or effect means."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.scenario import DealSize, Effect, Quantity, Rate


def rate(**fields: Any) -> Rate:
    """A rate as a document states it."""
    return Rate.model_validate(fields)


def test_counts_are_a_jeffreys_beta() -> None:
    assert rate(successes=360, trials=1080).beta == (360.5, 720.5)
    assert rate(successes=0, trials=0).beta == (0.5, 0.5)
    assert rate(successes=360, trials=1080).expected == 360.5 / 1081


def test_a_mean_with_a_sample_size_is_a_beta() -> None:
    assert rate(mean=0.25, equivalent_n=40).beta == (10.0, 30.0)
    assert rate(mean=0.25, equivalent_n=40).expected == 0.25


@pytest.mark.parametrize(
    "fields", [{"mean": 0.25}, {"mean": 0.0, "equivalent_n": 9}, {"mean": 1.0, "equivalent_n": 9}]
)
def test_a_known_rate_has_no_spread(fields: dict[str, float]) -> None:
    assert rate(**fields).beta is None
    assert rate(**fields).expected == fields["mean"]


def test_a_number_is_short_for_a_known_mean() -> None:
    assert Rate.model_validate(0.3) == rate(mean=0.3)
    assert Quantity.model_validate(5) == Quantity(mean=5.0)
    assert Effect.model_validate(0.1) == Effect(low=0.1, mode=0.1, high=0.1)
    assert DealSize.model_validate(900) == DealSize(mean=900.0, cv=0.0)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"successes": 3},
        {"trials": 3},
        {"successes": 4, "trials": 3},
        {"successes": 1, "trials": 3, "mean": 0.3},
        {"equivalent_n": 10},
        {"mean": 0.3, "equivalent_n": 0},
        {"mean": 1.1},
        {"mean": "0.3"},
        {"mean": True},
    ],
)
def test_rates_that_are_none(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rate(**fields)


def test_sizes_describe_their_family() -> None:
    past = DealSize(family="empirical", values=(100.0, 300.0))
    assert (past.mean_size, past.spread) == (200.0, 0.5)
    drawn = DealSize(family="lognormal", mean=900.0, cv=1.2)
    assert (drawn.mean_size, drawn.spread) == (900.0, 1.2)


@pytest.mark.parametrize(
    "fields",
    [
        {"family": "empirical"},
        {"family": "empirical", "values": []},
        {"family": "empirical", "values": [0.0]},
        {"family": "empirical", "values": [1.0], "mean": 1.0},
        {"family": "gamma", "mean": 1.0},
        {"family": "gamma", "mean": 1.0, "cv": 0.1, "values": [1.0]},
        {"family": "normal", "mean": 1.0, "cv": 0.1},
        {"mean": 0.0, "cv": 0.1},
    ],
)
def test_sizes_that_are_none(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DealSize.model_validate(fields)


@pytest.mark.parametrize("order", [(0.2, 0.1, 0.3), (0.1, 0.4, 0.3)])
def test_effects_are_ordered(order: tuple[float, float, float]) -> None:
    with pytest.raises(ValidationError, match="low <= mode <= high"):
        Effect(low=order[0], mode=order[1], high=order[2])
