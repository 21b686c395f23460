"""What a monthly history may be."""

from __future__ import annotations

import pytest

from simulator.series import MonthlySeries, SeriesError


def test_months_are_counted_across_years() -> None:
    series = MonthlySeries("2025-11", (1, 2, 3))
    assert [series.month(at) for at in range(4)] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert series.last_month == "2026-01"
    assert series.calendar_start == 10


def test_a_tail_keeps_its_months() -> None:
    series = MonthlySeries("2025-11", (1, 2, 3))
    assert series.tail(2) == MonthlySeries("2025-12", (2, 3))
    assert series.tail(9) is series
    assert series.until(1) == MonthlySeries("2025-11", (1,))


@pytest.mark.parametrize(
    ("first", "values", "said"),
    [
        ("2025-13", (1.0,), "must be written YYYY-MM"),
        ("25-01", (1.0,), "must be written YYYY-MM"),
        ("2025-01", (), "0 months"),
        ("2025-01", (1.0,) * 1201, "1201 months"),
        ("2025-01", (1.0, -2.0), "2025-02 = -2.0"),
        ("2025-01", (1.0, 1.0, float("nan")), "2025-03 = nan"),
        ("2025-12", (1.0, float("inf")), "2026-01 = inf"),
    ],
)
def test_what_is_none_is_refused_in_a_sentence(first: str, values: tuple[float, ...], said: str) -> None:
    with pytest.raises(SeriesError, match=said):
        MonthlySeries(first, values)
