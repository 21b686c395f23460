"""How far the wins of a coming horizon may lie from what the rates say: luck that all deals of a quarter share.

The looks measure, as an intra-quarter correlation d, how much more the share won *within* a quarter differs between
quarters than luck allows. Of wins that come to a share w of their deals that is a relative variance of d (1 - w) / w:
more than d (1 - p) / p, p the share won in the end, because what closes late is missing from w as what is lost is.
Over a year half of it is taken to last and half to be each quarter's own, as with the market (volume.py):

    V(h) = d (1 - w) / w * (1 / 2 + 1 / (2 h)),   h quarters, at least one.

All deals feel a quarter; the engine draws each group of open deals, and those that enter, independently. So each V is
enlarged by (sum e)² / sum e², e their expected wins times sqrt((1 - w) / w): the variance of the sum is then that of
one shock that all of them share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.evidence.findings import TeamFinding
from simulator.evidence.horizon import within_months

LASTING = 0.5
LEAST_WITHIN = 0.005
"""Groups of which less is won within a quarter add next to nothing; their relative variance would mean nothing."""


@dataclass(frozen=True)
class Shared:
    """Relative variance of the wins of each pipeline group, in the team's order, and of the deals that enter."""

    groups: tuple[float, ...]
    entering: float


def shared_luck(team: TeamFinding, months: int) -> Shared | None:
    """What a horizon of `months` adds to each group; None where no quarter was looked at."""
    outcome = team.outcome
    if not outcome.won_within or outcome.drift <= 0:
        return None
    step = min(months, 3)
    drift = outcome.drift_first if step < 3 and outcome.drift_first else outcome.drift
    lasting = LASTING + (1 - LASTING) * 3 / max(months, 3)
    parts = [
        (group.count, group.won_within, group.won_first) for group in team.pipeline if not group.stale
    ] + [(team.volume.mean * months, outcome.won_within, outcome.won_first)]
    within = np.clip([within_months(won, step, first) for _, won, first in parts], LEAST_WITHIN, 0.999)
    wins = np.array([count * within_months(won, months, first) for count, won, first in parts])
    odds = (1 - within) / within
    weight = wins * np.sqrt(odds)
    squares = float((weight**2).sum())
    spread = float(weight.sum()) ** 2 / squares if squares > 0 else 1.0
    variance = drift * odds * lasting * spread
    found = iter(variance.tolist())
    groups = tuple(0.0 if group.stale else float(next(found)) for group in team.pipeline)
    return Shared(groups, float(next(found)))
