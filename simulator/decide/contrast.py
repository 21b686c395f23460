"""Two plans on the same luck: in which share of the futures one is ahead, and by how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.decide.paired import mean_error
from simulator.engine.streams import Floats
from simulator.goals.verdict import meets, wilson_interval
from simulator.scenario.goal import Goal

Z = 1.959963984540054
"""97.5 % point of the normal distribution."""
SAME = 1e-12
"""Two values that differ by a smaller share of themselves differ by rounding alone: a tie."""
_LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Contrast:
    """Plan `a` against plan `b`, future by future.

    wins, ties, losses: shares of the futures in which the metric of `a` is better than, the same as, worse than that
    of `b`; one in which it is undefined is worse than any. beats: wins and half the ties, with its 95 % interval
    (Wilson's, which ties make narrower than it says). odds: probability of `a` less that of `b`; mean: the same of the
    metric's mean, in its unit, not turned round where less is better; both with a 95 % interval from the paired
    standard error. low, median, high: 1 in 10, half and 9 in 10 of the futures differ by at most so much; None as
    `mean` is where never both are defined. undefined: share of the futures left out of the difference for that.
    """

    a: str
    b: str
    direction: str
    wins: float
    ties: float
    losses: float
    beats: float
    beats_interval: tuple[float, float]
    odds: float
    odds_interval: tuple[float, float]
    mean: float | None
    mean_interval: tuple[float, float] | None
    low: float | None
    median: float | None
    high: float | None
    undefined: float

    @property
    def is_clear(self) -> bool:
        """Whether more futures than luck explains have one of the two ahead."""
        low, high = self.beats_interval
        return self.ties < 1 and (low > 0.5 or high < 0.5)

    @property
    def is_same(self) -> bool:
        """Whether the two come out the same in every future."""
        return self.ties == 1

    def turned(self) -> Contrast:
        """`b` against `a`."""
        return Contrast(
            a=self.b,
            b=self.a,
            direction=self.direction,
            wins=self.losses,
            ties=self.ties,
            losses=self.wins,
            beats=self.losses + self.ties / 2,
            beats_interval=_turned(self.beats_interval, 1.0),
            odds=-self.odds + 0.0,
            odds_interval=_turned(self.odds_interval),
            mean=None if self.mean is None else -self.mean + 0.0,
            mean_interval=None if self.mean_interval is None else _turned(self.mean_interval),
            low=None if self.high is None else -self.high + 0.0,
            median=None if self.median is None else -self.median + 0.0,
            high=None if self.low is None else -self.low + 0.0,
            undefined=self.undefined,
        )

    def document(self) -> dict[str, Any]:
        """Plain numbers and names."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in fields.items()
            if name != "direction"
        }


def contrast(names: tuple[str, str], values: tuple[Floats, Floats], goals: tuple[Goal, Goal]) -> Contrast:
    """Plan against plan on `values` (n_trials,) of one metric, a trial the same luck in both; NaN where undefined.

    goals: what each is judged by; better is what the first one asks for.
    """
    one, other = values
    n = len(one)
    sign = 1.0 if goals[0].direction == "at_least" else -1.0
    ahead, behind = ranked(one, sign), ranked(other, sign)
    tie = equal(ahead, behind)
    wins = int(np.count_nonzero(~tie & (ahead > behind)))
    ties = int(np.count_nonzero(tie))
    met = meets(one, goals[0]).astype(float) - meets(other, goals[1]).astype(float)
    both = np.isfinite(one) & np.isfinite(other)
    apart = np.where(tie[both], 0.0, one[both] - other[both])
    mean, interval = None, None
    levels: list[float | None] = [None] * len(_LEVELS)
    if apart.size:
        mean = float(apart.mean())
        interval = _interval(mean, mean_error(apart))
        levels = [float(level) for level in np.quantile(apart, _LEVELS)]
    share = (wins + ties / 2) / n
    return Contrast(
        a=names[0],
        b=names[1],
        direction=goals[0].direction,
        wins=wins / n,
        ties=ties / n,
        losses=(n - wins - ties) / n,
        beats=share,
        beats_interval=(share, share) if ties == n else wilson(share, n),
        odds=float(met.mean()),
        odds_interval=_interval(float(met.mean()), mean_error(met)),
        mean=mean,
        mean_interval=interval,
        low=levels[0],
        median=levels[1],
        high=levels[2],
        undefined=1 - int(np.count_nonzero(both)) / n,
    )


def ranked(values: Floats, sign: float) -> Floats:
    """`values` so that more is better; what is undefined is worse than anything."""
    return np.where(np.isnan(values), -np.inf, values * sign)


def equal(one: Floats, other: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where two arrays are the same but for rounding."""
    with np.errstate(invalid="ignore"):
        near = np.abs(one - other) <= SAME * np.maximum(np.abs(one), np.abs(other))
    return np.asarray((one == other) | (np.isfinite(one) & np.isfinite(other) & near))


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of `n` that may hold half ones."""
    low, high = wilson_interval(math.floor(share * n), n)
    if share * n == math.floor(share * n):
        return low, high
    return low, wilson_interval(math.ceil(share * n), n)[1]


def _interval(mean: float, error: float) -> tuple[float, float]:
    return mean - Z * error, mean + Z * error


def _turned(interval: tuple[float, float], whole: float = 0.0) -> tuple[float, float]:
    low, high = interval
    return whole - high + 0.0, whole - low + 0.0
