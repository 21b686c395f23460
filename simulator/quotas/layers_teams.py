"""The teams of a goal, each with its part and its verdict, and what every seat of theirs carries."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.metrics import Metric
from simulator.goals.verdict import goal_values, judged
from simulator.goals.windows import Window
from simulator.quotas.layers_part import TeamLayer, Way, amount_of, part_goal, root_key, set_amount
from simulator.quotas.layers_people import expected_by_team, people_tree, seat_capacity, seat_key, team_key
from simulator.quotas.layers_split import Key, Part, Rule, Split, left_over, split
from simulator.quotas.layers_time import TOTAL, adds_over_teams, has_teams
from simulator.quotas.seats import seats
from simulator.scenario.goal import Goal
from simulator.scenario.layer_plan import LayerOverride


def people_split(
    forecast: Forecast, goal: Goal, window: Window, by_hand: Mapping[Key, LayerOverride]
) -> tuple[dict[Key, Split], dict[str, float]]:
    """Every team's, manager's and seat's part, and what is expected of each team."""
    scenario = forecast.scenario
    expected = expected_by_team(forecast, goal, window)
    root = people_tree(scenario, expected, seat_capacity(forecast, window), TOTAL)
    if goal.scope != COMPANY:
        root = root.children[0] if root.children else Part(team_key(goal.scope), 0.0)
    return split(root, amount_of(scenario, goal), by_hand, Rule(even=False)), expected


def team_layers(
    forecast: Forecast, goal: Goal, found: Metric, window: Window, by_hand: Mapping[Key, LayerOverride]
) -> tuple[tuple[TeamLayer, ...], dict[Key, Split], float]:
    scenario = forecast.scenario
    if not has_teams(scenario, found):
        return (), {}, 0.0
    adds = adds_over_teams(scenario, found)
    if adds:
        parts, expected = people_split(forecast, goal, window, by_hand)
    else:
        parts, expected = {}, expected_by_team(forecast, goal, window)
    amount = amount_of(scenario, goal)
    carried: dict[str, list[float]] = {team: [] for team in expected}
    for seat in seats(scenario):
        if seat.team in carried:
            carried[seat.team].append(parts[seat_key(seat)].amount if adds else 0.0)
    rows: list[TeamLayer] = []
    for team, mean in expected.items():
        key = team_key(team)
        own = set_amount(by_hand, key)
        target: float = parts[key].amount if adds else goal.threshold if own is None else own
        way: Way = parts[key].set_by if adds else "same" if own is None else "hand"
        per_month = window.length if goal.window == "average" and found.kind == "flow" else 1
        mark = part_goal(goal, target / per_month, goal.by, team).changed(window=goal.window)
        rows.append(
            TeamLayer(
                team,
                key,
                target,
                target / amount if adds and amount else None,
                way,
                mean,
                len(carried[team]),
                left_over(target, carried[team]) if adds else 0.0,
                judged(scenario, mark, goal_values(forecast, mark), scenario.policy),
            )
        )
    root = root_key(goal)
    remainder = parts[root].remainder if adds and goal.scope == COMPANY and root in parts else 0.0
    return tuple(rows), parts, remainder
