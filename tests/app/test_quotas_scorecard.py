"""The scorecard on the page Quotas: from the history, from a file, with benchmarks of one's own, and hidden."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from exports.kind_templates import kind_template
from tests.app.app_parts import arrive, choose, open_page, plan_of, words_of

MANY = 3_000


def opened(app: AppTest) -> AppTest:
    open_page(app, "quotas")
    app.session_state["quotas_part"] = "Scorecard"
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def app() -> AppTest:
    """A visitor on the tab, with the sample company's history."""
    return opened(arrive())


def said(app: AppTest) -> str:
    return (
        "\n".join([words_of(app), *(one.value for one in app.subheader)])
        .replace("\\", "")
        .replace("\u00a0", " ")
    )


def bring(app: AppTest, text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    app.file_uploader(key="score_upload").upload("people.csv", data).run()
    assert not app.exception
    return said(app)


def team(people: int, months: int = 12) -> str:
    """One person in ten wins half as often as the others."""
    rng = np.random.default_rng(1)
    lines = ["Rep,Team,Month,Calls,Won,Lost,Bookings"]
    for person in range(people):
        rate = 0.15 if person % 10 == 1 else 0.3
        for month in range(months):
            won = int(rng.binomial(40, rate))
            lines.append(
                f"Rep {person},T{person // 20},2026-{month + 1:02d},200,{won},{40 - won},{won * 1000}"
            )
    return "\n".join(lines)


def test_the_sample_company_has_no_winner(app: AppTest) -> None:
    words = said(app)
    assert "there is no winner" in words
    assert "One person's card" in words
    assert "Who could learn from whom" not in words


def test_a_file_brings_gaps_and_pairs_and_leaves_the_plan_alone(app: AppTest) -> None:
    before = plan_of(app)
    words = bring(app, team(20))
    assert "The gap most worth coaching is win rate: 2 of 20 people" in words
    assert "Closing these gaps would bring about" in words
    assert "Rep 1: most worth coaching is win rate" in words
    assert plan_of(app) == before
    app.button(key="score_forget").click().run()
    assert "there is no winner" in said(app)


def test_the_template_is_read(app: AppTest) -> None:
    assert "2 people, 2 months" in "\n".join(
        [bring(app, kind_template("scorecard")), *(one.value for one in app.caption)]
    )


def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(app: AppTest) -> None:
    words = bring(app, "a,b\n1,2\n")
    assert "is no scorecard" in words
    assert "there is no winner" in words


def test_three_thousand_people_are_paged(app: AppTest) -> None:
    words = bring(app, team(MANY, 6))
    assert f"of {MANY} people" in words
    assert len(next(one for one in app.dataframe if "Name" in one.value.columns).value) == 50
    assert len(app.text_input) + len(app.number_input) < 30


def test_where_money_is_hidden_there_is_none(app: AppTest) -> None:
    app.session_state["money_hidden"] = True
    opened(app)
    words = said(app)
    assert "this link does not show any amounts" in words
    assert "One person's card" not in words


def test_a_table_read_on_history_is_compared_here(app: AppTest) -> None:
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    app.file_uploader(key="export_upload").upload("people.csv", team(20).encode()).run()
    app.button(key="import_kind_use").click().run()
    assert not app.exception
    opened(app)
    assert "2 of 20 people" in said(app)
