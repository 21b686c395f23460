"""The tables of docs/VALIDATION.md, as lines of Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from simulator.scenario import Policy
from validation.judged import HORIZONS, Impossible, Judged, JudgedGoal, Recovered
from validation.shares import share
from validation.truth import BREAKING, INSIDE, Kind

KIND_WORDS: dict[Kind, str] = {
    "inside": "inside the model",
    "quarters": "over-dispersed quarters",
    "drift": "drift of rates, volume and size",
    "fat_tails": "fat-tailed deals",
    "slippage": "slippage and quarter ends",
    "new_reps": "new reps and ramp",
}
HORIZON_WORDS = {1: "a month", 3: "a quarter", 12: "a year"}
ODDS_EDGES = (0.0, 0.1, 0.3, 0.6, 0.8, 0.9, 1.0)
SEASON = "season"
INPUT_WORDS = {
    "win_rate": "win rate",
    "deal_size": "deal size at the end of the history",
    "cycle_days": "sales cycle",
    "volume": "deals entering per month, at the end of the history",
    "growth": "growth of the volume a year",
    SEASON: "seasonal index of a month, where a season is claimed",
}
PART_WORDS = {
    "growth measured": "… where it was measured",
    "growth guess": "… where months show none: a guess",
}
Results = dict[Kind, list[Judged]]
Goals = list[tuple[int, JudgedGoal]]

COVERAGE_HEADER = (
    "kind", "ahead", "companies", "inside the 80 % range", "below it", "above it", "range / median",
    "inside, point estimates",
)  # fmt: skip
WORDS_HEADER = (
    "kind", "ahead", "called realistic", "miss stated", "missed", "realistic by point estimates", "miss stated by them",
    "missed of those",
)  # fmt: skip
ODDS_HEADER = ("stated odds", "inside: goals", "stated", "met", "broken: goals", "stated", "met")
IMPOSSIBLE_HEADER = (
    "kind", "goals", "called realistic", "called stretch", "highest odds stated", "realistic by point estimates",
)  # fmt: skip
INPUTS_HEADER = (
    "input",
    "estimates",
    "truth inside the 80 % range",
    "error, median of its size",
    "median error",
)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right_from: int = 1) -> list[str]:
    """Lines of a Markdown table."""
    rule = ["---" if at < right_from else "---:" for at in range(len(header))]
    return ["| " + " | ".join(row) + " |" for row in (header, rule, *rows)]


def coverage_table(results: Results) -> list[str]:
    """How often 80 % ranges hold, by kind and horizon; the last rows are the means over the kinds that break it."""
    rows = []
    inside_by: dict[int, list[float]] = {months: [] for months in HORIZONS}
    for kind, worlds in results.items():
        for at, months in enumerate(HORIZONS):
            placed = [world.placed[at] for world in worlds]
            held = share([one.low <= one.came <= one.high for one in placed])
            if kind != INSIDE:
                inside_by[months].append(held.value)
            widths = [(one.high - one.low) / one.median for one in placed if one.median > 0]
            rows.append(
                (
                    KIND_WORDS[kind],
                    HORIZON_WORDS[months],
                    f"{len(placed):,}",
                    held.text(),
                    f"{100 * np.mean([one.came < one.low for one in placed]):.1f} %",
                    f"{100 * np.mean([one.came > one.high for one in placed]):.1f} %",
                    f"{np.median(widths):.2f}" if widths else "",
                    f"{100 * np.mean([0.1 <= one.plug_in_place <= 0.9 for one in placed]):.1f} %",
                )
            )
    for months, values in inside_by.items():
        if values:
            mean = f"{100 * float(np.mean(values)):.1f} %"
            rows.append(("**mean of the five**", HORIZON_WORDS[months], "", mean, "", "", "", ""))
    return table(COVERAGE_HEADER, rows, 2)


def words_table(results: Results) -> list[str]:
    """Goals called realistic, how often they were missed, and the same for point estimates."""
    least = Policy().realistic_at_least
    rows = []
    for kind, worlds in results.items():
        for months in HORIZONS:
            goals = goals_of(worlds, months)
            if not goals:
                continue
            ours = [(seed, one) for seed, one in goals if one.probability >= least]
            point = [(seed, one) for seed, one in goals if one.plug_in >= least]
            rows.append(
                (
                    KIND_WORDS[kind],
                    HORIZON_WORDS[months],
                    f"{len(ours):,}",
                    _percent([1 - one.probability for _, one in ours]),
                    missed(ours),
                    f"{len(point):,}",
                    _percent([1 - one.plug_in for _, one in point]),
                    missed(point),
                )
            )
    return table(WORDS_HEADER, rows, 2)


def odds_table(results: Results) -> list[str]:
    """Odds stated against goals met: the companies inside the model, and all that break it."""
    broken = [world for kind in BREAKING for world in results.get(kind, [])]
    rows = []
    for low, high in itertools.pairwise(ODDS_EDGES):
        cells = [f"{100 * low:.0f} to {100 * high:.0f} %"]
        for worlds in (results.get(INSIDE, []), broken):
            goals = [
                (at, one)
                for at, world in enumerate(worlds)
                for one in world.goals
                if low <= one.probability < high or (high == 1.0 and one.probability == 1.0)
            ]
            met = share([one.met for _, one in goals], [at for at, _ in goals])
            cells += [
                f"{len(goals):,}",
                _percent([one.probability for _, one in goals]),
                met.text() if goals else "",
            ]
        rows.append(cells)
    return table(ODDS_HEADER, rows)


def impossible_table(goals: Sequence[Impossible]) -> list[str]:
    """Words for goals whose true odds are under 1 in 100."""
    policy = Policy()
    rows = []
    for kind in BREAKING:
        some = [one for one in goals if one.kind == kind]
        if not some:
            continue
        odds = np.array([one.probability for one in some])
        rows.append(
            (
                KIND_WORDS[kind],
                f"{len(some)}",
                f"{int((odds >= policy.realistic_at_least).sum())}",
                f"{int(((odds >= policy.unreachable_below) & (odds < policy.realistic_at_least)).sum())}",
                f"{100 * odds.max():.1f} %",
                f"{sum(one.plug_in >= policy.realistic_at_least for one in some)}",
            )
        )
    return table(IMPOSSIBLE_HEADER, rows)


def inputs_table(worlds: Sequence[Judged]) -> list[str]:
    """Whether ranges of the inputs hold the truth, in companies inside the model; then where a season is claimed."""
    rows = []
    for key, words in _with_parts():
        found = estimates(worlds, key)
        if not found:
            continue
        held = share([one.low <= one.truth <= one.high for _, one in found], [seed for seed, _ in found])
        errors = np.array([one.estimate - one.truth for _, one in found])
        if not key.startswith("growth"):
            errors = errors / np.array([one.truth for _, one in found])
        rows.append(
            (
                words,
                f"{len(found):,}",
                held.text(),
                f"{100 * float(np.median(np.abs(errors))):.1f} %",
                f"{100 * float(np.median(errors)):+.1f} %",
            )
        )
    claimed = {seed for seed, _ in estimates(worlds, SEASON)}
    for there, words in ((True, "a season is claimed where there is one"), (False, "… where there is none")):
        some = [world.seed for world in worlds if _has_season(world) == there]
        if some:
            count = sum(seed in claimed for seed in some)
            rows.append((words, f"{len(some):,}", f"claimed in {count}", "", ""))
    return table(INPUTS_HEADER, rows)


def _with_parts() -> list[tuple[str, str]]:
    """Inputs in their order, each followed by its parts."""
    return [
        entry
        for key, words in INPUT_WORDS.items()
        for entry in ((key, words), *(one for one in PART_WORDS.items() if one[0].split(" ")[0] == key))
    ]


def estimates(worlds: Sequence[Judged], key: str) -> list[tuple[int, Recovered]]:
    """Estimates of one input, or of a part of them, with their company's number; of the season only those claimed."""
    return [
        (world.seed, one)
        for world in worlds
        for one in world.recovered
        if key in (one.name, one.name.split(" ")[0]) and (key != SEASON or one.high > one.low)
    ]


def _has_season(world: Judged) -> bool:
    truths = [one.truth for one in world.recovered if one.name.startswith(SEASON)]
    return max(truths) > min(truths)


def goals_of(worlds: Sequence[Judged], months: int) -> Goals:
    """Goals of one horizon with their company's number."""
    return [(world.seed, one) for world in worlds for one in world.goals if one.months == months]


def missed(goals: Goals) -> str:
    """The share missed, with what luck leaves it."""
    return share([not one.met for _, one in goals], [seed for seed, _ in goals]).text() if goals else ""


def _percent(values: Sequence[float]) -> str:
    return f"{100 * float(np.mean(values)):.1f} %" if values else ""
