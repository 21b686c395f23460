"""Where everybody stands against their own team, with luck taken off as far as the samples tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from simulator.evidence.pooling import EIGHT_IN_TEN, USUAL_DISTANCE
from simulator.scorecard.sheet import Sample

Array = NDArray[np.float64]
LEAST_PEERS = 4
"""A team of fewer people is compared with everybody."""
ROBUST = 1.4826
"""Times the median distance from the median is the standard deviation of a normal."""
MEAN_APART = 1.2533
"""The same for the mean distance, where more than half have one figure (Iglewicz and Hoaglin 1993)."""
_DISTANCES: Array = np.concatenate([[0.0], np.geomspace(0.02, 1.8, 36)])
_MOST_ALIKE = 1e9


@dataclass(frozen=True, eq=False)
class Standing:
    """One metric of everybody, in its unit.

    value: pulled towards the own team where few cases or no differences ask for it; low, high: the true value lies
    between them with 8-in-10 odds; pull: 0 stands on its own, 1 is the team's. median: of the own team's values.
    distance: from it, in robust standard deviations of the team's own figures, positive is better. p_value: how often
    people who do not differ would look as different; between: standard deviation of true values within a team, on
    logits or relative.
    """

    value: Array
    low: Array
    high: Array
    pull: Array
    median: Array
    distance: Array
    p_value: float
    between: float


def peers_of(teams: tuple[str, ...]) -> NDArray[np.int64]:
    """The group everybody is compared with: their team, or group 0 of all who have no team large enough."""
    names, place, count = np.unique(np.array(teams, dtype=str), return_inverse=True, return_counts=True)
    large = (count >= LEAST_PEERS) & (names != "")
    number = np.where(large, np.cumsum(large), 0)
    found: NDArray[np.int64] = number[place.reshape(-1)].astype(np.int64)
    return found


def standing(sample: Sample, peers: NDArray[np.int64], better: float) -> Standing:
    """Standing of everybody; better: 1 where more is better, -1 where less is."""
    known = (sample.n > 0) & ~np.isnan(sample.own)
    if sample.hits is None:
        known &= sample.own > 0
    if known.sum() < 2:
        return _alone(sample, known)
    found = _shares(sample, peers, known) if sample.hits is not None else _means(sample, peers, known)
    value, low, high, pull, p_value, between = found
    median, unit = np.zeros(len(value)), np.zeros(len(value))
    for group in np.unique(peers):
        members = peers == group
        some = members & known
        if not some.any():
            some = known
        median[members] = np.median(value[some])
        own = sample.own[some]
        apart = np.abs(own - np.median(own))
        unit[members] = ROBUST * np.median(apart) or MEAN_APART * apart.mean()
    distance = np.divide(better * (value - median), unit, out=np.zeros(len(value)), where=unit > 0)
    return Standing(value, low, high, pull, median, distance, p_value, between)


def _alone(sample: Sample, known: NDArray[np.bool_]) -> Standing:
    """Nobody to compare with: the figure as it was counted."""
    value = np.where(known, sample.own, np.nan)
    one = np.ones(len(value))
    middle = float(np.nanmedian(value)) if known.any() else float("nan")
    return Standing(value, value, value, one, np.full(len(value), middle), one * 0, 1.0, 0.0)


_Found = tuple[Array, Array, Array, Array, float, float]


def _shares(sample: Sample, peers: NDArray[np.int64], known: NDArray[np.bool_]) -> _Found:
    """Beta-binomial around the own team's rate; all teams share one distance between people, averaged over."""
    assert sample.hits is not None
    k, n = np.where(known, sample.hits, 0.0), np.where(known, sample.n, 0.0)
    hits, cases = (np.bincount(peers, weights=one) for one in (k, n))
    rate = ((hits + 0.5) / (cases + 1))[peers]
    mu = np.clip(rate, 1e-9, 1 - 1e-9)[:, None]
    m = np.clip(1 / np.maximum(_DISTANCES**2 * mu * (1 - mu), 1e-9) - 1, 1e-3, _MOST_ALIKE)
    a, b = m * mu, m * (1 - mu)
    likelihood = (special.betaln(a + k[:, None], b + (n - k)[:, None]) - special.betaln(a, b)).sum(0)
    weight = _weights(likelihood)
    left = m / (m + n[:, None])
    own = np.where(n > 0, k / np.maximum(n, 1), rate)
    middle = mu * left + own[:, None] * (1 - left)
    value = middle @ weight
    # the team's own rate is known from few cases, and from few people who differ
    several = np.bincount(peers, weights=n**2)[peers] / np.maximum(cases[peers], 1) ** 2
    open_team = mu * (1 - mu) * (1 / (cases[peers] + 1)[:, None] + several[:, None] / (m + 1))
    inner = middle * (1 - middle) / (m + n[:, None] + 1) + left**2 * open_team
    spread = (inner + (middle - value[:, None]) ** 2) @ weight
    inside = np.clip(value, 1e-9, 1 - 1e-9)
    sample_size = np.clip(inside * (1 - inside) / np.maximum(spread, 1e-15) - 1, 1e-3, 1e12)
    low, high = (
        special.betaincinv(inside * sample_size, (1 - inside) * sample_size, at) for at in (0.1, 0.9)
    )
    groups = len(np.unique(peers[known]))
    expected = n * rate * (1 - rate)
    parts = np.divide((k - n * rate) ** 2, expected, out=np.zeros(len(k)), where=expected > 0)
    free = int(known.sum()) - groups
    p_value = float(stats.chi2.sf(parts.sum(), free)) if free > 0 else 1.0
    pull = np.asarray(left @ weight)
    return np.asarray(value), low, high, pull, p_value, float(_DISTANCES @ weight)


def _means(sample: Sample, peers: NDArray[np.int64], known: NDArray[np.bool_]) -> _Found:
    """Logs of means, normal around the own team's; all teams share one distance between people, averaged over."""
    assert sample.cv is not None
    y = np.log(np.where(known, sample.own, 1.0))
    v = np.where(known, np.maximum(sample.cv**2 / np.maximum(sample.n, 1), 1e-12), 1.0)
    precision = np.where(known[:, None], 1 / (v[:, None] + _DISTANCES**2), 0.0)
    groups = int(peers.max()) + 1
    total, mean = (
        np.stack([np.bincount(peers, weights=one, minlength=groups) for one in columns.T], axis=1)
        for columns in (precision, precision * y[:, None])
    )
    everybody = mean.sum(0) / total.sum(0)
    centre = np.where(total > 0, mean / np.where(total > 0, total, 1.0), everybody)[peers]
    terms = np.where(
        known[:, None],
        0.5 * np.log(np.maximum(precision, 1e-300)) - 0.5 * precision * (y[:, None] - centre) ** 2,
        0.0,
    )
    likelihood = terms.sum(0) - 0.5 * np.log(np.where(total > 0, total, 1.0)).sum(0)
    weight = _weights(likelihood)
    left = np.where(known[:, None], v[:, None] * precision, 1.0)
    middle = np.where(known[:, None], y[:, None], centre) * (1 - left) + centre * left
    value = middle @ weight
    open_team = left**2 / np.where(total > 0, total, np.inf)[peers]
    inner = np.where(known[:, None], (1 - left) * v[:, None], _DISTANCES**2) + open_team
    sd = np.sqrt((inner + (middle - value[:, None]) ** 2) @ weight)
    plain = np.where(known, 1 / v, 0.0)
    sums = np.bincount(peers, weights=plain)
    at = np.divide(np.bincount(peers, weights=plain * y), sums, out=np.zeros(len(sums)), where=sums > 0)[
        peers
    ]
    free = int(known.sum()) - len(np.unique(peers[known]))
    statistic = float((plain * (y - at) ** 2).sum())
    behind = float(np.maximum(sample.n[known] - 1, 0).sum())
    p_value = float(stats.f.sf(statistic / free, free, behind)) if free > 0 and behind > 0 else 1.0
    return (
        np.exp(value),
        np.exp(value - EIGHT_IN_TEN * sd),
        np.exp(value + EIGHT_IN_TEN * sd),
        left @ weight,
        p_value,
        float(_DISTANCES @ weight),
    )


def _weights(likelihood: Array) -> Array:
    """Weights of the distances: their likelihood times the half-normal prior of every comparison of people."""
    density = likelihood - 0.5 * (_DISTANCES / USUAL_DISTANCE) ** 2
    area = np.gradient(_DISTANCES) * np.where(
        np.isin(np.arange(len(_DISTANCES)), (0, len(_DISTANCES) - 1)), 0.5, 1.0
    )
    weight = np.exp(density - density.max()) * area
    return np.asarray(weight / weight.sum())
