"""R: covers the floor below, and serves the goal above."""

from __future__ import annotations

import math

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.floor import SALES, goal_floor, is_under
from simulator.goals.smart_letters import Letter, Part, figure_unit, joined, listed
from simulator.goals.told import Figure
from simulator.goals.verdict import goal_values, meets
from simulator.scenario.goal import Goal

LEAST_FUTURES = 100
"""In which a goal is met, and as many in which it is not, before its help is judged."""
SURE = 2.0
"""Standard errors from which on a difference of odds is one."""


def relevant(forecast: Forecast, goal: Goal) -> Letter:
    """Floor and goal above, the graver of both."""
    return joined("R", [_floor(forecast, goal), _above(forecast, goal)])


def _floor(forecast: Forecast, goal: Goal) -> Part:
    found, unit = goal_floor(forecast, goal), figure_unit(goal.metric)
    if found.value is None:
        state, reason = ("missing", found.reason) if found.covered is None else ("ok", found.reason)
        if state == "missing":
            return Part(
                "missing",
                (f"There is no floor to hold it against: {reason}.",),
                ("Enter the costs of people, marketing and overhead.",),
            )
        return Part("ok", (f"The floor does not bear on it: {reason}.",))
    if is_under(found, goal):
        return Part(
            "fails",
            (
                "Reaching it would still leave the costs uncovered more often than not: they need ",
                Figure(found.value, unit),
                ", it asks for ",
                Figure(goal.threshold, unit),
                ".",
            ),
            ("Raise it to the floor at least, or lower the costs.",),
            ("target",),
        )
    if found.value == 0 and goal.metric in SALES:
        return Part("ok", ("The costs are covered in most futures without any new sale.",))
    unstated = f" (the plan gives no {listed(list(found.unstated))})" if found.unstated else ""
    return Part(
        "ok", ("Reaching it covers the costs: the floor is ", Figure(found.value, unit), f"{unstated}.")
    )


def _above(forecast: Forecast, goal: Goal) -> Part:
    goals = forecast.scenario.goals
    if goal.serves is not None:
        upper = next((one for one in goals if one.name == goal.serves), None)
        if upper is None:
            return Part(
                "missing",
                (f"It serves {goal.serves}, which is no goal of this plan.",),
                ("Name a goal above it.",),
                ("serves",),
            )
        return _help(forecast, goal, upper)
    if is_top(goals, goal):
        below = [one.name for one in goals if one.serves == goal.name]
        return Part(
            "ok",
            (
                f"It is a goal of the company; {len(below)} serve it."
                if len(below) > 1
                else f"It is a goal of the company; {below[0]} serves it."
                if below
                else "It is a goal of the company; none stands above it.",
            ),
        )
    company = [one.name for one in goals if one.scope == COMPANY and one.name != goal.name]
    if not company:
        return Part("ok", ("The plan has no goal of the company for it to serve.",))
    shown = listed(company[:3], "or") if len(company) <= 3 else f"{', '.join(company[:3])} or another"
    return Part(
        "missing",
        ("It names no goal above it.",),
        (f"Say which it serves: {shown}.",),
        ("serves",),
    )


def is_top(goals: tuple[Goal, ...], goal: Goal) -> bool:
    """Whether `goal` is where the line ends: the first goal of the company, or one that others serve."""
    if goal.scope != COMPANY:
        return False
    first = next((one for one in goals if one.scope == COMPANY), None)
    return first is None or first.name == goal.name or any(one.serves == goal.name for one in goals)


def _help(forecast: Forecast, goal: Goal, upper: Goal) -> Part:
    mine = meets(goal_values(forecast, goal), goal)
    theirs = meets(goal_values(forecast, upper), upper)
    met, unmet = int(np.count_nonzero(mine)), int(np.count_nonzero(~mine))
    if min(met, unmet) < LEAST_FUTURES:
        often = "hardly ever" if met < unmet else "nearly always"
        return Part(
            "unknown",
            (
                f"It is met {often} ({met:,} of {met + unmet:,} futures), so whether it helps ",
                f"{upper.name} is not seen.",
            ),
            ("Set a target that is neither certain nor out of reach.",),
            ("target",),
        )
    with_it, without = float(theirs[mine].mean()), float(theirs[~mine].mean())
    gain = with_it - without
    error = math.sqrt(with_it * (1 - with_it) / met + without * (1 - without) / unmet)
    said = (
        f"Where it is met, the odds of {upper.name} are ",
        Figure(with_it, "odds"),
        ", where it is missed ",
        Figure(without, "odds"),
        ": ",
        Figure(gain * 100, "points"),
    )
    late = ""
    if forecast.scenario.month_index(goal.by) > forecast.scenario.month_index(upper.by):
        late = f" It is due after {upper.name}."
    if gain < -SURE * error:
        return Part(
            "fails",
            (*said, f"; the two pull apart.{late}"),
            (f"Let it serve another goal than {upper.name}.",),
            ("serves",),
        )
    if gain <= SURE * error:
        return Part(
            "warn",
            (*said, f", no more than luck; reaching it does not help.{late}"),
            ("Let it serve another goal, or choose a metric that moves this one.",),
            ("serves",),
        )
    if late:
        return Part(
            "warn", (*said, f".{late}"), (f"Bring its deadline before that of {upper.name}.",), ("by",)
        )
    return Part("ok", (*said, "."))
