"""Small invented tables of every kind, with figures a person can work out."""

from __future__ import annotations

from simulator.evidence import read_export
from simulator.evidence.kinds import KindChoices, KindEvidence, build_kind_evidence

SUMMARY = """Month,Calls,Appointments,Won,Revenue,Opening customers,Churned,Cost
2026-01,600,90,30,75000,400,4,10000
2026-02,620,96,24,66000,426,3,11000
2026-03,580,114,36,81000,447,5,9000
"""
SUMMARY_GERMAN = """Monat;Anrufe;Termine;Abschlüsse;Umsatz in €;Kunden zu Beginn;Kündigungen;Kosten
Jan. 2026;600;90;30;75.000,00;400;4;10.000,00
März 2026;580;114;36;81.000,00;447;5;9.000,00
Feb. 2026;620;96;24;66.000,00;426;3;11.000,00
"""
LEADS = """Lead ID,Created Date,Converted Date,Lead Source
1,2026-01-01,2026-01-11,Web
2,2026-01-01,,Web
3,2026-01-01,2026-01-31,Fair
4,2026-01-01,,Fair
5,2026-01-21,,Web
6,2026-01-21,,Web
7,2026-03-02,,Web
8,2026-03-02,,Fair
"""
ACTIVITIES = """Date,Type,Assigned To,Status
2026-01-05,Call,Ana,Completed
2026-01-06,Outbound call,Ana,Completed
2026-01-09,E-mail,Ana,Completed
2026-01-05,Demo,Ben,Completed
2026-01-16,Call,Ben,Completed
2026-02-20,Call,Ben,Planned
"""
QUOTAS = """Rep,Team,Quota date,Quota
Ana,North,2025-12-29,100
Ben,North,2025-12-29,120
Nora,North,2025-12-29,220
Cem,South,2025-12-29,90
Dee,South,2025-12-29,80
Ana,North,2026-03-30,110
Ben,North,2026-03-30,130
Nora,North,2026-03-30,240
Cem,South,2026-03-30,95
Dee,South,2026-03-30,85
"""
ROSTER = """Name,Team,Manager,Hire Date,End Date,Role,Salary
Ana,North,Zoe,2020-01-01,,AE,90000
Ben,North,Zoe,2021-01-01,2023-01-01,AE,80000
Cem,South,Zoe,2022-01-01,,AE,70000
Dee,South,Zoe,2023-07-01,2025-01-01,AE,60000
Zoe,,,2015-01-01,,VP,150000
"""
CUSTOMERS = """Customer ID,Tenure,Churn,Monthly charges
1,1,Yes,10
2,1,No,20
3,2,Yes,30
4,3,No,40
5,3,No,50
6,10,No,60
"""
CUSTOMERS_DATED = """Customer,Start Date,Cancelled At,MRR
1,2025-01-01,2025-01-21,10
2,2025-10-01,,20
3,2025-03-01,2025-04-20,30
4,2025-08-01,,40
"""


def kind_evidence(text: str, choices: KindChoices | None = None) -> KindEvidence:
    """What is found in a table written like the ones above."""
    return build_kind_evidence(read_export(text.encode(), "table.csv"), choices)


def codes(found: KindEvidence) -> set[str]:
    """The codes of everything remarked."""
    return {one.code for one in found.remarks}


def message(found: KindEvidence, code: str) -> str:
    """The sentence of the remark with this code."""
    (one,) = [one for one in found.remarks if one.code == code]
    return one.message


def value(found: KindEvidence, key: str) -> float:
    """The figure called `key`."""
    (one,) = [one for one in found.figures if one.key == key]
    return one.value
