"""M: a number, the baseline it starts from, and where the truth will be read."""

from __future__ import annotations

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.metrics import metric
from simulator.goals.smart_letters import Letter, Part, figure_unit, joined, listed
from simulator.goals.told import Figure
from simulator.scenario.goal import Goal
from simulator.scenario.inputs import GRADES, PlanInput, plan_inputs
from simulator.scenario.levers import STAGE_PREFIX

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
    "entered": _ENTERING,
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
}
MOST_NAMED = 3


def measurable(forecast: Forecast, goal: Goal) -> Letter:
    """Number, baseline and source of truth."""
    return joined("M", [_number(goal), _baseline(goal), _truth(forecast, goal)])


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


def _baseline(goal: Goal) -> Part:
    unit = figure_unit(goal.metric)
    if goal.baseline is None:
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
    counts = {grade: sum(one.grade == grade for one in inputs) for grade in GRADES}
    told = listed([f"{number} {grade}" for grade, number in counts.items() if number]) if inputs else ""
    guesses = [one.name for one in inputs if one.grade == "guess"]
    rests = f" It rests on {told}." if inputs else ""
    if guesses:
        shown = (
            listed(guesses[:MOST_NAMED])
            if len(guesses) <= MOST_NAMED
            else (f"{', '.join(guesses[:MOST_NAMED])} and {len(guesses) - MOST_NAMED} more")
        )
        rests = f" It rests on {told}: {shown}."
    if goal.source_of_truth is not None:
        return Part("ok", (f"The actual is read in {goal.source_of_truth}.{rests}",))
    sources = list(dict.fromkeys(one.source for one in inputs if one.grade == "measured" and one.source))
    if sources and not guesses:
        return Part("ok", (f"The actual is read where its inputs were: {sources[0]}.{rests}",))
    if counts["measured"] and not guesses:
        return Part("ok", (f"Its inputs are measured, so the actual can be.{rests}",))
    return Part(
        "missing",
        (f"Nobody says where the actual will be read.{rests}",),
        ("Name the system or report it is read in.",),
        ("source_of_truth",),
    )


def inputs_behind(forecast: Forecast, goal: Goal) -> tuple[PlanInput, ...]:
    """The inputs of the plan the goal's metric rests on, of its team or of all."""
    name = "entered" if goal.metric == "activities_per_rep_per_day" else goal.metric
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
