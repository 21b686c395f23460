"""Tables beside an export on History: joined by name, told, used as groups and tenure; steps can be stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from simulator.backtest import past_deals
from simulator.evidence import MappingChoices, read_export
from simulator.sample import sample_scenario
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.unit.evidence.deals import as_csv, plain_deals
from ui.computing import fitting, runs
from ui.fields import import_progress, imports
from ui.fields.import_beside import Tables

DEALS = as_csv(
    [{**row, "Product": ("GTXPro", "MG Special")[at % 2]} for at, row in enumerate(plain_deals(100))]
)
PRODUCTS = b"Product,Series\nGTX Pro,GTX\nMG Special,MG\nMG Two,MG\nGTX Two,GTX\n"
PEOPLE = b"Employee,Hire date,Office\nANA,2020-01-06,North\nBen,2021-01-06,South\nCy,2025-01-01,South\n"


@pytest.fixture
def app() -> AppTest:
    """A visitor who is about to upload a file."""
    app = arrive()
    put_plan(app, sample_scenario().changed(name="Mine"))
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    return app


def upload(app: AppTest, *beside: tuple[str, bytes]) -> str:
    app.file_uploader(key="export_upload").upload("deals.csv", DEALS).run()
    if beside:
        uploader = next(one for one in app.file_uploader if one.label.startswith("Tables to stand"))
        for name, content in beside:
            uploader = uploader.upload(name, content)
        uploader.run()
    assert not app.exception
    return words_of(app)


def test_a_table_beside_gives_names_and_groups_before_anything_is_used(app: AppTest) -> None:
    words = upload(app, ("products.csv", PRODUCTS))
    assert "products.csv stands beside the deals: 2 of 2 products meet by name, 1 of them" in words
    evidence = app.session_state["import_built"].evidence
    assert "series" in {one.label for one in evidence.segments}
    assert plan_of(app).name == "Mine"
    app.button(key="import_use").click().run()
    assert not app.exception
    assert "series" in {one.label for one in app.session_state["work"].evidence.segments}


def test_a_roster_beside_gives_people_their_tenure_unless_it_shall_not(app: AppTest) -> None:
    words = upload(app, ("people.csv", PEOPLE))
    assert "2 have their tenure from the roster" in words
    app.button(key="import_use").click().run()
    assert {rep.name: rep.tenure_months for rep in plan_of(app).teams[0].reps}["ANA"] > 60


def test_the_roster_s_tenure_can_be_left_out(app: AppTest) -> None:
    upload(app, ("people.csv", PEOPLE))
    next(one for one in app.checkbox if one.label.startswith("People's tenure")).uncheck().run()
    app.button(key="import_use").click().run()
    assert {rep.name: rep.tenure_months for rep in plan_of(app).teams[0].reps}["ANA"] < 60


def test_a_table_that_does_not_belong_says_so_and_nothing_can_be_used(app: AppTest) -> None:
    upload(app, ("colours.csv", b"Colour,Shape\nred,round\nblue,square\n"))
    assert "no column that lists names of the deals" in app.error[0].value
    assert not [one for one in app.button if one.key == "import_use"]


def test_measuring_stops_at_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = past_deals

    def stopping(*given: object) -> object:
        step = given[3]
        assert callable(step)

        def until(what: str) -> None:
            seen.append(what)
            step(what)
            if what == "reading amounts":
                raise KeyboardInterrupt  # as Streamlit ends a run: past every `except Exception`

        return real(given[0], given[1], given[2], until)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(imports, "past_deals", stopping)
    with pytest.raises(KeyboardInterrupt):
        imports._build(read_export(DEALS, "deals.csv"), MappingChoices(), None, Tables())
    assert seen == ["reading dates", "reading amounts"]


def test_a_stopped_measuring_says_so_and_goes_on_when_asked(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_progress, "SHOWN_AFTER_SECONDS", 0.0)
    marks: list[tuple[Callable[[str], None], str]] = []
    real = import_progress.steps

    def remembered(rows: int, stop: Callable[[str], None], mark: str) -> object:
        marks.append((stop, mark))
        return real(rows, stop, mark)

    monkeypatch.setattr(import_progress, "steps", remembered)
    upload(app)
    (_, mark), *_ = marks
    app.session_state["import_stopped"] = mark
    app.session_state["import_built"] = None
    app.run()
    assert "Measuring it was stopped." in app.error[0].value
    app.button(key="import_measure_again").click().run()
    assert not app.exception
    assert "100 deals" in words_of(app)


def test_the_second_opinion_s_fit_ends_where_the_visitor_moves_on(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0

    def asked(*_: int) -> None:
        nonlocal steps
        steps += 1
        if steps == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(runs, "stop_if_asked", asked)
    plan = sample_scenario()
    opinion = plan.second_opinion
    assert opinion is not None
    other = plan.changed(second_opinion=opinion.changed(values=tuple(1.5 * one for one in opinion.values)))
    with pytest.raises(KeyboardInterrupt):
        fitting.fit_first(other)
    assert steps == 3
