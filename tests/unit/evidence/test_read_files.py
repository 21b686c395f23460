"""Files that are ugly and good: read with the right cells, and what was done is told."""

from __future__ import annotations

import pytest

from simulator.evidence import MappingChoices, Table, build_evidence, find_mapping, read_export
from tests.unit.evidence.deals import as_csv, plain_deals

ROWS = [
    {
        "id": "00012",
        "stage": "Won",
        "region": "NA",
        "owner": "José Nuñez",
        "amount": "5",
        "created": "2026-01-01",
        "closed": "2026-01-09",
    },
    {
        "id": "00013",
        "stage": "Lost",
        "region": "None",
        "owner": "O'Brien, Ann",
        "amount": "",
        "created": "2026-01-02",
        "closed": "2026-01-05",
    },
]


def cells(table: Table) -> list[dict[str, str]]:
    return [
        dict(zip(table.header, map(str, row), strict=True)) for row in table.frame.itertuples(index=False)
    ]


def codes(table: Table) -> set[str]:
    return {remark.code for remark in table.remarks}


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_i4_every_dialect_gives_the_same_cells(
    encoding: str, told: str, delimiter: str, name: str, line_end: str
) -> None:
    table = read_export(as_csv(ROWS, delimiter, encoding, line_end), "x.csv")
    assert cells(table) == ROWS
    assert table.dialect == f"{told}, separated by {name}"
    assert table.delimiter == delimiter


def test_ids_keep_zeros_and_the_region_na_stays_a_region() -> None:
    table = read_export(as_csv(ROWS))
    assert table.frame["id"].tolist() == ["00012", "00013"]
    assert table.frame["region"].tolist() == ["NA", "None"]


def test_windows_encoding_is_told_with_the_first_line_that_needs_it() -> None:
    table = read_export(as_csv(ROWS, encoding="cp1252"))
    (remark,) = [one for one in table.remarks if one.code == "encoding"]
    assert remark.rows == (2,)
    assert "Windows-1252" in remark.message


def test_a_few_zero_bytes_are_removed_and_told() -> None:
    table = read_export(as_csv(ROWS).replace(b"Won", b"W\0on"))
    assert table.frame["stage"].tolist() == ["Won", "Lost"]
    assert "zero_bytes" in codes(table)


def test_header_names_lose_spaces_and_invisible_characters_and_it_is_told() -> None:
    data = as_csv(ROWS).replace(b"stage,region", " \u200bstage\u200b ,\u2068region\u2069".encode())
    table = read_export(data)
    assert table.header[1:3] == ("stage", "region")
    assert "header_cleaned" in codes(table)


def test_a_repeated_header_name_is_told_and_the_first_one_is_used() -> None:
    table = read_export(b"id,amount,amount,amount (2)\n1,5,6,7\n2,8,9,10\n")
    assert table.header[:2] == ("id", "amount")
    assert len(set(table.header)) == 4
    assert table.frame["amount"].tolist() == ["5", "8"]
    assert "repeated_columns" in codes(table)


def test_a_title_above_the_header_is_left_out_and_rows_keep_their_numbers() -> None:
    data = b"Opportunity report\nmade 2026-10-31,,,,,,\n\n" + as_csv(ROWS)
    table = read_export(data)
    assert table.header[0] == "id"
    assert table.row_numbers.tolist() == [5, 6]
    assert "rows_above_header" in codes(table)


def test_a_line_that_names_the_separator_is_obeyed() -> None:
    table = read_export(b"sep=;\r\n" + as_csv(ROWS, ";"))
    assert cells(table) == ROWS
    assert table.row_numbers.tolist() == [3, 4]


def test_a_header_longer_than_the_sample_is_read() -> None:
    names = [f"custom_field_number_{number}" for number in range(295)]
    lines = [
        ",".join(["Id", "StageName", "Amount", "CreatedDate", "CloseDate", *names]),
        ",".join(["1", "Won", "5", "2026-01-01", "2026-01-02", *[""] * 295]),
    ]
    table = read_export("\n".join(lines).encode())
    assert len(table.header) == 300
    assert table.n_rows == 1


def test_separators_inside_quotes_and_line_breaks_inside_texts_do_not_split() -> None:
    data = b'id,owner,amount\n1,"Lewis, James","$22,700.00"\n2,"two\nlines",5\n3,x,6\n'
    table = read_export(data)
    assert table.frame["owner"].tolist() == ["Lewis, James", "two\nlines", "x"]
    assert table.row_numbers.tolist() == [2, 3, 4]


def test_decimal_commas_do_not_make_the_comma_a_separator() -> None:
    table = read_export(b"id;amount;stage\n1;1,5;Won\n2;2,5;Lost\n")
    assert table.frame["amount"].tolist() == ["1,5", "2,5"]


def test_few_rows_with_too_many_fields_are_left_out_and_told() -> None:
    lines = as_csv(plain_deals(40)).decode().splitlines()
    lines[4] += ",surplus"
    table = read_export("\n".join(lines).encode())
    assert table.n_rows == 39
    (remark,) = [one for one in table.remarks if one.code == "ragged_rows"]
    assert remark.rows == (5,)


def test_rows_with_too_few_fields_are_filled_up_and_told() -> None:
    table = read_export(b"id,stage,closed\n1,Won,2026-01-02\n2,Open\n")
    assert table.frame["closed"].tolist() == ["2026-01-02", ""]
    (remark,) = [one for one in table.remarks if one.code == "short_rows"]
    assert remark.rows == (3,)


def test_the_digest_is_of_the_bytes() -> None:
    assert read_export(as_csv(ROWS)).digest != read_export(as_csv(ROWS, ";")).digest
    assert read_export(as_csv(ROWS), "a.csv").digest == read_export(as_csv(ROWS), "b.csv").digest


def test_a_report_with_a_title_a_total_and_another_language_is_evidence() -> None:
    text = (
        "Verkaufschancen;;;;\n;;;;\nDeal ID;Stufe;Betrag;Erstellt;Abschluss\n"
        "1;Gewonnen;1.234,56 €;03.01.2026;15.02.2026\n2;Verloren;2.000,00;04.01.2026;16.02.2026\nSumme;;3.234,56;;\n"
    )
    table = read_export(text.encode())
    assert find_mapping(table).missing == ("stage",)
    evidence = build_evidence(table, find_mapping(table, MappingChoices(columns={"stage": "Stufe"})))
    assert (evidence.counts.won, evidence.counts.lost, evidence.counts.open) == (1, 1, 0)
    assert evidence.company.size.mean == 1234.56
    (told,) = [remark for remark in evidence.remarks if remark.code == "summary_rows"]
    assert told.rows == (6,)
    assert "The file's own total is the 3,234.56 EUR of the deals read." in told.message
