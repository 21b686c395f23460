"""Ugly exports load with the right totals: what the CRM's own screen would say they are."""

from __future__ import annotations

import pytest

from simulator.evidence import Evidence, MappingChoices, build_evidence, find_mapping, read_export
from tests.unit.evidence.ugly import DEALS, DOTTED, PLAIN, TOTAL, WON, Style, french, german, us
from tests.unit.evidence.ugly_habits import HABITS
from tests.unit.evidence.ugly_systems import SYSTEMS

UGLY = {**SYSTEMS, **HABITS}


def evidence_of(data: bytes, choices: MappingChoices | None = None) -> Evidence:
    table = read_export(data, "export.csv")
    return build_evidence(table, find_mapping(table, choices))


@pytest.mark.parametrize("name", UGLY)
def test_i6_an_ugly_file_has_the_right_totals(name: str) -> None:
    ugly = UGLY[name]
    evidence = evidence_of(ugly.data)
    intake, counts = evidence.intake, evidence.counts
    assert intake is not None
    assert (counts.won, counts.lost, counts.open + counts.undated_open) == (ugly.won, ugly.lost, ugly.open)
    assert intake.deals == ugly.deals
    assert intake.total == pytest.approx(ugly.total)
    assert intake.won_total == pytest.approx(ugly.won_total)
    assert evidence.currency == ugly.currency
    assert intake.asks == intake.unanswered == ugly.asks
    assert sum(one.count for one in intake.left_out) == intake.rows - intake.deals == ugly.left_out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("amount", [us, german, french])
def test_every_encoding_separator_and_decimal_style_has_the_right_totals(
    encoding: str, delimiter: str, amount: object
) -> None:
    assert callable(amount)

    def written(value: float) -> str:
        return str(amount(value)).replace("\u202f", "\u00a0")

    evidence = evidence_of(Style(amount=written, delimiter=delimiter, encoding=encoding).file())
    assert evidence.intake is not None
    assert evidence.intake.total == pytest.approx(TOTAL)
    assert evidence.intake.won_total == pytest.approx(WON)
    assert {rep.name for rep in evidence.company.reps} == {deal.owner for deal in DEALS}


def test_what_was_assumed_is_told() -> None:
    intake = evidence_of(UGLY["Excel in Germany, header on line 4 and a total"].data).intake
    assert intake is not None
    assert (intake.header_row, intake.decimal_mark, intake.decimal_how, intake.date_how) == (
        4,
        ",",
        "found",
        "written",
    )
    assert [(one.reason, one.count) for one in intake.left_out] == [("a total of other rows", 1)]
    british = evidence_of(UGLY["day first with slashes"].data).intake
    assert british is not None
    assert (british.day_first, british.date_how, british.decimal_mark) == (True, "found", ".")
    plain = evidence_of(Style(amount="{:.0f}".format).file()).intake
    assert plain is not None
    assert (plain.date_how, plain.decimal_how) == ("written", "written")


def test_an_answer_is_taken_and_can_be_changed() -> None:
    dates = UGLY["nobody can say which number is the month"].data
    for order, day in (("day_first", "2025-04-03"), ("month_first", "2025-03-04")):
        evidence = evidence_of(dates, MappingChoices(date_order=order))  # type: ignore[arg-type]
        assert evidence.as_of.isoformat() == day
        assert evidence.intake is not None
        assert (evidence.intake.asks, evidence.intake.unanswered) == (("date_order",), ())
        assert evidence.intake.date_sample == "01/02/2025"
    amounts = UGLY["nobody can say what the point means"].data
    for mark, total in ((",", 7404.0), (".", 7.404)):
        intake = evidence_of(amounts, MappingChoices(decimal_mark=mark)).intake  # type: ignore[arg-type]
        assert intake is not None
        assert intake.total == pytest.approx(total)
        assert (intake.asks, intake.unanswered, intake.decimal_sample) == (("decimal_mark",), (), "1.234")


def test_a_total_that_does_not_agree_is_told() -> None:
    lines = PLAIN.file().decode().splitlines()
    evidence = evidence_of("\n".join([*lines, f'Total,,,"{us(TOTAL + 5000)}",,']).encode())
    (told,) = [one for one in evidence.remarks if one.code == "summary_rows"]
    assert f"It says {us(TOTAL + 5000)}, the deals read sum to {us(TOTAL)} EUR" in told.message


def test_a_deal_called_total_is_a_deal() -> None:
    rows = DOTTED.file().decode().replace("NA;", "Total;")
    evidence = evidence_of(rows.encode())
    assert evidence.intake is not None
    assert evidence.intake.deals == 24
    assert "Total" in {rep.name for rep in evidence.company.reps}
    undated = evidence_of(PLAIN.file() + b"90001,Total,Negotiation,1000,,\r\n")
    assert (undated.counts.open, undated.counts.undated_open) == (8, 1)
    assert "summary_rows" not in {remark.code for remark in undated.remarks}


def test_a_reason_is_counted_once_per_row() -> None:
    lines = PLAIN.file().decode().splitlines()
    broken = [
        "00000,x,,5,soon,",  # no stage, unreadable, repeated: left out for the first of these
        "90001,x,Closed Won,5,soon,2025-01-01",
        "90002,x,Closed Won,5,2025-02-01,",
        "90003,x,Closed Won,5,2025-02-01,2025-01-01",
        "00001,x,Closed Won,5,2025-02-01,2025-03-01",
    ]
    intake = evidence_of("\n".join([*lines, *broken]).encode()).intake
    assert intake is not None
    assert {one.reason: one.count for one in intake.left_out} == {
        "no stage or status": 1,
        "a date that cannot be read": 1,
        "closed without a date": 1,
        "closed before it was created": 1,
        "an id listed before": 1,
    }
    assert (intake.rows, intake.deals) == (29, 24)
    assert intake.total == pytest.approx(TOTAL)
