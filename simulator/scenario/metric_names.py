"""Which metrics a goal may name; their formulas stand in `simulator.goals.metrics`."""

from __future__ import annotations

COMPANY_ONLY = frozenset(
    {"mrr", "arr", "churn_rate", "gross_margin", "profit", "cac", "clv", "clv_to_cac", "arpa"}
)
RECURRING_ONLY = frozenset({"mrr", "arr", "churn_rate", "clv", "clv_to_cac", "arpa"})
SHARE_METRICS = frozenset({"win_rate", "churn_rate", "gross_margin"})

METRIC_NAMES = (
    "bookings",
    "revenue",
    "mrr",
    "arr",
    "won_deals",
    "new_customers",
    "entered",
    "win_rate",
    "average_deal_size",
    "churn_rate",
    "gross_margin",
    "profit",
    "cac",
    "clv",
    "clv_to_cac",
    "arpa",
    "cycle_days",
    "rep_turnover",
    "effective_reps",
    "activities_per_rep_per_day",
    "quota_attainment",
)
"""Every metric but the stages', which are named ``stage:<name>``."""
