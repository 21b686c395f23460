"""The managers of a goal: what their people carry together, judged by what those people sell in every future."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.engine.forecast import Forecast
from simulator.goals.verdict import Verdict, judged
from simulator.goals.windows import Window
from simulator.quotas.layers import Layers
from simulator.quotas.layers_part import Way, part_goal
from simulator.quotas.layers_people import NO_MANAGER, manager_key
from simulator.quotas.layers_split import Key
from simulator.quotas.rep_futures import RepFutures, rep_futures
from simulator.quotas.rep_values import DEALS, MONEY, values_from
from simulator.quotas.seats import seats
from simulator.scenario.plan import Scenario


@dataclass(frozen=True)
class ManagerLayer:
    """Those of a team who belong to one manager. name: None for those who have none.

    verdict: of what their seats sell against what they carry; None where the metric is not known by seat.
    """

    team: str
    name: str | None
    key: Key
    target: float
    way: Way
    seats: int
    verdict: Verdict | None


def known_by_seat(scenario: Scenario, metric_name: str) -> bool:
    """Whether it is known what each seat brings of the metric: money of deals, and deals."""
    if metric_name == "revenue" and scenario.recurring is not None:
        return False
    return metric_name in (*MONEY, *DEALS)


def manager_layers(
    forecast: Forecast, found: Layers, futures: RepFutures | None = None
) -> tuple[ManagerLayer, ...]:
    """The managers of the goal split into `found`, team by team; none in teams without any.

    futures: over the goal's months; computed where left out and needed.
    """
    scenario = forecast.scenario
    groups: dict[Key, list[int]] = {}
    names: dict[Key, tuple[str, str | None]] = {}
    for number, seat in enumerate(seats(scenario)):
        key = manager_key(seat.team, seat.manager or NO_MANAGER)
        if key in found.people:
            groups.setdefault(key, []).append(number)
            names[key] = seat.team, seat.manager
    if not groups:
        return ()
    values, rows_of = None, dict[int, int]()
    if known_by_seat(scenario, found.goal.metric):
        window = found.calendar.window
        futures = futures or rep_futures(forecast, Window(window.first, window.last))
        shared = values_from(forecast, found.goal, futures)
        values, rows_of = shared.values, {int(place): row for row, place in enumerate(shared.place)}
    rows = []
    for key, members in groups.items():
        part = found.people[key]
        mark = part_goal(found.goal, part.amount, found.goal.by, names[key][0])
        judge = None
        if values is not None:
            sold = values[[rows_of[member] for member in members]].sum(axis=0)
            judge = judged(scenario, mark, sold, scenario.policy)
        rows.append(ManagerLayer(*names[key], key, part.amount, part.set_by, len(members), judge))
    return tuple(rows)
