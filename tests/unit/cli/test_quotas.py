"""``quotas``: everybody's quota with its odds, in words and as a document; a sentence for what cannot be shared out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simulator import dump_scenario
from simulator.cli.main import main
from tests.unit.quotas.companies import company

SIX: dict[str, Any] = {
    "headcount": 0,
    "reps": [
        {"name": name, "tenure_months": 30, "manager": "Zoe"}
        for name in ("Ana", "Ben", "Cem", "Dia", "Eva", "Fay")
    ],
}


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """A file with six reps."""
    path = tmp_path / "plan.toml"
    path.write_text(dump_scenario(company(SIX)), encoding="utf-8")
    return str(path)


def printed(*args: str) -> str:
    """What the command prints."""
    out, err = io.StringIO(), io.StringIO()
    assert main(["quotas", *args, "--trials", "2000"], out, err) == 0, err.getvalue()
    return out.getvalue()


def refused(*args: str) -> str:
    """The sentence it refuses with."""
    out, err = io.StringIO(), io.StringIO()
    assert main(["quotas", *args], out, err) == 2
    assert out.getvalue() == ""
    return err.getvalue()


def test_the_document_adds_up(plan: str) -> None:
    found = json.loads(printed(plan, "--over-assignment", "1.2", "--json"))
    assert (found["goal"], found["plan"], found["over_assignment"], found["rep_trials"]) == (
        "New bookings",
        3e6,
        1.2,
        2000,
    )
    assert found["street_quota"] == pytest.approx(3.6e6) == sum(one["quota"] for one in found["reps"])
    assert {one["manager"] for one in found["reps"]} == {"Zoe"}
    assert found["share_at_quota"]["mean"] == pytest.approx(found["reps"][0]["odds"]["probability"])
    assert found["share_at_quota"]["healthy"] == [0.55, 0.7]
    assert [one["name"] for one in found["layers"]] == ["Company", "Reps"]
    assert "fair" not in found


def test_the_managers_question_is_answered(plan: str) -> None:
    found = json.loads(printed(plan, "--fair", "0.7", "0.6", "--json"))["fair"]
    assert found["plan_odds"]["probability"] >= 0.7
    assert found["over_assignment"] >= 1
    assert len({one["quota"] for one in found["quotas"]}) == 1
    assert found["street_quota"] == pytest.approx(sum(one["quota"] for one in found["quotas"]))
    assert found["share_at_quota"]["mean"] == pytest.approx(0.6, abs=1e-3)
    words = printed(plan, "--fair", "0.7", "0.6")
    assert "Every rep at 60%: quotas of" in words


def test_the_words_say_plan_quotas_and_how_many(plan: str) -> None:
    first = printed(plan).splitlines()[0]
    assert first.startswith("Plan 3,000,000 EUR: ")
    assert "of 6 reps reach theirs" in first
    assert "healthy practice 55% to 70%" in first


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--over-assignment", "9"), "over-assignment = 9: must lie between 0.5 and 3"),
        (("--goal", "Nothing"), "is no goal of this plan; use one of New bookings"),
        (("--fair", "0.7", "1"), "rep_odds = 1: must lie between 0.01 and 0.99"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(plan: str, args: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(plan, *args)


def test_a_plan_without_people_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nobody.toml"
    path.write_text(dump_scenario(company({"headcount": 0})), encoding="utf-8")
    assert "nobody carries the goal" in refused(str(path))
