"""Documents as text and back, and the checks of everything else that is typed in."""

from __future__ import annotations

import hashlib
import unicodedata

from simulator.errors import ScenarioError, shorten
from simulator.scenario import SCHEMA_VERSION, Scenario, dump_scenario, read_scenario
from store.errors import Refused, StoreCorrupt, StoreTooNew

LONGEST_LABEL = 120
LONGEST_ASIDE = 200_000


def as_text(scenario: Scenario) -> tuple[str, str]:
    """The document as JSON text and the SHA-256 of that text."""
    text = dump_scenario(scenario, "json")
    return text, digest_of(text)


def digest_of(text: str) -> str:
    """SHA-256 of `text`, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str, digest: str) -> Scenario:
    """The scenario a stored document holds.

    Raises StoreCorrupt where the text is not the one that was saved, StoreTooNew where a newer release wrote it.
    """
    if digest_of(text) != digest:
        raise StoreCorrupt("This document was altered outside the app and is not shown; restore a backup.")
    try:
        return read_scenario(text, "json")
    except ScenarioError as error:
        if any(problem.field == "schema_version" for problem in error.problems):
            raise StoreTooNew(
                f"This document was saved by a newer release; this one reads version {SCHEMA_VERSION}."
            ) from None
        raise StoreCorrupt(
            "This document is no scenario this release can read; nothing was changed."
        ) from None


def clean_label(text: str, field: str, longest: int = LONGEST_LABEL) -> str:
    """`text` without spaces around it; Refused where no database could keep it or no line show it."""
    found = text.strip()
    if len(found) > longest:
        raise Refused(f"{field} = {shorten(found, 40)}: must have at most {longest} characters; shorten it")
    if any(map(_unkeepable, found)):
        raise Refused(f"{field}: must not hold control characters or broken ones; type it again")
    return found


def person_label(text: str) -> str:
    """What a person is called, without what cannot be kept: it comes from a sign-in, nobody here can correct it."""
    return "".join(character for character in text if not _unkeepable(character)).strip()[:LONGEST_LABEL]


def _unkeepable(character: str) -> bool:
    """As in the names of a scenario: C0 controls and DEL; and halves of a character, which no encoding writes."""
    return character < " " or character == "\x7f" or unicodedata.category(character) == "Cs"


def clean_aside(text: str) -> str:
    """`text` of the pages as it is; Refused where it is too long or cannot be kept."""
    if len(text) > LONGEST_ASIDE:
        raise Refused(f"aside: must have at most {LONGEST_ASIDE:,} characters; keep less beside the draft")
    if any(character == "\x00" or unicodedata.category(character) == "Cs" for character in text):
        raise Refused("aside: must not hold NUL or broken characters; leave them out")
    return text


def folded(name: str) -> str:
    """`name` as it is searched and sorted: without case and width."""
    return unicodedata.normalize("NFKC", name).casefold()
