"""``python -m simulator backtest``: the document, the report, and one sentence for what cannot be used."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.cli.main import main
from tests.unit.backtest.tables import csv_of, months


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(["backtest", *arguments], out, err)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(3)
    rows = [
        (f"{year}-{month:02d}", f"{1000 * (1 + 0.3 * (month == 12)) * rng.lognormal(0, 0.1):.1f}", month)
        for year, month in months(30)
    ]
    path = tmp_path_factory.mktemp("history") / "sales.csv"
    path.write_bytes(csv_of(("month", "sales", "orders"), rows))
    return path


@pytest.fixture(scope="module")
def document(history: Path) -> dict[str, Any]:
    code, out, _ = _run(str(history), "--mapping", "value=sales", "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_document_has_what_was_promised(document: dict[str, Any]) -> None:
    assert {"folds", "coverage_80", "crps", "naive_crps"} <= document.keys()
    assert {
        "coverage_50",
        "coverage_95",
        "by_horizon",
        "pit_histogram",
        "reliability",
        "widening",
    } <= document.keys()
    for fold in document["folds"]:
        assert {"cutoff", "horizon_months", "actual", "p10", "p50", "p90", "pit"} <= fold.keys()
        assert fold["p10"] <= fold["p50"] <= fold["p90"]
        assert 0 <= fold["pit"] <= 1
    horizons = [fold["horizon_months"] for fold in document["folds"]]
    assert (horizons.count(1), horizons.count(3), horizons.count(12)) == (18, 16, 7)
    assert document["folds"][0]["cutoff"] == "2020-12-31"


def test_coverage_is_that_of_the_folds(document: dict[str, Any]) -> None:
    held = [fold["p10"] <= fold["actual"] <= fold["p90"] for fold in document["folds"]]
    assert document["coverage_80"] == pytest.approx(np.mean(held))
    assert sum(document["pit_histogram"]) == len(held)
    per_month = [fold["crps"] / fold["horizon_months"] for fold in document["folds"]]
    assert document["crps"] == pytest.approx(np.mean(per_month))


def test_the_same_file_gives_the_same_document(document: dict[str, Any], history: Path) -> None:
    _, out, _ = _run(str(history), "--mapping", "value=sales", "--json")
    assert json.loads(out) == document


def test_the_report_begins_with_the_answer(history: Path) -> None:
    code, out, err = _run(str(history), "--mapping", "value=sales")
    assert (code, "Traceback" in err) == (0, False)
    assert "Of 41 forecasts, 8-in-10 ranges held " in out.splitlines()[1]
    assert "Goals called" in out


def test_a_mapping_file_chooses_the_columns(history: Path, tmp_path: Path, document: dict[str, Any]) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('month = "month"\nvalue = "sales"\n', encoding="utf-8")
    code, out, _ = _run(str(history), "--mapping", str(mapping), "--json")
    assert code == 0
    assert json.loads(out)["folds"] == document["folds"]


SHORT = csv_of(("month", "sales"), [(f"{year}-{month:02d}", 5 + month) for year, month in months(12)])
REFUSED: dict[str, tuple[bytes, tuple[str, ...], str]] = {
    "too short": (SHORT, (), "has 12 months; a replay needs at least 13"),
    "one row": (csv_of(("month", "sales"), [("2020-01", 5)]), (), "has 1 month; a replay needs at least 13"),
    "empty": (b"", (), "is empty"),
    "no rows": (b"month,sales\n", (), "no rows below it"),
    "several values": (
        csv_of(("month", "a", "b"), [(f"{year}-{month:02d}", 5, 6) for year, month in months(24)]),
        (),
        "could be the value",
    ),
    "an export without amounts": (
        csv_of(("Stage", "Created Date", "Close Date"), [("Closed Won", "2020-01-01", "2020-02-01")] * 3),
        (),
        "No column was recognised as amount",
    ),
    "a strange pair": (SHORT, ("--mapping", "value="), "write month=NAME or value=NAME"),
    "no such mapping file": (SHORT, ("--mapping", "nowhere.toml"), "cannot be read"),
    "no such column": (SHORT, ("--mapping", "value=profit"), "no such column"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_one_sentence_and_exit_code_2(case: str, tmp_path: Path) -> None:
    data, arguments, sentence = REFUSED[case]
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    code, out, err = _run(str(path), *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    code, _, err = _run(str(tmp_path / "none.csv"))
    assert code == 2
    assert "cannot be read" in err
