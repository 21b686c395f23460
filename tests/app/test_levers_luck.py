"""How much is luck, on Levers: one figure everywhere, every input in the table, and nothing where nothing varies."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from simulator import Scenario, simulate
from simulator.decide import luck_shares
from simulator.sample import sample_scenario
from simulator.scenario.inputs import plan_inputs
from tests.app.app_parts import arrive, open_page, put_plan, words_of
from tests.statistical.small_scenarios import goal, scenario, team_document
from ui.wording import formats


def _luck(plan: Scenario) -> AppTest:
    app = put_plan(arrive(), plan)
    open_page(app, "levers")
    app.session_state["levers_part"] = "Luck"
    app.run()
    assert not app.exception
    return app


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\\", "").replace("\u2060", "")


def test_the_share_of_luck_is_the_engines_and_the_same_on_history() -> None:
    plan = sample_scenario()
    shares = luck_shares(simulate(plan), plan.goals[0])
    percent = _plain(formats.percent(shares.luck))
    app = _luck(plan)
    words = _plain(words_of(app))
    assert f"{percent} of the spread is luck; of the rest deals per month of Partner owns most" in words
    assert "Measure next: " in words
    open_page(app, "history")
    assert f"Of the spread of the outcomes {percent} is luck" in _plain(words_of(app))


def test_every_input_stands_in_the_table() -> None:
    plan = scenario(
        team_document(
            inbound_per_month=20.0, stages=[{"name": "won", "rate": {"mean": 0.25, "equivalent_n": 40.0}}]
        ),
        goals=[goal("won_deals", 60)],
    )
    app = _luck(plan)
    app.session_state["levers_part"] = "Luck"
    app.session_state["luck_inputs"] = True
    app.run()
    table = next(one.value for one in app.dataframe if "With the others" in one.value.columns)
    assert len(table) == len(plan_inputs(plan))
    assert table["Input"][0] == "win rate"
    assert table["By itself"][0].endswith(("1", "2", "3"))
    assert set(table["By itself"][1:]) == {"–"}, "exactly known inputs explain nothing"


def test_a_goal_that_no_future_moves_has_no_spread() -> None:
    plan = scenario(team_document(inbound_per_month=0.0), goals=[goal("won_deals", 27)])
    assert "there is no spread to explain" in words_of(_luck(plan))
