"""When a lever moves, the first driver it touches is drawn again, and what follows from it: nothing before."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.engine import funnel, money, people, volume
from simulator.scenario import parse_scenario, with_adjustments
from simulator.scenario.plan import Adjustment
from tests.statistical.whole_companies import SUBSCRIPTION

run: Any = importlib.import_module("simulator.engine.simulate")
PLAN = parse_scenario(SUBSCRIPTION)
FORECAST = simulate(PLAN, 100)
STAGES = {"appointment": "appointment", "offer": "offer", "sale": "win"}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each driver ran, as ``team driver``."""
    counted: Counter[str] = Counter()

    def watch(module: Any, name: str, label: Callable[[tuple[Any, ...]], str]) -> None:
        draw = getattr(module, name)

        def watched(*args: Any, **more: Any) -> Any:
            counted[label(args)] += 1
            return draw(*args, **more)

        monkeypatch.setattr(module, name, watched)

    watch(run, "draw_people", lambda args: f"{args[1].name} people")
    watch(run, "draw_entering", lambda args: f"{args[1].name} entering")
    watch(run, "draw_subscriptions", lambda _: "subscriptions")
    watch(run, "draw_environment", lambda _: "environment")
    watch(funnel, "_pass", lambda args: f"{args[0].name} {STAGES.get(args[0].stages[args[1]].name, 'trial')}")
    watch(funnel, "_work", lambda args: f"{args[0].name} work")
    watch(money, "closing_months", lambda _: "some closing")
    watch(money, "_price", lambda args: f"{args[0].name} price")
    return counted


def moved(lever: str, change: float, *teams: str) -> Any:
    """The plan with one lever moved."""
    return with_adjustments(PLAN, Adjustment(lever=lever, change=change, teams=teams or None))


FROM_WORK = {"Direct work", "Direct win", "some closing", "Direct price", "subscriptions"}
FROM_ENTERING = {"Direct entering", "Direct appointment", "Direct offer", *FROM_WORK}


@pytest.mark.parametrize(
    ("lever", "change", "team", "expected"),
    [
        ("hires", 1, "Direct", {"Direct people", *FROM_ENTERING}),  # they call
        ("attrition", 0.1, "Partner", {"Partner people"}),  # nobody there calls or is a limit
        ("volume", 0.1, "Direct", FROM_ENTERING),
        ("stage:offer", 0.1, "Direct", {"Direct offer", *FROM_WORK}),
        ("capacity", 0.1, "Direct", FROM_WORK),
        ("win_rate", 0.1, "Direct", FROM_WORK - {"Direct work"}),
        ("cycle_days", 0.1, "Direct", {"some closing", "Direct price", "subscriptions"}),
        ("deal_size", 0.1, "Direct", {"Direct price", "subscriptions"}),
        ("churn", 0.1, "", {"subscriptions"}),
        ("expansion", 0.1, "", {"subscriptions"}),
        ("gross_margin", 0.1, "", set()),
        ("marketing", 0.1, "", set()),
        ("overhead", 0.1, "", set()),
    ],
)
def test_only_what_a_lever_reaches_is_drawn(
    ran: Counter[str], lever: str, change: float, team: str, expected: set[str]
) -> None:
    simulate(moved(lever, change, *([team] if team else [])), 100, like=FORECAST)
    assert set(ran) - {"environment"} == expected


def test_what_is_not_simulated_runs_nothing(ran: Counter[str]) -> None:
    """Another name, another goal, a lever that only goals count."""
    told: list[tuple[int, int]] = []
    renamed = PLAN.changed(name="other", goals=())
    made = simulate(renamed, 100, like=FORECAST, progress=lambda *at: told.append(at))
    assert not ran
    assert told == [(100, 100)]
    assert made.scenario is renamed


def test_what_is_the_same_is_the_same_memory() -> None:
    made = simulate(moved("deal_size", 0.1, "Direct"), 100, like=FORECAST)
    for team, name in (
        ("Direct", "won"),
        ("Direct", "closed"),
        ("Partner", "bookings"),
        ("company", "rep_cost"),
    ):
        assert np.shares_memory(made.series(name, team)[:, :1], FORECAST.drawn()[team][name]) or (
            made.drawn()[team][name] is FORECAST.drawn()[team][name]
        )
    assert made.drawn()["Direct"]["bookings"] is not FORECAST.drawn()["Direct"]["bookings"]
    assert made.drawn()["company"] is not FORECAST.drawn()["company"]


def test_drivers_are_those_the_engine_has() -> None:
    """The names watched above are those simulate calls."""
    assert run.draw_people is people.draw_people
    assert run.draw_entering is volume.draw_entering
