"""What a plan is expected to pay reps whose attainment is normal, by the moments of the cut normal: a check by hand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from simulator.errors import ScenarioError
from simulator.quotas.pay_terms import Array, paid, turning_points
from simulator.scenario.pay_plan import PayTerms

_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True)
class NormalPay:
    """In money: expected pay and sales of all reps, and the spread of their sum where reps are independent."""

    expected: float
    sd: float
    sold: float

    @property
    def rate(self) -> float:
        """Pay over sales."""
        return self.expected / self.sold if self.sold else 0.0


def pay_of_normal(
    terms: PayTerms, quotas: ArrayLike, mean: float = 1.0, sd: float = 0.1, years: float = 1.0
) -> NormalPay:
    """Pay for attainments that are normal(mean, sd), each rep's own, against `quotas`; nobody sells less than nothing.

    Between two turning points pay is a straight line in the attainment, so that its mean and variance follow from the
    first two moments of the normal cut there (Johnson, Kotz and Balakrishnan 1994, chapter 13). Where the plan reads
    attainment in whole per cents, sales come in whole per cents of the quota too and the sum runs over those. Raises
    ScenarioError where mean or sd make no sense.
    """
    if not 0 <= mean <= 10:
        raise ScenarioError.single("mean", mean, "attainment must lie between 0 and 10; 1 is 100 % of quota")
    if not 0 <= sd <= 5:
        raise ScenarioError.single("sd", sd, "the spread of attainment must lie between 0 and 5")
    asked, times = np.unique(np.asarray(quotas, dtype=float), return_counts=True)
    expected = variance = sold = 0.0
    for quota, count in zip(asked.tolist(), times.tolist(), strict=True):
        first, second, amount = _moments(terms, quota, mean, sd, years)
        expected += count * first
        variance += count * max(second - first**2, 0.0)
        sold += count * amount
    return NormalPay(expected, float(np.sqrt(variance)), sold)


def _moments(
    terms: PayTerms, quota: float, mean: float, sd: float, years: float
) -> tuple[float, float, float]:
    """Mean and mean square of one rep's pay, and mean of what they sell."""
    if sd == 0:
        alone = float(paid(terms, mean * quota, quota, years).total)
        return alone, alone**2, mean * quota
    if terms.attainment == "whole_percent":
        grid = np.arange(0, int(np.ceil((mean + 12 * sd) * 100)) + 2) / 100
        edges = np.concatenate([[-np.inf], (grid[1:] - 0.005 - mean) / sd, [np.inf]])
        weight = np.diff(special.ndtr(edges))
        pay = paid(terms, grid * quota, quota, years).total
        return float(pay @ weight), float(pay**2 @ weight), float(grid @ weight) * quota
    points = _edges(terms, quota, years)
    first = second = sold = 0.0
    for low, high in pairwise(points.tolist()):
        inside = low + np.array([0.25, 0.75]) * (min(high, low + 1.0) - low)
        pay = paid(terms, inside * quota, quota, years).total
        slope = float((pay[1] - pay[0]) / (inside[1] - inside[0]))
        start = float(pay[0] - slope * inside[0])
        one, a, aa = _cut(low, high, mean, sd)
        first += start * one + slope * a
        second += start**2 * one + 2 * start * slope * a + slope**2 * aa
        sold += a * quota
    return first, second, sold


def _edges(terms: PayTerms, quota: float, years: float) -> Array:
    """Turning points from 0 on, with the attainment at which a cap in money begins to bind."""
    points = [0.0, *turning_points(terms)]
    if terms.cap is not None and terms.cap.amount is not None:
        free = terms.changed(cap=None, stretch=None)
        most = terms.cap.amount * years
        for low, high in tuple(pairwise([*points, points[-1] + 1000.0])):
            at = low + np.array([1e-6, 1 - 1e-6]) * (high - low)
            pay = paid(free, at * quota, quota, years).total
            if pay[0] < most < pay[1]:
                points.append(float(at[0] + (most - pay[0]) * (at[1] - at[0]) / (pay[1] - pay[0])))
    return np.array([*sorted(set(points)), np.inf])


def _cut(low: float, high: float, mean: float, sd: float) -> tuple[float, float, float]:
    """P, E[a; …] and E[a²; …] of a normal on [low, high]."""
    z = np.array([(low - mean) / sd, (high - mean) / sd])
    finite = np.where(np.isfinite(z), z, 0.0)
    density = np.where(np.isfinite(z), np.exp(-(finite**2) / 2) / _ROOT_TWO_PI, 0.0)
    one = float(special.ndtr(z[1]) - special.ndtr(z[0]))
    slope = float(density[0] - density[1])
    square = one + float(finite[0] * density[0] - finite[1] * density[1])
    return one, mean * one + sd * slope, mean**2 * one + 2 * mean * sd * slope + sd**2 * square
