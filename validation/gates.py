"""What was promised beforehand, what was found, and whether it holds: nobody has to look for it in the tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.scenario import Policy
from validation.judged import GOAL_HORIZONS, HORIZONS, Impossible, Judged
from validation.tables import (
    HORIZON_WORDS,
    INPUT_WORDS,
    KIND_WORDS,
    Goals,
    Results,
    estimates,
    goals_of,
    table,
)
from validation.truth import BREAKING, INSIDE

LOWEST, HIGHEST, NEVER_UNDER = 0.75, 0.87, 0.70
POINTS = 0.05
HEADER = ("promised", "found", "holds")


def gates_table(results: Results, impossible: Sequence[Impossible]) -> list[str]:
    """One row for each promise."""
    rows = []
    means = {months: _held(results[INSIDE], at) for at, months in enumerate(HORIZONS)}
    rows.append(_between("80 % ranges hold in 75 to 87 % of the companies inside the model", means))
    broken = [kind for kind in BREAKING if results.get(kind)]
    held = {(kind, months): _held(results[kind], at) for kind in broken for at, months in enumerate(HORIZONS)}
    means = {months: float(np.mean([held[kind, months] for kind in broken])) for months in HORIZONS}
    rows.append(_between("… and on average over the kinds that break it", means))
    (kind, months), lowest = min(held.items(), key=lambda item: item[1])
    found = f"lowest: {100 * lowest:.1f} % ({KIND_WORDS[kind]}, {HORIZON_WORDS[months]})"
    rows.append(("… and in no kind in less than 70 %", found, _yes(lowest >= NEVER_UNDER)))
    every = [world for worlds in results.values() for world in worlds]
    for ahead in GOAL_HORIZONS:
        stated, missed = _missed(goals_of(every, ahead))
        rows.append(
            (
                f"goals called realistic, {HORIZON_WORDS[ahead]} ahead, are missed no more than stated plus 5 points",
                f"stated {100 * stated:.1f} %, missed {100 * missed:.1f} %",
                _yes(missed <= stated + POINTS),
            )
        )
    worst = max(
        (
            (kind, ahead, *_missed(goals_of(results[kind], ahead)))
            for kind in broken
            for ahead in GOAL_HORIZONS
        ),
        key=lambda one: one[3] - one[2],
    )
    found = f"stated {100 * worst[2]:.1f} %, missed {100 * worst[3]:.1f} %"
    where = f"{KIND_WORDS[worst[0]]}, {HORIZON_WORDS[worst[1]]}"
    rows.append(("… in every kind", f"worst: {found} ({where})", _yes(worst[3] <= worst[2] + POINTS)))
    called = sum(one.probability >= Policy().realistic_at_least for one in impossible)
    rows.append(
        ("no impossible goal is called realistic", f"{called} of {len(impossible)}", _yes(called == 0))
    )
    for key, words in INPUT_WORDS.items():
        inside = [one.low <= one.truth <= one.high for _, one in estimates(results[INSIDE], key)]
        if not inside:
            continue
        value = float(np.mean(inside))
        rows.append(
            (
                f"80 % ranges of the {words} hold the truth in 75 to 87 %",
                f"{100 * value:.1f} %",
                _yes(LOWEST <= value <= HIGHEST),
            )
        )
    return table(HEADER, rows, 3)


def _held(worlds: Sequence[Judged], at: int) -> float:
    return float(
        np.mean([one.placed[at].low <= one.placed[at].came <= one.placed[at].high for one in worlds])
    )


def _between(promise: str, means: dict[int, float]) -> tuple[str, str, str]:
    found = ", ".join(f"{HORIZON_WORDS[months]} {100 * value:.1f} %" for months, value in means.items())
    return promise, found, _yes(all(LOWEST <= value <= HIGHEST for value in means.values()))


def _missed(goals: Goals) -> tuple[float, float]:
    """Of goals called realistic: the mean miss stated, and the share missed."""
    ours = [one for _, one in goals if one.probability >= Policy().realistic_at_least]
    if not ours:
        return 0.0, 0.0
    return float(np.mean([1 - one.probability for one in ours])), float(
        np.mean([not one.met for one in ours])
    )


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"
