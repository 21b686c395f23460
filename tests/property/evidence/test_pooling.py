"""Whatever the counts: a pooled figure lies between a member's own and the group's, and order changes nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence.pooling import pooled_means, pooled_rates

COUNTS = st.lists(
    st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30
).filter(lambda rows: sum(n for _, n in rows) > 0)
MEANS = st.lists(
    st.tuples(st.floats(0.5, 1e7), st.floats(0.01, 4), st.integers(0, 500)), min_size=2, max_size=30
).filter(lambda rows: any(n for _, _, n in rows))


@given(COUNTS)
def test_a_pooled_rate_lies_between_the_own_and_the_group_s(rows: list[tuple[int, int]]) -> None:
    won, closed = np.array(rows).T
    found = pooled_rates(won, closed)
    own = np.where(closed > 0, won / np.maximum(closed, 1), found.group)
    assert (found.value >= np.minimum(own, found.group) - 1e-9).all()
    assert (found.value <= np.maximum(own, found.group) + 1e-9).all()
    assert ((found.pull >= 0) & (found.pull <= 1 + 1e-9)).all()
    assert ((found.low >= 0) & (found.low <= found.high) & (found.high <= 1)).all()
    assert 0 <= found.p_value <= 1


@given(COUNTS)
def test_more_deals_mean_less_pull(rows: list[tuple[int, int]]) -> None:
    won, closed = np.array(rows).T
    found = pooled_rates(won, closed)
    ordered = found.pull[np.argsort(closed, kind="stable")]
    assert (np.diff(ordered) <= 1e-12).all()


@given(COUNTS, st.randoms())
def test_the_order_of_members_changes_nothing(rows: list[tuple[int, int]], random: object) -> None:
    won, closed = np.array(rows).T
    order = np.array(sorted(range(len(rows)), key=lambda _: random.random()))  # type: ignore[attr-defined]
    first, second = pooled_rates(won, closed), pooled_rates(won[order], closed[order])
    np.testing.assert_array_equal(first.value[order], second.value)
    assert (first.p_value, first.overdispersion) == (second.p_value, second.overdispersion)


@given(MEANS)
def test_a_pooled_mean_lies_between_the_own_and_the_group_s(rows: list[tuple[float, float, int]]) -> None:
    mean, cv, n = (np.array(column) for column in zip(*rows, strict=True))
    found = pooled_means(np.where(n > 0, mean, np.nan), cv, n, 0.5)
    own = np.where(n > 0, mean, found.group)
    assert (found.value >= np.minimum(own, found.group) * (1 - 1e-9)).all()
    assert (found.value <= np.maximum(own, found.group) * (1 + 1e-9)).all()
    assert ((found.low > 0) & (found.low <= found.value) & (found.value <= found.high)).all()
