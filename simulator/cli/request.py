"""What the commands on a scenario ask alike: its file, futures, seed, one of its goals, and JSON or text."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _ActionsContainer
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

from simulator.cli.progress import Progress
from simulator.engine import DEFAULT_TRIALS, MAX_TRIALS, MIN_TRIALS, Forecast, simulate
from simulator.errors import ScenarioError, shorten
from simulator.scenario import Goal, Scenario, scenario_digest
from simulator.version import ENGINE_VERSION


def add_scenario(parser: ArgumentParser, text: str = "scenario file, TOML or JSON") -> None:
    """Declare SCENARIO, the file every such command begins with; `text` explains it."""
    parser.add_argument("scenario", metavar="SCENARIO", help=text)


def add_goal(parser: ArgumentParser, default: str) -> None:
    """Declare ``--goal``; `default` says in words which goal is taken without it."""
    parser.add_argument("--goal", metavar="NAME", help=f"name of the goal (default: {default})")


def add_futures(parser: ArgumentParser) -> None:
    """Declare ``--trials`` and ``--seed``: how many futures, and with which luck."""
    parser.add_argument(
        "--trials",
        type=int,
        default=DEFAULT_TRIALS,
        metavar="N",
        help=f"simulated futures, {MIN_TRIALS} to {MAX_TRIALS:,} (default {DEFAULT_TRIALS:,})",
    )
    parser.add_argument("--seed", type=int, metavar="S", help="seed of the luck (default: the scenario's)")


def add_json(parser: _ActionsContainer) -> None:
    """Declare ``--json``, of a parser or of a group of one."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def goal_named(scenario: Scenario, name: str) -> Goal:
    """The scenario's goal of that name; ScenarioError with the names there are, where there is none."""
    for goal in scenario.goals:
        if goal.name == name:
            return goal
    names = ", ".join(shorten(goal.name) for goal in scenario.goals)
    can = f"use one of {names}" if names else "it has none; add a [[goals]] table"
    raise ScenarioError.single("--goal", name, f"is no goal of this scenario; {can}")


def the_goal(scenario: Scenario, name: str | None, purpose: str) -> Goal:
    """The goal called `name`, or without a name the only one there is; ScenarioError in every other case.

    purpose: what a goal is needed for, as the end of "add a [[goals]] table …".
    """
    goals = scenario.goals
    if not goals:
        raise ScenarioError.single("goals", "", f"is empty: add a [[goals]] table {purpose}")
    if name is not None:
        return goal_named(scenario, name)
    if len(goals) > 1:
        names = ", ".join(shorten(goal.name) for goal in goals)
        raise ScenarioError.single("--goal", "", f"must name one of the goals: {names}")
    return goals[0]


def forecast_of(scenario: Scenario, args: Namespace, err: TextIO) -> Forecast:
    """The futures ``--trials`` and ``--seed`` ask for, with progress on `err`.

    Raises ScenarioError where they are out of range or the scenario cannot be simulated.
    """
    return simulate(scenario, args.trials, args.seed, progress=Progress(err))


def head(forecast: Forecast) -> dict[str, Any]:
    """What every document on a forecast opens with, so that its digits can be had again."""
    return {
        "engine_version": ENGINE_VERSION,
        "scenario_digest": scenario_digest(forecast.scenario),
        "seed": forecast.seed,
        "n_trials": forecast.n_trials,
    }


def answer(
    args: Namespace,
    out: TextIO,
    document: Callable[[], Mapping[str, Any]],
    report: Callable[[], Sequence[str]],
) -> int:
    """Print the document where ``--json`` asks for it, the lines of the report otherwise; returns exit code 0.

    Only the one that is asked for is made.
    """
    if args.json:
        text = json.dumps(document(), indent=2, ensure_ascii=False, allow_nan=False)
    else:
        text = "\n".join(report())
    print(text, file=out)
    return 0
