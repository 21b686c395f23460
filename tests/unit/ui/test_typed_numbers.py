"""Numbers as people type them."""

from __future__ import annotations

import pytest

from ui.fields.typed_numbers import NotANumberError, parse_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("250", 250), (" 1,250.5 ", 1250.5), ("1.250,5", 1250.5),
        ("5 M", 5e6), ("5m €", 5e6), ("250k", 250_000), ("22 %", 22),
        ("2,5", 2.5), ("1,234", 1234),
        ("1.234.567", 1_234_567), ("−3", -3), ("-3", -3), ("1e3", 1000), ("$4.6 million", 4.6e6),
        ("EUR 100", 100), ("1 000 000", 1e6), ("1'000", 1000), (".5", 0.5), ("0", 0),
    ],
)  # fmt: skip
def test_usual_ways_of_writing(typed: str, value: float) -> None:
    assert parse_number(typed) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "is empty"), ("   ", "is empty"), ("abc", "is not a number"),
        ("12 apples", "is not a number"), ("nan", "finite"), ("-inf", "finite"),
        ("∞", "finite"),
        ("1e999", "larger than any number"), ("1/2", "is not a number"), ("--3", "is not a number"),
        ("1.2.3", "is not a number"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_a_rule(typed: str, rule: str) -> None:
    with pytest.raises(NotANumberError, match=rule):
        parse_number(typed)
