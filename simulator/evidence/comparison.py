"""Everything that is compared within one export: its groups, its sizes of deal, its quarters, its past and present."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from simulator.evidence.comparisons import LeakFinding, SegmentFinding, SizeEffect
from simulator.evidence.curves import CurvesFinding, curves_finding
from simulator.evidence.findings import TeamFinding
from simulator.evidence.history import History
from simulator.evidence.leak import leak_finding
from simulator.evidence.looks import Conversion
from simulator.evidence.opportunities import Deals
from simulator.evidence.refusal import Remark
from simulator.evidence.segments import named_columns, segment_findings, words_for
from simulator.evidence.steps import Step, unseen
from simulator.evidence.survival import AgeTable
from simulator.evidence.win_by import remark_on_sizes, size_bands


@dataclass(frozen=True)
class Comparison:
    """Findings for `Evidence` and the remarks that belong to them."""

    segments: tuple[SegmentFinding, ...]
    curves: CurvesFinding
    leak: LeakFinding
    by_size: SizeEffect
    remarks: tuple[Remark, ...]


def comparison(
    deals: Deals,
    day: dt.date,
    history: History,
    ages: AgeTable,
    rates: Conversion,
    company: TeamFinding,
    by_size: SizeEffect,
    *,
    cut_off: bool,
    currency: str,
    step: Step = unseen,
) -> Comparison:
    """What is compared as of `day`. cut_off: the export lacks what was decided before it began."""
    bands = size_bands(deals.amount, deals.outcome != "open", currency) if by_size.known else None
    columns = named_columns(deals, bands)
    segments = segment_findings(deals, day, columns, step)
    step("conversion over time")
    curves = curves_finding(history, ages, rates, cut_off)
    # the deals of `history`: created by then, whether they are closed or not
    known = deals.created <= np.datetime64(day, "D")
    mixes = {words_for(key, one)[1]: one.take(known) for key, one in columns.items() if key != "account"}
    step("where deals are lost")
    leak, remarks = leak_finding(history, company, curves, segments, mixes)
    return Comparison(segments, curves, leak, by_size, (*remark_on_sizes(by_size), *remarks))
