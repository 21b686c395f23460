"""``python -m benchmarks [engine] [exports] [replay] [quotas] [levers] [imports] [browser] [load]``: speed, told."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from benchmarks.draws import bare_draws
from benchmarks.workloads import large, small
from simulator.engine import simulate

TRIALS = 10_000
RUNS = 7


def timed(run: Callable[[], object], runs: int = RUNS) -> float:
    """Median seconds of `runs` calls after one that does not count."""
    run()
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def paired(
    first: Callable[[], object], second: Callable[[], object], runs: int = RUNS
) -> tuple[float, float, float]:
    """Median seconds of both, called in turn, and the median of the pairwise ratios first / second."""
    first(), second()
    pairs = []
    for _ in range(runs):
        t0 = time.perf_counter()
        first()
        t1 = time.perf_counter()
        second()
        pairs.append((t1 - t0, time.perf_counter() - t1))
    a, b = zip(*pairs, strict=True)
    return statistics.median(a), statistics.median(b), statistics.median(x / y for x, y in pairs)


def engine() -> None:
    """Print the engine's figures."""
    cores = os.cpu_count() or 1
    for label, build, months, teams in (("(a)", small, 12, 1), ("(b)", large, 24, 8)):
        scenario = build()
        print(f"{label} {scenario.name}, {TRIALS:,} trials, {cores} cores")
        forecast = simulate(scenario, TRIALS)
        for threads in sorted({1, cores}):
            ours, bare, ratio = paired(
                partial(simulate, scenario, TRIALS, threads=threads), partial(bare_draws, forecast, threads)
            )
            print(
                f"  {threads} thread(s): forecast {ours * 1e3:6.0f} ms"
                f"   bare draws {bare * 1e3:6.0f} ms   ratio {ratio:.2f}"
            )
        del forecast
        for what, doubled, trials in (
            ("trials", scenario, 2 * TRIALS),
            ("months", build(months=2 * months), TRIALS),
            ("teams", build(teams=2 * teams), TRIALS),
        ):
            _, _, factor = paired(partial(simulate, doubled, trials), partial(simulate, scenario, TRIALS), 5)
            print(f"  twice the {what}: {factor:.2f} times the time")
        print(f"  peak memory of a process that does nothing else: {peak_memory(label)} MB\n", flush=True)


def peak_memory(label: str) -> int:
    """Peak resident megabytes of a fresh process that simulates one workload once."""
    name = "small" if label == "(a)" else "large"
    code = (
        "import resource; from simulator import simulate; from benchmarks.workloads import " + name + "; "
        f"f = simulate({name}(), {TRIALS}); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    # The first may have to compile, which takes memory of its own.
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    return min(int(run.stdout) for run in runs)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["engine", "exports", "replay", "quotas", "levers", "imports", "browser"]
    if "engine" in wanted:
        engine()
    if "exports" in wanted:
        from benchmarks.exports import papers

        papers(TRIALS, timed)
    if "imports" in wanted:
        from benchmarks.imports import imports

        imports(timed)
    if "replay" in wanted:
        from benchmarks.replay import replay

        replay(paired)
    if "quotas" in wanted:
        from benchmarks.quotas import quotas

        quotas(paired, timed)
    if "levers" in wanted:
        from benchmarks.levers import levers

        levers(TRIALS, timed)
    if "browser" in wanted:
        from benchmarks.browser import browser

        browser()
    if "load" in wanted:
        from benchmarks.load import load

        load()
