"""Deals as they stood on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from simulator.evidence.history import as_it_stood, day_months_back, day_number
from simulator.evidence.opportunities import Deals
from tests.unit.evidence.deals import Row, evidence_of, plain_deals, remark

NAT = np.datetime64("NaT", "D")


def deals(*rows: tuple[str, str, str, float]) -> Deals:
    """Deals from (outcome, created, closed, amount)."""
    return Deals(
        row=np.arange(2, len(rows) + 2),
        outcome=np.array([row[0] for row in rows], dtype="U4"),
        created=np.array([row[1] or NAT for row in rows], dtype="datetime64[D]"),
        closed=np.array([row[2] or NAT for row in rows], dtype="datetime64[D]"),
        amount=np.array([row[3] for row in rows]),
        owner=np.array(["x"] * len(rows), dtype=object),
        team=np.array([""] * len(rows), dtype=object),
    )


FOUR = deals(
    ("won", "2026-01-10", "2026-02-10", 100.0),
    ("lost", "2026-01-20", "2026-03-01", 50.0),
    ("won", "2026-03-05", "2026-04-01", 70.0),
    ("open", "", "", 30.0),
)


def test_later_deals_do_not_exist_and_later_closes_are_open() -> None:
    history = as_it_stood(FOUR, dt.date(2026, 2, 28))
    assert len(history.entered) == 2
    assert history.won.tolist() == [True, False]
    assert history.open.tolist() == [False, True]
    assert history.age.tolist() == [31, 39]
    assert history.undated_open == 1


def test_a_deal_closed_on_the_day_itself_is_closed() -> None:
    assert as_it_stood(FOUR, dt.date(2026, 3, 1)).lost.tolist() == [False, True]
    assert as_it_stood(FOUR, dt.date(2026, 2, 28)).lost.tolist() == [False, False]


def test_the_amount_of_a_deal_not_yet_closed_is_not_known() -> None:
    history = as_it_stood(FOUR, dt.date(2026, 3, 31))
    assert np.isnan(history.amount[2])
    assert as_it_stood(FOUR, dt.date(2026, 4, 1)).amount[2] == 70.0


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2017-09-30", 3, "2017-06-30"),
        ("2017-06-30", 3, "2017-03-31"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2026-02-28", 12, "2025-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-10-15", 3, "2026-07-15"),
        ("2026-05-30", 3, "2026-02-28"),
    ],
)
def test_months_back_keep_the_end_of_a_month(day: str, months: int, expected: str) -> None:
    assert day_months_back(day_number(dt.date.fromisoformat(day)), months) == day_number(
        dt.date.fromisoformat(expected)
    )


def test_as_of_takes_the_export_back_in_time() -> None:
    rows = plain_deals()
    early = evidence_of(rows, as_of=dt.date(2025, 3, 1))
    truncated = [
        {**row, "Stage": "Open", "Closed": "", "Amount": ""} if row["Closed"] > "2025-03-01" else row
        for row in rows
        if row["Created"] <= "2025-03-01"
    ]
    told: dict[str, object] = {"cleaning": [], "rows": {}}
    late = evidence_of(truncated, as_of=dt.date(2025, 3, 1))
    assert {**early.document(), **told} == {**late.document(), **told}
    later = [row for row in rows if row["Created"] > "2025-03-01"]
    assert [(one.code, one.count) for one in early.cleaning if one.done == "left out"] == [
        ("created_later", len(later))
    ]
    assert early.document()["rows"] == {
        "in_file": len(rows),
        "used": len(rows) - len(later),
        "left_out": len(later),
    }


def test_the_last_day_seen_is_the_default() -> None:
    rows = plain_deals()
    last = max(max(row["Created"], row["Closed"]) for row in rows)
    assert evidence_of(rows).as_of.isoformat() == last
    assert evidence_of(rows).document() == evidence_of(rows, as_of=dt.date.fromisoformat(last)).document()


def test_open_deals_without_a_created_date_are_told_apart() -> None:
    extra: list[Row] = [
        {
            "ID": f"x{number}",
            "Owner": "Ana",
            "Stage": "Prospecting",
            "Amount": "",
            "Created": "",
            "Closed": "",
        }
        for number in range(7)
    ]
    evidence = evidence_of(plain_deals() + extra)
    assert evidence.counts.open == 10
    assert evidence.counts.undated_open == 7
    assert remark(evidence, "undated_open_deals")[2] == 7
    assert sum(group.count for group in evidence.company.pipeline) == 10


def test_a_won_deal_without_a_created_date_counts_for_rates_and_size_but_has_no_cycle() -> None:
    rows = plain_deals()
    rows[0]["Created"] = ""
    evidence = evidence_of(rows)
    assert (evidence.counts.won, evidence.company.size.n, evidence.company.cycle.n) == (10, 10, 9)


def test_a_slip_of_the_pen_does_not_move_the_day() -> None:
    rows = plain_deals()
    usual = evidence_of(rows).as_of
    rows[8]["Closed"] = "2062-03-01"
    evidence = evidence_of(rows)
    assert evidence.as_of == usual
    assert remark(evidence, "far_future_dates")[1] == (10,)
    assert (evidence.counts.won, evidence.counts.open) == (9, 11)


def test_a_year_without_business_is_no_slip() -> None:
    rows = plain_deals(40)
    for row in rows[20:]:
        for name in ("Created", "Closed"):
            row[name] = row[name].replace("2025", "2027")
    assert evidence_of(rows).as_of.year == 2027


def test_a_day_long_after_the_last_date_is_doubted() -> None:
    evidence = evidence_of(plain_deals(), as_of=dt.date(2026, 1, 31))
    message, _, _ = remark(evidence, "ends_long_after")
    assert "2025-05-14, 262 days before 2026-01-31" in message
    assert "ends_within_month" not in {one.code for one in evidence.remarks}


def test_a_day_within_a_month_says_when_the_forecast_begins() -> None:
    message, _, _ = remark(evidence_of(plain_deals(), as_of=dt.date(2025, 12, 30)), "ends_within_month")
    assert "begins on 2026-01-01" in message
