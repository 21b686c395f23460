"""The leak of a funnel known as counts: typed totals, or a monthly summary of any number of stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.evidence.comparisons import LeakFinding, LeakStep
from simulator.evidence.pooling import EIGHT_IN_TEN
from simulator.evidence.rate_change import overdispersion

RECENT_MONTHS = 3
FEW_CASES, FEW_MONTHS = 20, 6
SAID_ALOUD = 1.96
"""Standard deviations beyond which a difference is said to be more than luck: 1 in 20."""


@dataclass(frozen=True)
class StepCounts:
    """One step. tried, through: units that came to it and that got through, a value a month; one value for totals."""

    before: str
    after: str
    tried: Sequence[float]
    through: Sequence[float]


def leak_of_steps(steps: Sequence[StepCounts], months: float, size: float) -> LeakFinding | None:
    """The leak of `steps`, in order, over so many `months`; size: mean of a unit that got through all of them.

    A step that counts more after it than before (units of earlier months) is taken as one that loses none. None where
    no step has a unit to lose.
    """
    known = [one for one in steps if sum(one.tried) > 0]
    if not known or months <= 0:
        return None
    rates = [min(sum(one.through) / sum(one.tried), 1.0) for one in known]
    into = sum(known[0].tried) / months
    found = []
    for at, one in enumerate(known):
        later = float(np.prod(rates[at + 1 :]))
        found.append(
            LeakStep(
                key=one.after,
                label=f"{one.before} → {one.after}",
                rate=rates[at],
                into=into,
                lost=into * (1 - rates[at]),
                a_point=0.01 * into * later * size if rates[at] < 1 else 0.0,
                **_past(one),
            )
        )
        into *= rates[at]
    return LeakFinding(tuple(found), None, None, (), "units")


def _past(step: StepCounts) -> dict[str, Any]:
    """The last three months against those before, with the range of luck as neighbouring months differ."""
    tried, through = np.array(step.tried, dtype=float), np.array(step.through, dtype=float)
    if len(tried) < FEW_MONTHS or (through > tried).any():
        return {}
    n, n_late = float(tried[:-RECENT_MONTHS].sum()), float(tried[-RECENT_MONTHS:].sum())
    if min(n, n_late) < FEW_CASES:
        return {}
    earlier, recent = (
        float(through[:-RECENT_MONTHS].sum() / n),
        float(through[-RECENT_MONTHS:].sum() / n_late),
    )
    common = float(through.sum() / tried.sum())
    variance = tried * common * (1 - common)
    beyond = overdispersion(through - tried * common, variance)
    sd = float(np.sqrt(beyond * common * (1 - common) * (1 / n + 1 / n_late)))
    return {
        "earlier": earlier,
        "recent": recent,
        "low": max(earlier - EIGHT_IN_TEN * sd, 0.0),
        "high": min(earlier + EIGHT_IN_TEN * sd, 1.0),
        "recent_words": f"the last {RECENT_MONTHS} months",
        "beyond_luck": abs(recent - earlier) > SAID_ALOUD * sd,
    }
