"""Every page without a browser: what it says, what its fields do, and that nothing entered is lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from simulator.sample import sample_scenario
from simulator.scenario import Policy, Scenario
from tests.app.server_process import ROOT
from ui.state import Work

PAGES = ["target", "history", "growth", "team", "goals"]


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=60).run()


def _open(app: AppTest, page: str) -> AppTest:
    return app.switch_page(f"../pages/{page}.py").run()


def _plan(app: AppTest) -> Scenario:
    work: Work = app.session_state["work"]
    return work.scenario


def _words(app: AppTest) -> str:
    """Everything in markdown on the page, without escapes and invisible joiners."""
    return (
        "\n".join(one.value for one in [*app.header, *app.markdown])
        .replace("\\", "")
        .replace("\u2060", "")
        .replace("\u00a0", " ")
    )


def _choose(app: AppTest, label: str, option: str) -> None:
    groups = [one for one in app.get("button_group") if isinstance(one, ButtonGroup)]
    next(one for one in groups if one.label == label).set_value(option).run()


def _with(app: AppTest, plan: Scenario) -> AppTest:
    app.session_state["work"] = Work(plan)
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_and_says_its_answer_first(app: AppTest, page: str) -> None:
    _open(app, page)
    assert not app.exception
    assert not app.error
    assert len(app.header[0].value) > 20


def test_the_verdict_is_word_icon_and_colour_with_its_bands(app: AppTest) -> None:
    words = _words(app)
    assert ":orange-background[:orange[:material/change_history: STRETCH · about 25 %]]" in words
    assert "realistic from 60 %, unreachable under 10 %" in words
    assert "All 4 goals together" in words


def test_a_moved_lever_changes_every_number_and_keeps_the_plan(app: AppTest) -> None:
    before = _plan(app)
    slider = app.select_slider[0]
    slider.set_value(8).run()
    assert not app.exception
    words = _words(app)
    assert _plan(app) == before
    assert "STRETCH · about 25 %" in words
    assert "→ :green-background[:green[:material/check_circle: REALISTIC" in words
    captions = " ".join(one.value for one in app.caption)
    assert captions.count("plan ") >= 3
    assert "1 lever moved, not kept" in words


def test_reset_keep_undo_and_redo(app: AppTest) -> None:
    start = _plan(app)
    app.select_slider[0].set_value(4).run()
    app.button(key="reset").click().run()
    assert app.session_state["work"].moved == ()
    app.button(key="undo").click().run()
    assert len(app.session_state["work"].moved) == 1
    assert app.select_slider[0].value == 4

    app.button(key="keep").click().run()
    assert len(_plan(app).adjustments) == 1
    assert app.session_state["work"].moved == ()
    assert app.select_slider[0].value == 0

    app.button(key="undo").click().run()
    assert _plan(app) == start
    app.button(key="redo").click().run()
    assert len(_plan(app).adjustments) == 1


def test_an_edit_survives_other_pages_and_changes_the_verdict(app: AppTest) -> None:
    _open(app, "goals")
    target = next(one for one in app.text_input if one.label == "Target")
    target.set_value("1 M").run()
    assert _plan(app).goals[0].threshold == 1e6
    _open(app, "team")
    _open(app, "target")
    assert "New bookings of at least 1 M €" in _words(app)
    assert "REALISTIC" in _words(app)
    _open(app, "goals")
    assert next(one for one in app.text_input if one.label == "Target").value == "1,000,000"


NUMBERS = {"team": 12, "growth": 19, "goals": 6}


@pytest.mark.parametrize("page", NUMBERS)
@pytest.mark.parametrize("typed", ["nan", "inf", "many", "-1e300"])
def test_every_number_refuses_what_it_cannot_take_and_keeps_it_in_sight(
    app: AppTest, page: str, typed: str
) -> None:
    _open(app, page)
    before = _plan(app)
    keys = [one.key for one in app.text_input if one.key and "#" in one.key and _is_number(one.value)]
    assert len(keys) >= NUMBERS[page]
    for key in keys:
        app.text_input(key=key).set_value(typed)
    app.run()
    assert not app.exception
    assert _plan(app) == before
    sentences = [one for one in _words(app).split("\n") if one.startswith(":red[:material/error:")]
    assert len(sentences) >= len(keys)
    assert all(f"= {typed}:" in one and "The plan keeps its old value." in one for one in sentences)
    assert all(app.text_input(key=key).value == typed for key in keys)

    _open(app, "history")
    _open(app, page)
    assert [app.text_input(key=key).value for key in keys] == [typed] * len(keys)


def _is_number(value: str | None) -> bool:
    return value is not None and value.replace(",", "").replace(".", "").isdigit()


def test_a_good_value_after_a_bad_one_is_taken_and_the_sentence_goes(app: AppTest) -> None:
    _open(app, "growth")
    field = next(one for one in app.text_input if one.key and one.key.startswith("growth.volume.mean"))
    field.set_value("-200").run()
    assert "must be between -0.95 and 10" in _words(app)
    field.set_value("12 %").run()
    assert _plan(app).growth.volume.mean == 0.12
    assert ":material/error:" not in _words(app)


def test_another_interval_tells_the_same_growth(app: AppTest) -> None:
    _open(app, "growth")
    _choose(app, "All growth is per", "month")
    growth = _plan(app).growth
    assert growth.interval == "month"
    assert (1 + growth.volume.mean) ** 12 == pytest.approx(1.05, rel=1e-6)


def test_a_goal_is_added_with_a_sentence_for_a_bad_target_and_removed(app: AppTest) -> None:
    _open(app, "goals")
    key = next(
        one.key
        for one in app.text_input
        if one.key and one.key.endswith(".target") and one.key.startswith("new_goal")
    )
    assert key is not None
    stem = key.removesuffix(".target")
    app.text_input(key=key).set_value("lots")
    app.button(key=f"{stem}.add").click().run()
    assert "New goal = lots: is not a number" in _words(app)
    assert len(_plan(app).goals) == 4
    assert app.text_input(key=key).value == "lots"

    app.text_input(key=key).set_value("2 M")
    app.text_input(key=f"{stem}.name").set_value("Second")
    app.button(key=f"{stem}.add").click().run()
    assert [goal.name for goal in _plan(app).goals][-1] == "Second"

    remove = next(one for one in app.button if one.key and one.key.startswith("remove4"))
    remove.click().run()
    assert len(_plan(app).goals) == 4
    app.button(key="undo").click().run()
    assert len(_plan(app).goals) == 5


def test_without_a_goal_the_target_page_says_what_to_do(app: AppTest) -> None:
    _with(app, sample_scenario().changed(goals=()))
    assert not app.exception
    assert "No goal yet" in _words(app)
    _open(app, "goals")
    assert not app.exception


def test_a_preset_carries_its_source_and_a_hand_set_band_does_not(app: AppTest) -> None:
    _open(app, "goals")
    _choose(app, "Presets", "Board")
    policy = _plan(app).policy
    assert (policy.realistic_at_least, policy.unreachable_below) == (0.8, 0.2)
    assert policy.source is not None
    assert "board" in policy.source
    field = next(one for one in app.text_input if one.key and one.key.startswith("policy.realistic"))
    field.set_value("75").run()
    assert _plan(app).policy == Policy(realistic_at_least=0.75, unreachable_below=0.2, source="set by hand")


def test_a_borderline_verdict_offers_more_futures_and_uses_them(app: AppTest) -> None:
    plan = sample_scenario().changed(policy=Policy(realistic_at_least=0.2475, unreachable_below=0.1))
    _with(app, plan)
    assert "borderline" in _words(app)
    app.button(key="more_trials").click().run()
    assert "from 40,000 simulated futures" in " ".join(one.value for one in app.caption).replace("\\", "")


def test_typed_totals_become_a_plan_only_when_said_so(app: AppTest) -> None:
    _open(app, "history")
    _source(app, "totals")
    before = _plan(app)
    for name, typed in {"calls": "7,200", "appointments": "1,080", "sales": "2,000"}.items():
        app.text_input(key=f"totals.{name}").set_value(typed)
    app.run()
    assert "each step must not exceed the one before" in _words(app)
    app.text_input(key="totals.sales").set_value("360").run()
    assert "15 %** of calls become appointments" in _words(app)
    assert _plan(app) == before
    app.button(key="totals_use").click().run()
    assert not app.exception
    rate = _plan(app).teams[0].stages[1].rate
    assert (rate.successes, rate.trials) == (360.0, 1080.0)
    app.button(key="undo").click().run()
    assert _plan(app) == before


def _source(app: AppTest, name: str) -> None:
    _choose(app, "Where the numbers come from", name)
    assert not app.exception


def test_an_export_is_previewed_before_it_is_used(app: AppTest) -> None:
    from simulator.sample import sample_export

    _with(app, sample_scenario().changed(goals=(), name="Mine"))
    _open(app, "history")
    _source(app, "upload")
    app.file_uploader(key="export_upload").upload("deals.csv", sample_export()).run()
    assert not app.exception
    assert "852 won, 2,376 lost, 540 open" in _words(app)
    assert _plan(app).name == "Mine"
    app.button(key="import_use").click().run()
    assert not app.exception
    assert _plan(app).goals[0].metric == "bookings"
    assert app.session_state["work"].evidence.counts.won == 852
    app.button(key="undo").click().run()
    assert _plan(app).name == "Mine"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"Deal ID,Amount\n1,5\n"])
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(app: AppTest, content: bytes) -> None:
    _open(app, "history")
    _source(app, "upload")
    before = _plan(app)
    app.file_uploader(key="export_upload").upload("deals.csv", content).run()
    assert not app.exception
    assert "your plan is unchanged" in app.error[0].value
    assert _plan(app) == before


def test_an_override_needs_a_reason_and_becomes_a_guess(app: AppTest) -> None:
    _open(app, "history")
    key = next(one.key for one in app.text_input if one.key and one.key.startswith("override"))
    assert key is not None
    stem = key.rsplit(".", 1)[0]
    app.selectbox(key=f"{stem}.row").set_value(2).run()
    app.text_input(key=f"{stem}.value").set_value("30")
    app.button(key=f"{stem}.go").click().run()
    assert "needs a reason" in _words(app)
    app.text_input(key=f"{stem}.reason").set_value("new price list")
    app.button(key=f"{stem}.go").click().run()
    rate = _plan(app).teams[0].stages[1].rate
    assert (rate.mean, rate.grade, rate.source) == (0.3, "guess", "new price list")


def test_a_renamed_team_keeps_its_goals_and_initiatives(app: AppTest) -> None:
    _open(app, "team")
    field = next(one for one in app.text_input if one.label == "Name of the team")
    field.set_value("Field").run()
    assert not app.exception
    plan = _plan(app)
    assert plan.team_names[0] == "Field"
    assert plan.goals[1].scope == "Field"
    assert plan.initiatives[0].teams == ("Field",)


def test_presenting_shows_the_answer_alone(app: AppTest) -> None:
    app.query_params["present"] = "1"
    app.run()
    assert not app.exception
    assert "STRETCH" in _words(app)
    assert not app.select_slider
    app.button(key="present1").click().run()
    assert "Direct of at least 3.9 M €" in _words(app)
