"""What a plan rests on: every uncertain input with its grade, its sample and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from simulator import Scenario
from simulator.scenario import Inbound, Quantity, Rate
from simulator.scenario.quantities import CycleDays, DealSize
from ui.wording import formats
from ui.wording.text import counted, shown

Grade = Literal["measured", "benchmark", "guess"]
GRADES: tuple[Grade, ...] = ("measured", "benchmark", "guess")
Input = Rate | Quantity | Inbound | CycleDays | DealSize


@dataclass(frozen=True)
class EvidenceRow:
    """One input. lever: the lever that moves it; path: where it stands in the plan; sample: what stands behind it."""

    name: str
    team: str
    lever: str
    path: tuple[str | int, ...]
    value: str
    sample: str
    grade: Grade
    source: str
    is_rate: bool


def evidence_rows(scenario: Scenario) -> list[EvidenceRow]:
    """Every input with an uncertainty of its own, in the order of the funnel."""
    return list(_rows(scenario))


def _rows(scenario: Scenario) -> Iterator[EvidenceRow]:
    currency = scenario.currency
    for number, team in enumerate(scenario.teams):
        at = ("teams", number)
        if team.inbound_per_month.mean > 0 or not team.outbound_per_rep_per_day:
            one = team.inbound_per_month
            spread = (
                "varies as luck alone would"
                if one.dispersion is None
                else f"varies by ±{_volume_cv(one):.0%} a month"
            )
            yield _row(
                f"{shown(team.entry).capitalize()}s per month",
                team.name,
                "volume",
                (*at, "inbound_per_month"),
                formats.decimal(one.mean, 1),
                spread,
                one,
            )
        for place, stage in enumerate(team.stages):
            last = place == len(team.stages) - 1
            lever = "win_rate" if last else f"stage:{stage.name}"
            before = team.entry if place == 0 else team.stages[place - 1].name
            yield _row(
                f"{shown(before).capitalize()} → {shown(stage.name)}",
                team.name,
                lever,
                (*at, "stages", place, "rate"),
                formats.share(stage.rate.expected),
                rate_sample(stage.rate),
                stage.rate,
            )
        size = team.deal_size
        yield _row(
            "Deal size",
            team.name,
            "deal_size",
            (*at, "deal_size"),
            formats.money(size.mean_size, currency),
            _deals(size.n or (len(size.values) if size.values else None)),
            size,
        )
        if team.cycle_days.mean > 0:
            cycle = team.cycle_days
            yield _row(
                "Sales cycle",
                team.name,
                "cycle_days",
                (*at, "cycle_days"),
                f"{formats.decimal(cycle.mean)} days",
                _deals(cycle.n),
                cycle,
            )
        if team.reps or team.headcount or team.hires:
            yield _row(
                "Attrition a year",
                team.name,
                "attrition",
                (*at, "annual_attrition"),
                formats.share(team.annual_attrition.expected),
                rate_sample(team.annual_attrition),
                team.annual_attrition,
            )
    growth = scenario.growth
    yield _row(
        f"Growth of volume a {growth.interval}",
        "",
        "volume",
        ("growth", "volume"),
        formats.signed(formats.percent(growth.volume.mean, 1), growth.volume.mean),
        _sd(growth.volume),
        growth.volume,
    )
    yield _row(
        f"Growth of deal size a {growth.interval}",
        "",
        "deal_size",
        ("growth", "deal_size"),
        formats.signed(formats.percent(growth.deal_size.mean, 1), growth.deal_size.mean),
        _sd(growth.deal_size),
        growth.deal_size,
    )
    if scenario.recurring is not None:
        churn, expansion = scenario.recurring.monthly_churn, scenario.recurring.monthly_expansion
        yield _row(
            "Monthly churn",
            "",
            "churn",
            ("recurring", "monthly_churn"),
            formats.share(churn.expected),
            rate_sample(churn),
            churn,
        )
        yield _row(
            "Monthly expansion",
            "",
            "expansion",
            ("recurring", "monthly_expansion"),
            formats.share(expansion.mean),
            _sd(expansion),
            expansion,
        )
    margin = scenario.costs.gross_margin
    if margin.mean < 1 or margin.grade:
        yield _row(
            "Gross margin",
            "",
            "gross_margin",
            ("costs", "gross_margin"),
            formats.share(margin.mean),
            _sd(margin),
            margin,
        )


def _row(
    name: str, team: str, lever: str, path: tuple[str | int, ...], value: str, sample: str, one: Input
) -> EvidenceRow:
    return EvidenceRow(
        name,
        team,
        lever,
        path,
        value,
        sample,
        grade_of(one),
        shown(one.source or "", 120),
        isinstance(one, Rate),
    )


def grade_of(one: Input) -> Grade:
    """The grade stated, else measured where a sample of cases stands behind it, else guess."""
    if one.grade is not None:
        return one.grade
    counted = (
        one.trials is not None
        if isinstance(one, Rate)
        else isinstance(one, DealSize | CycleDays) and one.n is not None
    )
    return "measured" if counted else "guess"


def rate_sample(rate: Rate) -> str:
    """``220 of 1,080``, ``as sure as 40 cases`` or ``taken as exact``."""
    if rate.trials is not None and rate.successes is not None:
        return f"{formats.decimal(rate.successes)} of {formats.decimal(rate.trials)}"
    if rate.equivalent_n is not None:
        return f"as sure as {formats.decimal(rate.equivalent_n)} cases"
    return "taken as exact"


def _deals(n: float | None) -> str:
    return "taken as exact" if n is None else f"{formats.decimal(n)} deals"


def _sd(one: Quantity) -> str:
    return f"give or take {formats.percent(one.sd, 1)}" if one.sd else "taken as exact"


def _volume_cv(one: Inbound) -> float:
    assert one.dispersion is not None
    variance = one.mean + one.mean**2 / one.dispersion
    return float(variance**0.5 / one.mean) if one.mean else 0.0


def counted_grade(rows: list[EvidenceRow], grade: str) -> str:
    """``3 guesses``; empty where there is none."""
    number = sum(row.grade == grade for row in rows)
    if not number:
        return ""
    return (
        counted(number, "guess", "guesses")
        if grade == "guess"
        else f"{number} {grade}" + ("s" if grade == "benchmark" and number > 1 else "")
    )


def evidence_table(rows: list[EvidenceRow]) -> pd.DataFrame:
    """The rows as a table for the page."""
    return pd.DataFrame(
        [
            {
                "Input": row.name,
                "Team": row.team or "all",
                "Value": row.value,
                "Known from": row.sample,
                "Grade": row.grade,
                "Source": row.source or "not stated",
            }
            for row in rows
        ]
    )
