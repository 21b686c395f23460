"""How it was last time: a list of quotas and sales, summed up as sales managers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.errors import ScenarioError

CUSHION = 0.20
"""What of the street quota a plan usually leaves out, where nobody says: docs/MODEL.md."""


@dataclass(frozen=True)
class Attainment:
    """A list of people with quotas, and what they sold.

    cushion: share of the street quota that is not part of the plan. plan: street x (1 - cushion); of_plan: sold over
    plan. The shares are of the people: at 100 %, 80 % or more of their own quota, and under half of it.
    """

    people: int
    street: float
    sold: float
    cushion: float
    plan: float
    of_street: float
    of_plan: float
    at_quota: float
    at_80: float
    under_half: float
    median: float


def attainment(quotas: Sequence[float], sales: Sequence[float], cushion: float = CUSHION) -> Attainment:
    """The summary of people with `quotas` who sold `sales`; who has no quota (0) counts as sales, not as a person.

    Raises ScenarioError where the lists differ in length, hold something else than amounts, or nobody has a quota.
    """
    if len(quotas) != len(sales):
        raise ScenarioError.single(
            "sales", f"{len(sales)} amounts", f"must be one for each of the {len(quotas)} quotas"
        )
    wanted, sold = np.array(quotas, dtype=float), np.array(sales, dtype=float)
    if not (np.isfinite(wanted).all() and np.isfinite(sold).all()) or (wanted < 0).any():
        raise ScenarioError.single("quotas", "a list", "must hold finite amounts, quotas of 0 or more")
    if not 0 <= cushion < 1:
        raise ScenarioError.single("cushion", f"{cushion:g}", "must lie from 0 to under 1 (0.2 for 20 %)")
    carries = wanted > 0
    if not carries.any():
        raise ScenarioError.single("quotas", "no amount above 0", "give at least one person's quota")
    ratio = sold[carries] / wanted[carries]
    reached = ratio * (1 + 1e-12)
    street, total = float(wanted.sum()), float(sold.sum())
    plan = street * (1 - cushion)
    return Attainment(
        int(carries.sum()),
        street,
        total,
        cushion,
        plan,
        total / street,
        total / plan,
        float((reached >= 1).mean()),
        float((reached >= 0.8).mean()),
        float((reached < 0.5).mean()),
        float(np.median(ratio)),
    )
