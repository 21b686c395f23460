"""Metrics and goals in the words and units of the trade."""

from __future__ import annotations

from simulator.goals import Metric, metric
from simulator.scenario import Goal
from simulator.scenario.levers import STAGE_PREFIX
from words.amounts import Unit, currency_sign, last_day, month

_SHOWN_AS: dict[str, Unit] = {
    "rep_turnover": "share",
    "quota_attainment": "share",
    "net_revenue_retention": "share",
    "effective_reps": "number",
}
_STOCKS = frozenset({"mrr", "arr", "arpa", "clv", "clv_to_cac"})
"""Reached by a day, though they are no sums over the time to it."""
_OF_WINDOW = {
    "total": "",
    "month": ", by month",
    "quarter": ", last three months",
    "year": ", last twelve months",
    "average": ", monthly average",
}


def metric_label(name: str, stage: str) -> str:
    """How the metric `name` is called; `stage`: the name of its stage, if it has one, made fit for where it stands."""
    return f"Units reaching {stage}" if name.startswith(STAGE_PREFIX) else metric(name).label


def stage_of(name: str) -> str:
    """The stage of a metric such as ``stage:offer``, as it was named; empty where it has none."""
    return name.removeprefix(STAGE_PREFIX) if name.startswith(STAGE_PREFIX) else ""


def shown_unit(name: str) -> Unit:
    """How the numbers of the metric `name` are written."""
    found: Metric = metric(name)
    return _SHOWN_AS.get(name) or ("number" if found.unit == "ratio" else found.unit)


def bound_words(goal: Goal) -> str:
    """``at least`` or ``at most``."""
    return "at least" if goal.direction == "at_least" else "at most"


def when_words(goal: Goal) -> str:
    """``by 31 Dec 2027``, ``in Dec 2027``, ``on average until 31 Dec 2027``."""
    how = {
        "total": "by",
        "average": "on average until",
        "month": "in",
        "quarter": "in the quarter to",
        "year": "in the twelve months to",
    }[goal.window]
    if goal.window == "total" and metric(goal.metric).kind != "flow" and goal.metric not in _STOCKS:
        how = "over the time to"
    return f"{how} {month(goal.by) if goal.window == 'month' else last_day(goal.by)}"


def axis_title(label: str, unit: Unit, scaled: str, currency: str, window: str) -> str:
    """``New bookings (M €)``; scaled: the letter or words for what the numbers were divided by, empty for nothing."""
    if unit == "share":
        within = "%"
    else:
        within = f"{scaled} {currency_sign(currency)}".strip() if unit == "money" else scaled
    return f"{label} ({within}){_OF_WINDOW[window]}" if within else f"{label}{_OF_WINDOW[window]}"
