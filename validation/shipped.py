"""The sample company's generator: exports of companies with its rates, through the reader, as of two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator import simulate
from simulator.evidence import build_evidence, evidence_to_scenario, read_export
from simulator.sample import sample_company
from validation.tables import table

DAYS = ((dt.date(2026, 9, 30), 3), (dt.date(2025, 12, 31), 12))
FIRST_SEED = 100
TRIALS = 1_000
HEADER = (
    "known until", "months ahead", "companies", "inside the 80 % range", "inside the 50 % range",
    "mean place (0.5 is right)",
)  # fmt: skip


def place(seed: int, day: dt.date, months: int) -> float:
    """Share of the futures of one company, known until `day`, below what the rest of its export holds."""
    export = read_export(sample_company(seed))
    scenario = evidence_to_scenario(build_evidence(export, as_of=day), months)
    later = build_evidence(export).monthly
    came = sum(month.bookings for month in later if month.month in scenario.months)
    bookings = simulate(scenario, n_trials=TRIALS, seed=seed, threads=1).series("bookings").sum(axis=1)
    return float((bookings <= came).mean())


def shipped_table(companies: int) -> list[str]:
    """Both days, with so many companies each."""
    rows = []
    for day, months in DAYS:
        places = np.array([place(seed, day, months) for seed in range(FIRST_SEED, FIRST_SEED + companies)])
        rows.append(_row(day, months, places))
    return table(HEADER, rows)


def _row(day: dt.date, months: int, places: NDArray[np.float64]) -> Sequence[str]:
    within = [int(((places > low) & (places < 1 - low)).sum()) for low in (0.1, 0.25)]
    return [str(day), str(months), str(len(places)), *map(str, within), f"{places.mean():.2f}"]
