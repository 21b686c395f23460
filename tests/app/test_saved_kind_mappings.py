"""Columns of monthly summaries, leads, activities, quotas, rosters, customers and series are kept for the next file."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.evidence.kinds import KindName, kind_in, load_kind_choices
from tests.app.app_parts import choose, open_page, words_of
from tests.app.test_keeping_pages import visit
from tests.unit.evidence.kind_files import ACTIVITIES, CUSTOMERS, LEADS, QUOTAS, ROSTER, SUMMARY

SERIES = "ds,y,z\n2026-01,3,5\n2026-02,4,6\n2026-03,5,7\n"
KINDS: list[tuple[KindName, str, str, str, str]] = [
    ("monthly_summary", SUMMARY, "Revenue", "Zaster", "revenue"),
    ("leads", LEADS, "Lead Source", "Woher", "source"),
    ("activities", ACTIVITIES, "Assigned To", "Wer", "owner"),
    ("quotas", QUOTAS, "Team,", "Haufen,", "team"),
    ("roster", ROSTER, "Manager", "Chefin", "manager"),
    ("customers", CUSTOMERS, "Monthly charges", "Taler", "charges"),
    ("monthly_series", SERIES, "z", "z", "value"),
]


def upload(browser: str, text: str, kind: KindName | None = None) -> AppTest:
    app = visit(browser)
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    app.file_uploader(key="export_upload").upload("table.csv", text.encode()).run()
    assert not app.exception
    if kind is not None:
        box = next(one for one in app.selectbox if one.label == "This file holds")
        if box.value != kind:
            box.set_value(kind).run()
    assert not app.exception
    return app


def box_of(app: AppTest, field: str) -> str | None:
    label = field.replace("_", " ").capitalize()
    return next(one for one in app.selectbox if one.label == label).value


@pytest.mark.parametrize(("kind", "text", "usual", "foreign", "field"), KINDS, ids=[one[0] for one in KINDS])
def test_columns_chosen_once_are_offered_for_the_next_table(
    kind: KindName, text: str, usual: str, foreign: str, field: str
) -> None:
    browser = f"browser-of-kinds-{kind}"
    text = text.replace(usual, foreign, 1)
    column = foreign.rstrip(",")
    app = upload(browser, text, kind)
    next(one for one in app.selectbox if one.label == field.replace("_", " ").capitalize()).set_value(
        column
    ).run()
    app.button(key="import_kind_remember").click().run()
    assert not app.exception
    later = upload(browser, text.replace("2026", "2025"))
    assert "Columns as you chose them on" in words_of(later)
    assert next(one for one in later.selectbox if one.label == "This file holds").value == kind
    assert box_of(later, field) == column
    assert later.session_state["import_kind_built"].evidence.columns[field] == column
    later.button(key="import_mapping_forget").click().run()
    assert not later.exception
    assert "Columns as you chose them on" not in words_of(upload(browser, text.replace("2026", "2024")))


def test_using_a_table_keeps_its_columns_for_oneself_alone() -> None:
    text = SUMMARY.replace("Revenue", "Zaster", 1)
    app = upload("browser-of-kinds-user", text)
    next(one for one in app.selectbox if one.label == "Revenue").set_value("Zaster").run()
    app.button(key="import_kind_use").click().run()
    assert not app.exception
    assert "Columns as you chose them on" in words_of(
        upload("browser-of-kinds-user", text.replace("600", "601"))
    )
    assert "Columns as you chose them on" not in words_of(upload("browser-of-kinds-other", text))


def test_a_mapping_file_serves_the_page_and_one_for_opportunities_is_refused() -> None:
    app = upload("browser-of-kinds-file", SUMMARY.replace("Revenue", "Zaster", 1))
    said = 'kind = "monthly_summary"\ndecimal_mark = "."\n[columns]\nrevenue = "Zaster"\n'
    uploader = next(one for one in app.file_uploader if one.label == "A mapping file, if you have one")
    uploader.upload("mine.toml", said.encode()).run()
    assert not app.exception
    assert "Columns as mine.toml says" in words_of(app)
    assert app.session_state["import_kind_built"].evidence.columns["revenue"] == "Zaster"
    other = upload("browser-of-kinds-file2", SUMMARY)
    uploader = next(one for one in other.file_uploader if one.label == "A mapping file, if you have one")
    uploader.upload("mine.toml", b'amount = "Zaster"').run()
    assert 'begins with kind = "monthly_summary"' in words_of(other)


def test_what_is_handed_out_says_every_column() -> None:
    from simulator.evidence import read_export
    from simulator.evidence.kinds import KindChoices, dump_kind_choices, recognise
    from ui.fields import kinds_mappings

    found = recognise(read_export(LEADS.encode(), "leads.csv"))
    text = dump_kind_choices(
        kinds_mappings.whole(found, KindChoices(kind="leads", columns={"source": "Lead ID"}))
    )
    assert kind_in(text) == "leads"
    assert load_kind_choices(text, "leads").columns == {**found.columns, "source": "Lead ID"}
