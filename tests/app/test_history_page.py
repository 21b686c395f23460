"""The History page without a browser: totals, an export, overrides; nothing is taken over before it is said so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_export, sample_scenario
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of


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
    assert "852 won, 2,376 lost, 540 open" in words_of(app)
    assert plan_of(app).name == "Mine"
    app.button(key="import_use").click().run()
    assert not app.exception
    assert plan_of(app).goals[0].metric == "bookings"
    assert app.session_state["work"].evidence.counts.won == 852
    app.button(key="undo").click().run()
    assert plan_of(app).name == "Mine"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"Deal ID,Amount\n1,5\n"])
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(app: AppTest, content: bytes) -> None:
    open_page(app, "history")
    _source(app, "upload")
    before = plan_of(app)
    app.file_uploader(key="export_upload").upload("deals.csv", content).run()
    assert not app.exception
    assert "your plan is unchanged" in app.error[0].value
    assert plan_of(app) == before


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
