"""Activity a day against the working day: kinds, minutes, what fits, the word, the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import simulate
from simulator.goals.told import said
from simulator.quotas.norms import NORMS
from simulator.quotas.reverse_funnel import reverse_funnel
from simulator.quotas.working_day import (
    WorkingDay,
    against_norms,
    day_units,
    kind_of,
    minutes_of,
    most_a_day,
    plural,
    working_day,
)
from simulator.scenario import parse_scenario
from simulator.scenario.activity import Activity, StageWork

TEAM: dict[str, Any] = {
    "name": "Direct",
    "entry": "call",
    "stages": [{"name": "sale", "rate": 0.05}],
    "headcount": 1,
    "outbound_per_rep_per_day": 10.0,
    "deal_size": 1000.0,
}


def day(target: float, team: dict[str, Any] | None = None, **more: Any) -> WorkingDay:
    scenario = parse_scenario(
        {
            "name": "Plan",
            "start_month": "2027-01",
            "horizon_months": 1,
            "teams": [{**TEAM, **(team or {})}],
            "goals": [{"name": "Goal", "metric": "won_deals", "target": target, "by": "2027-01"}],
            **more,
        }
    )
    forecast = simulate(scenario, 500, seed=1)
    return working_day(forecast, reverse_funnel(forecast, scenario.goals[0]))


def test_one_call_in_ten_minutes_of_eight_hours_is_forty_eight() -> None:
    assert most_a_day(minutes_of("call", Activity()), Activity()) == 48


def test_a_quota_of_fifty_calls_does_not_fit() -> None:
    fifty = day(50 * 21 * 0.05)
    assert fifty.needed[0] == pytest.approx(500.0)
    assert fifty.fits() is False
    assert day(48 * 21 * 0.05).fits() is True


def test_an_activity_can_be_unreachable_where_the_money_looks_fine() -> None:
    """The plan's leads come by themselves; one person calling could never make them."""
    found = day(100.0, {"inbound_per_month": 3000.0, "outbound_per_rep_per_day": 0.0})
    assert found.funnel.planned > 2900
    assert found.word == "unreachable"


def test_the_word_is_that_of_the_policy() -> None:
    assert day(20.0).word == "realistic"
    borderline = day(50.4)
    assert borderline.odds is not None
    assert 0.4 < borderline.odds < 0.6
    assert borderline.word == "stretch"
    strict = {"realistic_at_least": 0.4, "unreachable_below": 0.1}
    assert day(50.4, policy=strict).word == "realistic"


def test_too_little_history_has_no_word() -> None:
    assert day(20.0, history={"closed_outcomes": 2, "periods": 1}).word == "not enough history"


def test_what_follows_from_a_call_takes_time_too() -> None:
    stages = [{"name": "appointment", "rate": 0.15}, {"name": "sale", "rate": 1 / 3}]
    found = day(50.0, {"stages": stages})
    assert found.by_time == pytest.approx(480 / (10 + 0.15 * 60))
    assert [load.most for load in found.loads] == [48, 8, None]
    assert "48 calls per rep and working day on average" in found.said()
    assert "48 if nothing else is done" in found.said()


def test_own_times_count() -> None:
    assert day(48 * 21 * 0.05, activity={"minutes_per_call": 12.0}).fits() is False
    assert day(48 * 21 * 0.05, activity={"hours_per_day": 4.0}).fits() is False
    assert day(20.0, activity={"stages": [{"stage": "sale", "minutes": 600.0}]}).by_time == pytest.approx(
        12.0
    )


def test_what_the_people_can_work_is_a_limit_too() -> None:
    found = day(10.0, {"entry": "lead", "opportunities_per_rep_per_month": 105.0})
    assert found.by_time is None
    assert found.by_capacity == pytest.approx(5.0)
    assert "a rep can work what comes of 5." in found.said()


def test_where_nothing_is_known_to_take_time_it_says_so() -> None:
    found = day(10.0, {"entry": "lead"})
    assert (found.odds, found.word, found.fits()) == (None, None, None)
    assert "nothing in this funnel is known to take time" in found.said()


def test_without_people_nobody_does_the_work() -> None:
    found = day(10.0, {"headcount": 0, "outbound_per_rep_per_day": 0.0, "inbound_per_month": 100.0})
    assert found.word is None
    assert "nobody to do the work" in found.said()


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("call", "call"),
        ("Cold calls", "call"),
        ("E-Mail sent", "email"),
        ("appointment", "meeting"),
        ("Demo booked", "meeting"),
        ("discovery call", "call"),
        ("lead", "none"),
        ("recall", "none"),
        ("<script>", "none"),
    ],
)
def test_a_step_is_known_by_its_words(step: str, kind: str) -> None:
    assert kind_of(step, Activity()) == kind


def test_what_the_plan_says_of_a_step_goes_before_its_name() -> None:
    own = Activity(stages=(StageWork(stage="call", kind="meeting"),))
    assert kind_of("call", own) == "meeting"
    assert minutes_of("call", own) == 60.0


@pytest.mark.parametrize(
    ("units", "shown"), [(47.6, 48.0), (7.14, 7.2), (10.0, 10.0), (0.04, 0.1), (48.0, 48.0)]
)
def test_a_day_is_rounded_up_at_the_end(units: float, shown: float) -> None:
    assert day_units(units) == shown


def test_rounding_up_does_not_make_it_seem_too_much() -> None:
    assert day_units(10.3, 10.7) == 10.3
    assert day_units(10.8, 10.7) == 11.0
    assert day_units(47.6, 48.0) == 48.0


def test_plurals() -> None:
    assert [plural(name) for name in ("call", "opportunity", "box", "sales", "day")] == [
        "calls",
        "opportunities",
        "boxes",
        "sales",
        "days",
    ]


@pytest.mark.parametrize(("target", "side"), [(20.0, "within"), (50.0, "around"), (70.0, "above")])
def test_calls_are_held_against_what_is_usual(target: float, side: str) -> None:
    calls, time = (said(told) for told in against_norms(day(target)))
    assert f"calls a day are {side} the 52" in calls
    assert "With the 41 % of the day" in time
    assert "holds 19.6 calls a day" in time


def test_without_calls_and_times_there_is_nothing_to_hold_against() -> None:
    assert against_norms(day(10.0, {"entry": "lead"})) == ()


def test_every_norm_names_its_publication() -> None:
    assert all(len(norm.source.split(",")) >= 2 for norm in NORMS)
