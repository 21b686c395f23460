"""Columns found by the names CRM systems give them, or by a mapping file."""

from __future__ import annotations

import pytest

from simulator.evidence import (
    EvidenceError,
    MappingChoices,
    build_evidence,
    find_mapping,
    load_choices,
    read_export,
)
from tests.unit.evidence.deals import as_csv, plain_deals

# field: column, in the order of the file; a dash marks a column that is no field
EXPORTS = {
    "Salesforce labels": """id: Opportunity ID, -: Opportunity Name, owner: Opportunity Owner, stage: Stage,
        amount: Amount, created: Created Date, closed: Close Date, -: Probability (%), source: Lead Source""",
    "Salesforce API": """id: Id, owner: OwnerId, stage: StageName, amount: Amount, created: CreatedDate,
        closed: CloseDate, is_won: IsWon, is_closed: IsClosed, -: ExpectedRevenue, source: LeadSource""",
    "HubSpot": """id: Record ID, -: Deal Name, owner: Deal owner, stage: Deal Stage, -: Pipeline, amount: Amount,
        created: Create Date, closed: Close Date, source: Original Source, is_won: Is Closed Won""",
    "Pipedrive": """id: Deal - Pipedrive System ID, -: Deal - Title, owner: Deal - Owner,
        stage: Deal - Stage (pipeline), status: Deal - Status, amount: Deal - Value,
        currency: Deal - Currency of value, created: Deal - Creation date, won_time: Deal - Won time,
        lost_time: Deal - Lost time, -: Deal - Expected close date""",
    "Zoho": """-: Potential Name, owner: Potential Owner, created: Created Time, closed: Closing Date,
        amount: Amount, -: Expected Revenue, stage: Stage, status: Forecast Type, id: LEADID""",
    "Maven": """id: opportunity_id, owner: sales_agent, product: product, account: account, stage: deal_stage,
        created: engage_date, closed: close_date, amount: close_value""",
    "plain": """id: DEAL_ID, owner: owner, team: TEAM, status: Status, amount: Value, created: Created,
        closed: closed""",
}


@pytest.mark.parametrize("system", EXPORTS)
def test_usual_names_are_found(system: str) -> None:
    pairs = [tuple(part.strip() for part in pair.split(":")) for pair in EXPORTS[system].split(",")]
    table = read_export((",".join(column for _, column in pairs) + "\n" + "x," * len(pairs) + "\n").encode())
    mapping = find_mapping(table)
    assert mapping.found == {field: column for field, column in pairs if field != "-"}
    assert mapping.complete
    assert mapping.sentence == ""


def test_missing_columns_are_named_with_what_was_found_and_what_to_do() -> None:
    table = read_export(b"deal_id,Volume,Signed,stage\n1,2,3,Won\n")
    mapping = find_mapping(table)
    assert mapping.missing == ("amount", "created date", "closed date")
    sentence = mapping.sentence
    assert "amount and created date and closed date" in sentence
    assert 'deal id = "deal_id", stage = "stage"' in sentence
    assert '"Volume", "Signed"' in sentence
    assert 'amount = "name of the column"' in sentence
    with pytest.raises(EvidenceError, match="No column was recognised as amount"):
        build_evidence(table, mapping)


def test_an_explicit_choice_wins_over_a_usual_name() -> None:
    table = read_export(b"id,stage,amount,net value,created,closed\n1,Won,1,2,2026-01-01,2026-01-02\n")
    mapping = find_mapping(table, MappingChoices(columns={"amount": "Net Value"}))
    assert mapping.found["amount"] == "net value"


TOML = """
date_order = "day_first"
decimal_mark = ","
currency = "chf"
amount = "Netto"
[columns]
created = "Angelegt"
closed = "Fertig"
[outcomes]
Beauftragt = "won"
lost = ["Absage", "Kein Budget"]
"""
JSON = """
{"date_order": "DD/MM/YYYY", "decimal": ",", "currency": "CHF",
 "fields": {"amount": "Netto", "Created Date": "Angelegt", "closed": "Fertig"},
 "stages": {"won": ["Beauftragt"], "Absage": "lost", "Kein Budget": "Lost"}}
"""


@pytest.mark.parametrize("text", [TOML, JSON, "\ufeff" + JSON])
def test_a_mapping_file_names_columns_words_and_signs(text: str) -> None:
    choices = load_choices(text)
    assert choices == MappingChoices(
        columns={"amount": "Netto", "created": "Angelegt", "closed": "Fertig"},
        outcomes={"beauftragt": "won", "absage": "lost", "kein budget": "lost"},
        date_order="day_first",
        decimal_mark=",",
        currency="CHF",
    )


def test_a_mapping_turns_a_foreign_export_into_evidence() -> None:
    rows = [
        {
            "Vorgang": row["ID"],
            "Lage": {"Won": "Beauftragt", "Lost": "Absage", "Open": "Im Gespräch"}[row["Stage"]],
            "Netto": row["Amount"] + ",50",
            "Angelegt": "/".join(reversed(row["Created"].split("-"))),
            "Fertig": "/".join(reversed(row["Closed"].split("-"))) if row["Closed"] else "",
        }
        for row in plain_deals()
    ]
    choices = load_choices(TOML)
    choices = MappingChoices(
        {**choices.columns, "stage": "Lage", "id": "Vorgang"}, choices.outcomes, "day_first", ",", "CHF"
    )
    table = read_export(as_csv(rows, ";"))
    found = build_evidence(table, find_mapping(table, choices))
    assert (found.counts.won, found.counts.lost, found.counts.open) == (10, 20, 10)
    assert found.currency == "CHF"
    assert found.company.size.mean == 1180.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("amount = ", "not valid TOML"),
        ("{", "not valid JSON"),
        ("colour = 'x'", '"colour"'),
        ("amount = 5", 'amount = "5"'),
        ("date_order = 'sometimes'", "day_first"),
        ("decimal_mark = ';'", "decimal_mark"),
        ("[outcomes]\nDone = 'finished'", '"finished"'),
        ("amount = 'x'\n" * 20_000, "characters"),
    ],
)
def test_a_broken_mapping_file_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(EvidenceError, match="mapping") as caught:
        load_choices(text)
    assert words in str(caught.value)


def test_a_mapping_to_a_column_that_is_not_there_lists_those_that_are() -> None:
    table = read_export(as_csv(plain_deals()))
    with pytest.raises(EvidenceError, match=r'no such column.*"ID", "Owner", "Stage"'):
        find_mapping(table, MappingChoices(columns={"amount": "Netto"}))
    with pytest.raises(EvidenceError, match='field "colour"'):
        find_mapping(table, MappingChoices(columns={"colour": "ID"}))
