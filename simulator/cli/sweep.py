"""``sweep``: the odds of a goal along one lever, or over two."""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser, Namespace
from typing import TextIO

from simulator.cli.progress import Progress
from simulator.cli.request import add_futures, add_goal, add_json, add_scenario, answer, goal_named
from simulator.cli.table import table_lines
from simulator.decide.sweep import Sweep, sweep
from simulator.decide.sweep_axes import LINE_POINTS, MAP_POINTS, axis
from simulator.decide.sweep_words import amount, change_text, sweep_finding
from simulator.errors import ScenarioError
from simulator.goals.told import odds_text, said
from simulator.scenario import load_scenario
from simulator.version import ENGINE_VERSION

SIGNS = {"realistic": "+", "stretch": "~", "unreachable": "-"}
"""Beside the odds of a map, for eyes and pipes without colour."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``sweep``."""
    add_scenario(parser)
    add_goal(parser, "the first")
    parser.add_argument(
        "--lever",
        action="append",
        metavar="NAME",
        required=True,
        help="lever to move; a second one makes a map",
    )
    parser.add_argument("--team", metavar="NAME", help="move the levers of this team alone (default: of all)")
    for name, what in (("least", "lowest"), ("most", "highest")):
        parser.add_argument(
            f"--{name}",
            type=float,
            action="append",
            metavar="X",
            help=f"{what} change, once for each lever: relative, -0.2 for 20 %% less, or people "
            "(default: the plan's bounds)",
        )
    parser.add_argument(
        "--points",
        type=int,
        metavar="N",
        help=f"values of each lever, about (default {LINE_POINTS}, {MAP_POINTS} in a map)",
    )
    add_futures(parser)
    form = parser.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--csv", action="store_true", help="print a table, a row for each value")


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Sweep and print; ScenarioError where a lever or its range cannot be used."""
    scenario = load_scenario(args.scenario)
    if not scenario.goals:
        raise ScenarioError.single("goals", "none", "this scenario has no goal; add a [[goals]] table")
    goal = goal_named(scenario, args.goal) if args.goal is not None else scenario.goals[0]
    levers = args.lever
    if len(levers) > 2:
        raise ScenarioError.single(
            "--lever", f"{len(levers)} levers", "sweep one lever, or two against each other"
        )
    points = args.points if args.points is not None else LINE_POINTS if len(levers) == 1 else MAP_POINTS
    ends = {name: _ends(getattr(args, name), len(levers), name) for name in ("least", "most")}
    teams = None if args.team is None else [args.team]
    axes = [
        axis(scenario, lever, teams=teams, least=ends["least"][at], most=ends["most"][at], points=points)
        for at, lever in enumerate(levers)
    ]
    found = sweep(scenario, goal, axes, args.trials, args.seed, progress=Progress(err, "values"))
    if args.csv:
        print(table_text(found), end="", file=out)
        return 0
    return answer(
        args, out, lambda: {"engine_version": ENGINE_VERSION, **found.document()}, lambda: report(found)
    )


def _ends(given: list[float] | None, levers: int, name: str) -> list[float | None]:
    values: list[float | None] = [*(given or [])]
    if len(values) > levers:
        raise ScenarioError.single(
            f"--{name}", f"given {len(values)} times", f"give it once for each of the {levers} levers at most"
        )
    return values + [None] * (levers - len(values))


def table_text(found: Sweep) -> str:
    """The sweep as CSV."""
    rows = found.rows()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def report(found: Sweep) -> list[str]:
    """The lines printed: the finding, then a row a value, or the map with the first lever across."""
    lines = [f"{found.goal.name}: {said(sweep_finding(found))}", ""]
    if len(found.axes) == 1:
        (one,) = found.axes
        rows = [
            (
                ("> " if place == one.own else "  ") + change_text(one, change),
                said(amount(one, place)),
                odds_text(cell.odds),
                f"{odds_text(cell.verdict.interval[0])} to {odds_text(cell.verdict.interval[1])}",
                cell.verdict.verdict + (" (borderline)" if cell.verdict.borderline else ""),
            )
            for place, (change, cell) in enumerate(zip(one.changes, found.cells, strict=True))
        ]
        lines += table_lines((f"  {one.label}", "Value", "Odds", "19 in 20", "Word"), rows)
    else:
        across, upwards = found.axes
        header = (
            f"{upwards.label} / {across.label}",
            *(change_text(across, change) for change in across.changes),
        )
        lines_of_map = [
            (
                change_text(upwards, upwards.changes[y]),
                *(_cell(found, x, y) for x in range(len(across.changes))),
            )
            for y in reversed(range(len(upwards.changes)))
        ]
        lines += [
            *table_lines(header, lines_of_map),
            "",
            "+ realistic, ~ stretch, - unreachable, * the plan as it is",
        ]
    policy = found.policy
    edges = odds_text(policy.realistic_at_least), odds_text(policy.unreachable_below)
    bands = f"Realistic from {edges[0]}, unreachable under {edges[1]}"
    luck = f"{found.n_trials:,} futures with the same luck at each value (seed {found.seed})."
    return [*lines, "", f"{bands}; {luck}"]


def _cell(found: Sweep, x: int, y: int) -> str:
    cell = found.at(x, y)
    own = "*" if cell.places == found.own.places else ""
    return f"{odds_text(cell.odds)} {SIGNS.get(cell.verdict.verdict, '?')}{own}"
