"""Laws of the ladder and of goals together, for any goals and any policy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Forecast, simulate
from simulator.goals import goal_values, meets
from simulator.goals.ladder import ladder
from simulator.goals.together import Together, together
from simulator.sample import sample_scenario
from simulator.scenario import Goal, Policy

METRICS = (
    "bookings", "revenue", "mrr", "won_deals", "churn_rate", "win_rate", "cac", "cycle_days", "profit",
    "average_deal_size", "rep_turnover", "clv_to_cac", "gross_margin",
)  # fmt: skip
SHARES = {"churn_rate", "win_rate", "gross_margin"}


@lru_cache(maxsize=1)
def _forecast() -> Forecast:
    return simulate(sample_scenario(), 400)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    low, high = sorted(draw(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)))
    stretch = draw(st.none() | st.integers(1, 99))
    return Policy(
        realistic_at_least=high / 100,
        unreachable_below=low / 100,
        commit_at_least=draw(st.integers(1, 99)) / 100,
        stretch_at_least=None if stretch is None else stretch / 100,
    )


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """A goal around what its metric does in the futures, or far off."""
    metric = draw(st.sampled_from(METRICS))
    window = draw(st.sampled_from(("total", "month", "quarter", "average")))
    goal = Goal.model_validate(
        {
            "name": "G",
            "metric": metric,
            "direction": draw(st.sampled_from(("at_least", "at_most"))),
            "target": 0.0,
            "by": f"2027-{draw(st.integers(3, 12)):02d}",
            "window": window,
        }
    )
    values = goal_values(_forecast(), goal)
    known = values[np.isfinite(values)]
    level = draw(st.sampled_from((0.0, 0.05, 0.3, 0.5, 0.8, 1.0)))
    target = (
        float(np.quantile(known, level)) * draw(st.sampled_from((1.0, 1.0, 1.0, 3.0))) if known.size else 0.0
    )
    return goal.changed(target=min(max(target, 0.0), 1.0) if metric in SHARES else target)


def _named(many: list[Goal]) -> list[Goal]:
    return [goal.changed(name=f"goal {number}") for number, goal in enumerate(many)]


@settings(max_examples=60, deadline=None)
@given(goal=goals(), policy=policies())
def test_rungs_are_in_order_and_their_odds_fall(goal: Goal, policy: Policy) -> None:
    found = ladder(_forecast(), goal, policy)
    rungs = [rung for rung in found.rungs[1:] if rung.value is not None]
    sign = 1 if goal.direction == "at_least" else -1
    values = [sign * (rung.value or 0.0) for rung in rungs]
    assert values == sorted(values)
    odds = [rung.probability or 0.0 for rung in rungs]
    assert odds == sorted(odds, reverse=True)
    for rung in rungs:
        assert rung.asked is not None
        assert (rung.probability or 0) >= rung.asked - 1e-9
        assert rung.verdict != "unreachable"
    if found.rung("target").value is not None:
        assert found.rung("commit").verdict in ("realistic", None)
        assert found.rung("target").verdict == "realistic"


def _plain(found: Together) -> dict[str, object]:
    return {
        "at_least": found.at_least,
        "pairs": {
            frozenset((pair.first, pair.second)): (pair.both, pytest.approx(pair.product), pair.pull)
            for pair in found.pairs
        },
        "order": [(one.goal, one.decided_by, one.reachable) for one in found.order],
        "crowds": found.crowds,
    }


@settings(max_examples=30, deadline=None)
@given(many=st.lists(goals(), min_size=1, max_size=7), order=st.randoms(use_true_random=False))
def test_goals_together(many: list[Goal], order: object) -> None:
    wanted = _named(many)
    found = together(_forecast(), wanted)
    odds = dict(zip(found.names, found.probabilities, strict=True))
    counts = [one.probability for one in found.at_least]
    assert counts == sorted(counts, reverse=True)
    assert [one.count for one in found.at_least] == list(range(1, len(wanted) + 1))
    assert found.all.probability <= min(odds.values()) + 1e-12
    assert counts[0] >= max(odds.values()) - 1e-12
    assert sum(counts) == pytest.approx(sum(odds.values()))  # both are the mean number of goals met
    met = np.asarray([meets(goal_values(_forecast(), goal), goal) for goal in wanted])
    assert found.all.probability == met.all(axis=0).mean()
    for pair in found.pairs:
        assert pair.both <= min(odds[pair.first], odds[pair.second]) + 1e-9
        assert pair.both >= odds[pair.first] + odds[pair.second] - 1 - 1e-9
        assert pair.phi is None or -1 <= pair.phi <= 1
        assert pair.pull is None or (pair.pull == "together") == (pair.difference > 0)
    assert sorted(step.goal for step in found.order) == sorted(found.names)
    shuffled = list(wanted)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _plain(together(_forecast(), shuffled)) == _plain(found)
