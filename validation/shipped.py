"""The sample company's generator: exports of companies with its rates, through the reader, as of two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator import simulate
from simulator.evidence import evidence_to_scenario, find_mapping, read_export
from simulator.evidence.build import evidence_of
from simulator.evidence.opportunities import typed_deals
from simulator.sample import sample_company
from validation.tables import table

DAYS = ((dt.date(2026, 9, 30), 3), (dt.date(2025, 12, 31), 12))
FIRST_SEED = 100
TRIALS = 1_000
HEADER = (
    "known until", "months ahead", "companies", "inside the 80 % range", "inside the 50 % range",
    "mean place (0.5 is right)",
)  # fmt: skip


def places(seed: int) -> list[float]:
    """For each of `DAYS`: the share of one company's futures, known until then, below what came afterwards."""
    export = read_export(sample_company(seed))
    clean = typed_deals(export, find_mapping(export))
    later = evidence_of(clean).monthly
    found = []
    for day, months in DAYS:
        scenario = evidence_to_scenario(evidence_of(clean, day), months)
        came = sum(month.bookings for month in later if month.month in scenario.months)
        bookings = simulate(scenario, n_trials=TRIALS, seed=seed, threads=1).series("bookings").sum(axis=1)
        found.append(float((bookings <= came).mean()))
    return found


def shipped_table(companies: int) -> list[str]:
    """Both days, with so many companies each."""
    found = np.array([places(seed) for seed in range(FIRST_SEED, FIRST_SEED + companies)])
    return table(HEADER, [_row(day, months, found[:, at]) for at, (day, months) in enumerate(DAYS)])


def _row(day: dt.date, months: int, found: NDArray[np.float64]) -> Sequence[str]:
    within = [int(((found > low) & (found < 1 - low)).sum()) for low in (0.1, 0.25)]
    return [str(day), str(months), str(len(found)), *map(str, within), f"{found.mean():.2f}"]
