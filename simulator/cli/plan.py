"""``plan``: a scenario and a goal go in; the cheapest mixes of levers that make it realistic come out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from simulator.cli.progress import Progress
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
from simulator.decide.plan_found import Plan, PlanPart, Plans
from simulator.decide.plan_search import MOST_CHANGES, find_plans, wanted_within
from simulator.decide.response import Response
from simulator.decide.strategy import odds_sentence, outcome_sentence, strategy_sentence
from simulator.engine import Forecast
from simulator.goals import metric
from simulator.goals.told import said
from simulator.scenario import load_scenario
from simulator.scenario.lever_values import lever_unit
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``plan``."""
    add_scenario(parser)
    add_goal(parser, "the only one there is")
    parser.add_argument(
        "--probability",
        type=float,
        metavar="P",
        help="odds to reach, above 0 and below 1 (default: the least of realistic)",
    )
    parser.add_argument(
        "--budget",
        type=float,
        metavar="B",
        help="most a plan may cost until the plan's end (default: no limit)",
    )
    parser.add_argument(
        "--changes",
        type=int,
        default=MOST_CHANGES,
        metavar="N",
        help=f"most levers a plan may move (default {MOST_CHANGES})",
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Print plans for one goal; ScenarioError where the scenario, the goal or a number cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = the_goal(scenario, args.goal, "to plan for")
    wanted_within(scenario, args.probability, args.budget, args.changes)
    forecast = forecast_of(scenario, args, err)
    found = find_plans(
        Response(forecast),
        goal,
        wanted=args.probability,
        budget=args.budget,
        most_changes=args.changes,
        progress=Progress(err, "simulations"),
    )
    return answer(args, out, lambda: _document(forecast, found), lambda: _report(forecast, found))


def _document(forecast: Forecast, found: Plans) -> dict[str, Any]:
    strategy = strategy_sentence(found, forecast.scenario)
    return {
        **head(forecast),
        "goal": found.goal.name,
        "metric": found.goal.metric,
        "target": found.goal.threshold,
        "by": found.goal.by,
        "verdict_now": found.verdict.verdict,
        "probability_now": found.odds,
        "probability_today": found.today,
        "wanted": found.wanted,
        "met": found.already,
        "budget": found.budget,
        "most_changes": found.most_changes,
        "sentence": said(outcome_sentence(found)),
        "strategy": None if strategy is None else said(strategy),
        "plans": [plan.document() for plan in found.plans],
        "nearest": None if found.nearest is None else found.nearest.document(),
        "without_known_cost": list(found.unpriced),
        "simulations": found.runs,
    }


def _report(forecast: Forecast, found: Plans) -> list[str]:
    goal, scenario = found.goal, forecast.scenario
    bound = "at least" if goal.direction == "at_least" else "at most"
    share = metric(goal.metric).unit == "share"
    target = f"{goal.threshold:.2%}" if share else _number(goal.threshold)
    what = f"{goal.name}: {metric(goal.metric).label} of {bound} {target} by {goal.by}"
    lines = [f"{what}: {found.verdict.verdict}, {found.odds:.1%}; wanted {found.wanted:.1%}", ""]
    lines.append(said(outcome_sentence(found)))
    strategy = strategy_sentence(found, scenario)
    if strategy is not None:
        lines.append(said(strategy))
    for number, plan in enumerate(found.plans, 1):
        lines += ["", *_plan_lines(f"Plan {number}, {plan.kind} first", found, plan)]
    if found.nearest is not None:
        lines += ["", *_plan_lines("Nearest", found, found.nearest)]
    if found.unpriced:
        lines += ["", f"Left out, because no cost is stated for them: {', '.join(found.unpriced)}."]
    run = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    beside = "odds of plans with as many futures of another seed beside them"
    return [*lines, "", f"{scenario.currency} where money, until {scenario.months[-1]}. {run}; {beside}."]


def _plan_lines(title: str, found: Plans, plan: Plan) -> list[str]:
    cost = "cost not stated" if plan.cost is None else f"costs {plan.cost:,.0f}"
    verdict = plan.verdict
    lines = [f"{title}: {cost}, {verdict.verdict}, {verdict.probability:.1%} ± {verdict.standard_error:.1%}"]
    header = ("Lever", "From", "To", "Change", "Works from", "Odds it works", "Costs")
    lines += table_lines(header, [_row(part) for part in plan.parts])
    return [*lines, said(odds_sentence(found, plan))]


def _row(part: PlanPart) -> tuple[str, ...]:
    name = part.lever if part.teams is None else f"{part.lever} ({', '.join(part.teams)})"
    people = part.lever == "hires"
    return (
        name,
        "" if part.before is None else _amount(part.before, part.lever),
        "" if part.after is None else _amount(part.after, part.lever),
        f"{part.amount:+.0f}" if people else f"{part.amount:+.1%}",
        part.start_month,
        f"{part.probability:.0%}",
        "not stated" if part.cost is None else f"{part.cost:,.0f}",
    )


def _amount(value: float, lever: str) -> str:
    return f"{value:.2%}" if lever_unit(lever).startswith("share") else _number(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")
