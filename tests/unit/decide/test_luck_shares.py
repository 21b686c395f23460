"""How much is luck: words, zeros, names, and what asking for it loads and leaves behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import Scenario, simulate
from simulator.decide import LuckShares, luck_shares
from simulator.decide.variance_parts import variance_parts
from simulator.scenario import parse_scenario
from simulator.scenario.inputs import plan_inputs

SOUTH: dict[str, Any] = {
    "name": "South",
    "inbound_per_month": {"mean": 40.0},
    "stages": [{"name": "offer", "rate": 0.5}, {"name": "won", "rate": {"successes": 6.0, "trials": 20.0}}],
    "deal_size": {"mean": 1000.0, "cv": 0.8, "n": 400.0},
}


def company(*teams: dict[str, Any], **parts: Any) -> Scenario:
    goal = {"name": "Bookings", "metric": "bookings", "target": 70_000.0, "by": "2027-12"}
    document = {"name": "One", "start_month": "2027-01", "teams": list(teams or (SOUTH,)), "goals": [goal]}
    return parse_scenario({**document, **parts})


def shares(plan: Scenario, trials: int = 4_000) -> LuckShares:
    return luck_shares(simulate(plan, trials), plan.goals[0])


def test_every_input_is_there_and_what_is_exactly_known_owns_nothing() -> None:
    plan = company()
    found = shares(plan)
    assert {one.input for one in found.inputs} == set(plan_inputs(plan))
    owners = [one.name for one in found.inputs if one.total]
    assert owners[0] == "win rate of South"
    assert set(owners) <= {"win rate of South", "deal size of South"}
    assert found.owner is found.inputs[0]
    assert found.of(found.inputs[0].input) is found.inputs[0]
    assert sum(one.first for one in found.inputs) + found.together + found.luck == pytest.approx(1)


def test_the_sentence_says_luck_first_and_who_owns_most_of_the_rest() -> None:
    found = shares(company())
    percent, own = round(found.luck * 100), round(found.inputs[0].total * 100)
    assert found.sentence == (
        f"{percent} % of the spread is luck; of what is not known yet the win rate of South owns most "
        f"({own} % of the spread)."
    )
    document = found.document()
    assert document["sentence"] == found.sentence
    assert document["inputs"][0]["name"] == "win rate of South"
    assert document["luck"] + document["not_known"] == pytest.approx(1)


def test_the_order_of_teams_changes_no_digit() -> None:
    north = {
        **SOUTH,
        "name": "North",
        "stages": [{"name": "won", "rate": {"mean": 0.2, "equivalent_n": 90.0}}],
    }
    one, other = shares(company(SOUTH, north)), shares(company(north, SOUTH))
    assert (one.luck, one.together, one.error) == (other.luck, other.together, other.error)
    assert [(a.name, a.first, a.total) for a in one.inputs] == [
        (b.name, b.first, b.total) for b in other.inputs
    ]


def test_where_nothing_varies_there_is_nothing_to_share() -> None:
    found = shares(company({**SOUTH, "inbound_per_month": 0.0}), 400)
    assert (found.varies, found.luck, found.not_known, found.owner) == (False, 0.0, 0.0, None)
    assert found.sentence == "Every future ends alike: there is no spread to explain."


@pytest.mark.parametrize("trials", [100, 299, 300, 1_000])
def test_few_futures_are_borne(trials: int) -> None:
    found = shares(company(), trials)
    assert 0 <= found.not_known <= 1
    assert all(0 <= one.first <= one.total <= 1 for one in found.inputs)


@pytest.mark.parametrize("trials", [1, 2, 5, 30])
def test_hardly_any_numbers_explain_nothing_and_break_nothing(trials: int) -> None:
    x = np.arange(trials, dtype=np.float64)
    found = variance_parts({"x": x, "pair": np.ones((trials, 2))}, np.asarray(x % 3, dtype=np.float64))
    assert 0 <= found.explained <= 1
    assert (found.of["pair"].first, found.of["pair"].total) == (0, 0)


def test_a_ratio_that_is_undefined_somewhere_stands_at_its_mean() -> None:
    goal = {"name": "Rate", "metric": "win_rate", "target": 0.3, "by": "2027-01"}
    plan = company({**SOUTH, "inbound_per_month": {"mean": 1.0, "sd": 0.5}}, goals=[goal], horizon_months=1)
    assert 0 <= shares(plan).luck <= 1


def test_the_library_is_loaded_when_it_is_asked_for_and_brings_no_drawing(tmp_path: Path) -> None:
    """The first page waits for nothing; a server that may write nowhere builds no font cache."""
    code = (
        "import sys; import simulator; from simulator.decide import luck_shares; from simulator.sample import "
        "sample_scenario; assert 'SALib' not in sys.modules; plan = sample_scenario(); "
        "found = luck_shares(simulator.simulate(plan, 1000), plan.goals[0]); assert 'SALib' in sys.modules; "
        "assert 'matplotlib' not in sys.modules; print(found.luck)"
    )
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "MPLCONFIGDIR": str(tmp_path / "mpl")}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    assert not (tmp_path / "mpl").exists()
