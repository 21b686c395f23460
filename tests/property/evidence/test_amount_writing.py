"""The short way to read what most exports write gives what the long way gives."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import example, given

from simulator.evidence.amounts import taken_apart


@given(st.text("$€£0123456789,.", min_size=1, max_size=12))
@example("$22,700.00")
@example("1,234,567.5")
@example("€12.50")
def test_a_space_before_an_amount_changes_nothing(text: str) -> None:
    assert taken_apart(text) == taken_apart(f" {text}")  # with the space it takes the long way
