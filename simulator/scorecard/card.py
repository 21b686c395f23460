"""The scorecard: everybody's score, standing, trend, the gap most worth coaching, and who could learn from whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.pooling import differing
from simulator.scenario.score_plan import ScorePlan
from simulator.scorecard.coaching import CLEAR, Gaps, gaps
from simulator.scorecard.metrics import METRICS, ScoreMetric, Section
from simulator.scorecard.pairing import Pair, pairs
from simulator.scorecard.sheet import Array, Sample, Sheet
from simulator.scorecard.standing import Standing, peers_of, standing
from simulator.scorecard.trend import Trends, trends

OWN_MEDIAN = "the team's own median"
FULL_SCORE = 100.0
"""Points of a section at every benchmark where no points are stated: each metric counts the same. A convention."""


@dataclass(frozen=True, eq=False)
class MetricCard:
    """One metric of everybody.

    benchmark, points_per_unit: one a person; source: where the benchmark stands; counts: whether it is in the score;
    stated_points: for a unit, None where none are. points: of the score, reached at
    `standing.value`; at_benchmark: at the benchmark; counted: at what was counted. differs: whether people differ by
    more than luck, all metrics taken together. trend: None without periods.
    """

    metric: ScoreMetric
    sample: Sample
    standing: Standing
    benchmark: Array
    source: str
    counts: bool
    stated_points: float | None
    points_per_unit: Array
    points: Array
    at_benchmark: Array
    counted: Array
    differs: bool
    gaps: Gaps
    trend: Trends | None


@dataclass(frozen=True, eq=False)
class Scorecard:
    """Everybody's cards. metrics: in the order of `METRICS`; coach: for each person the number of the metric whose gap
    is most worth coaching, -1 where none is clear of luck; score: of a section, 100 at the benchmark.
    """

    sheet: Sheet
    metrics: tuple[MetricCard, ...]
    coach: NDArray[np.int64]
    pairs: tuple[Pair, ...]

    def score(self, section: Section | None = None) -> Array:
        """Points over those at the benchmark, times 100; NaN where nothing counts. None: both sections together."""
        return self._over("points", section)

    def counted(self, section: Section | None = None) -> Array:
        """The same of what was counted, luck included."""
        return self._over("counted", section)

    @property
    def differing(self) -> tuple[str, ...]:
        """Names of the metrics in which people differ by more than luck and what they are given to sell."""
        return tuple(one.metric.name for one in self.metrics if one.differs and not one.sample.given)

    @property
    def given(self) -> tuple[MetricCard, ...]:
        """The metrics in which people differ as what they are given to sell does."""
        return tuple(one for one in self.metrics if one.differs and one.sample.given)

    def worth(self, number: int) -> Array:
        """What closing everybody's clear gap in metric `number` brings: bookings a period, or points where no metric
        of the table leads to bookings."""
        return _worth(self.metrics[number], self.in_bookings)

    @property
    def in_bookings(self) -> bool:
        """Whether gaps are worth money, and not only points."""
        return bool(self.sheet.steps) and bool((~np.isnan(self.sheet.bookings)).any())

    @property
    def team_gap(self) -> int | None:
        """The metric whose clear gaps are worth most over all people; None where no gap is clear of luck."""
        totals = [float(self.worth(at).sum()) for at in range(len(self.metrics))]
        best = int(np.argmax(totals)) if totals else 0
        return best if totals and totals[best] > 0 else None

    def _over(self, what: str, section: Section | None) -> Array:
        chosen = [one for one in self.metrics if section in (None, one.metric.section)]
        reached = sum((np.nan_to_num(getattr(one, what)) for one in chosen), np.zeros(len(self.sheet.reps)))
        asked = sum((np.where(np.isnan(getattr(one, what)), 0.0, one.at_benchmark) for one in chosen),
                    np.zeros(len(self.sheet.reps)))  # fmt: skip
        return np.asarray(
            np.divide(FULL_SCORE * reached, asked, out=np.full(len(asked), np.nan), where=asked > 0)
        )


def scorecard(sheet: Sheet, plan: ScorePlan | None = None) -> Scorecard:
    """The scorecard of `sheet` under the benchmarks and points of `plan`."""
    plan = plan or ScorePlan()
    peers = peers_of(sheet.teams)
    counts = [name for name in sheet.samples if _counts(plan, name, sheet.samples[name])]
    stands = {name: standing(sheet.samples[name], peers, _better(METRICS[name])) for name in sheet.samples}
    names = list(sheet.samples)
    stand_out = dict(zip(names, differing([stands[name].p_value for name in names]), strict=True))
    differs = {name: stand_out[name] and sheet.samples[name].differs is not False for name in names}
    in_section = {
        section: sum(METRICS[name].section == section for name in counts) for section in ("activity", "goal")
    }
    metrics = tuple(
        _card(
            sheet, name, stands[name], differs[name], plan, name in counts, in_section[METRICS[name].section]
        )
        for name in names
    )
    in_bookings = bool(sheet.steps) and bool((~np.isnan(sheet.bookings)).any())
    worth = (
        np.stack([_worth(one, in_bookings) for one in metrics]) if metrics else np.zeros((0, len(sheet.reps)))
    )
    coach = np.where(worth.max(0, initial=0.0) > 0, worth.argmax(0) if len(worth) else -1, -1)
    strong = (
        np.stack([_strong(one) for one in metrics]) if metrics else np.zeros((0, len(sheet.reps)), dtype=bool)
    )
    found = pairs(worth, strong, _team_numbers(sheet.teams)) if metrics else ()
    return Scorecard(sheet, metrics, coach.astype(np.int64), found)


def _card(
    sheet: Sheet, name: str, found: Standing, differs: bool, plan: ScorePlan, counts: bool, of: int
) -> MetricCard:
    metric, sample, terms = METRICS[name], sheet.samples[name], plan.of(name)
    stated = terms.benchmark if terms is not None else None
    benchmark = found.median if stated is None else np.full(len(found.value), stated)
    source = OWN_MEDIAN if stated is None or terms is None else terms.source or ""
    per_unit = np.divide(
        FULL_SCORE / max(of, 1), benchmark, out=np.zeros(len(benchmark)), where=benchmark > 0
    )
    if terms is not None and terms.points is not None:
        per_unit = np.full(len(benchmark), terms.points)
    if not counts:
        per_unit = np.zeros(len(benchmark))
    better = _better(metric)
    own_median = np.full(len(benchmark), stated is None)
    bookings = sheet.bookings if name in sheet.steps else None
    return MetricCard(
        metric,
        sample,
        found,
        benchmark,
        source,
        counts,
        None if terms is None else terms.points,
        per_unit,
        _points(found.value, benchmark, per_unit, better),
        per_unit * benchmark,
        _points(sample.own, benchmark, per_unit, better),
        differs,
        gaps(found, benchmark, better, per_unit, bookings, differs and not sample.given, own_median),
        trends(sample.by_period) if sample.by_period is not None else None,
    )


def _counts(plan: ScorePlan, name: str, sample: Sample) -> bool:
    """Whether it is part of the score: as stated, else unless what people are given to sell explains it."""
    terms = plan.of(name)
    return terms.counts == "yes" if terms is not None else not sample.given


def _points(value: Array, benchmark: Array, per_unit: Array, better: float) -> Array:
    """Points for every unit; where less is better, every unit below the benchmark earns what one above it costs."""
    return np.asarray(per_unit * (value if better > 0 else np.maximum(2 * benchmark - value, 0.0)))


def _better(metric: ScoreMetric) -> float:
    return 1.0 if metric.direction == "more" else -1.0


def _worth(one: MetricCard, in_bookings: bool) -> Array:
    value = one.gaps.bookings if in_bookings else one.gaps.points
    return np.where(one.gaps.clear & ~np.isnan(value), value, 0.0)


def _strong(one: MetricCard) -> Array:
    """How far beyond the benchmark, over the strongest's; 0 where it is no more than luck."""
    better, found = _better(one.metric), one.standing
    worst = found.value - CLEAR * (found.value - (found.low if better > 0 else found.high))
    clear = (better * (worst - one.benchmark) > 0) & (one.sample.n > 0)
    if not one.differs or one.sample.given or not clear.any():
        return np.zeros(len(clear))
    beyond = np.where(clear, better * (found.value / one.benchmark - 1), 0.0)
    return np.asarray(beyond / beyond.max())


def _team_numbers(teams: tuple[str, ...]) -> NDArray[np.int64]:
    _, place = np.unique(np.array(teams, dtype=str), return_inverse=True)
    found: NDArray[np.int64] = place.reshape(-1).astype(np.int64)
    return found
