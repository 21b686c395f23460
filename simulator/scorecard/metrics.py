"""What a scorecard measures: activities and what comes of them, each with its definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Section = Literal["activity", "goal"]
Unit = Literal["count", "hours", "share", "money", "days"]


@dataclass(frozen=True)
class ScoreMetric:
    """One metric. of: the column it counts; definition: in words, a period being what a row of the table stands for.

    direction: whether more or less is better.
    """

    name: str
    label: str
    section: Section
    unit: Unit
    of: str
    definition: str
    direction: Literal["more", "less"] = "more"


def _volume(name: str, label: str, unit: Unit = "count") -> ScoreMetric:
    return ScoreMetric(name, label, "activity", unit, name, "mean of the periods")


def _rate(name: str, label: str, of: str) -> ScoreMetric:
    return ScoreMetric(
        name, label, "goal", "share", of, f"{of} over the step of the funnel before that the table has"
    )


METRICS: dict[str, ScoreMetric] = {
    one.name: one
    for one in (
        _volume("calls", "Calls"),
        _volume("emails", "E-mails"),
        _volume("meetings", "Meetings"),
        _volume("demos", "Demos"),
        _volume("opportunities", "Opportunities"),
        _volume("proposals", "Proposals"),
        _volume("coaching_hours", "Coaching hours", "hours"),
        _rate("meeting_rate", "Rate to meeting", "meetings"),
        _rate("demo_rate", "Rate to demo", "demos"),
        _rate("opportunity_rate", "Rate to opportunity", "opportunities"),
        _rate("proposal_rate", "Rate to proposal", "proposals"),
        ScoreMetric(
            "win_rate", "Win rate", "goal", "share", "won", "won over won and lost; without lost, over the step before"
        ),
        ScoreMetric("won", "Deals won", "goal", "count", "won", "mean of the periods"),
        ScoreMetric("deal_size", "Deal size", "goal", "money", "bookings", "bookings over deals won, all periods"),
        ScoreMetric("bookings", "Bookings", "goal", "money", "bookings", "mean of the periods"),
        ScoreMetric("cycle_days", "Sales cycle", "goal", "days", "cycle_days", "days from created to won", "less"),
        ScoreMetric("attainment", "Attainment", "goal", "share", "bookings", "bookings over quota, all periods"),
    )
}  # fmt: skip
CHAIN = ("calls", "meetings", "demos", "opportunities", "proposals", "won")
"""The funnel's columns from the first work to the win; a table has some of them."""
STEP_OF = {
    "meetings": "meeting_rate",
    "demos": "demo_rate",
    "opportunities": "opportunity_rate",
    "proposals": "proposal_rate",
    "won": "win_rate",
}
"""The rate by which a column of the chain follows from the one before it that the table has."""
