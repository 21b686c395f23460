"""``seek``: a scenario and a goal go in; what each lever, the target or the date would have to be comes out."""

from __future__ import annotations

import math
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
from simulator.decide.realistic_date import RealisticDate, realistic_date
from simulator.decide.seek import seek, wanted_odds
from simulator.decide.sought import LeverTurn, Sought
from simulator.engine import Forecast
from simulator.errors import ScenarioError
from simulator.goals import metric
from simulator.goals.ladder import ladder
from simulator.scenario import load_scenario
from simulator.scenario.lever_values import LeverUnit
from simulator.scenario.plan import MAX_HORIZON_MONTHS
from simulator.version import ENGINE_VERSION

_ENDINGS: dict[LeverUnit, str] = {
    "share_per_month": " a month",
    "share_per_year": " a year",
    "units_per_month": " a month",
    "deals_per_month": " a month",
    "money_per_month": " a month",
    "days": " days",
    "months": " months",
    "people": " more",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``seek``."""
    add_scenario(parser)
    add_goal(parser, "the only one there is")
    parser.add_argument(
        "--probability",
        type=float,
        metavar="P",
        help="odds to reach, above 0 and below 1 (default: the least of realistic)",
    )
    add_futures(parser)
    parser.add_argument(
        "--months",
        type=int,
        default=MAX_HORIZON_MONTHS,
        metavar="M",
        help=f"how far the plan is lived on to find a date (default {MAX_HORIZON_MONTHS} months from its start)",
    )
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Print what would turn one goal; ScenarioError where the scenario, the goal or the odds cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = the_goal(scenario, args.goal, "to seek what it needs")
    wanted_odds(scenario, args.probability)
    if not 1 <= args.months <= MAX_HORIZON_MONTHS:
        raise ScenarioError.single(
            "--months", args.months, f"must be a whole number from 1 to {MAX_HORIZON_MONTHS}"
        )
    forecast = forecast_of(scenario, args, err)
    found = seek(forecast, goal, args.probability, progress=Progress(err, "levers"))
    date = realistic_date(forecast, goal, args.probability, most_months=args.months)
    return answer(args, out, lambda: _document(forecast, found, date), lambda: _report(forecast, found, date))


def _document(forecast: Forecast, found: Sought, date: RealisticDate) -> dict[str, Any]:
    verdict, policy = found.verdict, forecast.scenario.policy
    return {
        **head(forecast),
        "policy": {
            "realistic_at_least": policy.realistic_at_least,
            "unreachable_below": policy.unreachable_below,
        },
        "goal": found.goal.name,
        "metric": found.goal.metric,
        "scope": found.goal.scope,
        "direction": found.goal.direction,
        "target": found.goal.threshold,
        "by": found.goal.by,
        "verdict_now": verdict.verdict,
        "probability_now": verdict.probability,
        "interval_now": list(verdict.interval),
        "fresh_probability_now": found.fresh_now,
        "wanted": found.wanted,
        "met": found.met,
        "levers": [one.document() for one in found.levers],
        "ladder": ladder(forecast, found.goal).values(),
        "realistic_target": None if found.target is None else found.target.document(),
        "realistic_date": date.document(),
    }


def _report(forecast: Forecast, found: Sought, date: RealisticDate) -> list[str]:
    goal, scenario, verdict = found.goal, forecast.scenario, found.verdict
    bound = "at least" if goal.direction == "at_least" else "at most"
    target = _value(goal.threshold, goal.metric)
    what = f"{goal.name}: {metric(goal.metric).label} of {bound} {target} by {goal.by}"
    lines = [f"{what}: {verdict.verdict}, {verdict.probability:.1%}; wanted {found.wanted:.1%}", ""]
    if found.met:
        lines += [
            "The goal has these odds as it is. How far each lever alone may go before it loses them:",
            "",
        ]
    header = ("Lever", "From", "To", "Change", "Odds", "On fresh luck", "Known to", "Costs")
    lines += table_lines(header, [_row(one, found.met) for one in found.levers])
    lines += ["", _target_line(found), _date_line(date)]
    if any(one.shape == "both ways" for one in found.levers):
        lines.append(
            "Levers with * move the odds up and down: between the values tried nearer ones may do as well."
        )
    run = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    return [*lines, "", f"{scenario.currency} where money. {run}; fresh luck: as many of another seed."]


def _row(one: LeverTurn, met: bool) -> tuple[str, ...]:
    name = one.lever.name if one.teams is None else f"{one.lever.name} ({', '.join(one.teams)})"
    name += "*" if one.shape == "both ways" else ""
    start = _amount(one.start, one.unit)
    if met:
        falls = one.falls_to
        if falls is None:
            return name, start, "any", "", f"{one.at.odds:.1%}", "", "", ""
        change, odds = _change(falls.change, one), f"{falls.odds:.1%}"
        to = _amount(falls.amount, one.unit)
        reach = to if one.lost else f"{to} and beyond"
        return name, start, reach, change, odds, _fresh(falls.fresh, falls.verified), _known(one), ""
    if one.shape == "no effect":
        return name, start, "no effect", "", f"{one.at.odds:.1%}", "", "", ""
    to = _amount(one.at.amount, one.unit)
    return (
        name,
        start,
        to if one.feasible else f"{'too close to call:' if one.is_close else 'none; nearest'} {to}",
        _change(one.at.change, one),
        f"{one.at.odds:.1%}",
        _fresh(one.at.fresh, one.at.verified),
        _known(one),
        "" if one.at.cost is None or not one.feasible else f"{one.at.cost:,.0f}",
    )


def _fresh(odds: float, verified: bool) -> str:
    return f"{odds:.1%}" if verified else f"{odds:.1%}, differs"


def _known(one: LeverTurn) -> str:
    if one.resolution is None:
        return ""
    half = one.resolution + (one.sampling or 0.0)
    if one.unit == "people":
        return f"± {max(1, round(half))}"
    if one.unit.startswith("share"):
        return f"± {_two_digits(half * 100)} points"
    return f"± {_two_digits(half)}"


def _two_digits(value: float) -> str:
    places = max(0, 1 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:,.{places}f}"


def _change(change: float, one: LeverTurn) -> str:
    if one.lever.absolute:
        return f"{change:+.0f}"
    return f"{change:+.1%}"


def _amount(value: float, unit: LeverUnit) -> str:
    ending = _ENDINGS.get(unit, "")
    if unit.startswith("share"):
        return f"{value:.2%}{ending}"
    if abs(value) >= 100:
        return f"{value:,.0f}{ending}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") + ending


def _value(value: float, name: str) -> str:
    return f"{value:.2%}" if metric(name).unit == "share" else _amount(value, "money")


def _target_line(found: Sought) -> str:
    target, name = found.target, found.goal.metric
    if target is None:
        return "No target has these odds: the metric is not defined in enough futures."
    low, high = (_value(value, name) for value in target.interval)
    differs = "" if target.verified else ", which differs"
    return (
        f"Target with these odds as things are: {_value(target.value, name)} (between {low} and {high}; "
        f"{target.fresh:.1%} on fresh luck{differs})."
    )


def _date_line(date: RealisticDate) -> str:
    if date.by is not None:
        already = "already by" if date.met else "by"
        return f"This target has these odds {already} {date.by} ({date.odds:.1%}; {date.fresh:.1%} on fresh luck)."
    best = f"nearest {date.best_by} with {date.best_odds:.1%}"
    if date.until is not None:
        before = f"the last that had was {date.until}"
        return f"No month from {date.goal.by} to {date.looked_until} has these odds ({best}); {before}."
    return f"No month until {date.looked_until} has these odds ({best})."
