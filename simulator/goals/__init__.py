"""Goals judged on a forecast: metrics, windows, verdicts."""

from __future__ import annotations

from simulator.goals.baseline import Baseline, baseline
from simulator.goals.comparison import Comparison, compare
from simulator.goals.marks import common_marks, marks, opinion_words, widening_words
from simulator.goals.metrics import METRICS, Metric, metric
from simulator.goals.needs import MissingInput, carried, missing
from simulator.goals.verdict import (
    NOT_ENOUGH,
    Verdict,
    Word,
    assess,
    goal_values,
    joint_probability,
    meets,
    target_at,
    wilson_interval,
    word,
)
from simulator.goals.windows import Window, goal_window

__all__ = [
    "METRICS",
    "NOT_ENOUGH",
    "Baseline",
    "Comparison",
    "Metric",
    "MissingInput",
    "Verdict",
    "Window",
    "Word",
    "assess",
    "baseline",
    "carried",
    "common_marks",
    "compare",
    "goal_values",
    "goal_window",
    "joint_probability",
    "marks",
    "meets",
    "metric",
    "missing",
    "opinion_words",
    "target_at",
    "widening_words",
    "wilson_interval",
    "word",
]
