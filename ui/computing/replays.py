"""What can be replayed for the plan on the screen, and the replay: in turn, with progress, kept by fingerprint."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from simulator import ENGINE_VERSION
from simulator.backtest import MonthlyTable, PastDeals, Replay, backtest, past_deals, replay_again, replayed
from simulator.evidence import Evidence, EvidenceError, read_export
from simulator.evidence.replayed import Replayed
from simulator.sample import SAMPLE_FILE, sample_evidence, sample_export
from simulator.series import MonthlySeries, SeriesError
from ui import state
from ui.cache import Shelf
from ui.computing import runs
from ui.computing.budget import HEAVY_WORK
from ui.wording.text import counted


@dataclass(frozen=True, eq=False)
class KeptReplay:
    """Past forecasts that were kept: the deals they were made from are not here any more."""

    replayed: Replayed

    @property
    def digest(self) -> str:
        """What tells it apart from others."""
        return hashlib.sha256(repr(self.replayed).encode("utf-8", "replace")).hexdigest()


Past = PastDeals | MonthlyTable | KeptReplay
_SECRET = "replay_secret"
DEALS_BYTES = 128 * 2**20
_TEXT_BYTES = 64


def weight(past: Past) -> int:
    """Bytes of memory `past` takes, about."""
    if isinstance(past, KeptReplay):
        return 400 * len(past.replayed.folds)
    if isinstance(past, MonthlyTable):
        return 100 * len(past.series.values)
    deals = past.clean.deals
    arrays = (value for value in vars(deals).values() if hasattr(value, "nbytes"))
    return sum(int(one.nbytes) + (_TEXT_BYTES * len(one) if one.dtype == object else 0) for one in arrays)


DEALS: Shelf[PastDeals] = Shelf(12, DEALS_BYTES, weight)
"""Deals of exports that were looked at, by session and evidence: the evidence of a plan alone has none of them."""
REPLAYS: Shelf[Replay] = Shelf(60)


def secret() -> str:
    """Part of the key of everything that came from this session's files: it must never reach another one."""
    found: str = st.session_state.setdefault(_SECRET, secrets.token_hex(16))
    return found


def keep_deals(evidence: Evidence, past: PastDeals) -> None:
    """Remember the deals `evidence` was built on, as long as there is room."""
    DEALS.put((secret(), _fingerprint(evidence)), past)


def _fingerprint(evidence: Evidence) -> str:
    evidence = replace(evidence, replayed=None)
    return hashlib.sha256(repr(evidence).encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=1)
def sample_past() -> PastDeals:
    """The deals of the sample company."""
    return past_deals(read_export(sample_export(), SAMPLE_FILE))


def past_of(evidence: Evidence | None) -> Past | None:
    """The deals behind `evidence`; where they are gone what was kept of their replay, else its monthly bookings; None
    where there are not enough of these.
    """
    if evidence is None:
        return None
    if evidence is sample_evidence() or evidence == sample_evidence():
        return sample_past()
    found = DEALS.get((secret(), _fingerprint(evidence)))
    if found is not None:
        return found[0]
    return KeptReplay(evidence.replayed) if evidence.replayed is not None else _bookings(evidence)


def _bookings(evidence: Evidence) -> MonthlyTable | None:
    over = [one for one in evidence.monthly if one.month < _following_month(evidence)]
    begun = next((at for at, one in enumerate(over) if one.won or one.lost or one.bookings), len(over))
    values = tuple(one.bookings for one in over[begun:])
    if not values or not any(values):
        return None
    try:
        series = MonthlySeries(over[begun].month, values)
    except SeriesError:
        return None
    return MonthlyTable(evidence.source or "history", series, "month", evidence.currency)


def _following_month(evidence: Evidence) -> str:
    """The first month that was not over on the evidence's day."""
    day = evidence.as_of.toordinal() + 1
    return evidence.as_of.fromordinal(day).isoformat()[:7]


def _key(past: Past) -> tuple[str, ...]:
    return (type(past).__name__, past.digest, ENGINE_VERSION)


def kept(past: Past) -> Replay | None:
    """The replay of `past` where it was made before."""
    if isinstance(past, KeptReplay) and _key(past) not in REPLAYS:
        REPLAYS.put(_key(past), replay_again(past.replayed))
    found = REPLAYS.get(_key(past))
    return None if found is None else found[0]


def keep_replay(replay: Replay) -> None:
    """Let the replay of the plan's deals go along with its evidence: to a reload, a restart, a version, a link."""
    evidence = state.work().evidence
    if evidence is None or evidence == sample_evidence() or not state.may_keep_beside():
        return
    found = replayed(replay, ENGINE_VERSION)
    if evidence.replayed != found:
        state.beside(evidence, replace(evidence, replayed=found))


def replay(past: Past, on_cancel: Callable[[], None]) -> Replay:
    """The replay of `past`; made in turn where there is none, with its progress and a button that stops it.

    Raises EvidenceError where the history is too short.
    """
    found = kept(past)
    if found is not None or isinstance(past, KeptReplay):
        return found or replay_again(past.replayed)  # type: ignore[union-attr]  # kept always finds these
    slot = st.empty()
    note = (
        st.empty()
    )  # where the button stands that asked for it: an empty place would leave it there till the end
    note.caption("It takes some seconds; leaving this page stops it.")
    with slot.container(), st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text="Replaying the past…")
        st.button("Cancel", key="trust_cancel", icon=":material/close:", on_click=on_cancel)

    def progress(done: int, total: int) -> None:
        runs.stop_if_asked()
        bar.progress(done / total, text=f"Replaying the past: {done} of {counted(total, 'past month')}")

    try:
        return REPLAYS.find(
            _key(past),
            lambda: backtest(past, progress=progress, threads=runs.threads(HEAVY_WORK + 1) or 2),
            HEAVY_WORK + 1,
        )
    finally:
        slot.empty()
        note.empty()


__all__ = ["EvidenceError", "KeptReplay", "Past", "keep_deals", "keep_replay", "kept", "past_of", "replay"]
