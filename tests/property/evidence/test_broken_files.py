"""Whatever bytes come, the answer is a table within bounds or a sentence, never another error."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
from hypothesis import given, settings

from simulator.evidence import (
    EvidenceError,
    Table,
    build_evidence,
    evidence_to_scenario,
    find_mapping,
    read_export,
    read_upload,
)
from simulator.evidence.amounts import LARGEST, read_amounts
from simulator.evidence.dates import read_dates
from simulator.evidence.limits import LIMITS
from simulator.evidence.workbook import check_workbook
from simulator.sample import sample_scenario
from simulator.scenario import dump_scenario
from simulator.scenario.bounded import MAX_DEPTH, MAX_VALUES, read_document
from tests.unit.evidence.deals import as_csv, plain_deals
from tests.unit.evidence.ugly_habits import HABITS
from tests.unit.evidence.ugly_systems import SYSTEMS
from tests.unit.evidence.workbooks import archive, sheet

TEXTS = [
    as_csv(plain_deals(24)),
    *(ugly.data for ugly in [*SYSTEMS.values(), *HABITS.values()] if len(ugly.data) < 9000),
]
ROWS = [list(row.values()) for row in plain_deals(12)]
WORKBOOK = archive(sheet([["ID", "Owner", "Stage", "Amount", "Created", "Closed"], *ROWS]))
DOCUMENTS = {form: dump_scenario(sample_scenario(), form).encode()[:3000] for form in ("toml", "json")}
NASTY = [
    b"\x00",
    b'"',
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r",
    b",",
    b";",
    b"\n",
    b"=",
    b"-",
    b"9" * 40,
    b"\xc3",
    b"NaN",
    b".",
]

Damage = list[tuple[str, int, bytes]]
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["put", "insert", "cut", "repeat", "end", "swap"]),
        st.integers(0, 10_000),
        st.one_of(st.sampled_from(NASTY), st.binary(min_size=1, max_size=6)),
    ),
    min_size=1,
    max_size=8,
)


def damaged(data: bytes, damage: Damage) -> bytes:
    """`data` after each damage in turn."""
    for kind, place, what in damage:
        at = place % (len(data) + 1)
        if kind == "put":
            data = data[:at] + what + data[at + len(what) :]
        elif kind == "insert":
            data = data[:at] + what + data[at:]
        elif kind == "cut":
            data = data[:at] + data[at + 5 * len(what) :]
        elif kind == "repeat":
            data = data[:at] + data[max(0, at - 200) : at] * 3 + data[at:]
        elif kind == "end":
            data = data[: max(at, 1)]
        else:
            data = data[at:] + data[:at]
    return data


def held(table: Table) -> None:
    """What a table promises whatever it was read from; and that whatever follows from it is figures or a sentence."""
    assert len(set(table.header)) == len(table.header) <= LIMITS.columns
    assert table.n_rows == len(table.row_numbers) <= LIMITS.rows
    assert all(dtype == "str" for dtype in table.frame.dtypes)
    try:
        evidence = build_evidence(table, find_mapping(table))
        evidence_to_scenario(evidence)
    except EvidenceError:
        return
    assert evidence.intake is not None
    assert 0 < evidence.intake.deals <= evidence.intake.rows
    assert np.isfinite(evidence.intake.total)
    assert sum(one.count for one in evidence.intake.left_out) == evidence.intake.rows - evidence.intake.deals


def one_sentence(refused: EvidenceError) -> None:
    (sentence,) = refused.sentences
    assert sentence.endswith(".")
    assert len(sentence) < 1000


@settings(max_examples=500)
@given(st.sampled_from(TEXTS), DAMAGE)
def test_a_damaged_text_is_a_table_or_a_sentence(data: bytes, damage: Damage) -> None:
    try:
        table = read_export(damaged(data, damage), "deals.csv")
    except EvidenceError as refused:
        one_sentence(refused)
    else:
        held(table)


@settings(max_examples=300)
@given(DAMAGE)
def test_a_damaged_workbook_is_let_through_or_a_sentence(damage: Damage) -> None:
    try:
        check_workbook(damaged(WORKBOOK, damage), "deals.xlsx", LIMITS)
    except EvidenceError as refused:
        one_sentence(refused)


@settings(max_examples=25)
@given(DAMAGE)
def test_a_damaged_workbook_is_a_table_or_a_sentence(damage: Damage) -> None:
    try:
        table = read_upload(damaged(WORKBOOK, damage), "deals.xlsx")
    except EvidenceError as refused:
        one_sentence(refused)
    else:
        held(table)


@settings(max_examples=25)
@given(st.one_of(st.binary(max_size=2000), st.builds(damaged, st.sampled_from(TEXTS), DAMAGE)))
def test_any_bytes_are_answered_by_the_process_that_reads(data: bytes) -> None:
    try:
        table = read_upload(data, "deals.csv")
    except EvidenceError as refused:
        one_sentence(refused)
    else:
        held(table)


@settings(max_examples=300)
@given(st.sampled_from(["toml", "json"]), DAMAGE, st.booleans())
def test_a_damaged_scenario_file_is_a_document_or_a_sentence(form: str, damage: Damage, shift: bool) -> None:
    data = damaged(DOCUMENTS["json" if shift and form == "toml" else form], damage)
    answer = read_document(data, "toml" if form == "toml" else "json")
    if "document" in answer:
        assert isinstance(answer["document"], dict)
    else:
        assert answer["rule"]
        assert len(answer["rule"]) < 400
    assert MAX_VALUES > MAX_DEPTH


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.text("0123456789.,' ()-+€$kM%eE/:", max_size=20)),
        min_size=1,
        max_size=8,
    )
)
def test_any_texts_are_amounts_and_dates_or_none(cells: list[str]) -> None:
    texts = [cell.encode("utf-8", "ignore").decode() for cell in cells]
    column = read_amounts(pd.Series(texts, dtype="str"), None, ",")
    known = ~np.isnan(column.values)
    assert (np.abs(column.values[known]) <= LARGEST).all()
    assert not (known & column.missing).any()
    dates = read_dates(pd.Series(texts, dtype="str"))
    for days in (dates.day_first, dates.month_first):
        years = days[~np.isnat(days)].astype("datetime64[Y]").astype(int) + 1970
        assert ((years >= 1980) & (years <= 2100)).all()
        assert not (~np.isnat(days) & dates.missing).any()
