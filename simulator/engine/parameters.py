"""What we do not know, drawn once per trial: rates, quantities and how well a mean is known."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import special

from simulator.engine.streams import Floats, Luck
from simulator.scenario.plan import Costs
from simulator.scenario.quantities import Quantity, Rate


def draw_rate(rate: Rate, luck: Luck, *name: str) -> Floats:
    """A rate per trial, shape (1, trials), or (1, 1) where it is exactly known."""
    shapes = rate.beta
    return np.full((1, 1), rate.expected) if shapes is None else luck.betas(*shapes, *name)


def draw_rates(rates: Sequence[Rate], luck: Luck, *name: str) -> Floats:
    """Several rates per trial from one stream, shape (len(rates), trials)."""
    shapes = [rate.beta for rate in rates]
    known = np.array([[shape is None] for shape in shapes])
    exact = np.array([[rate.expected] for rate in rates])
    if known.all():
        return exact
    a, b = np.array([shape or (1.0, 1.0) for shape in shapes]).T[:, :, None]
    return np.where(known, exact, luck.betas(a, b, *name))


def draw_quantity(quantity: Quantity, luck: Luck, *name: str) -> Floats:
    """A normal quantity cut (truncated) to its legal range, shape (1, trials), or (1, 1) where it is exactly known."""
    return cut_normal(quantity.mean, quantity.sd, quantity.lower, quantity.upper, luck, *name)


def cut_normal(mean: float, sd: float, lower: float, upper: float, luck: Luck, *name: str) -> Floats:
    """Normal(mean, sd) given that it lies in [lower, upper], by inversion of one normal per trial."""
    if sd == 0:
        return np.full((1, 1), mean)
    z = luck.normals(1, *name)
    low, high = special.ndtr((lower - mean) / sd), special.ndtr((upper - mean) / sd)
    if low > 0 or high < 1:
        z = special.ndtri(low + special.ndtr(z) * (high - low))
    return np.clip(mean + sd * z, lower, upper)


def draw_mean_factor(cv: float, n: float | None, luck: Luck, *name: str) -> Floats:
    """Lognormal of mean 1 and cv ``cv / sqrt(n)``: how well a mean is known from `n` observations; (1, 1)
    where exactly.
    """
    if n is None or cv == 0:
        return np.ones((1, 1))
    variance = math.log1p(cv * cv / n)
    return np.exp(math.sqrt(variance) * luck.normals(1, *name) - variance / 2)


def draw_margin(costs: Costs, luck: Luck) -> Floats:
    """The gross margin per trial, before any lever."""
    return draw_quantity(costs.gross_margin, luck, "gross margin")
