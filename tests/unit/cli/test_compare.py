"""``compare`` from the outside: what it prints, and a sentence for what cannot be compared."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.scenario import Scenario, dump_scenario
from tests.statistical.small_scenarios import goal, scenario, team_document


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


def plan(name: str, entering: float, **fields: object) -> Scenario:
    made = scenario(team_document(inbound_per_month=entering), goals=[goal("bookings", 240)])
    return made.changed(name=name, **fields)


def run(tmp_path: Path, plans: list[Scenario], *argv: str) -> tuple[int, str, str]:
    paths = []
    for number, one in enumerate(plans):
        path = tmp_path / f"{number}.toml"
        path.write_text(dump_scenario(one), encoding="utf-8")
        paths.append(str(path))
    out, err = io.StringIO(), io.StringIO()
    code = main(["compare", *paths, "--trials", "200", *argv], out, err)
    return code, out.getvalue(), err.getvalue()


def test_the_answer_comes_first_and_only_what_differs_is_listed(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, [plan("Now", 20), plan("More", 25)])
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("More beats Now in ")
    differing = out.split("What differs")[1].split("\n\n")[0]
    assert [line.split("  ")[0] for line in differing.splitlines()[2:]] == ["inbound per month"]
    assert "200 futures, seed 0" in lines[-1]


def test_the_document_says_the_same(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, [plan("Now", 20), plan("More", 25)], "--json", "--seed", "4")
    found = json.loads(out)
    assert code == 0
    assert (found["seed"], found["n_trials"], found["goal"]) == (4, 200, "bookings")
    assert [one["name"] for one in found["plans"]] == ["Now", "More"]
    contrast = found["contrasts"][0]
    assert contrast["wins"] + contrast["ties"] + contrast["losses"] == pytest.approx(1)
    assert contrast["mean_interval"][0] < contrast["mean"] < contrast["mean_interval"][1]


def test_plans_of_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, [plan("Now", 20), plan("Now", 25)])
    assert out.startswith("Now (1) beats Now (0) in ")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "name one or more (up to 5) to compare it with"),
        (7, "at most 6 can be compared at once; leave out the rest"),
    ],
)
def test_seven_or_one_are_refused(tmp_path: Path, count: int, words: str) -> None:
    code, out, err = run(tmp_path, [plan(f"P{number}", 20) for number in range(count)])
    assert (code, out) == (2, "")
    assert err == f"SCENARIO = {count}: {words}\n"


def test_a_goal_none_has_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, [plan("Now", 20), plan("More", 25)], "--goal", "Nothing")
    assert code == 2
    assert err == "goal = Nothing: none of the plans has a goal of that name; use one of bookings\n"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    missing = str(tmp_path / "gone.toml")
    assert main(["compare", missing, missing], out, err) == 2
    assert "gone.toml" in err.getvalue()
    assert len(err.getvalue().splitlines()) == 1


def test_a_plan_the_goal_does_not_fit_is_not_judged(tmp_path: Path) -> None:
    short = scenario(team_document(inbound_per_month=20), months=6).changed(name="Short")
    code, out, _ = run(tmp_path, [plan("Now", 20), short, plan("More", 25)])
    assert code == 0
    assert "not judged" in out
    assert "Short has no such goal, and that of the others does not fit it" in out
