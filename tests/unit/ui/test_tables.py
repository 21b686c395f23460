"""An editor's changes on the rows it started from."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.fields.tables import Rows, edited_rows, filled, share_of
from ui.fields.typed_numbers import NotANumberError

START = pd.DataFrame({"name": ["Ana", "Ben", "Cy"], "tenure_months": [30, 20, 3]})


def test_edits_deletions_and_additions_are_applied_together() -> None:
    changes = {
        "edited_rows": {0: {"tenure_months": 31}, 2: {"name": "Cyd"}},
        "deleted_rows": [1],
        "added_rows": [{"name": "Di"}, {}],
    }
    assert edited_rows(START, changes) == [
        {"name": "Ana", "tenure_months": 31},
        {"name": "Cyd", "tenure_months": 3},
        {"name": "Di", "tenure_months": None},
    ]
    assert START["tenure_months"].tolist() == [30, 20, 3]


def test_cells_become_plain_values() -> None:
    (row, *_) = edited_rows(START, {})
    assert type(row["tenure_months"]) is int
    assert edited_rows(pd.DataFrame({"a": [float("nan")], "b": ["x"]}), {}) == [{"a": None, "b": "x"}]


def test_a_cell_that_is_needed_is_named() -> None:
    with pytest.raises(NotANumberError, match="lacks its month"):
        filled({"month": None}, "month", "month")
    assert filled({"month": 0}, "month", "month") == 0


def test_percent_cells_are_shares() -> None:
    assert [share_of(22), share_of(None), share_of(0.1)] == [0.22, 0.0, 0.001]


def test_rows_typed_are_those_of_the_plan_as_long_as_writing_them_changes_nothing() -> None:
    typed, kept = [{"name": "Ana", "tenure_months": None}], [{"name": "Ana", "tenure_months": 0}]
    assert Rows(typed) != Rows(kept)
    assert Rows(typed, lambda rows: rows == typed) == Rows(kept)
    assert Rows(typed, lambda _: False) != Rows(kept)
    assert Rows(kept) == Rows(list(kept))
