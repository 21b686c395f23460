"""Rates by group, conversion, the leak and one point more on the History page, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_evidence
from tests.app.app_parts import arrive, choose, open_page, words_of


@pytest.fixture
def app() -> AppTest:
    """A visitor with the sample company, on the History page."""
    app = arrive()
    app.session_state["work"] = app.session_state["work"].__class__(
        **{**app.session_state["work"].__dict__, "evidence": sample_evidence()}
    )
    open_page(app, "history")
    assert not app.exception
    return app


def test_the_finding_stands_first_and_follows_the_choice(app: AppTest) -> None:
    segments = {one.key: one for one in sample_evidence().segments}
    assert "Who and what wins more often" in [one.value for one in app.subheader]
    assert segments["team"].sentence in words_of(app)
    choose(app, "Rates by", "rep")
    assert not app.exception
    assert segments["rep"].sentence in words_of(app)


def test_young_quarters_are_told_not_to_be_losses(app: AppTest) -> None:
    curves = sample_evidence().curves
    assert curves is not None
    assert curves.youngest is not None
    words = words_of(app)
    assert f"Young deals are not losses: {curves.youngest.quarter}" in words
    assert "is no win rate" in words


def test_the_leak_compares_with_a_benchmark_somebody_states(app: AppTest) -> None:
    leak = sample_evidence().leak
    assert leak is not None
    assert leak.sentence in words_of(app)
    assert any(one.value.startswith("None is built in") for one in app.caption)
    app.text_input(key="leak_benchmark.won").set_value("30 %").run()
    assert "Benchmark: 30" in words_of(app)
    assert "no source named, so a guess" in words_of(app)
    app.text_input(key="leak_benchmark.won.source").set_value("our association, 2025").run()
    assert "our association, 2025" in words_of(app)
    app.text_input(key="leak_benchmark.won").set_value("lots").run()
    assert not app.exception
    assert "is not a number" in words_of(app)
    app.text_input(key="leak_benchmark.won").set_value("130").run()
    assert "type a share from 0 to 100" in words_of(app)


def test_what_hides_money_hides_every_amount_of_it(app: AppTest) -> None:
    app.session_state["money_hidden"] = True
    app.run()
    assert not app.exception
    assert "€" not in words_of(app)
    assert "Where the funnel leaks" not in [one.value for one in app.subheader]
