"""From a CRM export, or from typed totals, to rates with their samples, and on to a scenario.

::

    table = read_export(data, "deals.csv")          # bytes in; EvidenceError says what is wrong with the file
                                                    # read_upload reads a stranger's file, in a process of its own
    mapping = find_mapping(table)                   # which column is what; mapping.found, mapping.missing
    evidence = build_evidence(table, mapping)       # rates, months, pipeline; evidence.rates, evidence.remarks
    scenario = evidence_to_scenario(evidence)       # a Scenario that simulate() takes as it is

`find_mapping(table, MappingChoices(...))` takes what a person chose, `load_choices(text)` reads it from a
mapping file (TOML or JSON). `totals_to_evidence(calls=…, appointments=…, sales=…, months=…)` serves a funnel known only
as totals. Every function raises `EvidenceError` (a ValueError), whose sentences can be shown as they are.
"""

from __future__ import annotations

from simulator.evidence.build import build_evidence
from simulator.evidence.fields import FIELDS
from simulator.evidence.findings import (
    Counts,
    CycleFinding,
    Evidence,
    MeasuredRate,
    MonthFigures,
    OutcomeFinding,
    PipelineGroup,
    RepFinding,
    SizeFinding,
    TeamFinding,
    Trend,
    VolumeFinding,
)
from simulator.evidence.intake import Intake, LeftOut
from simulator.evidence.mapping import Mapping, MappingChoices, find_mapping, header_fingerprint
from simulator.evidence.mapping_file import dump_choices, load_choices
from simulator.evidence.plan import evidence_to_scenario
from simulator.evidence.refusal import EvidenceError, Remark
from simulator.evidence.table import Table, read_export, read_upload
from simulator.evidence.totals import Totals, totals_to_evidence, totals_to_scenario

__all__ = [
    "FIELDS",
    "Counts",
    "CycleFinding",
    "Evidence",
    "EvidenceError",
    "Intake",
    "LeftOut",
    "Mapping",
    "MappingChoices",
    "MeasuredRate",
    "MonthFigures",
    "OutcomeFinding",
    "PipelineGroup",
    "Remark",
    "RepFinding",
    "SizeFinding",
    "Table",
    "TeamFinding",
    "Totals",
    "Trend",
    "VolumeFinding",
    "build_evidence",
    "dump_choices",
    "evidence_to_scenario",
    "find_mapping",
    "header_fingerprint",
    "load_choices",
    "read_export",
    "read_upload",
    "totals_to_evidence",
    "totals_to_scenario",
]
