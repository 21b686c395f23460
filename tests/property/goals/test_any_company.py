"""Any company and every metric it can be asked for: ladder, floor, break-even and goals together, without complaint."""

from __future__ import annotations

import json
import math

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from simulator import Forecast, ScenarioError, simulate
from simulator.goals import METRICS, goal_values, goal_window, metric
from simulator.goals.break_even import break_even
from simulator.goals.covering import covered
from simulator.goals.floor import cost_window, own_floors
from simulator.goals.ladder import ladder, moved, steps
from simulator.goals.together import together
from simulator.goals.verdict import check_goals
from simulator.scenario import Goal, parse_scenario
from tests.property.scenario.documents import Document, documents

TRIALS = 120
any_company = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),  # making a company smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WINDOWS = ("total", "month", "average")


@any_company
@given(documents(), st.sampled_from(WINDOWS), st.booleans())
def test_every_metric_has_a_ladder(document: Document, window: str, upward: bool) -> None:
    plan = parse_scenario(document)
    forecast = simulate(plan, n_trials=TRIALS)
    asked: list[Goal] = []
    for name in METRICS:
        goal = Goal.model_validate(
            {
                "name": name,
                "metric": name,
                "target": 0.5,
                "direction": "at_least" if upward else "at_most",
                "by": plan.months[-1],
                "window": window,
            }
        )
        try:
            check_goals(forecast, [goal])
        except ScenarioError:
            continue  # the company has no such metric
        asked.append(goal)
        found = ladder(forecast, goal)
        for rung in found.rungs:
            assert rung.value is None or math.isfinite(rung.value)
            assert (rung.value is None) == (rung.reason is not None)
            json.dumps(rung.document(), allow_nan=False)
        json.dumps(found.floor.document(), allow_nan=False)
        targets = steps(forecast, goal, found)
        assert goal.threshold in targets
        assert len(targets) < 200
        for target in (targets[0], targets[-1]):
            check_goals(forecast, [moved(goal, target)])
        _assert_floors_mean_covered(forecast, goal)
    if asked:
        json.dumps(together(forecast, asked).document(), allow_nan=False)
    found_even = break_even(forecast)
    if found_even is not None:
        json.dumps(found_even.document(), allow_nan=False)


def _assert_floors_mean_covered(forecast: Forecast, goal: Goal) -> None:
    """A future whose value is clear of its own floor covers its costs, one that is clearly short of it does not."""
    window = cost_window(goal_window(forecast.scenario, goal), goal.metric)
    own, yes = own_floors(forecast, window, goal.metric), covered(forecast, window)
    if own is None or yes is None or window.averaged:
        return
    values = goal_values(forecast, goal)
    known = np.isfinite(values) & np.isfinite(own)
    slack = 1e-6 * (np.abs(values) + np.where(np.isfinite(own), np.abs(own), 0.0)) + 1e-9
    better = metric(goal.metric).better
    assert not (known & (better * (values - own) > slack) & ~yes).any(), goal.metric
    assert not (known & (better * (values - own) < -slack) & yes).any(), goal.metric
    assert not (np.isinf(own) & yes & np.isfinite(values)).any(), goal.metric
