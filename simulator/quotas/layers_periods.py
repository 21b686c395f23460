"""The periods of a goal, each with its part and its verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import Metric
from simulator.goals.values import metric_values
from simulator.goals.verdict import judged, meets
from simulator.goals.windows import Window
from simulator.quotas.layers_part import ByItself, TimeLayer, Way, amount_of, part_goal, set_amount
from simulator.quotas.layers_split import Key, Rule, Split, left_over, split
from simulator.quotas.layers_time import (
    ANY_SIGN,
    Calendar,
    adds_over_time,
    averaged_level,
    expected_by_month,
    key_of,
    level_marks,
    time_tree,
)
from simulator.scenario.goal import Goal
from simulator.scenario.layer_plan import LayerOverride


def time_layers(
    forecast: Forecast,
    goal: Goal,
    found: Metric,
    months: Calendar,
    by_hand: Mapping[Key, LayerOverride],
    met: npt.NDArray[np.bool_],
) -> tuple[tuple[TimeLayer, ...], float, tuple[float, float | None], float]:
    """Every period; what the months leave over; how many months are met; the largest standard error of a share."""
    scenario, window = forecast.scenario, months.window
    adds = adds_over_time(found)
    amount = amount_of(scenario, goal)
    if adds:
        tree = time_tree(scenario, months, expected_by_month(forecast, goal.metric, goal.scope, window))
        rule = Rule(additive=found.name in ANY_SIGN)
        parts, alone = split(tree, amount, by_hand, rule), split(tree, amount, {}, rule)
    else:
        parts = alone = _passed_on(forecast, goal, found, months, by_hand)
    value = partial(_values, forecast, goal, found)
    rows: list[TimeLayer] = []
    reached: list[npt.NDArray[np.bool_]] = []
    noise = 0.0
    by_month = [parts[key_of(scenario, one)].amount for one in months.months]
    for period in months.periods:
        part = parts[key_of(scenario, period)]
        in_period = value(Window(period.first, period.last))
        mark = part_goal(goal, part.amount, scenario.months[period.last])
        so_far = math.fsum(by_month[: period.last - window.first + 1]) if adds else part.amount
        since_start = value(Window(window.first, period.last))
        upto = part_goal(goal, so_far, scenario.months[period.last])
        plain = amount * (period.last - period.first + 1) / window.length if adds else None
        plain_so_far = amount * (period.last - window.first + 1) / window.length
        if period.level == "month":
            reached.append(meets(in_period, mark))
            noise = max(noise, _relative_error(in_period))
        to_date = None if found.kind == "stock" else judged(scenario, upto, since_start, scenario.policy)
        inside = judged(scenario, mark, in_period, scenario.policy)
        by_itself = None
        if adds:
            own = alone[key_of(scenario, period)].amount
            own_so_far = math.fsum(
                alone[key_of(scenario, one)].amount for one in months.months[: period.last - window.first + 1]
            )
            by_itself = ByItself(
                own,
                own_so_far,
                inside.probability
                if own == part.amount
                else _share_met(in_period, part_goal(goal, own, upto.by)),
                _share_met(since_start, part_goal(goal, own_so_far, upto.by)),
            )
        rows.append(
            TimeLayer(
                period,
                key_of(scenario, period),
                part.amount,
                part.amount / amount if adds and amount else None,
                plain,
                part.set_by if adds else _way(found, key_of(scenario, period), by_hand),
                part.remainder,
                so_far,
                inside,
                to_date,
                _share_met(since_start, part_goal(goal, plain_so_far, upto.by)) if adds else None,
                by_itself,
            )
        )
    counted = np.sum(reached, axis=0)
    expected_met = (float(counted.mean()), float(counted[met].mean()) if met.any() else None)
    rest = left_over(amount, by_month) if adds else 0.0
    return tuple(rows), rest, expected_met, noise


def _relative_error(values: Floats) -> float:
    """Of the mean of `values`, the standard error as a share of it; 0 where there is nothing to be off."""
    mean = abs(float(np.mean(values)))
    return float(np.std(values) / np.sqrt(len(values))) / mean if mean > 0 else 0.0


def _way(found: Metric, key: Key, by_hand: Mapping[Key, LayerOverride]) -> Way:
    if set_amount(by_hand, key) is not None:
        return "hand"
    return "path" if found.kind == "stock" else "same"


def _values(forecast: Forecast, goal: Goal, found: Metric, window: Window) -> Floats:
    averaged = averaged_level(found, goal)
    return metric_values(forecast, goal.metric, goal.scope, Window(window.first, window.last, averaged))


def _passed_on(
    forecast: Forecast, goal: Goal, found: Metric, months: Calendar, by_hand: Mapping[Key, LayerOverride]
) -> dict[Key, Split]:
    """Marks where nothing adds up: of a level its path to the goal, of a ratio the goal itself, or what a hand set."""
    scenario, window = forecast.scenario, months.window
    path = (
        level_marks(forecast, goal, window)
        if found.kind == "stock"
        else np.full(window.length, goal.threshold)
    )
    marks: dict[Key, Split] = {}
    for period in months.periods:
        inside = path[period.first - window.first : period.last - window.first + 1]
        mark = float(inside.mean()) if averaged_level(found, goal) else float(inside[-1])
        own = set_amount(by_hand, key_of(scenario, period))
        marks[key_of(scenario, period)] = Split(mark if own is None else own, "split")
    return marks


def _share_met(values: Floats, goal: Goal) -> float:
    return float(meets(values, goal).mean())
