"""The scenario document: models, codec, schema versions, levers."""

from __future__ import annotations

from simulator.scenario.codec import (
    dump_scenario,
    judging_digest,
    load_scenario,
    parse_scenario,
    read_scenario,
    scenario_digest,
    scenario_document,
    simulation_digest,
)
from simulator.scenario.goal import Goal, Policy
from simulator.scenario.judging import HistoryBehind, SecondOpinion, Widening
from simulator.scenario.levers import LEVERS, Lever, lever, scenario_levers, with_adjustments
from simulator.scenario.plan import (
    SCHEMA_VERSION,
    Adjustment,
    Costs,
    DatedChange,
    Growth,
    Market,
    Recurring,
    Scenario,
    Seasonality,
)
from simulator.scenario.quantities import CycleDays, DealSize, Effect, Inbound, Quantity, Rate
from simulator.scenario.team import Hire, OpenDeals, Rep, Stage, Team

__all__ = [
    "LEVERS",
    "SCHEMA_VERSION",
    "Adjustment",
    "Costs",
    "CycleDays",
    "DatedChange",
    "DealSize",
    "Effect",
    "Goal",
    "Growth",
    "Hire",
    "HistoryBehind",
    "Inbound",
    "Lever",
    "Market",
    "OpenDeals",
    "Policy",
    "Quantity",
    "Rate",
    "Recurring",
    "Rep",
    "Scenario",
    "Seasonality",
    "SecondOpinion",
    "Stage",
    "Team",
    "Widening",
    "dump_scenario",
    "judging_digest",
    "lever",
    "load_scenario",
    "parse_scenario",
    "read_scenario",
    "scenario_digest",
    "scenario_document",
    "scenario_levers",
    "simulation_digest",
    "with_adjustments",
]
