"""Whether deals grow larger or smaller over the years, and what one won today is therefore worth.

Least squares of log amounts on the day they were won gives the growth a year, g, and its standard error e. Before
looking, growth is taken to be 0 give or take 5 % a year, half of that variance lasting and half each year's own (as for
the market, volume.py): P = 0.05² / 2 each. What lasts is estimated (normal prior, normal data, e² + P / years behind
it), what is a year's own is added to the coming one. The mean of deals won on average `years_back` ago is carried to
today by (1 + g) ** years_back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

USUAL_SD = 0.05
HALF = USUAL_SD**2 / 2
FEW_DEALS, SHORT_YEARS = 10, 0.25
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class SizeGrowth:
    """Growth of the deal size a year.

    mean: estimate, relative; sd: of the coming year's growth; lasting_sd: of the estimate alone; deals: behind it;
    years: they span, 0 where they are too few or too close together for an estimate (mean 0 then).
    """

    mean: float = 0.0
    sd: float = USUAL_SD
    lasting_sd: float = 0.0
    deals: int = 0
    years: float = 0.0

    def carried(self, years_back: float) -> float:
        """What a mean of deals won `years_back` ago is multiplied by."""
        return float((1 + self.mean) ** years_back)

    def variance_of_carrying(self, years_back: float) -> float:
        """Relative variance that this adds."""
        if not self.years:
            return 0.0
        return (self.lasting_sd * years_back) ** 2 + HALF * years_back


NOT_ESTIMATED = SizeGrowth()


def size_growth(amounts: NDArray[np.float64], days_back: NDArray[np.int64]) -> SizeGrowth:
    """From amounts above 0 and the days since each was won."""
    n = len(amounts)
    years = days_back / DAYS_PER_YEAR
    span = float(np.ptp(years)) if n else 0.0
    if n < FEW_DEALS or span < SHORT_YEARS:
        return SizeGrowth(deals=n)
    logs, at = np.log(amounts), years.mean() - years
    across = float((at**2).sum())
    slope = float(at @ logs) / across
    rest = logs - logs.mean() - slope * at
    error = float((rest**2).sum()) / (n - 2) / across + HALF / span
    weight = HALF / (HALF + error)
    lasting = float(np.sqrt(HALF * (1 - weight)))
    return SizeGrowth(
        mean=float(np.expm1(weight * slope)),
        sd=float(np.hypot(lasting, np.sqrt(HALF))),
        lasting_sd=lasting,
        deals=n,
        years=span,
    )
