"""Which step is what: as it is marked, else as its whole name can only mean."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.scenario import Team, parse_scenario
from simulator.scenario.roles import ENTRY, ROLES, place_of, qualified_place, role_of_name
from tests.statistical.small_scenarios import document, team_document


def team(*names: str, entry: str = "lead", **fields: Any) -> Team:
    """A team with these steps before the sale."""
    stages = [{"name": name, "rate": 0.5} for name in (*names, "sale")]
    return parse_scenario(document(team_document(entry=entry, stages=stages, **fields))).teams[0]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("SQL", "sql"),
        ("Sales-Qualified Lead", "sql"),
        ("sales qualified leads", "sql"),
        ("MQLs", "mql"),
        ("marketing_qualified_lead", "mql"),
        ("Demo booked", "demo"),
        ("Prospects", "prospect"),
        ("qualified", None),
        ("demo done", None),
        ("lead", None),
        ("SQL database", None),
        ("prospecting call", None),
        ("opportunity", None),
    ],
)
def test_only_a_whole_name_that_can_mean_nothing_else_is_taken(name: str, role: str | None) -> None:
    assert role_of_name(name) == role


def test_what_is_marked_comes_before_names() -> None:
    named = team("MQL", "SQL", "demo", entry="prospect")
    assert [place_of(named, role) for role in ROLES] == [ENTRY, 0, 1, 2]
    assert qualified_place(named) == 0
    marked = parse_scenario(
        document(
            team_document(
                stages=[
                    {"name": "SQL", "rate": 0.5},
                    {"name": "talked to", "rate": 0.5, "role": "sql"},
                    {"name": "sale", "rate": 0.5},
                ]
            )
        )
    ).teams[0]
    assert place_of(marked, "sql") == 1


def test_a_name_can_be_said_to_mean_nothing() -> None:
    other = parse_scenario(
        document(
            team_document(
                stages=[{"name": "SQL", "rate": 0.5, "role": "none"}, {"name": "sale", "rate": 0.5}]
            )
        )
    ).teams[0]
    assert place_of(other, "sql") is None


def test_two_steps_of_one_meaning_are_not_guessed_at() -> None:
    assert place_of(team("SQL", "Sales qualified lead"), "sql") is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stages": [{"name": "sale", "rate": 1.0, "role": "demo"}]}, "is the win"),
        (
            {
                "entry_role": "sql",
                "stages": [{"name": "a", "rate": 1.0, "role": "sql"}, {"name": "sale", "rate": 1.0}],
            },
            "two steps are marked as sql",
        ),
        ({"entry_role": "lead"}, "'prospect', 'mql', 'sql', 'demo'"),
        (
            {
                "headcount": 1,
                "outbound_per_rep_per_day": 2.0,
                "activities": {"calls": 3, "outbound": "calls"},
            },
            "already counted",
        ),
        ({"headcount": 1, "activities": {"outbound": "calls"}}, "needs outbound_per_rep_per_day"),
        ({"units_per_deal": 0}, "units_per_deal"),
        ({"coaching_hours_per_rep_per_month": -1}, "coaching_hours_per_rep_per_month"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document(team_document(**fields)))
    assert words in str(caught.value)
