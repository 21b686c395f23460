"""The plan's own file: whoever takes it back gets the same verdicts, byte for byte."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from exports import scenario_file
from simulator import Scenario, dump_scenario
from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import read_scenario, scenario_digest
from tests.unit.exports.named_plans import named_plan

PLANS = {
    "sample": sample_scenario(),
    "hostile names": named_plan(["=1+1 \"x\" \\ 'y'", "Łódź ทีม فريق 销售", "''' \"\"\"", "[a] # b = c"]),
}


def _assessed(path: Path) -> str:
    out = io.StringIO()
    assert main(["assess", str(path), "--trials", "500", "--json"], out=out) == 0
    return out.getvalue()


@pytest.mark.parametrize("name", PLANS)
def test_assess_prints_the_same_bytes_for_the_plan_and_its_file(name: str, tmp_path: Path) -> None:
    plan = PLANS[name]
    first, second = tmp_path / "plan.json", tmp_path / "plan.toml"
    first.write_text(dump_scenario(plan, "json"), encoding="utf-8")
    second.write_bytes(scenario_file(plan))
    assert _assessed(second) == _assessed(first)


@pytest.mark.parametrize("name", PLANS)
def test_what_is_opened_again_is_the_same_plan_and_makes_the_same_file(name: str) -> None:
    plan = PLANS[name]
    again: Scenario = read_scenario(scenario_file(plan).decode("utf-8-sig"), "toml")
    assert again == plan
    assert scenario_digest(again) == scenario_digest(plan)
    assert scenario_file(again) == scenario_file(plan)
