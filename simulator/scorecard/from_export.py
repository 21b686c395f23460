"""What an export of opportunities says of every person: counted over its whole time, without periods."""

from __future__ import annotations

import numpy as np

from simulator.evidence import Evidence
from simulator.evidence.comparisons import PooledFigure
from simulator.evidence.findings import TeamFinding
from simulator.scenario.months import DAYS_PER_MONTH
from simulator.scorecard.metrics import METRICS
from simulator.scorecard.sheet import Array, Sample, Sheet


def sheet_of_evidence(evidence: Evidence) -> Sheet | None:
    """The samples of an export of opportunities, without periods; None where it compares no people.

    Bookings are of a month of the person's own time in the export, from their first deal to their last.
    """
    segment = next((one for one in evidence.segments if one.key == "rep"), None)
    if segment is None:
        return None
    members = segment.members[:-1] if segment.others else segment.members
    team_of = {rep.name: team for team in reversed(evidence.teams) for rep in team.reps}
    found = [team_of.get(one.name, evidence.company) for one in members]
    names = tuple(one.name for one in members)
    teams = tuple(
        team.name if len(evidence.teams) > 1 and name in team_of else ""
        for name, team in zip(names, found, strict=True)
    )
    n = np.array([float(one.win.n) for one in members])
    won = np.array([float(one.won) for one in members])
    samples = {
        "win_rate": Sample(
            won / np.maximum(n, 1),
            n,
            "closed deals",
            hits=won,
            differs=segment.win.differs,
            given=_given(evidence, "win"),
        )
    }
    monthly = np.full(len(members), np.nan)
    if segment.size is not None:
        cv = np.array([max(team.size.cv, 1e-6) for team in found])
        size = _figures([one.size for one in members], cv, segment.size.differs, _given(evidence, "size"))
        bookings = _per_month(evidence, names, size, won)
        samples |= {"deal_size": size, "bookings": bookings}
        monthly = bookings.own
    if segment.cycle is not None:
        samples["cycle_days"] = _figures(
            [one.cycle for one in members],
            _cycle_spread(found),
            segment.cycle.differs,
            _given(evidence, "cycle"),
        )
    return Sheet(
        names,
        teams,
        (),
        1,
        evidence.currency,
        evidence.source,
        {name: samples[name] for name in METRICS if name in samples},
        ("win_rate", "deal_size") if "deal_size" in samples else (),
        monthly,
        segment.others,
    )


def _figures(figures: list[PooledFigure | None], cv: Array, differs: bool, given: str) -> Sample:
    own = np.array([np.nan if one is None or one.own is None else one.own for one in figures])
    cases = np.array([0.0 if one is None else float(one.n) for one in figures])
    return Sample(own, cases, "won deals", cv=cv, differs=differs, given=given)


def _cycle_spread(teams: list[TeamFinding]) -> Array:
    return np.array([max(team.cycle.cv, 1e-6) for team in teams])


def _given(evidence: Evidence, figure: str) -> str:
    """What people are given to sell, of the columns whose members differ in `figure`; "" where none does."""
    named = [
        one.plural
        for one in evidence.segments
        if one.key in ("product", "region", "source")
        and (spread := getattr(one, figure)) is not None
        and spread.differs
    ]
    return " and ".join(named)


def _per_month(evidence: Evidence, names: tuple[str, ...], size: Sample, won: Array) -> Sample:
    """Bookings a month: deals won times their size over the months between the first and the last of a person."""
    when = {rep.name: rep for rep in evidence.company.reps}
    months = np.array(
        [
            max((when[name].last_activity - when[name].first_activity).days / DAYS_PER_MONTH, 1.0)
            if name in when
            else np.nan
            for name in names
        ]
    )
    cv = np.full(
        len(names), np.sqrt(1 + evidence.company.size.cv**2)
    )  # of a sum of Poisson many sizes, a deal
    cases = np.where(np.isnan(months), 0.0, won)
    return Sample(won * size.own / months, cases, "won deals", cv=cv, given=size.given)
