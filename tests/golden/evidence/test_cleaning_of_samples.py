"""What cleaning says of the sample files, counted by hand beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.evidence import EvidenceError, build_evidence, find_mapping, read_export
from simulator.evidence.cleaning import Cleaned


def cleaning(folder: Path, name: str) -> dict[tuple[str, str], Cleaned]:
    table = read_export((folder / name).read_bytes(), name)
    evidence = build_evidence(table, find_mapping(table))
    rows = evidence.document()["rows"]
    assert rows["in_file"] == rows["used"] + rows["left_out"] == table.n_rows
    return {(one.code, one.column): one for one in evidence.cleaning}


def shown(one: Cleaned) -> tuple[str, int, tuple[int, str, str]]:
    first = one.examples[0]
    return one.done, one.count, (first.row, first.before, first.after)


def test_american_dates_are_the_only_difference(real_data: Path) -> None:
    iso = cleaning(real_data, "maven_crm/iso/sales_pipeline.csv")
    us = cleaning(real_data, "maven_crm/us_dates/sales_pipeline.csv")
    assert shown(us.pop(("dates_slashed", "engage_date"))) == (
        "changed", 8300, (2, "10/20/2016", "2016-10-20"),
    )  # fmt: skip
    assert shown(us.pop(("dates_slashed", "close_date"))) == ("changed", 6711, (2, "3/1/2017", "2017-03-01"))
    assert us == iso
    assert iso["undated_open_deals", "engage_date"].count == 500


def test_named_months_dollars_and_planned_closes(real_data: Path) -> None:
    found = cleaning(real_data, "zoho_demo/Potentials.csv")
    assert shown(found["dates_named", "Created Time"]) == (
        "changed", 3632, (2, "15 Apr, 2021 00:02:00", "2021-04-15"),
    )  # fmt: skip
    assert shown(found["amounts_read", "Amount"]) == ("changed", 3632, (2, "$22,700.00", "22700"))
    assert found["open_with_close_date", "Closing Date"].count == 1722
    assert not [one for one in found.values() if one.done == "left out"]


def test_windows_text_is_told_with_the_letters(real_data: Path) -> None:
    table = read_export((real_data / "superstore/superstore.csv").read_bytes(), "superstore.csv")
    (one,) = table.cleaning
    assert (one.code, one.done) == ("encoding", "assumed")
    assert one.count > 100
    assert "\ufffd" in one.examples[0].before


@pytest.mark.parametrize("name", ["opportunity", "lead"])
def test_a_header_alone_is_one_sentence(real_data: Path, name: str) -> None:
    data = (real_data / f"crm_headers/salesforce_{name}_export_header.csv").read_bytes()
    with pytest.raises(EvidenceError) as refused:
        read_export(data, "deals.csv")
    (sentence,) = refused.value.sentences
    assert "no rows below it" in sentence
