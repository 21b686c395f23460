"""``scorecard``: what people did and brought goes in, who differs by more than luck and what to coach comes out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

import numpy as np

from simulator.cli.evidence import file_bytes
from simulator.cli.request import add_json, answer
from simulator.cli.table import table_lines
from simulator.evidence import EvidenceError, read_export
from simulator.scenario import load_scenario
from simulator.scorecard import Scorecard, scorecard
from simulator.scorecard.document import card_sentence, scorecard_document
from simulator.scorecard.reading import sheet_of_table
from simulator.version import ENGINE_VERSION

MOST_ROWS = 30


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``scorecard``."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="CSV or XLSX with a row a person and period, a list of activities, or an export of opportunities",
    )
    parser.add_argument(
        "--scenario",
        metavar="SCENARIO",
        help="take benchmarks and points from the [scorecard] of this scenario",
    )
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - every command is called alike
    """Read the table and print the scorecard; EvidenceError or ScenarioError where something cannot be used."""
    plan = load_scenario(args.scenario).scorecard if args.scenario else None
    path = Path(args.file)
    found = sheet_of_table(read_export(file_bytes(path), path.name))
    if not found.sheet.samples:
        raise EvidenceError(f'"{path.name}" holds no number to compare people by.')
    card = scorecard(found.sheet, plan)

    def document() -> dict[str, object]:
        return {
            "engine_version": ENGINE_VERSION,
            **scorecard_document(card, plan),
            "warnings": [{"code": one.code, "message": one.message, "rows": list(one.rows), "count": one.count}
                         for one in found.remarks],
        }  # fmt: skip

    return answer(
        args, out, document, lambda: [*_report(card), *(f"Note: {one.message}" for one in found.remarks)]
    )


def _report(card: Scorecard) -> list[str]:
    sheet = card.sheet
    people = f"{len(sheet.reps):,} people" + (f", {len(sheet.periods)} periods" if sheet.periods else "")
    people += f", {sheet.others:,} others with fewer deals left out" if sheet.others else ""
    lines = [f"{sheet.source}: {people}", card_sentence(card), ""]
    rows = [
        (
            one.metric.label,
            one.metric.section,
            _amount(float(np.median(one.benchmark)), one.metric.unit),
            one.source,
            f"as {one.sample.given} do"
            if one.differs and one.sample.given
            else "more than luck"
            if one.differs
            else "no more than luck",
        )
        for one in card.metrics
    ]
    lines += [*table_lines(("Metric", "Section", "Benchmark", "From", "People differ"), rows), ""]
    total = card.score()
    order = np.lexsort((np.arange(len(total)), np.array(sheet.teams, dtype=str)))[:MOST_ROWS]
    people_rows = [
        (
            sheet.reps[at],
            sheet.teams[at],
            "" if np.isnan(total[at]) else f"{total[at]:.0f}",
            _coach(card, int(at)),
        )
        for at in order
    ]
    lines += table_lines(("Person", "Team", "Score (100 = benchmarks)", "Most worth coaching"), people_rows)
    if len(total) > MOST_ROWS:
        lines.append(f"({len(total) - MOST_ROWS:,} more; --json lists them all)")
    for pair in card.pairs[:MOST_ROWS]:
        lesson = card.metrics[pair.lesson].metric.label.lower()
        lines.append(f"Pair: {sheet.reps[pair.learner]} learns {lesson} from {sheet.reps[pair.partner]}")
    return lines


def _coach(card: Scorecard, at: int) -> str:
    number = int(card.coach[at])
    if number < 0:
        return "no gap clear of luck"
    one = card.metrics[number]
    if np.isnan(one.gaps.bookings[at]):
        return f"{one.metric.label}, {one.gaps.points[at]:.0f} points"
    brings, low, high = (f"{part[at]:,.0f}" for part in (one.gaps.bookings, one.gaps.low, one.gaps.high))
    return f"{one.metric.label}: +{brings} {card.sheet.currency} a period ({low} to {high})"


def _amount(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
