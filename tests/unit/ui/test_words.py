"""Metrics, goals and evidence in words."""

from __future__ import annotations

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import Goal, Rate
from simulator.scenario.metric_names import METRIC_NAMES
from ui.fields.override import overridden
from ui.wording.evidence_words import counted_grade, evidence_rows, grade_of, rate_sample
from ui.wording.metric_words import difference_text, goal_sentence, metric_words, value_text

PLAN = sample_scenario()
N = "\u00a0"


@pytest.mark.parametrize("name", [*METRIC_NAMES, "stage:won"])
def test_every_metric_has_a_label_a_meaning_and_a_number(name: str) -> None:
    words = metric_words(name)
    assert words.label
    assert words.meaning
    assert value_text(name, 0.5, "EUR")
    assert value_text(name, float("nan"), "EUR") == "–"


def test_a_goal_is_one_sentence() -> None:
    goal = Goal(name="x", metric="bookings", target=5e6, by="2027-12")
    assert goal_sentence(goal, PLAN).replace("\\", "") == f"New bookings of at least 5{N}M{N}€ by 31 Dec 2027"
    team = Goal(name="x", metric="won_deals", target=10.0, by="2027-03", window="month", scope="Direct")
    assert goal_sentence(team, PLAN).replace("\\", "") == "Deals won of Direct of at least 10 in Mar 2027"


def test_differences_carry_their_sign_and_unit() -> None:
    assert difference_text("bookings", 678_000.0, "EUR") == f"+678{N}k{N}€"
    assert difference_text("win_rate", -0.021, "EUR") == "−2.1 points"
    assert difference_text("won_deals", 0.0, "EUR") == "±0"


def test_grades_are_stated_or_follow_from_the_sample() -> None:
    assert grade_of(Rate(successes=1.0, trials=2.0)) == "measured"
    assert grade_of(Rate(mean=0.2)) == "guess"
    assert grade_of(Rate(mean=0.2, grade="benchmark")) == "benchmark"
    assert rate_sample(Rate(successes=360.0, trials=1080.0)) == "360 of 1,080"
    assert rate_sample(Rate(mean=0.2, equivalent_n=40.0)) == "as sure as 40 cases"


def test_every_input_is_listed_with_a_place_in_the_plan() -> None:
    rows = evidence_rows(PLAN)
    assert len({row.path for row in rows}) == len(rows)
    assert counted_grade(rows, "measured") == f"{sum(row.grade == 'measured' for row in rows)} measured"


@pytest.mark.parametrize(
    "row",
    [row for row in evidence_rows(PLAN) if row.overridable],
    ids=lambda row: ".".join(map(str, row.path)),
)
def test_every_input_can_be_overridden_with_a_reason(row: object) -> None:
    from ui.wording.evidence_words import EvidenceRow

    assert isinstance(row, EvidenceRow)
    after = overridden(PLAN, row, 20.0, "we changed the team", 50.0)
    changed = next(one for one in evidence_rows(after) if one.path == row.path)
    assert (changed.grade, changed.source) == ("guess", "we changed the team")
    assert [one.value for one in evidence_rows(after) if one.path != row.path] == [
        one.value for one in evidence_rows(PLAN) if one.path != row.path
    ]
