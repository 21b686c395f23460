"""What an export says about a business: rates with the samples behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from simulator.evidence.cleaning import Cleaned
from simulator.evidence.comparisons import LeakFinding, PooledRate, SegmentFinding, SizeEffect
from simulator.evidence.curves import CurvesFinding
from simulator.evidence.intake import Intake
from simulator.evidence.lever_moves import LeverMove
from simulator.evidence.measured_series import SeriesFound
from simulator.evidence.refusal import Remark
from simulator.evidence.replayed import Replayed
from simulator.evidence.size_growth import NOT_ESTIMATED, SizeGrowth

Unit = Literal["share", "money", "days", "units per month", "ratio"]
Grade = Literal["measured", "benchmark", "guess"]
SizeFamily = Literal["gamma", "lognormal", "empirical"]


@dataclass(frozen=True)
class Trend:
    """A rate of late against before. recent, earlier: in the rate's own unit; months: length of the recent stretch."""

    recent: float
    earlier: float
    months: int


@dataclass(frozen=True)
class MeasuredRate:
    """One figure for display, with what stands behind it.

    key: stable name (``win_rate``, ``deal_size``, ``cycle_days``, ``entered_per_month``, ``decided``, …);
    value: in `unit`, shares 0..1; low, high: where the true value lies with 8-in-10 odds, None where unknown;
    sample: how many deals or months stand behind it, counted in `sample_of`.
    """

    key: str
    label: str
    value: float
    unit: Unit
    sample: float
    sample_of: str
    grade: Grade
    source: str
    low: float | None = None
    high: float | None = None
    trend: Trend | None = None


@dataclass(frozen=True)
class Counts:
    """Deals as they stood at the end of `as_of`.

    open counts those with a created date, stale ones included; undated_open those without one.
    """

    won: int
    lost: int
    open: int
    stale_open: int
    undated_open: int = 0

    @property
    def closed(self) -> int:
        """Won and lost."""
        return self.won + self.lost


@dataclass(frozen=True)
class SizeFinding:
    """Size of a won deal. n: deals behind it; values (empirical only): at most 400 with the sample's mean and cv.

    equivalent_n: deals whose mean is known as well, where the company's deals stand behind it too; years_back: how long
    ago they were won, on average; growth: of the size a year.
    """

    mean: float
    cv: float
    n: int
    family: SizeFamily
    values: tuple[float, ...] | None = None
    note: str = ""
    equivalent_n: float | None = None
    years_back: float = 0.0
    growth: SizeGrowth = NOT_ESTIMATED


@dataclass(frozen=True)
class CycleFinding:
    """Days from created to closed of won deals; equivalent_n as in `SizeFinding`.

    longer, wider: mean and cv of all wins there will be, over those of the wins so far: long cycles are still open.
    telling: share of a case that each win is worth for that mean, which open deals leave less sure.
    """

    mean: float
    cv: float
    n: int
    longest: int
    equivalent_n: float | None = None
    longer: float = 1.0
    wider: float = 1.0
    telling: float = 1.0

    @property
    def in_the_end(self) -> CycleFinding:
        """The cycle once the open deals have closed too: what a plan rests on."""
        return replace(
            self,
            mean=self.mean * self.longer,
            cv=self.cv * self.wider,
            equivalent_n=max((self.equivalent_n or self.n) * self.telling, 1.0),
            longer=1.0,
            wider=1.0,
            telling=1.0,
        )


@dataclass(frozen=True)
class MonthFigures:
    """One calendar month: deals created, won, lost in it, money of the won ones. `whole`: counts for the volume."""

    month: str
    entered: int
    won: int
    lost: int
    bookings: float
    whole: bool


@dataclass(frozen=True)
class VolumeFinding:
    """Deals entering per month.

    mean, sd of that mean, dispersion k (variance = mu + mu**2 / k; None: no more than Poisson), months behind it,
    the part of the variation that months share (log-AR(1) standard deviation and lag-one correlation), and the whole
    of it: excess = (variance - mu) / mu**2. walk_sd: monthly walk of the level, where the months show one.
    """

    mean: float
    mean_sd: float
    dispersion: float | None
    months: int
    market_sd: float = 0.0
    market_persistence: float = 0.0
    excess: float = 0.0
    walk_sd: float = 0.0


@dataclass(frozen=True)
class OutcomeFinding:
    """What becomes of a deal that enters.

    won: chance to be won in the end; decided: `won` over the win rate of closed deals, the share that gets decided;
    relative_sd: how far the decided share of a coming quarter may lie from it; deals: seen entering;
    won_within[k]: share won by the end of k + 1 quarters, of deals that enter evenly over them; won_first: the same for
    one and two months; drift, drift_first: intra-quarter correlation of the share won within a quarter, and within its
    first month, that a coming one has (0: not measured).
    """

    won: float
    decided: float
    relative_sd: float
    deals: int
    source: str
    won_within: tuple[float, ...] = ()
    won_first: tuple[float, ...] = ()
    drift: float = 0.0
    drift_first: float = 0.0


@dataclass(frozen=True)
class PipelineGroup:
    """Open deals of like age.

    win_rate: chance to be won in the end; equivalent_n: how well it is known for a coming quarter; amount: mean stated
    amount, None: not stated; amounts: the amount of each deal, where they are listed; won_within[k]: chance to be won
    within k + 1 quarters; won_first: within one and two months; seen: deals behind the chance.
    """

    label: str
    count: int
    age_days: float
    win_rate: float
    equivalent_n: float
    stale: bool = False
    amount: float | None = None
    amounts: tuple[float, ...] | None = None
    won_within: tuple[float, ...] = ()
    won_first: tuple[float, ...] = ()
    seen: float = 0.0


@dataclass(frozen=True)
class RepFinding:
    """A person who owns deals. tenure_months: from the first activity to `as_of`; active: seen of late."""

    name: str
    first_activity: dt.date
    last_activity: dt.date
    tenure_months: int
    deals: int
    won: int
    active: bool


@dataclass(frozen=True)
class TeamFinding:
    """The findings of one team, or of the whole company where the export names no teams.

    win: its win rate pulled towards the company's; None for the company.
    """

    name: str
    counts: Counts
    size: SizeFinding
    cycle: CycleFinding
    volume: VolumeFinding
    outcome: OutcomeFinding
    pipeline: tuple[PipelineGroup, ...]
    reps: tuple[RepFinding, ...] = ()
    win: PooledRate | None = None


@dataclass(frozen=True)
class Evidence:
    """Everything one export, or typed totals, say. Show `rates`, `monthly`, `counts` and `remarks`.

    company: the findings over all deals; teams: the same per team, one entry called ``Sales`` where no team is named.
    rates: the figures for display. remarks: what was noticed, changed or left out, most serious first. intake: how the
    file was read, None for typed totals. cleaning: what was changed, left out or assumed, kind by kind with examples.
    segments: rates by team, person, product and so on; curves: conversion over time; by_size: whether the win rate
    depends on the size of a deal; leak: where units are lost; series: growth, season and market of
    the months; replayed: its past forecasts, where somebody had them made; moves: levers that moved more than luck.
    """

    as_of: dt.date
    currency: str
    company: TeamFinding
    teams: tuple[TeamFinding, ...]
    monthly: tuple[MonthFigures, ...]
    rates: tuple[MeasuredRate, ...]
    remarks: tuple[Remark, ...] = ()
    source: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    dialect: str = ""
    intake: Intake | None = None
    cleaning: tuple[Cleaned, ...] = ()
    segments: tuple[SegmentFinding, ...] = ()
    curves: CurvesFinding | None = None
    by_size: SizeEffect | None = None
    leak: LeakFinding | None = None
    series: SeriesFound | None = None
    replayed: Replayed | None = None
    moves: tuple[LeverMove, ...] = ()

    @property
    def counts(self) -> Counts:
        """Deals won, lost and open."""
        return self.company.counts

    def rate(self, key: str) -> MeasuredRate:
        """The rate called `key`; KeyError where it was not measured."""
        for one in self.rates:
            if one.key == key:
                return one
        raise KeyError(key)

    def document(self) -> dict[str, Any]:
        """The document ``evidence --json`` prints: plain numbers, text, lists and dicts."""
        from simulator.evidence.document import evidence_document

        return evidence_document(self)
