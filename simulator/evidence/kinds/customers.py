"""Customers: how many leave a month, by how long they have been there, and what is still there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure, share_figure
from simulator.evidence.kinds.findings import Counted, Customers, TenureHazard
from simulator.evidence.kinds.tenures import by_dates, by_tenure
from simulator.evidence.refusal import EvidenceError, Remark

MOST_LISTED = 120
TELLING = 3.0
"""A lifetime share at least so many times the monthly rate is a danger worth its sentence."""


def customers(cells: Cells) -> KindEvidence:
    """Monthly churn with its sample and by tenure, and the recurring revenue still there.

    EvidenceError where no customer has a tenure or a start.
    """
    if cells.has("id"):
        same = [cells.columns[field] for field in ("id", "tenure", "start", "end") if cells.has(field)]
        again = (cells.table.frame[same].duplicated() & (cells.cells("id").str.strip() != "")).to_numpy(
            dtype=bool
        )
        if again.any():
            cells.tell(
                "duplicate_ids",
                again,
                "{count} rows repeat the id and the time of an earlier row and were left out ({rows}).",
            )
            cells.take(~again)
    if cells.has("tenure"):
        tenure, churned, as_of = by_tenure(cells)
        late = np.zeros(len(tenure), dtype=np.int64)
    else:
        tenure, churned, as_of, late = by_dates(cells)
    charges = cells.money("charges") if cells.has("charges") else None
    active = ~churned
    monthly = Counted(float((churned & (tenure > late)).sum()), float(np.maximum(tenure - late, 0).sum()))
    if monthly.trials <= 0:
        raise EvidenceError("No customer was there for a whole month; there is no churn to measure.")
    hazards = _hazards(tenure, churned, late)
    lifetime = float(churned.mean())
    rates = np.array([one.hazard for one in hazards])
    now = np.clip(tenure[active], 0, len(hazards) - 1)
    current = float(rates[now].mean()) if active.any() else 0.0
    survival = np.cumprod(1 - rates)
    mrr = None if charges is None else float(np.nansum(charges[active]))
    if charges is not None and np.isnan(charges[active]).any():
        cells.remarks.append(
            Remark(
                "customers_without_charges",
                f"{int(np.isnan(charges[active]).sum()):,} customers have no monthly charge and add nothing to "
                "the revenue.",
                (),
                int(np.isnan(charges[active]).sum()),
            )
        )
    found = Customers(
        len(tenure),
        int(churned.sum()),
        int(active.sum()),
        lifetime,
        monthly,
        mrr,
        hazards[:MOST_LISTED],
        current,
        tuple((months, float(survival[months - 1])) for months in (12, 24, 36) if months <= len(survival)),
        float(np.median(tenure)),
    )
    _tell_dangers(cells, found)
    source = cells.table.name
    figures = [
        share_figure(
            "monthly_churn", "Churn per month", monthly.successes, monthly.trials, "customer-months", source
        ),
        share_figure(
            "first_month_churn",
            "Churn in the first month",
            hazards[0].churned,
            hazards[0].at_risk,
            "customers",
            source,
        ),
        figure(
            "current_churn",
            "Churn per month of those still there, by their tenure",
            current,
            "share",
            found.active,
            "customers",
            source,
        ),
        share_figure(
            "lifetime_churn",
            "Left at any time (no monthly rate)",
            found.churned,
            found.customers,
            "customers",
            source,
        ),
        figure(
            "active_customers",
            "Customers still there",
            found.active,
            "ratio",
            found.customers,
            "customers",
            source,
        ),
    ]
    if mrr is not None:
        figures.append(
            figure("mrr", "Monthly recurring revenue", mrr, "money", found.active, "customers", source)
        )
    return KindEvidence(
        "customers",
        source,
        as_of,
        cells.currency,
        found.customers,
        found,
        tuple(figures),
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def _hazards(
    tenure: NDArray[np.int64], churned: NDArray[np.bool_], late: NDArray[np.int64]
) -> tuple[TenureHazard, ...]:
    """Of those seen in each month of tenure, how many left in it; each counts from the month it was first seen."""
    longest = int(tenure.max())
    size = longest + 2
    entered = np.bincount(np.minimum(late, size - 1), minlength=size)
    gone = np.bincount(np.maximum(tenure, late), minlength=size)
    # in month m (1, 2, …) those are at risk who were seen before it and reached it
    at_risk = np.cumsum(entered)[:longest] - np.cumsum(gone)[:longest]
    left = np.bincount(tenure[churned & (tenure > late)], minlength=size)[1 : longest + 1]
    return tuple(
        TenureHazard(month, int(risk), int(count))
        for month, (risk, count) in enumerate(zip(at_risk, left, strict=True), 1)
    ) or (TenureHazard(1, 0, 0),)


def _tell_dangers(cells: Cells, found: Customers) -> None:
    counted = found.monthly_churn
    monthly = counted.share
    if found.lifetime_share >= TELLING * monthly > 0:
        cells.remarks.append(
            Remark(
                "lifetime_churn_share",
                f"{100 * found.lifetime_share:.1f} % of all customers ever listed have left: that is a lifetime "
                f"share. A month costs {100 * monthly:.2f} % ({counted.successes:,.0f} in {counted.trials:,.0f} "
                "customer-months).",
            )
        )
    first = found.hazards[0]
    if first.churned and first.hazard > 2 * monthly:
        cells.remarks.append(
            Remark(
                "churn_falls_with_tenure",
                f"Churn falls with tenure: {100 * first.hazard:.1f} % leave in their first month, those still "
                "there lose about "
                f"{100 * found.current_monthly:.2f} % a month. A plan with many new customers loses more than "
                "one rate says.",
            )
        )
