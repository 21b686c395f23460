"""Tables that are no opportunities: monthly summaries, leads, activities, quotas, rosters, customers, monthly series.

::

    kind = recognise(table)                       # by its columns; kind.name, kind.columns, kind.missing, kind.others
    kind = recognise(table, KindChoices(kind="quotas", columns={"quota": 6}))
    found = build_kind_evidence(table, choices)   # KindEvidence: figures, findings, remarks, document()
    scenario = kind_to_scenario(found)            # of a monthly summary
    plan, told = with_roster(plan, found)         # and the like: what a table changes in a plan there is
"""

from __future__ import annotations

from simulator.evidence.kind_columns import KIND_NAMES, RULES, KindName
from simulator.evidence.kinds.activity_counts import with_activity_counts
from simulator.evidence.kinds.as_evidence import kind_to_evidence
from simulator.evidence.kinds.attainment import Attainment, attainment, company_attainment
from simulator.evidence.kinds.build import build_kind_evidence
from simulator.evidence.kinds.choices import (
    KindChoices,
    dump_kind_choices,
    kind_in,
    load_kind_choices,
    without_kind,
)
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import (
    Activities,
    Customers,
    Leads,
    MonthlySummary,
    MonthlyValues,
    Quotas,
    Roster,
    ScoreRows,
)
from simulator.evidence.kinds.into_plan import with_activities, with_customers, with_quotas, with_roster
from simulator.evidence.kinds.joined import people_meet, roster_among, with_roster_joined
from simulator.evidence.kinds.kind import Kind, recognise
from simulator.evidence.kinds.listing import Listing, listings
from simulator.evidence.kinds.lookups import with_lookups
from simulator.evidence.kinds.scenario import kind_to_scenario

__all__ = [
    "KIND_NAMES",
    "RULES",
    "Activities",
    "Attainment",
    "Customers",
    "Kind",
    "KindChoices",
    "KindEvidence",
    "KindName",
    "Leads",
    "Listing",
    "MonthlySummary",
    "MonthlyValues",
    "Quotas",
    "Roster",
    "ScoreRows",
    "attainment",
    "build_kind_evidence",
    "company_attainment",
    "dump_kind_choices",
    "kind_in",
    "kind_to_evidence",
    "kind_to_scenario",
    "listings",
    "load_kind_choices",
    "people_meet",
    "recognise",
    "roster_among",
    "with_activities",
    "with_activity_counts",
    "with_customers",
    "with_lookups",
    "with_quotas",
    "with_roster",
    "with_roster_joined",
    "without_kind",
]
