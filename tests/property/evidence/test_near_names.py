"""Whatever the names: no row is lost, digits never change, and merging again changes nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence.near_names import merged, name_key

NAMES = st.lists(st.text(alphabet="aAbBäÄß 12.-+é/かが", max_size=9) | st.text(max_size=12), max_size=40)


@given(NAMES)
def test_merging_keeps_rows_and_tells_every_change(names: list[str]) -> None:
    found = merged(np.array(names, dtype=object))
    result = list(found.names)
    assert len(result) == len(names)
    told = {one.spelling: one.name for one in found.merges}
    assert result == [told.get(name, name) for name in names]
    for one in found.merges:
        assert one.rows == names.count(one.spelling)
        assert names.index(one.spelling) == one.first
        assert name_key(one.spelling) == name_key(one.name)
        assert [x for x in one.spelling if x in "0123456789"] == [x for x in one.name if x in "0123456789"]


@given(NAMES)
def test_merging_again_changes_nothing(names: list[str]) -> None:
    once = merged(np.array(names, dtype=object)).names
    assert merged(once).merges == ()


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(names: list[str], shuffle: object) -> None:
    moved = list(names)
    shuffle.shuffle(moved)  # type: ignore[attr-defined]
    first, second = merged(np.array(names, dtype=object)), merged(np.array(moved, dtype=object))
    assert {(one.spelling, one.name) for one in first.merges} == {
        (one.spelling, one.name) for one in second.merges
    }
