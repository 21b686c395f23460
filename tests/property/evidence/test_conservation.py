"""No row disappears: rows in the file are deals used and rows left out by a reason that is told."""

from __future__ import annotations

import csv
import datetime as dt
import io

import hypothesis.strategies as st
from hypothesis import given, settings

from simulator.evidence import EvidenceError, build_evidence, find_mapping, read_export
from simulator.evidence.cleaning import EXAMPLES, LONGEST_EXAMPLE

HEADER = ["ID", "Owner", "Stage", "Amount", "Created", "Closed"]
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2025, 6, 30)).flatmap(
    lambda day: st.sampled_from(
        [
            day.isoformat(),
            f"{day:%d.%m.%Y}",
            f"{day:%d %b %Y}",
            f"{day.isoformat()}T10:00:00Z",
            f"{day:%m/%d/%Y}",
        ]
    )
)
ROW = (
    st.tuples(
        st.sampled_from(["1", "2", "3", "", "0007"]) | st.integers(10, 9999).map(str),
        st.sampled_from(["Ana", "ANA", " Ana", "Ben", "", "Bén", "Total"]),
        st.sampled_from(["Won", "Won", "Lost", "Open", "", "Limbo", "closed won"]),
        st.sampled_from(["100", "$1,200.50", "", "-3", "x", "0", "EUR 12", "1.200"]),
        DAYS | st.sampled_from(["", "soon", "2062-01-01"]),
        DAYS | st.sampled_from(["", "later", "Q3 2026"]),
    )
    .map(list)
    .filter(any)
)
ODD = st.sampled_from(
    [HEADER, ["Total", "", "", "9,999", "", ""], ["1", "2"], [*HEADER, "and one more"], ["Grand total"]]
)


@settings(max_examples=150)
@given(
    rows=st.lists(st.one_of(ROW, ROW, ROW, ROW, ODD), min_size=1, max_size=40),
    above=st.lists(st.sampled_from([["Report of all deals"], ["As of", "2025-06-30"]]), max_size=2),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    blank=st.booleans(),
    as_of=st.none() | st.dates(dt.date(2024, 3, 1), dt.date(2025, 7, 31)),
)
def test_rows_are_used_or_left_out_for_a_reason(
    rows: list[list[str]], above: list[list[str]], encoding: str, blank: bool, as_of: dt.date | None
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([*above, HEADER])
    for row in [["77", "Ana", "Won", "500", "2024-01-05", "2024-01-20"], *rows]:
        writer.writerow(row)
        if blank:
            writer.writerow([])
    try:
        table = read_export(text.getvalue().encode(encoding), "deals.csv")
        evidence = build_evidence(table, find_mapping(table), as_of)
    except EvidenceError:
        return  # refused as a whole, which other tests look at
    counts = evidence.counts
    used = counts.won + counts.lost + counts.open + counts.undated_open
    left_out = sum(one.count for one in evidence.cleaning if one.done == "left out")
    in_file = len(above) + 1 + len(rows)
    assert evidence.document()["rows"] == {"in_file": in_file, "used": used, "left_out": left_out}
    assert used + left_out == in_file
    for one in evidence.cleaning:
        assert one.count >= 1
        assert len(one.examples) <= EXAMPLES
        assert all(each.row >= 1 and len(each.before) <= LONGEST_EXAMPLE for each in one.examples)
