"""The quota sheet: what every rep carries, the odds of each, and how many will make it; layer by layer of management.

Quota = the seat's part of the plan (`simulator.quotas.layers`) x over-assignment. Quotas sell nothing by themselves:
the futures are the same whatever is asked of people, so that more over-assignment lowers the reps' odds of a given
plan, or lets a plan be promised that lies below the same quotas and is likelier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.verdict import wilson_interval
from simulator.quotas.layers import seat_targets
from simulator.quotas.layers_part import amount_of
from simulator.quotas.likeness import Pools, pools
from simulator.quotas.rep_values import RepValues, quota_goal, rep_values
from simulator.quotas.seats import Seat
from simulator.scenario.goal import Goal
from simulator.scenario.quota_terms import ManagementLayer, Quotas

HEALTHY = (0.55, 0.70)
"""Share of reps at quota that is taken for healthy practice: docs/MODEL.md names the sources."""
_SLACK = 1e-12


@dataclass(frozen=True)
class Odds:
    """Share of the futures in which something is reached, with its Monte Carlo interval (95 %, Wilson 1927)."""

    probability: float
    interval: tuple[float, float]
    n_trials: int


@dataclass(frozen=True)
class RepQuota:
    """One seat's quota. target: its part of the plan as the goal states it; odds None and attainment None without a
    quota (a hire who comes after the deadline). expected: mean sales; attainment: of the quota, on average."""

    seat: Seat
    target: float
    quota: float
    odds: Odds | None
    expected: float
    attainment: float | None


@dataclass(frozen=True)
class LayerRow:
    """A layer: its number adds up to `over_assignment` x plan. who: how many carry a part. odds: for one, of reaching
    its number; for several, the expected share of them that reach theirs."""

    name: str
    of: str
    over_assignment: float
    number: float
    who: int
    odds: Odds


@dataclass(frozen=True, eq=False)
class QuotaSheet:
    """All quotas of one goal.

    plan: what is promised; street: the sum of all quotas, `over_assignment` x what people carry of the plan; uncarried:
    what nobody carries of it. at_quota: expected share of reps at quota, `at_quota_range` its 1 in 10 and 9 in 10.
    layers: company, management from the top down, reps.
    """

    values: RepValues
    terms: Quotas
    plan: float
    street: float
    uncarried: float
    plan_odds: Odds
    reps: tuple[RepQuota, ...]
    at_quota: float
    at_quota_range: tuple[float, float]
    layers: tuple[LayerRow, ...]

    @property
    def over_assignment(self) -> float:
        """The street quota over the plan, as it is set."""
        return self.terms.over_assignment

    @property
    def with_quota(self) -> tuple[RepQuota, ...]:
        """Those who carry one."""
        return tuple(one for one in self.reps if one.odds is not None)


@dataclass(frozen=True, eq=False)
class Targets:
    """What the seats of a goal's scope carry of it, and all of the goal. pools: seats alike share their figures."""

    amount: float
    seats: Floats
    pools: Pools


def targets(forecast: Forecast, values: RepValues) -> Targets:
    """The seats' parts of the goal, in the order of `values`."""
    every = np.array(seat_targets(forecast, values.goal))
    own = every[values.place] if every.size else np.zeros(0)
    return Targets(amount_of(forecast.scenario, values.goal), own, pools(values))


def scaled_layers(terms: Quotas, over_assignment: float) -> tuple[ManagementLayer, ...]:
    """The layers where the reps' over-assignment moves: each keeps its share of the cushion."""
    before, now = terms.over_assignment - 1, over_assignment - 1
    if before == 0:
        return terms.layers
    return tuple(
        layer.changed(
            over_assignment=round(min(max(1 + (layer.over_assignment - 1) * now / before, 0.5), 3.0), 6)
        )
        for layer in terms.layers
    )


def moved(terms: Quotas, over_assignment: float) -> Quotas:
    """`terms` with another over-assignment of the reps, and with it of every layer above them."""
    return terms.changed(
        over_assignment=over_assignment,
        layers=[layer.model_dump() for layer in scaled_layers(terms, over_assignment)],
    )


def quota_sheet(values: RepValues, shared: Targets, terms: Quotas) -> QuotaSheet:
    """The quotas of `terms` from what the seats carry (`targets`), and everybody's odds."""
    over = terms.over_assignment
    held = 1 / over if terms.hold == "street" else 1.0
    plan = shared.amount * held
    quota = shared.seats * held * over
    reps = _reps(values, shared, quota)
    share = share_by_trial(values.values, quota)
    low, high = (float(one) for one in np.quantile(share, [0.1, 0.9])) if share.size else (0.0, 0.0)
    rows = (
        LayerRow("Company", "company", 1.0, plan, 1, whole_odds(values, plan)),
        *(_layer(values, shared, layer, held) for layer in terms.layers),
    )
    mean = (
        float(np.mean([one.odds.probability for one in reps if one.odds is not None])) if share.size else 0.0
    )
    if share.size:
        rows = (
            *rows,
            LayerRow(
                "Reps", "rep", over, float(quota.sum()), int((quota > 0).sum()), _mean_odds(mean, values)
            ),
        )
    return QuotaSheet(
        values,
        terms,
        plan,
        float(quota.sum()),
        plan - float(shared.seats.sum()) * held,
        rows[0].odds,
        reps,
        mean,
        (low, high),
        rows,
    )


def reached(values: Floats, number: float | Floats) -> NDArray[np.bool_]:
    """Where a number is met; one equal to it but for rounding meets it."""
    return np.asarray(values >= number - np.abs(number) * _SLACK)


def odds_of(met: int, n: int) -> Odds:
    """`met` of `n` futures."""
    return Odds(met / n, wilson_interval(met, n), n)


def whole_odds(values: RepValues, number: float) -> Odds:
    """Odds that the company, or the goal's team, sells `number`: from all of the forecast's futures, as goals are."""
    return odds_of(int(np.count_nonzero(reached(values.judged, number))), len(values.judged))


def share_by_trial(values: Floats, quota: Floats) -> Floats:
    """Which share of those who carry a quota reach it, in every trial; empty where nobody carries one."""
    carries = quota > 0
    if not carries.any():
        return np.zeros(0)
    return np.asarray(reached(values[carries], quota[carries, None]).mean(axis=0))


def _reps(values: RepValues, shared: Targets, quota: Floats) -> tuple[RepQuota, ...]:
    odds = shared.pools.odds(quota)
    expected = shared.pools.means
    return tuple(
        RepQuota(
            seat,
            float(shared.seats[at]),
            float(quota[at]),
            _mean_odds(float(odds[at]), values) if quota[at] > 0 else None,
            float(expected[at]),
            _attainment(float(expected[at]), float(quota[at])),
        )
        for at, seat in enumerate(values.seats)
    )


def _attainment(expected: float, quota: float) -> float | None:
    """Expected over quota; None for a quota of nothing, or of so little that no number says how often it is sold."""
    share = expected / quota if quota > 0 else math.inf
    return share if math.isfinite(share) else None


def _mean_odds(probability: float, values: RepValues) -> Odds:
    """A share of several people's futures, with the precision of one's: theirs hang together."""
    return Odds(
        probability, wilson_interval(round(probability * values.n_trials), values.n_trials), values.n_trials
    )


def _layer(values: RepValues, shared: Targets, layer: ManagementLayer, held: float) -> LayerRow:
    over = layer.over_assignment
    plan, carried = shared.amount * held, float(shared.seats.sum()) * held
    if layer.of == "company":
        return LayerRow(layer.name, layer.of, over, over * plan, 1, whole_odds(values, over * plan))
    groups = _groups(values, shared, layer)
    share = _reached_by(groups, over * held)
    return LayerRow(layer.name, layer.of, over, over * carried, len(groups), _mean_odds(share, values))


def _groups(values: RepValues, shared: Targets, layer: ManagementLayer) -> list[tuple[Floats, float]]:
    """What everybody in a layer answers for: their people's sales in every trial, and what these carry of the goal."""
    members: dict[tuple[str, str | None], list[int]] = {}
    for at, seat in enumerate(values.seats):
        members.setdefault((seat.team, seat.manager if layer.of == "manager" else None), []).append(at)
    found = [(values.values[rows].sum(axis=0), float(shared.seats[rows].sum())) for rows in members.values()]
    return [(sales, carried) for sales, carried in found if carried > 0]


def _reached_by(groups: list[tuple[Floats, float]], over: float) -> float:
    """Expected share of the groups that sell `over` times what they carry; 0 where there is none."""
    return (
        float(np.mean([reached(sales, over * carried).mean() for sales, carried in groups]))
        if groups
        else 0.0
    )


def layers_along(values: RepValues, shared: Targets, terms: Quotas, over: Floats) -> dict[str, list[float]]:
    """By layer of management, the odds of its number for each over-assignment of the reps; the plan is the goal's."""
    scaled = [moved(terms, float(one)).layers for one in over]
    found: dict[str, list[float]] = {}
    for at, layer in enumerate(terms.layers):
        times = [layers[at].over_assignment for layers in scaled]
        if layer.of == "company":
            found[layer.name] = [whole_odds(values, one * shared.amount).probability for one in times]
        else:
            groups = _groups(values, shared, layer)
            found[layer.name] = [_reached_by(groups, one) for one in times]
    return found


def shares_along(values: RepValues, shared: Targets, over: Floats) -> Floats:
    """Expected share of reps at quota for each over-assignment of `over`, the plan being the goal's."""
    carries = shared.seats > 0
    if not carries.any():
        return np.zeros(len(over))
    ratio = np.sort((values.values[carries] / shared.seats[carries, None]).ravel())
    return np.asarray(1 - np.searchsorted(ratio, over * (1 - _SLACK), side="left") / ratio.size)


def plan_odds_along(values: RepValues, amount: float, over: Floats) -> Floats:
    """Odds of the plan that can be promised below quotas of `amount` in all, for each over-assignment of `over`."""
    numbers = amount / over
    below = np.searchsorted(values.ranked, numbers * (1 - _SLACK), side="left")
    return np.asarray(1 - below / len(values.ranked))


def sheet_of(forecast: Forecast, goal: Goal | None = None, terms: Quotas | None = None) -> QuotaSheet:
    """The sheet of `goal` and `terms`; left out, of the goal the scenario's quotas come from and of its ``[quotas]``.

    Raises ScenarioError where no goal is one reps carry.
    """
    scenario = forecast.scenario
    values = rep_values(forecast, goal or quota_goal(scenario))
    return quota_sheet(values, targets(forecast, values), terms or scenario.quotas or Quotas())
