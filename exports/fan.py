"""The fan of a judged goal, as the page draws it."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from charts.fan import LEVELS, fan_chart, fan_finding, fan_frame
from charts.palette import LIGHT
from exports.judged import OF_TARGET, JudgedGoal
from words import amounts
from words.metrics import axis_title


def goal_fan(goal: JudgedGoal, *, height: int = 300) -> alt.LayerChart | None:
    """Bands of half, 8 in 10 and 19 in 20 futures against the target; None where the goal has no path."""
    if goal.path is None or goal.target is None:
        return None
    quantiles = pd.DataFrame(dict(goal.path.quantiles))
    if quantiles["middle"].isna().any():
        quantiles = quantiles.bfill().fillna(0.0)
    scale, unit = axis_scale(goal)
    blank = [""] * len(quantiles)
    frame = fan_frame(
        quantiles,
        target=goal.target,
        deadline=len(quantiles) - 1,
        baseline=None,
        tips=pd.DataFrame({"month": blank, "middle": blank, "range": blank}),
        target_text="The goal" if goal.hidden else f"Goal: {goal.bound} {goal.text(goal.target)}",
        scale=scale,
    )
    zero = goal.unit != "share" or goal.hidden
    return fan_chart(frame, LIGHT, months=goal.path.months, unit=unit, zero=zero, height=height)


def axis_scale(goal: JudgedGoal) -> tuple[float, str]:
    """What the goal's numbers are divided by on an axis, and the axis' title: (1e6, "New bookings (M €)")."""
    if goal.hidden:
        return 0.01, axis_title(goal.label, "count", f"% {OF_TARGET}", goal.currency, goal.window)
    scale, scaled = 1.0, ""
    if goal.unit == "share":
        scale = 0.01
    elif goal.unit in ("money", "count"):
        scale, scaled = amounts.scale_of(_largest(goal))
    return scale, axis_title(goal.label, goal.unit, scaled, goal.currency, goal.window)


def _largest(goal: JudgedGoal) -> float:
    highs = goal.path.quantiles["high95"] if goal.path else ()
    known = [value for value in (*highs, goal.target or 0.0) if math.isfinite(value)]
    return max(map(abs, known), default=0.0)


def goal_finding(goal: JudgedGoal) -> str:
    """What the fan says, as its title; empty where nothing can be said."""
    if goal.p50 is None or goal.target is None:
        return ""
    reached = goal.p50 >= goal.target if goal.direction == "at_least" else goal.p50 <= goal.target
    gap = abs(goal.p50 - goal.target)
    gap_text = f"{amounts.decimal(gap * 100, 1)} points" if goal.unit == "share" else goal.text(gap)
    return fan_finding(
        goal.text(goal.p50),
        gap_text,
        amounts.month(goal.by),
        reached=reached,
        at_most=goal.direction == "at_most",
    )


__all__ = ["LEVELS", "axis_scale", "goal_fan", "goal_finding"]
