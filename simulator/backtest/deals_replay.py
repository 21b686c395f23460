"""A CRM export replayed deal by deal: the evidence of each past month's end, the plan built on it, and what came."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.findings import Fold, Replay
from simulator.backtest.scoring import HORIZONS, replay_of, scored_fold
from simulator.engine import simulate
from simulator.evidence import (
    Evidence,
    EvidenceError,
    Mapping,
    Remark,
    Table,
    evidence_to_scenario,
    find_mapping,
)
from simulator.evidence.build import OWNED, evidence_of
from simulator.evidence.kinds import with_lookups
from simulator.evidence.opportunities import CleanExport, last_day_seen, typed_deals
from simulator.evidence.steps import Step, unseen
from simulator.scenario import Scenario

Values = NDArray[np.float64]
TRIALS = 2_000
SEED = 2027
LEAST_CLOSED, LEAST_MONTHS = 20, 4
"""A cut-off needs so many closed deals and whole months before it: below, the product itself gives no word."""
MOST_CUTOFFS = 60
SPREAD_STEP = 0.05
LATE_DAYS = 3
"""The export's last month counts as over where its last date stands within so many days of the end."""


@dataclass(frozen=True, eq=False)
class PastDeals:
    """A CRM export, cleaned once for all the days it is looked at from. digest: of the file and its mapping."""

    clean: CleanExport
    mapping: Mapping = OWNED
    name: str = "export"
    dialect: str = ""
    noticed: tuple[Remark, ...] = ()
    digest: str = ""

    def as_of(self, day: dt.date | None = None, step: Step = unseen) -> Evidence:
        """The evidence as it stood on the evening of `day`; left out: of the last date seen."""
        return evidence_of(
            self.clean,
            day,
            mapping=self.mapping,
            source=self.name,
            dialect=self.dialect,
            noticed=self.noticed,
            step=step,
        )


def past_deals(
    table: Table,
    mapping: Mapping | None = None,
    lookups: Sequence[Table] = (),
    step: Step = unseen,
) -> PastDeals:
    """The deals of an export, ready to be looked at from many days. Raises EvidenceError as `typed_deals` does.

    lookups: tables beside it whose names are joined to those of the deals (`evidence.kinds.with_lookups`).
    """
    mapping = mapping or find_mapping(table)
    read_as = repr((table.digest, sorted(mapping.columns.items()), mapping.choices))
    read_as += "".join(one.digest for one in lookups)
    digest = hashlib.sha256(read_as.encode("utf-8", "replace")).hexdigest()
    clean = typed_deals(table, mapping, step)
    if lookups:
        step("joining the tables beside it")
        clean = with_lookups(clean, mapping, lookups)
    return PastDeals(clean, mapping, table.name, table.dialect, table.remarks, digest)


def backtest_deals(
    past: PastDeals,
    *,
    until: dt.date | None = None,
    n_trials: int = TRIALS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    threads: int = 2,
) -> Replay:
    """Forecast the bookings of the next 1, 3 and 12 months from every past month's end with enough history; compare.

    At each cut-off deals created later do not exist and deals closed later are open; rates, pipeline and plan are those
    the product would have made on that day. until: the last day that is known at all (left out: the last date seen).
    progress(done, total) is called after every cut-off and may raise to stop; threads: cut-offs worked on at a time,
    no digit depends on it. Raises EvidenceError where no cut-off
    has enough history before it and a whole month after it.
    """
    deals = past.clean.deals
    end = until or last_day_seen(deals, [])
    won = (deals.outcome == "won") & ~np.isnat(deals.closed) & ~np.isnan(deals.amount)
    closed_months = deals.closed[won].astype("datetime64[M]").astype(np.int64)
    amounts = deals.amount[won]
    last = _last_whole_month(end)
    cutoffs = _cutoffs(past, last)
    folds: list[Fold] = []
    with ThreadPoolExecutor(max_workers=max(threads, 1)) as workers:
        made = [workers.submit(_forecasts, past, cutoff, last, n_trials, seed) for cutoff in cutoffs]
        try:
            for done, (cutoff, one) in enumerate(zip(cutoffs, made, strict=True), 1):
                samples, known = one.result()
                rng = np.random.Generator(np.random.PCG64([seed, cutoff + 12 * 1970]))
                uniforms = dict(zip(HORIZONS, rng.random(len(HORIZONS)), strict=True))
                for months, sample in samples.items():
                    coming = (closed_months > cutoff) & (closed_months <= cutoff + months)
                    actual = float(np.sort(amounts[coming]).sum())
                    day = _month_end(cutoff).isoformat()
                    folds.append(scored_fold(day, months, sample, known, actual, float(uniforms[months])))
                progress(done, len(cutoffs))
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise
    if not folds:
        raise EvidenceError(
            f'"{past.name}" leaves no past day to forecast from: a replay needs {LEAST_CLOSED} closed deals in '
            f"{LEAST_MONTHS} whole months and a month after them; bring an export that reaches further back."
        )
    return replay_of(folds, past.name, "deals", past.clean.currency, (*past.noticed, *past.clean.remarks))


def _forecasts(
    past: PastDeals, cutoff: int, last: int, n_trials: int, seed: int
) -> tuple[dict[int, Values], Values]:
    """Totals (n_trials,) of every horizon that is over by `last`, and the bookings known at the cut-off by month."""
    day = _month_end(cutoff)
    evidence = past.as_of(day)
    samples = {}
    for months in HORIZONS:
        if cutoff + months <= last:
            # the plan for just these months: rates are restated for the horizon they are used on
            scenario = _with_round_spreads(evidence_to_scenario(evidence, months, seed=seed))
            forecast = simulate(scenario, n_trials, seed, threads=1)
            samples[months] = np.asarray(
                forecast.series("bookings")[:, :months].sum(axis=1), dtype=np.float64
            )
    return samples, _known_bookings(evidence, day)


def _with_round_spreads(scenario: Scenario) -> Scenario:
    """Lognormal sizes with their cv to the nearest 5 %: their table of sums takes longer than everything else here,
    and neighbouring cut-offs then share it.
    """
    teams = []
    for team in scenario.teams:
        size = team.deal_size
        if size.family == "lognormal" and size.cv:
            cv = float(np.exp(np.round(np.log(size.cv) / SPREAD_STEP) * SPREAD_STEP))
            team = team.changed(deal_size=size.changed(cv=cv))
        teams.append(team)
    return scenario.changed(teams=tuple(teams))


def _last_whole_month(end: dt.date) -> int:
    day = np.datetime64(end, "D") + LATE_DAYS
    return int((day + 1).astype("datetime64[M]").astype(np.int64)) - 1


def _month_end(month: int) -> dt.date:
    day: dt.date = (np.datetime64(month + 1, "M").astype("datetime64[D]") - 1).item()
    return day


def _cutoffs(past: PastDeals, last: int) -> list[int]:
    """Months at whose end enough was closed and enough whole months had passed since the first decision.

    Of a long history every second, third … month, so that no more than MOST_CUTOFFS remain.
    """
    deals = past.clean.deals
    closed = deals.closed[(deals.outcome != "open") & ~np.isnat(deals.closed) & ~np.isnat(deals.created)]
    if not len(closed):
        return []
    first = int((closed.min().astype("datetime64[M]")).astype(np.int64))
    decided = np.sort(closed.astype("datetime64[M]").astype(np.int64))
    won = (deals.outcome == "won") & ~np.isnat(deals.closed) & ~np.isnan(deals.amount)
    won_months = np.sort(deals.closed[won].astype("datetime64[M]").astype(np.int64))
    found = [
        month
        for month in range(first + LEAST_MONTHS - 1, last)
        if np.searchsorted(decided, month, side="right") >= LEAST_CLOSED
        and np.searchsorted(won_months, month, side="right") > 0
    ]
    step = -(-len(found) // MOST_CUTOFFS)
    return [month for month in found if month % step == 0] if step > 1 else found


def _known_bookings(evidence: Evidence, day: dt.date) -> Values:
    """Bookings by month up to the cut-off, from the first month in which something was decided."""
    months = [one for one in evidence.monthly if one.month <= day.isoformat()[:7]]
    begun = next((at for at, one in enumerate(months) if one.won or one.lost), 0)
    return np.array([one.bookings for one in months[begun:]] or [0.0])
