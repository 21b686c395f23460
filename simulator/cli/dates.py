"""``dates``: until when hiring, an initiative or a lever still helps a goal, and what each month of waiting costs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from simulator.cli.progress import Progress
from simulator.cli.request import (
    add_futures,
    add_goal,
    add_json,
    add_scenario,
    answer,
    forecast_of,
    head,
)
from simulator.cli.stress import first_or_named
from simulator.cli.table import table_lines
from simulator.decide.dated_moves import hires, moves
from simulator.decide.last_date import LastDate, last_dates
from simulator.decide.last_date_words import (
    limit_words,
    precision_words,
    subject,
    time_words,
    verdict_words,
)
from simulator.decide.response import Response
from simulator.engine import Forecast
from simulator.engine.forecast import COMPANY
from simulator.errors import ScenarioError, shorten
from simulator.scenario import Goal, Scenario, load_scenario
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``dates``."""
    add_scenario(parser)
    add_goal(parser, "the scenario's first")
    parser.add_argument("--team", metavar="NAME", help="only hiring into this team (default: everything)")
    parser.add_argument("--people", type=int, default=1, metavar="N", help="people hired at once (default 1)")
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Print the last useful dates of one goal; ScenarioError where scenario, goal or team cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = first_or_named(scenario, args.goal)
    team = args.team
    if team is not None and team not in scenario.team_names:
        names = ", ".join(shorten(name) for name in scenario.team_names)
        raise ScenarioError.single("--team", shorten(team), f"is no team; use one of {names}")
    everything = moves(scenario, goal.scope, args.people)
    tried = everything if team is None else hires(scenario, args.people, team)
    forecast = forecast_of(scenario, args, err)
    found = last_dates(Response(forecast), goal, tried, progress=Progress(err, "simulations"))
    return answer(
        args,
        out,
        lambda: head(forecast) | _document(scenario, goal, found),
        lambda: _report(forecast, goal, found),
    )


def _document(scenario: Scenario, goal: Goal, found: tuple[LastDate, ...]) -> dict[str, object]:
    return {
        "goal": goal.name,
        "scope": goal.scope if goal.scope != COMPANY else None,
        "start_month": scenario.start_month,
        "deadline": goal.by,
        "dates": [
            {
                **one.document(),
                "sentences": [
                    text for text in (verdict_words(one), time_words(one), *limit_words(one)) if text
                ],
            }
            for one in found
        ],
    }


def _report(forecast: Forecast, goal: Goal, found: tuple[LastDate, ...]) -> list[str]:
    lines = [f"{goal.name} by {goal.by}: until when is it worth beginning?", ""]
    header = ("What", "Last useful", "Decide by", "Adds now", "A month costs", "Cannot after")
    lines += [*table_lines(header, [_row(one) for one in found]), ""]
    for one in found:
        lines += [text for text in (verdict_words(one), time_words(one), *limit_words(one)) if text]
    run_of = f"seed {forecast.seed}, engine {ENGINE_VERSION}"
    widest = max(found, key=lambda one: max((start.standard_error for start in one.starts), default=0.0))
    return [*lines, "", f"{precision_words(widest, forecast.n_trials)} {run_of}."]


def _row(one: LastDate) -> tuple[str, ...]:
    if one.last is None:
        return (
            subject(one),
            one.effect,
            "",
            f"{100 * one.now + 0.0:+.2f} points",
            "",
            one.last_possible or "",
        )
    return (
        subject(one),
        one.last.month,
        one.decide_by or "",
        f"{100 * one.now:+.2f} points",
        f"{100 * one.lost_per_month:.2f} points",
        one.last_possible or "",
    )
