"""``pay`` from the outside: the published commission of 500 reps, the simulated cost, and sentences."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import Scenario, dump_scenario, parse_scenario, simulation_digest
from tests.statistical.small_scenarios import document, team_document

STEPS = {
    "kind": "stepped",
    "base_rate": 0.02,
    "tiers": [{"at": 0.90, "rate": 0.03}, {"at": 0.99, "rate": 0.04}],
}
PLAN = {
    "base_rate": 0.05,
    "tiers": [{"at": 1.0, "times": 1.5}],
    "stretch": {"at": 1.2, "amount": 7_000.0},
}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


def run(tmp_path: Path, plan: Scenario, *argv: str) -> tuple[int, str, str]:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(plan), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    return main(["pay", str(path), *argv], out, err), out.getvalue(), err.getvalue()


def five_hundred(**pay: Any) -> Scenario:
    people = {75e3: 150, 100e3: 150, 200e3: 100, 300e3: 50, 400e3: 25, 500e3: 25}
    teams = [
        team_document(f"Quota {quota:.0f}", headcount=count, annual_quota_per_rep=quota)
        for quota, count in people.items()
    ]
    return parse_scenario(document(*teams, pay={**STEPS, **pay}))


def test_500_reps_expect_2_859_382(tmp_path: Path) -> None:
    plan = five_hundred(boundary="above", attainment="whole_percent")
    code, out, _ = run(tmp_path, plan, "--attainment", "1", "0.1", "--json")
    found = json.loads(out)
    assert code == 0
    assert round(found["expected"]) == 2_859_382
    assert round(found["bookings"]) == 83_750_000
    _, said, _ = run(tmp_path, plan, "--attainment", "1", "0.1")
    assert "2,859,382" in said
    assert "83,750,000" in said


def test_the_document_of_a_simulated_plan(tmp_path: Path) -> None:
    plan = sample_scenario().changed(pay=PLAN)
    code, out, _ = run(tmp_path, plan, "--trials", "2000", "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found["reps"]) == 14
    assert found["expected"] == pytest.approx(sum(one["expected"] for one in found["reps"]))
    assert found["expected"] == pytest.approx(found["commission"] + found["bonus"])
    assert found["p10"] < found["p50"] < found["p90"]
    assert found["effective_rate"] == pytest.approx(found["expected"] / found["bookings"])
    assert found["effective_rate"] > 0.05
    assert 0.5 < found["stretch_bonus"]["luck_share"] <= 1
    assert found["correlation_with_bookings"] > 0.9
    assert found["at_stretch"] > found["at_plan"]
    _, said, _ = run(tmp_path, plan, "--trials", "500")
    assert "1 in 10 futures costs more than" in said
    assert "is luck" in said


def test_pay_moves_no_future(tmp_path: Path) -> None:
    plain = sample_scenario()
    assert simulation_digest(plain.changed(pay=PLAN)) == simulation_digest(plain)
    del tmp_path


@pytest.mark.parametrize(
    ("plan", "argv", "said"),
    [
        (sample_scenario(), (), "is missing; add a [pay] table"),
        (sample_scenario().changed(pay=PLAN, goals=()), ("--trials", "500"), "No goal of this plan"),
        (sample_scenario().changed(pay=PLAN), ("--attainment", "1", "0.1"), "annual_quota_per_rep"),
        (five_hundred(), ("--attainment", "1", "-0.1"), "the spread of attainment must lie between 0 and 5"),
        (five_hundred(), ("--attainment", "nan", "0.1"), "attainment must lie between 0 and 10"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(
    tmp_path: Path, plan: Scenario, argv: tuple[str, ...], said: str
) -> None:
    code, out, err = run(tmp_path, plan, *argv)
    assert (code, out) == (2, "")
    assert said in err
