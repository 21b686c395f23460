"""Whatever stands in a table of scorecards: a card whose every number is finite or unknown, or a sentence."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.evidence import EvidenceError, read_export
from simulator.scorecard import Scorecard, scorecard
from simulator.scorecard.document import scorecard_document
from simulator.scorecard.reading import sheet_of_table

CELLS = st.sampled_from(
    ["", "0", "1", "12", "3.5", "-4", "1e9", "1e300", "nan", "inf", "x", "1.234,5", "=1+1", "50%", "9" * 40]
)
NAMES = st.sampled_from(["Ana", "ana ", "Ben", "Ćem", "=cmd", "<b>", "Total", "", "O'Hara, Pat", "D" * 300])
PERIODS = st.sampled_from(["2026-01", "2026-02", "2026-Q1", "Jan 2026", "1/2/2026", "soon", "", "2026-13"])
ROW = st.tuples(NAMES, st.sampled_from(["N", "S", ""]), PERIODS, CELLS, CELLS, CELLS, CELLS, CELLS)


def table(rows: list[tuple[str, ...]]) -> str:
    lines = ["Rep;Team;Month;Calls;Meetings;Won;Lost;Bookings"]
    return "\n".join([*lines, *(";".join(row) for row in rows)])


@settings(max_examples=150)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_a_card_or_a_sentence(rows: list[tuple[str, ...]]) -> None:
    found, said = None, ""
    try:
        found = sheet_of_table(read_export(table(rows).encode(), "any.csv"))
    except EvidenceError as error:
        said = str(error)
    if found is None:
        assert len(said) > 20
        return
    card = scorecard(found.sheet)
    json.dumps(scorecard_document(card), allow_nan=False)
    for one in card.metrics:
        assert not np.isinf(one.standing.value).any()
        assert np.all((one.standing.low <= one.standing.high) | np.isnan(one.standing.low))
        assert np.all(one.gaps.gap >= 0)


def made(order: np.ndarray) -> Scorecard:
    """Ten people of two teams over eight months, their rows in `order` of people."""
    rng = np.random.default_rng(9)
    numbers = rng.poisson([200, 30, 9, 20], (10, 8, 4))
    lines = ["Rep;Team;Month;Calls;Meetings;Won;Lost;Bookings"]
    for person in order:
        for month in range(8):
            calls, meetings, won, lost = numbers[person, month] * (0.5 if person == 3 else 1)
            line = f"R{person};T{person % 2};2026-{month + 1:02d};{calls:.0f};{meetings:.0f};{won:.0f};{lost:.0f}"
            lines.append(f"{line};{won * 900:.0f}")
    return scorecard(sheet_of_table(read_export("\n".join(lines).encode(), "made.csv")).sheet)


@settings(max_examples=10)
@given(st.permutations(list(range(10))))
def test_the_order_of_rows_changes_no_digit(order: list[int]) -> None:
    plain, shuffled = made(np.arange(10)), made(np.array(order))
    assert scorecard_document(plain)["people"] == scorecard_document(shuffled)["people"]
    assert scorecard_document(plain)["pairs"] == scorecard_document(shuffled)["pairs"]
