"""CSV of any table: what Excel opens right, and what reads back exactly."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from exports import scenario_file, table_csv
from simulator import assess, load_scenario, simulate
from tests.unit.exports.conftest import Judged


def test_it_begins_with_the_mark_excel_needs_and_quotes_text_alone() -> None:
    frame = pd.DataFrame({"Name": ["Łódź", 'say "x", y'], "Deals": [3, 4], "Money": [0.1, -12.5]})
    assert table_csv(frame) == (
        '\ufeff"Name","Deals","Money"\r\n"Łódź",3,0.1\r\n"say ""x"", y",4,-12.5\r\n'.encode()
    )


def test_numbers_read_back_exactly() -> None:
    values = [1 / 3, 1e-300, -1.7976931348623157e308, 123456789.123456789, 2.0**53]
    lines = table_csv(pd.DataFrame({"x": values})).decode("utf-8-sig").splitlines()
    assert [float(line) for line in lines[1:]] == values


def test_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame({"a": [1.0, math.nan], "b": ["x", None], "c": [pd.Timestamp("2027-01-31"), pd.NaT]})
    assert table_csv(frame).decode("utf-8-sig").splitlines()[1:] == [
        '1.0,"x","2027-01-31T00:00:00"',
        '"","",""',
    ]


def test_headings_are_guarded_and_may_repeat() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["=1+1", "=1+1"])
    assert table_csv(frame).decode("utf-8-sig").splitlines()[0] == '"\'=1+1","\'=1+1"'


def test_an_empty_table_has_its_headings() -> None:
    assert table_csv(pd.DataFrame({"a": []})).decode("utf-8-sig") == '"a"\r\n'


def test_the_plan_s_file_gives_the_same_verdicts_to_the_last_digit(judged: Judged, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(scenario_file(judged.scenario))
    again = load_scenario(path)
    assert again == judged.scenario
    forecast = simulate(again, n_trials=judged.forecast.n_trials)
    assert tuple(assess(forecast)) == judged.verdicts
    assert scenario_file(again) == path.read_bytes()
