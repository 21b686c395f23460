"""How a file writes its dates and amounts, told where it is not as we write them: 10/20/2016 is 2016-10-20."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.amounts import AmountColumn
from simulator.evidence.cleaning import Cleaned
from simulator.evidence.date_order import Order
from simulator.evidence.dates import DateColumn, Written
from simulator.evidence.mapping import Mapping
from simulator.evidence.table import Table
from simulator.evidence.telling import tell

_DATES = {
    Written.COMPACT: "Dates without separators",
    Written.EPOCH: "Seconds or milliseconds since 1970 read as dates (UTC)",
    Written.SERIAL: "Excel's day numbers read as dates",
    Written.NAMED: "Dates with the month's name",
    Written.DOTTED: "Dates with points, the day first",
}
_LONGEST_ISO = 10


def tell_dates(
    told: list[Cleaned],
    table: Table,
    mapping: Mapping,
    dates: dict[str, DateColumn],
    order: Order,
    outcome: NDArray[np.str_],
) -> None:
    """Every way but 2026-10-31 in which the mapped columns write dates, with the rows and what became of them."""
    first = "the day first" if order.day_first else "the month first"
    for name, column in dates.items():
        header = mapping.columns[name]
        days = column.day_first if order.day_first else column.month_first
        known = ~np.isnat(days)
        after = _Iso(days)
        for kind, what in _DATES.items():
            rows = known & (column.written == kind)
            tell(told, table, f"dates_{kind.name.lower()}", what, "changed", rows, column=header, after=after)
        slashed = known & (column.written == Written.SLASHED)
        tell(
            told,
            table,
            "dates_slashed",
            f"Dates such as 3/4/2026 read with {first}",
            "assumed" if order.how == "open" else "changed",
            slashed,
            column=header,
            after=after,
        )
        iso = known & (column.written == Written.ISO)
        if iso.any():
            longer = table.frame[header].str.strip().str.len().to_numpy() > _LONGEST_ISO
            what = "Time of day and zone left out of dates: the day counts as written"
            tell(told, table, "dates_with_time", what, "changed", iso & longer, column=header, after=after)
        if name != "created":
            planned = ~known & ~column.missing & (outcome == "open")
            what = "Close dates of open deals that cannot be read: open deals need none"
            tell(told, table, "unreadable_plans", what, "kept", planned, column=header)


class _Iso:
    """A row's date as text."""

    def __init__(self, days: NDArray[np.datetime64]) -> None:
        self._days = days

    def __call__(self, at: int) -> str:
        return str(self._days[at])


def tell_amounts(
    told: list[Cleaned],
    table: Table,
    header: str,
    read: AmountColumn,
    main: str,
    others: NDArray[np.bool_],
) -> None:
    """What the amounts column needed: signs and words taken off, a decimal comma, other currencies, negative sums.

    main: the currency that counts; others: rows with an amount in another one.
    """

    def number(at: int) -> str:
        value = float(read.values[at])
        return str(int(value)) if value.is_integer() else repr(value)

    known = ~np.isnan(read.values)
    comma = read.decimal_mark == ","
    what = (
        "Amounts with currency signs, spaces, multiples or group separators"
        if not comma
        else "Amounts with a comma before the decimals, or with signs and separators"
    )
    tell(
        told,
        table,
        "amounts_comma" if comma else "amounts_read",
        what + (": which separator is meant is a guess" if read.ambiguous else ""),
        "assumed" if read.ambiguous else "changed",
        known & ~read.plain,
        column=header,
        after=number,
    )
    for code, sentence, rows in (
        ("unreadable_amounts", "Amounts that cannot be read: taken as missing", ~known & ~read.missing),
        ("negative_amounts", "Negative amounts: taken as missing", read.values < 0),
        (
            "mixed_currencies",
            f"Amounts in another currency than {main}: the deal counts, its amount not",
            others,
        ),
    ):
        tell(told, table, code, sentence, "changed", rows, column=header)
