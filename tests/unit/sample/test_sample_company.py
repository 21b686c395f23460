"""The sample company: the same bytes every time, and a plan with every kind of verdict."""

from __future__ import annotations

from simulator import simulate
from simulator.evidence import read_export
from simulator.goals import assess
from simulator.sample import (
    SAMPLE_FILE,
    SAMPLE_SEED,
    TRUE_RATES,
    sample_company,
    sample_evidence,
    sample_export,
    sample_goals,
    sample_scenario,
)
from simulator.scenario import dump_scenario, read_scenario


def test_the_shipped_export_is_the_generated_one() -> None:
    assert sample_company(SAMPLE_SEED) == sample_export()


def test_another_seed_is_another_company_and_zero_is_a_seed() -> None:
    assert sample_company(0) == sample_company(0)
    assert sample_company(0) != sample_company(1)


def test_the_export_is_small_and_reads_without_a_remark() -> None:
    data = sample_export()
    assert len(data) < 400_000
    table = read_export(data, SAMPLE_FILE)
    assert table.remarks == ()
    assert table.n_rows > 3000


def test_the_history_is_long_and_has_both_teams_and_their_people() -> None:
    evidence = sample_evidence()
    assert [team.name for team in evidence.teams] == list(TRUE_RATES)
    assert len(evidence.monthly) == 36
    assert evidence.currency == "EUR"
    assert {rep.name for rep in evidence.company.reps} == {
        rep.name for team in TRUE_RATES.values() for rep in team.reps
    }
    assert {remark.code for remark in evidence.remarks} == {
        "stale_open_deals",
        "inactive_reps",
        "filling_start",
        "season_refused",
    }


def test_the_plan_shows_all_three_verdicts() -> None:
    scenario = sample_scenario()
    assert (scenario.name, scenario.start_month, scenario.horizon_months) == (
        "Nordwind FY2027",
        "2027-01",
        12,
    )
    verdicts = assess(simulate(scenario, n_trials=4000))
    assert {verdict.verdict for verdict in verdicts} == {"realistic", "stretch", "unreachable"}
    assert [verdict.goal.name for verdict in verdicts] == [goal.name for goal in sample_goals()]
    assert not any(verdict.borderline for verdict in verdicts)


def test_the_plan_uses_every_part_of_a_scenario() -> None:
    scenario = sample_scenario()
    assert scenario.recurring is not None
    assert scenario.initiatives
    assert scenario.risks
    for team in scenario.teams:
        assert team.reps
        assert team.hires
        assert team.open_pipeline
        assert team.opportunities_per_rep_per_month is not None
    assert read_scenario(dump_scenario(scenario), "toml") == scenario
