"""Initiatives, risks and moved levers as what they do to each lever, month by month and trial by trial."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.streams import Floats, Luck
from simulator.scenario.plan import DatedChange, Scenario
from simulator.scenario.quantities import Effect

PERT_WEIGHT = 4.0
"""Weight of the mode in the PERT distribution (Malcolm et al. 1959): mean = (low + 4 mode + high) / 6."""

_NEUTRAL = np.ones((1, 1))


@dataclass(frozen=True)
class _Change:
    lever: str
    teams: tuple[str, ...] | None
    start: int
    phase_in: int
    strength: Floats
    most: float
    name: tuple[str, ...]

    def touches(self, lever: str, team: str | None) -> bool:
        return self.lever == lever and (team is None or self.teams is None or team in self.teams)

    def factors(self, months: int) -> Floats:
        if self.start <= 0 and self.phase_in <= 1:
            return 1.0 + self.strength
        t = np.arange(months)[:, None]
        share = np.clip((t - self.start + 1) / max(self.phase_in, 1), 0.0, 1.0)
        return 1.0 + share * self.strength


@dataclass(frozen=True)
class ExtraPeople:
    """People a change of the lever ``hires`` brings: `number` per trial, shape (1, trials or 1), at most `most`."""

    start: int
    phase_in: int
    number: Floats
    most: int
    name: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """Every dated or certain change of one scenario, drawn for one chunk of trials."""

    months: int
    changes: tuple[_Change, ...]
    spending: Floats

    def factor(self, lever: str, team: str | None = None) -> Floats:
        """The product of ``1 + effect`` on a lever, shape (months or 1, trials or 1)."""
        product = _NEUTRAL
        for change in self.changes:
            if change.touches(lever, team):
                product = product * change.factors(self.months)
        return product

    def extra_people(self, team: str) -> tuple[ExtraPeople, ...]:
        """What changes of the lever ``hires`` bring to `team`, in the order of the document."""
        return tuple(
            ExtraPeople(change.start, change.phase_in, change.strength, math.ceil(change.most), change.name)
            for change in self.changes
            if change.touches("hires", team) and change.most > 0
        )


def draw_effects(scenario: Scenario, luck: Luck) -> Effects:
    """Which initiatives work and which risks happen in each trial, how strongly, and what they cost.

    `Effects.spending` has shape (months, trials or 1): money spent on initiatives (always) and on risks that happen.
    """
    months = scenario.horizon_months
    changes = [
        _Change(
            one.lever,
            one.teams,
            scenario.month_index(one.start_month) if one.start_month else 0,
            0,
            np.full((1, 1), one.change),
            one.change,
            ("adjustment", str(number)),
        )
        for number, one in enumerate(scenario.adjustments)
    ]
    spending = np.zeros((months, 1))
    for kind, listed in (("initiative", scenario.initiatives), ("risk", scenario.risks)):
        for one in listed:
            happened = happens(one, luck, kind)
            start = scenario.month_index(one.start_month)
            strength = happened * draw_strength(one.effect, luck, kind, one.name)
            changes.append(
                _Change(
                    one.lever,
                    one.teams,
                    start,
                    one.phase_in_months,
                    strength,
                    one.effect.high,
                    (kind, one.name),
                )
            )
            if one.cost and 0 <= start < months:
                paid = np.zeros((months, 1))
                paid[start] = one.cost
                spending = spending + (paid if kind == "initiative" else paid * happened)
    return Effects(months, tuple(changes), spending)


def happens(one: DatedChange, luck: Luck, kind: str) -> Floats:
    """1 in the trials in which a change works or happens, 0 in the others; `kind` is ``initiative`` or ``risk``."""
    if one.probability >= 1:
        return np.ones((1, 1))
    return (luck.uniforms(1, kind, one.name, "happens") < one.probability).astype(float)


def draw_strength(effect: Effect, luck: Luck, kind: str, name: str) -> Floats:
    """How strong a change is where it happens, per trial."""
    width = effect.high - effect.low
    if width <= 0:
        return np.full((1, 1), effect.mode)
    a = 1 + PERT_WEIGHT * (effect.mode - effect.low) / width
    b = 1 + PERT_WEIGHT * (effect.high - effect.mode) / width
    return effect.low + width * luck.betas(a, b, kind, name, "strength")
