"""What a growth goal starts from, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.metrics import metric
from simulator.goals.starting import starting_level
from simulator.goals.values import metric_values
from simulator.goals.windows import Window, goal_window
from simulator.scenario.change_words import MONTH_NAMES
from simulator.scenario.goal import Goal
from simulator.scenario.metric_inputs import months_before
from simulator.scenario.months import calendar_month, month_number, month_text
from simulator.scenario.plan import Scenario

GROWTH_METRICS = frozenset({"mrr_growth", "revenue_growth"})
"""Changes already: a change of a change says nothing a leader asks for."""
FIRST_MONTHS = 3
_OPENING = frozenset({"mrr", "arr", "arpa"})

GoalWindow = Literal["total", "month", "quarter", "year", "average"]


@dataclass(frozen=True)
class Baseline:
    """Where a change is counted from.

    value: in the metric's unit, for as many months as the goal looks at. kind: the months' own history; what stood in
    the books at the start; the plan's inputs at its start, in the goal's season and before growth and changes; the
    forecast's own first months, where those say nothing. source: that as a noun, without a figure.
    """

    value: float
    kind: Literal["history", "opening", "inputs", "forecast"]
    source: str

    @property
    def sentence(self) -> str:
        """Where it comes from; it holds no figure, so nobody learns an amount from it."""
        return f"Counted from {self.source}."


def baseline(
    forecast: Forecast, name: str, scope: str = COMPANY, window: GoalWindow = "total", by: str | None = None
) -> Baseline | None:
    """What a goal on the metric `name` starts from; None where nothing says so, or it is a change itself.

    window and by: the goal's, by left out is the last month. The best that is known comes first: the history behind the
    plan (the same months a year before), what stood in the books, the plan's inputs, the forecast's first months.
    Raises KeyError where there is no such metric or team.
    """
    scenario = forecast.scenario
    if name in GROWTH_METRICS:
        return None
    goal = Goal(
        name="baseline", metric=name, target=0.0, by=by or scenario.months[-1], window=window, scope=scope
    )
    looked = goal_window(scenario, goal)
    found = _from_history(scenario, name, scope, looked) or _from_inputs(scenario, name, scope, looked)
    return found or _from_forecast(forecast, name, scope, looked)


def _from_history(scenario: Scenario, name: str, scope: str, window: Window) -> Baseline | None:
    """The same months as far back as it takes to lie before the start, else the last ones before it."""
    opinion = scenario.second_opinion
    if opinion is None or scope != COMPANY or name not in ("revenue", "bookings"):
        return None
    if name == "bookings" and opinion.metric != "bookings":
        return None
    if name == "revenue":
        known = months_before(scenario, scope)
    else:
        gap = month_number(scenario.start_month) - month_number(opinion.first_month)
        known = opinion.values[:gap] if 0 < gap <= len(opinion.values) else ()
    shift = 12 * (window.last // 12 + 1)
    first, last = window.first - shift, window.last - shift
    if -first > len(known):
        first, last = -window.length, -1
    if -first > len(known):
        return None
    months = known[len(known) + first : len(known) + last + 1]
    value = sum(months) / (len(months) if window.averaged else 1)
    start = month_number(scenario.start_month)
    span = _span(month_text(start + first), month_text(start + last))
    return Baseline(value, "history", f"the money history behind the plan, {span}") if value > 0 else None


def _from_inputs(scenario: Scenario, name: str, scope: str, window: Window) -> Baseline | None:
    level = starting_level(scenario, name, scope, _season(scenario, window))
    if level is None or (level == 0 and metric(name).better > 0):
        return None
    whole = not window.averaged
    if name == "net_revenue_retention":
        value = level**window.length if whole else level
    elif name == "rep_turnover" and window.first == 0:
        value = level * (window.length - 1) / window.length  # nobody leaves in the plan's first month
    else:
        value = level * window.length if whole and metric(name).kind == "flow" else level
    if name in _OPENING:
        return Baseline(value, "opening", "what the books show at the plan's start")
    if name == "revenue" and scenario.recurring is not None:
        length = window.length if whole else 1
        return Baseline(value, "opening", f"the recurring revenue at the plan's start, times {length}")
    return Baseline(
        value, "inputs", "the plan's inputs as they stand at its start, in season, before growth and changes"
    )


def _from_forecast(forecast: Forecast, name: str, scope: str, window: Window) -> Baseline | None:
    if window.first == 0 and metric(name).kind == "flow":
        first, words = (
            window,
            "what the plan itself expects of these months (median): nothing earlier is known",
        )
    else:
        length = min(max(window.length, FIRST_MONTHS), forecast.n_months)
        if metric(name).kind == "flow":
            length = window.length
        first = Window(0, length - 1, window.averaged)
        span = _span(forecast.months[0], forecast.months[length - 1])
        words = f"the plan's own first months, {span} (median): nothing earlier is known"
    values = metric_values(forecast, name, scope, first)
    known = values[np.isfinite(values)]
    return Baseline(float(np.median(known)), "forecast", words) if known.size else None


def _season(scenario: Scenario, window: Window) -> float:
    """The mean seasonal index of the window's months, 1 in a usual month."""
    index = scenario.seasonality.index
    months = [calendar_month(month) for month in scenario.months[window.months]]
    return sum(index[month] for month in months) / len(months) / (sum(index) / len(index))


def _span(first: str, last: str) -> str:
    """``Jan 2026 to Dec 2026``."""
    names = [
        f"{MONTH_NAMES[calendar_month(month)][:3]} {month[:4]}" for month in dict.fromkeys((first, last))
    ]
    return " to ".join(names)
