"""What a goal's metric needs and the plan does not have, and which metrics a plan can be asked for."""

from __future__ import annotations

from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_inputs import COMPANY, MissingInput, missing_inputs
from simulator.scenario.metric_names import METRIC_NAMES
from simulator.scenario.plan import Scenario

__all__ = ["MissingInput", "carried", "missing"]


def missing(
    scenario: Scenario, metric: str, scope: str = COMPANY, window: str = "average", by: str | None = None
) -> tuple[MissingInput, ...]:
    """Inputs that `metric` of `scope` needs and `scenario` lacks, those without which it means nothing first.

    window and by: the goal's, for metrics that look back. Raises KeyError where there is no such metric or team.
    """
    found = missing_inputs(scenario, metric, scope, window, by)
    return tuple(sorted(found, key=lambda one: not one.blocks))


def carried(scenario: Scenario) -> tuple[str, ...]:
    """The metrics that `scenario` can judge for the company or at least one team, stages included."""
    stages = dict.fromkeys(
        f"{STAGE_PREFIX}{stage.name}" for team in scenario.teams for stage in team.stages[:-1]
    )
    held = (name for name in METRIC_NAMES if not any(one.blocks for one in missing_inputs(scenario, name)))
    return (*held, *stages)
