"""Saved mappings: a file of column choices for each person and header, the newest confirmed one."""

from __future__ import annotations

import re

from sqlalchemy import delete, insert, select, update

from simulator.errors import shorten
from store.documents import clean_aside
from store.errors import Refused
from store.records import SavedMapping
from store.tables import mappings
from store.transactions import Transaction

FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
LONGEST_MAPPING = 50_000
MOST_MAPPINGS = 200
"""Of one person; the one confirmed longest ago makes room."""


def check_fingerprint(fingerprint: str) -> None:
    """Refused for what is no SHA-256 in hexadecimal."""
    if FINGERPRINT.fullmatch(fingerprint) is None:
        raise Refused(f"fingerprint = {shorten(fingerprint, 40)}: must be a SHA-256 in hexadecimal")


def check_document(document: str) -> None:
    """Refused for a mapping too long to keep, or that cannot be kept."""
    if len(document) > LONGEST_MAPPING:
        raise Refused(f"mapping: must have at most {LONGEST_MAPPING:,} characters; choose less in it")
    clean_aside(document)


def put(tx: Transaction, owner: str, fingerprint: str, document: str) -> SavedMapping:
    """Keep it in place of the one there is."""
    at = (mappings.c.owner == owner, mappings.c.fingerprint == fingerprint)
    values = {"at": tx.now, "document": document}
    if tx.connection.execute(update(mappings).where(*at).values(**values)).rowcount == 0:
        tx.connection.execute(insert(mappings).values(owner=owner, fingerprint=fingerprint, **values))
        _make_room(tx, owner)
    return SavedMapping(fingerprint, tx.now, document)


def get(tx: Transaction, owner: str, fingerprint: str) -> SavedMapping | None:
    """The one kept for this header."""
    row = tx.connection.execute(
        select(mappings).where(mappings.c.owner == owner, mappings.c.fingerprint == fingerprint)
    ).one_or_none()
    return None if row is None else SavedMapping(row.fingerprint, row.at, row.document)


def drop(tx: Transaction, owner: str, fingerprint: str) -> None:
    """Forget it."""
    tx.connection.execute(
        delete(mappings).where(mappings.c.owner == owner, mappings.c.fingerprint == fingerprint)
    )


def _make_room(tx: Transaction, owner: str) -> None:
    newest_first = (mappings.c.at.desc(), mappings.c.fingerprint)
    kept = (
        tx.connection.execute(
            select(mappings.c.fingerprint).where(mappings.c.owner == owner).order_by(*newest_first)
        )
        .scalars()
        .all()
    )
    for fingerprint in kept[MOST_MAPPINGS:]:
        drop(tx, owner, fingerprint)
