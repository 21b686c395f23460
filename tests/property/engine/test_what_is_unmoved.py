"""A forecast made from another one equals the one made from nothing, to the last bit, whatever has moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Forecast, Scenario, ScenarioError, simulate
from simulator.scenario import parse_scenario, scenario_document, scenario_levers, with_adjustments
from simulator.scenario.plan import Adjustment
from tests.property.scenario.documents import Document, changes, documents, month
from tests.statistical.whole_companies import SUBSCRIPTION

TRIALS = 130
any_company = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EVERYTHING = parse_scenario(SUBSCRIPTION)
EVERYTHING_FORECAST = simulate(EVERYTHING, TRIALS)


def assert_equal(one: Forecast, other: Forecast) -> None:
    """Every series of every scope, name for name and bit for bit (sums somebody asked for are kept beside)."""
    drawn, again = one.drawn(), other.drawn()
    assert drawn.keys() == again.keys()
    for scope, arrays in drawn.items():
        assert arrays.keys() - {"entered"} == again[scope].keys() - {"entered"}, scope
        for name in arrays.keys() & again[scope].keys():
            array = arrays[name]
            assert array.dtype == again[scope][name].dtype, (scope, name)
            assert array.tobytes() == again[scope][name].tobytes(), (scope, name)
            assert not again[scope][name].flags.writeable


def assert_nothing_lost(moved: Scenario, like: Forecast) -> None:
    """Also in other chunks, and when what was made from another forecast is built upon in turn."""
    fresh = simulate(moved, like.n_trials, like.seed, kept=like.kept)
    made = simulate(moved, like.n_trials, like.seed, kept=like.kept, like=like, chunk_trials=60, threads=2)
    assert_equal(fresh, made)
    assert_equal(like, simulate(like.scenario, like.n_trials, like.seed, kept=like.kept, like=made))


@st.composite
def moves(draw: st.DrawFn, plan: Scenario) -> Scenario:
    """`plan` with levers moved, initiatives and risks changed, dropped, added or put in another order."""
    found: list[Adjustment] = []
    for _ in range(draw(st.integers(0, 3))):
        lever = draw(st.sampled_from(scenario_levers(plan)))
        stage = lever.name.startswith("stage:")
        narrowed = lever.level == "team" and lever.name != "capacity" and not stage and draw(st.booleans())
        step = (
            st.sampled_from([0.4, 1.0, 2.0]) if lever.absolute else st.sampled_from([-1, -0.1, 0.0, 0.1, 2])
        )
        found.append(
            Adjustment(
                lever=lever.name,
                change=draw(step),
                teams=(draw(st.sampled_from(plan.team_names)),) if narrowed else None,
                start_month=draw(st.sampled_from([None, *plan.months])),
            )
        )
    fields: Document = {"adjustments": list(draw(st.permutations(found)))}
    recurring = plan.recurring is not None
    for kind in ("initiatives", "risks"):
        listed: list[Document] = list(scenario_document(plan).get(kind, []))
        if listed and not draw(st.booleans()):
            place = draw(st.integers(0, len(listed) - 1))
            name = listed[place]["name"]
            changed = {
                "start_month": month(draw(st.integers(0, 6))),
                "cost": 5e3,
                "probability": draw(st.sampled_from([0.0, 0.3, 1.0])),
            }
            listed[place] = draw(
                st.sampled_from(
                    [listed[place] | changed, draw(changes(name, recurring, plan.horizon_months))]
                )
            )
        if draw(st.booleans()):
            listed.append(draw(changes(f"more {kind}", recurring, plan.horizon_months)))
        if draw(st.booleans()):
            listed = listed[1:]
        fields[kind] = draw(st.permutations(listed))
    return parse_scenario(scenario_document(plan) | {"name": "moved", **to_document(fields)})


def to_document(fields: Document) -> Document:
    """Adjustments as a file states them."""
    return fields | {"adjustments": [one.model_dump(exclude_none=True) for one in fields["adjustments"]]}


@any_company
@given(documents(), st.data())
def test_any_company_with_anything_moved(document: Document, data: st.DataObject) -> None:
    plan = parse_scenario(document)
    like = simulate(plan, TRIALS)
    like.series("entered")  # a sum of the company that was asked for is kept beside its own series
    assert_nothing_lost(data.draw(moves(plan)), like)


EVERY_MOVE = [
    (lever.name, team, start)
    for lever in scenario_levers(EVERYTHING)
    for team in (None, "Direct", "Partner", "Online")
    for start in (None, "2027-08")
    if team is None or lever.level == "team"
]


@pytest.mark.parametrize(("lever", "team", "start"), EVERY_MOVE)
def test_every_lever_of_a_company_that_has_all_of_them(
    lever: str, team: str | None, start: str | None
) -> None:
    """Also as an initiative, and on futures lived again."""
    teams = None if team is None else (team,)
    try:
        sure = with_adjustments(
            EVERYTHING, Adjustment(lever=lever, change=0.6, teams=teams, start_month=start)
        )
    except ScenarioError:
        assert lever == "capacity" or lever.startswith("stage:")  # a team without it
        return
    initiative = {
        "name": "also",
        "lever": lever,
        "effect": {"low": 0.0, "mode": 0.1, "high": 0.9},
        "probability": 0.4,
        "start_month": start or "2027-03",
        "cost": 10.0,
        **({} if team is None else {"teams": [team]}),
    }
    maybe = parse_scenario(SUBSCRIPTION | {"initiatives": [*SUBSCRIPTION["initiatives"], initiative]})
    for moved in (sure, maybe):
        assert_nothing_lost(moved, EVERYTHING_FORECAST)
    again = simulate(EVERYTHING, TRIALS, kept=frozenset({("market",)}))
    assert_nothing_lost(sure, again)


DATED = [
    (kind, place, field)
    for kind in ("initiatives", "risks")
    for place in range(len(SUBSCRIPTION[kind]))
    for field in (
        {"start_month": "2027-10"},
        {"probability": 0.35},
        {"phase_in_months": 7},
        {"effect": {"low": 0.01, "mode": 0.3, "high": 0.31}},
        {"cost": 77.0},
        {"name": "called otherwise"},
        {"teams": ["Partner"]},
        {"lever": "marketing", "teams": None},
    )
]


@pytest.mark.parametrize(("kind", "place", "field"), DATED)
def test_every_field_of_a_dated_change_counts(kind: str, place: int, field: Document) -> None:
    """One field of one initiative or risk is another, and nothing else."""
    listed: list[Document] = [dict(one) for one in SUBSCRIPTION[kind]]
    listed[place] |= field
    try:
        moved = parse_scenario(SUBSCRIPTION | {kind: listed})
    except ScenarioError:
        assert "teams" in field  # a lever of the company has none
        return
    assert_nothing_lost(moved, EVERYTHING_FORECAST)


def test_every_field_of_an_adjustment_counts() -> None:
    """The month, the size, the teams, the lever, and of people their place in the list."""
    first = Adjustment(lever="hires", change=0.5, teams=("Direct",), start_month="2027-05")
    second = Adjustment(lever="volume", change=0.3, start_month="2027-05")
    like = simulate(with_adjustments(EVERYTHING, first, second), TRIALS)
    for one, other in (
        (first, second.changed(start_month="2027-08")),
        (first, second.changed(change=0.31)),
        (first, second.changed(teams=("Online",))),
        (first, second.changed(lever="deal_size")),
        (first.changed(start_month="2027-06"), second),
        (second, first),
    ):
        assert_nothing_lost(with_adjustments(EVERYTHING, one, other), like)


def test_another_plan_shares_nothing_it_must_not() -> None:
    """Teams, growth, months, costs or recurring business changed, teams gone or come: never a wrong digit."""
    text = SUBSCRIPTION
    first, second, third = text["teams"]
    others = [
        text | {"growth": {"volume": 0.3}},
        text | {"horizon_months": 11},
        text | {"teams": [first | {"cycle_days": {"mean": 50, "cv": 0.8}}, second, third]},
        text | {"teams": [first, second]},
        text | {"teams": [third, first, second]},
        text | {"teams": [first, second, third, second | {"name": "Fourth"}]},
        text | {"costs": {"gross_margin": 0.4, "marketing_per_month": 1}},
        text | {"recurring": text["recurring"] | {"opening_mrr": 1}},
        {name: text[name] for name in ("name", "start_month", "horizon_months", "growth", "teams")},
    ]
    for document in others:
        assert_nothing_lost(parse_scenario(document), EVERYTHING_FORECAST)


def test_other_luck_shares_nothing() -> None:
    for n_trials, seed in ((TRIALS, 12345), (TRIALS + 1, None)):
        made = simulate(EVERYTHING, n_trials, seed, like=EVERYTHING_FORECAST)
        assert_equal(simulate(EVERYTHING, n_trials, seed), made)
        assert not np.shares_memory(made.series("profit"), EVERYTHING_FORECAST.series("profit"))
