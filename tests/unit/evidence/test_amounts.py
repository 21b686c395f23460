"""Amounts as they are written in exports."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from simulator.evidence import EvidenceError, MappingChoices
from simulator.evidence.amounts import read_amounts
from simulator.evidence.currencies import currency_code
from tests.unit.evidence.deals import codes, evidence_of, plain_deals, remark


def values(*texts: str, delimiter: str = ",") -> list[float]:
    return [float(value) for value in read_amounts(pd.Series(texts, dtype="str"), None, delimiter).values]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$22,700.00", 22_700.0),
        ("1.234,56 €", 1_234.56),
        ("(1,200.00)", -1_200.0),
        ("-2.5", -2.5),
        ("\u22125.5", -5.5),
        ("1'234.50", 1_234.5),
        ("1 234,50", 1_234.5),
        ("1\u00a0234\u202f567,5", 1_234_567.5),
        ("EUR 12.50", 12.5),
        ("12.5USD", 12.5),
        ("1.234.567", 1_234_567.0),
        ("1,234,567", 1_234_567.0),
        ("0", 0.0),
        ("1e3", 1_000.0),
        ("12.50-", -12.5),
        ("£.5", 0.5),
        ("+7", 7.0),
        ("kr 5", 5.0),
        ("kr. 1.234,50", 1_234.5),
        ("1.200,-", 1_200.0),
        ("CHF 1'200.–", 1_200.0),
        ("1.200,-- €", 1_200.0),
        ("US$1,200.50", 1_200.5),
        ("R$ 1.234,50", 1_234.5),
        ("-$1,200.50", -1_200.5),
        ("$(1,200.50)", -1_200.5),
        ("(1,200.50) USD", -1_200.5),
        ("Rs. 12,34,567.00", 1_234_567.0),
        ("12.5k", 12_500.0),
        ("1.5 M€", 1_500_000.0),
        ("12 k€", 12_000.0),
        ("1,5 Mio. EUR", 1_500_000.0),
        ("\u200e1,234.5\u200f", 1_234.5),
        ("￥１，２３４．５", 1_234.5),
        ("'1234.5", 1_234.5),
        ("1,250.00 zł", 1_250.0),
    ],
)
def test_usual_spellings(text: str, value: float) -> None:
    np.testing.assert_equal(values(text), [value])


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1e400",
        "12,34,5",
        "1.2.3,4,5",
        "--",
        "NaN5",
        "inf",
        "9" * 20,
        "75 %",
        "1 2 3",
        "5 apples",
        "9" * 10**6,
    ],
)
def test_what_is_no_amount_is_nan(text: str) -> None:
    assert math.isnan(values(text, "5.25")[0])


def test_the_column_decides_what_a_comma_means() -> None:
    assert values("1,200", "3.50") == [1_200.0, 3.5]
    assert values("1,200", "3,5") == [1.2, 3.5]
    assert values("1.200", "3,50") == [1_200.0, 3.5]


def test_an_undecided_column_says_so() -> None:
    column = read_amounts(pd.Series(["1,200", "2,300"], dtype="str"), None, ",")
    assert (column.values.tolist(), column.ambiguous) == ([1_200.0, 2_300.0], True)
    german = read_amounts(pd.Series(["1.200", "2.300"], dtype="str"), None, ";")
    assert (german.values.tolist(), german.ambiguous) == ([1_200.0, 2_300.0], True)
    chosen = read_amounts(pd.Series(["1.200"], dtype="str"), ".", ";")
    assert (chosen.values.tolist(), chosen.ambiguous) == ([1.2], False)
    assert not read_amounts(pd.Series(["1200", "55"], dtype="str"), None, ",").ambiguous


def test_a_value_with_both_signs_is_read_by_itself() -> None:
    assert values("1.234,50", "2.345,50", "1,234.50") == [1_234.5, 2_345.5, 1_234.5]


def test_dollars_group_thousands_with_commas() -> None:
    column = read_amounts(pd.Series(["$1,200", "$950"], dtype="str"), None, ",")
    assert (column.values.tolist(), column.how) == ([1_200.0, 950.0], "found")
    euros = read_amounts(pd.Series(["€1,200", "€950"], dtype="str"), None, ",")
    assert (euros.how, euros.sample) == ("open", "€1,200")


@pytest.mark.parametrize("text", ["", " - ", " $ -   ", "- €", "(none)", "N/A"])
def test_words_and_dashes_for_nothing_are_missing(text: str) -> None:
    assert read_amounts(pd.Series([text], dtype="str"), None, ",").missing[0]


def test_currencies_are_recognised() -> None:
    assert [currency_code(text) for text in ("€", "eur", "US Dollar (USD)", "Kč", "", "credits")] == [
        "EUR",
        "EUR",
        "USD",
        "CZK",
        "",
        "",
    ]


def test_mixed_currencies_are_told_and_only_the_main_one_is_money() -> None:
    rows = plain_deals()
    for row in rows:
        row["Amount"] = f"€{row['Amount']}"
    rows[0]["Amount"], rows[4]["Amount"] = "$999999", "$999999"
    evidence = evidence_of(rows)
    message, told, count = remark(evidence, "mixed_currencies")
    assert evidence.currency == "EUR"
    assert (told, count) == ((2, 6), 2)
    assert "38 EUR, 2 USD" in message
    assert evidence.counts.won == 10
    assert evidence.company.size.n == 8
    assert evidence.company.size.mean < 2000


def test_a_currency_column_is_used() -> None:
    rows = [{**row, "Currency": "GBP"} for row in plain_deals()]
    assert evidence_of(rows).currency == "GBP"


def test_unreadable_and_negative_amounts_are_told_with_rows() -> None:
    rows = plain_deals()
    rows[0]["Amount"], rows[4]["Amount"], rows[8]["Amount"] = "tbd", "-5", ""
    evidence = evidence_of(rows)
    assert remark(evidence, "unreadable_amounts")[1] == (2,)
    assert remark(evidence, "negative_amounts")[1] == (6,)
    assert remark(evidence, "won_without_amount")[1:] == ((2, 6, 10), 3)
    assert evidence.counts.won == 10
    assert evidence.company.size.n == 7


def test_a_column_without_any_amount_is_refused() -> None:
    rows = [{**row, "Amount": "lots"} for row in plain_deals()]
    with pytest.raises(
        EvidenceError, match=r'No amount in the column "Amount" can be read, for example "lots" in row 2'
    ):
        evidence_of(rows)
    zero = [{**row, "Amount": "0"} for row in plain_deals()]
    with pytest.raises(EvidenceError, match="None of the 10 won deals has an amount"):
        evidence_of(zero)


def test_ambiguous_amounts_are_told() -> None:
    rows = [{**row, "Amount": "1,200"} for row in plain_deals()]
    assert "ambiguous_amounts" in codes(evidence_of(rows))
    assert "ambiguous_amounts" not in codes(evidence_of(rows, MappingChoices(decimal_mark=".")))
