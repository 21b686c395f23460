"""``layers``: a goal split into quarters and months, teams and reps, each with its own verdict."""

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
from simulator.engine import Forecast
from simulator.errors import ScenarioError
from simulator.goals.told import odds_text, plain_figure, said
from simulator.goals.verdict import Verdict
from simulator.quotas.layers import Layers, layers
from simulator.quotas.layers_managers import ManagerLayer, manager_layers
from simulator.quotas.layers_people import seat_key
from simulator.quotas.layers_words import (
    figure,
    hand_words,
    months_words,
    period_name,
    plain_words,
    remainder_words,
    whole_words,
)
from simulator.quotas.milestones import Milestone, milestones
from simulator.quotas.seats import seats
from simulator.scenario import Goal, Scenario, load_scenario


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``layers``."""
    add_scenario(parser)
    add_goal(parser, "the scenario's first")
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Split the goal and print its layers; ScenarioError where the scenario cannot be used or has no such goal."""
    scenario = load_scenario(args.scenario)
    goal = _goal(scenario, args.goal)
    forecast = forecast_of(scenario, args, err)
    found = layers(forecast, goal)
    managers = manager_layers(forecast, found)
    return answer(
        args, out, lambda: document(forecast, found, managers), lambda: report(forecast, found, managers)
    )


def _goal(scenario: Scenario, name: str | None) -> Goal:
    if not scenario.goals:
        raise ScenarioError.single("goals", "", "the scenario has no goal to split; add a [[goals]] table")
    return scenario.goals[0] if name is None else goal_named(scenario, name)


def document(forecast: Forecast, found: Layers, managers: tuple[ManagerLayer, ...]) -> dict[str, Any]:
    """What ``--json`` prints."""
    scenario, goal = forecast.scenario, found.goal
    marks = milestones(forecast, found)
    carried = {key: part for key, part in found.people.items() if key[0] == "rep"}
    return {
        **head(forecast),
        "goal": goal.name,
        "metric": goal.metric,
        "scope": goal.scope,
        "amount": found.amount,
        **_judged(found.verdict),
        "year_starts": found.calendar.year_starts,
        "remainder": {"months": found.remainder, "teams": found.team_remainder, "reps": found.uncarried},
        "periods": [
            {
                "level": one.period.level,
                "name": period_name(scenario, one.period, found.calendar.year_starts),
                "first": scenario.months[one.period.first],
                "last": scenario.months[one.period.last],
                "target": one.target,
                "share": one.share,
                "plain": one.plain,
                "set_by": one.way,
                "remainder": one.remainder,
                **_judged(one.verdict),
                "to_date": None
                if one.to_date is None
                else {"target": one.target_to_date, **_judged(one.to_date), "plain_odds": one.plain_odds},
            }
            for one in found.time
        ],
        "teams": [
            {
                "name": one.name,
                "target": one.target,
                "share": one.share,
                "set_by": one.way,
                "seats": one.seats,
                "uncarried": one.uncarried,
                **_judged(one.verdict),
            }
            for one in found.teams
        ],
        "managers": [
            {
                "team": one.team,
                "name": one.name,
                "target": one.target,
                "set_by": one.way,
                "seats": one.seats,
                **(_judged(one.verdict) if one.verdict else {"probability": None, "verdict": None}),
            }
            for one in managers
        ],
        "seats": [
            {
                "team": seat.team,
                "name": seat.name,
                "target": carried[seat_key(seat)].amount,
                "set_by": carried[seat_key(seat)].set_by,
            }
            for seat in seats(scenario)
            if seat_key(seat) in carried
        ],
        "milestones": [_mark(one) for one in marks.marks],
        "unused_overrides": [one.model_dump(exclude_none=True) for one in found.unused],
        "sentences": _sentences(forecast.scenario, found),
    }


def _judged(verdict: Verdict) -> dict[str, Any]:
    return {
        "probability": verdict.probability,
        "interval": list(verdict.interval),
        "verdict": verdict.verdict,
        "borderline": verdict.borderline,
    }


def _mark(one: Milestone) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return {**fields, "first": one.first.isoformat(), "last": one.last.isoformat()}


def _sentences(scenario: Scenario, found: Layers) -> list[str]:
    told = (
        plain_words(scenario, found),
        *hand_words(scenario, found),
        months_words(found),
        *remainder_words(scenario, found),
    )
    unused = [
        f"An override for the {one.level} {one.place} belongs to no part of this goal and is not used."
        for one in found.unused
    ]
    return [*whole_words(found), *(said(one) for one in told if one is not None), *unused]


def report(forecast: Forecast, found: Layers, managers: tuple[ManagerLayer, ...]) -> list[str]:
    """What a person reads: the periods, the teams, and what the split says."""
    scenario, goal = forecast.scenario, found.goal

    def amount(value: float | None) -> str:
        return "" if value is None else plain_figure(figure(found, value))

    def odds(verdict: Verdict | None) -> str:
        return "" if verdict is None else f"{verdict.verdict} {odds_text(verdict.probability)}"

    lines = [
        f"{goal.name} ({goal.scope}) · {amount(found.amount)} by {goal.by} · {odds(found.verdict)}",
        "",
        *table_lines(
            ("Period", "Part", "Share", "Plain", "Set by", "In the period", "To date"),
            [
                (
                    period_name(scenario, one.period, found.calendar.year_starts),
                    amount(one.target),
                    "" if one.share is None else f"{one.share:.1%}",
                    amount(one.plain),
                    _WAYS[one.way],
                    odds(one.verdict),
                    odds(one.to_date),
                )
                for one in found.time
            ],
        ),
    ]
    if found.teams:
        rows = [
            (
                one.name,
                amount(one.target),
                _WAYS[one.way],
                str(one.seats),
                amount(one.uncarried or None),
                odds(one.verdict),
            )
            for one in found.teams
        ]
        rows += [
            (
                f"{one.team}: {one.name or 'no manager'}",
                amount(one.target),
                _WAYS[one.way],
                str(one.seats),
                "",
                odds(one.verdict),
            )
            for one in managers
        ]
        lines += ["", *table_lines(("Team", "Part", "Set by", "People", "Nobody carries", "Odds"), rows)]
    sentences = _sentences(scenario, found)
    return [*lines, *([""] if sentences else []), *sentences]


_WAYS = {"split": "split", "hand": "hand", "below": "its parts", "same": "same for all", "path": "path"}
