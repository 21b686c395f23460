"""``scorecard`` from the outside: what it says of a table, of an export, and of files it cannot use."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from exports.kind_templates import kind_template
from simulator.cli.main import main
from simulator.scenario import dump_scenario
from tests.statistical.small_scenarios import scenario


def run(tmp_path: Path, data: bytes | str, *argv: str, name: str = "scores.csv") -> tuple[int, str, str]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    out, err = io.StringIO(), io.StringIO()
    return main(["scorecard", str(path), *argv], out, err), out.getvalue(), err.getvalue()


def test_the_template_is_scored(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, kind_template("scorecard"), "--json")
    found = json.loads(out)
    assert code == 0
    assert [one["name"] for one in found["people"]] == ["Ana Ruiz", "Ben Okafor"]
    assert found["periods"] == ["2026-01", "2026-02"]
    assert found["people"][0]["metrics"]["calls"]["counted"] == 204
    _, said, _ = run(tmp_path, kind_template("scorecard"))
    assert "Ana Ruiz" in said


def test_activities_are_counted_by_month(tmp_path: Path) -> None:
    lines = ["Activity date,Activity type,Assigned to"]
    lines += [f"2026-{month:02d}-{day:02d},Call,Ana" for month in (1, 2, 3) for day in range(1, 11)]
    lines += [f"2026-{month:02d}-{day:02d},Call,Ben" for month in (2, 3) for day in range(1, 6)]
    lines += ["2026-03-04,Meeting,Ben"]
    code, out, _ = run(tmp_path, "\n".join(lines), "--json")
    people = {one["name"]: one["metrics"] for one in json.loads(out)["people"]}
    assert code == 0
    assert people["Ana"]["calls"]["counted"] == 10
    assert (people["Ben"]["calls"]["counted"], people["Ben"]["calls"]["n"]) == (5, 2)
    assert people["Ben"]["meetings"]["counted"] == 0.5


def test_benchmarks_come_from_the_scenario(tmp_path: Path) -> None:
    terms = {"metric": "calls", "benchmark": 300.0, "points": 0.5, "source": "board"}
    plan = tmp_path / "plan.toml"
    plan.write_text(dump_scenario(scenario(scorecard={"metrics": [terms]})), encoding="utf-8")
    _, out, _ = run(tmp_path, kind_template("scorecard"), "--scenario", str(plan), "--json")
    found = json.loads(out)
    calls = next(one for one in found["metrics"] if one["name"] == "calls")
    assert calls["benchmark_source"] == "board"
    assert found["people"][0]["metrics"]["calls"]["benchmark"] == 300


def test_a_real_team_whose_people_are_alike_has_no_winner(tmp_path: Path, real_data: Path) -> None:
    """30 people, win rates 55 to 70 %: no more apart than luck; deal sizes differ as the products they sell do."""
    code, out, _ = run(
        tmp_path, (real_data / "maven_crm" / "iso" / "sales_pipeline.csv").read_bytes(), "--json"
    )
    found = json.loads(out)
    assert code == 0
    assert found["people_differ_in"] == []
    assert "there is no winner" in found["sentence"]
    assert all(one["coach"] is None for one in found["people"])
    assert found["pairs"] == []
    scores = [one["score"] for one in found["people"]]
    assert 95 < min(scores) <= max(scores) < 105
    given = {one["name"]: one["given"] for one in found["metrics"]}
    assert (given["deal_size"], given["win_rate"]) == ("products", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "is no scorecard"),
        ("Month,Value\n2026-01,5\n2026-02,6\n", "is a table of monthly series"),
        ("Rep,Month,Calls\nAna,soon,4\nBen,later,5\n", "No period in the column"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    code, out, err = run(tmp_path, text)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
