"""Levers in their natural unit: what stands in the plan, and what a slider turns it into."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from simulator.scenario import Adjustment, Scenario, lever
from simulator.scenario.lever_values import LeverUnit, lever_amount, lever_unit
from ui.wording import formats
from ui.wording.metric_words import lever_label

MOST_HIRES = 20
HALF_RANGE = 20
"""Slider steps to either side; a step is about a fortieth of the value, so a slider spans half to one and a half."""


@dataclass(frozen=True)
class LeverValue:
    """One slider: step 0 is the plan. `value` is the plan's own number in natural units, `step` what one step adds."""

    lever: str
    label: str
    value: float
    step: float
    steps: tuple[int, ...]
    text: Callable[[float], str]
    start_month: str | None = None

    def at(self, steps: float) -> float:
        """The natural value after so many steps."""
        return self.value + steps * self.step

    def words(self, steps: float) -> str:
        """That value as text; a share between two steps with the decimals it was found with."""
        if steps != round(steps) and lever_unit(self.lever) == "share":
            return formats.percent(self.at(steps), 2)
        return self.text(self.at(steps))

    def adjustment(self, steps: int) -> Adjustment:
        """The what-if of so many steps."""
        if lever(self.lever).absolute:
            return Adjustment(lever=self.lever, change=float(steps), start_month=self.start_month)
        return Adjustment(lever=self.lever, change=round(steps * self.step / self.value, 12))

    def steps_of(self, adjustment: Adjustment | None) -> int:
        """Where the slider stands for a what-if."""
        if adjustment is None:
            return 0
        if lever(self.lever).absolute:
            return round(adjustment.change)
        return min(max(round(adjustment.change * self.value / self.step), self.steps[0]), self.steps[-1])

    def exactly(self, adjustment: Adjustment | None) -> float:
        """The same without rounding to a step: what was found by a search may lie between two of the slider's."""
        if adjustment is None:
            return 0.0
        if lever(self.lever).absolute:
            return adjustment.change
        return float(f"{adjustment.change * self.value / self.step:.9g}")

    def relative(self, steps: float) -> str:
        """``+10 %``; for people ``+2``."""
        if lever(self.lever).absolute:
            return f"+{formats.decimal(steps)}"
        return formats.signed(formats.percent(steps * self.step / self.value), steps)


def lever_value(scenario: Scenario, name: str) -> LeverValue | None:
    """The slider of a lever; None where its value is 0, which no relative change moves."""
    label = lever_label(name, scenario)
    if name == "hires":
        month = scenario.months[min(2, scenario.horizon_months - 1)]
        return LeverValue(
            name,
            f"{label} from {formats.month(month)}",
            0.0,
            1.0,
            tuple(range(MOST_HIRES + 1)),
            formats.decimal,
            month,
        )
    value, text = lever_amount(scenario, name), amount_words(name, scenario.currency)
    is_share = lever(name).share
    if not value > 0 or not math.isfinite(value):
        return None
    step = _nice(value / 40)
    steps = [
        k
        for k in range(-HALF_RANGE, HALF_RANGE + 1)
        if value + k * step > 0 and (not is_share or value + k * step <= 1)
    ]
    return LeverValue(name, label, value, step, tuple(steps), text)


def _nice(step: float) -> float:
    """The nearest of 1, 2, 2.5 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(step))
    return min((1.0, 2.0, 2.5, 5.0, 10.0), key=lambda nice: abs(math.log(nice * size / step))) * size


def amount_words(name: str, currency: str) -> Callable[[float], str]:
    """How an amount of a lever is written."""
    return _WRITTEN.get(lever_unit(name)) or _money_words(name, currency)


def _money_words(name: str, currency: str) -> Callable[[float], str]:
    ending = " a month" if lever_unit(name) == "money_per_month" else ""
    return lambda value: f"{formats.money(value, currency)}{ending}"


def _plain_number(value: float) -> str:
    return formats.significant(value, 3) if value < 1000 else formats.decimal(round(value))


_WRITTEN: dict[LeverUnit, Callable[[float], str]] = {
    "share": formats.share,
    "share_per_month": lambda value: f"{formats.share(value)} a month",
    "share_per_year": lambda value: f"{formats.share(value)} a year",
    "units_per_month": _plain_number,
    "deals_per_month": lambda value: f"{formats.significant(value)} a month",
    "days": lambda value: f"{formats.significant(value)} days",
    "months": lambda value: f"{formats.significant(value)} months",
    "people": formats.decimal,
}
