"""``metrics``: what a goal may be set on, and the ready-made goals of a scenario with their odds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from simulator.cli.request import add_futures, add_json, answer, forecast_of
from simulator.cli.table import table_lines
from simulator.engine import Forecast
from simulator.goals import METRICS, Metric, Verdict, assess, missing
from simulator.goals.catalogue import CATALOGUE, Proposal, propose
from simulator.goals.told import Figure, FigureUnit, plain_figure
from simulator.scenario import Scenario, load_scenario
from simulator.version import ENGINE_VERSION

_UNITS: dict[str, FigureUnit] = {"money": "money", "count": "count", "share": "share", "days": "days"}
_IN_PERCENT = frozenset({"rep_turnover", "quota_attainment", "net_revenue_retention"})


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``metrics``."""
    parser.add_argument(
        "scenario",
        metavar="SCENARIO",
        nargs="?",
        help="scenario file; left out, the metrics alone are listed",
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """List the metrics, and the catalogue for the scenario; ScenarioError where it cannot be used."""
    scenario = None if args.scenario is None else load_scenario(args.scenario)
    offers: list[tuple[Proposal, Verdict | None]] = []
    if scenario is not None:
        offers = judged(forecast_of(scenario, args, err))
    return answer(args, out, lambda: document(scenario, offers), lambda: report(scenario, offers))


def judged(forecast: Forecast) -> list[tuple[Proposal, Verdict | None]]:
    """Every example of the catalogue against the forecast's plan, with its verdict where it makes a goal."""
    proposals = [propose(forecast, example) for example in CATALOGUE]
    goals = [one.goal.changed(name=one.example.key) for one in proposals if one.goal is not None]
    verdicts = {verdict.name: verdict for verdict in assess(forecast, goals)}
    return [(one, verdicts.get(one.example.key)) for one in proposals]


def document(scenario: Scenario | None, offers: list[tuple[Proposal, Verdict | None]]) -> dict[str, Any]:
    """What ``--json`` prints; shares and changes are 0..1."""
    found: dict[str, Any] = {
        "engine_version": ENGINE_VERSION,
        "metrics": [_metric(scenario, one) for one in METRICS.values()],
    }
    if scenario is not None:
        found["catalogue"] = [_offer(*one) for one in offers]
    return found


def _metric(scenario: Scenario | None, one: Metric) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name,
        "label": one.label,
        "group": one.group,
        "definition": one.definition,
        "formula": one.formula,
        "unit": one.unit,
        "direction": one.direction,
        "kind": one.timing,
        "sort": one.sort,
        "needs": list(one.needs),
        "evidence": one.evidence,
        "source": one.source,
    }
    if scenario is not None:
        told["missing"] = [
            {"place": lack.place, "page": lack.page, "sentence": lack.sentence, "blocks": lack.blocks}
            for lack in missing(scenario, one.name)
        ]
    return told


def _offer(proposal: Proposal, verdict: Verdict | None) -> dict[str, Any]:
    goal, start = proposal.goal, proposal.baseline
    told: dict[str, Any] = {
        "key": proposal.example.key,
        "metric": proposal.example.metric,
        "goal": None if goal is None else goal.model_dump(mode="json", exclude_none=True),
        "target": None if goal is None else goal.threshold,
        "baseline": None
        if start is None
        else {"value": start.value, "kind": start.kind, "source": start.source},
        "problem": proposal.problem,
        "missing": [one.sentence for one in proposal.missing],
    }
    if verdict is not None:
        told |= {
            "probability": verdict.probability,
            "verdict": verdict.verdict,
            "borderline": verdict.borderline,
            "p50": verdict.p50,
        }
    return told


def report(scenario: Scenario | None, offers: list[tuple[Proposal, Verdict | None]]) -> list[str]:
    """Without a scenario each metric in full; with one a line each, then the examples as a table."""
    if scenario is None:
        return [line for one in METRICS.values() for line in _in_full(one)]
    rows = [
        (
            one.name,
            one.label,
            one.unit,
            "more" if one.better > 0 else "less",
            f"{one.timing}, {one.sort}",
            "missing" if any(lack.blocks for lack in missing(scenario, one.name)) else "",
        )
        for one in METRICS.values()
    ]
    lines = table_lines(("Metric", "Called", "Unit", "Better", "Kind", "Inputs"), rows)
    lines += ["", "Ready-made goals", ""]
    lines += table_lines(
        ("Goal", "From", "To", "By", "Verdict", "Odds"),
        [_row(proposal, verdict) for proposal, verdict in offers if proposal.goal and verdict],
    )
    told = dict.fromkeys(_reasons(proposal) for proposal, _ in offers if proposal.goal is None)
    return [*lines, "", "Not for this scenario:", *(f"  {line}" for line in told)] if told else lines


def _in_full(one: Metric) -> list[str]:
    better = "more" if one.better > 0 else "less"
    return [
        f"{one.name}: {one.label} ({one.unit}, {better} is better; {one.timing}, {one.sort})",
        f"  {one.definition}",
        f"  = {one.formula}",
        f"  needs {', '.join(one.needs)}; read in {one.evidence}",
        f"  follows {one.source}",
        "",
    ]


def _row(proposal: Proposal, verdict: Verdict) -> tuple[str, ...]:
    goal = proposal.goal
    assert goal is not None
    start = proposal.baseline
    mark = " (borderline)" if verdict.borderline else ""
    bound = "at least" if goal.direction == "at_least" else "at most"
    return (
        goal.name,
        "" if start is None else _figure(goal.metric, start.value),
        f"{bound} {_figure(goal.metric, goal.threshold)}",
        f"{goal.by} ({goal.window})",
        verdict.verdict + mark,
        f"{verdict.probability:.1%}",
    )


def _figure(name: str, value: float) -> str:
    unit: FigureUnit = "share" if name in _IN_PERCENT else _UNITS.get(METRICS[name].unit, "number")
    return plain_figure(Figure(value, unit))


def _reasons(proposal: Proposal) -> str:
    label = METRICS[proposal.example.metric].label
    return f"{label}: {proposal.problem or ' '.join(one.sentence for one in proposal.missing)}"
