"""Files that cannot be read: one clear sentence, before anything large is parsed."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO

import pytest

from simulator.evidence import EvidenceError, read_export, separated
from simulator.evidence.dialect import Dialect
from simulator.evidence.limits import LIMITS, Limits
from tests.unit.evidence.deals import as_csv, plain_deals

HEADER = b"id,stage,amount,created,closed\n"


def refusal(data: bytes, name: str = "deals.csv", limits: Limits = LIMITS) -> str:
    with pytest.raises(EvidenceError) as caught:
        read_export(data, name, limits)
    (sentence,) = caught.value.sentences
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("data", [b"", b"   \r\n\n  ", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(data: bytes) -> None:
    assert "is empty" in refusal(data) or "empty rows" in refusal(data)


def test_a_header_without_rows_says_so() -> None:
    assert "header with 5 columns and no rows" in refusal(HEADER)


def test_blank_rows_below_a_header_are_no_rows() -> None:
    assert "no rows" in refusal(HEADER + b",,,,\n\n , ,,,\n")


@pytest.mark.parametrize(
    "text", ["a^b^c\n1^2^3\n", "stage amount created\nWon 12 2026-01-01\n", "one\n1\n2\n"]
)
def test_an_unknown_separator_is_named_with_the_first_line(text: str) -> None:
    sentence = refusal(text.encode())
    assert "only one column" in sentence
    assert text.split("\n", maxsplit=1)[0] in sentence


@pytest.mark.parametrize("name", ["a", "same", "x"])
def test_i5_two_hundred_thousand_columns_are_refused_unparsed(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(csv, "reader", _never)
    line = ",".join([name] * 200_000)
    data = f"{line}\n{line}\n".encode()
    monkeypatch.setattr(separated, "dialect_of", lambda text: Dialect(","))
    assert "200,000 columns" in refusal(data)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("the file was parsed")


def test_more_columns_than_allowed_are_refused_with_the_cap() -> None:
    line = ",".join(f"c{number}" for number in range(LIMITS.columns + 1))
    sentence = refusal(f"{line}\n{line}\n".encode())
    assert f"{LIMITS.columns + 1} columns" in sentence
    assert f"at most {LIMITS.columns}" in sentence


def test_too_many_bytes_are_refused_with_the_cap() -> None:
    assert "at most 1 MB" in refusal(HEADER + b"x" * (2**20 + 1), limits=Limits(bytes=2**20))


def test_too_many_rows_are_refused_with_the_cap() -> None:
    assert "more than 30 rows" in refusal(as_csv(plain_deals(40)), limits=Limits(rows=30))


@pytest.mark.parametrize("text", ["1,Won,5,2026-01-01,2026-01-02\n", "1;Won;5;2026-01-01;2026-01-02\r"])
def test_too_many_rows_are_refused_unparsed_where_no_text_is_quoted(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(csv, "reader", _never)
    monkeypatch.setattr(separated, "dialect_of", lambda text: Dialect(";" if ";" in text else ","))
    assert "more than 30 rows of 5 columns" in refusal(text.encode() * 42, limits=Limits(rows=30))


def test_blank_lines_are_no_rows() -> None:
    data = as_csv(plain_deals(30)) + b"\n\r\n,,,,,\n" * 500
    assert read_export(data, "deals.csv", Limits(rows=30)).n_rows == 30


def test_too_many_cells_are_refused_although_rows_and_columns_are_few() -> None:
    assert "more than 16 rows of 6 columns" in refusal(as_csv(plain_deals(40)), limits=Limits(cells=100))


def test_an_unclosed_quote_names_the_row_it_opens_in() -> None:
    rows = as_csv(plain_deals(10)).decode().splitlines()
    rows[6] = rows[6].replace("Ana", '"Ana').replace("Ben", '"Ben')
    assert "opened in row 7 is never closed" in refusal("\n".join(rows).encode())


def test_an_unclosed_quote_before_a_long_text_names_the_row() -> None:
    data = HEADER + b'1,Won,5,2026-01-01,"2026-01-02\n' + b"2,Won,5,2026-01-01,2026-01-02\n" * 6000
    assert "opened in row 2 is never closed" in refusal(data)


def test_text_behind_a_closing_quote_names_the_row() -> None:
    assert "Row 2 has text right after a closing quotation mark" in refusal(
        HEADER + b'"1"x,Won,5,2026-01-01,2026-01-02\n'
    )


def test_many_rows_with_too_many_fields_are_refused_with_their_numbers() -> None:
    data = HEADER + b"1,Won,5,2026-01-01,2026-01-02,extra\n" * 8
    assert "rows 2, 3, 4, 5, 6 and 3 more" in refusal(data)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old Excel workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "web page or XML"),
        (b'{"deals": []}', "JSON"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"PAR1....", "Parquet"),
    ],
)
def test_other_formats_are_named(data: bytes, word: str) -> None:
    assert word in refusal(data)


def test_a_binary_file_is_no_table() -> None:
    assert "zero bytes" in refusal(b"id,stage\n" + bytes(range(1, 9)) + b"\0\0\0" * 200)


def test_bytes_of_no_encoding_name_the_line() -> None:
    assert "line 3 holds bytes" in refusal(HEADER + b"1,Won,5,2026-01-01,2026-01-02\n\x81\x8d,Won,5,,\n")


def test_a_cut_off_utf16_file_says_so() -> None:
    assert "UTF-16" in refusal("id,stage\n1,Won\n".encode("utf-16")[:-1])


def test_a_file_name_is_shown_without_its_path_or_control_characters() -> None:
    sentence = refusal(b"", "C:\\secret\\..\\deals\u202e.csv")
    assert "secret" not in sentence
    assert '"deals.csv"' in sentence


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("readme.txt", "nothing")
    assert "is a zip archive and no workbook" in refusal(archive.getvalue(), "deals.xlsx")
