"""Several goals at once, in lines for the terminal."""

from __future__ import annotations

from simulator.goals.together import MOST_IN_FOCUS, Together

MOST_PAIRS, MOST_COUNTS = 5, 8


def together_lines(found: Together) -> list[str]:
    """All, at least k, the pairs with the strongest ties, and who has too many."""
    n = len(found.names)
    lines = [f"All {n} goals together: {found.all.probability:.1%}"]
    some = [f"{one.count}: {one.probability:.1%}" for one in found.at_least[:-1] if 0 < one.probability < 1]
    if len(some) > MOST_COUNTS:
        some = [some[round(place * (len(some) - 1) / (MOST_COUNTS - 1))] for place in range(MOST_COUNTS)]
    if some:
        lines.append(f"At least {', '.join(some)}")
    for pair in found.named[:MOST_PAIRS]:
        how = "strongly " if pair.is_strong else ""
        lines.append(
            f"{pair.first} and {pair.second} pull {how}{pair.pull}: both {pair.both:.1%}, unrelated {pair.product:.1%}"
        )
    if len(found.named) > MOST_PAIRS:
        lines.append(f"and {len(found.named) - MOST_PAIRS} more pairs of goals")
    for crowd in found.crowds:
        whose = (
            f"{crowd.owner} carries {crowd.count} goals"
            if crowd.owner
            else f"{crowd.count} goals have no owner"
        )
        lines.append(f"{whose}: more than {MOST_IN_FOCUS} at once are rarely pursued")
    return lines
