"""The History page without a browser: totals, an export, overrides; nothing is taken over before it is said so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from exports import table_csv
from simulator.evidence import EvidenceError
from simulator.sample import sample_export, sample_scenario
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.app.open_export import OPEN
from tests.unit.evidence.deals import as_csv, plain_deals
from ui.fields import import_progress, import_tables
from ui.screens.history_cleaning import cleaning_frame

_ROWS = plain_deals(80)
_ROWS[0]["Amount"], _ROWS[3]["Closed"], _ROWS[4]["Closed"] = "$1,000.00", "2027-01-01", ""
_ROWS[9]["ID"] = _ROWS[8]["ID"]
DIRTY = as_csv(_ROWS)
"""An amount with a sign, an open deal with a close date, a won one without, an id twice."""


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def test_typed_totals_become_a_plan_only_when_said_so(app: AppTest) -> None:
    open_page(app, "history")
    _source(app, "totals")
    before = plan_of(app)
    for name, typed in {"calls": "7,200", "appointments": "1,080", "sales": "2,000"}.items():
        app.text_input(key=f"totals.{name}").set_value(typed)
    app.run()
    assert "each step must not exceed the one before" in words_of(app)
    app.text_input(key="totals.sales").set_value("360").run()
    assert "15 %** of calls become appointments" in words_of(app)
    assert plan_of(app) == before
    app.button(key="totals_use").click().run()
    assert not app.exception
    rate = plan_of(app).teams[0].stages[1].rate
    assert (rate.successes, rate.trials) == (360.0, 1080.0)
    app.button(key="undo").click().run()
    assert plan_of(app) == before


def _source(app: AppTest, name: str) -> None:
    choose(app, "Where the numbers come from", name)
    assert not app.exception


def test_an_export_is_previewed_before_it_is_used(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(goals=(), name="Mine"))
    open_page(app, "history")
    _source(app, "upload")
    app.file_uploader(key="export_upload").upload("deals.csv", sample_export()).run()
    assert not app.exception
    words = words_of(app)
    assert "deals.csv: 3,768 deals, 111 M € in total, no row left out" in words
    assert "852 won, 2,376 lost, 540 open" in words
    read_as = next(one.value for one in app.caption if one.value.startswith("Read as"))
    assert "UTF-8, separated by commas; header in row 1" in read_as
    assert plan_of(app).name == "Mine"
    app.button(key="import_use").click().run()
    assert not app.exception
    assert plan_of(app).goals[0].metric == "bookings"
    assert app.session_state["work"].evidence.counts.won == 852
    app.button(key="undo").click().run()
    assert plan_of(app).name == "Mine"


def test_what_nothing_in_the_file_decides_is_asked_before_it_can_be_used(app: AppTest) -> None:
    open_page(app, "history")
    _source(app, "upload")
    app.file_uploader(key="export_upload").upload("deals.csv", OPEN.encode()).run()
    assert not app.exception
    words = words_of(app)
    assert (
        "4 deals, 17.7 k € in total, 2 rows left out (1: an id listed before; 1: a total of other rows)"
        in words
    )
    assert "sum to **17,734 €**, those of won deals to 3,734 €" in words
    assert "header in row 3" in next(one.value for one in app.caption if one.value.startswith("Read as"))
    assert app.button(key="import_use").disabled
    assert "Answer the questions above first" in words
    before = app.session_state["import_built"].evidence.as_of
    choose(app, "Which day is 01/02/2025? Nothing in the file decides it", "day_first")
    assert app.session_state["import_built"].evidence.as_of != before
    assert app.button(key="import_use").disabled
    choose(app, "How much is 1.234? Nothing in the file decides it", ".")
    assert "sum to **17.73 €**" in words_of(app)
    choose(app, "How much is 1.234? Nothing in the file decides it", ",")
    assert "sum to **17,734 €**" in words_of(app)
    assert not app.button(key="import_use").disabled
    assert "Answer the" not in words_of(app)
    app.button(key="import_use").click().run()
    assert not app.exception
    kept = app.session_state["work"].evidence
    assert kept.as_of.isoformat() == "2025-04-06"
    assert kept.intake.unanswered == ()


def test_a_file_read_once_is_not_read_again_and_reaches_no_other_visitor(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(app, "history")
    _source(app, "upload")
    app.file_uploader(key="export_upload").upload("deals.csv", sample_export()).run()
    assert "3,768 deals" in words_of(app)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(import_tables, "read_upload", never)
    app.text_input(key="import_target").set_value("6 M").run()
    assert not app.exception
    assert "3,768 deals" in words_of(app)
    monkeypatch.undo()
    import_tables.TABLES.clear()  # what fell off the shelf is read again from the upload
    app.text_input(key="import_target").set_value("7 M").run()
    assert "3,768 deals" in words_of(app)


def test_columns_are_chosen_below_the_answer(app: AppTest) -> None:
    open_page(app, "history")
    _source(app, "upload")
    content = OPEN.replace("Amount", "Volume").replace("/2025", "/2024").encode()
    app.file_uploader(key="export_upload").upload("deals.csv", content).run()
    assert "No column was recognised as amount" in app.error[0].value
    box = next(one for one in app.selectbox if one.label == "Amount")
    box.set_value("Volume").run()
    assert not app.exception
    assert "4 deals, 17.7 k € in total" in words_of(app)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"Deal ID,Amount\n1,5\n"])
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(app: AppTest, content: bytes) -> None:
    open_page(app, "history")
    _source(app, "upload")
    before = plan_of(app)
    app.file_uploader(key="export_upload").upload("deals.csv", content).run()
    assert not app.exception
    assert "your plan is unchanged" in app.error[0].value
    assert plan_of(app) == before


def test_what_to_measure_next_stands_with_its_figure_and_every_number_has_a_grade(app: AppTest) -> None:
    open_page(app, "history")
    words = words_of(app)
    assert "What to measure next" in [one.value for one in app.subheader]
    assert "would halve that" in words
    assert "what we do not know yet, and measuring can take that away" in words
    open_page(app, "target")
    assert any(
        "measure next: " in one.label and "of the odds hang on it" in one.label for one in app.expander
    )


def test_a_benchmark_needs_its_source(app: AppTest) -> None:
    open_page(app, "history")
    key = next(one.key for one in app.text_input if one.key and one.key.startswith("override"))
    assert key is not None
    stem = key.rsplit(".", 1)[0]
    app.selectbox(key=f"{stem}.row").set_value(2).run()
    app.text_input(key=f"{stem}.value").set_value("30")
    app.selectbox(key=f"{stem}.grade").set_value("benchmark")
    app.button(key=f"{stem}.go").click().run()
    assert "needs its source" in words_of(app)
    app.text_input(key=f"{stem}.reason").set_value("trade survey 2026")
    app.button(key=f"{stem}.go").click().run()
    rate = plan_of(app).teams[0].stages[1].rate
    assert (rate.grade, rate.source) == ("benchmark", "trade survey 2026")


def test_an_override_needs_a_reason_and_becomes_a_guess(app: AppTest) -> None:
    open_page(app, "history")
    key = next(one.key for one in app.text_input if one.key and one.key.startswith("override"))
    assert key is not None
    stem = key.rsplit(".", 1)[0]
    app.selectbox(key=f"{stem}.row").set_value(2).run()
    app.text_input(key=f"{stem}.value").set_value("30")
    app.button(key=f"{stem}.go").click().run()
    assert "needs a reason" in words_of(app)
    app.text_input(key=f"{stem}.reason").set_value("new price list")
    app.button(key=f"{stem}.go").click().run()
    rate = plan_of(app).teams[0].stages[1].rate
    assert (rate.mean, rate.grade, rate.source) == (0.3, "guess", "new price list")


def test_reading_that_was_stopped_can_be_taken_up_again(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(app, "history")
    _source(app, "upload")

    def stopped(*_: object, **__: object) -> None:
        raise EvidenceError(import_progress.STOPPED)

    monkeypatch.setattr(import_tables, "read_upload", stopped)
    app.file_uploader(key="export_upload").upload("deals.csv", sample_export()).run()
    assert "Reading it was stopped" in app.error[0].value
    monkeypatch.undo()
    app.run()
    assert "Reading it was stopped" in app.error[0].value
    app.button(key="import_again").click().run()
    assert not app.exception
    assert "3,768 deals" in words_of(app)


def test_what_was_cleaned_is_a_table_before_and_after_it_is_used(app: AppTest) -> None:
    open_page(app, "history")
    _source(app, "upload")
    app.file_uploader(key="export_upload").upload("deals.csv", DIRTY).run()
    assert not app.exception
    expected = "What was cleaned: 4 kinds of change, 2 rows left out"
    assert [one.label for one in app.expander if one.label.startswith("What was cleaned")] == [expected]
    app.button(key="import_use").click().run()
    assert [one.label for one in app.expander if one.label.startswith("What was cleaned")] == [expected]
    assert any(one.label.startswith("Worth knowing about this history") for one in app.expander)
    frame = cleaning_frame(app.session_state["work"].evidence.cleaning)
    assert list(frame.columns) == ["What", "Done", "Rows", "Column", "Examples"]
    assert list(frame["Done"]) == ["left out", "left out", "changed", "changed"]
    assert frame["Examples"].tolist()[2] == "row 2: $1,000.00 → 1000"
    assert table_csv(frame.replace("$1", "=1", regex=True)).decode("utf-8-sig").count("\n=") == 0
