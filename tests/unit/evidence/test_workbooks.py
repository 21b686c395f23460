"""XLSX workbooks: good ones read as their CSV twin, hostile ones refused before anything parses them."""

from __future__ import annotations

import datetime as dt
import io
import struct
import subprocess
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pytest

from simulator.evidence import EvidenceError, build_evidence, read_export
from simulator.evidence import workbook as workbook_module
from simulator.evidence.workbook_child import text_of
from tests.unit.evidence.deals import as_csv, plain_deals

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE_STYLE = 1
WRITTEN = dt.datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - a cell has no zone


def letters(column: int) -> str:
    return (chr(64 + (column - 1) // 26) if column > 26 else "") + chr(65 + (column - 1) % 26)


def cell(value: object, column: int, row: int) -> str:
    place = f'r="{letters(column)}{row}"'
    if isinstance(value, dt.date):
        return f'<c {place} s="{DATE_STYLE}"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value}</v></c>"
    return f'<c {place} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def sheet(rows: Sequence[Sequence[object]]) -> str:
    lines = [
        f'<row r="{number}">'
        + "".join(cell(value, at, number) for at, value in enumerate(row, 1) if value != "")
        + "</row>"
        for number, row in enumerate(rows, 1)
    ]
    return f"{HEAD}<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def relationships(kind: str, target: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/{kind}" Target="{target}"/></Relationships>'
    )


def archive(sheet_xml: str, extra: dict[str, bytes] | None = None, state: str = "") -> bytes:
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{REL}"><sheets>'
        f'<sheet name="Deals" sheetId="1"{state} r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships("worksheet", "worksheets/sheet1.xml"),
        "xl/styles.xml": (
            f'{HEAD}<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf '
            'numFmtId="14"/></cellXfs></styleSheet>'
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
        for name, content in (extra or {}).items():
            file.writestr(name, content)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(EvidenceError) as caught:
        read_export(data, "deals.xlsx")
    assert "CSV" in str(caught.value)
    return str(caught.value)


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks must refuse before the process that parses is started."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the workbook was parsed")

    monkeypatch.setattr(subprocess, "run", never)


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


@pytest.mark.usefixtures("unparsed")
class TestRefusedUnparsed:
    def test_a_cell_in_the_last_corner(self) -> None:
        corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>'
        data = archive(f"{HEAD}<worksheet {MAIN}><sheetData>{corner}</sheetData></worksheet>")
        assert len(data) < 3000
        assert "claims 1,048,576 x 16,384 cells" in refusal(data)

    def test_a_bomb_by_its_unpacked_size_and_not_by_what_it_claims(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbook_module, "MAX_UNPACKED", 5 * 2**20)
        data = archive(sheet([["a", "b"]]), {"xl/media/x.bin": bytes(20 * 2**20)})
        assert len(data) < 50_000
        assert "unpacks to more than 5 MB" in refusal(data)
        # the directory says 10 bytes
        at = data.rindex(b"PK\x01\x02")
        lying = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
        refusal(lying)

    def test_entities(self) -> None:
        bomb = f'{HEAD}<!DOCTYPE x [<!ENTITY a "lol">]><worksheet {MAIN}><sheetData/></worksheet>'
        assert "document type definitions" in refusal(archive(bomb))

    def test_a_password(self) -> None:
        data = archive(sheet([["a", "b"]]))
        at = data.rindex(b"PK\x01\x02")
        assert "password" in refusal(data[: at + 8] + b"\x01\x00" + data[at + 10 :])

    def test_another_archive(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("deals.csv", "id,stage\n1,Won\n")
        assert "a zip archive and no workbook" in refusal(out.getvalue())

    def test_a_damaged_archive(self) -> None:
        data = archive(sheet([["a", "b"]]))
        assert "undamaged" in refusal(data[: len(data) // 2])

    def test_too_many_parts(self) -> None:
        assert "parts" in refusal(
            archive(sheet([["a", "b"]]), {f"x/{number}": b"" for number in range(2001)})
        )


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
