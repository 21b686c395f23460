"""Which metrics a goal may name; their formulas stand in `simulator.goals.metrics`."""

from __future__ import annotations

from simulator.scenario.team import Activity, Role

COMPANY_ONLY = frozenset(
    {
        "mrr", "arr", "churn_rate", "gross_margin", "profit", "cac", "clv", "clv_to_cac", "arpa", "profit_margin",
        "net_revenue_retention", "net_revenue_churn", "mrr_growth",
    }
)  # fmt: skip
RECURRING_ONLY = frozenset(
    {
        "mrr", "arr", "churn_rate", "clv", "clv_to_cac", "arpa", "net_revenue_retention", "net_revenue_churn",
        "mrr_growth",
    }
)  # fmt: skip
OF_REVENUE = frozenset({"revenue", "revenue_growth"})
"""Of a team only where revenue is bookings."""
SHARE_METRICS = frozenset({"win_rate", "churn_rate", "gross_margin"})
PERCENT_RANGES: dict[str, tuple[float, float, str]] = {
    "profit_margin": (-100.0, 1.0, "is profit over revenue; write 0.08 for 8 %"),
    "net_revenue_churn": (-1.0, 1.0, "is a share; write 0.01 for 1 %, -0.005 for a net gain of 0.5 %"),
    "net_revenue_retention": (0.0, 10.0, "is a multiple of the opening revenue; write 1.05 for 105 %"),
    "mrr_growth": (-1.0, 10.0, "is a relative change; write 0.02 for +2 %"),
    "revenue_growth": (-1.0, 10.0, "is a relative change; write 0.1 for +10 %"),
}  # fmt: skip
"""Targets of what is written in per cent and is no share of a whole: least, most, how to write it."""

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
    "profit_margin",
    "revenue_growth",
    "mrr_growth",
    "net_revenue_retention",
    "net_revenue_churn",
    "units",
    "prospects",
    "mql",
    "sql",
    "qualified_leads",
    "demos",
    "calls_per_rep_per_day",
    "emails_per_rep_per_day",
    "meetings_per_rep_per_day",
    "coaching_hours_per_rep",
    "training_hours_per_rep",
)
"""Every metric but the stages', which are named ``stage:<name>``."""

ROLE_METRICS: dict[str, Role] = {"prospects": "prospect", "mql": "mql", "sql": "sql", "demos": "demo"}
"""Metrics that count the units of a step with this role."""
ACTIVITY_METRICS: dict[str, Activity] = {
    "calls_per_rep_per_day": "calls",
    "emails_per_rep_per_day": "emails",
    "meetings_per_rep_per_day": "meetings",
}
HOUR_METRICS = {
    "coaching_hours_per_rep": "coaching_hours_per_rep_per_month",
    "training_hours_per_rep": "training_hours_per_rep_per_month",
}
"""Metrics of hours, with the team's field they come from."""
