"""What reps are paid on what they sell: rates by attainment, a cap, a stretch bonus, a decelerator."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.errors import Problem, shorten
from simulator.scenario.quantities import Document, Money, Name, Share, Text

Attainment = Annotated[float, Strict(), Field(gt=0, le=10)]
Times = Annotated[float, Strict(), Field(ge=0, le=100)]
MOST_TIERS = 20


def _one_of(first: object, second: object, names: str) -> None:
    if (first is None) == (second is None):
        raise ValueError(f"give either {names}, and only one of them")


class PayTier(Document):
    """From attainment `at` on another rate: `rate`, a share of what is sold, or `times` the base rate."""

    at: Attainment
    rate: Share | None = None
    times: Times | None = None

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        _one_of(self.rate, self.times, "rate or times")
        return self


class Decelerator(Document):
    """Who ends below attainment `below` is paid `rate`, or `times` the base rate, on everything sold."""

    below: Attainment
    rate: Share | None = None
    times: Annotated[float, Strict(), Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        _one_of(self.rate, self.times, "rate or times")
        return self


class PayCap(Document):
    """Where commission ends: sales beyond attainment `at` pay nothing more, or nobody gets more than `amount` a year.

    The stretch bonus stands beside the commission and is not capped.
    """

    at: Attainment | None = None
    amount: Money | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        _one_of(self.at, self.amount, "at or amount")
        return self


class StretchBonus(Document):
    """Paid once to whoever reaches attainment `at`: `amount`, or a share of the target pay."""

    at: Attainment
    amount: Money | None = None
    share_of_target_pay: Annotated[float, Strict(), Field(ge=0, le=10)] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        _one_of(self.amount, self.share_of_target_pay, "amount or share_of_target_pay")
        return self


class PayTerms(Document):
    """A commission plan.

    kind: ``stepped``, the rate of the attainment reached applies to everything sold; ``marginal``, each rate applies
    to what lies above its tier. base_rate: share of what is sold, below the first tier; left out, the target pay over
    the quota. target_pay: commission a year at 100 %, a person. boundary: whether a tier is reached ``at`` its
    attainment or only ``above`` it; attainment: read as it is, or in whole per cents, halves rounded up. Tiers rise,
    the cap lies above the last of them, the decelerator not above the first (`pay_problems`).
    """

    kind: Literal["stepped", "marginal"] = "marginal"
    base_rate: Share | None = None
    target_pay: Money | None = None
    tiers: tuple[PayTier, ...] = Field(default=(), max_length=MOST_TIERS)
    boundary: Literal["at", "above"] = "at"
    attainment: Literal["exact", "whole_percent"] = "exact"
    cap: PayCap | None = None
    stretch: StretchBonus | None = None
    decelerator: Decelerator | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.base_rate is None and self.target_pay is None:
            raise ValueError(
                "needs base_rate, a share of what is sold, or target_pay, the commission a year at 100 % of quota"
            )
        if (
            self.stretch is not None
            and self.stretch.share_of_target_pay is not None
            and self.target_pay is None
        ):
            raise ValueError("stretch.share_of_target_pay needs target_pay; give it, or an amount")
        return self


class TeamPay(PayTerms):
    """The plan of one team, instead of the company's."""

    team: Name


class Pay(PayTerms):
    """The company's plan; `teams` that have one of their own."""

    teams: tuple[TeamPay, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [one.team for one in self.teams]
        if len(set(names)) < len(names):
            raise ValueError("a team has two pay plans; keep one of them")
        return self

    def of(self, team: str) -> PayTerms:
        """The plan that pays `team`."""
        return next((one for one in self.teams if one.team == team), self)


def pay_problems(pay: Pay | None, teams: tuple[str, ...]) -> Iterator[Problem]:
    """Where the parts of the plans contradict each other, and plans of teams the scenario has not."""
    if pay is None:
        return
    yield from _contradictions(pay, "pay")
    for number, one in enumerate(pay.teams, 1):
        if one.team not in teams:
            yield Problem("pay.teams", shorten(one.team), f"is no team; teams are {', '.join(teams)}")
        yield from _contradictions(one, f"pay.teams[{number}]")


def _contradictions(terms: PayTerms, field: str) -> Iterator[Problem]:
    for number, (lower, higher) in enumerate(pairwise(terms.tiers), 2):
        if higher.at <= lower.at:
            yield Problem(
                f"{field}.tiers[{number}].at",
                f"{higher.at:g}",
                f"must lie above the tier before it at {lower.at:g}; put the tiers in order, each attainment once",
            )
    cap, slow = terms.cap, terms.decelerator
    if cap is not None and cap.at is not None and terms.tiers and cap.at <= terms.tiers[-1].at:
        yield Problem(
            f"{field}.cap.at",
            f"{cap.at:g}",
            f"must lie above the last tier at {terms.tiers[-1].at:g}; raise it or drop the tier",
        )
    if slow is None:
        return
    if terms.tiers and slow.below > terms.tiers[0].at:
        yield Problem(
            f"{field}.decelerator.below",
            f"{slow.below:g}",
            f"must not lie above the first tier at {terms.tiers[0].at:g}; lower it or raise the tier",
        )
    if slow.rate is not None and terms.base_rate is not None and slow.rate > terms.base_rate:
        yield Problem(
            f"{field}.decelerator.rate",
            f"{slow.rate:g}",
            f"must not exceed the base_rate {terms.base_rate:g}: it is what is paid to whoever stays below",
        )
