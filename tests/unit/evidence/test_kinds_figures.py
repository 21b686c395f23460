"""What a table of each kind says, against figures worked out by hand."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from simulator.evidence import EvidenceError
from simulator.evidence.kinds import (
    Activities,
    Customers,
    KindChoices,
    Leads,
    MonthlySummary,
    MonthlyValues,
    Quotas,
    Roster,
    attainment,
    company_attainment,
)
from tests.unit.evidence.kind_files import (
    ACTIVITIES,
    CUSTOMERS,
    CUSTOMERS_DATED,
    LEADS,
    QUOTAS,
    ROSTER,
    SUMMARY,
    codes,
    kind_evidence,
    message,
    value,
)

EVERY = (SUMMARY, LEADS, ACTIVITIES, QUOTAS, ROSTER, CUSTOMERS, CUSTOMERS_DATED)


def test_a_summary_gives_rates_month_by_month_and_together() -> None:
    found = kind_evidence(SUMMARY)
    assert isinstance(found.findings, MonthlySummary)
    assert (found.as_of, found.findings.chain) == (dt.date(2026, 3, 31), ("calls", "appointments", "won"))
    calls, appointments = found.findings.steps
    assert (calls.total.successes, calls.total.trials) == (300, 1800)
    assert [(month, one.successes, one.trials) for month, one in appointments.monthly] == [
        ("2026-01", 30, 90),
        ("2026-02", 24, 96),
        ("2026-03", 36, 114),
    ]
    assert value(found, "deal_size") == pytest.approx(222_000 / 90)
    assert value(found, "cac") == pytest.approx(30_000 / 90)
    assert value(found, "monthly_churn") == pytest.approx(12 / 1273)
    assert found.remarks == ()


def test_missing_months_are_told() -> None:
    found = kind_evidence("Month,Calls,Won\n2026-01,9,3\n2026-04,8,2\n")
    assert isinstance(found.findings, MonthlySummary)
    assert found.findings.missing_months == ("2026-02", "2026-03")
    assert "2026-02, 2026-03" in message(found, "missing_months")


def test_rows_of_one_month_are_added_up_and_a_total_is_none_of_them() -> None:
    found = kind_evidence(
        "Month,Region,Calls,Won\n2026-01,N,9,3\n2026-01,S,8,2\n2026-02,N,4,1\nTotal,,21,6\n"
    )
    assert isinstance(found.findings, MonthlySummary)
    assert [(one.month, one.calls, one.won) for one in found.findings.months] == [
        ("2026-01", 17, 5),
        ("2026-02", 4, 1),
    ]
    assert codes(found) == {"months_added_up", "summary_rows"}


def test_a_stage_that_counts_more_than_the_one_before_is_no_part_of_the_funnel() -> None:
    found = kind_evidence("Month,Leads,Appointments,Won\n2026-01,10,50,5\n2026-02,10,40,9\n")
    assert isinstance(found.findings, MonthlySummary)
    assert found.findings.chain == ("appointments", "won")
    assert "fewer leads than appointments" in message(found, "no_stage_before")


def test_customers_at_the_end_of_a_month_are_told_by_their_sums() -> None:
    text = (
        "Month,Customers,New customers,Churned\n"
        "2026-01,100,10,5\n2026-02,103,7,4\n2026-03,108,8,3\n2026-04,109,6,5\n"
    )
    found = kind_evidence(text)  # 100 + 7 - 4 = 103: what a month ends with
    assert isinstance(found.findings, MonthlySummary)
    assert [one.opening_customers for one in found.findings.months] == [None, 100, 103, 108]
    assert found.findings.monthly_churn is not None
    assert (found.findings.monthly_churn.successes, found.findings.monthly_churn.trials) == (12, 311)


def test_a_column_of_sales_is_money_where_it_cannot_count_deals() -> None:
    found = kind_evidence("Month,Calls,Sales\n2026-01,10,1234.5\n2026-02,12,980.0\n")
    assert isinstance(found.findings, MonthlySummary)
    assert found.findings.months[0].revenue == 1234.5
    assert found.findings.months[0].won is None


def test_months_without_a_year_ask_for_one() -> None:
    text = "Month,Calls,Won\nJanuary,9,3\nFebruary,8,2\n"
    with pytest.raises(EvidenceError, match="say year = 2026 in a mapping file"):
        kind_evidence(text)
    found = kind_evidence(text, KindChoices(kind="monthly_summary", year=2025))
    assert found.as_of == dt.date(2025, 2, 28)


def test_young_leads_are_no_losses() -> None:
    found = kind_evidence(LEADS)
    assert isinstance(found.findings, Leads)
    # 1 of 8 converts on day 10; by day 30 the two of March (0 days old at the last date) are not at risk any more
    assert found.as_of == dt.date(2026, 3, 2)
    assert found.findings.plain_share == 2 / 8
    assert found.findings.conversion == pytest.approx(1 - (1 - 1 / 6) * (1 - 1 / 5))
    assert found.findings.immature == 2
    assert [(one.name, one.leads, one.converted) for one in found.findings.sources] == [
        ("Web", 5, 1),
        ("Fair", 3, 1),
    ]
    assert ("2026-01", "Web", 4) in found.findings.monthly
    assert "they are no losses" in message(found, "immature_leads")


def test_leads_with_a_flag_alone_are_judged_among_the_old_ones() -> None:
    rows = [
        f"{n},{'2025-01-05' if n < 40 else '2026-01-05'},{'true' if n % 4 == 0 and n < 40 else 'false'}"
        for n in range(80)
    ]
    found = kind_evidence("Lead ID,Created Date,Is Converted\n" + "\n".join(rows))
    assert isinstance(found.findings, Leads)
    assert (found.findings.conversion, found.findings.equivalent_n) == (0.25, 40)
    assert "no_conversion_dates" in codes(found)


def test_activities_are_counted_per_person_and_working_day() -> None:
    found = kind_evidence(ACTIVITIES)
    assert isinstance(found.findings, Activities)
    assert [(one.name, one.days, one.calls, one.emails, one.meetings) for one in found.findings.reps] == [
        ("Ana", 5, 2, 1, 0),
        ("Ben", 10, 1, 0, 1),
    ]
    assert found.findings.outbound_per_rep_per_day == pytest.approx(3 / 15)
    assert "planned_activities" in codes(found)


def test_quotas_have_periods_and_managers_do_not_count_twice() -> None:
    found = kind_evidence(QUOTAS)
    assert isinstance(found.findings, Quotas)
    assert [(one.who, one.of, one.amount) for one in found.findings.rollups] == [
        ("Nora", ("Ana", "Ben"), 460)
    ]
    assert (found.findings.total, found.findings.with_rollups, found.findings.months) == (810, 1270, 3)
    first = found.findings.quotas[0]
    assert (first.start, first.end) == (dt.date(2025, 12, 29), dt.date(2026, 3, 29))
    assert "Without them the quotas sum to 810 EUR instead of 1,270" in message(found, "manager_rollups")


def test_attainment_names_both_readings_of_the_dates() -> None:
    quotas = kind_evidence(QUOTAS).findings
    assert isinstance(quotas, Quotas)
    sales = [
        ("ana", dt.date(2025, 12, 29), 60.0),
        ("Ana ", dt.date(2026, 3, 29), 40.0),
        ("Ana", dt.date(2026, 3, 30), 110.0),
        ("Eve", dt.date(2026, 3, 30), 7.0),
    ]
    found = attainment(quotas, sales)
    assert found is not None
    assert found.total == pytest.approx(210 / 810)
    assert (found.reached, found.quotas, found.as_ends_reached) == (2, 8, 1)
    assert found.as_ends_total == pytest.approx(210 / 810)
    assert found.unmatched == 7
    assert "Read as the start of its period, 25.9%" in found.remark.message
    assert attainment(quotas, [("Eve", dt.date(2026, 1, 1), 1.0)]) is None


def test_attainment_of_the_company_takes_whole_periods() -> None:
    quotas = kind_evidence(QUOTAS).findings
    assert isinstance(quotas, Quotas)
    months = [("2026-01", 100.0), ("2026-02", 50.0), ("2026-03", 45.0), ("2026-04", 1.0)]
    assert company_attainment(quotas, months) == (195.0, 390.0, 0.5)
    assert company_attainment(quotas, months[:2]) is None


@pytest.mark.parametrize(
    ("column", "cells", "first"),
    [
        ("Quarter", ["Q1 2026", "Q2 2026"], dt.date(2026, 1, 1)),
        ("Period", ["2026-Q3", "2026-Q4"], dt.date(2026, 7, 1)),
        ("Period", ["2026-02", "2026-03"], dt.date(2026, 2, 1)),
        ("Year", ["FY2026", "2027"], dt.date(2026, 1, 1)),
    ],
)
def test_a_period_is_read_in_any_convention(column: str, cells: list[str], first: dt.date) -> None:
    found = kind_evidence(f"Rep,{column},Quota\n" + "".join(f"Ana,{cell},100\n" for cell in cells)).findings
    assert isinstance(found, Quotas)
    assert (found.quotas[0].start, found.from_dates) == (first, False)


def test_a_roster_gives_tenure_and_attrition_with_its_sample() -> None:
    found = kind_evidence(ROSTER, KindChoices(as_of=dt.date(2026, 1, 1)))
    assert isinstance(found.findings, Roster)
    tenure = {one.name: (one.tenure_months, one.active) for one in found.findings.reps}
    assert tenure == {
        "Ana": (72, True),
        "Ben": (23, False),
        "Cem": (48, True),
        "Dee": (18, False),
        "Zoe": (132, True),
    }
    assert found.findings.attrition is not None
    assert (found.findings.attrition.leavers, round(found.findings.attrition.person_years, 1)) == (2, 24.5)
    assert found.findings.attrition.annual == pytest.approx(1 - (24.5 / 25.5) ** 2.5, abs=2e-4)
    assert [one.name for one in found.findings.reps if one.manages] == ["Zoe"]


def test_a_list_of_the_present_team_says_nothing_of_attrition() -> None:
    found = kind_evidence("Name,Team,Hire Date\nAna,A,2020-01-01\nBen,A,2024-01-01\n")
    assert isinstance(found.findings, Roster)
    assert found.findings.attrition is None
    assert "leavers_not_listed" in codes(found)


def test_churn_is_counted_by_month_of_tenure() -> None:
    found = kind_evidence(CUSTOMERS)
    assert isinstance(found.findings, Customers)
    assert (found.findings.monthly_churn.successes, found.findings.monthly_churn.trials) == (2, 20)
    assert [(one.at_risk, one.churned) for one in found.findings.hazards[:3]] == [(6, 1), (4, 1), (3, 0)]
    assert (found.findings.active, found.findings.mrr, found.as_of) == (4, 170, None)
    assert "that is a lifetime share" in message(found, "lifetime_churn_share")


def test_churn_from_dates_counts_whole_months() -> None:
    found = kind_evidence(CUSTOMERS_DATED)
    assert isinstance(found.findings, Customers)
    assert (found.as_of, found.findings.active, found.findings.mrr) == (dt.date(2025, 10, 1), 2, 60)
    assert (found.findings.monthly_churn.successes, found.findings.monthly_churn.trials) == (2, 1 + 0 + 2 + 2)


def test_a_series_keeps_its_values() -> None:
    found = kind_evidence("Time,Sales\n2026-01,-3.5\n2026-02,4\n2026-04,6\n")
    assert isinstance(found.findings, MonthlyValues)
    assert found.findings.months == (("2026-01", -3.5), ("2026-02", 4.0), ("2026-04", 6.0))
    assert found.findings.missing_months == ("2026-03",)


@pytest.mark.parametrize("text", EVERY)
def test_the_document_is_plain_json_with_its_kind(text: str) -> None:
    found = kind_evidence(text)
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert document["kind"] == found.kind
    assert {"warnings", "figures", "columns"} <= set(document)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\nx,y\n", "No kind of table was recognised"),
        ("Month,Calls,Won\nx,1,1\ny,2,2\n", "recognised|No month"),
        ("Lead ID,Created Date,Is Converted\n1,,true\n", "No lead has a created date"),
        ("Rep,Period,Quota\nAna,soon,5\n", "No period in the column"),
        ("Name,Hire Date\n,2020-01-01\n", "No row has a name"),
        ("Customer ID,Tenure,Churn\n1,,No\n", "No customer has a tenure"),
        ("Customer ID,Tenure,Churn\n1,0,No\n", "there is no churn to measure"),
        ("Date,Type,Owner\n,Call,Ana\n", "No activity has a date"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        kind_evidence(text)
