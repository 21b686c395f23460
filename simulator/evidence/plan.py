"""From evidence to a scenario: every rate with its source, everything unmeasured neutral and marked as a guess."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.evidence.behind import behind_document
from simulator.evidence.dangers import danger_documents
from simulator.evidence.findings import Evidence, PipelineGroup, TeamFinding
from simulator.evidence.horizon import closes_within, entering_rate, open_rate
from simulator.evidence.lever_moves import move_terms
from simulator.evidence.quarters import Shared, shared_luck
from simulator.evidence.series_plan import shared_course, volume_growth
from simulator.evidence.size_growth import SizeGrowth
from simulator.scenario import Scenario, parse_scenario

LEAST_EQUIVALENT_N = 4.0
LEAST_GROUP_N = 0.5
LEAST_EXCESS = 1e-4


def evidence_to_scenario(
    evidence: Evidence,
    horizon_months: int = 12,
    name: str | None = None,
    seed: int = 2027,
    goal_target: float | None = None,
) -> Scenario:
    """A scenario that starts in the month after ``evidence.as_of`` and that `simulate` takes as it is.

    Its goal is the bookings of the last twelve months (fewer where fewer are known), scaled to the horizon, or
    `goal_target`.
    Raises ScenarioError where `horizon_months`, `name`, `seed` or `goal_target` is not allowed.
    """
    start = np.datetime64(evidence.as_of, "M") + 1
    last = start + max(horizon_months, 1) - 1
    months_known, expected = expected_bookings(evidence, horizon_months)
    target = goal_target if goal_target is not None else round(expected, 2)
    document: dict[str, Any] = {
        "name": name or f"From {evidence.source or 'history'} as of {evidence.as_of}",
        "currency": evidence.currency,
        "start_month": str(start),
        "horizon_months": horizon_months,
        "seed": seed,
        **behind_document(evidence),
        "dangers": danger_documents(evidence),
        "growth": {
            "interval": "year",
            "volume": volume_growth(evidence),
            "deal_size": _size_growth(evidence),
        },
        "teams": [_team(team, evidence, horizon_months) for team in evidence.teams],
        "goals": [
            {
                "name": "Bookings as before" if goal_target is None else "Bookings",
                "metric": "bookings",
                "target": target,
                "by": str(last),
                "note": f"the bookings of {months_known} months of history, scaled to {horizon_months} months",
            }
        ],
    }
    document |= shared_course(evidence)
    if evidence.moves:
        document["lever_terms"] = move_terms(evidence.moves, f"{evidence.source} as of {evidence.as_of}")
    return parse_scenario(document)


def expected_bookings(evidence: Evidence, horizon_months: int) -> tuple[int, float]:
    """Months of history used (at most the last twelve that are over), and their bookings scaled to the horizon."""
    over = [
        month
        for month in evidence.monthly
        if month.month < str(np.datetime64(evidence.as_of, "D").astype("datetime64[D]") + 1)[:7]
    ]
    begun = next((at for at, month in enumerate(over) if month.won), len(over))
    used = over[begun:][-12:]
    if not used:
        company = evidence.company
        return 0, max(company.volume.mean * company.outcome.won * company.size.mean * horizon_months, 1.0)
    total = sum(month.bookings for month in used)
    return len(used), total / len(used) * horizon_months


def _team(team: TeamFinding, evidence: Evidence, horizon_months: int) -> dict[str, Any]:
    team = replace(team, cycle=team.cycle.in_the_end)
    volume, cycle, counts = team.volume, team.cycle, team.counts
    source = f"{evidence.source} as of {evidence.as_of}"
    measured = {"grade": "measured", "source": source}
    shared = shared_luck(team, horizon_months)
    stages, extra = _stages(team, source, horizon_months, shared)
    # what the decided share cannot carry, and what one team's market leaves out, widens the mean of the volume
    inbound: dict[str, Any] = {
        "mean": volume.mean,
        "sd": float(np.hypot(volume.mean_sd, extra * volume.mean)),
        "grade": "measured" if volume.months else "guess",
        "source": f"{source}, {volume.months} whole months",
    }
    # the market is the company's: what a team varies beyond it is its own
    own = volume.excess - math.expm1(evidence.company.volume.market_sd**2)
    if own > LEAST_EXCESS:
        inbound["dispersion"] = max(1 / own, 0.05)
    document: dict[str, Any] = {
        "name": team.name,
        "inbound_per_month": inbound,
        "entry": "deal",
        "stages": stages,
        "cycle_days": {
            "mean": cycle.mean,
            "cv": cycle.cv,
            "n": float(cycle.equivalent_n or max(cycle.n, 1)),
            **measured,
        },
        "deal_size": _deal_size(team, evidence.company.size.growth, source),
        "open_pipeline": [
            _group(group, team, source, horizon_months, shared.groups[at] if shared else None)
            for at, group in enumerate(team.pipeline)
        ],
    }
    reps = [{"name": rep.name, "tenure_months": rep.tenure_months} for rep in team.reps if rep.active]
    if reps:
        document["reps"] = reps
    if counts.closed == 0:
        document["inbound_per_month"]["grade"] = "guess"
    return document


def _stages(
    team: TeamFinding, source: str, horizon_months: int, shared: Shared | None
) -> tuple[list[dict[str, Any]], float]:
    """The two stages, and the relative sd of the decided share that a Beta so close to 1 cannot hold."""
    counts, outcome = team.counts, team.outcome
    if team.win is not None:
        won: dict[str, Any] = {"mean": team.win.mean, "equivalent_n": team.win.equivalent_n}
    elif counts.closed:
        won = {"successes": float(counts.won), "trials": float(counts.closed)}
    else:
        won = {"mean": outcome.won / max(outcome.decided, 1e-9)}
    won |= {"grade": "measured", "source": f"{source}, {counts.won:,} won of {counts.closed:,} decided"}
    restated = entering_rate(outcome.won, outcome.won_within, team.cycle, horizon_months, outcome.won_first)
    share = min(outcome.decided * restated / max(outcome.won, 1e-9), 1.0)
    relative = outcome.relative_sd**2
    if shared is not None:
        own = 0.0
        if counts.closed:  # what the win rate's own Beta holds already
            own = (counts.lost + 0.5) / ((counts.won + 0.5) * (counts.closed + 2))
        if team.win is not None:
            own = (1 - team.win.mean) / (team.win.mean * (team.win.equivalent_n + 1))
        seldom = max(outcome.won, 1e-9)
        relative = shared.entering + max((1 - seldom) / (seldom * max(outcome.deals, 1)) - own, 0.0)
    wanted = max(share**2 * relative, 1e-12)
    n = 0.0
    if 0 < share < 1:
        n = max(share * (1 - share) / wanted - 1, LEAST_EQUIVALENT_N / max(1 - share, 0.05))
    held = share * (1 - share) / (n + 1) if n else 0.0
    decided: dict[str, Any] = {
        "mean": share,
        "grade": "measured",
        "source": f"{source}, {outcome.source}, {outcome.deals:,} deals",
    }
    if n:
        decided["equivalent_n"] = n
    extra = float(np.sqrt(max(wanted - held, 0.0))) / max(share, 1e-9)
    return [{"name": "decided", "rate": decided}, {"name": "won", "rate": won}], extra


def _size_growth(evidence: Evidence) -> dict[str, Any]:
    growth = evidence.company.size.growth
    if not growth.years:
        return {
            "mean": 0.0,
            "sd": growth.sd,
            "grade": "guess",
            "source": "too few won deals for an estimate of their growth",
        }
    return {
        "mean": growth.mean,
        "sd": growth.sd,
        "grade": "measured",
        "source": f"{growth.deals:,} won deals of {growth.years:.1f} years, pulled towards 0 give or take 5 % a year",
    }


def _deal_size(team: TeamFinding, growth: SizeGrowth, source: str) -> dict[str, Any]:
    """The size of a deal won today: past ones carried on by their growth."""
    size = team.size
    factor = growth.carried(size.years_back)
    known = float(size.equivalent_n or size.n)
    if size.cv > 0:
        known = max(1 / (1 / known + growth.variance_of_carrying(size.years_back) / size.cv**2), 1.0)
    document: dict[str, Any] = {
        "family": size.family,
        "n": known,
        "grade": "measured",
        "source": f"{source}, {size.n:,} won deals" + (f"; {size.note}" if size.note else ""),
    }
    if size.family == "empirical" and size.values:
        return {**document, "values": [round(one * factor, 2) for one in size.values]}
    return {**document, "mean": size.mean * factor, "cv": size.cv}


def _group(
    group: PipelineGroup, team: TeamFinding, source: str, horizon_months: int, shared: float | None
) -> dict[str, Any]:
    closes = None if group.stale else closes_within(group.win_rate, group.won_within, group.won_first)
    rate = (
        group.win_rate
        if group.stale or closes is not None
        else open_rate(
            group.win_rate, group.won_within, group.age_days, team.cycle, horizon_months, group.won_first
        )
    )
    sure = group.equivalent_n
    if shared is not None and not group.stale and 0 < rate < 1:
        variance = shared + (1 - group.win_rate) / (max(group.win_rate, 1e-3) * max(group.seen, 1.0))
        sure = max((1 - rate) / (rate * variance) - 1, LEAST_GROUP_N)
    document: dict[str, Any] = {
        "name": group.label,
        "count": group.count,
        "age_days": group.age_days,
        "win_rate": {
            "mean": rate,
            "equivalent_n": sure,
            "grade": "measured",
            "source": f"{source}, open deals of this age",
        },
    }
    if closes is not None:
        document["closes_within"] = list(closes)
    if group.amounts is not None:
        document["values"] = list(group.amounts)
    elif group.amount is not None:
        document["value"] = group.amount
    return document
