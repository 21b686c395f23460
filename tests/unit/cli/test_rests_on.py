"""``assess`` says what its verdicts rest on, to people and as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from simulator.cli.main import main
from simulator.scenario import dump_scenario, parse_scenario
from tests.unit.cli.test_assess import PLAN

OPINION = {"first_month": "2025-01", "values": [50_000.0, 45_000.0, 61_000.0] * 8, "weight": 0.25}


def _printed(folder: Path, *flags: str, **fields: Any) -> str:
    path = folder / "plan.toml"
    path.write_text(dump_scenario(parse_scenario({**PLAN, **fields})), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    assert main(["assess", str(path), "--trials", "500", *flags], out, err) == 0, err.getvalue()
    return out.getvalue().replace("\u00a0", " ")


def test_without_enough_history_no_word_and_no_bands(tmp_path: Path) -> None:
    text = _printed(tmp_path, history={"closed_outcomes": 1, "periods": 12})
    assert text.count("not enough history") == len(PLAN["goals"])
    assert (
        "1 closed deal and 12 months stand behind this plan; from 20 closed deals and 4 months on the odds get a word."
        in text
    )
    assert "Realistic from" not in text
    assert not [word for word in ("realistic", "stretch", "unreachable") if word in text]


def test_marks_are_printed_once_with_their_goals(tmp_path: Path) -> None:
    text = _printed(tmp_path, second_opinion=OPINION, widening={"factor": 1.3})
    assert text.count("Range widened ×1.3 as the past showed.") == 1
    assert "Bookings: 25 % from the money history alone." in text
    assert "Win rate: not touched by the second opinion, which speaks of the company's bookings." in text
    assert "Realistic from 60%" in text
    line = next(line for line in text.splitlines() if "the history alone says" in line)
    assert line.startswith("Bookings: the history alone says ")
    assert "they disagree by more than their ranges" in line


def test_nothing_is_printed_where_nothing_is_used(tmp_path: Path) -> None:
    plain = _printed(tmp_path)
    beside = _printed(
        tmp_path, second_opinion={**OPINION, "weight": 0.0}, history={"closed_outcomes": 99, "periods": 9}
    )
    assert plain == beside


def test_json_names_them_for_every_goal(tmp_path: Path) -> None:
    found = json.loads(_printed(tmp_path, "--json", second_opinion=OPINION, widening={"factor": 1.3}))
    assert [(one["second_opinion"], one["widened"], one["history"]) for one in found["goals"]] == [
        (0.25, 1.3, None),
        (None, 1.3, None),
    ]
    plain = json.loads(_printed(tmp_path, "--json"))
    assert all(
        one[name] is None for one in plain["goals"] for name in ("second_opinion", "widened", "history")
    )


def test_the_schema_knows_them() -> None:
    out = io.StringIO()
    assert main(["schema"], out, io.StringIO()) == 0
    assert {"history", "second_opinion", "widening"} <= json.loads(out.getvalue())["properties"].keys()
