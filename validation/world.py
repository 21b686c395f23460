"""A company as its export shows it on a day, and what came after that day."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.opportunities import Deals
from validation.selling import NEVER, Pushes, Sold, fates_of_open, month_starts, sell
from validation.states import Months, State, begin, live
from validation.truth import HORIZON, KINDS, Kind, Truth, draw_truth

Array = NDArray[np.float64]
PATHS_AT_ONCE = 50


@dataclass(frozen=True, eq=False)
class World:
    """One simulated company.

    truth; as_of: the last day of its history; deals: what its export holds on that day; came: bookings of each of the
    twelve months that followed; state, opened, lived: where it stood, for `true_futures`.
    """

    truth: Truth
    seed: int
    as_of: dt.date
    deals: Deals
    came: Array
    state: State
    opened: Sold
    lived: Months

    @property
    def start_day(self) -> int:
        """First day after the history, days since 1970."""
        return (self.as_of - dt.date(1970, 1, 1)).days + 1


def make_world(kind: Kind, seed: int) -> World:
    """Company number `seed` of a kind; the same every time."""
    truth = draw_truth(kind, seed)
    rng = np.random.default_rng([KINDS.index(kind), seed, 2])
    state = begin(truth, rng)
    past = live(truth, state, 0, truth.months, rng)
    then = State(*(getattr(state, name).copy() for name in State.__dataclass_fields__))
    ahead = live(truth, state, truth.months, HORIZON, rng)
    lived = Months(
        *(
            np.concatenate([getattr(past, name), getattr(ahead, name)], axis=1)
            for name in Months.__dataclass_fields__
        )
    )
    sold = sell(truth, lived, 0, rng, Pushes(truth, lived.push))
    start = int(month_starts(truth.first_month, truth.months)[-1])
    known = sold.take(sold.entered < start)
    return World(
        truth=truth,
        seed=seed,
        as_of=dt.date(1970, 1, 1) + dt.timedelta(days=start - 1),
        deals=_as_exported(truth, known, start, rng),
        came=_bookings(truth, sold, 1)[0],
        state=then,
        opened=known.take(known.closed >= start),
        lived=past,
    )


def _as_exported(truth: Truth, sold: Sold, start: int, rng: np.random.Generator) -> Deals:
    """The deals as an export made before day `start` holds them: nothing later is known."""
    order = np.argsort(sold.entered, kind="stable")
    sold = Sold(*(getattr(sold, name)[order] for name in Sold.__dataclass_fields__))
    is_open = sold.closed >= start
    outcome = np.where(is_open, "open", np.where(sold.won, "won", "lost"))
    closed = np.where(is_open, np.iinfo(np.int64).min, sold.closed).astype("datetime64[D]")
    amount = np.round(sold.size, 2)
    if not truth.stated:
        amount = np.where(outcome == "won", amount, np.nan)
    n = len(outcome)
    veteran = rng.integers(truth.n_reps, size=n)
    # newcomers sell under their own names, a new one every half year
    half_years = (sold.entered - sold.entered.min(initial=start)) // 182
    owner = np.where(sold.new, [f"New {number}" for number in half_years], [f"Rep {one}" for one in veteran])
    return Deals(
        row=np.arange(2, n + 2),
        outcome=outcome,
        created=sold.entered.astype("datetime64[D]"),
        closed=closed,
        amount=amount,
        owner=owner.astype(object),
        team=np.full(n, "", dtype=object),
    )


def _bookings(truth: Truth, sold: Sold, companies: int) -> Array:
    """Money of the won deals closing in each of the twelve months after the history, shape (companies, 12)."""
    starts = month_starts(truth.first_month + truth.months, HORIZON)
    month = np.searchsorted(starts, sold.closed, side="right") - 1
    inside = sold.won & (sold.closed < NEVER) & (month >= 0) & (month < HORIZON)
    cell = sold.company[inside] * HORIZON + month[inside]
    money = np.bincount(cell, weights=sold.size[inside], minlength=companies * HORIZON)
    return np.asarray(money.reshape(companies, HORIZON), dtype=np.float64)


def true_futures(world: World, n: int, seed: int = 0) -> Array:
    """Bookings of `n` futures the company's own laws allow from where it stood, shape (n, 12).

    Drawn from the hidden state and from the open deals given their age: no forecast can know more.
    """
    truth = world.truth
    rng = np.random.default_rng([KINDS.index(truth.kind), world.seed, 3, seed])
    parts = []
    for done in range(0, n, PATHS_AT_ONCE):
        count = min(PATHS_AT_ONCE, n - done)
        ahead = live(truth, world.state.repeated(count), truth.months, HORIZON, rng)
        push = np.concatenate([np.repeat(world.lived.push, count, axis=0), ahead.push], axis=1)
        pushes = Pushes(truth, push)
        fresh = sell(truth, ahead, truth.months, rng, pushes)
        tiled = {name: np.tile(getattr(world.opened, name), count) for name in Sold.__dataclass_fields__}
        copies = Sold(**(tiled | {"company": np.repeat(np.arange(count), len(world.opened.company))}))
        older = fates_of_open(truth, copies, world.start_day - 1, rng, pushes)
        parts.append(_bookings(truth, fresh, count) + _bookings(truth, older, count))
    return np.concatenate(parts)


def export_file(world: World) -> bytes:
    """The world's deals as a CSV a CRM could have written, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Deal ID", "Owner", "Stage", "Amount", "Created Date", "Close Date"])
    words = {"won": "Closed Won", "lost": "Closed Lost", "open": "Proposal"}
    deals = world.deals
    for at in range(len(deals)):
        amount, closed = deals.amount[at], deals.closed[at]
        writer.writerow(
            [
                f"{deals.row[at]:06d}",
                deals.owner[at],
                words[str(deals.outcome[at])],
                "" if np.isnan(amount) else f"{amount:.2f}",
                str(deals.created[at]),
                "" if np.isnat(closed) else str(closed),
            ]
        )
    return text.getvalue().encode("utf-8")
