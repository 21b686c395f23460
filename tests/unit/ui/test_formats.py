"""Numbers as they are shown."""

from __future__ import annotations

import datetime as dt

import pytest

from ui.wording import formats

N = formats.NBSP


@pytest.mark.parametrize(
    ("value", "currency", "short", "exact"),
    [
        (4_612_345.4, "EUR", f"4.61{N}M{N}€", f"4,612,345{N}€"),
        (5_000_000, "EUR", f"5{N}M{N}€", f"5,000,000{N}€"),
        (999_999, "EUR", f"1{N}M{N}€", f"999,999{N}€"),
        (25_000, "EUR", f"25{N}k{N}€", f"25,000{N}€"),
        (8_400, "EUR", f"8,400{N}€", f"8,400{N}€"),
        (-237_000, "EUR", f"−237{N}k{N}€", f"−237,000{N}€"),
        (1_234_000_000, "USD", f"$1.23{N}Bn", "$1,234,000,000"),
        (-1_500_000, "USD", f"−$1.5{N}M", "−$1,500,000"),
        (0, "EUR", f"0{N}€", f"0{N}€"),
        (12.349, "CHF", f"12.3{N}CHF", f"12.35{N}CHF"),
    ],
)  # fmt: skip
def test_money_is_short_and_exact(value: float, currency: str, short: str, exact: str) -> None:
    assert formats.money(value, currency) == short
    assert formats.money_exact(value, currency) == exact


@pytest.mark.parametrize(
    ("probability", "interval", "text"),
    [
        (0.34, None, f"34{N}%"),
        (0.34, (0.335, 0.3449), f"34{N}%"),
        (0.34, (0.33, 0.35), f"about{N}34{N}%"),
        (0.05, None, f"1{N}in{N}20"),
        (0.0999, None, f"1{N}in{N}10"),
        (0.10, None, f"10{N}%"),
        (0.0011, None, f"1{N}in{N}900"),
        (0.9951, None, f"over 99{N}%"),
        (1.0, None, f"over 99{N}%"),
    ],
)  # fmt: skip
def test_odds_are_whole_percents_or_one_in(
    probability: float, interval: tuple[float, float] | None, text: str
) -> None:
    assert formats.odds(probability, interval) == text


def test_odds_never_seen_say_how_many_futures_were_looked_at() -> None:
    assert formats.odds(0.0, None, 10_000) == f"under 1{N}in{N}3,000"
    assert formats.odds(0.0, None, 40_000) == f"under 1{N}in{N}10,000"


@pytest.mark.parametrize(
    ("difference", "text"),
    [(0.38, "+38 points"), (-0.01, "−1 point"), (0.004, "no change"), (-0.12, "−12 points")],
)
def test_differences_of_odds_are_points(difference: float, text: str) -> None:
    assert formats.points(difference) == text


def test_shares_have_the_decimals_they_need() -> None:
    assert [formats.share(value) for value in (0.22, 0.2147, 0.0234, 0.0083, 1.0)] == [
        f"22{N}%", f"21.5{N}%", f"2.34{N}%", f"0.83{N}%", f"100{N}%",
    ]  # fmt: skip


def test_months_and_days() -> None:
    assert formats.month("2027-12") == "Dec 2027"
    assert formats.last_day("2028-02") == "29 Feb 2028"
    assert formats.month_span("2027-01", "2027-12") == "Jan–Dec 2027"
    assert formats.month_span("2027-11", "2028-02") == "Nov 2027–Feb 2028"
    assert formats.day(dt.date(2026, 3, 5)) == "5 Mar 2026"


def test_what_is_not_a_number_is_a_dash() -> None:
    assert (
        formats.money(float("nan"), "EUR")
        == formats.decimal(float("inf"))
        == formats.significant(float("nan"))
        == "–"
    )
