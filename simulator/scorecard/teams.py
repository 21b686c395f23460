"""The same card for whole teams: their people's cases put together, compared with the other teams."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.scenario.score_plan import ScorePlan
from simulator.scorecard.card import Scorecard, scorecard
from simulator.scorecard.sheet import Array, Sample


@dataclass(frozen=True, eq=False)
class TeamCard:
    """Teams as the people of a card of their own, and what their own people's gaps add up to.

    card: `card.sheet.reps` are the teams. people: of each. coach: number of the metric (of the people's card) whose
    clear gaps are worth most in the team, -1 for none; having: how many people have it; worth: of all of them together.
    """

    card: Scorecard
    people: tuple[int, ...]
    coach: tuple[int, ...]
    having: tuple[int, ...]
    worth: tuple[float, ...]


def team_card(people: Scorecard, plan: ScorePlan | None = None) -> TeamCard | None:
    """The teams of `people`; None where there are fewer than two."""
    sheet = people.sheet
    names = tuple(dict.fromkeys(name for name in sheet.teams if name))
    if len(names) < 2:
        return None
    member = np.array([[team == name for team in sheet.teams] for name in names])
    samples = {name: _together(sample, member) for name, sample in sheet.samples.items()}
    bookings = np.array([float(np.nansum(sheet.bookings[rows])) for rows in member])
    of_teams = replace(
        sheet, reps=names, teams=("",) * len(names), samples=samples, bookings=bookings, others=0
    )
    worth = np.stack([people.worth(at) for at in range(len(people.metrics))])
    totals = worth @ member.T
    best = totals.argmax(0)
    coach = [int(at) if totals[at, team] > 0 else -1 for team, at in enumerate(best.tolist())]
    return TeamCard(
        scorecard(of_teams, plan),
        tuple(int(rows.sum()) for rows in member),
        tuple(coach),
        tuple(int((worth[at][member[team]] > 0).sum()) if at >= 0 else 0 for team, at in enumerate(coach)),
        tuple(float(totals[at, team]) if at >= 0 else 0.0 for team, at in enumerate(coach)),
    )


def _together(sample: Sample, member: np.ndarray) -> Sample:
    """Cases of all members: a rate's add up; a mean is that of the cases, its error from each member's own."""
    known = (sample.n > 0) & ~np.isnan(sample.own)
    cases = member @ np.where(known, sample.n, 0.0)
    by_period = None if sample.by_period is None else _mean_of_members(sample.by_period, member)
    if sample.hits is not None:
        hits = member @ np.where(known, sample.hits, 0.0)
        own = np.divide(hits, cases, out=np.full(len(cases), np.nan), where=cases > 0)
        return replace(sample, own=own, n=cases, hits=hits, by_period=by_period)
    assert sample.cv is not None
    total = member @ np.where(known, sample.n * np.nan_to_num(sample.own), 0.0)
    own = np.divide(total, cases, out=np.full(len(cases), np.nan), where=cases > 0)
    # of a case: n own cv each is the spread of a member's sum, and those add up in squares
    squares = member @ np.where(known, sample.n * (np.nan_to_num(sample.own) * sample.cv) ** 2, 0.0)
    spread = np.divide(squares, cases * own**2, out=np.ones(len(cases)), where=(cases > 0) & (own > 0))
    return replace(sample, own=own, n=cases, cv=np.sqrt(np.maximum(spread, 1e-12)), by_period=by_period)


def _mean_of_members(by_period: Array, member: np.ndarray) -> Array:
    known = ~np.isnan(by_period)
    counted = member @ known.astype(float)
    total = member @ np.where(known, by_period, 0.0)
    return np.asarray(np.divide(total, counted, out=np.full(counted.shape, np.nan), where=counted > 0))
