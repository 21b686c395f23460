"""A replay in few numbers and back: its forecasts are kept, everything else is computed from them again."""

from __future__ import annotations

from simulator.backtest.findings import Fold, Replay, Tried
from simulator.backtest.scoring import replay_of
from simulator.backtest.words_met import GOAL_LEVELS, word_of
from simulator.evidence.replayed import Replayed, ReplayedFold, short

AMOUNTS = ("actual", "p025", "p10", "p25", "p50", "p75", "p90", "p975", "crps", "naive_crps")
"""Fields of a `Fold` that are amounts, in the order they are kept."""


def replayed(replay: Replay, engine: str) -> Replayed:
    """What is kept of a replay of deals. engine: the version that made it."""
    folds = tuple(
        ReplayedFold(
            fold.cutoff,
            fold.horizon_months,
            short(fold.goals[0].target / GOAL_LEVELS[0]) if fold.goals else 0.0,
            tuple(short(getattr(fold, name)) for name in AMOUNTS),
            short(fold.pit),
            tuple(short(one.odds) for one in fold.goals),
        )
        for fold in replay.folds
    )
    return Replayed(engine, replay.source, replay.unit, folds)


def replay_again(kept: Replayed) -> Replay:
    """The replay that was kept, to six digits; what was remarked of the file is not. Raises EvidenceError where it
    holds no forecast.
    """
    return replay_of([_fold(one) for one in kept.folds], kept.name, "deals", kept.unit)


def _fold(kept: ReplayedFold) -> Fold:
    amounts = dict(zip(AMOUNTS, kept.amounts, strict=True))
    goals = tuple(
        Tried(level * kept.usual, odds, word_of(odds), bool(amounts["actual"] >= level * kept.usual))
        for level, odds in zip(GOAL_LEVELS, kept.odds, strict=False)
    )
    return Fold(
        cutoff=kept.cutoff, horizon_months=kept.horizon_months, pit=kept.place, goals=goals, **amounts
    )
