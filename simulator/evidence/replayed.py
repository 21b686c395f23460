"""A replay of the past in few numbers, kept beside the evidence: the deals it was made from are not."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ReplayedFold:
    """One past forecast.

    usual: the yardstick goals are shares of; amounts: those of `simulator.backtest.kept.AMOUNTS`; place: share of the
    futures below what came; odds: of the goals tried.
    """

    cutoff: str
    horizon_months: int
    usual: float
    amounts: tuple[float, ...]
    place: float
    odds: tuple[float, ...]


@dataclass(frozen=True)
class Replayed:
    """All past forecasts of one export.

    engine: version that made them; unit: the currency, "" where amounts are only relative to each other.
    """

    engine: str
    name: str
    unit: str
    folds: tuple[ReplayedFold, ...]

    @property
    def relative(self) -> Replayed:
        """The same without an amount: everything over the mean of what came."""
        mean = sum(fold.amounts[0] for fold in self.folds) / max(len(self.folds), 1) or 1.0
        folds = tuple(
            replace(fold, usual=fold.usual / mean, amounts=tuple(short(one / mean) for one in fold.amounts))
            for fold in self.folds
        )
        return replace(self, unit="", name="", folds=folds)


def short(value: float) -> float:
    """Six digits: what is kept beside every plan has little room."""
    return float(f"{value:.6g}")
