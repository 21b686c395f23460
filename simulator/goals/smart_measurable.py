"""M: a number, the baseline it starts from, and where the truth will be read."""

from __future__ import annotations

import math

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.baseline import GROWTH_METRICS, baseline
from simulator.goals.metrics import metric
from simulator.goals.smart_letters import Letter, Part, figure_unit, joined, listed
from simulator.goals.told import Figure, Told
from simulator.scenario.goal import Goal
from simulator.scenario.inputs import GRADES, PlanInput, plan_inputs
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_names import ACTIVITY_METRICS, HOUR_METRICS, ROLE_METRICS

_ENTERING = frozenset({"volume", "growth", "season", "market"})
_DEALS = _ENTERING | {"stage", "win_rate", "cycle", "open_deals", "attrition", "ramp"}
_MONEY = _DEALS | {"deal_size"}
_BOOK = _MONEY | {"churn", "expansion"}
_RESTS_ON: dict[str, frozenset[str]] = {
    "bookings": _MONEY,
    "revenue": _BOOK,
    "mrr": _BOOK,
    "arr": _BOOK,
    "won_deals": _DEALS,
    "new_customers": _DEALS,
    "win_rate": frozenset({"win_rate"}),
    "average_deal_size": frozenset({"deal_size", "open_deals"}),
    "churn_rate": frozenset({"churn"}),
    "gross_margin": frozenset({"margin"}),
    "cycle_days": frozenset({"cycle"}),
    "rep_turnover": frozenset({"attrition"}),
    "effective_reps": frozenset({"attrition", "ramp"}),
    "quota_attainment": _MONEY,
    "cac": _DEALS,
    "arpa": _BOOK,
    "mrr_growth": _BOOK,
    "net_revenue_retention": frozenset({"churn", "expansion"}),
    "net_revenue_churn": frozenset({"churn", "expansion"}),
    "revenue_growth": _BOOK,
    "units": _DEALS | {"units"},
    **dict.fromkeys(("activities_per_rep_per_day", "entered"), _ENTERING),
    **dict.fromkeys((*ROLE_METRICS, "qualified_leads"), _ENTERING | {"stage"}),
    **dict.fromkeys(ACTIVITY_METRICS, frozenset({"activity"})),
    **dict.fromkeys(HOUR_METRICS, frozenset({"hours"})),
}
MOST_NAMED = 3


def measurable(forecast: Forecast, goal: Goal) -> Letter:
    """Number, baseline and source of truth."""
    return joined("M", [_number(goal), _baseline(forecast, goal), _truth(forecast, goal)])


def _number(goal: Goal) -> Part:
    found, unit = metric(goal.metric), figure_unit(goal.metric)
    bound = "at least" if goal.direction == "at_least" else "at most"
    words = (f"{found.label} {bound} ", Figure(goal.threshold, unit))
    if (goal.direction == "at_least") != (found.better > 0):
        better = "more" if found.better > 0 else "less"
        return Part(
            "warn",
            (*words, f", though {better} of it is better."),
            ("Turn the direction round, or leave it if it is a limit.",),
            ("direction",),
        )
    return Part("ok", (*words, "."))


def _baseline(forecast: Forecast, goal: Goal) -> Part:
    unit = figure_unit(goal.metric)
    if goal.baseline is None:
        found = baseline(forecast, goal.metric, goal.scope, goal.window, goal.by)
        if goal.metric in GROWTH_METRICS:
            return Part("ok", ("It is a change itself, counted from the months before.",))
        if found is not None and math.isfinite(found.value):
            return _against(goal, found.value, f"computed from {found.source}")
        return Part(
            "missing",
            ("It does not say where it starts from.",),
            ("Enter the baseline, and where it was read.",),
            ("baseline", "baseline_source"),
        )
    start = Figure(goal.baseline, unit)
    if goal.baseline_source is None:
        return Part(
            "warn",
            ("It starts from ", start, ", but nobody says where that was read."),
            ("Say where the baseline was read.",),
            ("baseline_source",),
        )
    return _against(goal, goal.baseline, f"read in {goal.baseline_source}")


def _against(goal: Goal, baseline: float, whence: str) -> Part:
    unit = figure_unit(goal.metric)
    start = Figure(baseline, unit)
    met = goal.threshold <= baseline if goal.direction == "at_least" else goal.threshold >= baseline
    if met:
        return Part(
            "warn",
            ("It starts from ", start, f", {whence}, and asks for no more than that."),
            ("Ask for more, or say in a note that keeping it is the goal.",),
            ("target",),
        )
    return Part("ok", ("It starts from ", start, f", {whence}."))


def _truth(forecast: Forecast, goal: Goal) -> Part:
    inputs = inputs_behind(forecast, goal)
    measured = sum(one.grade == "measured" for one in inputs)
    guesses = [one.name for one in inputs if one.grade == "guess"]
    rests = _rests(inputs, guesses)
    evidence = metric(goal.metric).evidence
    if goal.source_of_truth is not None:
        return Part("ok", (f"The actual is read in {goal.source_of_truth}.{rests}",))
    if measured and not guesses:
        return Part("ok", (f"The actual is read in {evidence}.{rests}",))
    advice: Told = ("Name the system or report in which the actual is read.",)
    if measured:
        return Part(
            "warn", (f"The actual would be read in {evidence}.{rests}",), advice, ("source_of_truth",)
        )
    words = f"Nobody says where the actual will be read (usually {evidence}).{rests}"
    return Part("missing", (words,), advice, ("source_of_truth",))


def _rests(inputs: tuple[PlanInput, ...], guesses: list[str]) -> str:
    if not inputs:
        return ""
    words = {"measured": "measured", "benchmark": "benchmark", "guess": "guess"}
    many = {"measured": "measured", "benchmark": "benchmarks", "guess": "guesses"}
    counts = {grade: sum(one.grade == grade for one in inputs) for grade in GRADES}
    told = listed([f"{n} {(words if n == 1 else many)[grade]}" for grade, n in counts.items() if n])
    if not guesses:
        return f" It rests on {told}."
    named = ", ".join(guesses[:MOST_NAMED])
    more = len(guesses) - MOST_NAMED
    return f" It rests on {told}: {named}{f' and {more} more' if more > 0 else ''}."


def inputs_behind(forecast: Forecast, goal: Goal) -> tuple[PlanInput, ...]:
    """The inputs of the plan the goal's metric rests on, of its team or of all."""
    name = goal.metric
    kinds = _RESTS_ON.get(name, _BOOK | {"margin"})
    if goal.metric.startswith(STAGE_PREFIX):
        kinds = _ENTERING | {"stage"}
    if name == "revenue" and forecast.scenario.recurring is None:
        kinds = _MONEY
    return tuple(
        one
        for one in plan_inputs(forecast.scenario)
        if one.kind in kinds and (goal.scope == COMPANY or one.team in ("", goal.scope))
    )
