"""What is true in the sample company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SampleRep:
    """Somebody who sells from month `first` to month `last` of the history (0 is January 2024; None: still there)."""

    name: str
    first: int = 0
    last: int | None = None


@dataclass(frozen=True)
class TeamTruth:
    """The rates deals of one team are drawn from.

    entering_per_month and dispersion: negative binomial; decided: share ever won or lost; win_rate: share won of
    those; cycles: gamma, days; sizes: family, mean in EUR and cv.
    """

    name: str
    entering_per_month: float
    dispersion: float
    decided: float
    win_rate: float
    cycle_days: float
    cycle_cv: float
    lost_cycle_days: float
    size_family: Literal["gamma", "lognormal"]
    deal_size: float
    size_cv: float
    reps: tuple[SampleRep, ...]

    @property
    def won_of_entered(self) -> float:
        """Chance of an entering deal to be won in the end."""
        return self.decided * self.win_rate


HISTORY_MONTHS = 36
FIRST_YEAR = 2024
MARKET_SD = 0.05
MARKET_PERSISTENCE = 0.5
"""A common factor of both teams' volume, log-AR(1) with mean 1."""

TRUE_RATES: dict[str, TeamTruth] = {
    "Direct": TeamTruth(
        name="Direct",
        entering_per_month=62.0,
        dispersion=40.0,
        decided=0.88,
        win_rate=0.30,
        cycle_days=52.0,
        cycle_cv=0.8,
        lost_cycle_days=44.0,
        size_family="gamma",
        deal_size=24_000.0,
        size_cv=0.9,
        reps=(
            SampleRep("Antje Petersen"),
            SampleRep("Björn Hansen"),
            SampleRep("Carla Jansen"),
            SampleRep("Dirk Lorenzen", last=22),
            SampleRep("Elif Yılmaz", first=6),
            SampleRep("Finn Claussen", first=11),
            SampleRep("Greta Thomsen", first=24),
            SampleRep("Henrik Mohr", first=30),
        ),
    ),
    "Partner": TeamTruth(
        name="Partner",
        entering_per_month=38.0,
        dispersion=30.0,
        decided=0.92,
        win_rate=0.24,
        cycle_days=75.0,
        cycle_cv=0.7,
        lost_cycle_days=60.0,
        size_family="lognormal",
        deal_size=41_000.0,
        size_cv=1.1,
        reps=(
            SampleRep("Ingrid Böhm"),
            SampleRep("Jonas Krüger"),
            SampleRep("Katarzyna Nowak", first=9),
            SampleRep("Lars Öztürk", last=28),
            SampleRep("Mia Sørensen", first=18),
            SampleRep("Niklas Weber", first=29),
        ),
    ),
}
