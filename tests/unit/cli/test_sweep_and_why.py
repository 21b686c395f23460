"""``sweep`` and ``compare --why``: documents, tables, and sentences for what cannot be used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from simulator import Scenario
from simulator.cli.main import main
from simulator.scenario import dump_scenario
from tests.statistical.small_scenarios import goal, scenario, team_document


def plan(rate: float = 0.25, *, goals: bool = True) -> Scenario:
    """One team that wins a share of what comes in."""
    team = team_document("A", inbound_per_month=10.0, stages=[{"name": "sale", "rate": {"mean": rate}}])
    return scenario(team, goals=[goal("won_deals", 30)] if goals else [], seed=0)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two plans that differ in their win rate, and one without a goal."""
    found = []
    for number, one in enumerate((plan(), plan(0.3), plan(goals=False))):
        path = tmp_path / f"{number}.toml"
        path.write_text(dump_scenario(one), encoding="utf-8")
        found.append(str(path))
    return found


def said(*arguments: str) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was refused."""
    out, err = io.StringIO(), io.StringIO()
    return main([*arguments, "--trials", "200"], out, err), out.getvalue(), err.getvalue()


def test_why_prints_parts_that_add_up(files: list[str]) -> None:
    code, out, _ = said("compare", *files[:2], "--why", "--json")
    document = json.loads(out)
    assert code == 0
    assert [part["name"] for part in document["parts"]] == ["Win rate"]
    assert document["parts"][0]["words"] == "win rate 25 % → 30 %"
    total = document["to"]["probability"] - document["from"]["probability"]
    assert document["total"]["points"] == pytest.approx(total)
    assert sum(part["alone"]["points"] for part in document["parts"]) + document["interaction"][
        "points"
    ] == pytest.approx(total)


def test_why_tells_two_scenarios_apart_and_no_more(files: list[str]) -> None:
    code, _, err = said("compare", *files, "--why")
    assert code == 2
    assert "give exactly two" in err
    code, _, err = said("compare", *files[:2], "--why", "--goal", "nonsense")
    assert code == 2
    assert "is no goal of either plan; their goals are won_deals" in err
    code, _, err = said("compare", files[2], files[2], "--why")
    assert code == 2
    assert "neither scenario has a goal" in err


def test_a_sweep_prints_json_and_csv_of_the_same_odds(files: list[str]) -> None:
    arguments = ("sweep", files[0], "--lever", "volume", "--least", "-0.1", "--most", "0.2", "--points", "4")
    code, out, _ = said(*arguments, "--json")
    document = json.loads(out)
    assert code == 0
    assert document["levers"][0]["changes"] == [-0.1, 0.0, 0.1, 0.2]
    code, out, _ = said(*arguments, "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [float(row["odds"]) for row in rows] == [cell["probability"] for cell in document["cells"]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--lever", "luck"), "is no lever; use one of"),
        (("--lever", "volume", "--goal", "nonsense"), "is no goal of this scenario"),
        (("--lever", "volume", "--lever", "win_rate", "--lever", "deal_size"), "sweep one lever, or two"),
        (("--lever", "volume", "--lever", "volume"), "is named twice"),
        (("--lever", "volume", "--most", "9"), "within what this lever may be moved by"),
        (("--lever", "volume", "--most", "0.1", "--most", "0.2"), "once for each of the 1 levers"),
        (("--lever", "volume", "--team", "Z"), "has no lever volume"),
        (("--lever", "volume", "--points", "1"), "must be 3 to 61"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    files: list[str], arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = said("sweep", files[0], *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_plan_without_a_goal_is_told_what_to_do(files: list[str]) -> None:
    code, _, err = said("sweep", files[2], "--lever", "volume")
    assert code == 2
    assert "add a [[goals]] table" in err
