"""What is typed into the table of parts, as the plan holds it."""

from __future__ import annotations

import pytest

from simulator import simulate
from simulator.quotas.layers import Layers, layers
from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from simulator.scenario.layer_plan import LayerOverride
from ui.fields.typed_numbers import NotANumberError
from ui.screens.quotas_layers_hands import held_texts, places, with_hands

FORECAST = simulate(sample_scenario(), 200)


def _found(goal: int = 0, plan: Scenario | None = None) -> Layers:
    plan = plan or sample_scenario()
    return layers(FORECAST.under(plan), plan.goals[goal])


def _typed(typed: dict[str, str], plan: Scenario | None = None, goal: int = 0) -> tuple[LayerOverride, ...]:
    plan = plan or sample_scenario()
    found = _found(goal, plan)
    listed = places(plan, found)
    cells = [typed.get(name, held) for (_, name), held in zip(listed, held_texts(found, listed), strict=True)]
    new = with_hands(plan, found, listed, cells)
    return new.layers.overrides if new.layers is not None else ()


def test_every_part_has_a_place() -> None:
    names = [name for _, name in places(sample_scenario(), _found())]
    assert len(names) == len(set(names))
    assert names[:3] == ["Q1 2027", "Jan 2027", "Feb 2027"]
    for part in ("Team Direct", "Direct: manager Sabine Vogt", "Partner: Hire 1"):
        assert part in names
    assert not any(name.startswith("Partner: ") for _, name in places(sample_scenario(), _found(), "Direct"))


def test_an_amount_and_a_share_are_told_apart() -> None:
    found = _typed({"Mar 2027": "900 k", "Team Direct": "55 %"})
    assert [(one.level, one.place, one.amount, one.share) for one in found] == [
        ("month", "2027-03", 900_000, None),
        ("team", "Direct", None, 0.55),
    ]


def test_what_was_set_stays_until_its_cell_is_emptied() -> None:
    hands = _typed({"Mar 2027": "900 k", "Partner: Hire 1": "1,250.5"})
    plan = sample_scenario().changed(layers={"overrides": hands})
    assert _typed({}, plan) == hands
    assert [one.place for one in _typed({"Mar 2027": ""}, plan)] == ["#Hire 1"]
    assert _typed({"Mar 2027": " ", "Partner: Hire 1": ""}, plan) == ()


def test_what_the_cell_shows_rounded_stays_to_the_last_digit() -> None:
    exact = LayerOverride(goal="New bookings", level="team", place="Direct", share=1 / 3, note="agreed")
    plan = sample_scenario().changed(layers={"overrides": (exact,)})
    assert _typed({"Mar 2027": "1"}, plan)[1] == exact


def test_other_goals_and_what_is_not_in_the_table_keep_theirs() -> None:
    other = LayerOverride(goal="Direct bookings", level="month", place="2027-03", amount=1.0)
    gone = LayerOverride(goal="New bookings", level="rep", team="Direct", place="Gone", amount=1.0)
    plan = sample_scenario().changed(layers={"overrides": (other, gone), "year_starts": 4})
    assert _typed({"Jan 2027": "5"}, plan)[:2] == (other, gone)


@pytest.mark.parametrize(
    ("part", "typed", "why"),
    [
        ("Mar 2027", "soon", "Mar 2027: is not a number"),
        ("Mar 2027", "120 %", "between 0 % and 100 %"),
        ("Mar 2027", "-5 %", "between 0 % and 100 %"),
    ],
)
def test_what_is_no_part_is_refused_by_its_name(part: str, typed: str, why: str) -> None:
    with pytest.raises(NotANumberError, match=why):
        _typed({part: typed})


def test_a_rate_is_typed_in_percent() -> None:
    found = _typed({"Mar 2027": "1.2 %", "Apr 2027": "1.3"}, goal=2)
    assert [one.amount for one in found] == [0.012, 0.013]
    plan = sample_scenario().changed(layers={"overrides": found})
    assert held_texts(_found(2, plan), [(("month", "", "2027-03"), "March")]) == ["1.2 %"]
