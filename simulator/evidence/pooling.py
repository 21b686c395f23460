"""Partial pooling: what few cases say about one member is pulled towards the group, what many say stands.

Members' true rates are taken as Beta(mu m, (1 - mu) m), their counts as binomial: beta-binomial together. What is not
known about the group (its rate mu, how far members lie apart) is averaged over by its likelihood and a weak prior, so
that ranges stay honest where a handful of members cannot tell. Members' means are pooled on logarithms, normal on both
levels. The prior of the distance between members, on logits and on logarithms, is half-normal with standard deviation
`USUAL_DISTANCE`; half-normal priors for few groups: Gelman (2006), Bayesian Analysis 1, 515-533.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

USUAL_DISTANCE = 0.5
"""On logits: at a rate of one half, two thirds of all members lie within 12 points. On logarithms: within a factor 1.6.
A guess; with a dozen members the data outweigh it."""
EIGHT_IN_TEN = 1.2815515655446004
"""Standard deviations to either side of a normal's mean that hold eight in ten."""

MOST_ALIKE = 1e7
"""Sample of the group from which on members count as alike: no export has so many deals."""

Array = NDArray[np.float64]
Cases = NDArray[np.int64] | NDArray[np.float64]
_DISTANCES: Array = np.concatenate([[0.0], np.geomspace(0.02, 1.8, 36)])
_LEAST = -14.0
"""Logit of the least overdispersion tried: below it a sum of logarithms of gamma functions is mostly rounding."""
_RATIOS: Array = np.concatenate([[0.0], np.geomspace(0.01, 4.0, 48)])
_MEANS: Array = np.linspace(-4.0, 4.0, 21)


@dataclass(frozen=True, eq=False)
class Pooled:
    """Pooled figures of members; arrays have one entry a member.

    group: the group's figure. value = own * (1 - pull) + group * pull (on logarithms for means); pull: 0 stands on its
    own, 1 is the group. low, high: the true value lies between them with 8-in-10 odds. equivalent_n: sample of a Beta
    as wide (rates only, else NaN). between: standard deviation between true members at the likeliest, in the rate's
    unit or relative. overdispersion: between² / (group (1 - group)), rates only. p_value: how often members that do not
    differ at all would look as different.
    """

    group: float
    value: Array
    low: Array
    high: Array
    pull: Array
    equivalent_n: Array
    between: float
    overdispersion: float
    p_value: float


def pooled_rates(won: NDArray[np.int64], closed: NDArray[np.int64]) -> Pooled:
    """Rates of members that won `won` of `closed`; at least two members with a case.

    The p-value is that of the likelihood ratio against one common rate. The distance cannot be negative, so that the
    ratio is distributed half as zero and half as chi-square with one degree of freedom (Self and Liang 1987).
    """
    pairs, place, times = _alike(won, closed)
    k, n = pairs[:, 0], pairs[:, 1]
    mu, m, weight = _grid_of_rates(k, n, times)
    left = m / (m + n[:, None])
    pull = (left * weight).sum(1)
    group = float((mu * weight).sum())
    own = np.where(n > 0, k / np.maximum(n, 1), group)
    value = own * (1 - pull) + group * pull
    mean = mu * left + (1 - left) * own[:, None]
    spread = ((mean * (1 - mean) / (m + n[:, None] + 1) + (mean - value[:, None]) ** 2) * weight).sum(1)
    inside = np.clip(value, 1e-9, 1 - 1e-9)
    sample = np.clip(inside * (1 - inside) / np.maximum(spread, 1e-15) - 1, 1e-3, 1e12)
    low, high = (special.betaincinv(inside * sample, (1 - inside) * sample, at) for at in (0.1, 0.9))
    overdispersion, ratio = _likeliest(k, n, times)
    return Pooled(
        group=group,
        value=value[place],
        low=low[place],
        high=high[place],
        pull=pull[place],
        equivalent_n=sample[place],
        between=float(np.sqrt(overdispersion * group * (1 - group))),
        overdispersion=overdispersion,
        p_value=float(stats.chi2.sf(ratio, 1) / 2) if ratio > 1e-9 else 1.0,
    )


def own_weight(won: Array, seen: Array, expected: Array) -> Array:
    """How much of each cell's own share counts against a share that is expected of it, 0 .. 1.

    The cells share one distance from what is expected, whose likelihood comes from all of them: cells that stay close
    to it count for little, and cells with few cases too.
    """
    mu = np.clip(expected, 1e-6, 1 - 1e-6)[:, None]
    m = _equivalent(mu, _DISTANCES[None, :])
    likelihood = _log_likelihood(won[:, None], seen[:, None], mu, m).sum(0)
    weight = _weights(likelihood + _prior(_DISTANCES), _spacing(_DISTANCES))
    return np.asarray((seen[:, None] / (seen[:, None] + m) * weight).sum(1))


def pooled_means(mean: Array, cv: Array, n: NDArray[np.int64], p_value: float) -> Pooled:
    """Means of members from their samples, positive ones; cv: of one case, n: cases. Members without a case: mean NaN.

    The logarithm of a mean of n cases is taken as normal with variance cv² / n. `p_value` comes from `rank_test`.
    """
    some = n > 0
    y = np.log(np.where(some, mean, 1.0))
    v = np.where(some, np.maximum(cv**2 / np.maximum(n, 1), 1e-12), 1.0)
    distance = _RATIOS[None, :]
    precision = np.where(some[:, None], 1 / (v[:, None] + distance**2), 0.0)
    total = precision.sum(0)
    mu = (precision * y[:, None]).sum(0) / total
    terms = np.where(
        some[:, None],
        0.5 * np.log(np.maximum(precision, 1e-300)) - 0.5 * precision * (y[:, None] - mu) ** 2,
        0.0,
    )
    likelihood = terms.sum(0) - 0.5 * np.log(total)
    weight = _weights(likelihood + _prior(_RATIOS), _spacing(_RATIOS))
    left = np.where(some[:, None], v[:, None] * precision, 1.0)
    pull = (left * weight).sum(1)
    group = float((mu * weight).sum())
    value = np.where(some, y, group) * (1 - pull) + group * pull
    centre = y[:, None] * (1 - left) + mu * left
    # what the member's own cases leave open, and what is open about the group as far as it is pulled there
    inner = np.where(some[:, None], (1 - left) * v[:, None], distance**2)
    spread = ((inner + left**2 / total + (centre - value[:, None]) ** 2) * weight).sum(1)
    sd = np.sqrt(spread)
    return Pooled(
        group=float(np.exp(group)),
        value=np.exp(value),
        low=np.exp(value - EIGHT_IN_TEN * sd),
        high=np.exp(value + EIGHT_IN_TEN * sd),
        pull=pull,
        equivalent_n=np.full(len(y), np.nan),
        between=float(_RATIOS[int(np.argmax(likelihood))]),
        overdispersion=0.0,
        p_value=p_value,
    )


def rank_test(values: Array, member: NDArray[np.int64], members: int) -> float:
    """p-value of Kruskal and Wallis (1952): whether members' values differ, whatever their distribution is."""
    n = np.bincount(member, minlength=members)
    groups = int((n > 0).sum())
    if groups < 2 or len(values) < 3 or values.min() == values.max():
        return 1.0
    ranks = stats.rankdata(values)
    sums = np.bincount(member, weights=ranks, minlength=members)[n > 0]
    total = len(values)
    statistic = 12 / (total * (total + 1)) * float((sums**2 / n[n > 0]).sum()) - 3 * (total + 1)
    ties = np.unique(values, return_counts=True)[1].astype(float)
    statistic /= 1 - float((ties**3 - ties).sum()) / (float(total) ** 3 - total)
    return float(stats.chi2.sf(statistic, groups - 1))


def differing(p_values: list[float], level: float = 0.05) -> list[bool]:
    """Which of several tests stand together, by Holm (1979): 1 company in 20 without differences is told of one."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    stands = [False] * len(p_values)
    for place, at in enumerate(order):
        if p_values[at] > level / (len(p_values) - place):
            break
        stands[at] = True
    return stands


def _alike(
    won: NDArray[np.int64], closed: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Members with the same counts are one, counted as often: thousands of small members cost no more than dozens."""
    pairs, place, times = np.unique(
        np.column_stack([won, closed]), axis=0, return_inverse=True, return_counts=True
    )
    return pairs.astype(np.int64), place.reshape(-1), times.astype(float)


def _grid_of_rates(k: NDArray[np.int64], n: NDArray[np.int64], times: Array) -> tuple[Array, Array, Array]:
    """Rate and equivalent sample of the group at every point of the grid (flat), with the points' weights."""
    total, wins = float((n * times).sum()), float((k * times).sum())
    start = (wins + 0.5) / (total + 1)
    several = total**2 / max(float((n.astype(float) ** 2 * times).sum()), 1.0)
    width = np.sqrt(1 / (total * start * (1 - start) + 1) + _DISTANCES**2 / several)
    logit = np.log(start / (1 - start)) + _MEANS[None, :] * width[:, None]
    mu = 1 / (1 + np.exp(-np.clip(logit, -15, 15)))
    m = _equivalent(mu, _DISTANCES[:, None])
    likelihood = np.tensordot(times, _log_likelihood(k[:, None, None], n[:, None, None], mu, m), axes=1)
    area = _spacing(_DISTANCES)[:, None] * width[:, None] * mu * (1 - mu)
    weight = _weights(likelihood + _prior(_DISTANCES)[:, None], area)
    return mu.ravel(), m.ravel(), weight.ravel()


def _likeliest(k: NDArray[np.int64], n: NDArray[np.int64], times: Array) -> tuple[float, float]:
    """Overdispersion at the maximum of the marginal likelihood, and twice the logarithm it gains over none."""
    total, wins = float((n * times).sum()), float((k * times).sum())
    if not 0 < wins < total:
        return 0.0, 0.0
    common = wins / total
    none = wins * np.log(common) + (total - wins) * np.log1p(-common)

    def loss(at: Array) -> float:
        mu = 1 / (1 + np.exp(-np.clip(at[0], -15, 15)))
        rho = 1 / (1 + np.exp(-np.clip(at[1], _LEAST, 5.0)))
        found = _log_likelihood(k, n, np.full(len(k), mu), np.full(len(k), 1 / rho - 1))
        return -float((times * found).sum())

    starts = [np.array([np.log(common / (1 - common)), at]) for at in (-8.0, -5.0, -2.5)]
    best = min(starts, key=loss)
    found = optimize.minimize(loss, best, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    gain = 2 * (-float(found.fun) - none)
    rho = float(1 / (1 + np.exp(-np.clip(found.x[1], _LEAST, 5.0))))
    return (rho, gain) if gain > 1e-4 else (0.0, 0.0)


def _log_likelihood(k: Cases, n: Cases, mu: Array, m: Array) -> Array:
    """Beta-binomial, without the number of orders."""
    a, b = m * mu, m * (1 - mu)
    return np.asarray(special.betaln(a + k, b + n - k) - special.betaln(a, b))


def _equivalent(mu: Array, distance: Array) -> Array:
    """The Beta's sample m at which logits lie `distance` apart: overdispersion 1 / (m + 1) = distance² mu (1 - mu)."""
    return np.clip(1 / np.maximum(distance**2 * mu * (1 - mu), 1e-9) - 1, 1e-3, MOST_ALIKE)


def _prior(distance: Array) -> Array:
    return np.asarray(-0.5 * (distance / USUAL_DISTANCE) ** 2)


def _spacing(grid: Array) -> Array:
    return np.asarray(np.gradient(grid) * np.where((grid == grid[0]) | (grid == grid[-1]), 0.5, 1.0))


def _weights(log_density: Array, area: Array) -> Array:
    weight = np.exp(log_density - log_density.max()) * area
    return np.asarray(weight / weight.sum())
