"""The metrics a goal may be set on: definition, unit, direction, and the value in every simulated future."""

from __future__ import annotations

from simulator.goals import formulas
from simulator.goals.customer_metrics import CUSTOMER_METRICS
from simulator.goals.funnel_metrics import FUNNEL_METRICS
from simulator.goals.metric import Group, Kind, Metric, Unit
from simulator.goals.metric_sources import SIRIUS
from simulator.goals.money_metrics import MONEY_METRICS
from simulator.goals.people_metrics import PEOPLE_METRICS
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_names import METRIC_NAMES

__all__ = ["METRICS", "Group", "Kind", "Metric", "Unit", "metric"]

_FOUND = {one.name: one for one in (*MONEY_METRICS, *CUSTOMER_METRICS, *FUNNEL_METRICS, *PEOPLE_METRICS)}
METRICS: dict[str, Metric] = {name: _FOUND[name] for name in METRIC_NAMES}
"""Every metric but the stages'."""


def metric(name: str) -> Metric:
    """The metric called `name`, ``stage:<name>`` included; KeyError where there is none."""
    if name.startswith(STAGE_PREFIX):
        stage = name.removeprefix(STAGE_PREFIX)
        return Metric(
            name,
            f"Units reaching {stage}",
            "count",
            "flow",
            1,
            f"Units that reach {stage} in the window.",
            formulas.flow(name),
            "funnel",
            "lead",
            "outcome",
            "number of units reaching the step",
            ("funnel",),
            "CRM: records by the date they reached the step",
            SIRIUS,
        )
    return METRICS[name]
