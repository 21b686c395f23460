"""Whatever a handful of deals looks like: evidence or one sentence, finite numbers, a plan that is legal."""

from __future__ import annotations

import json
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence import Evidence, EvidenceError, evidence_to_scenario
from simulator.evidence.build import evidence_of
from simulator.evidence.opportunities import Coded, Deals
from tests.statistical.evidence.companies import FIRST, export_of

DEAL = st.tuples(
    st.sampled_from(["won", "lost", "open"]),
    st.integers(0, 400),
    st.integers(0, 200),
    st.one_of(st.just(math.nan), st.floats(0.01, 1e6)),
    st.sampled_from(["", "A", "B", "company", "Without team"]),
    st.sampled_from(["Ana", "Ben", ""]),
    st.integers(0, 2),
)


def evidence(rows: list[tuple[str, int, int, float, str, str, int]]) -> Evidence:
    outcome, entered, cycle, amount, team, owner, product = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    created = FIRST + entered
    deals = Deals(
        row=np.arange(2, len(rows) + 2),
        outcome=outcome.astype("U4"),
        created=created,
        closed=np.where(outcome == "open", np.datetime64("NaT"), created + cycle),
        amount=amount.astype(float),
        owner=owner.astype(object),
        team=team.astype(object),
        groups={"product": Coded(("", "x", "y"), product.astype(np.int64))},
    )
    return evidence_of(export_of(deals))


@given(st.lists(DEAL, min_size=1, max_size=60))
def test_any_deals_are_evidence_or_a_sentence(
    rows: list[tuple[str, int, int, float, str, str, int]],
) -> None:
    try:
        found = evidence(rows)
    except EvidenceError:
        return
    json.dumps(found.document(), allow_nan=False)
    scenario = evidence_to_scenario(found, 3)
    assert sum(group.count for team in scenario.teams for group in team.open_pipeline) == found.counts.open
    closed = sum(team.counts.closed for team in found.teams)
    assert closed <= found.counts.closed
    for team in found.teams:
        if team.win is not None and closed == found.counts.closed and 0 < found.counts.won < closed:
            won = sum(one.win.mean * one.counts.closed for one in found.teams if one.win is not None)
            assert math.isclose(won, found.counts.won, rel_tol=1e-6)
