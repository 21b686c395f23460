"""The leak of a funnel known as counts, with as many stages as there are."""

from __future__ import annotations

import pytest

from simulator.evidence import totals_to_evidence
from simulator.evidence.step_leak import StepCounts, leak_of_steps


def test_typed_totals_say_where_most_is_lost_and_which_point_is_worth_most() -> None:
    leak = totals_to_evidence(7200, 1080, 360, months=12, revenue=9_000_000.0).leak
    assert leak is not None
    first, second = leak.steps
    assert [first.into, first.lost] == pytest.approx([600, 510])
    assert [second.into, second.lost] == pytest.approx([90, 60])
    assert first.a_point == pytest.approx(600 * 0.01 / 3 * 25_000)
    assert second.a_point == pytest.approx(90 * 0.01 * 25_000)
    assert leak.best_point is first
    assert "510 of 600 units a month" in leak.sentence


def test_four_stages_lose_what_came_and_did_not_get_through() -> None:
    steps = [
        StepCounts(a, b, [100.0 * r] * 2, [50.0 * r] * 2) for a, b, r in (("a", "b", 1.0), ("b", "c", 0.5))
    ]
    leak = leak_of_steps([*steps, StepCounts("c", "d", [50.0], [10.0])], 2, 1000.0)
    assert leak is not None
    assert [one.rate for one in leak.steps] == [0.5, 0.5, 0.2]
    assert [one.into for one in leak.steps] == pytest.approx([100, 50, 25])
    assert sum(one.lost for one in leak.steps) == pytest.approx(100 - 100 * 0.05)
    for one in leak.steps:  # one point of each rate, by the product of the others
        others = 0.05 / one.rate
        assert one.a_point == pytest.approx(0.01 * 100 * others * 1000)


@pytest.mark.parametrize(("late", "beyond_luck"), [(30.0, False), (12.0, True)])
def test_a_fall_is_told_where_luck_does_not_explain_it(late: float, beyond_luck: bool) -> None:
    tried = [100.0] * 12
    through = [30.0, 28.0, 33.0, 29.0, 31.0, 30.0, 27.0, 32.0, 30.0, late, late + 1, late - 1]
    leak = leak_of_steps([StepCounts("leads", "won", tried, through)], 12, 1.0)
    assert leak is not None
    (step,) = leak.steps
    assert step.beyond_luck is beyond_luck
    assert step.earlier == pytest.approx(0.3)
    assert step.recent == pytest.approx(late / 100)
    assert ("has fallen from 30% to 12%" in leak.sentence) is beyond_luck


def test_later_stages_may_count_more_than_earlier_ones() -> None:
    leak = leak_of_steps([StepCounts("leads", "won", [10.0] * 8, [12.0] * 8)], 8, 1.0)
    assert leak is not None
    assert leak.steps[0].rate == 1.0
    assert leak.steps[0].lost == 0.0
    assert leak.steps[0].a_point == 0.0


def test_without_a_unit_there_is_no_leak() -> None:
    assert leak_of_steps([StepCounts("a", "b", [0.0], [0.0])], 3, 1.0) is None
    assert leak_of_steps([], 3, 1.0) is None
