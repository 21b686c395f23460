"""Whose deals are whose: a team's closed deals and their money, shared out among its seats.

Compiled functions that call each other stand in this one file (docs/adr/0012). Luck comes from a generator of its own
for every month and trial (splitmix64, Steele, Lea and Flood 2014), seeded by the named streams: how many numbers one
month needs changes no other.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compilation import compiled
from simulator.engine.streams import Counts, Floats

Seeds = NDArray[np.uint64]

ONE_BY_ONE_UP_TO = 12
"""Deals per seat up to which each deal is drawn on its own; above, every seat's count is drawn from a binomial."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@compiled
def _next(state: Seeds) -> float:
    """The next uniform on [0, 1)."""
    state[0] += _GOLDEN
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    z = z ^ (z >> _S31)
    return float(z >> _S11) * 1.1102230246251565e-16


@compiled
def _begin(state: Seeds, seed: np.uint64, month: int) -> None:
    """The generator of one month: far from that of any other."""
    z = seed + np.uint64(month + 1) * _MIX_2
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    state[0] = z ^ (z >> _S31)


@compiled
def _normal(state: Seeds, spare: Floats) -> float:
    """Standard normal by the polar method (Marsaglia and Bray 1964); `spare` keeps the second of a pair."""
    if spare[0] > 0.0:
        spare[0] = 0.0
        return float(spare[1])
    while True:
        x = 2.0 * _next(state) - 1.0
        y = 2.0 * _next(state) - 1.0
        r = x * x + y * y
        if 0.0 < r < 1.0:
            break
    factor = math.sqrt(-2.0 * math.log(r) / r)
    spare[0] = 1.0
    spare[1] = y * factor
    return x * factor


@compiled
def _binomial(state: Seeds, n: int, p: float) -> int:
    """Binomial, exact: by inversion where few are expected, else by transformed rejection (BTRS, Hörmann 1993)."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    flip = p > 0.5
    if flip:
        p = 1.0 - p
    q = 1.0 - p
    odds = p / q
    if n * p < 10.0:
        u = _next(state)
        term = math.exp(n * math.log1p(-p))
        k = 0
        while u >= term and k < n:
            u -= term
            k += 1
            term *= odds * (n - k + 1) / k
            if term < 1e-18 and k > n * p:
                break
        return n - k if flip else k
    spread = math.sqrt(n * p * q)
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    centre = n * p + 0.5
    v_r = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    mode = math.floor((n + 1) * p)
    while True:
        v = _next(state)
        u = _next(state) - 0.5
        us = 0.5 - abs(u)
        if us <= 0.0:
            continue
        found = math.floor((2.0 * a / us + b) * u + centre)
        if us >= 0.07 and v <= v_r:
            break
        if found < 0 or found > n or v <= 0.0:
            continue
        v = math.log(v * alpha / (a / (us * us) + b))
        limit = (
            math.lgamma(mode + 1.0)
            + math.lgamma(n - mode + 1.0)
            - math.lgamma(found + 1.0)
            - math.lgamma(n - found + 1.0)
            + (found - mode) * math.log(odds)
        )
        if v <= limit:
            break
    k = int(found)
    return n - k if flip else k


@compiled
def _shared(state: Seeds, number: int, weight: Floats, below: Floats, guide: Counts, out: Counts) -> None:
    """Add `number` deals to `out`, multinomial with chances in proportion to `weight`."""
    seats = weight.shape[0]
    total = 0.0
    for s in range(seats):
        total += weight[s]
        below[s] = total
    if number > ONE_BY_ONE_UP_TO * seats:
        left, rest = number, total
        for s in range(seats):
            if left == 0:
                break
            share = weight[s]
            now = left if s == seats - 1 or share >= rest else _binomial(state, left, share / rest)
            out[s] += now
            left -= now
            rest -= share
        return
    looked_up = number * 2 > seats
    if looked_up:
        s = 0
        for slot in range(seats):
            while s < seats - 1 and below[s] * seats <= total * slot:
                s += 1
            guide[slot] = s
    for _ in range(number):
        u = _next(state)
        x = u * total
        if looked_up:
            s = guide[int(u * seats)]
            while s < seats - 1 and below[s] <= x:
                s += 1
        else:
            low, high = 0, seats - 1
            while low < high:
                middle = (low + high) // 2
                if below[middle] <= x:
                    low = middle + 1
                else:
                    high = middle
            s = low
        # Rounding may lead past the last seat with a weight.
        while s > 0 and weight[s] <= 0.0:
            s -= 1
        out[s] += 1


@compiled
def _size(z: float, n: int, at: Floats, rows: Floats) -> float:
    """A sum of n sizes of mean 1 from the table of `simulator.engine.sizes`, at the standard normal `z`."""
    x = (min(max(z, -7.0), 7.0) + 7.0) * 64.0
    k = min(int(x), rows.shape[1] - 2)
    w = x - k
    if n <= 32:
        value = (1.0 - w) * rows[n - 1, k] + w * rows[n - 1, k + 1]
    else:
        r = np.searchsorted(at, n)
        upper = (1.0 - w) * rows[r, k] + w * rows[r, k + 1]
        lower = (1.0 - w) * rows[r - 1, k] + w * rows[r - 1, k + 1]
        a, b = 1.0 / math.sqrt(at[r - 1]), 1.0 / math.sqrt(at[r])
        share = (a - 1.0 / math.sqrt(n)) / (a - b)
        value = lower + share * (upper - lower)
    return float(max(n + math.sqrt(n) * value, 0.0))


@compiled
def _paid(
    state: Seeds,
    spare: Floats,
    deals: Counts,
    money: float,
    at: Floats,
    rows: Floats,
    size: Floats,
    out: Floats,
) -> None:
    """Add `money` to `out` as these deals' sizes divide it."""
    total = 0.0
    number = 0
    for s in range(deals.shape[0]):
        n = deals[s]
        if n > 0:
            size[s] = _size(_normal(state, spare), n, at, rows) if rows.shape[0] > 0 else float(n)
            total += size[s]
            number += n
    if number == 0:
        out[deals.shape[0] - 1] += money
        return
    for s in range(deals.shape[0]):
        if deals[s] > 0:
            out[s] += money * (size[s] / total if total > 0.0 else deals[s] / number)


@compiled
def share_out(
    weight: Floats, won: Counts, closed: Counts, opening: Counts, valued: Counts, bookings: Floats, worth: Floats,
    lag: Floats, low: Counts, nearer: Floats, at: Floats, rows: Floats, at_listed: Floats, rows_listed: Floats,
    first: int, last: int, seeds: Seeds, deals_out: Counts, money_out: Floats,
) -> None:  # fmt: skip
    """The deals and money of every seat over months ``first .. last``; the last row is what no seat was there for.

    weight: (trials, months, seats). won, closed, opening (of those closed, from the pipeline open at the start), valued
    (of those, of stated size), bookings, worth (of the valued): (months, trials). lag, low, nearer: shares closed by
    each lag as in `simulator.engine.timing.ClosingShares`. at, rows: table of the sizes; no rows where sizes are equal.
    seeds: (trials,). deals_out, money_out: (seats + 1, trials), added to.
    """
    trials, months, seats = weight.shape
    own = np.empty((months, seats + 1))
    later = np.empty(months, dtype=np.int64)
    chance, opened = np.empty(seats + 1), np.empty(seats + 1)
    below, size = np.empty(seats + 1), np.empty(seats + 1)
    guide = np.empty(seats + 1, dtype=np.int64)
    deals, listed = np.empty(seats + 1, dtype=np.int64), np.empty(seats + 1, dtype=np.int64)
    all_deals, all_money = np.empty(seats + 1, dtype=np.int64), np.empty(seats + 1)
    state, spare = np.empty(1, dtype=np.uint64), np.zeros(2)
    for j in range(trials):
        for m in range(months):
            total = 0.0
            for s in range(seats):
                total += weight[j, m, s]
            for s in range(seats):
                own[m, s] = weight[j, m, s] / total if total > 0.0 else 0.0
            own[m, seats] = 1.0 if total <= 0.0 else 0.0
        there = months
        for m in range(months - 1, -1, -1):
            if own[m, seats] == 0.0:
                there = m
            later[m] = there
        all_deals[:] = 0
        all_money[:] = 0.0
        for t in range(first, last + 1):
            number = closed[t, j]
            if number == 0:
                all_money[seats] += bookings[t, j]
                continue
            _begin(state, seeds[j], t)
            spare[0] = 0.0
            deals[:] = 0
            if number > opening[t, j]:
                chance[:] = 0.0
                everything = 0.0
                for m in range(t + 1):
                    if won[m, j] == 0:
                        continue
                    mm = m if low.shape[0] > 1 else 0
                    jj = j if low.shape[1] > 1 else 0
                    i, w = low[mm, jj], nearer[mm, jj]
                    share = lag[i, t - m] - (lag[i, t - m - 1] if t > m else 0.0)
                    if w > 0.0:
                        upper = lag[i + 1, t - m] - (lag[i + 1, t - m - 1] if t > m else 0.0)
                        share = (1.0 - w) * share + w * upper
                    amount = won[m, j] * share
                    if amount <= 0.0:
                        continue
                    everything += amount
                    row = later[m] if later[m] <= t else m
                    for s in range(seats + 1):
                        chance[s] += amount * own[row, s]
                if everything <= 0.0:
                    chance[:] = own[t]
                _shared(state, number - opening[t, j], chance, below, guide, deals)
            listed[:] = 0
            if opening[t, j] > 0:
                opened[:] = own[later[0] if later[0] <= t else 0]
                _shared(state, opening[t, j] - valued[t, j], opened, below, guide, deals)
                _shared(state, valued[t, j], opened, below, guide, listed)
            stated = worth[t, j] if number > valued[t, j] else bookings[t, j]
            _paid(state, spare, deals, bookings[t, j] - stated, at, rows, size, all_money)
            if valued[t, j] > 0:
                _paid(state, spare, listed, stated, at_listed, rows_listed, size, all_money)
            for s in range(seats + 1):
                all_deals[s] += deals[s] + listed[s]
        for s in range(seats + 1):
            deals_out[s, j] += all_deals[s]
            money_out[s, j] += all_money[s]
