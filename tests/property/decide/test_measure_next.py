"""Which number to measure next holds for any company: shares are shares, zeros are zeros, and nothing is left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator import simulate
from simulator.decide import luck_shares, measure_next
from simulator.decide.dependence import dependence
from simulator.decide.learning import Learning
from simulator.engine import parameter_draws
from simulator.scenario import parse_scenario
from simulator.scenario.inputs import GRADES, counted_grades, plan_inputs
from tests.property.scenario.documents import Document, documents

TRIALS = 300
FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_any_plan_s_inputs_are_all_judged_and_every_figure_is_one(document: Document) -> None:
    plan = parse_scenario(document)
    inputs = plan_inputs(plan)
    assert len({one.path for one in inputs}) == len(inputs)
    assert sum(counted_grades(plan).values()) == len(inputs)
    known = set(parameter_draws(plan, TRIALS))
    unlisted = known - {place for one in inputs for place in one.draws}
    assert all("annual_attrition" in place or "open_pipeline" in place for place in unlisted), (
        "nobody, and no deal"
    )
    forecast = simulate(plan, TRIALS)
    for goal in plan.goals:
        ranked, shares = measure_next(forecast, goal), luck_shares(forecast, goal)
        assert {one.input for one in ranked} == set(inputs)
        assert 0 <= shares.not_known <= 1
        assert shares.luck == (1 - shares.not_known if shares.varies else 0)
        assert {one.input for one in shares.inputs} == set(inputs)
        assert all(0 <= one.first <= one.total <= 1 for one in shares.inputs)
        assert abs(sum(one.first for one in shares.inputs) + shares.together - shares.not_known) < 1e-9
        for one in ranked:
            assert one.grade in GRADES
            assert 0 <= one.share < 1.5  # of so few trials: what is estimated may exceed what there is
            assert 0 <= one.swing <= 0.5 + 0.1
            assert 0 <= one.another_word <= 1
            assert one.per_ten >= 0
            assert one.per_ten_deals >= 0
            assert one.sentence.endswith(".")
            if not known & set(one.input.draws):
                assert (one.share, one.swing, one.per_ten_deals) == (0, 0, 0)


@given(arrays(float, 60, elements=FINITE), arrays(float, 60, elements=FINITE))
def test_only_the_order_of_an_input_counts(x: np.ndarray, y: np.ndarray) -> None:
    one = dependence(x, (y,))[0]
    order = np.unique(x, return_inverse=True)[1].astype(float)
    other = dependence(order, (y,))[0]
    assert one.explained == other.explained
    assert np.array_equal(one.curve, other.curve)
    assert one.explained <= y.var() * (1 + 1e-9) + 1e-12


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.5, 1e6), st.floats(0.01, 1)), min_size=1, max_size=5),
    st.floats(0, 1e5),
)
def test_more_cases_never_leave_more_unknown(parts: list[tuple[float, float, float]], further: float) -> None:
    spread, seen = sum(part[0] for part in parts), sum(part[2] for part in parts)
    taught = Learning(tuple((a / spread, n, c / seen) for a, n, c in parts), ("case", "cases"), 1.0)
    assert 0 <= taught.remaining(further + 1) <= taught.remaining(further) <= 1 + 1e-9
    halving = taught.halving()
    if halving is not None:
        assert abs(taught.remaining(halving) - 0.25) < 1e-6
