"""The same plan with point estimates: what a spreadsheet with luck in it computes."""

from __future__ import annotations

from typing import Any

from simulator.scenario import Scenario, parse_scenario, scenario_document


def point_estimates(scenario: Scenario) -> Scenario:
    """`scenario` with every input at its estimate, exactly known, and without a shared market.

    What stays is the luck of single deals: how many enter (Poisson), which are won, when they close, how large they
    are.
    """
    document = scenario_document(scenario)
    for team in document["teams"]:
        team["inbound_per_month"] = {"mean": _mean(team["inbound_per_month"])}
        for stage, kept in zip(team["stages"], scenario.team(team["name"]).stages, strict=True):
            stage["rate"] = {"mean": kept.rate.expected}
        for name in ("cycle_days", "deal_size"):
            team[name].pop("n", None)
        for group, open_deals in zip(
            team.get("open_pipeline", ()), scenario.team(team["name"]).open_pipeline, strict=True
        ):
            group["win_rate"] = {"mean": open_deals.win_rate.expected}
    for name in ("volume", "deal_size"):
        if name in document.get("growth", {}):
            document["growth"][name] = {"mean": _mean(document["growth"][name])}
    if "seasonality" in document:
        document["seasonality"].pop("sd", None)
    for name in ("market", "widening", "second_opinion"):
        document.pop(name, None)
    return parse_scenario(document)


def _mean(quantity: Any) -> float:
    return float(quantity["mean"] if isinstance(quantity, dict) else quantity)
