"""What moves a company from month to month, hidden from everybody: market, quarters, walks and people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from validation.truth import Truth

Array = NDArray[np.float64]
QUARTERS_PUSHED = 4


@dataclass(frozen=True, eq=False)
class Months:
    """Months of `n` companies that share a past, every array of shape (n, months).

    volume: expected entering deals before the month's own luck; odds: added to the log odds of a win; size: factor of
    the deal size; newcomers: share of the volume brought by people in their ramp, and `new_factor` their win chance
    relative to the others'; push: share of a month's closings pushed on (the same within a calendar quarter).
    """

    volume: Array
    odds: Array
    size: Array
    newcomers: Array
    new_factor: Array
    push: Array


@dataclass(eq=False)
class State:
    """Where `n` companies stand at a month's end; arrays of n, `people` of shape (n, ramp_months + 1) by tenure."""

    market: Array
    quarter_volume: Array
    quarter_odds: Array
    push: Array
    walk_volume: Array
    walk_odds: Array
    walk_size: Array
    people: NDArray[np.int64]

    def repeated(self, n: int) -> State:
        """`n` copies of a single company's state."""
        return State(*(np.repeat(getattr(self, name), n, axis=0) for name in self.__dataclass_fields__))


def begin(truth: Truth, rng: np.random.Generator) -> State:
    """A company before its first month; everybody there is past the ramp."""
    zero = np.zeros(1)
    people = np.zeros((1, truth.ramp_months + 1), dtype=np.int64)
    people[:, -1] = truth.n_reps
    return State(rng.normal(0, truth.market_sd, 1), zero, zero, zero, zero, zero, zero, people)


def live(truth: Truth, state: State, first: int, months: int, rng: np.random.Generator) -> Months:
    """Months `first` .. of the company (0 is the first of the history); `state` moves on to their end."""
    n = len(state.market)
    made = Months(*(np.empty((n, months)) for _ in Months.__dataclass_fields__))
    ramp = np.minimum((np.arange(truth.ramp_months + 1) + 1) / (truth.ramp_months + 1), 1.0)
    for at in range(months):
        month = first + at
        calendar = (truth.first_month + month) % 12
        if month == 0 or calendar % 3 == 0:
            state.quarter_volume = rng.normal(0, 1, n) * truth.quarter_volume_sd
            state.quarter_odds = rng.normal(0, 1, n) * truth.quarter_odds_sd
            state.push = np.clip(truth.push + truth.push_sd * rng.normal(0, 1, n), 0.0, 0.9) * (
                truth.push > 0
            )
        if month > 0:
            fresh = rng.normal(0, 1, n) * truth.market_sd * np.sqrt(1 - truth.persistence**2)
            state.market = truth.persistence * state.market + fresh
            _move_people(truth, state, rng)
        steps = rng.normal(0, 1, (3, n))
        state.walk_volume = state.walk_volume + truth.volume_walk * steps[0]
        state.walk_odds = state.walk_odds + truth.odds_walk * steps[1]
        state.walk_size = state.walk_size + truth.size_walk * steps[2]
        years = (month - truth.months) / 12
        working = state.people @ ramp
        logs = (
            state.market
            - truth.market_sd**2 / 2
            + state.quarter_volume
            - truth.quarter_volume_sd**2 / 2
            + state.walk_volume
        )
        made.volume[:, at] = (
            truth.level
            * (1 + truth.growth) ** years
            * truth.season[calendar]
            * np.exp(logs)
            * working
            / truth.n_reps
        )
        made.odds[:, at] = state.quarter_odds + state.walk_odds
        made.size[:, at] = (1 + truth.size_growth) ** years * np.exp(state.walk_size)
        new = state.people[:, :-1] @ ramp[:-1]
        made.newcomers[:, at] = new / np.maximum(working, 1e-9)
        progress = state.people[:, :-1] @ (ramp[:-1] ** 2) / np.maximum(new, 1e-9)
        made.new_factor[:, at] = np.where(new > 0, truth.new_odds + (1 - truth.new_odds) * progress, 1.0)
        made.push[:, at] = state.push
    return made


def _move_people(truth: Truth, state: State, rng: np.random.Generator) -> None:
    """A month passes: some leave, the others' tenure grows, some are hired. The last person never leaves."""
    if not truth.hires and not truth.attrition:
        return
    stays = rng.binomial(state.people, (1 - truth.attrition) ** (1 / 12))
    stays[:, -1] = np.maximum(stays[:, -1], 1)
    older = np.zeros_like(stays)
    older[:, 1:] = stays[:, :-1]
    older[:, -1] += stays[:, -1]
    older[:, 0] += rng.poisson(truth.hires * truth.n_reps / 12, len(stays))
    state.people = older
