"""Six large plans share one budget of futures."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.decide.compare import Contender
from simulator.scenario import parse_scenario
from tests.statistical.small_scenarios import document, goal, team_document
from ui.computing import compare_view
from ui.computing.budget import LEAST_TRIALS, TRIALS


@pytest.mark.parametrize(
    ("teams", "plans", "least", "most"), [(1, 6, TRIALS, TRIALS), (60, 6, LEAST_TRIALS, 2_000)]
)
def test_the_larger_the_plans_the_fewer_the_futures(
    monkeypatch: pytest.MonkeyPatch, teams: int, plans: int, least: int, most: int
) -> None:
    asked: list[int] = []

    def counted(*_: Any, n_trials: int, **__: Any) -> None:
        asked.append(n_trials)
        raise ScenarioError.single("test", "", "only the number was wanted")

    monkeypatch.setattr(compare_view, "compare", counted)
    listed = [team_document(f"T{number}") for number in range(teams)]
    plan = parse_scenario(document(*listed, goals=[goal("bookings", 1)]))
    with pytest.raises(ScenarioError):
        compare_view.comparison_view([Contender(f"P{n}", plan) for n in range(plans)], None)
    assert least <= asked[0] <= most
