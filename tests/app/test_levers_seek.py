"""What would turn it: on the Levers page, and in a sentence under the verdict."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from simulator import Scenario
from simulator.scenario import parse_scenario
from tests.app.app_parts import arrive, open_page, put_plan, words_of
from ui.computing.advice import turning


def _plan(target: float = 200.0) -> Scenario:
    """A team whose searches take no time."""
    return parse_scenario(
        {
            "name": "small",
            "start_month": "2027-01",
            "seed": 5,
            "teams": [
                {
                    "name": "North",
                    "entry": "lead",
                    "inbound_per_month": {"mean": 30.0},
                    "stages": [{"name": "sale", "rate": {"mean": 0.5}}],
                    "deal_size": {"family": "gamma", "mean": 1000.0, "cv": 0.0},
                }
            ],
            "goals": [{"name": "Bookings", "metric": "bookings", "target": target * 1000, "by": "2027-12"}],
        }
    )


def _words(app: AppTest) -> str:
    """Headings and captions too."""
    more = "\n".join(one.value for one in [*app.subheader, *app.caption])
    return f"{words_of(app)}\n{more}".replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def _levers(plan: Scenario) -> AppTest:
    app = put_plan(arrive(), plan)
    app.session_state["levers_part"] = "What would turn it"
    open_page(app, "levers")
    assert not app.exception
    return app


def test_the_smallest_change_leads_and_every_lever_has_its_place() -> None:
    words = _words(_levers(_plan()))
    assert "3 levers of 7 alone can make it realistic" in words
    assert "least of all has to change: " in words
    assert "on fresh luck" in words
    assert (
        "Without any effect on this goal: Sales cycle, Gross margin, Marketing cost and Overhead."
        in words.replace("\\u2060", "")
    )
    assert "This target is realistic by" in words


def test_trying_a_lever_moves_the_verdict_on_target() -> None:
    app = _levers(_plan())
    turning(_plan(), _plan().goals[0])
    app.button(key="seek_try0").click().run()
    assert not app.exception
    moved = app.session_state["work"].moved
    assert len(moved) == 1
    assert 0.09 < moved[0].change < 0.2
    assert "What-if:" in _words(app)
    open_page(app, "target")
    words = _words(app)
    assert "REALISTIC" in words
    assert "As planned: realistic with " in words
    assert app.session_state["work"].moved == moved


def test_other_odds_may_be_wanted() -> None:
    app = _levers(_plan())
    app.session_state["seek_wanted"] = "own"
    app.run()
    assert "80" in _words(app)
    assert "alone can make it 80" in _words(app)


def test_a_goal_that_is_met_says_what_it_can_bear() -> None:
    words = _words(_levers(_plan(150.0)))
    assert "It is realistic as it is" in words
    assert "may go to" in words
    assert "Try it" not in words


def test_a_dream_is_said_to_be_one() -> None:
    words = _words(_levers(_plan(5_000.0)))
    assert "No single lever makes it realistic within its bounds" in words
    assert "Alone not enough to be realistic, within bounds" in words


def test_target_names_what_would_turn_it() -> None:
    plan = _plan().changed(name="nobody asked before", seed=6)
    app = put_plan(arrive(), plan)
    assert "Looking for what would turn it" in _words(app)
    turning(plan, plan.goals[0])  # what the page does by itself once it stands
    app.run()
    words = _words(app)
    assert "Realistic as you are" in words
    assert re.search(r"\*\*Realistic with (deal size|win rate|leads per month) .+ → .+ · or ", words)
    assert "Looking for" not in words
