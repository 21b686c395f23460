"""``funnel`` from the outside: the table, the document, and sentences for what cannot be worked back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.scenario import dump_scenario, parse_scenario

PLAN: dict[str, Any] = {
    "name": "Plan",
    "start_month": "2027-01",
    "horizon_months": 1,
    "teams": [
        {
            "name": "Direct",
            "entry": "call",
            "stages": [{"name": "appointment", "rate": 0.15}, {"name": "sale", "rate": 1 / 3}],
            "headcount": 1,
            "outbound_per_rep_per_day": 10.0,
            "deal_size": 1000.0,
        }
    ],
    "goals": [
        {"name": "Win rate", "metric": "win_rate", "target": 0.4, "by": "2027-01"},
        {"name": "Sales", "metric": "won_deals", "target": 50.0, "by": "2027-01"},
    ],
}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(parse_scenario(PLAN)), encoding="utf-8")
    return str(path)


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main([*argv, "--trials", "200"], out, err), out.getvalue(), err.getvalue()


def test_the_table_holds_the_known_answer(plan: str) -> None:
    code, out, _ = run("funnel", plan)
    row = next(line for line in out.splitlines() if line.startswith("call"))
    assert code == 0
    assert row.split() == ["call", "1,000", "1,029", "1,114", "48", "49", "54", "48"]
    assert "ZoomInfo" in out


def test_the_document_holds_units_that_are_not_rounded(plan: str) -> None:
    _, out, _ = run("funnel", plan, "--goal", "Sales", "--odds", "0.9", "--json")
    found = json.loads(out)
    assert found["odds"] == [0.9]
    assert found["steps"][0]["per_rep_and_day"][0] == pytest.approx(1000 / 21)
    assert found["working_day"]["verdict"] == "unreachable"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--goal", "Nothing"), "is no goal of this scenario; use one of Win rate, Sales"),
        (("--goal", "Win rate"), "no number of deals"),
        (("--odds", "80"), "write 0.8 for 80 %"),
        (("--team", "Partner"), "use Direct"),
    ],
)
def test_what_cannot_be_worked_back_is_refused_in_a_sentence(
    plan: str, argv: tuple[str, ...], words: str
) -> None:
    code, out, err = run("funnel", plan, *argv)
    assert (code, out) == (2, "")
    assert words in err


def test_a_plan_without_such_a_goal_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(parse_scenario({**PLAN, "goals": PLAN["goals"][:1]})), encoding="utf-8")
    code, _, err = run("funnel", str(path))
    assert code == 2
    assert "add one" in err
