"""``evidence``: an export or another table goes in, rates with their samples come out, and a scenario if wanted."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from simulator.backtest import past_deals
from simulator.cli import beside
from simulator.cli.comparison_lines import comparison_lines
from simulator.cli.kinds import kind_report
from simulator.cli.request import add_json
from simulator.cli.table import table_lines
from simulator.evidence import (
    Evidence,
    EvidenceError,
    MappingChoices,
    MeasuredRate,
    Table,
    evidence_to_scenario,
    find_mapping,
    load_choices,
    read_export,
)
from simulator.evidence.cleaning import Cleaned, Example
from simulator.evidence.dates import parse_day
from simulator.evidence.kinds import (
    Kind,
    KindChoices,
    build_kind_evidence,
    kind_in,
    kind_to_scenario,
    load_kind_choices,
    recognise,
    without_kind,
)
from simulator.evidence.limits import LIMITS
from simulator.scenario import Scenario, dump_scenario

LATEST_MONTHS = 6


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``evidence``."""
    parser.add_argument(
        "export",
        metavar="CRM_EXPORT",
        help="CSV file or XLSX workbook: opportunities, or a monthly summary, leads, activities, quotas, a roster, "
        "customers",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="look at the deals as they stood on this day, YYYY-MM-DD (default: the last day seen)",
    )
    parser.add_argument(
        "--mapping",
        metavar="FILE",
        help="TOML or JSON file that names the kind of table, the columns and stage words",
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
    beside.add_arguments(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Read the export and print what it says; exit code 2 with one sentence per problem where it cannot be used."""
    try:
        found = _found(args)
        if args.scenario:
            _write_scenario(found.scenario(args.horizon), args.scenario)
    except ValueError as error:  # EvidenceError, ScenarioError and a date that is none
        print(f"{error}", file=err)
        return 2
    if args.json:
        print(json.dumps(found.document, indent=2, ensure_ascii=False, allow_nan=False), file=out)
    else:
        print("\n".join(found.report), file=out)
        if args.scenario:
            print(
                f"\nScenario written to {args.scenario}; judge it with: python -m simulator assess {args.scenario}",
                file=out,
            )
    return 0


@dataclass(frozen=True)
class _Found:
    """What a file says: the document of ``--json``, the lines a person reads, and how a scenario is made of it."""

    document: dict[str, Any]
    report: list[str]
    scenario: Callable[[int], Scenario]


def _found(args: Namespace) -> _Found:
    as_of = parse_day(args.as_of) if args.as_of else None
    said = file_text(Path(args.mapping)) if args.mapping else ""
    path = Path(args.export)
    table = read_export(file_bytes(path), path.name)
    kind, choices = _kind(table, said)
    if kind.name is None and kind.sentence:
        raise EvidenceError(kind.sentence)
    if kind.name in (None, "opportunities"):  # a table nobody knows is told what opportunities need
        mapping = find_mapping(table, load_choices(without_kind(said)) if said else MappingChoices())
        lookups = beside.read_lookups(args, file_bytes)
        past = past_deals(table, mapping, lookups)
        evidence = past.as_of(as_of)
        tables = beside.read_beside(args, file_bytes, evidence.as_of, past, lookups)
        document = {"kind": "opportunities", **evidence.document(), **tables.document}
        lines = [*report(evidence), *tables.report]
        if tables.tables.get("roster") is not None:
            lines += tables.told(evidence_to_scenario(evidence))
        return _Found(document, lines, lambda months: tables.applied(evidence_to_scenario(evidence, months)))
    if args.roster or args.quota or args.activities or args.beside:
        raise EvidenceError(
            f"--beside, --roster, --quota and --activities belong beside an export of opportunities; {table.name} "
            f"holds {kind.label}."
        )
    found = build_kind_evidence(kind, replace(choices, as_of=as_of))
    return _Found(found.document(), kind_report(found, kind), partial(kind_to_scenario, found))


def _kind(table: Table, said: str) -> tuple[Kind, KindChoices]:
    """The kind the mapping file `said` states, or the one recognised, and what the file says about a table of it."""
    stated = kind_in(said) if said else None
    kind = recognise(table, KindChoices(kind=stated))
    if not said or kind.name is None or kind.name == "opportunities":
        return kind, KindChoices()
    choices = load_kind_choices(said, kind.name)
    if kind.how == "asked":
        return kind, choices
    return recognise(table, choices), choices


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


def _write_scenario(scenario: Scenario, target: str) -> None:
    path = Path(target)
    if path.suffix.lower() not in (".toml", ".json"):
        raise EvidenceError(f'--scenario "{target}" must end with .toml or .json.')
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
        *(one.sentence for one in evidence.moves),
        *([""] if evidence.moves else []),
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
    told = {one.code for one in evidence.cleaning}
    return [
        *lines,
        *comparison_lines(evidence),
        *cleaning_lines(evidence.cleaning),
        *(f"Note: {remark.message}" for remark in evidence.remarks if remark.code not in told),
    ]


def cleaning_lines(cleaning: tuple[Cleaned, ...]) -> list[str]:
    """What was cleaned, one line a kind of change; nothing where nothing was."""
    if not cleaning:
        return []
    rows = [
        (
            one.what,
            one.done,
            f"{one.count:,}",
            one.column,
            _example(one.examples[0]) if one.examples else "",
        )
        for one in cleaning
    ]
    return ["", *table_lines(("Cleaned", "Done", "Rows", "Column", "For example"), rows), ""]


def _example(one: Example) -> str:
    return f"row {one.row}" + (f": {one.before} → {one.after or '(nothing)'}" if one.before else "")


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
