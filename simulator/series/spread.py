"""How far a belief spread over a grid reaches, and a variance that cannot be smaller than is known."""

from __future__ import annotations

import numpy as np
from scipy import special

from simulator.series.grid import Floats

EIGHT_IN_TEN = 1.2815515655446004
"""A normal holds 8 in 10 within so many standard deviations."""
NOTHING = 1e-7
"""Grid points believed less than this are left out."""
HALVINGS = 50


def eight_in_ten(weight: Floats, mean: Floats, variance: Floats, middle: float) -> float:
    """The standard deviation of a normal around `middle` that holds 8 in 10 in the range in which this belief does.

    weight, mean, variance: a mixture of normals, arrays of one shape, weights of sum 1. A mixture of sure and unsure
    shapes has heavier tails than a normal: with its own standard deviation a normal's 8-in-10 range holds more than 8.
    """
    kept = weight > NOTHING
    share = weight[kept] / weight[kept].sum()
    off, root = mean[kept] - middle, np.sqrt(np.maximum(variance[kept], 1e-300))
    low, high = 0.0, float((np.abs(off) + 4 * root).max())
    for _ in range(HALVINGS):
        reach = (low + high) / 2
        held = float(
            (share * (special.ndtr((reach - off) / root) - special.ndtr((-reach - off) / root))).sum()
        )
        low, high = (reach, high) if held < 0.8 else (low, reach)
    return (low + high) / 2 / EIGHT_IN_TEN


def beyond(freedom: float, scale: Floats, least: float) -> Floats:
    """Probability that a variance, inverse gamma (freedom / 2, freedom * scale / 2), is at least `least`."""
    return np.asarray(special.gammainc(freedom / 2, freedom * scale / (2 * least)))


def expected_beyond(freedom: float, scale: Floats, least: float) -> Floats:
    """Its expectation given that it is at least `least`; 0: no bound."""
    free = scale * freedom / max(freedom - 2, 1.0)
    if least <= 0:
        return np.asarray(free)
    place = freedom * scale / (2 * least)
    above = special.gammainc(freedom / 2, place)
    share = special.gammainc(max(freedom - 2, 1.0) / 2, place) / np.maximum(above, 1e-300)
    return np.asarray(np.maximum(np.where(above > 1e-300, free * share, least), least))


def drawn_beyond(freedom: float, scale: Floats, least: float, rng: np.random.Generator) -> Floats:
    """One draw of it for each of `scale`, given that it is at least `least`; 0: no bound."""
    if least <= 0:
        return np.asarray(scale * freedom / rng.chisquare(freedom, len(scale)))
    share = rng.random(len(scale)) * np.maximum(beyond(freedom, scale, least), 1e-300)
    chi_square = 2 * special.gammaincinv(freedom / 2, share)
    return np.asarray(np.maximum(scale * freedom / np.maximum(chi_square, 1e-300), least))
