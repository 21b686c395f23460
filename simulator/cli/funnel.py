"""``funnel``: a goal worked back to deals, opportunities and calls, and held against the working day."""

from __future__ import annotations

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
from simulator.errors import ScenarioError
from simulator.goals.told import odds_text, said
from simulator.quotas.norms import NORMS
from simulator.quotas.reverse_funnel import ODDS, funnel_goals, reverse_funnel
from simulator.quotas.thinning import whole
from simulator.quotas.working_day import WorkingDay, against_norms, day_units, working_day
from simulator.scenario import Goal, Scenario, load_scenario


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``funnel``."""
    add_scenario(parser)
    add_goal(parser, "the first that fits")
    parser.add_argument("--team", metavar="NAME", help="name of the team (default: the goal's, or the first)")
    parser.add_argument(
        "--odds",
        type=float,
        action="append",
        metavar="P",
        help="odds to be answered, for instance 0.8; may be repeated (default 0.6 and 0.8)",
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Work the goal back and print it; ScenarioError where it cannot be."""
    scenario = load_scenario(args.scenario)
    goal = _goal(scenario, args.goal)
    forecast = forecast_of(scenario, args, err)
    funnel = reverse_funnel(forecast, goal, args.team, tuple(args.odds) if args.odds else ODDS)
    day = working_day(forecast, funnel)
    return answer(args, out, lambda: head(forecast) | _document(day), lambda: _report(day))


def _goal(scenario: Scenario, name: str | None) -> Goal:
    if name is None:
        usable = funnel_goals(scenario)
        if not usable:
            raise ScenarioError.single(
                "goals",
                f"{len(scenario.goals)} goals",
                "hold none that deals, units of a stage or money lead to; add one",
            )
        return usable[0]
    return goal_named(scenario, name)


def _document(day: WorkingDay) -> dict[str, Any]:
    funnel = day.funnel
    return {
        "goal": funnel.goal.name,
        "team": funnel.team,
        "share": funnel.share,
        "target": funnel.target,
        "open_deals": funnel.open_deals,
        "mean_size": funnel.mean_size,
        "deals": _finite(funnel.deals),
        "in_time": funnel.in_time,
        "months": list(funnel.months),
        "effective_reps": funnel.effort.reps,
        "rep_days": funnel.effort.rep_days,
        "odds": list(funnel.odds),
        "steps": [
            {
                "step": step.name,
                "rate": step.rate,
                "average": step.units[0],
                "at_odds": list(step.units[1:]),
                "per_rep_and_day": list(funnel.per_rep_and_day(step)),
            }
            for step in funnel.steps
        ],
        "working_day": {
            "minutes": day.minutes,
            "needed": list(day.needed),
            "filled": list(day.share),
            "most_entering_by_time": day.by_time,
            "most_entering_by_capacity": day.by_capacity,
            "probability": day.odds,
            "verdict": day.word,
        },
        "sentence": day.said(),
        "against_norms": [said(told) for told in against_norms(day)],
    }


def _finite(value: float) -> float | None:
    return value if value != float("inf") else None


def _report(day: WorkingDay) -> list[str]:
    funnel = day.funnel
    columns = ("average", *(odds_text(one) for one in funnel.odds))
    header = ("Step", "Rate", *columns, *(f"a day, {one}" for one in columns), "fit a day")
    most = {load.step: load.most for load in day.loads}
    rows = []
    for number, step in enumerate(funnel.steps):
        rate = "" if step.rate is None else f"{step.rate * 100:.1f} %"
        fit = most.get(step.name)
        limit = None if number else day.most_entering
        per_day = funnel.per_rep_and_day(step)
        rows.append(
            (
                step.name,
                rate,
                *("none is enough" if one is None else f"{whole(one):,}" for one in step.units),
                *("" if one is None else f"{day_units(one, limit):g}" for one in per_day),
                "" if fit is None else f"{fit:g}",
            )
        )
    lines = [f"{funnel.goal.name} · {funnel.team} · {funnel.months[0]} to {funnel.months[-1]}", ""]
    lines += table_lines(header, rows)
    lines += ["", day.said()]
    if day.odds is not None:
        lines.append(f"If every rep fills every day: {day.word}, odds of {odds_text(day.odds)}.")
    lines += [said(told) for told in against_norms(day)]
    lines += ["", "What others found:", *(f"  {norm.words} ({norm.source})" for norm in NORMS)]
    return lines
