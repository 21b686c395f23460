"""Tables beside an export: names meet across files, what was joined is told, and what they bring becomes groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.backtest import past_deals
from simulator.evidence import Evidence, EvidenceError, MappingChoices, Table, find_mapping, read_export
from simulator.evidence.kinds import recognise, roster_among
from tests.unit.evidence.deals import as_csv, plain_deals

NAMES = ("GTXPro", "MG Special", "Alpha One", "Alpha Two", "Nowhere")
PRODUCTS = (
    "Product,Series,List price\nGTX Pro,GTX,100\nmg special,MG,200\nAlpha One,Alpha,300\n"
    "Alpha Too,Alpha,400\nUnsold,GTX,500\n"
)


def deals(count: int = 100, **changes: str) -> Table:
    rows = plain_deals(count)
    for at, row in enumerate(rows):
        row["Product"] = NAMES[at % 5 if at % 25 else 4]
        row["Owner"] = ("Miller, Ana", "Ben Okafor")[at % 2]
    for row in rows:
        row.update({name: value for name, value in changes.items() if name in row})
    return read_export(as_csv(rows), "deals.csv")


def lookup(text: str, name: str = "products.csv") -> Table:
    return read_export(text.encode(), name)


def joined(*tables: Table, choices: MappingChoices | None = None, export: Table | None = None) -> Evidence:
    table = export or deals()
    return past_deals(table, find_mapping(table, choices), tables).as_of()


def told(evidence: Evidence) -> dict[str, tuple[int, str, tuple[tuple[str, str], ...]]]:
    return {
        one.code: (one.count, one.column, tuple((each.before, each.after) for each in one.examples))
        for one in evidence.cleaning
    }


def test_spellings_of_two_files_are_joined_to_the_lookup_s_and_told_with_rows() -> None:
    evidence = joined(lookup(PRODUCTS))
    cleaned = told(evidence)
    count, column, examples = cleaned["names_joined"]
    products = next(one for one in evidence.segments if one.key == "product")
    assert {one.name for one in products.members} >= {"GTX Pro", "mg special", "Alpha One"}
    assert (count, column) == (36, "Product")  # 16 rows of GTXPro, 20 of MG Special
    assert set(examples) == {("GTXPro", "GTX Pro"), ("MG Special", "mg special")}


def test_what_meets_no_name_is_told_and_a_slip_is_asked_about_not_joined() -> None:
    cleaned = told(joined(lookup(PRODUCTS)))
    assert cleaned["names_not_listed"][2] == (("Nowhere", "not listed"), ("Alpha Two", "not listed"))
    assert cleaned["lookup_unused"] == (2, "", (("Alpha Too", "in no deal"), ("Unsold", "in no deal")))
    assert cleaned["names_joined_suggested"] == (20, "Product", (("Alpha Two", "Alpha Too"),))
    assert "names_joined_suggested" not in told(joined(lookup(PRODUCTS.replace("Alpha Too", "Alpha 2"))))
    said = MappingChoices(names={"Alpha Two": "Alpha Too"})
    assert "names_joined_suggested" not in told(joined(lookup(PRODUCTS), choices=said))


def test_a_spelling_that_is_to_stay_apart_stays_apart() -> None:
    cleaned = told(joined(lookup(PRODUCTS), choices=MappingChoices(names={"GTXPro": "GTXPro"})))
    assert cleaned["names_joined"][2] == (("MG Special", "mg special"),)
    assert ("GTXPro", "not listed") in cleaned["names_not_listed"][2]


def test_columns_that_sort_names_become_groups_and_numbers_do_not() -> None:
    text = "Name,Manager,Office,Hired\nAna Miller,Kim,North,2020-01-01\nBen Okafor,Kim,South,2021-01-01\n"
    text += "Cy,Lu,North,2021-02-01\nDi,Lu,South,2021-03-01\n"
    evidence = joined(lookup(PRODUCTS), lookup(text, "people.csv"))
    labels = [one.label for one in evidence.segments]
    assert {"office", "series"} <= set(labels)
    assert not {"list price", "hired"} & set(labels)
    office = next(one for one in evidence.segments if one.label == "office")
    assert {(one.name, one.win.n) for one in office.members} == {("North", 50), ("South", 25)}
    assert office.sentence.startswith("Groups by office truly differ in win rate: North wins about 48%")


def test_the_comma_of_a_last_name_first_is_no_difference() -> None:
    text = "Name,Office\nAna Miller,North\nBen Okafor,South\nCy,North\nDi,South\n"
    cleaned = told(joined(lookup(text, "people.csv")))
    assert cleaned["names_joined"][2] == (("Miller, Ana", "Ana Miller"),)


def test_names_the_deals_have_too_are_read_as_the_deals_spell_them() -> None:
    rows = plain_deals(100)
    for at, row in enumerate(rows):
        row["Team"] = ("EMEA-North", "EMEA-South")[at % 2]
    export = read_export(as_csv(rows), "deals.csv")
    text = "Name,Team\nAna,EMEA North\nBen,EMEA South\nCy,EMEA North\nDi,EMEA South\n"
    evidence = joined(lookup(text, "people.csv"), export=export)
    count, column, examples = told(evidence)["names_joined_beside"]
    assert (count, column, examples[0]) == (4, "Team", ("EMEA North", "EMEA-North"))


def test_a_table_that_lists_no_names_of_the_deals_is_refused_in_a_sentence() -> None:
    with pytest.raises(EvidenceError, match="no column that lists names of the deals"):
        joined(lookup("Colour,Shape\nred,round\nblue,square\n"))


def test_a_name_listed_twice_counts_by_its_first_row() -> None:
    evidence = joined(lookup(PRODUCTS + "GTX Pro,MG,9\n" + "".join(f"P{at},MG,{at}\n" for at in range(9))))
    assert told(evidence)["lookup_repeated"] == (1, "", (("GTX Pro", "its first row counts"),))


def test_rows_of_the_export_are_still_used_or_left_out() -> None:
    alone, beside = joined(), joined(lookup(PRODUCTS))
    assert alone.document()["rows"] == beside.document()["rows"]
    assert alone.counts == beside.counts


def test_a_roster_is_found_among_them_by_its_hire_dates() -> None:
    day = joined().as_of
    people = lookup("Employee,Hire date,Team\nAna,2020-01-06,A\nBen,2021-01-06,A\nCy,2021-03-01,B\n", "p.csv")
    assert recognise(people).name == "roster"
    assert roster_among((lookup(PRODUCTS), people), day) is not None
    assert roster_among((lookup(PRODUCTS),), day) is None


def test_maven_s_products_accounts_and_teams_meet_its_pipeline(real_data: Path) -> None:
    maven = real_data / "maven_crm" / "iso"
    export = lookup((maven / "sales_pipeline.csv").read_text(), "sales_pipeline.csv")
    tables = [
        lookup((maven / name).read_text(), name)
        for name in ("products.csv", "accounts.csv", "sales_teams.csv")
    ]
    evidence = joined(*tables, export=export)
    assert told(evidence)["names_joined"] == (1480, "product", (("GTXPro", "GTX Pro"),))
    assert told(evidence)["lookup_unused"][0] == 5
    assert {"series", "sector", "office location", "manager", "regional office"} <= {
        one.label for one in evidence.segments
    }
    assert not any(one.win.differs for one in evidence.segments if ": " in one.key)
