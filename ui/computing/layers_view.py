"""A goal's layers as the page draws them: computed once and kept by fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import Scenario
from simulator.goals import Window
from simulator.quotas.layers import Layers, layers
from simulator.quotas.layers_managers import ManagerLayer, known_by_seat, manager_layers
from simulator.quotas.milestones import Milestones, milestones
from simulator.quotas.ramped_capacity import effective_by_quarter
from simulator.quotas.rep_futures import rep_futures
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs


@dataclass(frozen=True)
class LayersView:
    """The split with its managers and milestones; equivalents: of each team by quarter, as the forecast has them."""

    found: Layers
    managers: tuple[ManagerLayer, ...]
    weeks: Milestones
    months: Milestones
    equivalents: dict[str, tuple[float, ...]]
    n_trials: int


def layers_view(plan: Scenario, goal: Goal) -> LayersView:
    """`goal` of `plan` in layers."""
    n_trials = cache.affordable(plan, cache.TRIALS)

    def make() -> LayersView:
        forecast = cache.forecast(plan, n_trials)
        found = layers(forecast, goal)
        window = found.calendar.window
        managed = known_by_seat(plan, goal.metric) and any(key[0] == "manager" for key in found.people)
        futures = (
            rep_futures(forecast, Window(window.first, window.last), progress=runs.stop_if_asked)
            if managed
            else None
        )
        return LayersView(
            found,
            manager_layers(forecast, found, futures),
            milestones(forecast, found),
            milestones(forecast, found, "month"),
            {team: effective_by_quarter(forecast, team) for team in plan.team_names},
            n_trials,
        )

    return cache.summary("layers", plan, n_trials, (goal.name,), make)
