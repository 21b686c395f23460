"""``assess`` and ``schema`` from the outside: documents, tables, exit codes, sentences."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.scenario import dump_scenario, parse_scenario, scenario_digest
from simulator.version import ENGINE_VERSION

PLAN: dict[str, Any] = {
    "name": "Small plan",
    "start_month": "2027-01",
    "horizon_months": 6,
    "seed": 0,
    "teams": [
        {
            "name": "Direct",
            "inbound_per_month": 20.0,
            "stages": [{"name": "won", "rate": {"successes": 30, "trials": 100}}],
            "deal_size": {"mean": 1000.0, "cv": 0.5},
        }
    ],
    "goals": [
        {"name": "Bookings", "metric": "bookings", "target": 36_000.0, "by": "2027-06"},
        {"name": "Win rate", "metric": "win_rate", "target": 0.5, "by": "2027-06", "scope": "Direct"},
    ],
}
VERDICT_FIELDS = {
    "name", "metric", "scope", "target", "probability", "standard_error", "interval", "verdict", "borderline",
    "mean", "sd", "p10", "p50", "p90",
}  # fmt: skip


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine, or one that compiles the engine first, makes no run a long one."""
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(argv, out, err), out.getvalue(), err.getvalue()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(parse_scenario(PLAN)), encoding="utf-8")
    return path


def test_json_is_the_contract(plan: Path) -> None:
    code, out, err = run("assess", str(plan), "--json", "--trials", "2000")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert list(document) == [
        "engine_version",
        "scenario_digest",
        "seed",
        "n_trials",
        "policy",
        "goals",
        "rests_on",
        "together",
    ]
    assert document["engine_version"] == ENGINE_VERSION
    assert document["scenario_digest"] == scenario_digest(parse_scenario(PLAN))
    assert (document["seed"], document["n_trials"]) == (0, 2000)
    assert document["policy"] == {"realistic_at_least": 0.6, "unreachable_below": 0.1}
    for goal in document["goals"]:
        assert set(goal) >= VERDICT_FIELDS
        assert goal["interval"][0] <= goal["probability"] <= goal["interval"][1]
        assert goal["p10"] <= goal["p50"] <= goal["p90"]
    assert document["goals"][1]["verdict"] == "unreachable"


def test_json_and_toml_of_one_plan_print_the_same(plan: Path, tmp_path: Path) -> None:
    twin = tmp_path / "plan.json"
    twin.write_text(dump_scenario(parse_scenario(PLAN), "json"), encoding="utf-8")
    assert run("assess", str(plan), "--json") == run("assess", str(twin), "--json")


def test_seed_of_the_command_line_wins_and_zero_is_one(plan: Path) -> None:
    same = run("assess", str(plan), "--json", "--seed", "0")
    assert same == run("assess", str(plan), "--json")
    other = json.loads(run("assess", str(plan), "--json", "--seed", "7")[1])
    assert other["seed"] == 7
    assert other["goals"][0]["mean"] != json.loads(same[1])["goals"][0]["mean"]


def test_table_names_goal_word_odds_and_bands(plan: Path) -> None:
    code, out, _ = run("assess", str(plan))
    assert code == 0
    for text in (
        "Small plan",
        "Bookings",
        "Win rate (Direct)",
        "unreachable",
        "Realistic from 60%",
        "All 2 goals",
    ):
        assert text in out


def test_what_it_rests_on_is_counted_and_the_next_number_named(plan: Path) -> None:
    """30 of 100 deals is all that is not exactly known, so it is what to measure next."""
    document = json.loads(run("assess", str(plan), "--json")[1])
    rests = document["rests_on"]
    assert (rests["measured"], rests["benchmark"], rests["guess"]) == (1, 0, 4)
    assert rests["measure_next"]["name"] == "win rate of Direct"
    assert rests["measure_next"] == rests["goals"]["Bookings"]["measure_next"]
    assert rests["goals"]["Win rate"]["measure_next"] is not None
    assert rests["goals"]["Bookings"]["luck"] + rests["goals"]["Bookings"]["not_known"] == pytest.approx(1)
    out = run("assess", str(plan))[1]
    assert "Rests on 1 measured, 4 guesses. Measure next for Bookings: win rate of Direct (±" in out


def test_a_benchmark_without_a_source_is_a_warning_and_no_error(tmp_path: Path) -> None:
    team = {**PLAN["teams"][0], "stages": [{"name": "won", "rate": {"mean": 0.3, "grade": "benchmark"}}]}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**PLAN, "teams": [team]}), encoding="utf-8")
    code, out, _ = run("assess", str(path))
    assert code == 0
    assert "Called a benchmark without a source: win rate of Direct." in out
    assert json.loads(run("assess", str(path), "--json")[1])["rests_on"]["without_source"] == [
        "win rate of Direct"
    ]


def test_plan_without_goals_says_so(tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_text(json.dumps({**PLAN, "goals": []}), encoding="utf-8")
    code, out, _ = run("assess", str(path))
    assert code == 0
    assert "has no goal" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"horizon_months": 1000}, "horizon_months = 1000: must be at most 120"),
        ({"seed": -1}, "seed = -1: must be at least 0"),
        ({"teams": []}, "teams"),
        ({"nonsense": 1}, "nonsense: is not a known field"),
        ({"schema_version": 99}, "schema_version = 99"),
    ],
)
def test_bad_plan_is_one_sentence_and_exit_code_2(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**PLAN, **changes}), encoding="utf-8")
    code, out, err = run("assess", str(path), "--json")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.toml", b"name = ", "is not valid TOML"),
        ("plan.json", b"{", "is not valid JSON"),
        ("plan.json", b'{"name": NaN}', "NaN"),
        ("plan.json", b"[]", "must hold one scenario"),
        ("plan.toml", b"name = '\xff'", "is not UTF-8"),
        ("plan.json", b"[" * 100_000, "is not valid JSON"),
    ],
)
def test_unreadable_file_is_one_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, _, err = run("assess", str(path))
    assert code == 2
    assert said in err


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    code, _, err = run("assess", str(tmp_path / "none.toml"))
    assert code == 2
    assert "cannot be read" in err


@pytest.mark.parametrize("trials", ["0", "-5", "1000000000000"])
def test_absurd_trials_are_refused(plan: Path, trials: str) -> None:
    code, _, err = run("assess", str(plan), "--trials", trials)
    assert code == 2
    assert err.startswith(f"n_trials = {trials}: must be a whole number from 100 to 1,000,000")


def test_a_word_for_trials_is_refused_by_the_parser(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["assess", str(plan), "--trials", "many"])
    assert stopped.value.code == 2
    assert "--trials" in capsys.readouterr().err


def test_schema_describes_the_scenario() -> None:
    code, out, _ = run("schema")
    schema = json.loads(out)
    assert code == 0
    assert {"name", "start_month", "teams", "goals", "policy"} <= set(schema["properties"])


def test_the_module_runs(plan: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "assess", str(plan), "--json", "--trials", "2000"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["n_trials"] == 2_000


def test_a_long_run_reports_its_progress_on_stderr(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", 0.0)
    code, out, err = run("assess", str(plan), "--json", "--trials", "100000")
    assert code == 0
    assert json.loads(out)["n_trials"] == 100_000
    assert err.splitlines()[-1] == "100,000 of 100,000 futures"


def test_closed_pipe_is_no_error(plan: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m simulator schema | head -n 1',
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["schema", "assess"])
def test_a_pipe_closed_from_the_start_is_no_error(plan: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    asked = [command, str(plan), "--trials", "500"] if command == "assess" else [command]
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *asked],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        text=True,
        check=True,
    )
    os.close(writing)
    assert [line for line in done.stderr.splitlines() if "futures" not in line] == []
