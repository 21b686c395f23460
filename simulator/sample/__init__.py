"""A sample company whose true rates are known: what the product shows before anybody has uploaded anything.

`sample_export()` is the CRM export shipped with the product, `sample_company(seed)` makes it anew (or another one),
`TRUE_RATES` says what is true in it, `sample_scenario()` is the plan built on it. Nordwind and everybody in it are made
up.
"""

from __future__ import annotations

from simulator.sample.company import SAMPLE_SEED, sample_company
from simulator.sample.export import SAMPLE_FILE, sample_evidence, sample_export
from simulator.sample.scenario import sample_goals, sample_scenario
from simulator.sample.truth import TRUE_RATES, TeamTruth

__all__ = [
    "SAMPLE_FILE",
    "SAMPLE_SEED",
    "TRUE_RATES",
    "TeamTruth",
    "sample_company",
    "sample_evidence",
    "sample_export",
    "sample_goals",
    "sample_scenario",
]
