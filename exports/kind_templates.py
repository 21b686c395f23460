"""A small table of each kind to fill in: the columns the import knows, with two or three rows as examples."""

from __future__ import annotations

import pandas as pd

from exports.tables import table_csv
from simulator.evidence.kinds import RULES, KindName

_ROWS: dict[KindName, tuple[tuple[str | float, ...], ...]] = {
    "monthly_summary": (
        ("Month", "Calls", "Appointments", "Won", "Revenue", "Opening customers", "Churned", "Cost"),
        ("2026-01", 600, 90, 30, 75000, 400, 4, 10000),
        ("2026-02", 620, 96, 28, 70500, 426, 3, 11000),
        ("2026-03", 580, 88, 31, 78200, 451, 5, 10500),
    ),
    "leads": (
        ("Lead ID", "Created Date", "Lead Status", "Converted Date", "Lead Source", "Lead Owner"),
        ("L-1", "2026-01-05", "Converted", "2026-02-02", "Website", "Ana Ruiz"),
        ("L-2", "2026-01-07", "Working", "", "Trade fair", "Ben Okafor"),
        ("L-3", "2026-03-20", "New", "", "Website", "Ana Ruiz"),
    ),
    "activities": (
        ("Activity date", "Activity type", "Assigned to", "Related to", "Status"),
        ("2026-01-05", "Call", "Ana Ruiz", "Example Ltd", "Completed"),
        ("2026-01-05", "E-mail", "Ana Ruiz", "Example Ltd", "Completed"),
        ("2026-01-06", "Meeting", "Ben Okafor", "Sample GmbH", "Completed"),
    ),
    "quotas": (
        ("Rep", "Team", "Manager", "Period", "Quota"),
        ("Ana Ruiz", "North", "Zoe Lang", "2026-Q1", 250000),
        ("Ben Okafor", "North", "Zoe Lang", "2026-Q1", 220000),
    ),
    "roster": (
        ("Name", "Team", "Manager", "Hire date", "End date", "Role", "Annual salary"),
        ("Ana Ruiz", "North", "Zoe Lang", "2022-03-01", "", "Account executive", 90000),
        ("Ben Okafor", "North", "Zoe Lang", "2024-09-01", "", "Account executive", 85000),
        ("Cem Aydin", "North", "Zoe Lang", "2021-01-01", "2025-06-30", "Account executive", 80000),
    ),
    "customers": (
        ("Customer ID", "Start date", "End date", "Monthly charges"),
        ("C-1", "2024-02-01", "", 890),
        ("C-2", "2024-05-15", "2025-11-30", 640),
        ("C-3", "2025-09-01", "", 1200),
    ),
    "scorecard": (
        ("Rep", "Team", "Period", "Calls", "Meetings", "Opportunities", "Won", "Lost", "Bookings", "Quota"),
        ("Ana Ruiz", "North", "2026-01", 210, 31, 14, 4, 9, 96000, 90000),
        ("Ben Okafor", "North", "2026-01", 240, 26, 12, 3, 8, 71000, 90000),
        ("Ana Ruiz", "North", "2026-02", 198, 33, 15, 5, 8, 118000, 90000),
        ("Ben Okafor", "North", "2026-02", 251, 28, 11, 2, 9, 52000, 90000),
    ),
    "monthly_series": (("Month", "Value"), ("2026-01", 120500), ("2026-02", 118900), ("2026-03", 131200)),
}


def kind_template(kind: KindName) -> bytes:
    """The table as CSV. KeyError for opportunities: the sample export is theirs."""
    header, *rows = _ROWS[kind]
    return table_csv(pd.DataFrame(rows, columns=pd.Index(header)))


def template_kinds() -> tuple[tuple[KindName, str], ...]:
    """The kinds that have a template, with their names for people."""
    return tuple((name, RULES[name].label) for name in _ROWS)
