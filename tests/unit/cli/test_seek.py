"""``seek``: what turns a goal, in JSON and in words, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.scenario import dump_scenario, parse_scenario

PLAN: dict[str, Any] = {
    "name": "one team",
    "start_month": "2027-01",
    "seed": 5,
    "teams": [
        {
            "name": "North",
            "inbound_per_month": {"mean": 30.0},
            "stages": [{"name": "sale", "rate": {"mean": 0.5}}],
            "deal_size": {"family": "gamma", "mean": 1_000.0, "cv": 0.0},
        }
    ],
    "goals": [
        {"name": "Deals", "metric": "won_deals", "target": 200, "by": "2027-12"},
        {"name": "Few", "metric": "won_deals", "target": 150, "by": "2027-12"},
        {"name": "Dream", "metric": "won_deals", "target": 5_000, "by": "2027-12"},
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
    return main(("seek", *argv, "--trials", "500"), out, err), out.getvalue(), err.getvalue()


def test_the_document_holds_what_was_agreed(plan: Path) -> None:
    code, out, err = run(str(plan), "--goal", "Deals", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["goal"] == "Deals"
    assert found["verdict_now"] == "unreachable"
    assert found["wanted"] == 0.6
    assert set(found["ladder"]) == {"floor", "commit", "target", "stretch", "ceiling"}
    levers = {one["lever"]: one for one in found["levers"]}
    assert levers["volume"]["from"] == 30.0
    assert levers["volume"]["feasible"]
    assert levers["volume"]["probability"] >= 0.6 > found["probability_now"]
    assert 32 < levers["volume"]["to"] < 36
    assert 0.5 < levers["win_rate"]["to"] < 0.6
    assert levers["deal_size"]["shape"] == "no effect"
    assert not levers["deal_size"]["feasible"]
    assert levers["deal_size"]["probability"] == found["probability_now"]
    assert found["realistic_target"]["value"] == found["ladder"]["target"]
    assert found["realistic_date"]["by"] == "2028-02"


def test_a_probability_may_be_named(plan: Path) -> None:
    code, out, _ = run(str(plan), "--goal", "Deals", "--probability", "0.1", "--json")
    low = json.loads(out)
    assert code == 0
    assert low["wanted"] == 0.1
    volume = next(one for one in low["levers"] if one["lever"] == "volume")
    assert 0.1 <= volume["probability"] < 0.2


def test_a_goal_that_is_met_needs_no_change_and_says_what_it_can_lose(plan: Path) -> None:
    code, out, _ = run(str(plan), "--goal", "Few", "--json")
    found = json.loads(out)
    volume = found["levers"][0]
    assert code == 0
    assert found["met"]
    assert (volume["to"], volume["probability"]) == (30.0, found["probability_now"])
    assert 24 < volume["falls_to"]["to"] < 30
    assert volume["falls_to"]["lost"]


def test_people_read_a_line_a_lever(plan: Path) -> None:
    code, out, _ = run(str(plan), "--goal", "Deals", "--months", "24")
    assert code == 0
    assert "wanted 60.0%" in out.splitlines()[0]
    assert "win_rate" in out
    assert "Target with these odds as things are" in out
    assert "This target has these odds by 2028-02" in out


def test_what_cannot_be_reached_is_said(plan: Path) -> None:
    _, out, _ = run(str(plan), "--goal", "Dream", "--months", "24")
    assert "none; nearest 60 a month" in out
    assert "No month until 2028-12 has these odds" in out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ("--goal", "Nothing"),
            "--goal = Nothing: is no goal of this scenario; use one of Deals, Few, Dream",
        ),
        ((), "--goal: must name one of the goals: Deals, Few, Dream"),
        (("--goal", "Deals", "--probability", "60"), "must lie above 0 and below 1; write 0.6 for 60 %"),
        (("--goal", "Deals", "--probability", "0"), "must lie above 0 and below 1"),
        (("--goal", "Deals", "--probability", "nan"), "must lie above 0 and below 1"),
        (("--goal", "Deals", "--months", "0"), "must be a whole number from 1 to 120"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(
    plan: Path, argv: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(str(plan), *argv)
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_a_scenario_without_goals_is_told_to_have_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(parse_scenario({**PLAN, "goals": []})), encoding="utf-8")
    code, _, err = run(str(path))
    assert code == 2
    assert "add a [[goals]] table to seek what it needs" in err
