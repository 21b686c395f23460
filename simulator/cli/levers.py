"""``levers``: a scenario and a goal go in; what moves its odds comes out, and how much of its spread is luck."""

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
from simulator.decide.luck_shares import LuckShares, luck_shares
from simulator.decide.tornado import LeverEffect, Side, Tornado, step_words, tornado
from simulator.engine import Forecast
from simulator.goals import Verdict, assess, metric
from simulator.scenario import load_scenario
from simulator.version import ENGINE_VERSION

PER = 10_000
"""So much money is what points per cost are per."""
MOST_INPUTS = 8


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``levers``."""
    add_scenario(parser)
    add_goal(parser, "the only one there is")
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Print what moves one goal; ScenarioError where the scenario or the goal cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = the_goal(scenario, args.goal, "to see what moves it")
    forecast = forecast_of(scenario, args, err)
    verdict = assess(forecast, [goal])[0]
    found = tornado(forecast, goal, progress=Progress(err, "steps"))
    shares = luck_shares(forecast, goal)
    return answer(
        args,
        out,
        lambda: _document(forecast, verdict, found, shares),
        lambda: _report(forecast, verdict, found, shares),
    )


def _document(forecast: Forecast, verdict: Verdict, found: Tornado, shares: LuckShares) -> dict[str, Any]:
    goal, policy = found.goal, forecast.scenario.policy
    return {
        **head(forecast),
        "policy": {
            "realistic_at_least": policy.realistic_at_least,
            "unreachable_below": policy.unreachable_below,
        },
        "metric": goal.metric,
        "scope": goal.scope,
        "direction": goal.direction,
        "target": goal.threshold,
        "by": goal.by,
        "verdict": verdict.verdict,
        "interval": list(verdict.interval),
        **found.document(),
        "luck": shares.document(),
    }


def _report(forecast: Forecast, verdict: Verdict, found: Tornado, shares: LuckShares) -> list[str]:
    goal, scenario = found.goal, forecast.scenario
    bound = "at least" if goal.direction == "at_least" else "at most"
    amount = f"{goal.threshold:.2%}" if metric(goal.metric).unit == "share" else f"{goal.threshold:,.10g}"
    what = f"{goal.name}: {metric(goal.metric).label} of {bound} {amount} by {goal.by}"
    lines = [f"{what}: {verdict.verdict}, {verdict.probability:.1%}", found.finding, ""]
    header = ("Lever", "Step", "From", "Odds", "Points", "+-", "Money", "Cost", f"Points per {PER:,}")
    moving = [one for one in found.effects if one.matters]
    if moving:
        lines += [*table_lines(header, [_row(one, side) for one in moving for side in one.sides]), ""]
    still = [_name(one) for one in found.effects if not one.matters]
    if still:
        lines.append(f"Cannot move this goal, exactly 0: {', '.join(still)}.")
    lines += [f"{_name(one)}: {one.none_less}." for one in moving if one.none_less]
    lines += ["", shares.sentence, *_luck(shares)]
    run = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    money = f"Money: change of the mean of {metric(found.money_is).label.lower()} in the goal's window"
    return [
        *lines,
        "",
        f"{money}; {scenario.currency}. An empty cell is not known, not zero.",
        f"+- is the standard error of the points, all steps on the same luck. {run}.",
    ]


def _luck(shares: LuckShares) -> list[str]:
    owning = [one for one in shares.inputs if one.total > 0][:MOST_INPUTS]
    if not owning:
        return []
    rows = [(one.name, f"{one.first:.1%}", f"{one.total:.1%}", one.grade) for one in owning]
    return ["", *table_lines(("Not known yet", "By itself", "With others", "Grade"), rows)]


def _name(one: LeverEffect) -> str:
    teams = one.terms.teams
    return one.lever.label if teams is None else f"{one.lever.label} of {', '.join(teams)}"


def _row(one: LeverEffect, side: Side) -> tuple[str, ...]:
    per = side.points_per_cost
    return (
        _name(one),
        step_words(one.lever, side.change),
        "past" if one.terms.step_source == "past" else "assumed",
        f"{side.probability:.1%}",
        f"{100 * side.points:+.1f}",
        f"{100 * side.error:.1f}",
        "" if side.money is None else f"{side.money:+,.0f}",
        "" if side.cost is None else f"{side.cost:,.0f}",
        "" if per is None else f"{100 * PER * per:+.2f}",
    )
