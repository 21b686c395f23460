"""Break-even: how likely costs are covered in each month, since the start, and over the whole period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.engine.forecast import Forecast
from simulator.goals.covering import covered
from simulator.goals.windows import Window

LIKELY = 0.5
"""More likely than not."""


@dataclass(frozen=True)
class BreakEven:
    """Odds of covering costs by month.

    in_month: in that month alone. since_start: over all months up to its end. first_month, first_since_start: the first
    month in which each is more likely than not, None where there is none. period: over all months.
    """

    months: tuple[str, ...]
    in_month: tuple[float, ...]
    since_start: tuple[float, ...]

    @property
    def first_month(self) -> str | None:
        """The first month that rather covers its own costs than not."""
        return self._first(self.in_month)

    @property
    def first_since_start(self) -> str | None:
        """The first month by whose end all costs since the start are rather covered than not."""
        return self._first(self.since_start)

    @property
    def period(self) -> float:
        """Odds over all months."""
        return self.since_start[-1]

    def document(self) -> dict[str, Any]:
        """Break-even as the command line prints it."""
        return {
            "period": self.period,
            "first_month": self.first_month,
            "first_since_start": self.first_since_start,
            "months": [
                {"month": month, "in_month": single, "since_start": summed}
                for month, single, summed in zip(self.months, self.in_month, self.since_start, strict=True)
            ],
        }

    def _first(self, odds: tuple[float, ...]) -> str | None:
        likely = (month for month, one in zip(self.months, odds, strict=True) if one > LIKELY)
        return next(likely, None)


def break_even(forecast: Forecast, n_months: int | None = None) -> BreakEven | None:
    """Break-even over the first `n_months` (None: all); None where the scenario gives no costs to cover."""
    count = n_months or forecast.n_months
    single = [covered(forecast, Window(t, t)) for t in range(count)]
    summed = [covered(forecast, Window(0, t)) for t in range(count)]
    in_month = tuple(float(one.mean()) for one in single if one is not None)
    since_start = tuple(float(one.mean()) for one in summed if one is not None)
    if not in_month:
        return None
    return BreakEven(forecast.months[:count], in_month, since_start)
