"""A monthly summary as the evidence a plan keeps beside it."""

from __future__ import annotations

import math

from simulator.evidence.findings import (
    Counts,
    CycleFinding,
    Evidence,
    MeasuredRate,
    MonthFigures,
    OutcomeFinding,
    SizeFinding,
    TeamFinding,
    VolumeFinding,
)
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import share_figure
from simulator.evidence.kinds.findings import MonthlySummary
from simulator.evidence.kinds.scenario import entering_series
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.step_leak import StepCounts, leak_of_steps
from simulator.evidence.totals import USUAL_SIZE_CV
from simulator.series import fit_series


def kind_to_evidence(evidence: KindEvidence) -> Evidence:
    """What a monthly summary says in the form of an export's evidence.

    Lost are the units at the last stage before the win that were not won. Raises EvidenceError where the table is of
    another kind or knows no deals won.
    """
    found = evidence.findings
    if (
        not isinstance(found, MonthlySummary)
        or not found.chain
        or found.chain[-1] != "won"
        or evidence.as_of is None
    ):
        raise EvidenceError("Only a monthly summary that counts the deals won can stand behind a plan.")
    won = sum(one.won or 0.0 for one in found.months)
    tried = found.steps[-1].total.trials if found.steps else won
    entered = sum(getattr(one, found.chain[0]) or 0.0 for one in found.months)
    counts = Counts(round(won), max(round(tried - won), 0), 0, 0)
    model = fit_series(entering_series(found))
    size = SizeFinding(
        found.deal_size or 1.0, USUAL_SIZE_CV, round(won), "gamma", None, "the spread of sizes is a guess"
    )
    share = won / entered if entered else 0.0
    decided = tried / entered if entered else 1.0
    spread = math.sqrt(max(1 - decided, 0.0) / max(tried, 1.0))
    team = TeamFinding(
        "Sales",
        counts,
        size,
        CycleFinding(0.0, 0.0, 0, 0),
        VolumeFinding(model.level, model.level_sd, None, len(model.series.values)),
        OutcomeFinding(share, min(decided, 1.0), spread, round(entered), "monthly summary"),
        (),
    )
    rates: list[MeasuredRate] = list(evidence.figures)
    if "win_rate" not in {one.key for one in rates}:
        rates.append(
            share_figure("win_rate", "Deals won of deals won", won, won, "deals won", evidence.source)
        )
    return Evidence(
        as_of=evidence.as_of,
        currency=evidence.currency,
        company=team,
        teams=(team,),
        monthly=tuple(
            MonthFigures(
                one.month,
                round(
                    getattr(one, found.chain[-2] if found.steps else "won") or 0.0
                ),  # what deals are won of
                round(one.won or 0.0),
                0,
                one.revenue or 0.0,
                whole=True,
            )
            for one in found.months
        ),
        rates=tuple(rates),
        remarks=evidence.remarks,
        source=evidence.source,
        columns=dict(evidence.columns),
        dialect=evidence.dialect,
        leak=leak_of_steps(
            [
                StepCounts(
                    one.before,
                    one.after,
                    [month.trials for _, month in one.monthly],
                    [month.successes for _, month in one.monthly],
                )
                for one in found.steps
            ],
            len(found.months),
            size.mean,
        ),
    )
