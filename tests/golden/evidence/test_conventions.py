"""Every file of the real and sample exports, whatever its encoding, separator, dates and amounts, reads as is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.evidence import Evidence, Table, build_evidence, read_export, read_upload
from simulator.evidence.amounts import read_amounts
from simulator.evidence.dates import read_dates


def read(folder: Path, name: str) -> Table:
    """The file as an upload, which must be what this process reads."""
    data = (folder / name).read_bytes()
    table = read_upload(data, name)
    assert table.frame.equals(read_export(data, name).frame)
    return table


def total(table: Table, column: str) -> float:
    return float(np.nansum(read_amounts(table.frame[column], None, table.delimiter).values))


def test_superstore_is_windows_text_with_american_dates(real_data: Path) -> None:
    table = read(real_data, "superstore/superstore.csv")
    assert table.dialect == "Windows-1252, separated by commas"
    assert [remark.code for remark in table.remarks] == ["encoding"]
    assert table.frame["Order ID"].nunique() == 5009
    assert total(table, "Sales") == pytest.approx(2_297_200.86, abs=0.005)
    dates = read_dates(table.frame["Order Date"])
    assert dates.evidence_month > 0
    assert dates.evidence_day == 0
    assert (str(dates.month_first.min()), str(dates.month_first.max())) == ("2014-01-03", "2017-12-30")


def test_quotas_are_separated_by_bars_and_have_times(real_data: Path) -> None:
    table = read(real_data, "adventureworks/FactSalesQuota.csv")
    assert (table.delimiter, table.n_rows + 1) == ("|", 163)  # no header: the first row stands in its place
    assert not np.isnat(read_dates(table.frame.iloc[:, 6]).day_first).any()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", 7043),
        ("us_retail_census/example_retail_sales.csv", 293),
        ("shampoo/ShampooSales.csv", 36),
    ],
)
def test_tables_of_other_kinds_are_read_whole(real_data: Path, name: str, rows: int) -> None:
    assert read(real_data, name).n_rows == rows


@pytest.mark.parametrize(
    ("name", "deals", "amounts", "currency"),
    [
        ("maven_crm/iso/sales_pipeline.csv", 8800, 10_005_534.0, "EUR"),
        ("maven_crm/us_dates/sales_pipeline.csv", 8800, 10_005_534.0, "EUR"),
        ("zoho_demo/Potentials.csv", 3632, 89_066_200.0, "USD"),
    ],
)
def test_exports_have_their_totals_and_nothing_is_asked(
    real_data: Path, name: str, deals: int, amounts: float, currency: str
) -> None:
    evidence: Evidence = build_evidence(read(real_data, name))
    assert evidence.intake is not None
    assert (evidence.intake.deals, evidence.intake.rows, evidence.intake.left_out) == (deals, deals, ())
    assert evidence.intake.won_total == pytest.approx(amounts)
    assert evidence.intake.asks == ()
    assert evidence.currency == currency
