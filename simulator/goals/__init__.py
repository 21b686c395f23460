"""Goals judged on a forecast: metrics, windows, verdicts."""

from __future__ import annotations

from simulator.goals.metrics import METRICS, Metric, metric
from simulator.goals.verdict import (
    Verdict,
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
    "Metric",
    "Verdict",
    "Window",
    "assess",
    "goal_values",
    "goal_window",
    "joint_probability",
    "meets",
    "metric",
    "target_at",
    "wilson_interval",
    "word",
]
