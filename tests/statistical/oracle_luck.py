"""Dice for the event-by-event simulation: one draw at a time, from nothing but `random.Random`."""

from __future__ import annotations

import math
from random import Random
from typing import Any


def poisson(luck: Random, mean: float) -> int:
    """Arrivals within `mean` units of time when one arrives per unit: exponential gaps, one by one."""
    count, clock = 0, luck.expovariate(1.0)
    while clock <= mean:
        count += 1
        clock += luck.expovariate(1.0)
    return count


def heads(luck: Random, units: int, chance: float) -> int:
    """How many of `units` succeed, each tossed on its own."""
    return sum(luck.random() < chance for _ in range(units))


def rounded(luck: Random, amount: float) -> int:
    """`amount` up or down to a whole number, right on average."""
    return math.floor(amount + luck.random())


def rate(luck: Random, given: Any) -> float:
    """A rate of the document, drawn once."""
    if not isinstance(given, dict):
        return float(given)
    if "trials" in given:
        return luck.betavariate(given["successes"] + 0.5, given["trials"] - given["successes"] + 0.5)
    if "equivalent_n" in given:
        return luck.betavariate(
            given["mean"] * given["equivalent_n"], (1 - given["mean"]) * given["equivalent_n"]
        )
    return float(given["mean"])


def quantity(luck: Random, given: Any, low: float, high: float) -> float:
    """A normal quantity, drawn again until it is legal."""
    if not isinstance(given, dict):
        return float(given)
    while True:
        value = luck.gauss(given["mean"], given.get("sd", 0.0))
        if low <= value <= high:
            return value


def mean_one(luck: Random, cv: float) -> float:
    """A lognormal of mean 1 and the given coefficient of variation."""
    variance = math.log1p(cv * cv)
    return math.exp(math.sqrt(variance) * luck.gauss(0.0, 1.0) - variance / 2)


def pert(luck: Random, effect: Any) -> float:
    """Low / mode / high as a beta distribution with weight 4 on the mode."""
    if not isinstance(effect, dict):
        return float(effect)
    low, mode, high = effect["low"], effect["mode"], effect["high"]
    if low == high:
        return float(low)
    first = 1 + 4 * (mode - low) / (high - low)
    second = 1 + 4 * (high - mode) / (high - low)
    return float(low + (high - low) * luck.betavariate(first, second))


def gamma_days(luck: Random, mean: float, cv: float) -> float:
    """A gamma duration; exactly `mean` where cv is 0."""
    return luck.gammavariate(1 / (cv * cv), mean * cv * cv) if mean > 0 and cv > 0 else mean


def deal(luck: Random, family: dict[str, Any]) -> float:
    """The size of one deal before growth and levers."""
    if family.get("family") == "empirical":
        return float(luck.choice(family["values"]))
    mean, cv = family["mean"], family["cv"]
    if cv == 0:
        return float(mean)
    if family.get("family") == "lognormal":
        variance = math.log1p(cv * cv)
        return luck.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))
    return luck.gammavariate(1 / (cv * cv), mean * cv * cv)
