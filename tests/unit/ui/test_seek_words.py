"""What would turn it, in words: what is read is enough, and what was simulated is written to its last digit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.decide.sought import LeverTurn, Moved
from simulator.sample import sample_scenario
from simulator.scenario import lever
from simulator.scenario.lever_values import LeverUnit
from ui.wording.seek_words import (
    amount_text,
    best_text,
    enough,
    exact_text,
    full_turn,
    known_to,
    short_fall,
    still,
)

PLAN = sample_scenario()


def _turn(
    name: str, unit: LeverUnit, start: float, to: float, change: float, step: float | None
) -> LeverTurn:
    at = Moved(change, to, 0.601, (0.59, 0.61), 0.598, True, 10_000, None)
    return LeverTurn(
        lever=lever(name),
        teams=None,
        unit=unit,
        start=start,
        least=start / 2,
        most=start * 2,
        feasible=True,
        at=at,
        falls_to=None,
        lost=False,
        shape="one way",
        resolution=step,
        sampling=None if step is None else 2 * step,
        start_month="2027-03" if name == "hires" else None,
        works=1.0,
        wanted=0.6,
    )


WIN = _turn("win_rate", "share", 0.2643, 0.3145, 0.19, 0.0005)
SIZE = _turn("deal_size", "money", 28_369.7, 31_220.0, 0.1, 20.0)
PEOPLE = _turn("hires", "people", 0.0, 2.0, 2.0, 1.0)


def _text(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "start", "read"), [(0.3145, 0.26, 0.315), (29.56, 59.1, 29.5), (31_206.0, 28_000.0, 31_300.0)]
)
def test_a_rounded_value_is_at_least_as_far_from_the_plan(value: float, start: float, read: float) -> None:
    assert enough(value, start) == pytest.approx(read)
    assert enough(enough(value, start), start) == enough(value, start)


def test_what_may_be_lost_is_rounded_towards_the_plan() -> None:
    assert still(0.2445, 0.2643) == pytest.approx(0.245)
    assert still(83.94, 59.1) == pytest.approx(83.9)


def test_sentences_name_both_ends() -> None:
    assert _text(full_turn(WIN, PLAN)) == "Win rate 26.4 % → 31.5 %"
    assert _text(full_turn(PEOPLE, PLAN)) == "2 more hires in each team by Mar 2027"
    held = replace(WIN, falls_to=replace(WIN.at, amount=0.2445), lost=True)
    assert _text(short_fall(held, PLAN)) == "win rate 24.5 %"


def test_a_simulated_value_is_written_to_its_step() -> None:
    assert _text(exact_text(WIN, 0.3145, PLAN)) == "31.45 %"
    assert _text(exact_text(SIZE, 31_220.0, PLAN)) == "31,220 €"
    assert _text(exact_text(replace(WIN, resolution=None), 0.3145, PLAN)) == "31.5 %"
    assert _text(known_to(WIN)) == "±0.15 points"


def test_what_is_not_enough_says_how_close_it_gets() -> None:
    short = replace(SIZE, feasible=False, at=replace(SIZE.at, odds=0.418, interval=(0.41, 0.43)))
    assert _text(best_text(short, PLAN)) == "at best 42 % at 31.2 k € (+10 %)"  # as on every other page
    maybe = best_text(replace(short, works=0.7), PLAN)
    assert _text(maybe) == "at best 42 % at 31.2 k € (+10 %), which works with odds of 70 %"
    assert "too close to call" in best_text(replace(short, at=replace(short.at, interval=(0.5, 0.6))), PLAN)


def test_an_amount_that_may_not_be_seen_is_a_share_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.visitors.money_hidden.is_hidden", lambda: True)
    assert _text(amount_text(SIZE, 31_206.7, PLAN)) == "110 % of today"
    assert _text(exact_text(SIZE, 31_206.7, PLAN)) == "110 % of today"
    assert "€" not in best_text(replace(SIZE, feasible=False), PLAN)
