"""The layers on Quotas: what the page says, what a hand changes and undo brings back, and who sees what."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.evidence.quarter_end import QuarterPattern
from simulator.sample import sample_evidence, sample_scenario
from simulator.scenario import Scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of
from ui.state import Work


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def _layers(app: AppTest, plan: Scenario | None = None) -> AppTest:
    if plan is not None:
        put_plan(app, plan)
    open_page(app, "quotas")
    app.session_state["quotas_part"] = "Layers"
    return app.run()


def _by_hand(*hands: dict[str, Any]) -> Scenario:
    return sample_scenario().changed(
        layers={"overrides": tuple({"goal": "New bookings", **one} for one in hands)}
    )


def _tables(app: AppTest) -> list[Any]:
    return [one.value.map(lambda cell: str(cell).replace("\u00a0", " ")) for one in app.table]


def test_every_period_team_and_week_stands_with_its_word_and_odds(app: AppTest) -> None:
    _layers(app)
    assert not app.exception
    words = words_of(app)
    assert "New bookings of at least 9 M € by 31 Dec 2027 in 12 months and 2 teams" in words
    assert re.search(
        r"\w{3} 2027 carries \d+\.\d % of the goal, \w{3} 2027 \d\.\d %: no plain twelfth fits both", words
    )
    assert re.search(r"The plain twelfth asks (only )?750 k € of \w+ 2027, where \d+ k € is its share", words)
    periods, people, weeks, capacity = _tables(app)
    assert len(periods) == 16
    assert list(periods["Period"][:2]) == ["**Q1 2027**", "\u2003Jan 2027"]
    assert all("STRETCH" in one for one in periods["To date"])
    assert [one.strip("\u2003* ") for one in people["Who"]] == [
        "Direct",
        "Sabine Vogt",
        "Partner",
        "Tomasz Zielinski",
    ]
    assert len(weeks) == 13
    assert list(capacity["Ramped now"]) == ["7", "5"]
    assert weeks["Week"][1].replace("\u00a0", " ") == "4 Jan – 10 Jan 2027"


def test_a_rate_and_a_level_say_why_they_are_not_split(app: AppTest) -> None:
    _layers(app)
    next(one for one in app.selectbox if one.label == "Goal").select("Monthly churn").run()
    words = words_of(app)
    assert "Monthly churn is a ratio and does not add up over months" in words
    assert "known for the company only" in words
    assert len(_tables(app)) == 2  # the periods, and what people can carry


def test_a_hand_is_shown_with_what_is_left_over_and_goes_back(app: AppTest) -> None:
    plan = _by_hand(
        {"level": "month", "place": "2027-01", "amount": 1_200_000.0},
        {"level": "team", "place": "Direct", "amount": 4_000_000.0},
        {"level": "team", "place": "Partner", "share": 0.5},
        {"level": "rep", "team": "Direct", "place": "Nobody any more", "amount": 1.0},
    )
    _layers(app, plan)
    words = words_of(app)
    assert "Jan 2027 is set by hand to 13.3 % of the goal" in words
    assert "Jan 2027 is set by hand to 1.2 M €, where" in words
    assert [one.value for one in app.warning] == [
        "The teams sum up to 500\u00a0k\u00a0€ less than the part above them: nobody has that yet."
    ]
    assert "1 part set by hand belongs to nothing in this goal: Nobody any more" in words
    app.button(key=next(str(one.key) for one in app.button if one.label == "Remove them")).click().run()
    layers = plan_of(app).layers
    assert layers is not None
    assert len(layers.overrides) == 3
    app.button(key="undo").click().run()
    assert plan_of(app) == plan


def test_the_fiscal_year_is_a_part_of_the_plan(app: AppTest) -> None:
    _layers(app)
    box = next(one for one in app.selectbox if one.label == "Fiscal year starts in")
    box.select(4).run()
    layers = plan_of(app).layers
    assert layers is not None
    assert layers.year_starts == 4
    assert "**Q4 FY2026/27**" in list(_tables(app)[0]["Period"])
    app.button(key="undo").click().run()
    assert plan_of(app).layers is None


def test_a_plan_without_goals_says_what_would_stand_here(app: AppTest) -> None:
    _layers(app, sample_scenario().changed(goals=(), quotas=None))
    assert not app.exception
    assert "No goal yet." in words_of(app)


def test_without_amounts_shares_and_odds_stay(app: AppTest) -> None:
    plan = _by_hand({"level": "month", "place": "2027-01", "amount": 1_200_000.0})
    app.session_state["money_hidden"] = True
    _layers(app, plan)
    assert not app.exception
    shown = (
        words_of(app)
        + "".join(one.to_csv() for one in _tables(app))
        + "".join(one.value for one in app.caption)
    )
    assert "€" not in shown
    assert "1.2 M" not in shown
    assert "13 % of goal" in shown
    assert "STRETCH" in shown


def test_where_months_of_a_quarter_differ_the_page_says_to_judge_by_quarters(app: AppTest) -> None:
    evidence = sample_evidence()
    assert evidence.series is not None
    pattern = QuarterPattern((0.4, 0.5, 0.8), 10, 600, 0.001)
    series = replace(evidence.series, quarter=pattern)
    app.session_state["work"] = Work(sample_scenario(), evidence=replace(evidence, series=series))
    _layers(app)
    assert any(one.value.endswith("Judge by quarters here.") for one in app.caption)
