"""What a replay of the past says: every forecast beside what came, and how often the ranges held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from simulator.evidence import Remark

Word = Literal["realistic", "stretch", "unreachable"]
WORDS: tuple[Word, ...] = ("realistic", "stretch", "unreachable")
LEVELS = (0.5, 0.8, 0.95)
"""The ranges that are judged: 5, 8 and 19 in 10, 10 and 20 forecasts should hold."""


@dataclass(frozen=True)
class Tried:
    """A goal set at a cut-off and what became of it: the odds claimed, the word they gave, whether it was met."""

    target: float
    odds: float
    word: Word
    met: bool


@dataclass(frozen=True)
class Fold:
    """One forecast made with what was known at the end of `cutoff`, beside what came.

    cutoff: ``YYYY-MM-DD``, the last day known; horizon_months: the forecast is of their total; actual, p10, p50, p90
    in the unit of the file, p025, p25, p75, p975 likewise; pit: share of the forecast's futures below what came, ties
    broken at random; crps, naive_crps: distance between forecast and what came, in the same unit (see `scores`);
    goals: what was tried on it.
    """

    cutoff: str
    horizon_months: int
    actual: float
    p10: float
    p50: float
    p90: float
    pit: float
    p025: float
    p25: float
    p75: float
    p975: float
    crps: float
    naive_crps: float
    goals: tuple[Tried, ...] = ()

    def holds(self, level: float) -> bool:
        """Whether what came lies in the range of this level, ends included."""
        low, high = {0.5: (self.p25, self.p75), 0.8: (self.p10, self.p90), 0.95: (self.p025, self.p975)}[
            level
        ]
        return low <= self.actual <= high


@dataclass(frozen=True)
class Coverage:
    """How often ranges of one level held. `low`..`high`: how many of `folds` luck alone allows (19 times in 20).

    independent: as how many forecasts that share no month the folds count; where they overlap it is fewer.
    """

    level: float
    folds: int
    held: int
    low: int
    high: int
    independent: float

    @property
    def share(self) -> float:
        """Share that held, 0..1."""
        return self.held / self.folds

    @property
    def finding(self) -> Literal["as it should", "too narrow", "too wide"]:
        """Whether luck explains it, else what is wrong with the ranges."""
        return (
            "too narrow" if self.held < self.low else "too wide" if self.held > self.high else "as it should"
        )


@dataclass(frozen=True)
class HorizonScore:
    """The folds of one horizon: their coverage at every level of `LEVELS`, and mean CRPS of forecast and naive."""

    horizon_months: int
    folds: int
    coverage: tuple[Coverage, ...]
    crps: float
    naive_crps: float
    stretch: float

    def at(self, level: float) -> Coverage:
        """The coverage of one level."""
        return next(one for one in self.coverage if one.level == level)


@dataclass(frozen=True)
class WordScore:
    """What became of the goals called by one word.

    claimed: mean odds claimed for them; low, high: Wilson's 95 % interval of the share met, with `independent` trials:
    goals of one fold share its outcome, and overlapping folds share months.
    """

    word: Word
    goals: int
    met: int
    claimed: float
    low: float
    high: float
    independent: float

    @property
    def share(self) -> float:
        """Share met, 0..1."""
        return self.met / self.goals


@dataclass(frozen=True)
class OddsBin:
    """Goals whose claimed odds lie in `from_odds`..`to_odds`; low, high as in WordScore."""

    from_odds: float
    to_odds: float
    goals: int
    met: int
    claimed: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share met, 0..1."""
        return self.met / self.goals


@dataclass(frozen=True)
class Stretch:
    """By what ranges around their median would have had to be stretched. factor: 1 where luck explains what was seen.

    sentence: what it rests on, for people; horizon_months: the forecasts it was found on, 0 where none call for it.
    """

    factor: float
    sentence: str
    horizon_months: int = 0


@dataclass(frozen=True)
class Replay:
    """Everything one replay says. kind: a monthly series, or a CRM export forecast deal by deal.

    coverage: over all folds, by level of `LEVELS`; crps, naive_crps: means over all folds per month of their horizon,
    so that years do not drown months; pit_histogram: folds per tenth; unit: what is added up.
    """

    source: str
    kind: Literal["series", "deals"]
    unit: str
    folds: tuple[Fold, ...]
    coverage: tuple[Coverage, ...]
    crps: float
    naive_crps: float
    by_horizon: tuple[HorizonScore, ...]
    pit_histogram: tuple[int, ...]
    words: tuple[WordScore, ...]
    odds: tuple[OddsBin, ...]
    widening: Stretch
    remarks: tuple[Remark, ...] = ()

    def at(self, level: float) -> Coverage:
        """The coverage of one level over all folds."""
        return next(one for one in self.coverage if one.level == level)

    def document(self) -> dict[str, Any]:
        """The document ``backtest --json`` prints."""
        from simulator.backtest.document import replay_document

        return replay_document(self)
