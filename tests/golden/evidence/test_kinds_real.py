"""Public tables of other kinds give the figures known of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from simulator.evidence import read_export
from simulator.evidence.kinds import (
    Customers,
    KindEvidence,
    MonthlyValues,
    Quotas,
    Roster,
    attainment,
    build_kind_evidence,
)


def kind_evidence(folder: Path, name: str) -> KindEvidence:
    return build_kind_evidence(read_export((folder / name).read_bytes(), name))


def test_a_lifetime_share_of_subscribers_is_no_monthly_rate(real_data: Path) -> None:
    found = kind_evidence(real_data, "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")
    assert isinstance(found.findings, Customers)
    assert (found.findings.customers, round(found.findings.lifetime_share, 3)) == (7043, 0.265)
    assert round(found.findings.monthly_churn.share, 4) == 0.0082
    assert round(found.findings.hazards[0].hazard, 3) == 0.054
    assert found.findings.hazards[0].hazard > found.findings.hazards[5].hazard
    told = {one.code: one.message for one in found.remarks}
    assert "26.5 %" in told["lifetime_churn_share"]
    assert "0.82 %" in told["lifetime_churn_share"]
    assert "5.4 %" in told["churn_falls_with_tenure"]


def test_quotas_without_a_header_meet_their_sales(real_data: Path) -> None:
    """The facts hold where a quota's date is the start of its period, and only there."""
    found = kind_evidence(real_data, "adventureworks/FactSalesQuota.csv").findings
    assert isinstance(found, Quotas)
    assert (len(found.quotas), found.rollups, found.from_dates, found.months) == (163, (), True, 3)
    sales = pd.read_parquet(real_data / "adventureworks/FactResellerSales.parquet")
    reached = attainment(
        found,
        [
            (str(who), day.date(), float(amount))
            for who, day, amount in zip(
                sales["EmployeeKey"], pd.to_datetime(sales["OrderDate"]), sales["SalesAmount"], strict=True
            )
        ],
    )
    assert reached is not None
    assert (round(reached.total, 4), reached.reached, reached.quotas) == (0.8405, 8, 163)
    assert abs(reached.as_ends_total - reached.total) > 0.05
    assert reached.as_ends_reached > 2 * reached.reached
    assert "84.1%" in reached.remark.message
    assert f"{reached.as_ends_total:.1%}" in reached.remark.message


@pytest.mark.parametrize(
    ("name", "months", "first"),
    [
        ("us_retail_census/example_retail_sales.csv", 293, ("1992-01", 146376.0)),
        ("shampoo/ShampooSales.csv", 36, ("1991-01", 266.0)),
    ],
)
def test_monthly_series_are_recognised(
    real_data: Path, name: str, months: int, first: tuple[str, float]
) -> None:
    found = kind_evidence(real_data, name).findings
    assert isinstance(found, MonthlyValues)
    assert (len(found.months), found.months[0], found.missing_months) == (months, first, ())


def test_a_list_of_agents_is_a_roster_without_dates(real_data: Path) -> None:
    found = kind_evidence(real_data, "maven_crm/iso/sales_teams.csv").findings
    assert isinstance(found, Roster)
    assert len(found.reps) == 35
    assert found.attrition is None
    assert {one.tenure_months for one in found.reps} == {None}
