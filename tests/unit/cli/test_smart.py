"""``smart`` from the outside: cards as a table and as a document, and sentences for what cannot be used."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import dump_scenario


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(sample_scenario()), encoding="utf-8")
    return str(path)


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main([*argv, "--trials", "500"], out, err), out.getvalue(), err.getvalue()


def test_the_document_holds_a_card_a_goal(plan: str) -> None:
    code, out, _ = run("smart", plan, "--json", "--as-of", "2027-07-01")
    found: dict[str, Any] = json.loads(out)
    assert code == 0
    assert found["as_of"] == "2027-07-01"
    assert [card["goal"] for card in found["cards"]] == [goal.name for goal in sample_scenario().goals]
    for card in found["cards"]:
        assert list(card["letters"]) == ["S", "M", "A", "R", "T"]
        assert all(set(one) == {"state", "sentence", "advice", "asks"} for one in card["letters"].values())


def test_a_person_reads_every_letter(plan: str) -> None:
    _, out, _ = run("smart", plan)
    for goal in sample_scenario().goals:
        assert goal.name in out
    assert out.count("Time-bound:") == len(sample_scenario().goals)


def test_a_day_that_is_none_is_refused(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run("smart", plan, "--as-of", "soon")
    assert stop.value.code == 2
    assert "write YYYY-MM-DD" in capsys.readouterr().err


def test_a_plan_without_goals_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(sample_scenario().changed(goals=())), encoding="utf-8")
    code, out, _ = run("smart", str(path))
    assert code == 0
    assert "no goal" in out
