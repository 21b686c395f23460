"""Several goals at once, on futures put in by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.engine.forecast import Series
from simulator.goals.together import MOST_IN_FOCUS, together
from simulator.scenario import Goal, Scenario, parse_scenario

TRIALS = 4_000
MONTHS = 6


def _plan(teams: Sequence[str]) -> Scenario:
    return parse_scenario(
        {
            "name": "by hand",
            "start_month": "2027-01",
            "horizon_months": MONTHS,
            "teams": [
                {
                    "name": name,
                    "inbound_per_month": {"mean": 1.0},
                    "stages": [{"name": "sale", "rate": 1.0}],
                    "deal_size": {"family": "gamma", "mean": 1.0, "cv": 0.0},
                }
                for name in teams
            ],
        }
    )


def _forecast(bookings: dict[str, np.ndarray[tuple[int, int], np.dtype[np.float64]]]) -> Forecast:
    """Each team's bookings as given, shape (TRIALS, MONTHS)."""
    plan = _plan(list(bookings))
    made = simulate(plan, n_trials=TRIALS)
    arrays = {scope: dict(of) for scope, of in made._arrays.items()}
    for team, values in bookings.items():
        arrays[team][Series.BOOKINGS] = np.ascontiguousarray(values.T)
    return Forecast(plan, made.seed, TRIALS, arrays)


def _once(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], month: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """All of it in one month."""
    table = np.zeros((TRIALS, MONTHS))
    table[:, month] = values
    return table


def _goal(team: str, target: float = 0.5, **fields: object) -> Goal:
    return Goal.model_validate(
        {"name": team, "metric": "bookings", "target": target, "by": "2027-06", "scope": team, **fields}
    )


def _futures(seed: int, *shares: float) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    rng = np.random.default_rng(seed)
    return [(rng.random(TRIALS) < share).astype(float) for share in shares]


def test_all_some_and_pairs_by_hand() -> None:
    a = np.arange(TRIALS) % 2 == 0
    b = np.arange(TRIALS) % 4 == 0  # met only where a is
    c = ~a  # met only where a is not
    flags = {"A": a, "B": b, "C": c}
    found = together(
        _forecast({name: _once(flag.astype(float), 0) for name, flag in flags.items()}),
        [_goal(name) for name in flags],
    )
    assert found.probabilities == (0.5, 0.25, 0.5)
    assert [one.probability for one in found.at_least] == [1.0, 0.25, 0.0]
    pairs = {(pair.first, pair.second): pair for pair in found.pairs}
    assert pairs["A", "B"].both == 0.25
    assert pairs["A", "B"].phi == pytest.approx(0.125 / np.sqrt(0.25 * 0.25 * 0.75))
    assert (pairs["A", "B"].pull, pairs["A", "B"].is_strong) == ("together", True)
    assert pairs["A", "C"].pull == "apart"
    assert pairs["A", "C"].phi == pytest.approx(-1.0)
    assert pairs["B", "C"].pull == "apart"
    assert found.pairs[0] == pairs["A", "C"], "the strongest comes first"


def test_goals_that_have_nothing_to_do_with_each_other_are_not_named() -> None:
    names = [f"T{number}" for number in range(12)]
    futures = _futures(7, *[0.5] * 12)
    found = together(
        _forecast({name: _once(one, 0) for name, one in zip(names, futures, strict=True)}),
        [_goal(name) for name in names],
    )
    assert len(found.pairs) == 66
    assert found.named == ()


def test_a_tie_too_weak_to_matter_is_not_named_however_sure() -> None:
    rng = np.random.default_rng(5)
    first = rng.random(TRIALS) < 0.5
    exact = np.where(np.arange(TRIALS) < 0.07 * TRIALS, first, rng.permutation(first))
    found = together(
        _forecast({"A": _once(first.astype(float), 0), "B": _once(exact.astype(float), 0)}),
        [_goal("A"), _goal("B")],
    )
    assert abs(found.pairs[0].phi or 0) < 0.1
    assert found.named == ()


def test_a_tie_a_single_future_makes_is_not_named_however_large() -> None:
    number = np.arange(TRIALS)
    first, second = number < 4, (number > 2) & (number < 7)  # four futures each, one of them in common
    found = together(
        _forecast({"A": _once(first.astype(float), 0), "B": _once(second.astype(float), 0)}),
        [_goal("A"), _goal("B")],
    )
    assert (found.pairs[0].phi or 0) > 0.2
    assert found.named == ()


def test_what_is_as_good_as_met_comes_after_what_is_open() -> None:
    luck = np.random.default_rng(6).random(TRIALS)
    sure, half = luck < 0.95, luck < 0.5  # whoever meets the second meets the first
    found = together(
        _forecast({"sure": _once(sure.astype(float), 0), "half": _once(half.astype(float), 5)}),
        [_goal("sure"), _goal("half")],
    )
    assert found.order[1].goal == "sure"
    assert found.order[1].is_sure
    assert found.order[1].clear


def test_a_goal_that_is_always_or_never_met_says_nothing_of_others() -> None:
    half = _futures(1, 0.5)[0]
    found = together(
        _forecast(
            {"A": _once(half, 0), "sure": _once(np.ones(TRIALS), 0), "never": _once(np.zeros(TRIALS), 0)}
        ),
        [_goal("A"), _goal("sure"), _goal("never")],
    )
    assert {pair.phi for pair in found.pairs} == {None}
    steps = {step.goal: step for step in found.order}
    assert steps["never"].effect is None
    assert not steps["never"].reachable
    assert found.order[-1].goal == "never"
    assert not steps["sure"].clear


def test_what_pulls_others_along_and_is_decided_early_comes_first() -> None:
    luck, own = _futures(2, 0.5, 0.5)
    tied = np.where(np.random.default_rng(9).random(TRIALS) < 0.9, luck, 1 - luck)
    found = together(
        _forecast({"early": _once(luck, 1), "late": _once(tied, 4), "alone": _once(own, 0)}),
        [_goal("alone"), _goal("late"), _goal("early")],
    )
    assert [step.goal for step in found.order] == ["early", "late", "alone"]
    early = found.order[0]
    assert (early.decided_by, early.months) == ("2027-02", 2)
    assert found.order[1].decided_by == "2027-05"
    assert dict(early.odds_after)["late"] == pytest.approx(0.9, abs=0.03)
    assert early.effect == pytest.approx(0.4, abs=0.05)
    assert not found.order[2].clear


def test_a_goal_most_futures_agree_on_is_decided_before_it_begins() -> None:
    sure = _futures(3, 0.95)[0]
    found = together(_forecast({"A": _once(sure, 5)}), [_goal("A")])
    assert (found.order[0].decided_by, found.order[0].months) == (None, 0)


def test_a_goal_in_one_month_is_decided_in_that_month() -> None:
    flag = _futures(4, 0.5)[0]
    goal = _goal("A", window="month", by="2027-04")
    found = together(_forecast({"A": _once(flag, 3)}), [goal])
    assert found.order[0].decided_by == "2027-04"


def test_too_many_for_one_owner() -> None:
    forecast = _forecast({"A": _once(np.ones(TRIALS), 0)})

    def owned(count: int, owner: str | None) -> list[Goal]:
        return [_goal("A", name=f"{owner} {number}", owner=owner) for number in range(count)]

    enough = [*owned(MOST_IN_FOCUS, "Ana"), *owned(MOST_IN_FOCUS, None)]
    assert together(forecast, enough).crowds == ()
    crowds = together(forecast, [*enough, _goal("A", name="one more", owner="Ana")]).crowds
    assert [(crowd.owner, crowd.count) for crowd in crowds] == [("Ana", MOST_IN_FOCUS + 1)]


def test_no_goal_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no goal"):
        together(_forecast({"A": _once(np.ones(TRIALS), 0)}))


def test_what_is_printed_is_json() -> None:
    half = _futures(1, 0.5)[0]
    found = together(_forecast({"A": _once(half, 0)}), [_goal("A"), _goal("A", name="again")])
    printed = json.loads(json.dumps(found.document(), allow_nan=False))
    assert printed["all"] == found.all.probability
    assert printed["pairs"][0]["pull"] == "together"
    assert [one["count"] for one in printed["at_least"]] == [1, 2]
