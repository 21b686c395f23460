"""``python -m simulator evidence``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.sample import sample_export
from simulator.scenario import load_scenario
from tests.unit.evidence.deals import as_csv, plain_deals


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(["evidence", *argv], out, err)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> str:
    path = tmp_path / "deals.csv"
    path.write_bytes(sample_export())
    return str(path)


def test_json_is_one_document_with_the_fields_of_the_contract(export: str) -> None:
    code, out, err = run(export, "--json", "--as-of", "2026-06-30")
    document = json.loads(out)
    assert (code, err, document["as_of"]) == (0, "", "2026-06-30")
    assert set(document["counts"]) >= {"won", "lost", "open", "stale_open"}
    assert set(document["win_rate"]) == {"successes", "trials"}
    assert set(document["deal_size"]) >= {"mean", "cv", "n", "family"}
    assert set(document["cycle_days"]) >= {"mean", "cv", "n"}
    assert set(document["monthly"][0]) >= {"month", "entered", "won", "bookings"}
    assert set(document["warnings"][0]) >= {"code", "message"}


def test_the_table_shows_rates_with_samples_and_notes(export: str) -> None:
    code, out, err = run(export)
    assert (code, err) == (0, "")
    assert "won and lost deals" in out
    assert "Average deal size" in out
    assert "Note: " in out
    assert "12 of 14 owners active" in out


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_the_scenario_written_is_taken_by_assess(export: str, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"plan.{suffix}"
    code, out, _ = run(export, "--scenario", str(target))
    assert code == 0
    assert str(target) in out
    assert load_scenario(target).start_month == "2027-01"
    answer = io.StringIO()
    assert main(["assess", str(target), "--trials", "500", "--json"], answer, io.StringIO()) == 0
    assert json.loads(answer.getvalue())["goals"][0]["name"] == "Bookings as before"


def test_cleaning_is_a_table_and_part_of_the_document(tmp_path: Path) -> None:
    rows = plain_deals()
    rows[0]["Amount"], rows[2]["Owner"], rows[4]["Closed"] = "$1,000.00", "a.n.a.", ""
    path, mapping = tmp_path / "deals.csv", tmp_path / "mapping.toml"
    path.write_bytes(as_csv(rows))
    code, out, err = run(str(path))
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "Cleaned Done Rows Column For example" in lines
    assert "Won or lost deals without a close date left out 1 Closed row 6" in lines
    assert "Spellings of one name brought together changed 1 Owner row 4: a.n.a. → Ana" in lines
    assert not [line for line in lines if line.startswith("Note: 1 won or lost deals without a close date")]
    mapping.write_text('kind = "opportunities"\n[names]\n"a.n.a." = "Anna N."\n', encoding="utf-8")
    document = json.loads(run(str(path), "--mapping", str(mapping), "--json")[1])
    assert document["rows"] == {"in_file": 40, "used": 39, "left_out": 1}
    assert set(document["cleaning"][0]) == {"code", "what", "done", "count", "column", "examples"}
    (named,) = [one for one in document["cleaning"] if one["code"] == "names_merged"]
    assert {"row": 4, "before": "a.n.a.", "after": "Anna N."} in named["examples"]


def test_a_mapping_file_is_used(export: str, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[outcomes]\n"Closed Lost" = "open"\n', encoding="utf-8")
    code, out, _ = run(export, "--mapping", str(mapping), "--json")
    assert code == 0
    assert json.loads(out)["counts"]["lost"] == 0


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["missing.csv"], "cannot be read"),
        (["{export}", "--as-of", "2026-02-30"], '"2026-02-30" is no date'),
        (["{export}", "--as-of", "1999-01-01"], "No deal was created by 1999-01-01"),
        (["{export}", "--mapping", "missing.toml"], "cannot be read"),
        (["{export}", "--scenario", "plan.txt"], "must end with .toml or .json"),
        (["{export}", "--scenario", "missing/plan.toml"], "cannot be written"),
        (["{export}", "--scenario", "plan.toml", "--horizon", "0"], "horizon_months"),
        (["{folder}"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_on_stderr_and_exit_code_2(
    export: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*(part.format(export=export, folder=tmp_path) for part in argv))
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
