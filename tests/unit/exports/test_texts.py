"""Text made fit for pages, sheets and file names."""

from __future__ import annotations

import pytest

from exports import file_name, safe_text, sheet_name
from exports.withheld import mentions_amount


def test_text_is_one_line_without_controls() -> None:
    assert safe_text("a\tb\r\nc\x00d\x1b[31m\ud800e\u2028f\ufeff") == "a b cd[31me f"


def test_marks_that_turn_what_follows_are_shown_by_name() -> None:
    assert safe_text("gpj\u202egpx.exe") == "gpj[RLO]gpx.exe"
    assert safe_text("\u2066a\u2069") == "[LRI]a[PDI]"


def test_the_quiet_marks_of_a_script_stay() -> None:
    assert safe_text("می\u200cخواهم \u200f(١)") == "می\u200cخواهم \u200f(١)"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert safe_text("x" * 80, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nordwind FY2027", "nordwind-fy2027.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("C:\\a\\..\\b\r\nX: y", "c-a-b-x-y.pdf"),
        ("CON", "plan-con.pdf"),
        ("…", "plan.pdf"),
        ("", "plan.pdf"),
        ("แผนการขาย", "แผนการขาย.pdf"),
        ("=1+1", "1-1.pdf"),
        ("a\u202egpj", "a-rlo-gpj.pdf"),
        ("x" * 500, "x" * 60 + ".pdf"),
    ],
)
def test_a_file_is_named_after_the_plan(name: str, expected: str) -> None:
    assert file_name(name, "pdf") == expected


def test_a_token_tells_two_downloads_apart() -> None:
    assert file_name("Plan", "xlsx", "7fA3../") == "plan-7fA3.xlsx"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sales [EU]: a/b\\c?*", "Sales  EU   a b c"),
        ("'quoted'", "quoted"),
        ("History", "Sheet"),
        ("", "Sheet"),
        ("x" * 40, "x" * 31),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_a_sheet_is_named_as_excel_allows(name: str, expected: str) -> None:
    assert sheet_name(name) == expected


@pytest.mark.parametrize(
    "text", ["9 M €", "2026 brought 8.3 M", "twelve million", "1 999", "2027k", "№5", "２０"]
)
def test_a_number_in_a_text_may_be_an_amount(text: str) -> None:
    assert mentions_amount(text)


@pytest.mark.parametrize("text", ["billing, 2026", "the sales team's own estimate", "FY2027", ""])
def test_a_year_is_no_amount(text: str) -> None:
    assert not mentions_amount(text)
