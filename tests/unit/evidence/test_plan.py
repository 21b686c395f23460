"""From evidence, and from typed totals, to a scenario that can be simulated."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from simulator import ScenarioError, simulate
from simulator.decide.terms import terms
from simulator.evidence import (
    EvidenceError,
    Totals,
    build_evidence,
    evidence_to_scenario,
    find_mapping,
    read_export,
    totals_to_evidence,
    totals_to_scenario,
)
from simulator.evidence.lever_moves import LeverMove
from simulator.evidence.plan import expected_bookings
from simulator.goals import assess
from simulator.sample import sample_evidence, sample_export
from simulator.scenario import Scenario, dump_scenario, read_scenario, simulation_digest
from tests.unit.evidence.deals import as_csv, evidence_of, plain_deals


def graded(scenario: Scenario) -> list[tuple[str | None, str | None]]:
    team = scenario.teams[0]
    rates = [team.inbound_per_month, *(stage.rate for stage in team.stages), team.cycle_days, team.deal_size]
    rates += [group.win_rate for group in team.open_pipeline]
    return [(rate.grade, rate.source) for rate in rates]


def test_a_scenario_starts_the_month_after_and_every_rate_says_where_it_comes_from() -> None:
    evidence = evidence_of(plain_deals(200))
    scenario = evidence_to_scenario(evidence, horizon_months=6)
    following = (np.datetime64(evidence.as_of, "M") + 1).astype(str)
    assert scenario.start_month == following
    assert scenario.horizon_months == 6
    assert all(grade == "measured" and source and "deals.csv" in source for grade, source in graded(scenario))
    assert scenario.growth.volume.grade == "guess"
    won = scenario.teams[0].stages[-1].rate
    assert (won.successes, won.trials) == (evidence.counts.won, evidence.counts.closed)
    assert sum(group.count for group in scenario.teams[0].open_pipeline) == evidence.counts.open
    assert read_scenario(dump_scenario(scenario), "toml") == scenario


def test_a_year_that_ends_in_december_continues_in_january() -> None:
    evidence = evidence_of(plain_deals(), as_of=dt.date(2025, 12, 31))
    assert evidence_to_scenario(evidence).months[0] == "2026-01"


def test_the_goal_is_what_history_brought() -> None:
    evidence = sample_evidence()
    months, expected = expected_bookings(evidence, 6)
    assert months == 12
    assert expected == pytest.approx(sum(month.bookings for month in evidence.monthly[-12:]) / 2)
    scenario = evidence_to_scenario(evidence, 6)
    assert scenario.goals[0].threshold == pytest.approx(expected)
    assert scenario.goals[0].by == "2027-06"
    assert evidence_to_scenario(evidence, 6, goal_target=5.0).goals[0].threshold == 5.0


def test_owners_without_new_deals_are_not_on_the_team() -> None:
    scenario = evidence_to_scenario(sample_evidence())
    names = {rep.name for team in scenario.teams for rep in team.reps}
    assert {"Dirk Lorenzen", "Lars Öztürk"}.isdisjoint(names)
    assert len(names) == 12


def test_open_deals_with_amounts_keep_each_of_them() -> None:
    evidence = sample_evidence()
    for team, finding in zip(evidence_to_scenario(evidence).teams, evidence.teams, strict=True):
        for group, found in zip(team.open_pipeline, finding.pipeline, strict=True):
            if found.stale:
                assert group.values is None
            else:
                assert group.values == found.amounts
                assert len(set(group.values or ())) > 1


def test_many_open_deals_are_split_into_bands_of_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = sample_evidence().teams[0].pipeline
    monkeypatch.setattr("simulator.evidence.pipeline.MOST_LISTED", 10)
    table = read_export(sample_export(), "nordwind_deals.csv")
    banded = build_evidence(table, find_mapping(table)).teams[0].pipeline
    assert len(banded) > len(listed)
    assert all(group.amounts is None for group in banded)
    total = sum(sum(group.amounts) for group in listed if group.amounts)
    assert sum(group.count * group.amount for group in banded if group.amount) == pytest.approx(
        total, rel=1e-3
    )


@pytest.mark.parametrize("months", [0, 121])
def test_an_impossible_horizon_is_refused(months: int) -> None:
    with pytest.raises(ScenarioError, match="horizon_months"):
        evidence_to_scenario(sample_evidence(), months)


def test_the_fewest_deals_that_are_evidence_can_be_simulated() -> None:
    data = b"stage,amount,created,closed\nWon,500,2026-01-05,2026-01-05\n"
    table = read_export(data)
    scenario = evidence_to_scenario(build_evidence(table, find_mapping(table)), 3)
    forecast = simulate(scenario, n_trials=500, seed=0)
    assert np.isfinite(forecast.series("bookings")).all()
    assert forecast.series("bookings").mean() > 0


def test_odd_names_make_no_broken_scenario() -> None:
    rows = plain_deals(80)
    for number, row in enumerate(rows):
        row["Owner"] = ["\x01Bad\tname", "x" * 500, "  ", "'; DROP TABLE--"][number % 4]
        row["Team"] = ["company", "A\u2028B"][number % 2]
    table = read_export(as_csv(rows), "evil\x07 name.csv")
    scenario = evidence_to_scenario(build_evidence(table, find_mapping(table)))
    assert read_scenario(dump_scenario(scenario, "json"), "json") == scenario


def test_stale_deals_do_not_inflate_the_forecast() -> None:
    rows = plain_deals(200)
    old = [{**rows[3], "ID": f"old{number}", "Created": "2025-01-07"} for number in range(400)]
    lean, heavy = (evidence_to_scenario(evidence_of(some), 3) for some in (rows, rows + old))
    bookings = [
        simulate(one.changed(market=lean.market), n_trials=4000, seed=1).series("bookings").sum(axis=1)
        for one in (lean, heavy)
    ]
    stale = heavy.teams[0].open_pipeline[-1]
    assert stale.count > 400
    extra = stale.count * stale.win_rate.expected * heavy.teams[0].deal_size.mean_size
    assert extra < 0.02 * bookings[0].mean()


TOTALS = Totals(
    calls=7200,
    appointments=1080,
    sales=360,
    months=12,
    revenue=9_000_000.0,
    cycle_days=48.0,
    until=dt.date(2026, 12, 31),
)


def test_typed_totals_become_a_scenario_with_their_samples() -> None:
    scenario = totals_to_scenario(TOTALS)
    team = scenario.teams[0]
    assert scenario.start_month == "2027-01"
    assert team.inbound_per_month.mean == 600
    assert [(stage.rate.successes, stage.rate.trials) for stage in team.stages] == [(1080, 7200), (360, 1080)]
    assert (team.deal_size.mean, team.deal_size.n) == (25_000, 360)
    assert team.cycle_days.mean == 48
    (verdict,) = assess(simulate(scenario, n_trials=2000, seed=1))
    assert verdict.goal.threshold == 360


def test_typed_totals_without_money_count_sales() -> None:
    scenario = totals_to_scenario(Totals(7200, 1080, 360, until=dt.date(2026, 10, 31)), horizon_months=6)
    forecast = simulate(scenario, n_trials=2000, seed=1)
    np.testing.assert_array_equal(forecast.series("bookings"), forecast.series("closed"))
    assert scenario.goals[0].threshold == 180
    assert (scenario.start_month, scenario.goals[0].by) == ("2026-11", "2027-04")


def test_typed_totals_show_their_rates_and_guesses() -> None:
    evidence = totals_to_evidence(7200, 1080, 360, months=12)
    assert evidence.rate("win_rate").value == pytest.approx(1 / 3)
    assert evidence.rate("appointment_rate").sample == 7200
    assert evidence.rate("deal_size").grade == "guess"
    assert {"totals_only", "no_revenue"} <= {remark.code for remark in evidence.remarks}
    assert evidence.document()["win_rate"] == {"successes": 360, "trials": 1080}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"calls": -1}, "calls = -1"),
        ({"calls": 100}, "each step must not exceed"),
        ({"sales": 0}, "sales = 0"),
        ({"months": 0}, "months = 0"),
        ({"revenue": float("nan")}, "revenue = nan"),
        ({"revenue": -5.0}, "revenue = -5"),
        ({"cycle_days": float("inf")}, "cycle_days = inf"),
        ({"cycle_days": 1e9}, "at most 3,650"),
    ],
)
def test_impossible_totals_are_refused_with_field_and_value(change: dict[str, float], words: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        totals_to_evidence(**{"calls": 7200, "appointments": 1080, "sales": 360, **change})  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_typed_totals_as_evidence_make_a_scenario_of_the_same_size() -> None:
    evidence = totals_to_evidence(7200, 1080, 360, months=12, revenue=9_000_000.0)
    scenario = evidence_to_scenario(evidence)
    decided, won = scenario.teams[0].stages
    assert decided.rate.expected * won.rate.expected == pytest.approx(0.05, rel=2e-3)
    assert decided.rate.equivalent_n == pytest.approx(7200, rel=0.01)
    assert scenario.goals[0].threshold == pytest.approx(9_000_000)


def test_levers_that_moved_more_than_luck_stand_in_the_plan_and_change_no_digit() -> None:
    move = LeverMove("win_rate", 0.18, 0.04, 10, "2024-Q1", "2026-Q2", 812, "decided deals")
    evidence = replace(sample_evidence(), moves=(move,))
    plan, before = evidence_to_scenario(evidence), evidence_to_scenario(sample_evidence())
    assert [(one.lever, one.moved, one.grade) for one in plan.lever_terms] == [("win_rate", 0.18, "measured")]
    assert "812 decided deals" in (plan.lever_terms[0].source or "")
    assert before.lever_terms == ()
    assert simulation_digest(plan) == simulation_digest(before)
    assert evidence.document()["lever_moves"][0]["moved"] == 0.18
    found = next(one for one in terms(plan) if one.lever.name == "win_rate")
    assert (found.step, found.step_source) == (0.18, "past")
