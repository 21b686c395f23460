"""The Growth page says what the months show, and takes it over into the plan as one edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from simulator.evidence import Evidence
from simulator.evidence.measured_series import SeriesFound
from simulator.sample import sample_evidence
from simulator.scenario import Growth, Market, Scenario
from simulator.series import MonthlySeries, fit_series
from tests.app.app_parts import arrive, open_page, plan_of, words_of
from ui.state import Work


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived and looks at Growth."""
    visitor = arrive()
    open_page(visitor, "growth")
    return visitor


def begin_with(app: AppTest, plan: Scenario, evidence: Evidence | None = None) -> None:
    app.session_state["work"] = Work(plan, evidence=evidence or sample_evidence())
    app.run()


def press(app: AppTest, key: str) -> None:
    next(one for one in app.button if one.key == key).click().run()
    assert not app.exception


def test_growth_is_shown_with_its_range_and_a_season_refused_with_its_reason(app: AppTest) -> None:
    assert "What history says" in [one.value for one in app.subheader]
    assert "a year, give or take" in words_of(app)
    captions = " ".join(one.value for one in app.caption)
    assert "Measured over 36 months" in captions
    assert "Seasonality not claimed: 36 months" in captions


def test_measured_growth_is_taken_over_and_undone(app: AppTest) -> None:
    before = plan_of(app).growth
    press(app, "growth.measured")
    found = sample_evidence().series
    assert found is not None
    assert found.entering is not None
    growth = plan_of(app).growth
    assert growth.volume.mean == pytest.approx(found.entering.growth.mean)
    assert growth.volume.grade == "measured"
    assert growth.deal_size == before.deal_size
    assert not [one for one in app.button if one.key == "growth.measured"], (
        "there is nothing left to take over"
    )
    press(app, "undo")
    assert plan_of(app).growth == before


def test_growth_is_taken_over_at_the_plan_s_interval(app: AppTest) -> None:
    begin_with(app, plan_of(app).changed(growth=Growth(interval="quarter")))
    press(app, "growth.measured")
    growth = plan_of(app).growth
    assert growth.interval == "quarter"
    found = sample_evidence().series
    assert found is not None
    assert found.entering is not None
    assert (1 + growth.volume.mean) ** 4 == pytest.approx(1 + found.entering.growth.mean)


def test_a_market_of_one_s_own_can_be_given_back_to_the_months(app: AppTest) -> None:
    measured = plan_of(app).market
    begin_with(app, plan_of(app).changed(market=Market(monthly_sd=0.3)))
    press(app, "market.measured")
    market = plan_of(app).market
    assert (market.monthly_sd, market.walk_sd) == pytest.approx((measured.monthly_sd, measured.walk_sd))


def test_a_measured_season_is_drawn_and_taken_over(app: AppTest) -> None:
    luck = 1 + 0.05 * np.random.default_rng(2).standard_normal(48)
    months = 100 * luck * (1 + 0.4 * np.sin(np.arange(48) * np.pi / 6))
    model = fit_series(MonthlySeries("2023-01", tuple(months.tolist())))
    found = SeriesFound(entering=model, used=("growth", "market", "season"))
    begin_with(app, plan_of(app), replace(sample_evidence(), series=found))
    assert "Mar is the strongest month" in words_of(app) or "Apr is the strongest month" in words_of(app)
    assert "as far as luck explains the differences" in " ".join(one.value for one in app.caption)
    press(app, "seasonality.measured")
    assert plan_of(app).seasonality.index == pytest.approx(model.season.index)
    assert not [one for one in app.button if one.key == "seasonality.measured"]
    press(app, "undo")
    assert set(plan_of(app).seasonality.index) == {1.0}


def test_without_a_history_there_is_no_such_section(app: AppTest) -> None:
    app.session_state["work"] = Work(plan_of(app))
    app.run()
    assert "What history says" not in [one.value for one in app.subheader]
