"""Shares with the ranges luck leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.goals.verdict import wilson_interval


@dataclass(frozen=True)
class Share:
    """`count` cases of which a share `value` is such; low, high: Wilson's 95 % interval (Wilson 1927).

    Where cases come in clusters (goals of one company stand and fall together) the interval is that of as many
    independent cases as leave the share as uncertain.
    """

    count: int
    value: float
    low: float
    high: float

    def text(self) -> str:
        """For a table: share and interval in percent."""
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"


def share(such: Sequence[bool], cluster: Sequence[int] | None = None) -> Share:
    """The share of cases that are such; `cluster` names the company of each."""
    hits = np.asarray(such, dtype=np.float64)
    n = len(hits)
    if not n:
        return Share(0, float("nan"), 0.0, 1.0)
    value = float(hits.mean())
    independent = float(n)
    if cluster is not None and 0 < value < 1:
        _, at = np.unique(np.asarray(cluster), return_inverse=True)
        sums = np.bincount(at, weights=hits - value)
        variance = float((sums**2).sum()) / n**2
        independent = float(np.clip(value * (1 - value) / max(variance, 1e-12), 1.0, n))
    low, high = wilson_interval(round(value * independent), max(round(independent), 1))
    return Share(n, value, min(low, value), max(high, value))
