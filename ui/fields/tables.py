"""Editable tables: views on a list of the plan.

The table an editor starts from stays the same while somebody types (Streamlit would lose every second edit otherwise);
each change is applied to it and put into the plan as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from exports import table_csv
from simulator import Scenario, ScenarioError
from ui import state
from ui.fields import inputs, showing
from ui.fields.typed_numbers import NotANumberError
from ui.handouts.downloads import File, draw_files
from ui.visitors import money_hidden, view_mode

Row = dict[str, Any]
Write = Callable[[Scenario, list[Row]], Scenario]


UNCHANGED: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
"""What an editor reports before anybody typed."""


class Rows:
    """The rows a table shows, to be compared with the plan's. holds: whether the plan has them, where they were typed:
    typed rows lack what the plan fills in."""

    def __init__(self, rows: Sequence[Row], holds: Callable[[list[Row]], bool] | None = None) -> None:
        self.rows, self._holds = list(rows), holds

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self.rows == other.rows or (self._holds is not None and self._holds(self.rows))

    __hash__ = None  # type: ignore[assignment]


def edited_rows(start: pd.DataFrame, changes: Mapping[str, Any]) -> list[Row]:
    """The rows of `start` after an editor's changes; missing cells are None."""
    rows: list[Row | None] = [
        {str(name): _cell(value) for name, value in row.items()} for row in start.to_dict("records")
    ]
    for number, cells in changes.get("edited_rows", {}).items():
        row = rows[int(number)]
        if row is not None:
            row.update({name: _cell(value) for name, value in cells.items()})
    for number in changes.get("deleted_rows", []):
        rows[int(number)] = None
    rows.extend(
        {str(name): _cell(cells.get(name)) for name in start.columns}
        for cells in changes.get("added_rows", [])
    )
    return [row for row in rows if row is not None and any(value is not None for value in row.values())]


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value.item() if hasattr(value, "item") else value


def table_field(
    label: str,
    name: str,
    rows: Sequence[Row],
    columns: Mapping[str, Any],
    write: Write,
    *,
    dynamic: bool = True,
    height: int | None = None,
) -> None:
    """An editable table called `name` over `rows`; `write` puts its rows into the plan.

    columns: Streamlit's column settings by name, in their order.
    """
    if not view_mode.may_edit():
        _draw_held(name, rows, columns)
        return
    called = f"table.{name}"
    key = showing.key_for(called, Rows(rows), UNCHANGED)
    seed = f"{key}.start"
    if key not in st.session_state or seed not in st.session_state:
        st.session_state[seed] = pd.DataFrame(list(rows), columns=list(columns))
    start: pd.DataFrame = st.session_state[seed]

    def holds(some: list[Row]) -> bool:
        """Whether the plan has exactly these rows: writing them changes nothing."""
        try:
            return write(state.scenario(), some) == state.scenario()
        except (ScenarioError, NotANumberError):
            return False

    def take(changes: Mapping[str, Any]) -> object:
        changed = edited_rows(start, changes)
        here = showing.present_key(called)
        if here != key and not holds(edited_rows(start, showing.last_answer(key) or {})):
            st.toast(f"{label}: this was changed elsewhere at the same moment. Look, and enter it again.")
            return None
        inputs.take(here, f"{len(changed)} rows", label, lambda: write(state.scenario(), changed))
        return showing.present_held(called) if state.refused(here) else Rows(changed, holds)

    st.data_editor(
        start,
        key=key,
        on_change=showing.answered(called, key, take),
        num_rows="dynamic" if dynamic else "fixed",
        hide_index=True,
        column_config=dict(columns),
        width="stretch",
        height=height or "auto",
        alt=label,
    )
    inputs.explain(key)
    _draw_csv(name, pd.DataFrame(list(rows), columns=list(columns)), columns)


def _draw_csv(name: str, frame: pd.DataFrame, columns: Mapping[str, Any]) -> None:
    """The table as it stands in the plan, under its headings, as a file."""
    if frame.empty:
        return
    named = frame.rename(columns={one: columns[one].get("label") or one for one in frame.columns})
    file = File(f"csv_{name}", "CSV", partial(table_csv, named), f"{state.scenario().name} {name}", "csv")
    draw_files([file], quiet=True)


def _draw_held(name: str, rows: Sequence[Row], columns: Mapping[str, Any]) -> None:
    """The same table for somebody who may look and not change; amounts they may not see are left out."""
    left = [name for name in columns if not (money_hidden.is_hidden() and name in money_hidden.MONEY_FIELDS)]
    if not rows:
        st.caption("None.")
        return
    frame = pd.DataFrame([{name: row.get(name) for name in left} for row in rows], columns=left)
    for one in {"name", "manager"} & set(left):
        frame[one] = [money_hidden.shown_text(str(name)) if name else None for name in frame[one]]
    st.dataframe(frame, hide_index=True, column_config={one: columns[one] for one in left}, width="stretch")
    _draw_csv(name, frame, columns)


def filled(row: Row, column: str, what: str) -> Any:
    """A cell that must be filled; NotANumberError names it where it is not."""
    value = row.get(column)
    if value is None or value == "":
        raise NotANumberError(f"a row lacks its {what}; fill it or delete the row")
    return value


def share_of(value: Any) -> float:
    """A percent cell as a share."""
    return round(float(value or 0) / 100, 12)
