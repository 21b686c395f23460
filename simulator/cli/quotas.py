"""``quotas``: a scenario goes in, everybody's quota with its odds comes out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any, TextIO

from simulator.cli.request import add_futures, add_goal, add_json, add_scenario, answer, forecast_of, head
from simulator.cli.table import table_lines
from simulator.errors import ScenarioError
from simulator.goals.metrics import metric
from simulator.quotas.fairness import band_of, fair_quotas, fairness, too_far
from simulator.quotas.quota_for import FairPlan, fair_plan
from simulator.quotas.quota_sheet import HEALTHY, Odds, QuotaSheet, Targets, moved, quota_sheet, targets
from simulator.quotas.rep_values import quota_goal, rep_values
from simulator.scenario import Scenario, load_scenario
from simulator.scenario.quota_terms import Quotas

MOST_ROWS = 30
LEAST_OVER, MOST_OVER = 0.5, 3.0


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``quotas``."""
    add_scenario(parser)
    add_goal(parser, "the one quotas come from in the scenario")
    parser.add_argument(
        "--over-assignment", type=float, metavar="X", help="sum of the quotas over the plan, for instance 1.1"
    )
    parser.add_argument(
        "--fair",
        nargs=2,
        type=float,
        metavar=("PLAN", "REP"),
        help="also solve: which plan has the odds PLAN and which quotas give every rep the odds REP (0.7 0.6)",
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Share the goal out and print it; ScenarioError where the scenario cannot be used."""
    scenario = load_scenario(args.scenario)
    goal = quota_goal(scenario, args.goal)
    terms = _terms(scenario, args.over_assignment)
    forecast = forecast_of(scenario, args, err)
    values = rep_values(forecast, goal)
    if not values.seats:
        raise ScenarioError.single(
            "teams", "", "nobody carries the goal: give a team reps, headcount or hires"
        )
    shared = targets(forecast, values)
    sheet = quota_sheet(values, shared, terms)
    fair = fair_plan(values, shared, *args.fair) if args.fair is not None else None

    def document() -> dict[str, Any]:
        solved = {"fair": _fair_document(fair)} if fair is not None else {}
        return head(forecast) | _document(sheet, shared) | solved

    return answer(args, out, document, lambda: _report(sheet, fair))


def _terms(scenario: Scenario, over: float | None) -> Quotas:
    terms = scenario.quotas or Quotas()
    if over is None:
        return terms
    if not LEAST_OVER <= over <= MOST_OVER:
        raise ScenarioError.single(
            "over-assignment",
            f"{over:g}",
            f"must lie between {LEAST_OVER:g} and {MOST_OVER:g} (1.1 for 110 %)",
        )
    return moved(terms, over)


def _odds(odds: Odds) -> dict[str, Any]:
    return {"probability": odds.probability, "interval": list(odds.interval)}


def _document(sheet: QuotaSheet, shared: Targets) -> dict[str, Any]:
    flags = too_far(sheet)
    level, quotas = fair_quotas(sheet, shared)
    return {
        "goal": sheet.values.goal.name,
        "metric": sheet.values.goal.metric,
        "scope": sheet.values.goal.scope,
        "hold": sheet.terms.hold,
        "over_assignment": sheet.over_assignment,
        "plan": round(sheet.plan, 6),
        "plan_odds": _odds(sheet.plan_odds),
        "street_quota": round(sheet.street, 6),
        "uncarried": round(sheet.uncarried, 6),
        "rep_trials": sheet.values.n_trials,
        "share_at_quota": {
            "mean": sheet.at_quota,
            "p10": sheet.at_quota_range[0],
            "p90": sheet.at_quota_range[1],
            "healthy": list(HEALTHY),
        },
        "layers": [
            {
                "name": layer.name, "of": layer.of, "over_assignment": layer.over_assignment,
                "number": round(layer.number, 6), "who": layer.who, "odds": _odds(layer.odds),
            }
            for layer in sheet.layers
        ],
        "reps": [
            {
                "name": one.seat.name, "team": one.seat.team, "manager": one.seat.manager, "kind": one.seat.kind,
                "tenure_months": one.seat.tenure_months, "arrives": one.seat.arrives, "band": band_of(one.seat),
                "target": round(one.target, 6), "quota": round(one.quota, 6),
                "odds": None if one.odds is None else _odds(one.odds),
                "expected": one.expected, "expected_attainment": one.attainment,
                "away_from_like_tenure": flags.get(one.seat.key),
                "quota_at_like_odds": round(float(quota), 6),
            }
            for one, quota in zip(sheet.reps, quotas, strict=True)
        ],
        "odds_at_like_odds": level,
        "fairness": [
            {"band": band.band, "people": len(band.reps), "low": band.low, "high": band.high,
             "named": [one.seat.name for one in band.named]}
            for band in fairness(sheet)
        ],
    }  # fmt: skip


def _fair_document(fair: FairPlan) -> dict[str, Any]:
    return {
        "wanted": {"plan": fair.wanted_plan, "rep": fair.wanted_reps},
        "plan": fair.plan,
        "plan_odds": _odds(fair.plan_odds),
        "plan_at_wanted_odds": fair.most,
        "street_quota": fair.street,
        "over_assignment": fair.over_assignment,
        "share_at_quota": {
            "mean": fair.at_quota,
            "p10": fair.at_quota_range[0],
            "p90": fair.at_quota_range[1],
        },
        "quotas": [
            {"name": seat.name, "team": seat.team, "quota": quota}
            for seat, quota in zip(fair.values.seats, fair.quotas.tolist(), strict=True)
        ],
    }


def _report(sheet: QuotaSheet, fair: FairPlan | None) -> list[str]:
    scenario, goal = sheet.values.scenario, sheet.values.goal
    unit = scenario.currency if metric(goal.metric).unit == "money" else "deals"

    def text(value: float) -> str:
        return f"{value:,.0f} {unit}"

    low, high = sheet.at_quota_range
    lines = [
        (
            f"Plan {text(sheet.plan)}: {sheet.plan_odds.probability:.0%}. Quotas {text(sheet.street)} "
            f"({sheet.street / sheet.plan:.0%}). On average {sheet.at_quota:.0%} of {len(sheet.with_quota)} reps reach "
            f"theirs, {low:.0%} to {high:.0%} in 8 of 10 futures (healthy practice {HEALTHY[0]:.0%} to "
            f"{HEALTHY[1]:.0%})."
        )
    ]
    if sheet.uncarried > 0.005 * sheet.plan:
        lines.append(f"{text(sheet.uncarried)} of the plan is carried by nobody.")
    lines += [
        f"Of reps with like tenure ({band.band}) odds lie {band.low:.0%} to {band.high:.0%}: "
        f"{', '.join(one.seat.name for one in band.named)}"
        for band in fairness(sheet)
        if band.named
    ]
    layers = [
        (one.name, f"{one.over_assignment:.0%}", text(one.number), f"{one.odds.probability:.0%} of {one.who}")
        for one in sheet.layers
    ]
    rows = [
        (one.seat.name, one.seat.team, text(one.quota), "" if one.odds is None else f"{one.odds.probability:.0%}",
         "" if one.attainment is None else f"{one.attainment:.0%}")
        for one in sheet.reps[:MOST_ROWS]
    ]  # fmt: skip
    left = len(sheet.reps) - len(rows)
    lines += [
        "", *table_lines(("Layer", "Over plan", "Number", "Reach it"), layers),
        "", *table_lines(("Rep", "Team", "Quota", "Odds", "Sells on average"), rows),
    ]  # fmt: skip
    if left > 0:
        lines.append(f"({left:,} more; --json lists them all)")
    if fair is not None:
        lines += ["", *_fair_lines(fair, text)]
    return lines


def _fair_lines(fair: FairPlan, text: Callable[[float], str]) -> list[str]:
    lines = [
        (
            f"Every rep at {fair.wanted_reps:.0%}: quotas of {text(fair.street)} in all. Promise {text(fair.plan)}, "
            f"odds {fair.plan_odds.probability:.0%}; over-assignment {fair.over_assignment:.1%}."
        )
    ]
    if fair.most > fair.plan * (1 + 1e-9):
        lines.append(
            f"{text(fair.most)} would still have {fair.wanted_plan:.0%}, but the quotas do not add up to it."
        )
    rows = [
        (seat.name, seat.team, text(quota))
        for seat, quota in zip(fair.values.seats[:MOST_ROWS], fair.quotas.tolist(), strict=False)
    ]
    return [*lines, "", *table_lines(("Rep", "Team", "Fair quota"), rows)]
