"""The evidence a version was saved with: written once beside it, shown to whoever may see the version and its amounts.

Cells of the file that cleaning gives as examples stay with the one who uploaded it: they are other people's rows.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from simulator.evidence import Evidence
from store import Capability, Revision, RevisionLine, StoreError
from store.documents import LONGEST_ASIDE
from ui.kept import keeping_store
from ui.kept.keeping_aside import Aside, aside_of, text_of
from ui.kept.keeping_open import OpenPart, open_part, open_part_of, text_of_open

LOG = logging.getLogger("ui.kept.beside")
QUOTES_CELLS = frozenset({"duplicate_ids", "unreadable_dates", "unreadable_amounts"})
"""Remarks whose sentences show cells; what they count stands in the cleaning table too."""


def without_rows(evidence: Evidence) -> Evidence:
    """`evidence` without a cell of the file it was read from."""
    return replace(
        evidence,
        cleaning=tuple(replace(one, examples=()) for one in evidence.cleaning),
        remarks=tuple(one for one in evidence.remarks if one.code not in QUOTES_CELLS),
    )


def keep_evidence(who: Capability, line: RevisionLine, evidence: Evidence | None) -> None:
    """Keep it beside a version just saved, where it is not what stood beside the one before. The version is saved
    whether or not that succeeds.
    """
    text = _both_parts(without_rows(evidence)) if evidence is not None else ""
    try:
        store = keeping_store.store()
        if store.beside(who, line.scenario_id, line.number) != text:
            store.keep_beside(who, line.scenario_id, line.number, text)
    except StoreError as failure:
        LOG.warning("A version was saved without its evidence: %s", str(failure))


def _both_parts(evidence: Evidence) -> str:
    """What goes to links that hide money, then the whole; the whole alone where both are longer than what is kept."""
    whole, first = text_of(Aside(evidence)), text_of_open(open_part(evidence))
    both = f"{first}\n{whole}"
    return both if whole and len(both) <= LONGEST_ASIDE else whole


def open_part_at(who: Capability, revision: Revision) -> OpenPart | None:
    """What a link that hides money may see of the evidence a version was saved with."""
    try:
        text = keeping_store.store().beside(who, revision.scenario_id, revision.number)
    except StoreError as failure:
        LOG.info("A version is shown without its comparisons: %s", str(failure))
        return None
    return open_part_of(text)


def evidence_at(who: Capability, revision: Revision) -> Evidence | None:
    """The evidence a version was saved with; None where there is none, or none for whoever asks."""
    try:
        text = keeping_store.store().beside(who, revision.scenario_id, revision.number)
    except StoreError as failure:
        LOG.info("A version is shown without its evidence: %s", str(failure))
        return None
    return aside_of(text, revision.scenario).evidence
