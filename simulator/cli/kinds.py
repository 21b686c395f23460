"""``evidence`` of a table that holds no opportunities: what it says, and a scenario where one can be made."""

from __future__ import annotations

from simulator.cli.table import table_lines
from simulator.evidence import MeasuredRate
from simulator.evidence.kinds import Kind, KindEvidence, listings
from simulator.evidence.kinds.listing import Cell, Meaning

MOST_ROWS = 15


def kind_report(evidence: KindEvidence, kind: Kind) -> list[str]:
    """What a person reads: the kind and why, figures with their samples, the tables, and what was noticed."""
    until = "" if evidence.as_of is None else f" as of {evidence.as_of}"
    columns = ", ".join(f"{field.replace('_', ' ')} = {column}" for field, column in evidence.columns.items())
    lines = [
        f"{evidence.source}{until} · {evidence.dialect}",
        f"Read as {kind.label}, {evidence.rows:,} rows: {columns}",
        "",
        *table_lines(
            ("Figure", "Value", "8 in 10 sure", "Sample"),
            [_figure(one, evidence.currency) for one in evidence.figures],
        ),
        "",
    ]
    for listing in listings(evidence):
        shown = listing.rows[-MOST_ROWS:] if listing.title == "By month" else listing.rows[:MOST_ROWS]
        if not shown:
            continue
        titles = [
            f"{name} {evidence.currency}" if meaning == "money" else name for name, meaning in listing.columns
        ]
        meanings = [meaning for _, meaning in listing.columns]
        rows = [
            tuple(_cell(cell, meaning) for cell, meaning in zip(row, meanings, strict=True)) for row in shown
        ]
        left = len(listing.rows) - len(shown)
        lines += [
            listing.title + (f" ({left:,} more rows)" if left else ""),
            *table_lines(tuple(titles), rows),
            "",
        ]
    return lines + [f"Note: {remark.message}" for remark in evidence.remarks]


def _figure(one: MeasuredRate, currency: str) -> tuple[str, str, str, str]:
    def written(value: float) -> str:
        match one.unit:
            case "share":
                return f"{100 * value:.2f} %" if value < 0.1 else f"{100 * value:.1f} %"
            case "money":
                return f"{value:,.0f} {currency}"
            case "days":
                return f"{value:.1f} days"
            case _:
                return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.0f}"

    interval = "" if one.low is None or one.high is None else f"{written(one.low)} to {written(one.high)}"
    return one.label, written(one.value), interval, f"{one.sample:,.0f} {one.sample_of}"


def _cell(cell: Cell, meaning: Meaning) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    match meaning:
        case "share":
            return f"{100 * cell:.1f} %"
        case "number":
            return f"{cell:,.2f}"
        case _:
            return f"{cell:,.0f}"
