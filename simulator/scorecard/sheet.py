"""What is known of every person: one sample a metric, from a table of scorecards or from an export's evidence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.evidence import Evidence
from simulator.evidence.kinds.findings import ScoreRows
from simulator.scenario.months import DAYS_PER_MONTH
from simulator.scorecard.metrics import CHAIN, METRICS, STEP_OF

Array = NDArray[np.float64]
COMMON_CASES = 10.0
"""How much the spread of everybody's cases weighs against a person's own."""
LEAST_TOGETHER = 4
"""People needed in a period before what moves all of them is taken off."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One metric, one entry a person.

    own: as counted, NaN where unknown; n: cases behind it, `cases` in words; hits: how many of the n cases, for a rate
    that was counted; cv: spread of one case where it was not. by_period: (people, periods), None without periods.
    """

    own: Array
    n: Array
    cases: str
    hits: Array | None = None
    cv: Array | None = None
    by_period: Array | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Everything known of the people.

    reps, teams: one entry a person; months: length of a period; steps: metrics to which the bookings are proportional,
    each while the others stay as they are, in order of the funnel; bookings: of a period, as counted, NaN unknown.
    """

    reps: tuple[str, ...]
    teams: tuple[str, ...]
    periods: tuple[str, ...]
    months: int
    currency: str
    source: str
    samples: dict[str, Sample]
    steps: tuple[str, ...]
    bookings: Array


def sheet_of_rows(rows: ScoreRows, currency: str, source: str) -> Sheet:
    """The samples of a table with one row a person and period."""
    column = {
        name: np.array([[np.nan if one is None else one for one in row] for row in values], dtype=float)
        for name, values in rows.columns
    }
    shape = (len(rows.reps), len(rows.periods))
    samples: dict[str, Sample] = {}
    for name, metric in METRICS.items():
        if metric.name == metric.of and metric.of in column:
            samples[name] = _averaged(column[metric.of])
    chain = [name for name in CHAIN if name in column]
    steps = [] if chain[:1] in ([], ["won"]) else [chain[0]]
    for before, after in pairwise(chain):
        if after != "won" or "lost" not in column:
            samples[STEP_OF[after]] = _rate(column[after], column[before])
            steps.append(STEP_OF[after])
    if "won" in column and "lost" in column:
        samples["win_rate"] = _rate(column["won"], column["won"] + column["lost"])
        steps.append("win_rate")
    if "won" in column and "bookings" in column:
        samples["deal_size"] = _sizes(column["bookings"], column["won"])
        steps = [*(steps or ["won"]), "deal_size"]
    else:
        steps = []
    if "bookings" in column and "quota" in column:
        samples["attainment"] = _quotient(column["bookings"], column["quota"])
    bookings = _mean(column["bookings"]) if "bookings" in column else np.full(shape[0], np.nan)
    in_order = {name: samples[name] for name in METRICS if name in samples}
    return Sheet(
        rows.reps,
        rows.teams,
        rows.periods,
        rows.months,
        currency,
        source,
        in_order,
        tuple(steps),
        bookings,
    )


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
    names = [
        team.name if len(evidence.teams) > 1 and one.name in team_of else ""
        for one, team in zip(members, found, strict=True)
    ]
    n = np.array([float(one.win.n) for one in members])
    won = np.array([float(one.won) for one in members])
    samples = {"win_rate": Sample(won / np.maximum(n, 1), n, "closed deals", hits=won)}
    sizes = [one.size for one in members]
    if all(one is not None for one in sizes):
        own = np.array([np.nan if one is None or one.own is None else one.own for one in sizes])
        cases = np.array([0.0 if one is None else float(one.n) for one in sizes])
        samples["deal_size"] = Sample(own, cases, "won deals", cv=np.array([team.size.cv for team in found]))
        samples["bookings"] = _per_month(evidence, [one.name for one in members], own, won)
    cycles = [one.cycle for one in members]
    if all(one is not None for one in cycles):
        own = np.array([np.nan if one is None or one.own is None else one.own for one in cycles])
        cases = np.array([0.0 if one is None else float(one.n) for one in cycles])
        cv = np.array([max(team.cycle.cv, 1e-6) for team in found])
        samples["cycle_days"] = Sample(own, cases, "won deals", cv=cv)
    bookings = samples["bookings"].own if "bookings" in samples else np.full(len(members), np.nan)
    return Sheet(
        tuple(one.name for one in members),
        tuple(names),
        (),
        1,
        evidence.currency,
        evidence.source,
        {name: samples[name] for name in METRICS if name in samples},
        ("win_rate", "deal_size") if "deal_size" in samples else (),
        bookings,
    )


def _per_month(evidence: Evidence, names: list[str], size: Array, won: Array) -> Sample:
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
    return Sample(won * size / months, np.where(np.isnan(months), 0.0, won), "won deals", cv=cv)


def _mean(values: Array) -> Array:
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(1)
    found: Array = np.divide(total, known.sum(1), out=np.full(len(values), np.nan), where=known.any(1))
    return found


def common_course(values: Array) -> Array:
    """What moves everybody in a period, relative to the mean of the periods, shape (periods,)."""
    known = ~np.isnan(values)
    usual = _mean(values)[:, None]
    ratio = np.divide(values, usual, out=np.full(values.shape, np.nan), where=known & (usual > 0))
    counted = (~np.isnan(ratio)).sum(0)
    sums = np.where(np.isnan(ratio), 0.0, ratio).sum(0)
    course = np.where(counted >= LEAST_TOGETHER, sums / np.maximum(counted, 1), 1.0)
    return np.where(course > 0, course, 1.0)


def _averaged(values: Array) -> Sample:
    """A mean of periods: its spread is that between a person's own periods, freed of what moved everybody."""
    known = ~np.isnan(values)
    n = known.sum(1).astype(float)
    own = _mean(values)
    return Sample(own, n, "periods", cv=_spread(values / common_course(values), n), by_period=values)


def _spread(values: Array, n: Array) -> Array:
    mean = _mean(values)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(mean > 0, values / mean - 1, np.nan)
    squares = np.where(np.isnan(relative), 0.0, relative**2).sum(1)
    free = np.maximum(n - 1, 0.0)
    common = squares.sum() / free.sum() if free.sum() > 0 else 1.0
    return np.asarray(np.sqrt(np.maximum((squares + COMMON_CASES * common) / (free + COMMON_CASES), 1e-12)))


def _rate(hits: Array, cases: Array) -> Sample:
    """Counted where nobody has more hits than cases; else a quotient of sums whose periods tell its spread."""
    known = ~np.isnan(hits) & ~np.isnan(cases)
    k, n = np.where(known, hits, 0.0).sum(1), np.where(known, cases, 0.0).sum(1)
    if (k > n).any():
        return _quotient(hits, cases)
    monthly = np.divide(hits, cases, out=np.full(hits.shape, np.nan), where=known & (cases > 0))
    own = np.divide(k, n, out=np.full(len(k), np.nan), where=n > 0)
    return Sample(own, n, "cases", hits=k, by_period=monthly)


def _quotient(above: Array, below: Array) -> Sample:
    known = ~np.isnan(above) & ~np.isnan(below) & (np.where(np.isnan(below), 0.0, below) > 0)
    top, bottom = np.where(known, above, 0.0).sum(1), np.where(known, below, 0.0).sum(1)
    monthly = np.divide(above, below, out=np.full(above.shape, np.nan), where=known)
    n = known.sum(1).astype(float)
    own = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return Sample(own, n, "periods", cv=_spread(monthly / common_course(monthly), n), by_period=monthly)


def _sizes(bookings: Array, won: Array) -> Sample:
    """Mean size of a deal: Σ w (x - x̄)² / ((k - 1) x̄²) over the periods is the squared cv of one deal."""
    known = ~np.isnan(bookings) & ~np.isnan(won) & (np.where(np.isnan(won), 0.0, won) > 0)
    deals, money = np.where(known, won, 0.0).sum(1), np.where(known, bookings, 0.0).sum(1)
    own = np.divide(money, deals, out=np.full(len(deals), np.nan), where=deals > 0)
    monthly = np.divide(bookings, won, out=np.full(won.shape, np.nan), where=known)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(known & (own[:, None] > 0), monthly / own[:, None] - 1, 0.0)
    squares = (np.where(known, won, 0.0) * np.nan_to_num(relative) ** 2).sum(1)
    free = np.maximum(known.sum(1) - 1.0, 0.0)
    common = squares.sum() / free.sum() if free.sum() > 0 else 1.0
    cv = np.sqrt(np.maximum((squares + COMMON_CASES * common) / (free + COMMON_CASES), 1e-12))
    return Sample(own, deals, "won deals", cv=cv, by_period=monthly)
