"""The Trust page without a browser: the answer first, nothing by itself, a widening only when somebody presses."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.backtest import MonthlyTable, Replay, backtest_series
from simulator.sample import sample_evidence, sample_export
from simulator.scenario import Widening
from simulator.series import MonthlySeries
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.unit.backtest.folds import monthly
from ui.computing import replays, runs
from ui.state import Work
from ui.visitors import money_hidden


def _too_narrow() -> Replay:
    """A replay whose monthly ranges of 100 ± 10 held every second time."""
    from simulator.backtest.scoring import replay_of

    return replay_of(monthly([100.0, 130.0] * 30), "sample", "deals", "EUR")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A visitor who has just arrived, where a replay takes no time."""
    replays.REPLAYS.clear()
    monkeypatch.setattr(replays, "backtest", lambda *_, **__: _too_narrow())
    return arrive()


def _headline(app: AppTest) -> str:
    return str(app.header[0].value)


def test_nothing_is_computed_before_somebody_asks(app: AppTest) -> None:
    open_page(app, "trust")
    assert not app.exception
    assert _headline(app) == "Was it right before? The past replayed"
    assert app.button(key="trust_replay").label == "Replay the past"
    assert replays.kept(replays.sample_past()) is None


def test_one_click_shows_the_answer_first(app: AppTest) -> None:
    open_page(app, "trust")
    app.button(key="trust_replay").click().run()
    assert not app.exception
    assert _headline(app) == (
        "Of 60 forecasts, 8-in-10 ranges held 30 times: less often than they should; they were too narrow."
    )
    assert "8-in-10 ranges for the next month were too narrow" in words_of(app)
    assert next(one.label for one in app.metric) == "8-in-10 ranges held"
    app.run()
    assert "Of 60 forecasts" in _headline(app), "what was replayed is kept"


def test_the_plan_is_widened_only_when_somebody_presses_and_undo_takes_it_back(app: AppTest) -> None:
    open_page(app, "trust")
    app.button(key="trust_replay").click().run()
    assert plan_of(app).widening is None
    app.button(key="widening.apply").click().run()
    assert not app.exception
    found = plan_of(app).widening
    assert found is not None
    assert found.factor == _too_narrow().widening.factor > 1
    assert "held 30 of 60 times" in str(found.source)
    assert "widening.apply" not in [one.key for one in app.button]
    app.button(key="undo").click().run()
    assert plan_of(app).widening is None
    app.button(key="redo").click().run()
    app.button(key="widening.remove").click().run()
    assert plan_of(app).widening is None


def test_a_widening_stays_visible_with_what_it_rests_on(app: AppTest) -> None:
    plan = plan_of(app).changed(widening=Widening(factor=1.4, source="last year's replay"))
    app.session_state["work"] = Work(plan, evidence=sample_evidence())
    open_page(app, "trust")
    app.button(key="trust_replay").click().run()
    assert "×1.4" in words_of(app)
    assert "last year's replay" in words_of(app)


def test_a_plan_without_history_offers_the_sample_company(app: AppTest) -> None:
    put_plan(app, plan_of(app).changed(name="Mine"))
    open_page(app, "trust")
    assert not app.exception
    assert "rests on no history" in words_of(app)
    app.button(key="past_sample").click().run()
    assert not app.exception
    assert "Of 60 forecasts" in _headline(app), "one click to a whole page"


def test_an_uploaded_export_is_replayed_deal_by_deal(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def note(past: object, **_: object) -> Replay:
        seen.append(past)
        return _too_narrow()

    monkeypatch.setattr(replays, "backtest", note)
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    data = sample_export().replace(b"Direct", b"Straight")
    app.file_uploader(key="export_upload").upload("deals.csv", data).run()
    app.button(key="import_use").click().run()
    open_page(app, "trust")
    assert "deal by deal on 3,768 deals" in words_of(app)
    app.button(key="trust_replay").click().run()
    assert [type(one).__name__ for one in seen] == ["PastDeals"]


def test_without_the_deals_the_monthly_bookings_are_replayed() -> None:
    evidence = sample_evidence()
    replays.DEALS.clear()
    other = type(evidence)(**{**evidence.__dict__, "source": "another file"})
    found = replays._bookings(other)
    assert isinstance(found, MonthlyTable)
    assert found.series.last_month == "2026-12"
    assert found.series.values[-1] == evidence.monthly[-1].bookings
    assert backtest_series(found.series, n_trials=50).folds


HISTORY = "month,bookings\n" + "".join(
    f"20{19 + at // 12}-{at % 12 + 1:02d},{1000 + at}\n" for at in range(30)
)


def test_another_history_is_replayed_and_the_plan_stays(app: AppTest) -> None:
    open_page(app, "trust")
    before = plan_of(app)
    choose(app, "Whose past", "file")
    assert not app.exception
    app.file_uploader(key="past_upload").upload("history.csv", HISTORY.encode()).run()
    assert not app.exception
    assert "month by month on bookings of 30 months" in words_of(app)
    app.button(key="trust_replay").click().run()
    assert "Of 60 forecasts" in _headline(app)
    assert "widening.apply" not in [one.key for one in app.button]
    assert plan_of(app) == before


def test_columns_are_asked_for_where_several_could_be_meant(app: AppTest) -> None:
    open_page(app, "trust")
    choose(app, "Whose past", "file")
    rows = HISTORY.replace("month,bookings", "month,bookings,orders").replace("\n20", ",7\n20").splitlines()
    text = "\n".join([rows[0].removesuffix(",7"), *rows[1:-1], f"{rows[-1]},7"]) + "\n"
    app.file_uploader(key="past_upload").upload("history.csv", text.encode()).run()
    assert not app.exception
    assert "could be the value" in app.error[0].value
    next(one for one in app.selectbox if one.label == "Column with the value").set_value("bookings").run()
    assert not app.error
    assert "on bookings of 30 months" in words_of(app)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n", b"month,y\n2020-01,-5\n2020-02,1\n"])
def test_a_file_that_cannot_be_replayed_says_why(app: AppTest, content: bytes) -> None:
    open_page(app, "trust")
    choose(app, "Whose past", "file")
    app.file_uploader(key="past_upload").upload("history.csv", content).run()
    assert not app.exception
    assert "cannot be replayed yet" in app.error[0].value


def test_a_history_too_short_is_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "backtest", lambda past, **_: backtest_series(past.series))
    open_page(app, "trust")
    choose(app, "Whose past", "file")
    app.file_uploader(key="past_upload").upload(
        "history.csv", "\n".join(HISTORY.splitlines()[:8]).encode()
    ).run()
    app.button(key="trust_replay").click().run()
    assert not app.exception
    assert "a replay needs at least 13" in app.info[0].value


def test_hidden_money_leaves_shares_and_no_amount(app: AppTest) -> None:
    open_page(app, "trust")
    app.button(key="trust_replay").click().run()
    app.session_state[money_hidden._HIDDEN] = True
    app.session_state["trust_more"] = True
    app.run()
    assert not app.exception
    assert "Of 60 forecasts" in _headline(app)
    assert "lay outside their 8-in-10 range" not in words_of(app)
    frames = " ".join(one.value.to_csv() for one in app.dataframe)
    assert "130" not in frames
    assert "€" not in words_of(app) + frames


def test_a_long_replay_can_be_stopped(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told after every cut-off; what it raises ends the replay and nothing is kept."""

    def long(past: object, *, progress: object, **_: object) -> Replay:
        assert callable(progress)
        progress(1, 2)
        return _too_narrow()

    asked: list[int] = []
    monkeypatch.setattr(replays, "backtest", long)
    monkeypatch.setattr(runs, "stop_if_asked", lambda *_: asked.append(1))
    open_page(app, "trust")
    app.button(key="trust_replay").click().run()
    assert asked
    series = MonthlySeries("2019-01", tuple(float(100 + at) for at in range(20)))

    class _StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 8)
        raise _StoppedError

    with pytest.raises(_StoppedError):
        backtest_series(series, n_trials=50, progress=stop)
