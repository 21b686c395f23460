"""Won, lost or open: what stage and status words mean."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Outcome = Literal["won", "lost", "open"]

WON_WORDS = frozenset(
    [
        "won",
        "closed won",
        "closedwon",
        "win",
        "deal won",
        "sold",
        "sale",
        "signed",
        "contract signed",
        "successful",
        "success",
        "gewonnen",
        "abgeschlossen gewonnen",
        "gagne",
        "gagnee",
        "ganado",
        "ganada",
        "cerrado ganado",
        "vinto",
        "vinta",
        "ganho",
    ]
)
LOST_WORDS = frozenset(
    [
        "lost",
        "closed lost",
        "closedlost",
        "deal lost",
        "loss",
        "dead",
        "disqualified",
        "unqualified",
        "abandoned",
        "rejected",
        "cancelled",
        "canceled",
        "no decision",
        "closed no decision",
        "no sale",
        "not interested",
        "stopped",
        "out sold",
        "dropped",
        "verloren",
        "abgeschlossen verloren",
        "perdu",
        "perdue",
        "perdido",
        "perdida",
        "perso",
        "persa",
    ]
)
OPEN_WORDS = frozenset(
    [
        "open",
        "offen",
        "new",
        "pipeline",
        "prospect",
        "prospecting",
        "lead",
        "qualification",
        "qualified",
        "qualified to buy",
        "qualifying",
        "discovery",
        "demo",
        "demo scheduled",
        "needs analysis",
        "value proposition",
        "id decision makers",
        "identify decision makers",
        "perception analysis",
        "appointment",
        "appointment scheduled",
        "presentation scheduled",
        "meeting",
        "meeting scheduled",
        "contact made",
        "contacted",
        "engaging",
        "engaged",
        "proposal",
        "proposal made",
        "proposal sent",
        "proposal price quote",
        "quote",
        "quoted",
        "quote sent",
        "initial offer",
        "offer",
        "offer sent",
        "decision maker bought in",
        "contract sent",
        "contract",
        "verbal commitment",
        "commit",
        "negotiation",
        "negotiation review",
        "negotiations started",
        "in negotiation",
        "review",
        "evaluation",
        "trial",
        "pilot",
        "development",
        "propose",
        "qualify",
        "develop",
        "on hold",
        "in progress",
        "in process",
        "working",
        "active",
        "pending",
    ]
)
_WON_ANYWHERE = frozenset(
    {"won", "gewonnen", "gagne", "gagnee", "ganado", "ganada", "vinto", "vinta", "ganho"}
)
_LOST_ANYWHERE = frozenset({"lost", "verloren", "perdu", "perdue", "perdido", "perdida", "perso", "persa"})
YES = frozenset({"true", "1", "yes", "y", "wahr", "ja", "oui", "si", "won", "t", "x"})


def word_key(word: str) -> str:
    """`word` in lower case, accents, punctuation and repeated spaces taken off: "Closed - Won" is "closed won"."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def outcome_of(word: str, chosen: dict[str, Outcome]) -> Outcome | None:
    """What a stage or status word means; None where it is not known. `chosen` (by `word_key`) comes first."""
    key = word_key(word)
    if key in chosen:
        return chosen[key]
    if key in WON_WORDS:
        return "won"
    if key in LOST_WORDS:
        return "lost"
    if key in OPEN_WORDS:
        return "open"
    words = set(key.split())
    if words & _LOST_ANYWHERE:
        return "lost"
    if words & _WON_ANYWHERE and not words & {
        "not",
        "t",
        "nicht",
        "non",
        "no",
        "pas",
    }:  # "t" is left of "won't"
        return "won"
    return None


def is_yes(word: str) -> bool:
    """Whether a flag's text means yes."""
    return word.strip().casefold() in YES
