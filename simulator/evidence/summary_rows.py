"""Rows at the end of a report that sum up the others: no deals, but a check on the reading."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.amounts import read_amounts
from simulator.evidence.cleaning import Cleaned
from simulator.evidence.dates import DateColumn
from simulator.evidence.mapping import Mapping
from simulator.evidence.outcomes import outcome_of, word_key
from simulator.evidence.refusal import Remark, remark_on_rows
from simulator.evidence.table import Table
from simulator.evidence.telling import tell

FIRST_COLUMNS = 4
_TOTAL = re.compile(
    r"(?:grand |sub ?|overall )?totals?(?: .{0,40})?|sum|summe|gesamt(?:summe|ergebnis)?|zwischensumme|endsumme|somme"
    r"|total general|totale|suma|totaal|razem|celkem|toplam|soma"
)
_LABEL_FIELDS = ("id", "owner", "team", "stage", "status", "source")


def summary_rows(table: Table, mapping: Mapping, dates: dict[str, DateColumn]) -> NDArray[np.bool_]:
    """Rows labelled as a total, among those without a date that can be read and without a known outcome."""
    found = np.zeros(table.n_rows, dtype=bool)
    undated = np.logical_and.reduce(
        [np.isnat(column.day_first) & np.isnat(column.month_first) for column in dates.values()]
    )
    candidates = np.flatnonzero(undated)
    if not len(candidates):
        return found
    columns = [mapping.columns[name] for name in _LABEL_FIELDS if name in mapping.columns]
    decided = np.zeros(len(candidates), dtype=bool)
    for name in dict.fromkeys([*table.header[:FIRST_COLUMNS], *columns]):
        codes, uniques = pd.factorize(table.frame[name].iloc[candidates], use_na_sentinel=False)
        texts = [str(text)[:80] for text in uniques]
        found[candidates] |= np.array([bool(_TOTAL.fullmatch(word_key(text))) for text in texts])[codes]
        if name in (mapping.columns.get("stage"), mapping.columns.get("status")):
            known = [outcome_of(text, mapping.choices.outcomes) is not None for text in texts]
            decided |= np.array(known)[codes]
    found[candidates[decided]] = False
    return found


def tell_summary(told: list[Cleaned], table: Table, rows: NDArray[np.bool_]) -> None:
    """The rows `summary_rows` found, as left out."""

    def label(at: int) -> str:
        cells = map(str, table.frame.iloc[at, :FIRST_COLUMNS])
        return " | ".join(cell.strip() for cell in cells if cell.strip())

    tell(told, table, "summary_rows", "Rows that sum up others", "left out", rows, before=label)


def summary_amounts(
    table: Table, mapping: Mapping, rows: NDArray[np.bool_], mark: Literal[",", "."]
) -> NDArray[np.float64]:
    """What these rows say the amounts sum to."""
    return read_amounts(table.frame[mapping.columns["amount"]][rows], mark, table.delimiter).values


def remark_on_summary(
    rows: NDArray[np.int64], amounts: NDArray[np.float64], total: float, currency: str
) -> Remark:
    """What was left out, and whether the file's own total agrees with the sum of its deals (`total`)."""
    stated = amounts[~np.isnan(amounts)]
    if not len(stated):
        check = ""
    elif np.isclose(stated, total, rtol=5e-4, atol=0.5).any():
        check = f" The file's own total is the {total:,.2f} {currency} of the deals read."
    else:
        check = f" It says {stated[-1]:,.2f}, the deals read sum to {total:,.2f} {currency}: look at what is missing."
    text = "{count} rows that sum up others were left out ({rows})." + check.replace("{", "").replace("}", "")
    return remark_on_rows("summary_rows", rows, text)
