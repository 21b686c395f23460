"""Whatever the dialect, what was written is read; whatever the bytes, the answer is a table or a sentence."""

from __future__ import annotations

import csv
import io
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from simulator.evidence import EvidenceError, build_evidence, find_mapping, read_export
from tests.unit.evidence.deals import as_csv, evidence_of, plain_deals

DELIMITERS = st.sampled_from([",", ";", "\t", "|"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
LETTERS = "abcXYZ0189 .,;|'\"\t-_/()€$éßñ#%&=+*@!?\n"
CELLS = st.text(LETTERS, max_size=12)


@settings(max_examples=150)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12),
    delimiter=DELIMITERS,
    encoding=ENCODINGS,
    line_end=LINE_ENDS,
    quote_all=st.booleans(),
)
def test_cells_survive_every_dialect(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str, line_end: str, quote_all: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerow(["deal_id", "stage", "owner", "amount", "created"])
    written = [[f"{number:05d}", *row, "2026-01-01"] for number, row in enumerate(rows)]
    writer.writerows(written)
    table = read_export(text.getvalue().encode(encoding), "random.csv")
    assert [list(row) for row in table.frame.itertuples(index=False)] == written
    assert table.delimiter == delimiter


@settings(max_examples=60)
@given(
    delimiter=DELIMITERS,
    encoding=ENCODINGS,
    line_end=LINE_ENDS,
    amount=st.sampled_from(["{0}", "{0}.00", "{0:,}.00", "${0:,}.00", "EUR {0}", "{0},00"]),
    date=st.sampled_from(
        ["{y}-{m}-{d}", "{m}/{d}/{y}", "{d}/{m}/{y}", "{d}.{m}.{y}", "{y}-{m}-{d}T08:30:00.000Z", "{y}{m}{d}"]
    ),
    header=st.sampled_from(["{0}", " {0} ", "{0}\u200b"]),
    shuffled=st.permutations(["ID", "Owner", "Stage", "Amount", "Created", "Closed"]),
)
def test_the_same_deals_are_the_same_evidence_in_every_dialect(
    delimiter: str, encoding: str, line_end: str, amount: str, date: str, header: str, shuffled: list[str]
) -> None:
    if encoding == "cp1252":
        header = header.replace("\u200b", "")

    def day(text: str) -> str:
        return date.format(**dict(zip("ymd", text.split("-"), strict=True))) if text else ""

    rows = [
        {
            **row,
            "Amount": amount.format(int(row["Amount"])),
            "Created": day(row["Created"]),
            "Closed": day(row["Closed"]),
        }
        for row in plain_deals(60)
    ]
    renamed = [{header.format(name): row[name] for name in shuffled} for row in rows]
    table = read_export(as_csv(renamed, delimiter, encoding, line_end), "deals.csv")
    found = build_evidence(table, find_mapping(table)).document()
    plain = evidence_of(plain_deals(60)).document()
    told = ("warnings", "cleaning", "dialect", "columns", "currency")
    assert {key: value for key, value in found.items() if key not in told} == {
        key: value for key, value in plain.items() if key not in told
    }


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    try:
        table = read_export(data)
    except EvidenceError as refused:
        sentences = refused.sentences
    else:
        assert table.n_rows == len(table.row_numbers)
        assert len(set(table.header)) == len(table.header)
        return
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Won", "Lost", "Open", "", "?"]),
            st.sampled_from(["5", "0", "-3", "", "x", "1e400", "7.25"]),
            st.sampled_from(["2026-01-05", "2026-03-01", "", "soon", "2025-11-30"]),
            st.sampled_from(["2026-01-07", "2026-04-01", "", "later", "2025-12-01"]),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_any_deals_are_evidence_or_a_sentence(rows: list[tuple[str, str, str, str]]) -> None:
    lines = ["stage,amount,created,closed", *(",".join(row) for row in rows)]
    try:
        evidence: dict[str, Any] | None = evidence_of_bytes("\n".join(lines).encode())
    except EvidenceError as refused:
        evidence = None
        sentence = str(refused)
    if evidence is None:
        assert sentence
        return
    counts = evidence["counts"]
    assert counts["won"] >= 1
    assert 0 <= counts["stale_open"] <= counts["open"]
    assert sum(group["count"] for group in evidence["open_pipeline"]) == counts["open"]
    assert all(0 <= group["win_rate"] <= 1 for group in evidence["open_pipeline"])
    used = sum(counts[name] for name in ("won", "lost", "open", "undated_open"))
    assert used + sum(one["count"] for one in evidence["cleaning"] if one["done"] == "left out") == len(rows)


def evidence_of_bytes(data: bytes) -> dict[str, Any]:
    table = read_export(data)
    return build_evidence(table, find_mapping(table)).document()
