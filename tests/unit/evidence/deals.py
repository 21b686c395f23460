"""Small exports for the tests: forty plain deals, and a writer for any dialect."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from simulator.evidence import Evidence, MappingChoices, build_evidence, find_mapping, read_export

Row = dict[str, Any]

FIRST_DAY = dt.date(2025, 1, 6)


def plain_deals(count: int = 40) -> list[Row]:
    """Deals entered three days apart; of each four, one won after 20 days, two lost after 10, one open."""
    rows: list[Row] = []
    for number in range(count):
        created = FIRST_DAY + dt.timedelta(days=3 * number)
        stage, days = [("Won", 20), ("Lost", 10), ("Lost", 10), ("Open", None)][number % 4]
        rows.append(
            {
                "ID": f"{number:05d}",
                "Owner": ("Ana", "Ben")[number % 2],
                "Stage": stage,
                "Amount": str(1000 + 10 * number),
                "Created": created.isoformat(),
                "Closed": (created + dt.timedelta(days=days)).isoformat() if days else "",
            }
        )
    return rows


def as_csv(rows: list[Row], delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    """`rows` as a file; the header is the first row's keys."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def evidence_of(
    rows: list[Row], choices: MappingChoices | None = None, as_of: dt.date | None = None
) -> Evidence:
    """What is found in `rows`."""
    table = read_export(as_csv(rows), "deals.csv")
    return build_evidence(table, find_mapping(table, choices), as_of)


def codes(evidence: Evidence) -> set[str]:
    """The codes of everything remarked."""
    return {remark.code for remark in evidence.remarks}


def remark(evidence: Evidence, code: str) -> tuple[str, tuple[int, ...], int]:
    """Message, rows and count of the remark with this code."""
    (found,) = [one for one in evidence.remarks if one.code == code]
    return found.message, found.rows, found.count
