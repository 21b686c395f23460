"""``plan``: the answer in sentences, the document, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from tests.golden.plan.snapshot import PLAN


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no run a long one."""
    monkeypatch.setattr("simulator.cli.progress.QUIET_SECONDS", float("inf"))


def _run(folder: Path, *more: str, text: str = PLAN) -> tuple[int, str, str]:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    code = main(["plan", str(path), "--trials", "300", *more], out, err)
    return code, out.getvalue(), err.getvalue()


def test_the_report_answers_first_and_tells_what_changes(tmp_path: Path) -> None:
    code, text, err = _run(tmp_path)
    assert (code, err) == (0, "")
    lines = text.splitlines()
    assert lines[0].startswith("Bookings: New bookings of at least 115,000 by 2027-12: stretch")
    assert "reach 60 %, the cheapest for" in lines[2]
    assert "new goal without a new strategy" in lines[3]
    assert "Odds it works" in text
    assert "With what you do today" in text


def test_a_goal_that_has_its_odds_is_told_so(tmp_path: Path) -> None:
    code, text, _ = _run(tmp_path, "--json", text=PLAN.replace("target = 115000.0", "target = 90000.0"))
    found = json.loads(text)
    assert code == 0
    assert found["met"]
    assert found["plans"] == []
    assert found["strategy"] is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--budget", "-3"), "budget = -3.0: must be an amount of 0 or more"),
        (("--budget", "nan"), "budget = nan: must be an amount of 0 or more"),
        (("--changes", "0"), "changes = 0: must be a whole number from 1 to 10"),
        (("--probability", "60"), "write 0.6 for 60 %"),
        (("--goal", "X"), "is no goal of this scenario; use one of Bookings"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(tmp_path: Path, more: tuple[str, ...], sentence: str) -> None:
    code, text, err = _run(tmp_path, *more)
    assert (code, text) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1
