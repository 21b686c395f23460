"""``metrics`` from the outside: every definition, and a scenario's ready-made goals with their odds."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import main
from simulator.goals.catalogue import CATALOGUE
from simulator.scenario import dump_scenario
from simulator.scenario.metric_names import METRIC_NAMES
from tests.statistical.small_scenarios import document, scenario, team_document


def ran(*arguments: str) -> str:
    """What the command printed."""
    out = io.StringIO()
    assert main(["metrics", *arguments], out, io.StringIO()) == 0
    return out.getvalue()


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """A plan whose team sells leads it calls sales-qualified."""
    file = tmp_path / "plan.toml"
    team = team_document(
        "Nord", inbound_per_month=30.0, headcount=2, entry_role="sql", annual_cost_per_rep=12.0
    )
    file.write_text(dump_scenario(scenario(team)), encoding="utf-8")
    return str(file)


def test_alone_it_lists_every_metric_in_full() -> None:
    text = ran()
    for name in METRIC_NAMES:
        assert f"{name}: " in text
    found: list[dict[str, Any]] = json.loads(ran("--json"))["metrics"]
    assert [one["name"] for one in found] == list(METRIC_NAMES)
    fields = ("definition", "formula", "unit", "direction", "kind", "sort", "needs", "evidence", "source")
    assert all(one[field] for one in found for field in fields)


def test_a_scenario_gets_its_ready_made_goals_with_odds(plan: str) -> None:
    answer = json.loads(ran(plan, "--trials", "500", "--json"))
    offers = {one["key"]: one for one in answer["catalogue"]}
    assert list(offers) == [one.key for one in CATALOGUE]
    sql = offers["sql_quarter"]
    assert sql["verdict"] in ("realistic", "stretch", "unreachable")
    assert sql["target"] == pytest.approx(30 * 3 * 1.15)
    assert sql["baseline"]["kind"] == "inputs"
    assert offers["mql_half"]["goal"] is None
    assert "marked as marketing-qualified lead" in offers["mql_half"]["missing"][0]
    lacking = {one["name"]: one["missing"] for one in answer["metrics"]}
    assert lacking["sql"] == []
    assert lacking["units"][0]["page"] == "Team"
    text = ran(plan, "--trials", "500")
    assert "Sales-qualified leads +15 %" in text
    assert "Not for this scenario:" in text


def test_assess_names_the_input_a_goal_lacks(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    bad = {
        **document(team_document("Nord")),
        "goals": [{"name": "g", "metric": "sql", "target": 1, "by": "2027-06"}],
    }
    file.write_text(json.dumps(bad), encoding="utf-8")
    err = io.StringIO()
    assert main(["assess", str(file)], io.StringIO(), err) == 2
    assert err.getvalue() == (
        "goals[g].metric = sql: no step of Nord's funnel is marked as sales-qualified lead; "
        'mark a stage with role = "sql" (or entry_role), or choose another metric\n'
    )
