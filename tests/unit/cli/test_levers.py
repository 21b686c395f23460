"""``levers``: what moves a goal, in JSON and in words, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from tests.golden.levers.snapshot import PLAN


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no run a long one."""
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(("levers", *argv, "--trials", "300"), out, err), out.getvalue(), err.getvalue()


def test_the_document_holds_every_lever_both_ways(plan: Path) -> None:
    code, out, err = run(str(plan), "--goal", "Bookings", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["goal"] == "Bookings"
    assert found["seed"] == 5
    assert 0 < found["probability"] < 1
    assert found["finding"].endswith(".")
    assert found["luck"]["luck"] + found["luck"]["not_known"] == pytest.approx(1)
    by_lever = {(one["lever"], tuple(one["teams"] or ())): one for one in found["levers"]}
    assert by_lever["volume", ()]["step_source"] == "past"
    assert by_lever["volume", ()]["more"]["change"] == 0.06
    assert by_lever["cycle_days", ()]["start_month"] == "2027-04"
    assert by_lever["win_rate", ("South",)]["more"]["cost"] == 2000
    assert by_lever["win_rate", ("North",)]["more"]["cost"] is None
    assert by_lever["win_rate", ("North",)]["more"]["points_per_cost"] is None
    assert not by_lever["overhead", ()]["matters"]
    assert by_lever["overhead", ()]["more"]["points"] == 0


def test_the_report_answers_first_and_says_what_cannot_matter(plan: Path) -> None:
    code, out, _ = run(str(plan), "--goal", "Bookings")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("Bookings: New bookings of at least 118,000 by 2027-12: ")
    assert "moves the odds most: +" in lines[1]
    assert any(line.startswith("Cannot move this goal, exactly 0: ") and "Overhead" in line for line in lines)
    assert "of the spread" in out
    assert "Points per 10,000" in out
    assert "Money: change of the mean of new bookings" in out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ((), "must name one of the goals: Bookings, Churn"),
        (("--goal", "Profit"), "is no goal of this scenario; use one of Bookings, Churn"),
    ],
)
def test_what_is_refused_is_said_in_one_sentence(plan: Path, argv: tuple[str, ...], said: str) -> None:
    code, out, err = run(str(plan), *argv)
    assert (code, out) == (2, "")
    assert said in err


def test_a_plan_without_goals_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    path.write_text(PLAN.split("[[goals]]", maxsplit=1)[0], encoding="utf-8")
    code, _, err = run(str(path))
    assert code == 2
    assert "add a [[goals]] table" in err
