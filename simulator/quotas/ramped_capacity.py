"""What a team can carry while some of it still ramps: reps by tenure, each counted by their share of full productivity.

Nobody joins or leaves here; what hires, leavers and late starts do to it is in the forecast (`effective_by_quarter`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.forecast import Forecast, Series
from simulator.errors import ScenarioError
from simulator.scenario.team import Team

MONTHS_PER_QUARTER = 3


@dataclass(frozen=True)
class TenureGroup:
    """So many `reps` with `tenure_months` served; None: fully ramped, nobody said for how long."""

    tenure_months: int | None
    reps: int


@dataclass(frozen=True)
class QuarterCapacity:
    """The quarter that begins `after_months` from now.

    at_start: ramped equivalents in its first month; mean: over its three months. capacity_at_start: what they sell in a
    quarter if nobody ramped further; capacity: ramping on. Both in the unit of what a ramped rep sells a year.
    """

    after_months: int
    at_start: float
    mean: float
    capacity_at_start: float
    capacity: float


def ramp_share(ramp: Sequence[float], tenure_months: int | None) -> float:
    """Productivity after `tenure_months`, as a share of a full rep: the ramp's last value stays."""
    last = len(ramp) - 1
    return float(ramp[last if tenure_months is None else min(tenure_months, last)])


def ramped_equivalents(groups: Sequence[TenureGroup], ramp: Sequence[float], after_months: int = 0) -> float:
    """Full reps that the groups are worth `after_months` from now: the sum of reps x ramp share."""
    return math.fsum(
        group.reps
        * ramp_share(ramp, None if group.tenure_months is None else group.tenure_months + after_months)
        for group in groups
    )


def capacity_by_quarter(
    groups: Sequence[TenureGroup], ramp: Sequence[float], annual_per_rep: float, quarters: int = 4
) -> tuple[QuarterCapacity, ...]:
    """The coming quarters of these people as they ramp. annual_per_rep: what one fully ramped rep sells in a year.

    Raises ScenarioError where there is no ramp, or a number of people, months or money that cannot be.
    """
    if not ramp:
        raise ScenarioError.single("ramp", "[]", "needs at least one share of full productivity")
    if not math.isfinite(annual_per_rep) or annual_per_rep < 0:
        raise ScenarioError.single("annual_per_rep", annual_per_rep, "must be 0 or more")
    for group in groups:
        if group.reps < 0 or (group.tenure_months is not None and group.tenure_months < 0):
            raise ScenarioError.single(
                "reps by tenure", f"{group.reps} of {group.tenure_months} months", "must be 0 or more"
            )
    found = []
    for number in range(quarters):
        start = number * MONTHS_PER_QUARTER
        months = [ramped_equivalents(groups, ramp, start + month) for month in range(MONTHS_PER_QUARTER)]
        found.append(
            QuarterCapacity(
                start,
                months[0],
                math.fsum(months) / MONTHS_PER_QUARTER,
                months[0] * annual_per_rep / 4,
                math.fsum(months) * annual_per_rep / 12,
            )
        )
    return tuple(found)


def tenure_groups(team: Team) -> tuple[TenureGroup, ...]:
    """The people a team starts with, newest first; those past the ramp together, with those nobody said it of."""
    ramped = len(team.ramp) - 1
    counted: dict[int, int] = {}
    for rep in team.reps:
        if rep.tenure_months < ramped:
            counted[rep.tenure_months] = counted.get(rep.tenure_months, 0) + 1
    past = sum(rep.tenure_months >= ramped for rep in team.reps) + team.headcount
    groups = [TenureGroup(tenure, counted[tenure]) for tenure in sorted(counted)]
    return (*groups, TenureGroup(None, past)) if past else tuple(groups)


def effective_by_quarter(forecast: Forecast, team: str) -> tuple[float, ...]:
    """Mean ramped equivalents of every three months of the plan, hires, leavers and backfills included.

    A last quarter that the plan does not fill is the mean of the months it has.
    """
    months = np.asarray(forecast.series(Series.EFFECTIVE_REPS, team), dtype=float).mean(axis=0)
    return tuple(
        float(months[first : first + MONTHS_PER_QUARTER].mean())
        for first in range(0, len(months), MONTHS_PER_QUARTER)
    )
