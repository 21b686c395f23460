"""What a verdict rests on besides the forecast: how much history there is, a second opinion, a widening."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.months import MAX_MONTH, Month, month_number, month_text
from simulator.scenario.quantities import Document, Money, Share, Text

LEAST_OUTCOMES, LEAST_PERIODS = 20, 4
"""Below either a goal gets its odds but no word: a convention of ours, docs/MODEL.md."""
LEAST_MONTHS, MOST_MONTHS = 8, 600
LEAST_SOLD_MONTHS = 4
"""Months above 0 a money history needs before anything can be said of its luck."""


class HistoryBehind(Document):
    """How much of the past stands behind the plan.

    closed_outcomes: deals won and lost; periods: months of history in which they fell.
    """

    closed_outcomes: Annotated[int, Strict(), Field(ge=0, le=1_000_000_000)]
    periods: Annotated[int, Strict(), Field(ge=0, le=2_400)]
    source: Text | None = None

    @property
    def suffices(self) -> bool:
        """Whether there is enough for a word."""
        return self.closed_outcomes >= LEAST_OUTCOMES and self.periods >= LEAST_PERIODS

    @property
    def sentence(self) -> str:
        """What there is, and from when on the odds get a word."""
        deals = "1 closed deal" if self.closed_outcomes == 1 else f"{self.closed_outcomes:,} closed deals"
        months = "1 month" if self.periods == 1 else f"{self.periods:,} months"
        return (
            f"{deals} and {months} stand behind this plan; from {LEAST_OUTCOMES} closed deals and "
            f"{LEAST_PERIODS} months on the odds get a word"
        )


class SecondOpinion(Document):
    """The company's money by month, from which a forecast is made without leads, funnel and people.

    weight: the share of futures that follow it, 0: only shown beside; metric: what `values` are; values: one a month
    from `first_month` on, no gaps, in the scenario's currency.
    """

    weight: Share = 0.0
    metric: Literal["bookings", "revenue"] = "bookings"
    first_month: Month
    values: tuple[Money, ...] = Field(min_length=LEAST_MONTHS, max_length=MOST_MONTHS)
    source: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _something_sold(self) -> Self:
        sold = sum(value > 0 for value in self.values)
        if sold < LEAST_SOLD_MONTHS:
            raise ValueError(
                f"values need at least {LEAST_SOLD_MONTHS} months above 0, here {sold}; "
                "give a longer history or leave the second opinion out"
            )
        if month_number(self.first_month) + len(self.values) - 1 > MAX_MONTH:
            raise ValueError("values must end by 2200-12")
        return self

    @property
    def last_month(self) -> str:
        """The month of the last value."""
        return month_text(month_number(self.first_month) + len(self.values) - 1)


class Widening(Document):
    """Ranges made wider (above 1) or narrower (below) around their median, as a replay of the past asked for."""

    factor: Annotated[float, Strict(), Field(ge=0.2, le=5)]
    source: Text | None = None
