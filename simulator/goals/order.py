"""The order in which goals are worth pursuing: what pulls the others along and shows early whether it works."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import metric
from simulator.goals.paths import window_until
from simulator.goals.values import metric_values
from simulator.goals.windows import goal_window
from simulator.scenario.goal import Goal

Met = np.ndarray[Any, np.dtype[np.bool_]]
CLEAR = 3.0
"""Standard errors from which on a goal's effect on the others is more than luck of the simulation."""
DECIDED = 0.9
"""A goal is as good as decided once what was reached so far tells the outcome in this share of the futures."""
DECIDED_TRIALS = 2_000


@dataclass(frozen=True)
class Step:
    """One goal in the suggested order.

    effect: how many more of the others are met in the futures that meet this one than in all; None where it is never
    met. odds_after: of each other goal, in those futures. decided_by: the month by whose end it is as good as decided;
    None where it is so before the first. months: how many that takes. clear: the effect is more than luck of the
    simulation.
    """

    goal: str
    probability: float
    effect: float | None
    standard_error: float
    odds_after: tuple[tuple[str, float], ...]
    decided_by: str | None
    months: int
    clear: bool
    reachable: bool

    @property
    def is_sure(self) -> bool:
        """Whether it is as good as met as things stand."""
        return self.probability >= DECIDED

    @property
    def pace(self) -> float:
        """The effect by months until the goal is decided; 0 where it is not clear."""
        return (self.effect or 0.0) / max(self.months, 1) if self.clear else 0.0


def order_of(forecast: Forecast, goals: Sequence[Goal], met: Met) -> tuple[Step, ...]:
    """Goals still open first, then those as good as met, then those out of reach; among each by their pace."""
    n = met.shape[1]
    p = met.mean(axis=1)
    numbers = met.astype(np.float32)
    both = (numbers @ numbers.T).astype(float) / n
    total = met.sum(axis=0).astype(float)
    unreachable = forecast.scenario.policy.unreachable_below
    steps = []
    for i, goal in enumerate(goals):
        others = total - met[i]
        months = _months_to_decision(forecast, goal, met[i])
        effect, error = _effect(others, met[i]) if p[i] > 0 else (None, 0.0)
        after = tuple(
            (other.name, float(both[i, j] / p[i])) for j, other in enumerate(goals) if j != i and p[i] > 0
        )
        steps.append(
            Step(
                goal=goal.name,
                probability=float(p[i]),
                effect=effect,
                standard_error=error,
                odds_after=after,
                decided_by=forecast.months[months - 1] if months else None,
                months=months,
                clear=effect is not None and abs(effect) > CLEAR * error and error > 0,
                reachable=bool(p[i] >= unreachable),
            )
        )
    return tuple(
        sorted(steps, key=lambda one: (not one.reachable, one.is_sure, -one.pace, one.months, one.goal))
    )


def _effect(others: Floats, met: Met) -> tuple[float, float]:
    """Mean of `others` in the futures that are `met`, less that in all; and its standard error."""
    share = met.mean()
    inside, overall = float(others[met].mean()), float(others.mean())
    influence = met * (others - inside) / share - (others - overall)
    return inside - overall, float(influence.std() / math.sqrt(len(others)))


def _months_to_decision(forecast: Forecast, goal: Goal, met: Met) -> int:
    """Months after which what was reached so far tells in 9 of 10 futures whether the goal will be met.

    0 where that can be told before the first. Told by one limit, the best there is, on the goal's metric so far.
    """
    kind = metric(goal.metric).kind
    low, high = 0, goal_window(forecast.scenario, goal).last + 1
    share = met.mean()
    if max(share, 1 - share) >= DECIDED:
        return 0
    while low + 1 < high:
        middle = (low + high) // 2
        window = window_until(goal, middle - 1, kind)
        so_far = metric_values(forecast, goal.metric, goal.scope, window)[:DECIDED_TRIALS]
        if _told(so_far, met[:DECIDED_TRIALS], goal.direction) >= DECIDED:
            high = middle
        else:
            low = middle
    return high


def _told(values: Floats, met: Met, direction: str) -> float:
    """The share of futures told right by the best limit on `values`; undefined ones count as behind."""
    sign = 1.0 if direction == "at_least" else -1.0
    ahead = np.where(np.isfinite(values), values * sign, -np.inf)
    order = np.argsort(ahead, kind="stable")
    hits = met[order]
    before = np.concatenate(([0], np.cumsum(hits)))
    n = len(hits)
    wrong = before + (n - np.arange(n + 1)) - (before[-1] - before)
    ordered = ahead[order]
    between = np.concatenate(([True], ordered[1:] != ordered[:-1], [True]))
    return 1.0 - float(wrong[between].min()) / n
