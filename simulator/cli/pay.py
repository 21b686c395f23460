"""``pay``: a scenario with a commission plan goes in, what pay costs and how much of its bonus is luck comes out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

import numpy as np

from simulator.cli.request import add_futures, add_json, answer, forecast_of, head
from simulator.cli.table import table_lines
from simulator.errors import ScenarioError
from simulator.quotas.pay_normal import NormalPay, pay_of_normal
from simulator.quotas.pay_sheet import PaySheet, pay_document, pay_sheet
from simulator.scenario import Scenario, load_scenario, scenario_digest
from simulator.version import ENGINE_VERSION

MOST_ROWS = 30


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``pay``."""
    parser.add_argument("scenario", metavar="SCENARIO", help="scenario file with a [pay] table, TOML or JSON")
    add_futures(parser)
    parser.add_argument(
        "--attainment",
        nargs=2,
        type=float,
        metavar=("MEAN", "SD"),
        help="instead of simulating: pay by the closed form for reps whose attainment is normal, each on the "
        "annual_quota_per_rep of their team",
    )
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Reckon the pay and print it; ScenarioError where the scenario cannot be used."""
    scenario = load_scenario(args.scenario)
    if args.attainment is not None:
        mean, sd = args.attainment
        normal = pay_by_team(scenario, mean, sd)
        document: dict[str, Any] = {
            "engine_version": ENGINE_VERSION,
            "scenario_digest": scenario_digest(scenario),
            "attainment": {"mean": mean, "sd": sd},
            "currency": scenario.currency,
            "expected": normal.expected,
            "sd": normal.sd,
            "bookings": normal.sold,
            "effective_rate": normal.rate,
        }
        lines = [
            (
                f"With attainment normal({mean:g}, {sd:g}), reps independent: expected pay {normal.expected:,.0f} "
                f"{scenario.currency} (standard deviation {normal.sd:,.0f}) on sales of {normal.sold:,.0f}, "
                f"{100 * normal.rate:.4f} % of them."
            )
        ]
    else:
        if scenario.pay is None:
            raise ScenarioError.single(
                "pay", "", "is missing; add a [pay] table, for instance base_rate = 0.05 with tiers"
            )
        forecast = forecast_of(scenario, args, err)
        sheet = pay_sheet(forecast)
        document = head(forecast) | pay_document(sheet)
        lines = _report(sheet)
    return answer(args, out, lambda: document, lambda: lines)


def pay_by_team(scenario: Scenario, mean: float, sd: float) -> NormalPay:
    """Pay of everybody's year where attainment is normal(mean, sd): every rep on their team's quota.

    Raises ScenarioError where no team has people and a quota, or the scenario has no pay plan.
    """
    if scenario.pay is None:
        raise ScenarioError.single("pay", "", "is missing; add a [pay] table, for instance base_rate = 0.05")
    expected = variance = sold = 0.0
    people = 0
    for team in scenario.teams:
        here = len(team.reps) + team.headcount
        if not here or not team.annual_quota_per_rep:
            continue
        people += here
        quotas = np.full(here, team.annual_quota_per_rep)
        found = pay_of_normal(scenario.pay.of(team.name), quotas, mean, sd)
        expected, variance, sold = (
            expected + found.expected,
            variance + found.sd**2,
            sold + found.sold,
        )
    if not people:
        raise ScenarioError.single(
            "teams",
            "",
            "no team has people and an annual_quota_per_rep; give both to reckon pay by attainment",
        )
    return NormalPay(expected, variance**0.5, sold)


def _report(sheet: PaySheet) -> list[str]:
    cost, currency = sheet.cost, sheet.scenario.currency
    rate = "" if cost.rate is None else f", {100 * cost.rate:.2f} % of the bookings expected"
    lines = [
        f"Pay for {sheet.goal.name} ({sheet.months} months): expected {cost.total.expected:,.0f} {currency}{rate}",
        (
            f"1 in 10 futures costs more than {cost.total.high:,.0f}, 1 in 10 less than {cost.total.low:,.0f}; "
            f"standard deviation {cost.total.sd:,.0f}"
        ),
        (
            f"If everybody sold exactly their quota: {cost.at_plan:,.0f}; if everybody sold what they sell on average: "
            f"{cost.at_average:,.0f}"
        ),
    ]
    if cost.at_stretch is not None:
        lines.append(f"If everybody reached the stretch bonus: {cost.at_stretch:,.0f}")
    if cost.correlation is not None:
        lines.append(f"Correlation with bookings: {cost.correlation:.2f}")
    luck = cost.luck
    if luck.share is not None and luck.paid_again is not None:
        lines.append(
            f"Stretch bonus: {cost.bonus.expected:,.0f} expected; {100 * luck.share:.0f} % of it is luck (± "
            f"{100 * luck.error:.0f}); lived again with the same people, {100 * luck.paid_again:.0f} % would go to the "
            "same"
        )
        if not sheet.knows_reps_differ:
            lines.append("No rep_spread is stated: for all the plan knows the reps sell equally well.")
    else:
        lines.append(f"Luck's share of a stretch bonus: not known, {luck.reason}")
    rows = [
        (
            seat.name,
            seat.team,
            f"{cost.quota[at]:,.0f}",
            f"{cost.expected[at]:,.0f}",
            f"{cost.low[at]:,.0f} to {cost.high[at]:,.0f}",
            "" if np.isnan(cost.bonus_odds[at]) else f"{100 * cost.bonus_odds[at]:.0f} %",
        )
        for at, seat in enumerate(sheet.seats[:MOST_ROWS])
    ]
    left = len(sheet.seats) - len(rows)
    more = [f"({left:,} more; --json lists them all)"] if left > 0 else []
    header = ("Rep", "Team", "Quota", "Pay expected", "8 in 10 futures", "Odds of the bonus")
    return [*lines, "", *table_lines(header, rows), *more]
