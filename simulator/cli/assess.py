"""``assess``: a scenario goes in, verdicts come out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from simulator.cli.request import add_futures, add_json, add_scenario, answer, forecast_of, head
from simulator.cli.resting import rests_on, rests_on_lines
from simulator.cli.table import table_lines
from simulator.cli.together_lines import together_lines
from simulator.engine import Forecast
from simulator.goals import (
    METRICS,
    NOT_ENOUGH,
    Verdict,
    assess,
    common_marks,
    compare,
    marks,
    metric,
)
from simulator.goals.comparison import View
from simulator.goals.floor import goal_floor, is_under
from simulator.goals.together import together
from simulator.scenario import load_scenario
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``assess``."""
    add_scenario(parser)
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Judge the scenario's goals and print them; ScenarioError where it cannot be used."""
    scenario = load_scenario(args.scenario)
    forecast = forecast_of(scenario, args, err)
    verdicts = assess(forecast)
    return answer(args, out, lambda: document(forecast, verdicts), lambda: report(forecast, verdicts))


def document(forecast: Forecast, verdicts: list[Verdict]) -> dict[str, object]:
    """What ``--json`` prints."""
    policy = forecast.scenario.policy
    goals = [verdict.goal for verdict in verdicts]
    return {
        **head(forecast),
        "policy": {
            "realistic_at_least": policy.realistic_at_least,
            "unreachable_below": policy.unreachable_below,
        },
        "goals": [{**verdict.document(), "floor": _floor(forecast, verdict)} for verdict in verdicts],
        "rests_on": rests_on(forecast, goals),
        "together": None if not verdicts else together(forecast, goals, ordered=False).document(),
    }


def _floor(forecast: Forecast, verdict: Verdict) -> dict[str, object]:
    found = goal_floor(forecast, verdict.goal)
    return {"value": found.value, "covered": found.covered, "under": is_under(found, verdict.goal)}


def report(forecast: Forecast, verdicts: list[Verdict]) -> list[str]:
    """What a person reads: one line per goal, the bands, and what the digits rest on."""
    scenario, policy = forecast.scenario, forecast.scenario.policy
    months = scenario.months
    lines = [f"{scenario.name} · {months[0]} to {months[-1]} · {scenario.currency}", ""]
    if not verdicts:
        lines.append("The scenario has no goal; add a [[goals]] table to get a verdict.")
    header = ("Goal", "Target", "By", "Verdict", "Odds", "Median", "9 in 10 chance")
    lines += table_lines(header, [_row(verdict) for verdict in verdicts]) if verdicts else []
    if len(verdicts) > 1:
        lines += [
            "",
            *together_lines(together(forecast, [verdict.goal for verdict in verdicts], ordered=False)),
        ]
    lines += _under_floor(forecast, verdicts)
    if any(verdict.borderline for verdict in verdicts):
        lines += [
            "",
            "Borderline: the odds are too close to a band's edge for this many trials; use more --trials.",
        ]
    rests = common_marks([(verdict.name, marks(verdict, scenario)) for verdict in verdicts])
    lines += ["", *(words[0].upper() + words[1:] + "." for words in rests)] if rests else []
    lines += [_both_views(forecast, verdict) for verdict in verdicts if verdict.second_opinion is not None]
    lines += ["", *rests_on_lines(forecast, [verdict.goal for verdict in verdicts])]
    bands = (
        f"Realistic from {policy.realistic_at_least:.0%}, unreachable below {policy.unreachable_below:.0%}"
    )
    run = f"{forecast.n_trials:,} futures, seed {forecast.seed}, engine {ENGINE_VERSION}"
    if verdicts and all(verdict.verdict == NOT_ENOUGH for verdict in verdicts):
        return [*lines, "", f"{run}."]
    return [*lines, "", f"{bands}, stretch between. {run}."]


def _under_floor(forecast: Forecast, verdicts: list[Verdict]) -> list[str]:
    floors = [(verdict, goal_floor(forecast, verdict.goal)) for verdict in verdicts]
    return [
        f"{verdict.name} lies under the floor of {_amount(found.value, verdict)}: met exactly, costs are not covered."
        for verdict, found in floors
        if is_under(found, verdict.goal)
    ]


def _both_views(forecast: Forecast, verdict: Verdict) -> str:
    found = compare(forecast, verdict.goal)
    assert found is not None

    def words(view: View) -> str:
        low, middle, high = (_amount(value, verdict) for value in (view.low, view.middle, view.high))
        return f"{middle} ({low} to {high})"

    ending = "they agree within their ranges"
    if found.disagree:
        why = ", ".join(reason.words for reason in found.reasons)
        ending = f"they disagree by more than their ranges{f': {why}' if why else ''}"
    return f"{verdict.name}: the history alone says {words(found.history)}, the plan {words(found.plan)}; {ending}."


def _row(verdict: Verdict) -> tuple[str, ...]:
    at_least = verdict.goal.direction == "at_least"
    nine_in_ten = verdict.p10 if at_least else verdict.p90
    mark = " (borderline)" if verdict.borderline else ""
    low, high = verdict.interval
    return (
        verdict.name if verdict.scope == "company" else f"{verdict.name} ({verdict.scope})",
        f"{'at least' if at_least else 'at most'} {_amount(verdict.target, verdict)}",
        verdict.goal.by,
        verdict.verdict + mark,
        f"{_percent(verdict.probability)} ({_percent(low)}-{_percent(high)})",
        _amount(verdict.p50, verdict),
        f"{'at least' if at_least else 'at most'} {_amount(nine_in_ten, verdict)}",
    )


def _amount(value: float | None, verdict: Verdict) -> str:
    if value is None:
        return "undefined"
    unit = metric(verdict.metric).unit if verdict.metric in METRICS else "count"
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")


def _percent(share: float) -> str:
    return f"{share:.1%}"
