"""Tables of other kinds as they come: hostile names, empty cells, several currencies, ends before starts, one row."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter

from exports.kind_templates import kind_template, template_kinds
from simulator.evidence import Evidence, EvidenceError, read_export
from simulator.evidence.kinds import (
    RULES,
    Activities,
    Customers,
    KindChoices,
    KindName,
    Leads,
    MonthlySummary,
    Quotas,
    Roster,
    build_kind_evidence,
    kind_to_evidence,
    kind_to_scenario,
    listings,
    recognise,
)
from tests.unit.evidence.kind_files import (
    ACTIVITIES,
    CUSTOMERS,
    LEADS,
    QUOTAS,
    ROSTER,
    SUMMARY,
    codes,
    kind_evidence,
    message,
)

HOSTILE = "=cmd|' /C calc'!A0 {rows} {count} {0} %s \\u202e <script>"
EVERY = (SUMMARY, LEADS, ACTIVITIES, QUOTAS, ROSTER, CUSTOMERS)


@pytest.mark.parametrize(("name", "label"), template_kinds())
def test_a_template_is_read_as_its_own_kind(name: KindName, label: str) -> None:
    found = build_kind_evidence(read_export(kind_template(name), "template.csv"))
    assert (found.kind, RULES[name].label) == (name, label)
    assert found.figures
    assert codes(found) <= {"as_of_last_date", "immature_leads", "lifetime_churn_share"}


@pytest.mark.parametrize("text", EVERY)
def test_the_smallest_table_is_read_or_refused_in_a_sentence(text: str) -> None:
    header, first, *_ = text.split("\n")
    refused: list[str] = []
    for rows in ([first], [first] * 3, ["," * header.count(",")], [first, "," * header.count(",")]):
        try:
            found = kind_evidence("\n".join([header, *rows]))
        except EvidenceError as error:
            refused += error.sentences
            continue
        assert found.document()["kind"] == found.kind
        listings(found)
    assert [one for one in refused if not one.endswith(".")] == []


@pytest.mark.parametrize("text", EVERY)
def test_names_of_the_file_never_become_a_pattern(text: str) -> None:
    """Braces in a cell or in a column's name must not be filled in, and nothing may break on them."""
    header, *rows = text.strip().split("\n")
    column = header.split(",")[-1]
    hostile = [f"{row},{HOSTILE}" for row in rows]
    found = kind_evidence("\n".join([f"{header},Note {{rows}}", *hostile]))
    assert "{rows}" not in " ".join(one.message for one in found.remarks)
    assert column


def test_a_number_nobody_can_read_is_told_with_what_it_was() -> None:
    found = kind_evidence(
        "Month,Calls {x},Calls,Won\n2026-01,1,many {rows},3\n2026-02,1,9,4\n2026-03,1,-5,2\n"
    )
    assert isinstance(found.findings, MonthlySummary)
    assert [one.calls for one in found.findings.months] == [None, 9, None]
    assert '"many (rows)"' in message(found, "unreadable_numbers")
    assert codes(found) >= {"unreadable_numbers", "negative_numbers"}


def test_amounts_of_other_currencies_are_left_out_and_told() -> None:
    found = kind_evidence("Rep,Period,Quota\nAna,2026-Q1,€100\nBen,2026-Q1,€200\nCem,2026-Q1,$900\n")
    assert isinstance(found.findings, Quotas)
    assert (found.currency, found.findings.total) == ("EUR", 300)
    assert "mixed_currencies" in codes(found)


def test_a_decimal_comma_of_one_column_holds_for_the_others() -> None:
    found = kind_evidence(
        "Monat;Abschlüsse;Umsatz;Kosten\n2026-01;3;1.200;1.000,50\n2026-02;4;1.400;900,25\n"
    )
    assert isinstance(found.findings, MonthlySummary)
    assert [one.revenue for one in found.findings.months] == [1200, 1400]
    assert "ambiguous_amounts" not in codes(found)


def test_counts_with_a_thousands_sign_are_whole() -> None:
    found = kind_evidence("Month;Calls;Won\n2026-01;1.200;3\n2026-02;1.400;4\n")
    assert isinstance(found.findings, MonthlySummary)
    assert [one.calls for one in found.findings.months] == [1200, 1400]


def test_dates_that_can_be_read_both_ways_are_told_and_can_be_chosen() -> None:
    text = "Name,Hire Date\nAna,03/04/2020\nBen,05/06/2020\n"
    found = kind_evidence(text)
    assert isinstance(found.findings, Roster)
    assert "ambiguous_dates" in codes(found)
    assert found.findings.reps[0].start == dt.date(2020, 3, 4)
    chosen = kind_evidence(text, KindChoices(kind="roster", date_order="day_first")).findings
    assert isinstance(chosen, Roster)
    assert chosen.reps[0].start == dt.date(2020, 4, 3)


def test_people_of_one_name_are_different_people() -> None:
    found = kind_evidence("Name,Team,Hire Date\nAna,A,2020-01-01\nAna,B,2021-01-01\n")
    assert isinstance(found.findings, Roster)
    assert [one.name for one in found.findings.reps] == ["Ana (1)", "Ana (2)"]
    assert "same_names" in codes(found)


def test_a_list_kept_from_some_day_on_counts_from_there() -> None:
    old = [f"{n},{2015 + n % 10}-03-01," for n in range(60)]
    left = [f"{60 + n},{2014 + n}-08-01,2025-{1 + n:02d}-10" for n in range(11)]
    found = kind_evidence("Customer ID,Start Date,End Date\n" + "\n".join([*old, *left]))
    assert isinstance(found.findings, Customers)
    assert "leavers_listed_from" in codes(found)
    assert found.findings.monthly_churn.successes == 10
    assert found.findings.monthly_churn.trials < 71 * 12


def test_a_long_quiet_beginning_alone_is_no_late_list() -> None:
    rows = [f"{n},{2015 + n // 6}-0{1 + n % 6}-01,{2016 + n // 6}-0{1 + n % 6}-01" for n in range(36)]
    found = kind_evidence("Customer ID,Start Date,End Date\n" + "\n".join([*rows, "99,2022-06-01,"]))
    assert "leavers_listed_from" not in codes(found)


def test_three_equal_quotas_and_their_sum_are_no_proof_of_a_manager() -> None:
    rows = [
        f"{who},2026-Q{q},{amount}"
        for q in (1, 2, 3)
        for who, amount in (("A", 5), ("B", 5), ("C", 5), ("S", 15))
    ]
    found = kind_evidence("Rep,Period,Quota\n" + "\n".join(rows)).findings
    assert isinstance(found, Quotas)
    assert found.rollups == ()


def test_managers_without_a_column_are_found_where_amounts_tell() -> None:
    people: dict[str, tuple[int, ...]] = {
        "A": (51, 60, 72),
        "B": (83, 90, 71),
        "C": (40, 77, 65),
        "D": (95, 31, 58),
        "E": (37, 64, 81),
    }
    people["M"] = tuple(a + b for a, b in zip(people["A"], people["B"], strict=True))
    people["N"] = tuple(sum(one) for one in zip(people["C"], people["D"], people["E"], strict=True))
    rows = [f"{who},2026-Q{q + 1},{amounts[q]}" for who, amounts in people.items() for q in range(3)]
    found = kind_evidence("Rep,Period,Quota\n" + "\n".join(rows)).findings
    assert isinstance(found, Quotas)
    assert {one.who: one.of for one in found.rollups} == {"M": ("A", "B"), "N": ("C", "D", "E")}


def test_a_rounded_sum_counts_where_a_column_names_the_manager() -> None:
    rows = ["Ana,Zoe,2026-Q1,1240", "Ben,Zoe,2026-Q1,2370", "Zoe,,2026-Q1,3600"]
    named = kind_evidence("Rep,Manager,Period,Quota\n" + "\n".join(rows)).findings
    assert isinstance(named, Quotas)
    assert [one.who for one in named.rollups] == ["Zoe"]
    apart = kind_evidence("Rep,Manager,Period,Quota\n" + "\n".join(rows).replace("3600", "3500")).findings
    assert isinstance(apart, Quotas)
    assert apart.rollups == ()


def test_a_summary_of_zeros_and_gaps_still_makes_a_plan() -> None:
    text = "Month,Calls,Appointments,Won,Revenue\n2026-01,0,0,0,0\n2026-02,10,,1,500\n2026-04,12,3,1,700\n"
    found = kind_evidence(text)
    plan = kind_to_scenario(found)
    assert plan.start_month == "2026-05"
    assert kind_to_evidence(found).counts.won == 2


def test_one_table_of_activities_without_names_is_everybody_together() -> None:
    found = kind_evidence("Date,Type\n2026-01-05,Call\n2026-01-06,Call\n")
    assert isinstance(found.findings, Activities)
    assert not found.findings.reps_known
    assert "no_people" in codes(found)


def test_a_lead_converted_before_it_came_in_converts_on_its_first_day() -> None:
    found = kind_evidence("Lead ID,Created Date,Converted Date\n1,2026-02-01,2026-01-01\n2,2026-02-01,\n")
    assert isinstance(found.findings, Leads)
    assert found.findings.median_days == 0
    assert "converted_before_created" in codes(found)


def test_looking_at_a_large_table_reads_a_part_of_it() -> None:
    rows = "\n".join(f"2026-{1 + n % 12:02d},{n},{n // 2},{n}" for n in range(5000))
    kind = recognise(read_export(f"Month,Calls,Won,Revenue\n{rows}".encode(), "t.csv"))
    assert (kind.name, kind.table.n_rows) == ("monthly_summary", 5000)


@pytest.mark.parametrize(
    "periods", [("2026-Q1", "2026-Q2"), ("Q1 2026", "Q2 2026"), ("Jan 2026", "Feb 2026")]
)
def test_quotas_side_by_side_are_read_period_by_period(periods: tuple[str, str]) -> None:
    found = kind_evidence(f"Sales Rep,Team,{','.join(periods)}\nAna,N,100,200\nBen,N,300,\n").findings
    assert isinstance(found, Quotas)
    assert [(one.who, one.amount) for one in found.quotas] == [("Ana", 100), ("Ben", 300), ("Ana", 200)]
    assert found.quotas[0].start == dt.date(2026, 1, 1)


def test_two_subscriptions_of_one_customer_are_two() -> None:
    found = kind_evidence(
        "Customer,Start Date,Cancelled At\na,2025-01-01,2025-06-01\na,2025-08-01,\nb,2025-12-01,\n"
    )
    assert isinstance(found.findings, Customers)
    assert found.findings.customers == 3


def test_a_summary_beside_a_plan_survives_being_written_down() -> None:
    found = kind_to_evidence(kind_evidence(SUMMARY))
    adapter = TypeAdapter(Evidence)
    assert adapter.validate_json(adapter.dump_json(found)) == found
    assert (found.counts.won, found.counts.lost, found.rate("win_rate").value) == (90, 210, 0.3)
