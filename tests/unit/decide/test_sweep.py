"""Which values a sweep tries, what it refuses, and what it hands out."""

from __future__ import annotations

import pytest

from simulator import Scenario, ScenarioError
from simulator.decide.sweep import sweep
from simulator.decide.sweep_axes import axis
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document
from tests.statistical.small_scenarios import goal, scenario, team_document


def plan() -> Scenario:
    """One team that wins a quarter of what comes in."""
    team = team_document("A", inbound_per_month=10.0, stages=[{"name": "sale", "rate": {"mean": 0.25}}])
    return scenario(team, goals=[goal("won_deals", 30)], seed=0)


def with_terms(*terms: dict[str, object]) -> Scenario:
    """The sample company with terms for its levers."""
    return parse_scenario({**scenario_document(sample_scenario()), "lever_terms": list(terms)})


def test_values_are_round_and_hold_the_plan_itself() -> None:
    found = axis(plan(), "win_rate")
    assert found.changes == tuple(round(-0.3 + 0.05 * k, 10) for k in range(17))
    assert found.changes[found.own] == 0.0
    assert found.amounts[found.own] == 0.25
    assert found.amounts[-1] == pytest.approx(0.375)


def test_people_are_whole() -> None:
    found = axis(sample_scenario(), "hires", points=9)
    assert found.changes == (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    assert found.moved(0) == ()
    assert found.moved(1)[0].change == 2.0


def test_stated_bounds_and_lead_time_are_kept() -> None:
    found = axis(
        with_terms({"lever": "win_rate", "least": -0.02, "most": 0.13, "lead_months": 3}),
        "win_rate",
        points=5,
    )
    assert (found.changes[0], found.changes[-1]) == (-0.02, 0.13)
    assert found.moved(len(found.changes) - 1)[0].start_month == sample_scenario().months[3]


def test_a_share_stops_at_one() -> None:
    team = team_document(inbound_per_month=10.0, stages=[{"name": "sale", "rate": {"mean": 0.8}}])
    found = axis(scenario(team), "win_rate")
    assert found.changes[-1] == pytest.approx(0.25)
    assert max(found.amounts) == 1.0


def test_one_team_alone() -> None:
    found = axis(sample_scenario(), "win_rate", teams=["Direct"])
    assert found.label == "Win rate (Direct)"
    assert found.moved(0)[0].teams == ("Direct",)


@pytest.mark.parametrize(
    ("lever", "fields", "sentence"),
    [
        ("luck", {}, "is no lever; use one of volume"),
        ("churn", {}, "cannot be swept in this plan; use one of volume"),
        ("win_rate", {"least": -0.9}, "within what this lever may be moved by, -0.5 to 1"),
        ("win_rate", {"most": float("nan")}, "within what this lever may be moved by"),
        ("win_rate", {"points": 2}, "must be 3 to 61"),
        ("win_rate", {"teams": ["Z"]}, "has no lever win_rate; teams that have it: A"),
        ("capacity", {}, "cannot be swept in this plan"),
        ("marketing", {}, "stands at 0 in this plan, which no relative change moves"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(lever: str, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        axis(plan(), lever, **fields)  # type: ignore[arg-type]


def test_the_same_lever_twice_is_refused() -> None:
    one = axis(plan(), "volume", points=3)
    with pytest.raises(ScenarioError, match="is named twice"):
        sweep(plan(), plan().goals[0], [one, one], 100)
    with pytest.raises(ScenarioError, match="sweep one lever, or two"):
        sweep(plan(), plan().goals[0], [], 100)


def test_two_teams_may_be_set_against_each_other() -> None:
    found = sample_scenario()
    axes = [axis(found, "volume", teams=[name], points=3) for name in found.team_names]
    assert len(sweep(found, found.goals[0], axes, 200).cells) == len(axes[0].changes) * len(axes[1].changes)


def test_progress_counts_cells() -> None:
    seen: list[tuple[int, int]] = []
    axes = [axis(plan(), "volume", points=3)]
    found = sweep(plan(), plan().goals[0], axes, 200, progress=lambda done, most: seen.append((done, most)))
    assert seen[0][0] == 0
    assert seen[-1] == (len(found.cells), len(found.cells))


def test_document_and_rows_say_the_same() -> None:
    found = sweep(plan(), plan().goals[0], [axis(plan(), "volume", points=3)], 200)
    document = found.document()
    assert [cell["probability"] for cell in document["cells"]] == [row["odds"] for row in found.rows()]
    assert document["levers"][0]["changes"] == [row["Entering units, change"] for row in found.rows()]
    assert [row["Entering units, value"] for row in found.rows()][found.axes[0].own] == 10.0
