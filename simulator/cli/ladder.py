"""``ladder``: a scenario and the name of a goal go in; floor, commit, target, stretch and ceiling come out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from simulator.cli.request import (
    add_futures,
    add_goal,
    add_json,
    add_scenario,
    answer,
    forecast_of,
    head,
    the_goal,
)
from simulator.cli.table import table_lines
from simulator.engine import Forecast
from simulator.goals import Verdict, assess, metric
from simulator.goals.break_even import BreakEven, break_even
from simulator.goals.floor import Floor, is_under
from simulator.goals.ladder import Ladder, Rung, ladder
from simulator.scenario import Goal, Scenario, load_scenario
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``ladder``."""
    add_scenario(parser)
    add_goal(parser, "the only one there is")
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Print the ladder of one goal; ScenarioError where the scenario or the goal cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = the_goal(scenario, args.goal, "to get its ladder")
    forecast = forecast_of(scenario, args, err)
    found, verdict, covering = ladder(forecast, goal), assess(forecast, [goal])[0], break_even(forecast)
    return answer(
        args,
        out,
        lambda: _document(forecast, found, verdict, covering),
        lambda: _report(forecast, found, verdict, covering),
    )


def _document(
    forecast: Forecast, found: Ladder, verdict: Verdict, covering: BreakEven | None
) -> dict[str, object]:
    goal, policy = found.goal, forecast.scenario.policy
    return {
        **head(forecast),
        "policy": {
            "realistic_at_least": policy.realistic_at_least,
            "unreachable_below": policy.unreachable_below,
        },
        "goal": goal.name,
        "metric": goal.metric,
        "scope": goal.scope,
        "direction": goal.direction,
        "target": goal.threshold,
        "probability": verdict.probability,
        "verdict": verdict.verdict,
        "under_floor": is_under(found.floor, goal),
        "ladder": found.values(),
        "rungs": {rung.name: rung.document() for rung in found.rungs},
        "money_is": found.money_is,
        "floor": found.floor.document(),
        "break_even": None if covering is None else covering.document(),
    }


def _report(forecast: Forecast, found: Ladder, verdict: Verdict, covering: BreakEven | None) -> list[str]:
    goal, scenario = found.goal, forecast.scenario
    bound = "at least" if goal.direction == "at_least" else "at most"
    target = _amount(goal.threshold, goal.metric)
    what = f"{goal.name}: {metric(goal.metric).label} of {bound} {target} by {goal.by}"
    lines = [f"{what}: {verdict.verdict}, {verdict.probability:.1%}", ""]
    money = () if metric(goal.metric).unit == "money" else (metric(found.money_is).label,)
    header = ("Rung", "Value", "Odds", "Word", "Deals", *money)
    lines += table_lines(header, [_row(rung, goal, with_money=bool(money)) for rung in found.rungs])
    lines += ["", *_floor_lines(scenario, found.floor, goal), *_covering_lines(covering)]
    run = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    return [*lines, "", f"{scenario.currency} where money. {run}."]


def _row(rung: Rung, goal: Goal, *, with_money: bool) -> tuple[str, ...]:
    if rung.value is None or rung.probability is None:
        return (rung.name, "none", "", rung.reason or "", "", *([""] if with_money else []))
    deals = "" if rung.deals is None else f"{rung.deals:,.0f}"
    money = "" if rung.money is None else f"{rung.money:,.0f}"
    own = (rung.name, _amount(rung.value, goal.metric), f"{rung.probability:.1%}", str(rung.verdict), deals)
    return (*own, money) if with_money else own


def _floor_lines(scenario: Scenario, found: Floor, goal: Goal) -> list[str]:
    if found.covered is None:
        return [f"Floor: none, {found.reason}."]
    months = scenario.months
    span = f"{months[found.window.first]} to {months[found.window.last]}"
    parts = {
        "salaries": found.salaries,
        "marketing": found.marketing,
        "overhead": found.overhead,
        "initiatives and risks": found.changes,
    }
    named = ", ".join(f"{name} {value:,.0f}" for name, value in parts.items() if value)
    lines = [f"Costs of {span}: {found.costs:,.0f} ({named}), covered in {found.covered:.1%} of the futures."]
    if found.unstated:
        lines.append(f"No number is given for, and so not in the floor: {', '.join(found.unstated)}.")
    if is_under(found, goal):
        lines.append("The goal lies under the floor: met exactly, costs are not covered.")
    return lines


def _covering_lines(covering: BreakEven | None) -> list[str]:
    if covering is None:
        return []
    single, whole = covering.first_month or "none", covering.first_since_start or "none"
    first = f"first month that rather covers its costs {single}; all costs since the start {whole}"
    return [f"Break-even: {first}; over the whole plan {covering.period:.1%}."]


def _amount(value: float, name: str) -> str:
    if metric(name).unit == "share":
        return f"{value:.2%}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")
