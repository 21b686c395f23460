"""XLSX workbooks: good ones read as their CSV twin, hostile ones refused before anything parses them."""

from __future__ import annotations

import datetime as dt
import io
import struct

import pytest
import xlsxwriter

from simulator.evidence import EvidenceError, build_evidence, read_export
from simulator.evidence.limits import LIMITS, Limits
from simulator.evidence.workbook import check_workbook, text_of
from tests.unit.evidence.deals import as_csv, plain_deals
from tests.unit.evidence.workbooks import HEAD, MAIN, archive, sheet, zipped

WRITTEN = dt.datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - a cell has no zone


def refusal(data: bytes) -> str:
    with pytest.raises(EvidenceError) as caught:
        read_export(data, "deals.xlsx")
    assert "CSV" in str(caught.value)
    return str(caught.value)


def unparsed(data: bytes, limits: Limits = LIMITS) -> str:
    """What is said before anything parses the workbook."""
    with pytest.raises(EvidenceError) as caught:
        check_workbook(data, "deals.xlsx", limits)
    return str(caught.value)


def test_a_workbook_is_the_same_evidence_as_its_csv() -> None:
    deals = plain_deals(60)
    rows: list[list[object]] = [list(deals[0])]
    for deal in deals:
        days = [dt.date.fromisoformat(deal[name]) if deal[name] else "" for name in ("Created", "Closed")]
        rows.append([deal["ID"], deal["Owner"], deal["Stage"], int(deal["Amount"]), *days])
    table = read_export(archive(sheet(rows)), "deals.xlsx")
    assert table.dialect == "XLSX workbook, first sheet"
    assert table.frame["ID"].tolist()[:2] == ["00000", "00001"]
    found, expected = build_evidence(table).document(), build_evidence(read_export(as_csv(deals))).document()
    assert found["columns"] == expected["columns"]
    assert {**found, "dialect": ""} == {**expected, "dialect": ""}


def test_rows_keep_their_numbers_below_a_title() -> None:
    rows: list[list[object]] = [
        ["Report of open opportunities"],
        [],
        ["ID", "Stage", "Amount"],
        ["1", "Won", 5.5],
        ["2", "Lost", 6],
    ]
    table = read_export(archive(sheet(rows)), "deals.xlsx")
    assert table.header == ("ID", "Stage", "Amount")
    assert table.row_numbers.tolist() == [4, 5]
    assert table.frame["Amount"].tolist() == ["5.5", "6"]


class TestRefusedUnparsed:
    def test_a_cell_in_the_last_corner(self) -> None:
        corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>'
        data = archive(f"{HEAD}<worksheet {MAIN}><sheetData>{corner}</sheetData></worksheet>")
        assert len(data) < 3000
        assert "claims 1,048,576 x 16,384 cells" in unparsed(data)

    def test_a_bomb_by_its_unpacked_size_and_not_by_what_it_claims(self) -> None:
        limits = Limits(unpacked=5 * 2**20)
        data = archive(sheet([["a", "b"]]), {"xl/media/x.bin": bytes(20 * 2**20)})
        assert len(data) < 50_000
        assert "unpacks to more than 5 MB" in unparsed(data, limits)
        # the directory says 10 bytes
        at = data.rindex(b"PK\x01\x02")
        lying = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
        unparsed(lying, limits)

    def test_i3_entities(self) -> None:
        bomb = f'{HEAD}<!DOCTYPE x [<!ENTITY a "lol">]><worksheet {MAIN}><sheetData/></worksheet>'
        assert "document type definitions" in unparsed(archive(bomb))

    def test_a_password(self) -> None:
        data = archive(sheet([["a", "b"]]))
        at = data.rindex(b"PK\x01\x02")
        assert "password" in unparsed(data[: at + 8] + b"\x01\x00" + data[at + 10 :])

    def test_another_archive(self) -> None:
        assert "a zip archive and no workbook" in unparsed(zipped({"deals.csv": b"id,stage\n1,Won\n"}))

    def test_a_damaged_archive(self) -> None:
        data = archive(sheet([["a", "b"]]))
        assert "undamaged" in unparsed(data[: len(data) // 2])

    def test_too_many_parts(self) -> None:
        assert "parts" in unparsed(
            archive(sheet([["a", "b"]]), {f"x/{number}": b"" for number in range(2001)})
        )


def written(sheets: dict[str, tuple[int, int, list[list[object]]]]) -> bytes:
    """A workbook as Excel writes it: per sheet the place of the first cell and the rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, (top, left, rows) in sheets.items():
            sheet_of = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet_of.write_row(top + at, left, row)
    return out.getvalue()


DEALS: list[list[object]] = [["Deal ID", "Stage", "Amount"], ["007", "Won", 1234.5], ["008", "Lost", 7]]


def test_a_sheet_behind_a_cover_is_found_and_named() -> None:
    cover: list[list[object]] = [["Report of deals"], ["made by", "Ann"]]
    table = read_export(written({"Cover": (0, 0, cover), "Deals": (0, 0, DEALS)}), "deals.xlsx")
    assert table.dialect == 'XLSX workbook, sheet "Deals"'
    assert table.frame["Amount"].tolist() == ["1234.5", "7"]


def test_a_table_that_begins_within_the_sheet_keeps_its_places() -> None:
    table = read_export(written({"Deals": (4, 2, DEALS)}), "deals.xlsx")
    assert table.header == ("column 1", "column 2", "Deal ID", "Stage", "Amount")
    assert (table.header_row, table.row_numbers.tolist()) == (5, [6, 7])
    assert table.frame["Deal ID"].tolist() == ["007", "008"]


def test_a_hidden_sheet_is_not_read() -> None:
    assert "no visible sheet" in refusal(archive(sheet([["a", "b"], [1, 2]]), state=' state="hidden"'))


def test_a_process_that_dies_is_a_sentence() -> None:
    assert "damaged" in refusal(archive("this is no XML"))


def test_cells_are_written_as_a_csv_export_would() -> None:
    assert [
        text_of(value) for value in (None, True, 5.0, 5.25, 1e300, dt.date(2026, 1, 2), WRITTEN, "x")
    ] == [
        "",
        "true",
        "5",
        "5.25",
        "1e+300",
        "2026-01-02",
        "2026-01-02 03:04:00",
        "x",
    ]
    assert len(text_of("x" * 10**6)) == 32_767
