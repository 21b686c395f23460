"""``evidence``: a CRM export goes in, rates with their samples come out, and a scenario if wanted."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from simulator.cli.table import table_lines
from simulator.evidence import (
    Evidence,
    EvidenceError,
    MappingChoices,
    MeasuredRate,
    build_evidence,
    evidence_to_scenario,
    find_mapping,
    load_choices,
    read_export,
)
from simulator.evidence.dates import parse_day
from simulator.evidence.limits import LIMITS
from simulator.scenario import dump_scenario

LATEST_MONTHS = 6


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``evidence``."""
    parser.add_argument(
        "export", metavar="CRM_EXPORT", help="CSV file or XLSX workbook, one row per opportunity"
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="look at the deals as they stood on this day, YYYY-MM-DD (default: the last day seen)",
    )
    parser.add_argument(
        "--mapping", metavar="FILE", help="TOML or JSON file that names the columns and stage words"
    )
    parser.add_argument(
        "--horizon",
        type=int,
        default=12,
        metavar="MONTHS",
        help="months the scenario covers, 1 to 120 (default 12)",
    )
    parser.add_argument(
        "--scenario", metavar="OUT", help="also write a scenario, .toml or .json, that assess takes"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Read the export and print what it says; exit code 2 with one sentence per problem where it cannot be used."""
    try:
        evidence = _evidence(args)
        if args.scenario:
            _write_scenario(evidence, args.scenario, args.horizon)
    except ValueError as error:  # EvidenceError, ScenarioError and a date that is none
        print(f"{error}", file=err)
        return 2
    if args.json:
        print(json.dumps(evidence.document(), indent=2, ensure_ascii=False, allow_nan=False), file=out)
    else:
        print("\n".join(report(evidence)), file=out)
        if args.scenario:
            print(
                f"\nScenario written to {args.scenario}; judge it with: python -m simulator assess {args.scenario}",
                file=out,
            )
    return 0


def _evidence(args: Namespace) -> Evidence:
    as_of = parse_day(args.as_of) if args.as_of else None
    choices = load_choices(file_text(Path(args.mapping))) if args.mapping else MappingChoices()
    path = Path(args.export)
    table = read_export(file_bytes(path), path.name)
    return build_evidence(table, find_mapping(table, choices), as_of)


def file_bytes(path: Path) -> bytes:
    """The bytes of a file of one's own; EvidenceError where it cannot be read or is too large."""
    try:
        if path.stat().st_size > LIMITS.bytes:
            raise EvidenceError(
                f'"{path}" has more than {LIMITS.bytes // 2**20} MB; export only the columns needed or the last 24 '
                "months."
            )
        return path.read_bytes()
    except OSError as error:
        raise EvidenceError(f'"{path}" cannot be read: {error.strerror}; check the path.') from None


def file_text(path: Path) -> str:
    """The text of a mapping file; EvidenceError where it is not UTF-8."""
    try:
        return file_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceError(f'"{path}" is not UTF-8 text; save the mapping as UTF-8.') from None


def _write_scenario(evidence: Evidence, target: str, horizon_months: int) -> None:
    path = Path(target)
    if path.suffix.lower() not in (".toml", ".json"):
        raise EvidenceError(f'--scenario "{target}" must end with .toml or .json.')
    scenario = evidence_to_scenario(evidence, horizon_months)
    text = dump_scenario(scenario, "json" if path.suffix.lower() == ".json" else "toml")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvidenceError(f'"{target}" cannot be written: {error.strerror}; check the folder.') from None


def report(evidence: Evidence) -> list[str]:
    """What a person reads: counts, rates with their samples, the last months, and what was noticed."""
    counts = evidence.counts
    lines = [
        f"{evidence.source} as of {evidence.as_of} · {evidence.dialect}",
        f"{counts.won:,} won, {counts.lost:,} lost, {counts.open:,} open ({counts.stale_open:,} of them stale)",
        "",
        *table_lines(
            ("Rate", "Value", "8 in 10 sure", "Sample"),
            [_row(rate, evidence.currency) for rate in evidence.rates],
        ),
        "",
    ]
    months = evidence.monthly[-LATEST_MONTHS:]
    if months:
        rows = [
            (month.month, f"{month.entered:,}", f"{month.won:,}", f"{month.bookings:,.0f}")
            for month in months
        ]
        lines += [*table_lines(("Month", "Entered", "Won", f"Bookings {evidence.currency}"), rows), ""]
    active = sum(rep.active for rep in evidence.company.reps)
    if evidence.company.reps:
        lines.append(
            f"{active} of {len(evidence.company.reps)} owners active; longest on the team: {_longest(evidence)}."
        )
    lines += [f"Note: {remark.message}" for remark in evidence.remarks]
    return lines


def _longest(evidence: Evidence) -> str:
    rep = max((rep for rep in evidence.company.reps), key=lambda rep: (rep.active, rep.tenure_months))
    return f"{rep.name}, {rep.tenure_months} months"


def _row(rate: MeasuredRate, currency: str) -> tuple[str, str, str, str]:
    interval = (
        ""
        if rate.low is None or rate.high is None
        else f"{_value(rate.low, rate)} to {_value(rate.high, rate)}"
    )
    money = f" {currency}" if rate.unit == "money" else ""
    return rate.label, _value(rate.value, rate) + money, interval, f"{rate.sample:,.0f} {rate.sample_of}"


def _value(value: float, rate: MeasuredRate) -> str:
    match rate.unit:
        case "share":
            return f"{100 * value:.1f} %"
        case "money":
            return f"{value:,.0f}"
        case "days":
            return f"{value:.1f} days"
        case _:
            return f"{value:,.2f}" if value < 10 else f"{value:,.0f}"
