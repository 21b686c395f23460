"""One amount shared out over a tree of parts: by what is expected of each, but for what was set by hand.

A part set by hand keeps its number, an amount or a share of the part above. A part all of whose children are set to
amounts takes their sum. What is then left of the part above goes to the free ones. Where none is free, none of the free
ones is expected to bring anything, or what is set exceeds the part above, the difference is a remainder that is shown:
the children of a part and its remainder always add up to it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.scenario.layer_plan import LayerOverride

Key = tuple[str, str, str]
"""level, team where one is needed, place."""
SetBy = Literal["split", "hand", "below"]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Part:
    """A part of a goal. natural: what the forecast expects of it, in the goal's unit (or any unit, for people)."""

    key: Key
    natural: float
    children: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Split:
    """What a part gets. set_by: the split, somebody's hand, or its own children, all set by hand.

    remainder: of `amount`, what its children do not carry; negative where they carry more. 0 without children.
    """

    amount: float
    set_by: SetBy
    remainder: float = 0.0


@dataclass(frozen=True)
class Rule:
    """How the free parts share what is left.

    additive: in equal parts of what the forecast lacks, on top of what it expects of each; for amounts that may be
    negative, where shares have no meaning. Otherwise in proportion to what is expected. even: where nothing is expected
    of any child, in equal parts; otherwise it stays a remainder.
    """

    additive: bool = False
    even: bool = True


def split(
    root: Part, amount: float, by_hand: Mapping[Key, LayerOverride], rule: Rule | None = None
) -> dict[Key, Split]:
    """What every part of `root` gets of `amount`, `root` included; an override of the root itself is not looked at."""
    found: dict[Key, Split] = {}
    _share_out(root, amount, "split", by_hand, rule or Rule(), found)
    return found


def _share_out(
    part: Part,
    amount: float,
    set_by: SetBy,
    by_hand: Mapping[Key, LayerOverride],
    rule: Rule,
    found: dict[Key, Split],
) -> None:
    amounts: list[float | None] = []
    ways: list[SetBy] = []
    for child in part.children:
        fixed, way = _fixed(child, amount, by_hand)
        amounts.append(fixed)
        ways.append(way)
    left = amount - math.fsum(one for one in amounts if one is not None)
    free = [number for number, one in enumerate(amounts) if one is None]
    nothing = not any(child.natural for child in part.children)
    shares = _free_shares(
        [part.children[number].natural for number in free], left, amount, rule, even=rule.even and nothing
    )
    for number, share in zip(free, shares, strict=True):
        amounts[number] = share
    given = [one for one in amounts if one is not None]
    remainder = left_over(amount, given) if part.children else 0.0
    found[part.key] = Split(amount, set_by, remainder)
    for child, one, way in zip(part.children, given, ways, strict=True):
        _share_out(child, one, way, by_hand, rule, found)


def left_over(amount: float, given: Sequence[float]) -> float:
    """What `given` leave of `amount`; exactly 0 where it is no more than the rounding of a sum."""
    left = amount - math.fsum(given)
    largest = max([abs(amount), *(abs(one) for one in given)])
    return 0.0 if abs(left) <= max(_ROUNDING * largest, sys.float_info.min) else left


def _fixed(
    part: Part, above: float | None, by_hand: Mapping[Key, LayerOverride]
) -> tuple[float | None, SetBy]:
    """The amount `part` is set to, and how; None where it is free. above: None where a share cannot be counted yet."""
    own = by_hand.get(part.key)
    if own is not None:
        if own.amount is not None:
            return own.amount, "hand"
        assert own.share is not None
        return (None if above is None else own.share * above), "hand"
    if not part.children:
        return None, "split"
    amounts = [_fixed(child, None, by_hand)[0] for child in part.children]
    known = [one for one in amounts if one is not None]
    if len(known) < len(amounts):
        return None, "split"
    return math.fsum(known), "below"


def _free_shares(naturals: list[float], left: float, above: float, rule: Rule, even: bool) -> list[float]:
    """What each free part gets of `left`; they may take less than all of it."""
    if not naturals:
        return []
    total = math.fsum(naturals)
    if rule.additive:
        each = (left - total) / len(naturals)
        return [one + each for one in naturals]
    if left == 0 or (left < 0) != (above < 0):
        return [0.0] * len(naturals)
    if total > 0:
        return [left * (one / total) for one in naturals]
    return [left / len(naturals) if even else 0.0] * len(naturals)
