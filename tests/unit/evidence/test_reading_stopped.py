"""Whoever waits for a file to be read is told, and can end it: then the process that reads is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.confinement import run_confined
from simulator.evidence import read_upload
from tests.unit.evidence.deals import as_csv, plain_deals

ENDLESS = """
import os, sys
sys.stdin.buffer.readline()
open({place!r}, "w").write(str(os.getpid()))
while True:
    pass
"""


class StoppedError(Exception):
    """What a page raises where its visitor has gone on."""


def test_what_the_tick_raises_ends_the_process(tmp_path: Path) -> None:
    place, script = tmp_path / "pid", tmp_path / "endless.py"
    script.write_text(ENDLESS.format(place=str(place)))

    def tick() -> None:
        if place.exists() and place.read_text():
            raise StoppedError

    with pytest.raises(StoppedError):
        run_confined(script, {}, b"x" * 10_000_000, 60.0, tick=tick)
    with pytest.raises(ProcessLookupError):
        os.kill(int(place.read_text()), 0)


def test_a_process_that_takes_too_long_is_ended_with_a_tick_too(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text("while True: pass\n")
    ticks: list[int] = []
    answer = run_confined(script, {}, b"", 0.3, tick=lambda: ticks.append(1))
    assert answer.code is None
    assert ticks


def test_who_is_told_gets_the_same_table() -> None:
    data = as_csv(plain_deals())
    table = read_upload(data, "deals.csv", tick=lambda: None)
    assert table.frame.equals(read_upload(data, "deals.csv").frame)
