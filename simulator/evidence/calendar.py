"""Months as numbers: how many have passed since January 1970."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def month_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Months since 1970-01 of days since 1970-01-01."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_of_day(day: int) -> int:
    """Month of one day."""
    return int(month_of(np.array([day], dtype=np.int64))[0])


def first_day(month: int) -> int:
    """The first day of a month, since 1970-01-01."""
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))


def month_name(month: int) -> str:
    """``YYYY-MM`` of a month number."""
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"
