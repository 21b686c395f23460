"""Where a history jumps to another level and stays, and where it merely begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.series.filtering import filtered
from simulator.series.grid import Floats
from simulator.series.posterior import SEASON, STEPS, Posterior, posterior

FALSE_ALARM = 0.02
"""How often luck alone may look like a jump somewhere in the history: Bonferroni over all months."""
LEAST_SIDE = 6
"""Months on either side of a level shift; a jump nearer to the start is a start, nearer to the end not yet a level."""
LEAST_MONTHS = 12
START_MONTHS = 6
MOST_SHIFTS = 3
STARTS_BELOW = 0.25
LEAST_JUMP = 0.10
"""Smaller jumps are not worth a sentence."""


@dataclass(frozen=True)
class Jump:
    """From place `at` on the logarithm is `size` higher than before; `sureness` in standard errors."""

    at: int
    size: float
    sureness: float


def strongest_jump(months: int, belief: Posterior, steps: tuple[int, ...]) -> Jump | None:
    """The jump luck explains worst, given the most likely shape of luck; None where luck explains all.

    The generalised least squares t of a step at every month, against its Bonferroni limit.
    """
    k, j = np.unravel_index(int(belief.weight.argmax()), belief.weight.shape)
    at = np.array([t for t in range(1, months - LEAST_SIDE + 1) if t not in steps])
    if months < LEAST_MONTHS or not len(at):
        return None
    candidates = filtered(
        (np.arange(months)[:, None] < at[None, :]).astype(float), belief.shapes.only(np.array([k]))
    ).whitened[:, 0]
    known = belief.state.whitened[:, k]
    x, y = known[:, :-1], known[:, -1]
    y_left = y - x @ belief.mean[k, j]
    left = candidates - x @ (belief.covariance[k, j] @ (x.T @ candidates))
    squares = np.einsum("tn,tn->n", candidates, left)
    size = (left.T @ y) / np.maximum(squares, 1e-9)
    rest = float(y @ y_left)
    freedom = max(months - 3, 1)
    variance = np.maximum(rest - size**2 * squares, 1e-12) / freedom
    sureness = np.abs(size) * np.sqrt(squares / variance)
    sureness[squares < 1e-6] = 0
    best = int(sureness.argmax())
    limit = float(stats.t.isf(FALSE_ALARM / 2 / len(at), freedom))
    if sureness[best] <= limit or abs(size[best]) < LEAST_JUMP:
        return None
    return Jump(int(at[best]), float(-size[best]), float(sureness[best]))


@dataclass(frozen=True)
class Cleaned:
    """Where the history was found to begin, the jumps inside it (places in what is left), and the belief then held."""

    begin: int
    jumps: tuple[Jump, ...]
    belief: Posterior


def whole_from(logs: Floats, calendar_start: int, least: float = 0.0) -> int:
    """How many of the first six months are too low to belong: an export that fills up, or a business that opens.

    The later months are told backwards, and the first ones held against what they make expect. Only a history whose
    first month is well below the half year after it is looked at.
    """
    after = len(logs) - START_MONTHS
    if after < LEAST_MONTHS or logs[0] > logs[1 : START_MONTHS + 1].mean() - STARTS_BELOW:
        return 0
    last = (calendar_start + len(logs) - 1) % 12
    belief = posterior(logs[START_MONTHS:][::-1], -last % 12, (), least)
    level, unsure = belief.level_now()
    growth, growth_unsure = belief.growth_ahead()
    middle, slope = belief.expected(level), belief.expected(growth)
    ahead = np.arange(1, START_MONTHS + 1)
    month = (belief.calendar_last + ahead) % 12
    effects, effects_unsure = _effects(belief, month)
    expected = middle + slope * ahead + effects
    variance = (
        belief.expected(unsure + (level - middle) ** 2 + belief.variance)
        + ahead**2 * belief.expected(growth_unsure + (growth - slope) ** 2)
        + ahead * belief.expected(belief.walk_ahead())
        + effects_unsure
    )
    low = (expected - logs[:START_MONTHS][::-1]) / np.sqrt(variance)
    limit = stats.t.isf(FALSE_ALARM / 2 / START_MONTHS, after - 2)
    too_low = np.flatnonzero(low > limit)
    # what fills up is lowest in its first month; a low month after a usual one is luck, or a season's
    return START_MONTHS - int(too_low[0]) if low[-1] > limit else 0


def _effects(belief: Posterior, month: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Mean and variance of the season's effect in calendar months `month` (0 is January): a month known only from a few
    years may lie well off what they say.
    """
    chosen = np.hstack([month[:, None] == np.arange(12), month[:, None] % 3 == np.arange(3)]).astype(float)
    effects = belief.mean[..., SEASON:STEPS] @ chosen.T
    middle = np.einsum("kj,kjp->p", belief.weight, effects)
    inside = np.einsum("pa,kjab,pb->kjp", chosen, belief.covariance[..., SEASON:STEPS, SEASON:STEPS], chosen)
    spread = inside * belief.variance[..., None] + (effects - middle) ** 2
    return middle, np.einsum("kj,kjp->p", belief.weight, spread)


def without_jumps(logs: Floats, calendar_start: int, least: float = 0.0) -> Cleaned:
    """The history from where it is whole, jumps taken as known steps of unknown size; `least` as in `posterior`."""
    begin = whole_from(logs, calendar_start, least)
    jumps: list[Jump] = []
    belief = posterior(logs[begin:], (calendar_start + begin) % 12, (), least)
    for _ in range(MOST_SHIFTS):
        steps = tuple(jump.at for jump in jumps)
        jump = strongest_jump(len(logs) - begin, belief, steps)
        if jump is None:
            break
        if jump.at <= START_MONTHS and jump.at <= (len(logs) - begin) // 4:
            if jump.size < 0:
                break
            begin += jump.at
            jumps = [Jump(one.at - jump.at, one.size, one.sureness) for one in jumps if one.at > jump.at]
        elif jump.at < LEAST_SIDE:
            break
        else:
            jumps.append(jump)
        steps = tuple(one.at for one in jumps)
        belief = posterior(logs[begin:], (calendar_start + begin) % 12, steps, least)
    return Cleaned(begin, tuple(jumps), belief)
