"""Columns of a table without names, told by what they hold."""

from __future__ import annotations

import re

import numpy as np

from simulator.evidence.amounts import read_amounts
from simulator.evidence.dates import read_dates
from simulator.evidence.kind_columns import KindName
from simulator.evidence.kinds.months import share_of_months
from simulator.evidence.table import Table

CLEARLY = 0.9
LEAST_ROWS = 4
_PLACE = re.compile(r"column \d+")


def columns_by_values(table: Table, kind: KindName) -> dict[str, str]:
    """Field -> column where the values leave one reading; nothing where they leave none or several.

    Quotas: the same days and the same people again and again, each pair once, and one column of amounts. A monthly
    series: two columns, months that do not repeat and numbers.
    """
    if table.n_rows < LEAST_ROWS or not all(_PLACE.fullmatch(name) for name in table.header):
        return {}
    return _quotas(table) if kind == "quotas" else _series(table)


def _series(table: Table) -> dict[str, str]:
    if len(table.header) != 2:
        return {}
    month = [name for name in table.header if share_of_months(table.frame[name]) >= CLEARLY]
    if len(month) != 1 or table.frame[month[0]].duplicated().any():
        return {}
    value = next(name for name in table.header if name != month[0])
    return {"month": month[0], "value": value} if _numbers(table, value) is not None else {}


def _quotas(table: Table) -> dict[str, str]:
    days = [
        name
        for name in table.header
        if 2 <= table.frame[name].nunique() <= table.n_rows / 2
        and (~np.isnat(read_dates(table.frame[name]).day_first)).mean() >= CLEARLY
    ]
    if not days:
        return {}
    by_day = table.frame.groupby(table.frame[days[-1]].to_numpy())
    amounts: list[tuple[float, str]] = []
    people: list[str] = []
    for name in table.header:
        if name in days or by_day[name].nunique().max() == 1:
            continue  # years, quarters and keys of days
        numbers = _numbers(table, name)
        if numbers is not None and _is_counter(numbers):
            continue
        if numbers is not None:
            amounts.append((float(np.nanmedian(numbers)), name))
        if 2 <= table.frame[name].nunique() <= table.n_rows / 2 and (
            numbers is None or bool((numbers == numbers.round()).all())
        ):
            people.append(name)
    if not amounts:
        return {}
    amount = max(amounts)[1]
    once = [
        name for name in people if name != amount and not table.frame[[days[-1], name]].duplicated().any()
    ]
    return {"rep": once[0], "date": days[-1], "quota": amount} if len(once) == 1 else {}


def _numbers(table: Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    read = read_amounts(table.frame[name], None, table.delimiter)
    return read.values if (~np.isnan(read.values)).mean() >= CLEARLY else None


def _is_counter(numbers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Row numbers or keys: whole, each one more than another."""
    ordered = np.sort(numbers)
    return len(numbers) > 1 and bool((np.diff(ordered) == 1).all())
