"""How long a large export takes from its bytes to evidence, against pandas reading the same file and no more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from simulator.evidence import build_evidence, find_mapping, read_upload

ROWS = 100_000
XLSX_ROWS = 100_000
_HEADER = (
    *("Opportunity ID", "Opportunity Name", "Account Name", "Opportunity Owner", "Team", "Stage", "Amount"),
    *(
        "Currency",
        "Created Date",
        "Close Date",
        "Lead Source",
        "Product",
        "Region",
        "Type",
        "Probability (%)",
    ),
    *("Next Step", "Last Modified", "Description"),
)
_TEN = (0, 2, 3, 5, 6, 8, 9, 10, 11, 12)
_STAGES = ("Closed Won", "Closed Lost", "Prospecting", "Negotiation/Review", "Proposal/Price Quote")


def export_rows(rows: int = ROWS, seed: int = 1) -> list[list[str]]:
    """An export of realistic width: names, amounts with signs, times of day, texts with commas."""
    rng = np.random.default_rng(seed)
    stage = rng.choice(5, rows, p=[0.3, 0.4, 0.1, 0.1, 0.1])
    amount = np.exp(rng.normal(9, 1, rows))
    created, cycle = rng.integers(0, 1800 * 86_400, rows), rng.gamma(2, 30, rows)
    first = dt.datetime(2021, 1, 1)  # noqa: DTZ001 - a time as an export writes it, without a zone
    table = [list(_HEADER)]
    for at in range(rows):
        entered = first + dt.timedelta(seconds=int(created[at]))
        table.append(
            [
                f"006{at:012d}AAQ",
                f"Deal with Customer {at % 30_000} - {at}",
                f"Customer {at % 30_000} GmbH",
                f"Rep {chr(65 + at % 26)}{chr(97 + at % 120 // 26)} Miller",
                f"Team {at % 7 + 1}",
                _STAGES[stage[at]],
                f"${amount[at]:,.2f}",
                "USD",
                f"{entered:%Y-%m-%d %H:%M:%S}",
                f"{entered + dt.timedelta(days=float(cycle[at])):%Y-%m-%d}",
                ("Web", "Referral", "Event", "")[at % 4],
                f"Product {at % 12}",
                ("North", "South", "EMEA")[at % 3],
                "New Business",
                str(20 * int(stage[at])),
                "Call back, then send the offer",
                entered.isoformat(),
                "A text of usual length about what was said last, with a comma",
            ]
        )
    return table


def as_csv(table: list[list[str]]) -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def as_workbook(table: list[list[str]]) -> bytes:
    """The rows as an XLSX workbook of texts."""
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Deals")
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
    return memory.getvalue()


def imports(timed: Callable[[Callable[[], object], int], float]) -> None:
    """Print the figures."""
    table = export_rows()
    data = as_csv(table)
    print(f"A CSV export of {ROWS:,} rows and {len(_HEADER)} columns, {len(data) / 2**20:.0f} MB")
    bare = timed(lambda: pd.read_csv(io.BytesIO(data), dtype=str), 3)
    _parts("CSV", data, "deals.csv", bare)
    book = as_workbook(table[: XLSX_ROWS + 1])
    print(f"The same as XLSX, {len(book) / 2**20:.0f} MB")
    _parts("XLSX", book, "deals.xlsx", bare)
    ten = [[row[at] for at in _TEN] for row in table]
    book = as_workbook(ten)
    print(f"Ten of its columns as XLSX, {len(book) / 2**20:.0f} MB")
    _parts("XLSX", book, "deals.xlsx", bare)


def _parts(label: str, data: bytes, name: str, bare: float) -> None:
    found = []
    for _ in range(3):
        began, spent = time.perf_counter(), _processor_seconds()
        read = read_upload(data, name)
        between, reading_spent = time.perf_counter(), _processor_seconds()
        build_evidence(read, find_mapping(read))
        whole = (between - began, time.perf_counter() - between)
        found.append((*whole, reading_spent - spent, _processor_seconds() - reading_spent))
    reading, building, reading_spent, building_spent = min(found, key=lambda one: sum(one[2:]))
    whole_time = reading + building
    print(
        f"  {label}: read in its own process {reading:.2f} s, evidence {building:.2f} s, together {whole_time:.2f} s; "
        f"bare pandas.read_csv {bare:.2f} s, ratio {whole_time / bare:.1f}\n"
        f"       processor time, whatever else the machine does: {reading_spent:.2f} s + {building_spent:.2f} s\n",
        flush=True,
    )


def _processor_seconds() -> float:
    """What this process and the ones it waited for have taken of a core."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
