"""Which kind of table a file holds."""

from __future__ import annotations

import pytest

from simulator.evidence import EvidenceError, read_export
from simulator.evidence.kinds import Kind, KindChoices, kind_in, load_kind_choices, recognise, without_kind
from tests.unit.evidence.deals import as_csv, plain_deals

QUOTAS_WITHOUT_HEADER = "\n".join(
    f"{number}|{rep}|{day}|{day[:4]}|{quarter}|{1000 * number}.0000"
    for number, (rep, (day, quarter)) in enumerate(
        [
            (rep, when)
            for when in (("2025-01-02", 1), ("2025-04-01", 2), ("2025-07-01", 3), ("2025-09-29", 3))
            for rep in (7, 11)
        ],
        1,
    )
)


def kind_of(text: str, choices: KindChoices | None = None) -> Kind:
    return recognise(read_export(text.encode(), "table.csv"), choices)


@pytest.mark.parametrize(
    ("text", "name", "columns"),
    [
        ("Month,Calls,Won\n2026-01,9,3\n", "monthly_summary", {"month", "calls", "won"}),
        ("Monat;Anrufe;Umsatz in €\nJan. 2026;9;1.234,5\n", "monthly_summary", {"month", "calls", "revenue"}),
        ("ds,y\n2026-01-01,9\n2026-02-01,8\n", "monthly_series", {"month", "value"}),
        ("Date,Sales\n2026-01-31,9.5\n2026-02-28,8\n", "monthly_series", {"month", "value"}),
        (
            "Lead Owner,Lead Status,Created Time\nAna,New,2026-01-02\n",
            "leads",
            {"owner", "status", "created"},
        ),
        (
            "Id,CreatedDate,IsConverted,ConvertedDate\n1,2026-01-02,false,\n",
            "leads",
            {"id", "created", "converted", "converted_date"},
        ),
        (
            "Activity - Type,Activity - Due date,Activity - Assigned to user\nCall,2026-01-02,Ana\n",
            "activities",
            {"type", "date", "owner"},
        ),
        (
            "Subject,ActivityDate,OwnerId,Status\nCall,2026-01-02,1,Completed\n",
            "activities",
            {"subject", "date", "owner", "status"},
        ),
        ("Rep,Period,Quota\nAna,2026-Q1,100\n", "quotas", {"rep", "period", "quota"}),
        (
            "Name,Team,Manager,Hire Date\nAna,A,Zoe,2020-01-02\n",
            "roster",
            {"name", "team", "manager", "start"},
        ),
        (
            "Vorname,Nachname,Eintritt,Austritt\nAna,B,2020-01-02,\n",
            "roster",
            {"first_name", "last_name", "start", "end"},
        ),
        (
            "customerID,tenure,MonthlyCharges,Churn\n1,3,9.5,No\n",
            "customers",
            {"id", "tenure", "charges", "churned"},
        ),
        (
            "Customer,Start Date,Cancelled At,MRR\na,2026-01-02,,9\n",
            "customers",
            {"id", "start", "end", "charges"},
        ),
    ],
)
def test_a_table_is_told_by_its_columns(text: str, name: str, columns: set[str]) -> None:
    kind = kind_of(text)
    assert (kind.name, kind.how, set(kind.columns), kind.sentence) == (name, "found", columns, "")


def test_opportunities_stay_opportunities() -> None:
    kind = recognise(read_export(as_csv(plain_deals()), "deals.csv"))
    assert (kind.name, kind.how) == ("opportunities", "found")


def test_an_opportunity_export_with_a_column_less_is_no_other_table() -> None:
    kind = kind_of("Deal ID,Status,Created Date,Close Date,Owner\n1,Won,2026-01-02,2026-02-02,Ana\n")
    assert (kind.name, kind.how) == (None, "unknown")


def test_columns_nobody_knows_give_no_kind() -> None:
    assert kind_of("a,b\nx,y\n").how == "unknown"


def test_two_kinds_that_fit_as_well_are_asked_about() -> None:
    text = "Id,Created Date,Status,Start Date\n1,2026-01-02,New,2026-01-02\n"
    kind = kind_of(text)
    assert (kind.how, {kind.name, *kind.others}) == ("asked", {"leads", "customers"})
    assert "could be a table of leads or customers" in kind.sentence
    assert kind_of(text, KindChoices(kind="customers")).sentence == ""


def test_a_wide_table_becomes_a_row_a_month() -> None:
    kind = kind_of("Figure;Jan 2026;Feb 2026;Mär 2026\nTermine;4;5;6\nAbschlüsse;1;2;3\n")
    assert (kind.name, set(kind.columns)) == ("monthly_summary", {"month", "appointments", "won"})
    assert list(kind.table.frame[kind.columns["won"]]) == ["1", "2", "3"]
    assert [remark.code for remark in kind.remarks] == ["wide_table"]


def test_years_by_months_become_a_series() -> None:
    header = "Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    kind = kind_of(
        f"{header}\n2024,{','.join(map(str, range(12)))}\n2025,{','.join(map(str, range(12, 24)))}\n"
    )
    assert kind.name == "monthly_series"
    assert list(kind.table.frame["month"])[11:13] == ["2024-12", "2025-01"]
    assert list(kind.table.frame["value"]) == [str(number) for number in range(24)]


def test_quotas_without_a_header_are_told_by_their_values() -> None:
    kind = kind_of(QUOTAS_WITHOUT_HEADER)
    assert (kind.name, kind.columns) == (
        "quotas",
        {"rep": "column 2", "date": "column 3", "quota": "column 6"},
    )
    assert kind.table.n_rows == 8
    assert list(kind.table.frame.iloc[0]) == ["1", "7", "2025-01-02", "2025", "1", "1000.0000"]
    assert kind.table.row_numbers[0] == 1


def test_a_table_without_a_header_can_be_mapped_by_number() -> None:
    text = "2026-01-01|5|10\n2026-02-01|6|12\n"
    assert kind_of(text).name is None
    choices = load_kind_choices(
        'kind = "summary"\n[columns]\nmonth = 1\nwon = 2\ncalls = 3\n', "monthly_summary"
    )
    kind = kind_of(text, choices)
    assert (kind.how, kind.columns, kind.missing) == (
        "chosen",
        {"month": "column 1", "calls": "column 3", "won": "column 2"},
        (),
    )


def test_a_chosen_kind_says_what_it_still_needs() -> None:
    kind = kind_of("Name,Sum\nAna,100\n", KindChoices(kind="quotas"))
    assert kind.missing == ("quota", "date or period or year or quarter or month")
    assert 'with a line such as quota = "name of the column"' in kind.sentence


@pytest.mark.parametrize("wanted", ["nowhere", 9])
def test_a_column_that_is_not_there_is_named(wanted: str | int) -> None:
    with pytest.raises(EvidenceError, match="the file has no such column"):
        kind_of("Name,Sum\nAna,100\n", KindChoices(kind="quotas", columns={"quota": wanted}))


def test_a_title_above_the_header_is_no_header() -> None:
    kind = kind_of("Report of the year,,\n\nMonth,Calls,Won\n2026-01,9,3\n")
    assert kind.name == "monthly_summary"


def test_a_mapping_file_states_the_kind_and_opportunities_keep_theirs() -> None:
    assert kind_in('kind = "Subscribers"') == "customers"
    assert kind_in('amount = "Net"') is None
    assert without_kind('kind = "deals"\namount = "Net"') == '{"amount": "Net"}'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('kind = "spreadsheet"', "kind = .* is not known; a kind is one of opportunities, monthly_summary"),
        ("kind = ", "not valid TOML"),
        ("{", "not valid JSON"),
    ],
)
def test_a_mapping_file_that_cannot_be_used_says_why(text: str, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        kind_in(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("salary = 3", "its fields are rep, team, manager"),
        ("quota = 0", 'quota = "0"; it must be a column\'s name'),
        ('date_order = "sideways"', "day_first"),
        ("year = 3000", "must lie between"),
    ],
)
def test_what_a_mapping_says_of_a_kind_is_checked(text: str, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        load_kind_choices(text, "quotas")
