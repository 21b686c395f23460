"""SMART cards, reverse funnels and working days of any company: five letters, ordered odds, no number that is none."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings

from simulator import simulate
from simulator.goals.smart import LETTERS, smart_cards
from simulator.quotas.reverse_funnel import funnel_goals, funnel_teams, reverse_funnel
from simulator.quotas.working_day import working_day
from simulator.scenario import parse_scenario
from tests.property.scenario.documents import Document, documents


@settings(
    deadline=None,
    max_examples=40,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(documents())
def test_every_company_gets_its_cards_and_funnels(document: Document) -> None:
    scenario = parse_scenario(document)
    forecast = simulate(scenario, 200, seed=1)
    for card in smart_cards(forecast):
        assert tuple(one.letter for one in card.letters) == LETTERS
        for one in card.letters:
            words = one.said()
            assert words.endswith(".")
            assert "nan" not in words.split()
            assert "inf" not in words.split()
    for goal in funnel_goals(scenario):
        for team in funnel_teams(scenario, goal):
            found = reverse_funnel(forecast, goal, team)
            for step in found.steps:
                average, sixty, eighty = step.units
                assert average is None or (math.isfinite(average) and average >= 0)
                assert sixty is None or eighty is None or sixty <= eighty
            day = working_day(forecast, found)
            assert day.odds is None or 0 <= day.odds <= 1 + 1e-9
            assert day.said().endswith(".")
