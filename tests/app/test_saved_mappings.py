"""A mapping confirmed once is offered for the next file with the same header, can be forgotten, and is a file too."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from simulator.evidence import MappingChoices, dump_choices, header_fingerprint, load_choices
from simulator.sample import sample_scenario
from store import Actor, Capability
from tests.app.app_parts import choose, open_page, words_of
from tests.app.open_export import OPEN
from tests.app.page_parts import open_page as open_in_browser
from tests.app.page_parts import text_of, wait_for_text
from tests.app.test_keeping_pages import ANA, visit
from tests.unit.evidence.deals import as_csv, plain_deals
from ui.kept import keeping_store

HEADER = ("ID", "Owner", "Stage", "Volume", "Created", "Closed")


def foreign(extra: int = 0) -> bytes:
    """An export whose amounts nobody recognises."""
    return as_csv(plain_deals(40 + 4 * extra)).replace(b"Amount", b"Volume", 1)


def upload(app: AppTest, content: bytes, name: str = "deals.csv") -> AppTest:
    """Choose a file on History."""
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    app.file_uploader(key="export_upload").upload(name, content).run()
    assert not app.exception
    return app


def confirmed(browser: str) -> AppTest:
    """A visitor who has named the column of the amount and used the export."""
    app = upload(visit(browser), foreign())
    next(one for one in app.selectbox if one.label == "Amount").set_value("Volume").run()
    app.button(key="import_use").click().run()
    assert not app.exception
    return app


def test_the_next_file_with_the_same_header_is_read_as_the_first_one() -> None:
    confirmed(ANA)
    app = upload(visit(ANA), foreign(3), "later.csv")
    assert "Columns as you chose them on" in words_of(app)
    assert "52 deals" in words_of(app)
    assert next(one for one in app.selectbox if one.label == "Amount").value == "Volume"
    assert not app.button(key="import_use").disabled


def test_what_is_offered_can_be_changed_and_forgotten() -> None:
    confirmed(ANA)
    app = upload(visit(ANA), foreign(2))
    next(one for one in app.selectbox if one.label == "Owner").set_value("ID").run()
    assert app.session_state["import_built"].choices.columns == {"amount": "Volume", "owner": "ID"}
    app.button(key="import_mapping_forget").click().run()
    assert not app.exception
    assert "Columns as you chose them" not in words_of(app)
    assert "No column was recognised as amount" in app.error[0].value
    again = upload(visit(ANA), foreign(4))
    assert "Columns as you chose them" not in words_of(again)


def test_nobody_else_is_offered_it() -> None:
    confirmed(ANA)
    other = upload(visit("browser-of-carla-0000000000000"), foreign(5))
    assert "Columns as you chose them" not in words_of(other)


def test_who_edits_a_shared_plan_is_offered_its_owner_s_and_a_viewer_cannot_upload() -> None:
    owner = Capability(Actor("browser-of-jon-000000000000000"))
    assert owner.actor.id is not None
    confirmed(owner.actor.id)
    store = keeping_store.store()
    saved = store.create(owner, sample_scenario())
    edit, view = (store.share(owner, saved.id, kind).token for kind in ("edit", "view"))
    editor = upload(visit("browser-of-kim-000000000000000", edit), foreign(6))
    assert "Columns as you chose them on" in words_of(editor)
    own = upload(visit("browser-of-kim-000000000000000"), foreign(7))
    assert "Columns as you chose them on" not in words_of(own)
    viewer = open_page(visit("browser-of-lea-000000000000000", view), "history")
    assert not viewer.file_uploader


def test_an_answer_is_kept_with_it() -> None:
    app = upload(visit("browser-of-dora-00000000000000"), OPEN.encode())
    choose(app, "Which day is 01/02/2025? Nothing in the file decides it", "day_first")
    choose(app, "How much is 1.234? Nothing in the file decides it", ",")
    app.button(key="import_use").click().run()
    later = upload(visit("browser-of-dora-00000000000000"), OPEN.replace("2.500", "3.500").encode())
    assert not later.button(key="import_use").disabled
    assert "18.7 k €" in words_of(later)


def test_a_mapping_this_release_cannot_read_is_as_if_there_were_none() -> None:
    who = Capability(Actor("browser-of-eve-000000000000000"))
    keeping_store.store().save_mapping(who, header_fingerprint(HEADER), "= broken")
    app = upload(visit("browser-of-eve-000000000000000"), foreign())
    assert not app.exception
    assert "Columns as you chose them" not in words_of(app)


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_mapping_file_is_read_on_the_page(ending: str) -> None:
    choices = MappingChoices(columns={"amount": "Volume"}, names={"Ana": "Anna"})
    text = (
        dump_choices(choices)
        if ending == "toml"
        else json.dumps({"amount": "Volume", "names": {"Ana": "Anna"}})
    )
    app = upload(visit(f"browser-of-fay-00000000000-{ending}"), foreign())
    box = next(one for one in app.file_uploader if one.label == "A mapping file, if you have one")
    box.upload(f"mine.{ending}", text.encode()).run()
    assert not app.exception
    assert f"Columns as mine.{ending} says" in words_of(app)
    built = app.session_state["import_built"]
    assert {rep.name for rep in built.evidence.company.reps} == {"Anna", "Ben"}
    assert load_choices(dump_choices(built.choices)) == choices


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("amount = ", "TOML"),
        ('amount = "Nowhere"', "no such column"),
        ('colour = "x"', "colour"),
        ("a." * 60_000 + "b = 1", "The mapping file"),
    ],
)
def test_a_mapping_file_that_is_none_says_why(text: str, sentence: str) -> None:
    app = upload(visit("browser-of-gus-000000000000000"), foreign())
    box = next(one for one in app.file_uploader if one.label == "A mapping file, if you have one")
    box.upload("mine.toml", text.encode()).run()
    assert not app.exception
    assert sentence in words_of(app)


def test_a_slip_is_counted_as_one_where_somebody_says_so_and_next_time_too() -> None:
    rows = [{**row, "Owner": "Anna Schmidt"} for row in plain_deals()]
    rows[5]["Owner"] = "Anna Shmidt"
    browser = "browser-of-ida-000000000000000"
    app = upload(visit(browser), as_csv(rows))
    box = next(one for one in app.multiselect if one.label.startswith("Names that may be one"))
    assert box.options == ["Anna Shmidt is Anna Schmidt"]
    assert len(app.session_state["import_built"].evidence.company.reps) == 2
    box.set_value(["Anna Shmidt"]).run()
    assert not app.exception
    assert len(app.session_state["import_built"].evidence.company.reps) == 1
    app.button(key="import_use").click().run()
    later = upload(visit(browser), as_csv(rows[:-1]))
    assert len(later.session_state["import_built"].evidence.company.reps) == 1
    assert not later.multiselect


def test_what_is_handed_out_names_every_column() -> None:
    confirmed("browser-of-hal-000000000000000")
    who = Capability(Actor("browser-of-hal-000000000000000"))
    kept = keeping_store.store().mapping(who, header_fingerprint(HEADER))
    assert kept is not None
    assert load_choices(kept.document).columns == {
        "id": "ID", "owner": "Owner", "stage": "Stage", "amount": "Volume", "created": "Created", "closed": "Closed",
    }  # fmt: skip


def test_a_second_upload_in_a_browser_is_offered_the_first_one_s_columns(
    server: str, browser_page: Page
) -> None:
    for number in (0, 1):
        open_in_browser(browser_page, f"{server}/history")
        browser_page.get_by_text("Upload an export").click()
        chooser = browser_page.locator(".st-key-export_upload input[type=file]")
        content = OPEN.replace("2.500", f"{number + 2}.500").encode()
        chooser.set_input_files({"name": "deals.csv", "mimeType": "text/csv", "buffer": content})
        wait_for_text(browser_page, ".st-key-import_preview", "4 deals")
        offered = browser_page.get_by_text("Columns as you chose them on")
        if number == 0:
            assert offered.count() == 0
            preview = browser_page.locator(".st-key-import_preview")
            preview.get_by_text("1 Feb 2025", exact=True).click()
            wait_for_text(browser_page, ".st-key-import_preview", "as of 6 Apr 2025")
            preview.get_by_text("1,234", exact=True).click()
            wait_for_text(browser_page, ".st-key-import_preview", "sum to 17,734 €")
            browser_page.get_by_role("button", name="Use this").click()
            wait_for_text(browser_page, ".st-key-frame", "From deals.csv")
        else:
            offered.wait_for()
            assert "18,734 €" in text_of(browser_page.locator(".st-key-import_preview"))
