"""Funnel steps, customers and churn of a table with one row a month."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.findings import Counted, FunnelStep
from simulator.evidence.refusal import Remark, quoted

STAGES = ("leads", "calls", "appointments", "opportunities", "won")
LABELS = {
    "leads": "leads",
    "calls": "calls",
    "appointments": "appointments",
    "opportunities": "opportunities",
    "won": "deals won",
}


def opening_customers(cells: Cells, by_month: pd.DataFrame) -> None:
    """Customers at the start of each month, from whichever stock the table has; a plain one is judged by its sums."""
    if "opening_customers" in by_month:
        return
    if "closing_customers" not in by_month and "customers" in by_month:
        stock = by_month["customers"]
        gained = by_month.get("new_customers", by_month.get("won"))
        lost = by_month.get("churned")
        closing = opening = False
        if gained is not None and lost is not None and len(stock) > 2:
            change = stock.diff()
            closing = bool(np.allclose(change.iloc[1:], (gained - lost).iloc[1:]))
            opening = bool(np.allclose(change.iloc[1:], (gained - lost).iloc[:-1]))
        name = "closing_customers" if closing and not opening else "opening_customers"
        if not closing and not opening:
            cells.remarks.append(
                Remark(
                    "customers_taken_as_opening",
                    f"The column {quoted(cells.columns['customers'])} was taken as customers at the start of "
                    "the month; "
                    "call it closing customers where it is the end.",
                )
            )
        by_month[name] = stock
    if "opening_customers" not in by_month and "closing_customers" in by_month:
        end = by_month["closing_customers"]
        follows = pd.Series(
            [
                False,
                *(_next_month(a) == b for a, b in itertools.pairwise(by_month.index)),
            ],
            index=by_month.index,
        )
        by_month["opening_customers"] = end.shift(1).where(follows)


def _next_month(month: str) -> str:
    return str(np.datetime64(month, "M") + 1)


def funnel(cells: Cells, by_month: pd.DataFrame) -> tuple[tuple[str, ...], tuple[FunnelStep, ...]]:
    """Stages in order; one that counts more than the stage before is no part of it, and is told."""
    present = [name for name in STAGES if name in by_month and by_month[name].sum() > 0]
    if present[:2] == ["leads", "calls"] and by_month["calls"].sum() > by_month["leads"].sum():
        present[:2] = ["calls", "leads"]
    chain: list[str] = []
    for name in reversed(present):  # from the win backwards: what is closest to it is known best
        if not chain:
            chain.append(name)
            continue
        both = by_month[[name, chain[-1]]].dropna()
        if both[name].sum() >= both[chain[-1]].sum() and len(both):
            chain.append(name)
        else:
            cells.remarks.append(
                Remark(
                    "no_stage_before",
                    f"There are fewer {LABELS[name]} than {LABELS[chain[-1]]}: {LABELS[name]} were left out of "
                    "the funnel.",
                )
            )
    chain.reverse()
    steps = []
    for before, after in itertools.pairwise(chain):
        both = by_month[[before, after]].dropna()
        monthly = tuple(
            (str(month), Counted(float(row[after]), float(row[before]))) for month, row in both.iterrows()
        )
        total = Counted(float(both[after].sum()), float(both[before].sum()))
        steps.append(FunnelStep(before, after, total, monthly))
    over = sorted({month for step in steps for month, one in step.monthly if one.successes > one.trials})
    if over:
        cells.remarks.append(
            Remark(
                "later_stage_larger",
                f"In {len(over)} months ({', '.join(over[:5])}) a stage counts more than the one before it: it "
                "comes from "
                "earlier months. Rates are taken over all months together.",
                (),
                len(over),
            )
        )
    return tuple(chain), tuple(steps)


def churn(cells: Cells, by_month: pd.DataFrame) -> Counted | None:
    if not {"opening_customers", "churned"} <= set(by_month):
        return None
    both = by_month[["opening_customers", "churned"]].dropna()
    both = both[both["opening_customers"] > 0]
    lost = both["churned"]
    if len(lost) and ((lost > 0) & (lost < 1)).any() and (lost < 1).all():
        lost = lost * both["opening_customers"]
        by_month["churned"] = lost
        cells.remarks.append(
            Remark(
                "churn_is_share",
                f"The column {quoted(cells.columns['churned'])} holds shares below 1; they were multiplied by the "
                "customers at the start of the month.",
            )
        )
    possible = lost <= both["opening_customers"]
    if not possible.all():
        months = ", ".join(both.index[~possible][:5])
        cells.remarks.append(
            Remark(
                "more_churned_than_customers",
                f"In {int((~possible).sum())} months ({months}) more customers were lost than there were; those "
                "months "
                "do not count for the churn.",
                (),
                int((~possible).sum()),
            )
        )
    if not possible.any():
        return None
    return Counted(float(lost[possible].sum()), float(both["opening_customers"][possible].sum()))


def ratio(by_month: pd.DataFrame, above: str, below: str) -> tuple[float | None, float]:
    """Sum over sum of the months that know both; None where either is nothing."""
    if not {above, below} <= set(by_month):
        return None, 0.0
    both = by_month[[above, below]].dropna()
    total = float(both[below].sum())
    value = float(both[above].sum())
    return (value / total if total > 0 and value > 0 else None), total
