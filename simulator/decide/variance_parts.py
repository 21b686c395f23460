"""Whose doing the spread of an outcome is, read from the trials there are: no trial is run again.

Var(Y) is split into what each input brings by itself (first order), what it brings with the others (total; Sobol' 1993,
Homma and Saltelli 1996) and what no input explains. The split is SALib's enhanced HDMR (Rabitz and Alış 1999; Li et al.
2010): polynomials of every input and every pair, fitted to the trials. With every trial used once it draws nothing at
random, so that no seed exists that could be forgotten. A fit follows noise as well: k coefficients explain k s²/n of
it, s² the variance that is left, and that is taken off again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulator.decide.dependence import FALSE_ALARM, Dependence, dependence
from simulator.decide.trial_order import shuffled
from simulator.engine.streams import Floats

DEGREE, MOST_DEGREE = 3, 8
"""Of the polynomials: a cubic, and more where the trials show that a cubic is not the whole curve."""
MOST_COLUMNS, FEW_INPUTS, LEAST_MATTER = 300, 4, 0.005
"""Polynomials in one fit, at most a tenth of the trials: as many inputs as this allows are looked at in pairs, eight
with cubics; and where there are more than a few, only those that move the outcome by half a hundredth of its variance.
"""
MOST_TRIALS, LEAST_TRIALS = 10_000, 300
"""Of more trials the first are used: a share is then known to a point. Of fewer SALib fits nothing."""
SWEEPS = 2
"""Over inputs that are not in the fit: each against what all others leave."""
FEW_VALUES = 50
APART = 0.02
"""Two values hold no cubic: where an input has few, equal ones are drawn apart by this share of its range, evenly."""
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Part:
    """Shares of the variance that one input brings: by itself, and with whatever it does together with others.

    total >= first >= 0; both are 0 where nothing more than noise is seen. error, total_error: standard errors.
    """

    first: float = 0.0
    total: float = 0.0
    error: float = 0.0
    total_error: float = 0.0


@dataclass(frozen=True)
class VarianceParts:
    """The variance of an outcome, split. of: every input's part, by name. explained: by all inputs, alone and together.

    together: the part of `explained` that no input brings by itself (and what is too small to tell whose it is): the
    first orders, `together` and 1 - `explained` add up to 1. error: standard error of `explained`. alone: inputs that
    were not looked at in pairs; theirs is a first order only.
    """

    of: dict[str, Part]
    explained: float = 0.0
    together: float = 0.0
    error: float = 0.0
    alone: tuple[str, ...] = ()


def variance_parts(inputs: Mapping[str, Floats], outcome: Floats) -> VarianceParts:
    """Split the variance of `outcome`, shape (n,), over independent `inputs`, each (n,) or (n, columns), all finite.

    Inputs of several columns are one: the straight line through their columns that follows the outcome best stands for
    them. The order of inputs and of trials changes no digit. An outcome that does not vary has no parts: all are 0.
    """
    n = min(len(outcome), MOST_TRIALS)
    found = {name: Part() for name in inputs}
    wide = {name: np.asarray(inputs[name][:n], dtype=float).reshape(n, -1) for name in sorted(inputs)}
    y = np.asarray(outcome[:n], dtype=float)
    order = shuffled(np.column_stack([*wide.values(), y]))
    y = y[order]
    spread = float(y.std())
    varying = {name: _varying(columns[order]) for name, columns in wide.items()}
    varying = {name: columns for name, columns in varying.items() if columns.shape[1]}
    if not varying or spread <= 1e-12 * abs(float(y.mean())) or n < 2:
        return VarianceParts(found)
    z = (y - y.mean()) / spread
    lines = {name: _line(columns, z) for name, columns in varying.items()}
    together = _chosen(lines, z) if n >= LEAST_TRIALS else []
    fit = _together(together, lines, z) if len(together) > 1 else _Fit({}, {}, 0.0, np.zeros(n))
    return _summed(found, fit, lines, z)


@dataclass(frozen=True)
class _Line:
    """One column for an input, and how many coefficients were already spent on finding it."""

    values: Floats
    spent: int = 0


@dataclass(frozen=True, eq=False)
class _Fit:
    """What SALib's fit explains, noise taken off: first orders, what each input does with others, and all pairs."""

    first: dict[str, float]
    beyond: dict[str, float]
    pairs: float
    fitted: Floats
    coefficients: int = 0


def _varying(wide: Floats) -> Floats:
    """The columns that vary, in units of their own spread."""
    size = np.abs(wide).max(axis=0, initial=0.0)
    spread = wide.std(axis=0)
    varies = spread > 1e-9 * size
    return np.asarray((wide[:, varies] - wide[:, varies].mean(axis=0)) / spread[varies])


def _line(columns: Floats, z: Floats) -> _Line:
    if columns.shape[1] == 1:
        return _Line(columns[:, 0])
    weights, _, rank, _ = np.linalg.lstsq(columns, z, rcond=1e-9)
    return _Line(columns @ weights, int(rank) - 1)


def _chosen(lines: Mapping[str, _Line], z: Floats) -> list[str]:
    """The inputs whose pairs are looked at: all, or where they are many those that move the outcome's mean, or the
    spread around it, most: what does something only together with others shows in the second.
    """
    most = _most_inputs(_room(z))
    if len(lines) <= min(FEW_INPUTS, most):
        return list(lines)
    alone = {name: dependence(line.values, (z,))[0] for name, line in lines.items()}
    left = (z - sum((one.curve for one in alone.values()), start=np.zeros(len(z)))) ** 2
    strength = {}
    for name, line in lines.items():
        around = dependence(line.values, (left,))[0]
        moved = max(alone[name].explained, 0.0) if alone[name].sure else 0.0
        strength[name] = moved + (float(np.sqrt(max(around.explained, 0.0))) if around.sure else 0.0)
    ranked = sorted(lines, key=lambda name: -strength[name])[:most]
    return [name for name in lines if name in ranked and strength[name] > LEAST_MATTER]


def _together(names: list[str], lines: Mapping[str, _Line], z: Floats) -> _Fit:
    fit = _fit(names, lines, z, DEGREE)
    degree = _most_degree(len(names), _room(z))
    if degree > DEGREE and all(len(np.unique(lines[name].values)) > FEW_VALUES for name in names):
        left = z - fit.fitted
        if any(dependence(lines[name].values, (left,))[0].sure for name in names):
            places = {name: _Line(_places(lines[name].values), lines[name].spent) for name in names}
            return _fit(names, places, z, degree)
    return fit


def _fit(names: list[str], lines: Mapping[str, _Line], z: Floats, degree: int) -> _Fit:
    """SALib's first and second orders of the inputs `names`."""
    # Costs half a second and pandas: only whoever asks pays for it. This module of SALib draws no picture.
    from SALib.analyze import enhanced_hdmr

    n, d = len(z), len(names)
    values = np.column_stack([_drawn_apart(lines[name].values) for name in names])
    problem = {"names": list(names), "num_vars": d, "bounds": [[0.0, 1.0]] * d}
    split = enhanced_hdmr.analyze(
        problem, values, z.copy(), max_order=2, poly_order=degree, bootstrap=1, subset=n,
        extended_base=False, l2_penalty=0.0, return_emulator=True,
    )  # fmt: skip
    shares = np.asarray(split["S"], dtype=float).ravel()
    fitted = np.asarray(split.emulate(values), dtype=float)
    raw = shares[:d]
    noise = max(1 - float(raw.sum()), 0.0) / (n - d * degree - 1)
    spent = np.array([degree + lines[name].spent for name in names])
    sure = raw > noise * _limits(spent)
    alone = dict(zip(names, np.where(sure, raw - noise * spent, 0.0).tolist(), strict=True))
    of_pairs, each = shares[d:], degree**2
    left = max(1 - float(shares.sum()), 0.0) / (n - d * degree - len(of_pairs) * each - 1)
    member = _members(d)
    mine = member @ of_pairs
    many = each * member.sum(axis=1)
    beyond = np.where(mine > left * _limits(many), mine - left * many, 0.0)
    unsure = float((raw - noise * spent)[~sure].sum())
    pairs = float(of_pairs.sum()) - left * len(of_pairs) * each
    return _Fit(
        alone,
        dict(zip(names, beyond.tolist(), strict=True)),
        pairs + unsure,
        fitted - fitted.mean(),
        d * degree + len(of_pairs) * each,
    )


def _summed(found: dict[str, Part], fit: _Fit, lines: Mapping[str, _Line], z: Floats) -> VarianceParts:
    """Everything put together: what the fit left of its inputs, and the inputs that were not in it, curve by curve."""
    n, first, fitted, small = len(z), dict(fit.first), fit.fitted.copy(), fit.pairs
    curves: dict[str, Dependence] = {}
    for _ in range(SWEEPS):
        for name, line in lines.items():
            if name in curves:
                fitted -= _curve(curves[name])
            curves[name] = dependence(line.values, (z - fitted,))[0]
            fitted += _curve(curves[name])
    noise = float((z - fitted).var()) / n
    taken = n / (
        n - fit.coefficients
    )  # a fit of so many coefficients takes its share of whatever it did not know of
    for name, more in curves.items():
        spent = 0 if name in fit.first else lines[name].spent
        over = (more.explained - spent * noise) * taken
        if more.sure and over > 0:
            first[name] = first.get(name, 0.0) + over
        elif name not in first:
            first[name] = 0.0
            small += over
    together = max(small, 0.0)
    explained = sum(first.values()) + together
    down, rest = 1 / max(explained, 1.0), max(1 - explained, 0.0)
    unseen = max(1 - sum(first.values()), 0.0)
    for name, share in first.items():
        total = share + fit.beyond.get(name, 0.0)
        errors = _error(share, unseen, n), _error(total, rest, n)
        found[name] = Part(share * down, min(total * down, 1.0), *errors)
    explained = min(explained, 1.0)
    error = math.hypot(_error_of(explained, fitted, z), math.sqrt(together * (explained - together) / n))
    alone = tuple(name for name in lines if name not in fit.first) if fit.first else ()
    return VarianceParts(found, explained, together * down, error, alone)


def _curve(one: Dependence) -> Floats:
    return np.asarray(one.curve - one.curve.mean())


def _error(share: float, left: float, n: int) -> float:
    """Of a share of a normal outcome's variance, `left` being explained by nothing (the delta method)."""
    if share <= 0:
        return 0.0
    return float(np.sqrt(max(4 * share * (left * (1 - 2 * share) + share * (1 - share)), 0.0) / n))


def _error_of(explained: float, fitted: Floats, z: Floats) -> float:
    """The same from the trials themselves, whatever their distribution."""
    influence = 2 * fitted * (z - fitted) + fitted**2 - explained * z**2
    return float(influence.std() / np.sqrt(len(z)))


def _room(z: Floats) -> int:
    return min(MOST_COLUMNS, len(z) // 10)


def _most_inputs(room: int) -> int:
    count = 1
    while _terms(count + 1, DEGREE) <= room:
        count += 1
    return count


def _most_degree(inputs: int, room: int) -> int:
    return max((one for one in range(DEGREE, MOST_DEGREE + 1) if _terms(inputs, one) <= room), default=DEGREE)


def _terms(inputs: int, degree: int) -> int:
    return inputs * degree + inputs * (inputs - 1) // 2 * degree**2


def _members(inputs: int) -> Floats:
    """1 where an input is one of a pair, shape (inputs, pairs), in the order of SALib's pairs."""
    first, second = np.triu_indices(inputs, 1)
    rows = np.arange(inputs)[:, None]
    return np.asarray((rows == first) | (rows == second), dtype=float)


def _limits(degrees: NDArray[np.int64] | Floats) -> Floats:
    """What noise explains more of in one of a thousand cases, in units of what it explains of one coefficient."""
    return np.asarray(special.chdtri(degrees, FALSE_ALARM))


def _places(values: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    places = np.empty(len(values))
    places[order] = (np.arange(len(values)) + 0.5) / len(values)
    return places


def _drawn_apart(values: Floats) -> Floats:
    if len(np.unique(values)) > FEW_VALUES:
        return values
    evenly = np.arange(len(values)) * GOLDEN % 1.0 - 0.5
    return np.asarray(values + APART * np.ptp(values) * evenly)
