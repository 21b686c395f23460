"""Plans side by side: what is judged by which goal, what cannot be set against each other, and what is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, ScenarioError
from simulator.decide.compare import Comparison, Contender, compare, document
from simulator.decide.contrast import contrast
from simulator.goals.told import said
from simulator.scenario import Goal
from tests.statistical.small_scenarios import goal, scenario, team_document


def plan(entering: float = 20, **fields: Any) -> Scenario:
    given: dict[str, Any] = {"goals": [goal("bookings", 240)], "seed": 3, **fields}
    return scenario(team_document(inbound_per_month=entering), **given)


def together(**plans: Scenario) -> Comparison:
    return compare([Contender(name, one) for name, one in plans.items()], n_trials=200)


def notes(found: Comparison) -> str:
    return "\n".join(said(one) for one in found.notes)


def test_the_same_plan_twice_is_the_same_in_every_future() -> None:
    found = together(A=plan(), B=plan())
    one = found.contrasts[0]
    assert (one.ties, one.wins, one.losses, one.beats) == (1, 0, 0, 0.5)
    assert (one.mean, one.mean_interval, one.median) == (0, (0, 0), 0)
    assert (one.odds, one.odds_interval) == (0, (0, 0))
    assert said(found.answer) == "A and B come out the same in every future."
    assert found.differing == ()


def test_another_order_only_reorders() -> None:
    plans = {"A": plan(), "B": plan(22), "C": plan(25)}
    first = together(**plans)
    again = together(**{name: plans[name] for name in "CAB"})
    for a, b in ("AB", "AC", "BC", "CA"):
        one, other = first.of(a, b), again.of(a, b)
        assert one is not None
        assert other is not None
        for name, value in one.document().items():
            assert other.document()[name] == pytest.approx(value, abs=1e-12), name
    for name in plans:
        assert first.standing(name) == again.standing(name)
    assert first.leading is not None
    assert first.leading.a == "C"


def test_one_seed_serves_all_and_is_named() -> None:
    found = together(A=plan(), B=plan(seed=9))
    assert found.seed == 3
    assert found.contrasts[0].ties == 1
    assert "One seed, 3, is used for all, so that they share their luck (B has 9 of its own)." in notes(found)


def test_a_plan_without_the_goal_is_judged_by_the_first_one_s() -> None:
    found = together(A=plan(), B=plan(22, goals=[]))
    assert found.standing("B").verdict is not None
    assert not found.standing("B").own
    assert "B has no goal of this name: it is judged by that of A." in notes(found)


def test_where_the_goal_does_not_fit_that_is_said_and_the_rest_compared() -> None:
    short = scenario(team_document(inbound_per_month=20), months=6)
    found = together(A=plan(), B=short, C=plan(22))
    assert found.standing("B").verdict is None
    assert found.of("A", "B") is None
    assert found.of("A", "C") is not None
    assert "B has no such goal, and that of the others does not fit it" in notes(found)
    assert found.standing("B").costs.months == ("2027-01", "2027-06")


def test_each_is_judged_by_its_own_target() -> None:
    found = together(A=plan(), B=plan(goals=[goal("bookings", 300)]))
    assert [one.verdict.target for one in found.standings if one.verdict] == [240, 300]
    assert found.contrasts[0].ties == 1
    assert found.contrasts[0].odds > 0
    assert "The goals differ: A wants 240, B 300." in notes(found)


def test_amounts_of_two_currencies_are_not_set_against_each_other() -> None:
    found = together(A=plan(currency="EUR"), B=plan(currency="USD"))
    assert found.contrasts == ()
    assert all(one.verdict is not None for one in found.standings)
    assert "B is in USD, A in EUR: no amount is converted" in notes(found)
    counted = [goal("won_deals", 240)]
    deals = together(A=plan(currency="EUR", goals=counted), B=plan(currency="USD", goals=counted))
    assert deals.contrasts[0].ties == 1


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"metric": "won_deals"}, "asks for new bookings and B for deals won"),
        ({"direction": "at_most"}, "which of the two is better is not told"),
        ({"window": "average"}, "they cannot be set against each other"),
    ],
)
def test_goals_that_ask_for_something_else_are_named(other: dict[str, Any], words: str) -> None:
    found = together(A=plan(), B=plan(goals=[{**goal("bookings", 240), **other}]))
    assert found.contrasts == ()
    assert words in notes(found)
    assert said(found.answer) == "These plans cannot be compared by this goal."


def test_other_months_are_named() -> None:
    later = plan(start_month="2027-04", goals=[goal("bookings", 240)])
    found = together(A=plan(), B=later)
    assert "B starts in April 2027, A in January 2027" in notes(found)
    assert "A counts January 2027 to December 2027, B counts April 2027 to December 2027." in notes(found)


def test_other_bands_are_named() -> None:
    found = together(A=plan(), B=plan(policy={"realistic_at_least": 0.8}))
    assert "B calls realistic from 80 % and unreachable under 10 %, A from 60 % and under 10 %" in notes(
        found
    )


def test_what_is_undefined_is_worse_than_anything_and_left_out_of_the_difference() -> None:
    wanted = Goal.model_validate(goal("win_rate", 0.5))
    one = np.array([0.5, np.nan, np.nan, 0.4])
    other = np.array([0.25, 0.1, np.nan, np.nan])
    found = contrast(("A", "B"), (one, other), (wanted, wanted))
    assert (found.wins, found.ties, found.losses) == (0.5, 0.25, 0.25)
    assert found.mean == 0.25
    assert found.undefined == 0.75
    never = np.full(4, np.nan)
    empty = contrast(("A", "B"), (never, one), (wanted, wanted))
    assert (empty.mean, empty.median, empty.undefined) == (None, None, 1)


def test_turned_round_it_is_the_same_said_of_the_other() -> None:
    wanted = Goal.model_validate(goal("bookings", 5))
    luck = np.random.default_rng(0)
    one, other = luck.poisson(5, 300).astype(float), luck.poisson(6, 300).astype(float)
    there = contrast(("A", "B"), (one, other), (wanted, wanted))
    back = contrast(("B", "A"), (other, one), (wanted, wanted))
    turned = there.turned()
    for name, value in back.document().items():
        assert turned.document()[name] == pytest.approx(value, abs=1e-12), name


def test_more_often_reached_and_more_often_behind_is_said_so() -> None:
    """A steady plan against one that is mostly better and sometimes fails."""
    wanted = {**goal("bookings", 11), "by": "2027-12"}
    sure = scenario(
        team_document(open_pipeline=[{"count": 12, "win_rate": 1.0, "age_days": 0}]), goals=[wanted]
    )
    risky = scenario(
        team_document(open_pipeline=[{"count": 14, "win_rate": 1.0, "age_days": 0}]),
        goals=[wanted],
        risks=[
            {"name": "r", "lever": "deal_size", "effect": -0.9, "probability": 0.3, "start_month": "2027-01"}
        ],
    )
    found = together(A=risky, B=sure)
    assert found.leading is not None
    assert found.leading.a == "B"
    assert said(found.answer).startswith("B reaches its goal more often (100 % against 68 %)")
    assert "though A is ahead of it in" in said(found.answer)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "between 1 and 6 can be compared"),
        (list("ABCDEFG"), "between 1 and 6 can be compared"),
        (["A", "A"], "two are called so"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(names: list[str], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        compare([Contender(name, plan()) for name in names], n_trials=200)


def test_a_goal_nobody_has_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ScenarioError, match="none of the plans has a goal of that name; use one of bookings"):
        compare([Contender("A", plan())], "nothing", n_trials=200)
    with pytest.raises(ScenarioError, match="set a goal in one of them"):
        compare([Contender("A", plan(goals=[]))], n_trials=200)


def test_the_document_is_plain() -> None:
    found = document(together(A=plan(), B=plan(22)))
    assert found["contrasts"][0]["a"] == "A"
    assert found["plans"][1]["costs"]["months"] == ["2027-01", "2027-12"]
    assert {row["assumption"] for row in found["differing"]} == {"inbound per month"}
