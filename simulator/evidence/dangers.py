"""The dangers of a history: what would make its figures say something else than they mean, most serious first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulator.evidence.findings import Evidence
from simulator.evidence.refusal import Remark
from simulator.scenario.danger import MOST_DANGERS, Severity

SEVERITIES: tuple[Severity, ...] = ("grave", "serious", "note")
"""grave: a figure of the plan would be wrong by a factor; serious: it may lead astray; note: worth knowing."""


@dataclass(frozen=True)
class DangerKind:
    """One way in which a history misleads. title: a few words; advice: what to do about it, one sentence."""

    severity: Severity
    title: str
    advice: str


@dataclass(frozen=True)
class Danger:
    """A danger found in one history. message: what was found, with its figures; count: rows, deals or months."""

    code: str
    severity: Severity
    title: str
    message: str
    advice: str
    count: int = 0


DANGERS: dict[str, DangerKind] = {
    "stale_open_deals": DangerKind(
        "grave",
        "Stale pipeline",
        "Ask the owners and close what is dead; do not read the pipeline's total as coverage.",
    ),
    "lifetime_churn_share": DangerKind(
        "grave",
        "A lifetime share is no monthly rate",
        "Use the monthly rate in the plan; the share only says how many have left by now.",
    ),
    "manager_rollups": DangerKind(
        "grave",
        "Managers' roll-ups",
        "Plan with the people's own quotas; a manager's sum is for checking them.",
    ),
    "pooled_rate_hides_change": DangerKind(
        "grave",
        "A pooled rate hides a change",
        "Decide whether the change lasts, and override the rate with the recent one if it does.",
    ),
    "no_lost_deals": DangerKind(
        "grave", "No lost deal in the file", "Export lost deals too, or override the win rate with a reason."
    ),
    "cut_off_start": DangerKind(
        "serious",
        "The export is cut off at its start",
        "Judge growth from the whole months only, or export further back.",
    ),
    "truncated_start": DangerKind(
        "serious",
        "The first months are incomplete",
        "Judge growth from the later months only, or export further back.",
    ),
    "filling_start": DangerKind(
        "serious",
        "The pipeline fills up at the start",
        "Judge bookings by the later months, or export deals created further back.",
    ),
    "level_shift": DangerKind(
        "serious",
        "The level shifted",
        "Find out what happened then, and whether it lasts; growth is read around it.",
    ),
    "quota_date_is_start": DangerKind(
        "serious",
        "A quota's date is the start of its period",
        "Check one quota against the paper it was agreed on.",
    ),
    "win_rate_by_size": DangerKind(
        "serious",
        "Large deals are won at another rate",
        "Do not multiply the pipeline's total by the overall win rate.",
    ),
    "few_closed_deals": DangerKind(
        "serious", "Few closed deals", "Take every rate as a guess until more deals are closed."
    ),
    "short_history": DangerKind("serious", "A short history", "Take how months differ as a guess."),
    "ends_long_after": DangerKind(
        "serious", "The evidence ends long after the export", "Choose a day nearer to the export."
    ),
    "no_recent_deals": DangerKind(
        "serious",
        "No new deals of late",
        "Check whether the export is filtered by date of creation.",
    ),
    "managers_on_roster": DangerKind(
        "note", "Managers on the roster", "Take out those who do not sell themselves."
    ),
    "undated_open_deals": DangerKind("note", "Open deals without a date", "Export the created date too."),
}
"""Every code that is a danger. What is no danger is a remark on reading the file."""


STALE_MATTERS = 0.05
"""A smaller share of stale deals among the open ones is a note."""


def dangers_in(evidence: Evidence) -> tuple[Danger, ...]:
    """The dangers of one export's evidence, most serious first."""
    return dangers_of(evidence.remarks, evidence.counts.open)


def dangers_of(remarks: Iterable[Remark], open_deals: int = 0) -> tuple[Danger, ...]:
    """The dangers among `remarks`, most serious first; those of one severity in the order of `DANGERS`.

    open_deals: of which the stale ones are a part; 0: not known.
    """
    found = [
        Danger(
            remark.code,
            _severity(remark, open_deals),
            DANGERS[remark.code].title,
            remark.message,
            DANGERS[remark.code].advice,
            remark.count,
        )
        for remark in remarks
        if remark.code in DANGERS
    ]
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), danger_rank(one.code))))


def _severity(remark: Remark, open_deals: int) -> Severity:
    few = remark.code == "stale_open_deals" and remark.count < STALE_MATTERS * open_deals
    return "note" if few else DANGERS[remark.code].severity


def danger_rank(code: str) -> tuple[int, int]:
    """Where a danger stands among all, the most serious at (0, 0); what is none comes after every one."""
    if code not in DANGERS:
        return len(SEVERITIES), 0
    return SEVERITIES.index(DANGERS[code].severity), list(DANGERS).index(code)


def danger_title(code: str) -> str:
    """A danger in a few words, without its figures."""
    return DANGERS[code].title if code in DANGERS else code.replace("_", " ").capitalize()


def danger_advice(code: str) -> str:
    """What to do about a danger; empty for one this release does not know."""
    return DANGERS[code].advice if code in DANGERS else ""


def danger_documents(evidence: Evidence) -> list[dict[str, Any]]:
    """The part `dangers` of a scenario that rests on this history: notes stay with the history."""
    return [
        {"code": one.code, "severity": one.severity, "message": one.message[:1000]}
        for one in dangers_in(evidence)
        if one.severity != "note"
    ][:MOST_DANGERS]
