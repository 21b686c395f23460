"""``stress``: one goal of a scenario under everything that may go wrong, alone and together."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from simulator.cli.request import (
    add_futures,
    add_goal,
    add_json,
    add_scenario,
    answer,
    forecast_of,
    goal_named,
    head,
)
from simulator.cli.table import table_lines
from simulator.decide.response import Response
from simulator.decide.stress import Outcome, StressTest, stress_test
from simulator.decide.stresses import STRESSES, stress
from simulator.engine import Forecast
from simulator.errors import ScenarioError, shorten
from simulator.goals import metric
from simulator.goals.told import Figure, plain_figure, said
from simulator.scenario import Goal, Scenario, load_scenario
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``stress``."""
    add_scenario(parser)
    add_goal(parser, "the scenario's first")
    parser.add_argument(
        "--stress",
        action="append",
        default=[],
        metavar="NAME",
        help=f"one of those to try together, may be repeated: {', '.join(STRESSES)}",
    )
    parser.add_argument(
        "--size",
        action="append",
        default=[],
        metavar="NAME.SIZE=VALUE",
        help="how hard one hits, e.g. leads_fall.leads=0.3; may be repeated",
    )
    add_futures(parser)
    add_json(parser)
    sizes = [
        f"  {one.name}: " + ", ".join(f"{size.name} ({size.default:g})" for size in one.sizes)
        for one in STRESSES.values()
    ]
    parser.epilog = "\n".join(["sizes and their defaults:", *sizes])
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Try every stress on one goal; ScenarioError where scenario, goal, stress or size cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = first_or_named(scenario, args.goal)
    for name in args.stress:
        stress(name)
    sizes = _sizes(args.size)
    forecast = forecast_of(scenario, args, err)
    found = stress_test(Response(forecast), goal, args.stress, sizes)
    return answer(
        args,
        out,
        lambda: head(forecast) | _policy(scenario) | found.document(),
        lambda: report(forecast, found),
    )


def first_or_named(scenario: Scenario, name: str | None) -> Goal:
    """The goal called `name`, else the first; ScenarioError where there is none."""
    if name is not None:
        return goal_named(scenario, name)
    if not scenario.goals:
        raise ScenarioError.single("goals", "", "is empty: add a [[goals]] table to have something to judge")
    return scenario.goals[0]


def _policy(scenario: Scenario) -> dict[str, Any]:
    policy = scenario.policy
    bands = {
        "realistic_at_least": policy.realistic_at_least,
        "unreachable_below": policy.unreachable_below,
    }
    return {"policy": bands}


def _sizes(typed: list[str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for text in typed:
        place, equals, value = text.partition("=")
        name, point, size = place.partition(".")
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not (equals and point) or number != number:
            raise ScenarioError.single(
                "--size", shorten(text), "must be NAME.SIZE=VALUE, for example leads_fall.leads=0.3"
            )
        found.setdefault(name, {})[size] = number
    return found


def report(forecast: Forecast, found: StressTest) -> list[str]:
    """The same for people: as planned, together, and each alone with what it means."""
    goal, planned = found.goal, found.planned
    lines = [f"{goal.name} by {goal.by} as planned: {planned.verdict}, {planned.probability:.1%}"]
    if found.together is not None:
        both = found.together
        lines.append(
            f"{both.label}: {both.verdict.verdict}, {both.verdict.probability:.1%} ({_points(both.change)})"
        )
        if found.interaction or found.interaction_error:
            lines.append(
                f"Of that {_points(found.interaction)} (±{200 * found.interaction_error:.1f}) is what they do "
                "to each other: each alone does not add up to both."
            )
    header = ("Stress", "Odds", "Word", "Change", "Median")
    lines += ["", *table_lines(header, [_row(one, goal) for one in found.alone]), ""]
    lines += [f"{one.label}: {said(one.words)}" for one in found.alone]
    run_of = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    currency = f"{forecast.scenario.currency} where money. "
    return [*lines, "", f"{currency}The same futures in every row, ± two standard errors. {run_of}."]


def _row(one: Outcome, goal: Goal) -> tuple[str, ...]:
    if one.reason is not None:
        return (one.label, "", "does not apply", "", "")
    median = "" if one.median_change is None else _signed(one.median_change, goal)
    change = f"{_points(one.change)} (±{200 * one.standard_error:.1f})"
    return (one.label, f"{one.verdict.probability:.1%}", one.verdict.verdict, change, median)


def _points(change: float) -> str:
    return f"{100 * change + 0.0:+.1f} points"


def _signed(value: float, goal: Goal) -> str:
    unit = metric(goal.metric).unit
    figure = plain_figure(Figure(value, "number" if unit == "ratio" else unit))
    return figure if value < 0 or figure == "0" else f"+{figure}"
