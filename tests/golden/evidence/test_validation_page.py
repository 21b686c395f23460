"""docs/VALIDATION.md says what a new run says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest

from simulator import load_scenario, simulate
from simulator.cli.main import main

ROW = re.compile(
    r"^\| (\d{4}-\d{2}-\d{2}) \| ([\d,]+) \| ([\d,]+) to ([\d,]+) \| ([\d,]+) \| ([\d.]+) \| ([\d.]+) \|$",
    re.MULTILINE,
)


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "VALIDATION.md").read_text(encoding="utf-8")


@pytest.fixture
def export(real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The export's name, in the folder the commands are run in."""
    name = "sales_pipeline.csv"
    (tmp_path / name).write_bytes((real_data / "maven_crm" / "iso" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return name


def test_the_printed_evidence_is_what_the_command_prints(page: str, export: str) -> None:
    block = re.search(r"\$ python -m simulator (evidence .*)\n((?:.*\n)*?)```", page)
    assert block is not None
    out = io.StringIO()
    assert main(block[1].split(), out, io.StringIO()) == 0
    assert out.getvalue() == block[2]


def test_the_table_of_quarters_is_what_assess_says(page: str, export: str) -> None:
    rows = ROW.findall(page)
    assert [row[0] for row in rows] == ["2017-03-31", "2017-06-30", "2017-09-30"]
    for as_of, *figures in rows:
        came, low, high, median, place, width = (float(figure.replace(",", "")) for figure in figures)
        argv = ["evidence", export, "--as-of", as_of, "--horizon", "3", "--scenario", "quarter.toml"]
        assert main(argv, io.StringIO(), io.StringIO()) == 0
        forecast = simulate(load_scenario("quarter.toml"))
        bookings = forecast.series("bookings").sum(axis=1)
        p10, p50, p90 = np.quantile(bookings, [0.1, 0.5, 0.9])
        # two runs of 10,000 futures with different luck differ by about 1 %
        assert [p10, p50, p90] == pytest.approx([low, median, high], rel=0.02)
        assert (bookings <= came).mean() == pytest.approx(place, abs=0.02)
        assert (p90 - p10) / p50 == pytest.approx(width, abs=0.02)
        assert low <= came <= high
