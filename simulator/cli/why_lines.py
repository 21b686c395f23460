"""``compare --why``: why a goal's odds differ between the first two scenarios."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any, TextIO

from simulator.cli.progress import Progress
from simulator.cli.request import answer
from simulator.cli.table import table_lines
from simulator.decide.compare import Contender
from simulator.decide.why import why
from simulator.decide.why_parts import Moved, Why
from simulator.decide.why_words import median_finding, median_unit, odds_finding, sentences
from simulator.errors import ScenarioError
from simulator.goals.told import Figure, odds_text, plain_figure, said
from simulator.version import ENGINE_VERSION

TOGETHER = "What they do only together"


def run(contenders: Sequence[Contender], args: Namespace, out: TextIO, err: TextIO) -> int:
    """Tell why the odds moved from the first to the second; ScenarioError where it cannot be told."""
    if len(contenders) != 2:
        raise ScenarioError.single(
            "--why", f"{len(contenders)} scenarios", "tells why one became another; give exactly two"
        )
    old, new = contenders
    goals = [goal.name for one in contenders for goal in one.scenario.goals]
    if args.goal is None and not goals:
        raise ScenarioError.single(
            "goals", "none", "neither scenario has a goal; add a [[goals]] table to one"
        )
    goal = goals[0] if args.goal is None else args.goal
    found = why(old.scenario, new.scenario, goal, args.trials, args.seed, progress=Progress(err, "forecasts"))
    names = (old.name, new.name)
    return answer(args, out, lambda: _document(found, names), lambda: report(found, names))


def _document(found: Why, names: tuple[str, str]) -> dict[str, Any]:
    document = found.document()
    for side, name in zip(("from", "to"), names, strict=True):
        document[side]["name"] = name
    return {"engine_version": ENGINE_VERSION, **document}


def report(found: Why, names: tuple[str, str]) -> list[str]:
    """The lines printed: both verdicts, what did it, every difference."""
    unit = median_unit(found)

    def points(moved: Moved | None) -> str:
        return "-" if moved is None else f"{100 * moved.odds:+.1f}"

    def median(moved: Moved | None) -> str:
        if moved is None or moved.median is None:
            return "-"
        if unit == "share":
            return f"{100 * moved.median:+.1f} points"
        sign = "-" if moved.median < 0 else "+"
        return f"{sign}{plain_figure(Figure(abs(moved.median), unit))}"

    def row(name: str, moved: Moved, last: Moved | None) -> tuple[str, ...]:
        return name, points(moved), f"{200 * moved.odds_error:.1f}", points(last), median(moved), median(last)

    sides = [
        f"{name}: {one.verdict}, odds {odds_text(one.probability)}"
        for name, one in zip(names, (found.old, found.new), strict=True)
    ]
    rows = [row(part.words, part.moved, part.last) for part in found.parts]
    if len(found.parts) > 1:
        rows.append(row(TOGETHER, found.interaction, None))
        if len(found.pairs) > 1:
            rows += [row(f"  of that {' and '.join(pair.names)}", pair.moved, None) for pair in found.pairs]
    rows.append(row("All of it", found.total, None))
    header = (
        "Difference",
        "Points, by itself",
        "+-",
        "On top of the others",
        "Median, by itself",
        "Median, on top",
    )
    told = median_finding(found)
    lines = [
        found.goal,
        *sides,
        "",
        f"{odds_finding(found)}.",
        *([f"{said(told)}."] if told is not None else []),
        "",
    ]
    lines += [*table_lines(header, rows), "", *sentences(found)]
    if found.beside:
        lines += ["", "What also differs, and cannot move these odds:", *(f"  {one}" for one in found.beside)]
    return [*lines, "", f"{found.n_trials:,} futures with the same luck (seed {found.seed})."]
