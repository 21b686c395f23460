"""Names that nearly agree: "GTXPro" and "GTX Pro" are one, "Shmidt" is asked about, "Team 1" and "Team 2" are two.

Same letters and digits, whatever case, accents, spaces and punctuation: merged, to the spelling most rows have. One
letter apart, rare beside frequent: suggested, and merged only where a person says so. Names whose digits differ are
never the same. The work grows with the number of different names, not with its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

SHORTEST_MERGED = 3
"""Shorter names are told apart by their punctuation: "A+" and "A-", "C" and "C#"."""
SHORTEST_SUGGESTED = 6
"""Letters two names need before one letter between them looks like a slip: "Rosa" and "Rosi" are two people."""
FREQUENT_ROWS, TIMES_RARER = 5, 5
"""A slip is rare: the other spelling stands in five rows at least, and in five times as many."""
MOST_NAMES, MOST_WORK = 20_000, 20_000_000
"""With more different names, or longer ones (the sum of their squared lengths), nothing is suggested."""
MOST_CHARACTERS = 5_000_000
"""A column with more characters of different texts than this holds no names: it stays as it is."""
MOST_SUGGESTIONS = 50
_LOOKED_AT = 4
_MEANS_SOMETHING = frozenset("+#%")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[^a-z0-9+#%]+(?=[0-9])")
_SEPARATORS = re.compile(r"[^a-z0-9+#%\x00]+")


@dataclass(frozen=True)
class Merge:
    """One spelling counted under another. rows: how many had it; first: index of the first of them."""

    spelling: str
    name: str
    rows: int
    first: int


@dataclass(frozen=True)
class Suggestion:
    """Two names one letter apart. rows, name_rows: how many have each; first: index of the first with `spelling`."""

    spelling: str
    name: str
    rows: int
    name_rows: int
    first: int


class Merged(NamedTuple):
    """names: of every row, as they are counted; merges: most rows first; suggestions: likewise."""

    names: NDArray[np.object_]
    merges: tuple[Merge, ...]
    suggestions: tuple[Suggestion, ...]


def merged(names: NDArray[np.object_], chosen: Mapping[str, str] | None = None) -> Merged:
    """The names of a column with spellings of one name brought together; "" stays "".

    chosen: spelling -> name as a person says; a name chosen for itself stays apart from all others.
    """
    codes, found = pd.factorize(names, use_na_sentinel=False)
    spellings = [str(one) for one in found]
    if not spellings or sum(map(len, spellings)) > MOST_CHARACTERS:
        return Merged(names, (), ())
    counts = np.bincount(codes, minlength=len(spellings)).tolist()
    firsts = np.full(len(spellings), len(codes))
    np.minimum.at(firsts, codes, np.arange(len(codes)))
    final = _final(spellings, counts, dict(chosen or {}))
    merges = [
        Merge(spelling, name, count, int(first))
        for spelling, name, count, first in zip(spellings, final, counts, firsts, strict=True)
        if spelling != name
    ]
    totals: dict[str, int] = defaultdict(int)
    places: dict[str, int] = {}
    for name, count, first in zip(final, counts, firsts.tolist(), strict=True):
        totals[name] += count
        places[name] = min(places.get(name, first), first)
    settled = set((chosen or {}).values()) | set(chosen or {})
    suggestions = _suggestions(dict(totals), places, settled)
    result = np.array(final, dtype=object)[codes] if merges else names
    return Merged(result, tuple(sorted(merges, key=lambda one: (-one.rows, one.spelling))), suggestions)


def name_key(name: str) -> str:
    """What two spellings of one name share: letters and digits without case and accents.

    Separators between digits stay, as "1.5" and "15" differ, and marks of scripts in which they are letters of their
    own. Names of fewer than three letters and digits keep their punctuation.
    """
    if name.isascii():
        plain = _SEPARATORS.sub("", _BETWEEN_DIGITS.sub("\0", name.lower().replace("\0", "")))
        if sum(map(str.isalnum, plain)) < SHORTEST_MERGED:
            return " ".join(name.lower().split())
        return plain.replace("\0", ".")
    letters: list[str] = []
    count, base, gap = 0, "", False
    for letter in unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ẞ", "ss")).casefold():
        if unicodedata.category(letter)[0] == "M":
            if not _is_latin(base):
                letters.append(letter)
        elif letter.isalnum():
            if gap and letter.isdigit() and letters and letters[-1].isdigit():
                letters.append(".")
            letters.append(letter)
            base, gap = letter, False
            count += 1
        elif letter in _MEANS_SOMETHING:
            letters.append(letter)
            base, gap = "", False
        else:
            base, gap = "", True
    if count < SHORTEST_MERGED:
        return " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return unicodedata.normalize("NFC", "".join(letters))


def _is_latin(letter: str) -> bool:
    return bool(letter) and (letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN"))


def _final(spellings: list[str], counts: list[int], chosen: dict[str, str]) -> list[str]:
    """The name of each spelling."""
    said = {name_key(spelling): name for spelling, name in chosen.items() if spelling != name}
    wanted = {name for spelling, name in chosen.items() if spelling != name}
    apart = {spelling for spelling, name in chosen.items() if spelling == name}
    keys = [name_key(spelling) for spelling in spellings]
    final = list(spellings)
    groups: dict[str, list[int]] = defaultdict(list)
    for at, (spelling, key) in enumerate(zip(spellings, keys, strict=True)):
        if spelling in chosen:
            final[at] = chosen[spelling]
        elif spelling in wanted or spelling in apart or not spelling:
            continue
        elif key in said:
            final[at] = said[key]
        else:
            groups[key].append(at)
    by_key = {name_key(name): name for name in sorted(wanted)}
    for key, places in groups.items():
        if len(places) == 1 and key not in by_key:
            continue
        best = by_key.get(key) or spellings[min(places, key=lambda at: _rank(spellings[at], counts[at]))]
        for at in places:
            final[at] = best
    return final


def _rank(spelling: str, count: int) -> tuple[int, bool, int, int, str]:
    """Of equally frequent spellings: with capitals, with its spaces, with its accents."""
    shouted = spelling.isupper() or spelling.islower()
    return -count, shouted, -len(spelling), -sum(not one.isascii() for one in spelling), spelling


def _suggestions(totals: dict[str, int], places: dict[str, int], settled: set[str]) -> tuple[Suggestion, ...]:
    """Rare names one letter from a frequent one, found by what is left of both without one letter."""
    keys = {name: key for name in totals if len(key := name_key(name)) >= SHORTEST_SUGGESTED}
    if len(keys) > MOST_NAMES or sum(len(key) ** 2 for key in keys.values()) > MOST_WORK:
        return ()
    frequent = sorted(
        (name for name in keys if totals[name] >= FREQUENT_ROWS), key=lambda one: (-totals[one], one)
    )
    buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in frequent:
        digits = _digits(keys[name])
        for part in _without_one(keys[name]):
            here = buckets[digits, part]
            if len(here) < _LOOKED_AT:
                here.append(name)
    found = []
    rarest = max(totals.values(), default=0) // TIMES_RARER
    for name, key in keys.items():
        if totals[name] > rarest or name in settled:
            continue
        digits = _digits(key)
        near = {other for part in _without_one(key) for other in buckets.get((digits, part), ())}
        fits = [
            other
            for other in near
            if other != name
            and totals[other] >= TIMES_RARER * totals[name]
            and OSA.distance(key, keys[other], score_cutoff=1) == 1
        ]
        if fits:
            best = min(fits, key=lambda other: (-totals[other], other))
            found.append(Suggestion(name, best, totals[name], totals[best], places[name]))
    found.sort(key=lambda one: (-one.rows, one.spelling))
    return tuple(found[:MOST_SUGGESTIONS])


def _digits(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit() or letter == ".")


def _without_one(key: str) -> set[str]:
    """`key`, and `key` without each of its letters; digits stay."""
    return {
        key,
        *(key[:at] + key[at + 1 :] for at in range(len(key)) if not (key[at].isdigit() or key[at] == ".")),
    }
