"""What a monthly summary shows at once."""

from __future__ import annotations

import pandas as pd

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kinds.figures import figure, share_figure
from simulator.evidence.kinds.findings import MonthlySummary
from simulator.evidence.kinds.funnel import LABELS


def summary_figures(
    found: MonthlySummary, by_month: pd.DataFrame, customers_won: float, source: str
) -> tuple[MeasuredRate, ...]:
    """Volume, rates, deal size, revenue, churn and acquisition cost, as far as the table knows them."""
    figures: list[MeasuredRate] = []
    if found.chain:
        entering = by_month[found.chain[0]].dropna()
        figures.append(
            figure(
                "entered_per_month",
                f"{LABELS[found.chain[0]].capitalize()} per month",
                float(entering.mean()),
                "units per month",
                len(entering),
                "months",
                source,
            )
        )
    figures += [
        share_figure(
            "win_rate" if step.after == "won" else f"{step.after}_rate",
            f"{LABELS[step.after].capitalize()} of {LABELS[step.before]}",
            step.total.successes,
            step.total.trials,
            LABELS[step.before],
            source,
        )
        for step in found.steps
    ]
    if found.deal_size is not None:
        figures.append(
            figure(
                "deal_size", "Average deal size", found.deal_size, "money", found.deals, "deals won", source
            )
        )
    if "revenue" in by_month:
        revenue = by_month["revenue"].dropna()
        figures.append(
            figure(
                "revenue_per_month",
                "Revenue per month",
                float(revenue.mean()),
                "money",
                len(revenue),
                "months",
                source,
            )
        )
    if found.monthly_churn is not None:
        figures.append(
            share_figure(
                "monthly_churn",
                "Churn per month: lost of customers at its start",
                found.monthly_churn.successes,
                found.monthly_churn.trials,
                "customer-months",
                source,
            )
        )
    if found.cost_per_customer is not None:
        figures.append(
            figure(
                "cac",
                "Cost per customer won",
                found.cost_per_customer,
                "money",
                customers_won,
                "customers won",
                source,
            )
        )
    return tuple(figures)
