"""Files made to harm whoever reads them, each by a few lines. None is kept on disk."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from tests.unit.evidence.deals import as_csv, plain_deals
from tests.unit.evidence.workbooks import HEAD, MAIN, archive, sheet, zipped

HEADER = b"id,stage,amount,created,closed\n"
ROW = b"1,Won,5,2026-01-01,2026-01-02\n"
MEBIBYTE = 2**20


def worksheet(rows: str) -> str:
    return f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def two_far_corners() -> bytes:
    return archive(
        worksheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        )
    )


def two_far_corners_without_row_numbers_first() -> bytes:
    """The far cell stands where a quick look at rows alone would miss it."""
    return archive(worksheet('<row><c r="A1"><v>1</v></c><c  t="n"  r = "XFD1048576" ><v>1</v></c></row>'))


def a_sheet_of_blanks() -> bytes:
    """200 MB of nothing in 200 kB."""
    return archive(worksheet("<row>" + " " * (200 * MEBIBYTE) + "</row>"))


def a_picture_of_zeros() -> bytes:
    return archive(sheet([["id", "stage"]]), {"xl/media/image1.png": bytes(310 * MEBIBYTE)})


def _with_shared_strings(strings: str, cells: int) -> bytes:
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, cells + 1))
    data = archive(worksheet(rows), {"xl/sharedStrings.xml": f"{HEAD}<sst {MAIN}>{strings}</sst>".encode()})
    return _with_relationship_to_strings(data)


def _with_relationship_to_strings(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "xl/_rels/workbook.xml.rels"
    more = (
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts[name] = parts[name].replace(b"</Relationships>", more)
    return zipped(parts)


def one_long_text_for_many_cells() -> bytes:
    return _with_shared_strings(f"<si><t>{'x' * MEBIBYTE}</t></si>", 12_000)


def a_legal_text_for_many_cells() -> bytes:
    """Each text is as long as a cell may be; together they would take 9 GB."""
    return _with_shared_strings(f"<si><t>{'x' * 32_000}</t></si>", 300_000)


def a_size_that_lies() -> bytes:
    data = archive(sheet([["id", "stage"]]), {"xl/media/x.bin": bytes(20 * MEBIBYTE)})
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def a_password() -> bytes:
    data = archive(sheet([["id", "stage"]]))
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


def an_encrypted_package() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096) + "EncryptedPackage".encode("utf-16-le")


def archives_in_archives() -> bytes:
    inner = zipped({"0": bytes(5 * MEBIBYTE)})
    for depth in range(8):
        inner = zipped({f"{depth}-{copy}.zip": inner for copy in range(10)})
    return inner


def macros() -> bytes:
    return archive(sheet([["id", "stage"], [1, "Won"]]), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _entities(declared: str, used: str) -> str:
    text = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{used}</t></is></c></row>'
    return worksheet(text).replace("<worksheet", f"<!DOCTYPE x [{declared}]><worksheet", 1)


def billion_laughs() -> bytes:
    lines = ['<!ENTITY a0 "lol">'] + [
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    ]
    return archive(_entities("".join(lines), "&a9;"))


def an_external_entity() -> bytes:
    return archive(_entities('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"))


def an_external_entity_in_utf16() -> bytes:
    text = _entities('<!ENTITY x SYSTEM "http://192.0.2.1/">', "&x;").replace("UTF-8", "UTF-16")
    return archive(sheet([["id"]]), {"docProps/core.xml": text.encode("utf-16")})


def entities_in_the_properties() -> bytes:
    bomb = b'<?xml version="1.0"?>' + b" " * (2 * MEBIBYTE) + b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    return archive(sheet([["id"]]), {"docProps/app.xml": bomb})


def a_web_page() -> bytes:
    return b"<html><body><table><tr><td>id</td></tr></table></body></html>"


def many_equal_headers() -> bytes:
    return b"a," * 65_536 + b"a\n1\n"


def two_hundred_thousand_headers() -> bytes:
    return b",".join(b"c%d" % at for at in range(200_000)) + b"\n1\n"


def many_headers_in_quotes_below_blank_lines() -> bytes:
    return b"\n" * 20 + b'"a",' * 100_000 + b'"a"\n1\n'


def one_field_of_twenty_megabytes() -> bytes:
    return HEADER + b"1," + b"x" * (20 * MEBIBYTE) + b",5,2026-01-01,2026-01-02\n"


def ten_million_rows() -> bytes:
    return b"1\n" * 10**7


def ten_million_short_rows() -> bytes:
    return b"1,2\n" * 10**7


def a_million_quoted_rows() -> bytes:
    return HEADER + b'"1",Won,5,2026-01-01,2026-01-02\n' * 10**6


def a_quote_never_closed() -> bytes:
    return HEADER + b'1,"Won,5,2026-01-01,2026-01-02\n' + ROW * 10**6


def a_quote_closed_in_the_middle() -> bytes:
    return HEADER + b'1,"Won"x,5,2026-01-01,2026-01-02\n' + ROW * 1000


def zero_bytes() -> bytes:
    return HEADER + bytes(30 * MEBIBYTE)


def half_characters() -> bytes:
    return HEADER + b"1,Won,5,2026-01-01,\xed\xa0\x80\n" + ROW


def half_characters_in_utf16() -> bytes:
    return b"\xff\xfe" + "id,stage\n1,".encode("utf-16-le") + b"\x00\xd8" + ",\n".encode("utf-16-le")


def a_binary_file() -> bytes:
    return bytes(range(256)) * 4096


def ragged_rows() -> bytes:
    return HEADER + b"1,2,3,4,5,6,7,8\n" * 400_000


def wider_than_the_cells() -> bytes:
    """Rows and columns are allowed each by itself, their product is not."""
    names = b",".join(b"c%d" % at for at in range(490))
    return b"id,stage," + names + b"\n" + (b"1,Won" + b"," * 490 + b"\n") * 90_000


BOMBS: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        two_far_corners,
        two_far_corners_without_row_numbers_first,
        a_sheet_of_blanks,
        a_picture_of_zeros,
        one_long_text_for_many_cells,
        a_legal_text_for_many_cells,
        a_size_that_lies,
        a_password,
        an_encrypted_package,
        archives_in_archives,
        macros,
        billion_laughs,
        an_external_entity,
        an_external_entity_in_utf16,
        entities_in_the_properties,
        a_web_page,
        many_equal_headers,
        two_hundred_thousand_headers,
        many_headers_in_quotes_below_blank_lines,
        one_field_of_twenty_megabytes,
        ten_million_rows,
        ten_million_short_rows,
        a_million_quoted_rows,
        a_quote_never_closed,
        a_quote_closed_in_the_middle,
        zero_bytes,
        half_characters,
        half_characters_in_utf16,
        a_binary_file,
        ragged_rows,
        wider_than_the_cells,
    )
}


def plain_export() -> bytes:
    """What is read between two bombs, to see that reading still works."""
    return as_csv(plain_deals(40))
