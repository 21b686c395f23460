"""What a plan rests on: every uncertain input with its grade, its sample and its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import pandas as pd

from simulator import Scenario
from simulator.decide import MeasureNext
from simulator.decide.measure import points
from simulator.scenario import CycleDays, DatedChange, DealSize, Inbound, Market, OpenDeals, Quantity, Rate
from simulator.scenario.inputs import GRADES, Kind, PlanInput, grade_of, plan_inputs
from simulator.scenario.quantities import Grade
from simulator.scenario.team import Routine, UnitsPerDeal
from ui.fields.edits import current
from ui.visitors.money_hidden import shown_text
from ui.wording import formats
from ui.wording.text import counted, shown

__all__ = [
    "GRADES",
    "EvidenceRow",
    "Grade",
    "counted_grade",
    "evidence_rows",
    "evidence_table",
    "grade_of",
    "most_important_first",
    "rate_sample",
]

EXACT = "taken as exact"
OVERRIDABLE: frozenset[Kind] = frozenset(
    [
        "volume",
        "stage",
        "win_rate",
        "deal_size",
        "cycle",
        "attrition",
        "growth",
        "churn",
        "expansion",
        "margin",
    ]
)
"""Kinds that are one number, which a form can replace; the others have their own place on the pages."""


@dataclass(frozen=True)
class EvidenceRow:
    """One input. lever: the one that moves it; path: its place in the plan; sample: what stands behind it."""

    name: str
    team: str
    lever: str
    path: tuple[str | int, ...]
    value: str
    sample: str
    grade: Grade
    source: str
    is_rate: bool
    kind: Kind = field(default="win_rate")

    @property
    def overridable(self) -> bool:
        """Whether it is one number that somebody may replace with a reason."""
        return self.kind in OVERRIDABLE


def evidence_rows(scenario: Scenario) -> list[EvidenceRow]:
    """Every input with an uncertainty of its own, in the order of the funnel."""
    return [_row(scenario, one) for one in plan_inputs(scenario)]


def _row(scenario: Scenario, one: PlanInput) -> EvidenceRow:
    held = scenario.market if one.kind == "market" else current(scenario, one.path)
    value, sample = _SAID[one.kind](scenario, held)
    source = shown(shown_text(one.source), 120)
    return EvidenceRow(
        _name(scenario, one),
        one.team,
        one.lever,
        one.path,
        value,
        sample,
        one.grade,
        source,
        isinstance(held, Rate),
        one.kind,
    )


def _name(scenario: Scenario, one: PlanInput) -> str:
    if one.kind in ("stage", "win_rate"):
        team, place = scenario.teams[int(one.path[1])], int(one.path[3])
        before = team.entry if place == 0 else team.stages[place - 1].name
        return f"{shown(before).capitalize()} → {shown(team.stages[place].name)}"
    if one.kind in ("initiative", "risk"):
        return f"{one.kind.capitalize()}: {shown(shown_text(one.name))}"
    name = shown(one.name)
    return name[:1].upper() + name[1:]


def _volume(_: Scenario, one: Inbound) -> tuple[str, str]:
    spread = (
        "varies as luck alone would"
        if one.dispersion is None
        else f"varies by ±{_volume_cv(one):.0%} a month"
    )
    return formats.decimal(one.mean, 1), spread


def _rate(_: Scenario, one: Rate) -> tuple[str, str]:
    return formats.share(one.expected), rate_sample(one)


def _size(scenario: Scenario, one: DealSize) -> tuple[str, str]:
    cases = one.n or (len(one.values) if one.values else None)
    return formats.money(one.mean_size, scenario.currency), _deals(cases)


def _cycle(_: Scenario, one: CycleDays) -> tuple[str, str]:
    return f"{formats.decimal(one.mean)} days", _deals(one.n)


def _growth(_: Scenario, one: Quantity) -> tuple[str, str]:
    return formats.signed(formats.percent(one.mean, 1), one.mean), _sd(one)


def _share(_: Scenario, one: Quantity) -> tuple[str, str]:
    return formats.share(one.mean), _sd(one)


def _open(_: Scenario, groups: tuple[OpenDeals, ...]) -> tuple[str, str]:
    deals = sum(group.count for group in groups)
    won = sum(group.count * group.win_rate.expected for group in groups)
    known = sum(sum(group.win_rate.beta) for group in groups if group.count and group.win_rate.beta)
    behind = f"as sure as {formats.decimal(known)} cases" if known else EXACT
    return f"{formats.share(won / deals)} of {formats.decimal(deals)}", behind


def _season(scenario: Scenario, _: object) -> tuple[str, str]:
    season = scenario.seasonality
    mean = sum(season.index) / 12
    low, high = min(season.index) / mean, max(season.index) / mean
    spread = f"give or take {formats.percent(season.sd, 0)}" if season.sd else EXACT
    return f"{formats.decimal(low, 2)} to {formats.decimal(high, 2)} of a usual month", spread


def _market(_: Scenario, one: Market) -> tuple[str, str]:
    return f"±{formats.percent(one.monthly_sd, 0)} a month", "luck all teams share"


def _ramp(scenario: Scenario, one: object) -> tuple[str, str]:
    del scenario
    return "as planned", f"give or take {formats.percent(float(cast('float', one)), 0)}"


def _change(_: Scenario, one: DatedChange) -> tuple[str, str]:
    low, mode, high = one.effect.low, one.effect.mode, one.effect.high
    people = one.lever == "hires"

    def text(value: float) -> str:
        return formats.decimal(value, 1) if people else formats.signed(formats.percent(value, 0), value)

    spread = EXACT if low == high else f"{text(low)} to {text(high)}"
    return text(
        mode
    ), spread if one.probability >= 1 else f"{spread}, odds {formats.percent(one.probability)}"


def _routine(_: Scenario, one: Routine) -> tuple[str, str]:
    return formats.decimal(one.mean, 1), f"give or take {formats.decimal(one.sd, 1)}" if one.sd else EXACT


def _units(_: Scenario, one: UnitsPerDeal) -> tuple[str, str]:
    return formats.decimal(one.mean, 1), _deals(one.n)


_SAID: Mapping[Kind, Callable[..., tuple[str, str]]] = {
    "volume": _volume,
    "stage": _rate,
    "win_rate": _rate,
    "deal_size": _size,
    "cycle": _cycle,
    "attrition": _rate,
    "ramp": _ramp,
    "open_deals": _open,
    "growth": _growth,
    "season": _season,
    "market": _market,
    "churn": _rate,
    "expansion": _share,
    "margin": _share,
    "initiative": _change,
    "risk": _change,
    "activity": _routine,
    "hours": _routine,
    "units": _units,
}


def rate_sample(rate: Rate) -> str:
    """``220 of 1,080``, ``as sure as 40 cases`` or ``taken as exact``."""
    if rate.trials is not None and rate.successes is not None:
        return f"{formats.decimal(rate.successes)} of {formats.decimal(rate.trials)}"
    if rate.equivalent_n is not None:
        return f"as sure as {formats.decimal(rate.equivalent_n)} cases"
    return EXACT


def _deals(n: float | None) -> str:
    return EXACT if n is None else f"{formats.decimal(n)} deals"


def _sd(one: Quantity) -> str:
    return f"give or take {formats.percent(one.sd, 1)}" if one.sd else EXACT


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


def most_important_first(
    rows: list[EvidenceRow], ranked: tuple[MeasureNext, ...]
) -> list[tuple[EvidenceRow, MeasureNext]]:
    """Each row with what not knowing it moves, the widest first."""
    found = {one.input.path: one for one in ranked}
    paired = [(row, found[row.path]) for row in rows if row.path in found]
    return sorted(paired, key=lambda pair: (-pair[1].swing, -pair[1].share))


def evidence_table(rows: list[EvidenceRow], ranked: tuple[MeasureNext, ...] = ()) -> pd.DataFrame:
    """The rows as a table for the page; `ranked` adds by how much not knowing each moves the odds."""
    swings = {one.input.path: f"±{points(one.swing)}" if one.swing else "–" for one in ranked}
    return pd.DataFrame(
        [
            {
                "Input": row.name,
                "Team": row.team or "all",
                "Value": row.value,
                "Known from": row.sample,
                "Grade": row.grade,
                **({"Moves the odds by": swings.get(row.path, "–")} if ranked else {}),
                "Source": row.source or ("no source: a guess" if row.grade == "guess" else "not stated"),
            }
            for row in rows
        ]
    )
