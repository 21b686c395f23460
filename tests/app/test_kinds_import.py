"""Tables of other kinds on History: recognised, shown, and used only when said so; undo brings the plan back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.unit.evidence.kind_files import ACTIVITIES, CUSTOMERS, LEADS, QUOTAS, ROSTER, SUMMARY


@pytest.fixture
def app() -> AppTest:
    """A visitor who is about to upload a file."""
    app = arrive()
    put_plan(app, sample_scenario().changed(name="Mine"))
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    return app


def upload(app: AppTest, text: str, name: str = "table.csv") -> str:
    app.file_uploader(key="export_upload").upload(name, text.encode()).run()
    assert not app.exception
    return words_of(app)


def use(app: AppTest) -> None:
    app.button(key="import_kind_use").click().run()
    assert not app.exception


def undone(app: AppTest) -> None:
    app.button(key="undo").click().run()
    assert plan_of(app).name == "Mine"
    assert plan_of(app).teams == sample_scenario().teams
    assert plan_of(app).recurring == sample_scenario().recurring


def test_a_summary_becomes_the_plan(app: AppTest) -> None:
    assert "monthly summary**, 3 rows, as of 31 Mar 2026" in upload(app, SUMMARY)
    assert plan_of(app).name == "Mine"
    use(app)
    assert [stage.name for stage in plan_of(app).teams[0].stages] == ["appointment", "sale"]
    assert "90 won of 300 decided" in " ".join(one.value for one in app.header)
    undone(app)


def test_a_roster_becomes_the_people_of_the_teams(app: AppTest) -> None:
    first = sample_scenario().team_names[0]
    assert "Leave within a year" not in upload(app, ROSTER)  # in the table of figures, not in the words
    assert "Nobody of the roster fits a team of the plan" in words_of(app)
    upload(app, ROSTER.replace("North", first), "again.csv")
    use(app)
    team = plan_of(app).team(first)
    assert [(rep.name, rep.manager) for rep in team.reps] == [("Ana", "Zoe")]
    assert team.annual_attrition.equivalent_n is not None
    assert plan_of(app).teams[1:] == sample_scenario().teams[1:]
    undone(app)


def test_customers_become_the_recurring_business(app: AppTest) -> None:
    upload(app, CUSTOMERS)
    use(app)
    found = plan_of(app).recurring
    assert found is not None
    assert (found.opening_customers, found.opening_mrr) == (4, 170)
    assert (found.monthly_churn.successes, found.monthly_churn.trials) == (2, 20)
    undone(app)


def test_activities_become_the_work_a_day(app: AppTest) -> None:
    upload(app, ACTIVITIES)
    use(app)
    assert [team.outbound_per_rep_per_day for team in plan_of(app).teams] == [pytest.approx(0.2)] * 2
    undone(app)


def test_quotas_are_shown_with_what_was_sold() -> None:
    app = arrive()  # with the sample company's months
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    words = upload(app, QUOTAS)
    assert "of the quotas were sold" in words
    assert "Left out: sums of others" in words
    use(app)
    assert {team.annual_quota_per_rep for team in plan_of(app).teams} == {810 / 8 * 4}
    app.button(key="undo").click().run()
    assert plan_of(app) == sample_scenario()


def test_leads_change_nothing(app: AppTest) -> None:
    upload(app, LEADS)
    assert any("The plan does not change" in one.value for one in app.caption)
    assert not [one for one in app.button if one.key == "import_kind_use"]


def test_a_table_that_could_be_two_kinds_is_asked_about(app: AppTest) -> None:
    text = (
        "Id,Created Date,Status,Start Date\n1,2026-01-02,Converted,2026-01-02\n2,2026-03-02,New,2026-03-02\n"
    )
    assert "This file could hold leads or customers" in upload(app, text)
    box = next(one for one in app.selectbox if one.label == "This file holds")
    assert box.value is None
    box.set_value("leads").run()
    assert not app.exception
    assert "leads**, 2 rows" in words_of(app)


def test_another_kind_can_be_chosen_and_says_what_it_needs(app: AppTest) -> None:
    upload(app, LEADS)
    next(one for one in app.selectbox if one.label == "This file holds").set_value("quotas").run()
    assert not app.exception
    assert any("needs a column with quota" in one.value for one in app.error)


def test_a_hostile_name_is_shown_letter_by_letter(app: AppTest) -> None:
    name = "[x](http://evil.example) {rows} <b>"
    text = f"Name,Team,Hire Date\n{name},A,2020-01-01\n{name},A,2021-01-01\n"
    upload(app, text, "<script>.csv")
    shown = "\n".join(one.value for one in [*app.markdown, *app.caption])
    assert r"\<script>.csv" in shown
    assert "](http" not in shown


def test_a_roster_of_the_plan_s_own_people_can_be_joined_to_them(app: AppTest) -> None:
    team = sample_scenario().teams[0]
    names = [rep.name for rep in team.reps]
    listed = "".join(
        f"{name.upper() if name.isascii() else name},2020-01-06,{team.name}\n" for name in names[1:]
    )
    assert "The plan's people are on this roster" in upload(app, f"Employee,Hire date,Team\n{listed}")
    app.button(key="import_kind_join").click().run()
    assert not app.exception
    reps = plan_of(app).teams[0].reps
    assert [rep.name for rep in reps] == names  # who is not on it stays as the deals show them
    assert reps[0] == team.reps[0]
    assert reps[1].tenure_months > 60
    undone(app)
