"""``ladder``, and what ``assess`` says of goals together and under the floor."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.scenario import dump_scenario, parse_scenario

PLAN: dict[str, Any] = {
    "name": "two teams",
    "start_month": "2027-01",
    "seed": 5,
    "teams": [
        {
            "name": name,
            "inbound_per_month": {"mean": 30.0},
            "stages": [{"name": "sale", "rate": {"mean": 0.5, "equivalent_n": 50}}],
            "deal_size": {"family": "gamma", "mean": 1_000.0, "cv": 0.5},
            "headcount": 5,
            "annual_cost_per_rep": 12_000.0,
        }
        for name in ("North", "South")
    ],
    "market": {"monthly_sd": 0.3, "persistence": 0.9},
    "costs": {"gross_margin": 0.5, "marketing_per_month": 1_000.0, "overhead_per_month": 1_500.0},
    "goals": [
        {"name": "North", "metric": "bookings", "target": 180_000.0, "by": "2027-12", "scope": "North"},
        {"name": "Deals", "metric": "won_deals", "target": 310, "by": "2027-12"},
        {"name": "Low", "metric": "revenue", "target": 200_000.0, "by": "2027-12"},
    ],
}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no run a long one."""
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(parse_scenario(PLAN)), encoding="utf-8")
    return path


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(argv, out, err), out.getvalue(), err.getvalue()


def test_the_ladder_as_json(plan: Path) -> None:
    code, out, err = run("ladder", str(plan), "--goal", "Deals", "--json", "--trials", "2000")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert list(document["ladder"]) == ["floor", "commit", "target", "stretch", "ceiling"]
    assert document["goal"] == "Deals"
    values = list(document["ladder"].values())[1:]
    assert values == sorted(values)
    odds = [document["rungs"][name]["probability"] for name in ("commit", "target", "stretch", "ceiling")]
    assert odds == sorted(odds, reverse=True)
    # 12.5 k a month at a margin of 0.5 are 300 k a year: 300 deals of 1,000.
    assert document["floor"]["salaries"] == pytest.approx(120_000)
    assert document["ladder"]["floor"] == pytest.approx(300, rel=0.05)
    assert document["break_even"]["first_month"] == "2027-01"
    assert len(document["break_even"]["months"]) == 12


def test_the_ladder_for_people(plan: Path) -> None:
    code, out, err = run("ladder", str(plan), "--goal", "Low", "--trials", "1000")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Low: Revenue of at least 200,000 by 2027-12: realistic")
    assert [line.split()[0] for line in lines[4:9]] == ["floor", "commit", "target", "stretch", "ceiling"]
    assert "Costs of 2027-01 to 2027-12: 150,000 (salaries 120,000, marketing 12,000, overhead 18,000)" in out
    assert "The goal lies under the floor: met exactly, costs are not covered." in out
    assert "Break-even: first month that rather covers its costs 2027-01" in out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ((), "must name one of the goals: North, Deals, Low"),
        (("--goal", "East"), "is no goal of this scenario; use one of North, Deals, Low"),
    ],
)
def test_a_goal_must_be_named_and_exist(plan: Path, argv: tuple[str, ...], words: str) -> None:
    code, out, err = run("ladder", str(plan), *argv)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_plan_without_goals_has_no_ladder(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    path.write_text(dump_scenario(parse_scenario({**PLAN, "goals": []})), encoding="utf-8")
    code, _, err = run("ladder", str(path))
    assert code == 2
    assert "add a [[goals]] table" in err


def test_the_only_goal_need_not_be_named(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        dump_scenario(parse_scenario({**PLAN, "goals": PLAN["goals"][:1], "costs": {}})), encoding="utf-8"
    )
    code, out, _ = run("ladder", str(path), "--trials", "500")
    assert code == 0
    assert "so not in the floor: cost of sales, marketing, overhead" in out


def test_assess_tells_joint_odds_ties_and_what_lies_under_the_floor(plan: Path) -> None:
    code, out, _ = run("assess", str(plan), "--trials", "2000")
    assert code == 0
    assert "All 3 goals together: " in out
    assert "At least 1: " in out
    assert "North and Deals pull strongly together" in out or "Deals and North pull strongly together" in out
    assert "Low lies under the floor of " in out
    assert out.count("under the floor") == 1


def test_assess_gives_floor_and_joint_odds_as_json(plan: Path) -> None:
    _, out, _ = run("assess", str(plan), "--trials", "2000", "--json")
    document = json.loads(out)
    floors = {goal["name"]: goal["floor"] for goal in document["goals"]}
    assert [floors[name]["under"] for name in ("North", "Deals", "Low")] == [False, False, True]
    assert document["together"]["all"] <= min(goal["probability"] for goal in document["goals"])
    assert [one["count"] for one in document["together"]["at_least"]] == [1, 2, 3]
