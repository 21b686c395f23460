"""How much is luck, as the pages say it."""

from __future__ import annotations

from simulator import Scenario
from simulator.decide import LuckShare, LuckShares
from ui.visitors.money_hidden import shown_text
from ui.wording import formats


def share_name(one: LuckShare, plan: Scenario) -> str:
    """``win rate of South``; without the team where there is one team only."""
    named = one.input.kind in ("initiative", "risk")
    name = shown_text(one.input.name) if named else one.input.name
    return f"{name} of {one.input.team}" if one.input.team and len(plan.teams) > 1 else name


def share_text(share: float) -> str:
    """Whole percents; ``under 1 %`` rather than none where there is something."""
    return f"under {formats.percent(0.01)}" if 0 < share < 0.005 else formats.percent(share)


def luck_finding(shares: LuckShares, plan: Scenario) -> str:
    """The answer, and the chart's title."""
    if not shares.varies:
        return "Every future ends alike: there is no spread to explain"
    said = f"{share_text(shares.luck)} of the spread is luck"
    owner = shares.owner
    if owner is None:
        return f"{said}: no input explains more of it than noise would"
    name = share_name(owner, plan)
    least = "all" if owner.total >= 0.995 * shares.not_known else "most"
    return f"{said}; of the rest {name} owns {least} ({share_text(owner.total)} of the spread)"


def luck_words(shares: LuckShares) -> str:
    """What of the spread is luck, and what measuring can take away; empty where there is no spread."""
    if not shares.varies:
        return ""
    return (
        f"Of the spread of the outcomes {share_text(shares.luck)} is luck; {share_text(shares.not_known)} is "
        "what we do not know yet, and measuring can take that away."
    )
