"""How the people do: activities and goals against benchmarks and peers, what to coach, and who could learn from whom.

::

    sheet = sheet_of_rows(found.findings, found.currency, found.source)   # a table of scorecards
    sheet = sheet_of_evidence(evidence)                                   # an export; None where it compares no people
    card = scorecard(sheet, scenario.scorecard)
"""

from __future__ import annotations

from simulator.scorecard.card import OWN_MEDIAN, MetricCard, Scorecard, scorecard
from simulator.scorecard.from_export import sheet_of_evidence
from simulator.scorecard.metrics import METRICS, ScoreMetric
from simulator.scorecard.sheet import Sample, Sheet, sheet_of_rows

__all__ = [
    "METRICS",
    "OWN_MEDIAN",
    "MetricCard",
    "Sample",
    "ScoreMetric",
    "Scorecard",
    "Sheet",
    "scorecard",
    "sheet_of_evidence",
    "sheet_of_rows",
]
