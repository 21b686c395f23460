"""What is said of why it moved: who took, who gave back, and what only several do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.decide.why import why
from simulator.decide.why_parts import Moved, Part, Together, Why
from simulator.decide.why_words import median_finding, odds_finding, sentences
from simulator.goals.told import said
from tests.statistical.small_scenarios import goal, scenario, team_document


@pytest.fixture(scope="module")
def nothing() -> Why:
    """Two plans that do not differ."""
    plan = scenario(team_document(inbound_per_month=5.0), goals=[goal("won_deals", 60)], seed=0)
    return why(plan, plan, "won_deals", 100)


def part(name: str, odds: float, median: float = 0.0, last: float | None = None) -> Part:
    """A part that is sure of what it does."""
    moved = Moved(odds, 0.001, median, 0.001)
    return Part(name, name, moved, replace(moved, odds=odds if last is None else last))


def told(base: Why, *parts: Part, together: float = 0.0, error: float = 0.001) -> Why:
    """What is found where these parts are."""
    rest = Moved(together, error, 0.0, 0.0)
    pairs = (Together((parts[0].name, parts[1].name), rest),) if len(parts) > 1 else ()
    total = Moved(sum(one.moved.odds for one in parts) + together, 0.001, 1.0, 0.1)
    return replace(base, parts=parts, interaction=rest, pairs=pairs, total=total)


def test_who_took_and_who_gave_back(nothing: Why) -> None:
    found = told(nothing, part("Win rate", -0.12), part("Direct: hires", 0.07), part("Overhead", 0.0))
    assert odds_finding(found) == "Win rate took 12 points, Direct: hires gave 7 back"
    found = told(nothing, part("Win rate", 0.12), part("Hires", 0.07), part("Target of the goal", -0.01))
    assert odds_finding(found) == "Win rate brought 12 points, hires 7 more, target of the goal took 1 back"


def test_nothing_differs_and_nothing_moves(nothing: Why) -> None:
    assert odds_finding(nothing) == "Nothing that these odds rest on differs"
    assert (
        odds_finding(told(nothing, part("Overhead", 0.0)))
        == "None of the differences moves the odds by a point"
    )


def test_what_only_two_do_is_the_title_where_it_is_most(nothing: Why) -> None:
    found = told(nothing, part("Hires", 0.02), part("Leads", 0.03), together=0.2)
    assert odds_finding(found) == "Hires and leads together bring 20 points that neither brings alone"
    assert sentences(found)[0].startswith("Hires and leads bring 20 points only together")
    three = told(nothing, part("Hires", 0.02), part("Leads", 0.03), part("Price", 0.01), together=-0.2)
    assert odds_finding(three) == "What the differences do only together costs 20 points"


def test_an_interaction_that_luck_explains_is_none(nothing: Why) -> None:
    found = told(nothing, part("Hires", 0.02), part("Leads", 0.03), together=0.01, error=0.02)
    assert "cannot be told from luck" in sentences(found)[0]


def test_the_part_that_leans_on_the_others_is_named(nothing: Why) -> None:
    found = told(
        nothing, part("Hires", 0.02, last=0.15), part("Leads", 0.03), part("Price", 0.01), together=0.1
    )
    assert "Hires: +2 points by itself, +15 points on top of all others." in sentences(found)


def test_the_median_in_its_own_unit(nothing: Why) -> None:
    found = told(nothing, part("Win rate", -0.1, -4.0), part("Hires", 0.1, 3.0))
    finding = median_finding(found)
    assert finding is not None
    assert said(finding) == "Win rate lowers the median by 4, hires gives 3 back"
    without = replace(found, total=Moved(0.0, 0.0, None, None))
    assert median_finding(without) is None
