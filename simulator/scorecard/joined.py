"""Two tables of the same people as one: activities from a list, win rates from the history."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.scorecard.metrics import METRICS
from simulator.scorecard.sheet import Array, Sample, Sheet

LEAST_MET = 0.5
"""Of the people of the first table, as many must be in the second before the two are taken for one company's."""


def joined(sheet: Sheet, other: Sheet) -> Sheet:
    """`sheet` with the metrics of `other` that it lacks, person by person; as it is where too few people meet.

    Names meet as they are written but for case and blanks, and only where each stands once in either table. Metrics of
    `other` come without periods; bookings and the steps to them are those of `sheet` where it has any.
    """
    place = _places(sheet, other)
    if (place >= 0).mean() < LEAST_MET:
        return sheet
    lacking = {
        name: _taken(sample, place) for name, sample in other.samples.items() if name not in sheet.samples
    }
    samples = {**sheet.samples, **lacking}
    keeps = bool(sheet.steps)
    return replace(
        sheet,
        samples={name: samples[name] for name in METRICS if name in samples},
        source=f"{sheet.source} with {other.source}" if lacking else sheet.source,
        steps=sheet.steps if keeps else tuple(one for one in other.steps if one in lacking),
        bookings=sheet.bookings if keeps else _at(other.bookings, place) * (sheet.months / other.months),
        teams=sheet.teams
        if any(sheet.teams)
        else tuple(other.teams[at] if at >= 0 else "" for at in place.tolist()),
    )


def _places(sheet: Sheet, other: Sheet) -> NDArray[np.int64]:
    """Where each person of `sheet` stands in `other`; -1 nowhere, or not for certain."""
    mine, theirs = ([" ".join(name.casefold().split()) for name in one.reps] for one in (sheet, other))
    once = {name for name, count in Counter(theirs).items() if count == 1}
    alone = {name for name, count in Counter(mine).items() if count == 1}
    at = {name: number for number, name in enumerate(theirs) if name in once & alone}
    return np.array([at.get(name, -1) for name in mine], dtype=np.int64)


def _taken(sample: Sample, place: NDArray[np.int64]) -> Sample:
    return replace(
        sample,
        own=_at(sample.own, place),
        n=np.nan_to_num(_at(sample.n, place)),
        hits=None if sample.hits is None else np.nan_to_num(_at(sample.hits, place)),
        cv=None if sample.cv is None else np.nan_to_num(_at(sample.cv, place), nan=1.0),
        by_period=None,
    )


def _at(values: Array, place: NDArray[np.int64]) -> Array:
    return np.where(place >= 0, values[np.maximum(place, 0)], np.nan)
