"""``layers`` from the outside: a table and a document that add up, and sentences for what cannot be used."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import Scenario, dump_scenario


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


def run(folder: Path, plan: Scenario, *argv: str) -> tuple[int, str, str]:
    path = folder / "plan.toml"
    path.write_text(dump_scenario(plan), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    return main(["layers", str(path), *argv, "--trials", "500"], out, err), out.getvalue(), err.getvalue()


def test_the_document_adds_up_at_every_level(tmp_path: Path) -> None:
    hands = ({"goal": "New bookings", "level": "month", "place": "2027-05", "amount": 1e6},)
    plan = sample_scenario().changed(layers={"overrides": hands})
    code, out, _ = run(tmp_path, plan, "--json")
    found: dict[str, Any] = json.loads(out)
    assert code == 0
    assert (found["goal"], found["amount"]) == ("New bookings", 9e6)
    of = {level: [one for one in found["periods"] if one["level"] == level] for level in ("quarter", "month")}
    assert [len(of["quarter"]), len(of["month"])] == [4, 12]
    for listed in (*of.values(), found["teams"], found["managers"], found["seats"]):
        assert math.fsum(one["target"] for one in listed) == pytest.approx(9e6)
    assert of["month"][4]["target"] == 1e6
    assert of["month"][4]["set_by"] == "hand"
    assert found["remainder"] == {"months": 0, "teams": 0, "reps": 0}
    assert found["milestones"][-1]["target"] == pytest.approx(9e6)
    assert found["milestones"][-1]["last"] == "2027-12-31"
    assert of["month"][-1]["to_date"]["probability"] == found["probability"]
    assert any(one.startswith("The plain twelfth asks") for one in found["sentences"])
    assert any(one.startswith("May 2027 is set by hand to 1 M") for one in found["sentences"])


def test_a_person_reads_periods_teams_and_sentences(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, sample_scenario(), "--goal", "Direct bookings")
    assert code == 0
    assert out.startswith("Direct bookings (Direct) · 3.9 M by 2027-12 · realistic")
    assert "\nQ1 2027 " in out
    assert "\nDirect: Sabine Vogt " in out
    assert "Expect " in out


@pytest.mark.parametrize("goal", [goal.name for goal in sample_scenario().goals])
def test_every_goal_of_the_sample_has_layers(tmp_path: Path, goal: str) -> None:
    assert run(tmp_path, sample_scenario(), "--goal", goal)[0] == 0


def test_a_goal_that_is_none_is_refused(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, sample_scenario(), "--goal", "World peace")
    assert code == 2
    assert "World peace: is no goal of this scenario; use one of New bookings" in err
    code, _, err = run(tmp_path, sample_scenario().changed(goals=(), quotas=None))
    assert code == 2
    assert "no goal to split" in err
