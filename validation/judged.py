"""What the method said about one world, beside what came."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import Scenario, simulate
from simulator.evidence import Evidence, Intake, evidence_to_scenario
from simulator.evidence.build import evidence_of
from simulator.evidence.opportunities import CleanExport, Deals
from validation.plug_in import point_estimates
from validation.truth import INSIDE, Kind, Truth
from validation.world import World, make_world, true_futures

Array = NDArray[np.float64]
TRIALS = 1_000
PLUG_IN_TRIALS = 500
HORIZONS = (1, 3, 12)
"""Months ahead, each with a plan of that length."""
GOAL_HORIZONS = (3, 12)
CV_STEP = 0.02
GOAL_SIZES = (0.6, 0.75, 0.85, 0.95, 1.05, 1.15, 1.3, 1.6, 2.2)
"""Goals as leaders set them: so many times what the same stretch of the last year brought."""
TRUE_FUTURES = 600
"""A target above the largest of so many true futures is met less than once in a hundred but for 1 in 400 targets."""
BEYOND = (1.0, 1.1, 1.3, 2.0)
EIGHT_IN_TEN = 1.2815515655446004


@dataclass(frozen=True)
class Placed:
    """What came among the forecast of one horizon: share of the futures below it, and the 80 % range."""

    months: int
    came: float
    low: float
    median: float
    high: float
    place: float
    plug_in_place: float


@dataclass(frozen=True)
class JudgedGoal:
    """One goal: odds stated by the product and with point estimates, and whether it was met."""

    months: int
    probability: float
    plug_in: float
    met: bool


@dataclass(frozen=True)
class Recovered:
    """One input: the truth, what was estimated, and the range given with odds of 8 in 10."""

    name: str
    truth: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """One world's results."""

    kind: str
    seed: int
    deals: int
    placed: tuple[Placed, ...]
    goals: tuple[JudgedGoal, ...]
    recovered: tuple[Recovered, ...] = ()

    def document(self) -> dict[str, Any]:
        """Plain numbers, for a line of JSON."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Judged:
        """The results `document` holds."""
        return cls(
            document["kind"],
            document["seed"],
            document["deals"],
            tuple(Placed(**one) for one in document["placed"]),
            tuple(JudgedGoal(**one) for one in document["goals"]),
            tuple(Recovered(**one) for one in document["recovered"]),
        )


@dataclass(frozen=True)
class Impossible:
    """A goal whose true odds are under 1 in 100: how far it lies beyond the largest of the true futures, and the odds
    stated.
    """

    kind: str
    seed: int
    months: int
    beyond: float
    probability: float
    plug_in: float


def evidence_of_deals(deals: Deals, world: World) -> Evidence:
    """What the import finds in the world's export on its last day."""
    intake = Intake(
        rows=len(deals),
        deals=len(deals),
        total=0.0,
        won_total=0.0,
        left_out=(),
        header_row=1,
        day_first=False,
        date_how="written",
        date_sample="",
        decimal_mark=".",
        decimal_how="written",
        decimal_sample="",
        asks=(),
    )
    return evidence_of(CleanExport(deals, "EUR", (), intake), world.as_of, source="simulated company")


def planned(evidence: Evidence, months: int) -> Scenario:
    """The plan the product makes of the evidence, spreads of deal sizes rounded to 0.02.

    The engine keeps its tables of sums by spread; with rounded ones thousands of companies share them.
    """
    plan = evidence_to_scenario(evidence, months)
    teams = []
    for team in plan.teams:
        size = team.deal_size
        if size.cv is not None:
            size = size.changed(cv=max(round(size.cv / CV_STEP), 1) * CV_STEP)
        teams.append(team.changed(deal_size=size))
    return plan.changed(teams=tuple(teams))


def bookings(scenario: Scenario, trials: int, seed: int) -> Array:
    """Bookings of every month of every future, shape (trials, months)."""
    return simulate(scenario, n_trials=trials, seed=seed, threads=1).series("bookings")


def judge(kind: Kind, seed: int) -> Judged:
    """The forecasts, goals and estimates of company number `seed` of a kind."""
    world = make_world(kind, seed)
    evidence = evidence_of_deals(world.deals, world)
    plans = {months: planned(evidence, months) for months in HORIZONS}
    placed: list[Placed] = []
    goals: list[JudgedGoal] = []
    for months, plan in plans.items():
        futures = bookings(plan, TRIALS, seed + 1)
        plug_in = bookings(point_estimates(plan), PLUG_IN_TRIALS, seed + 1)
        placed.append(_placed(months, world, futures, plug_in))
        if months not in GOAL_HORIZONS:
            continue
        total, point, came = futures.sum(axis=1), plug_in.sum(axis=1), float(world.came[:months].sum())
        before = plan.goals[0].threshold
        for size in GOAL_SIZES:
            target = size * before
            goals.append(
                JudgedGoal(
                    months, float((total >= target).mean()), float((point >= target).mean()), came >= target
                )
            )
    recovered = recovered_inputs(world.truth, evidence, plans[12]) if kind == INSIDE else ()
    return Judged(kind, seed, len(world.deals), tuple(placed), tuple(goals), recovered)


def judge_impossible(kind: Kind, seed: int) -> Impossible:
    """The odds stated for a goal beyond every true future of company number `seed` of a kind."""
    world = make_world(kind, seed)
    months, beyond = GOAL_HORIZONS[seed % 2], BEYOND[seed // 2 % len(BEYOND)]
    target = beyond * float(true_futures(world, TRUE_FUTURES)[:, :months].sum(axis=1).max())
    plan = planned(evidence_of_deals(world.deals, world), months)
    total = bookings(plan, TRIALS, seed + 1).sum(axis=1)
    point = bookings(point_estimates(plan), PLUG_IN_TRIALS, seed + 1).sum(axis=1)
    return Impossible(
        kind, seed, months, beyond, float((total > target).mean()), float((point > target).mean())
    )


def _placed(horizon: int, world: World, futures: Array, plug_in: Array) -> Placed:
    total, came = futures[:, :horizon].sum(axis=1), float(world.came[:horizon].sum())
    low, median, high = (float(one) for one in np.quantile(total, [0.1, 0.5, 0.9]))
    point = plug_in[:, :horizon].sum(axis=1)
    return Placed(horizon, came, low, median, high, _place(total, came), _place(point, came))


def _place(values: Array, came: float) -> float:
    return float((values < came).mean() + (values == came).mean() / 2)


def recovered_inputs(truth: Truth, evidence: Evidence, plan: Scenario) -> tuple[Recovered, ...]:
    """What the import says of each input, and the truth at the end of the history: what the plan starts from.

    Of the volume what the import says of it: the plan's input carries, besides, what a rate close to 1 cannot hold of a
    quarter's luck with the share decided. Growth where it was measured and where it is a guess are told apart by name.
    """
    team = plan.teams[0]
    win, size, cycle = evidence.rate("win_rate"), team.deal_size, team.cycle_days
    found = [
        Recovered("win_rate", truth.win_rate, win.value, win.low or 0.0, win.high or 0.0),
        _mean("deal_size", truth.deal_size, size.mean_size, size.spread, size.n),
        _mean("cycle_days", truth.cycle_days, cycle.mean, cycle.cv, cycle.n),
    ]
    volume, growth = evidence.company.volume, plan.growth.volume
    found.append(_normal("volume", truth.level, volume.mean, volume.mean_sd))
    found.append(_normal(f"growth {growth.grade}", truth.growth, growth.mean, growth.sd))
    index = np.array(plan.seasonality.index) / np.mean(plan.seasonality.index)
    for month, (true, one) in enumerate(zip(truth.season, index, strict=True)):
        found.append(_normal(f"season {month + 1}", true, float(one), float(one) * plan.seasonality.sd))
    return tuple(found)


def _mean(name: str, truth: float, mean: float, cv: float, n: float | None) -> Recovered:
    """A mean of `n` cases of this spread, as the engine draws it: times a lognormal of mean 1."""
    deviations = float(np.sqrt(np.log1p(cv**2 / (n or np.inf))))
    low, high = (
        mean * float(np.exp(side * EIGHT_IN_TEN * deviations - deviations**2 / 2)) for side in (-1, 1)
    )
    return Recovered(name, truth, mean, low, high)


def _normal(name: str, truth: float, mean: float, sd: float) -> Recovered:
    return Recovered(name, truth, mean, mean - EIGHT_IN_TEN * sd, mean + EIGHT_IN_TEN * sd)
