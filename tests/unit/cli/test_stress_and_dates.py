"""``stress`` and ``dates`` on the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.scenario import dump_scenario
from tests.statistical.small_scenarios import goal, initiative, month, scenario, team_document

DIRECT = team_document(
    inbound_per_month=1_000.0,
    stages=[{"name": "sale", "rate": 0.25}],
    opportunities_per_rep_per_month=4.0,
    ramp=[0.0, 0.0, 1.0],
    reps=[{"name": "Ana", "tenure_months": 30}, {"name": "Ben", "tenure_months": 3}],
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no run a long one."""
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.toml"
    one = scenario(
        DIRECT,
        goals=[goal("won_deals", 24), goal("bookings", 20.0)],
        initiatives=[initiative("win_rate", 0.2, name="Training", start_month=month(3))],
    )
    path.write_text(dump_scenario(one), encoding="utf-8")
    return str(path)


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(argv, out, err), out.getvalue(), err.getvalue()


def test_stress_as_json(plan: str) -> None:
    code, out, err = run(
        "stress", plan, "--stress", "leads_fall", "--stress", "best_rep_leaves", "--trials", "400", "--json"
    )
    found = json.loads(out)
    assert (code, err, found["goal"], found["n_trials"]) == (0, "", "won_deals", 400)
    names = [one["stress"] for one in found["stresses"]]
    assert names == [
        "largest_deal_slips", "best_rep_leaves", "competitor_enters", "hiring_late", "leads_fall", "quarter_end_push",
    ]  # fmt: skip
    by_name = {one["stress"]: one for one in found["stresses"]}
    assert by_name["hiring_late"]["applies"] is False
    assert by_name["best_rep_leaves"]["change"] < 0
    # People are the limit: fewer leads change nothing, alone or with somebody gone.
    assert by_name["leads_fall"]["change"] == found["interaction"] == 0
    assert found["together"]["probability"] == by_name["best_rep_leaves"]["probability"]
    assert found["together"]["stress"] == "best_rep_leaves+leads_fall"


def test_stress_for_people(plan: str) -> None:
    code, out, _ = run(
        "stress", plan, "--goal", "bookings", "--trials", "200", "--size", "best_rep_leaves.month=6"
    )
    assert code == 0
    assert out.splitlines()[0].startswith("bookings by 2027-12 as planned: ")
    assert "Ana of Direct leaves after 6 months and nobody follows" in out
    assert "No hires are planned, so none can be late." in out


def test_dates_as_json(plan: str) -> None:
    code, out, err = run("dates", plan, "--trials", "2000", "--json")
    found = json.loads(out)
    assert (code, err, found["deadline"]) == (0, "", month(11))
    hired, training = found["dates"]
    assert (hired["kind"], hired["last_useful_month"], hired["last_possible_month"]) == (
        "hire",
        month(9),
        month(9),
    )
    assert hired["limit"]["months_by_people"] == 12
    assert hired["sentences"][-1] == "More leads cannot help: people are the limit in 12 of 12 months."
    assert (training["name"], training["planned"], len(training["starts"])) == ("Training", month(3), 12)


def test_dates_for_people(plan: str) -> None:
    code, out, _ = run("dates", plan, "--team", "Direct", "--people", "2", "--trials", "1000")
    assert code == 0
    assert "Hiring 2 people into Direct helps if it begins by 2027-10" in out
    assert "Training" not in out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("stress", "--stress", "flood"), "stress = flood: is no stress"),
        (("stress", "--size", "leads_fall"), "must be NAME.SIZE=VALUE"),
        (("stress", "--size", "leads_fall.leads=nan"), "must be NAME.SIZE=VALUE"),
        (("stress", "--size", "leads_fall.leads=7"), "must be a share from 0 to 1"),
        (("stress", "--goal", "None"), "is no goal of this scenario"),
        (("dates", "--team", "North"), "is no team; use one of Direct"),
        (("dates", "--people", "0"), "people = 0: must be a whole number from 1"),
    ],
)
def test_what_cannot_be_used_is_answered_in_a_sentence(plan: str, argv: tuple[str, ...], words: str) -> None:
    code, out, err = run(argv[0], plan, *argv[1:], "--trials", "100")
    assert (code, out) == (2, "")
    assert words in err
