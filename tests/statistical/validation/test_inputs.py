"""Volume, growth and season of simulated companies whose truth is known lie in their 8-in-10 ranges as often as said.

Held against 75 to 87 % with three standard errors of the mean over companies (docs/VALIDATION.md has the table of many
more). Growth only where it was measured: elsewhere it is a guess and says so.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from validation import INSIDE, make_world
from validation.judged import Recovered, evidence_of_deals, planned, recovered_inputs

COMPANIES = range(7_000, 7_160)
LOW, HIGH = 0.75, 0.87
ERRORS = 3.0


@cache
def recovered() -> tuple[tuple[Recovered, ...], ...]:
    found = []
    for seed in COMPANIES:
        world = make_world(INSIDE, seed)
        evidence = evidence_of_deals(world.deals, world)
        found.append(recovered_inputs(world.truth, evidence, planned(evidence, 12)))
    return tuple(found)


@pytest.mark.parametrize("name", ["volume", "growth measured", "season"])
def test_the_truth_lies_in_the_range_as_often_as_said(name: str) -> None:
    """The twelve months of a season are one observation: its share of months held."""
    held = []
    for company in recovered():
        some = [
            one.low <= one.truth <= one.high
            for one in company
            if one.name.startswith(name) and one.high > one.low
        ]
        if some:
            held.append(float(np.mean(some)))
    assert len(held) >= 8
    error = max(float(np.std(held, ddof=1)), 0.15) / np.sqrt(len(held))
    assert LOW - ERRORS * error <= np.mean(held) <= HIGH + ERRORS * error
