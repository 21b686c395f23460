"""Every export of the sample company and of the larger workload, in seconds and in forecasts of the same plan."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pandas as pd

from benchmarks.workloads import large
from exports import (
    Report,
    board_page,
    make_report,
    picture,
    scenario_file,
    slides,
    table_csv,
    tables_zip,
    workbook,
)
from exports.fan import goal_fan
from simulator import Forecast, Scenario, assess, simulate
from simulator.sample import sample_scenario
from simulator.scenario import Goal

MOST_SECONDS = 3.0
RUNS = 5
Timed = Callable[[Callable[[], object], int], float]


def papers(n_trials: int, timed: Timed) -> None:
    """Print the figures; `timed` gives the median seconds of so many calls."""
    wanted = Goal(name="Bookings", metric="bookings", target=1e7, by="2028-12")
    for scenario in (sample_scenario(), large().changed(goals=(wanted,))):
        forecast = simulate(scenario, n_trials)
        one = timed(partial(simulate, scenario, n_trials), RUNS)
        print(f"exports of {scenario.name}, {n_trials:,} trials; one forecast {one * 1e3:.0f} ms")
        report = _report(scenario, forecast)
        for name, write in _all(scenario, forecast, report).items():
            seconds = timed(write, RUNS)
            said = "" if seconds < MOST_SECONDS else f"  OVER {MOST_SECONDS:.0f} s"
            print(f"  {name:24} {seconds * 1e3:6.0f} ms  {seconds / one:6.2f} forecasts{said}", flush=True)
    print(f"  first board page of a fresh process, its imports done: {_fresh():.1f} s\n", flush=True)


def _report(scenario: Scenario, forecast: Forecast) -> Report:
    return make_report(scenario, forecast, assess(forecast), now=datetime(2026, 11, 21, tzinfo=UTC))


def _all(scenario: Scenario, forecast: Forecast, report: Report) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {
        "report (before each)": partial(_report, scenario, forecast),
        "board page": partial(board_page, report),
        "slides": partial(slides, report),
        "workbook": partial(workbook, report),
        "workbook with trials": partial(workbook, report, with_trials=True),
        "tables, CSV": partial(tables_zip, report),
    }
    fan = goal_fan(report.goals[0])
    if fan is not None:
        found |= {"picture, PNG": partial(picture, fan, "png"), "picture, SVG": partial(picture, fan, "svg")}
    table = pd.DataFrame(forecast.series("bookings"), columns=list(forecast.months))
    found["CSV of all trials"] = partial(table_csv, table)
    found["plan file"] = partial(scenario_file, scenario)
    return found


def _fresh() -> float:
    code = (
        "from benchmarks.exports import _report; from exports import board_page; from simulator import simulate; "
        "from simulator.sample import sample_scenario; s = sample_scenario(); f = simulate(s); "
        "import time; t = time.perf_counter(); board_page(_report(s, f)); print(time.perf_counter() - t)"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return float(printed)
