"""The document ``backtest --json`` prints."""

from __future__ import annotations

from typing import Any

from simulator.backtest.findings import Coverage, Fold, Replay


def replay_document(replay: Replay) -> dict[str, Any]:
    """Plain dicts and lists; shares 0..1; crps and naive_crps per month of the horizon, by_horizon of the total."""
    share = {cover.level: cover.share for cover in replay.coverage}
    return {
        "source": replay.source,
        "kind": replay.kind,
        "unit": replay.unit,
        "folds": [_fold(fold) for fold in replay.folds],
        "coverage_50": share[0.5],
        "coverage_80": share[0.8],
        "coverage_95": share[0.95],
        "coverage": [_coverage(cover) for cover in replay.coverage],
        "crps": replay.crps,
        "naive_crps": replay.naive_crps,
        "by_horizon": [
            {
                "horizon_months": score.horizon_months,
                "folds": score.folds,
                "coverage": [_coverage(cover) for cover in score.coverage],
                "crps": score.crps,
                "naive_crps": score.naive_crps,
                "stretch_needed": score.stretch,
            }
            for score in replay.by_horizon
        ],
        "pit_histogram": list(replay.pit_histogram),
        "reliability": {
            "words": [
                {
                    "word": one.word,
                    "goals": one.goals,
                    "met": one.met,
                    "share_met": one.share,
                    "claimed": one.claimed,
                    "interval": [one.low, one.high],
                }
                for one in replay.words
            ],
            "odds": [
                {
                    "from": one.from_odds,
                    "to": one.to_odds,
                    "goals": one.goals,
                    "met": one.met,
                    "share_met": one.share,
                    "claimed": one.claimed,
                    "interval": [one.low, one.high],
                }
                for one in replay.odds
            ],
        },
        "widening": {
            "factor": replay.widening.factor,
            "horizon_months": replay.widening.horizon_months or None,
            "sentence": replay.widening.sentence,
        },
        "warnings": [
            {"code": one.code, "message": one.message, "rows": list(one.rows), "count": one.count}
            for one in replay.remarks
        ],
    }


def _fold(fold: Fold) -> dict[str, Any]:
    return {
        "cutoff": fold.cutoff,
        "horizon_months": fold.horizon_months,
        "actual": fold.actual,
        "p10": fold.p10,
        "p50": fold.p50,
        "p90": fold.p90,
        "pit": fold.pit,
        "p025": fold.p025,
        "p25": fold.p25,
        "p75": fold.p75,
        "p975": fold.p975,
        "crps": fold.crps,
        "naive_crps": fold.naive_crps,
    }


def _coverage(cover: Coverage) -> dict[str, Any]:
    return {
        "level": cover.level,
        "folds": cover.folds,
        "held": cover.held,
        "share": cover.share,
        "luck_allows": [cover.low, cover.high],
        "independent": cover.independent,
        "finding": cover.finding,
    }
