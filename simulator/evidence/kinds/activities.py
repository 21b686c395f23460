"""Activities: calls, e-mails and meetings per person and working day."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure
from simulator.evidence.kinds.findings import Activities, RepActivity
from simulator.evidence.outcomes import word_key
from simulator.evidence.refusal import EvidenceError, Remark

MOST_PEOPLE = 2000
KINDS = ("calls", "emails", "meetings", "others")
LABELS = {"calls": "Calls", "emails": "E-mails", "meetings": "Meetings", "others": "Other activities"}
_WORDS = {
    "meetings": re.compile(
        r"meeting|demo|appointment|visit|termin|besuch|reuni|rendez|event|lunch|presentation|vor ort|onsite|zoom|teams"
    ),
    "emails": re.compile(r"e ?mail|mail|message|nachricht|sequence|inmail|letter|correo"),
    "calls": re.compile(r"call|phone|dial|anruf|telefon|appel|llamada|chiamata|voicemail|inbound|outbound"),
}
_PLANNED = frozenset(
    [
        "planned",
        "open",
        "scheduled",
        "pending",
        "offen",
        "geplant",
        "future",
        "upcoming",
        "deferred",
        "waiting",
        "no",
        "false",
        "nein",
        "n",
        "0",
        "todo",
    ]
) | {
    "not started",
    "in progress",
    "not done",
    "to do",
    "not completed",
    "waiting on someone else",
    "cancelled",
    "canceled",
}


def activities(cells: Cells) -> KindEvidence:
    """What people do a working day. EvidenceError where no activity has a date."""
    if cells.has("id"):
        ids = cells.cells("id").str.strip()
        again = (ids.duplicated() & (ids != "")).to_numpy(dtype=bool)
        if again.any():
            cells.tell(
                "duplicate_ids",
                again,
                "{count} rows repeat the id of an earlier row and were left out ({rows}).",
            )
            cells.take(~again)
    when = cells.days("date")["date"]
    undated = np.isnat(when)
    if undated.all():
        raise EvidenceError("No activity has a date; choose the column that says when it happened.")
    planned = _planned(cells) & ~undated
    if planned.any() and not planned[~undated].all():
        cells.tell(
            "planned_activities",
            planned,
            "{count} activities were planned, not done, and were left out ({rows}).",
        )
    else:
        planned[:] = False
    if undated.any():
        cells.tell(
            "activities_without_date", undated, "{count} activities without a date were left out ({rows})."
        )
    kept = ~undated & ~planned
    if cells.choices.as_of is not None:
        kept &= when <= np.datetime64(cells.choices.as_of, "D")
        if not kept.any():
            raise EvidenceError(f"No activity is dated by {cells.choices.as_of}; choose a later day.")
    cells.take(kept)
    when = when[kept]
    kinds = activity_kinds(cells)
    owner = cells.texts("owner")
    unnamed = owner == ""
    reps_known = bool((~unnamed).any())
    if reps_known and unnamed.any():
        cells.tell(
            "activities_without_owner",
            unnamed,
            "{count} activities name nobody and count for no person ({rows}).",
        )
    names = np.unique(owner[~unnamed].astype(str))
    if len(names) > MOST_PEOPLE:
        raise EvidenceError(
            f"The column with the owner names {len(names):,} people, more than {MOST_PEOPLE:,}; choose another "
            "column."
        )
    frame = pd.DataFrame({"who": owner if reps_known else "everybody", "when": when, "kind": kinds})
    people = []
    for name, group in frame[frame["who"] != ""].groupby("who"):
        days = working_days(group["when"].min().to_datetime64(), group["when"].max().to_datetime64())
        counts = group["kind"].value_counts()
        people.append(RepActivity(str(name), days, *(int(counts.get(kind, 0)) for kind in KINDS)))
    people.sort(key=lambda one: (-one.total, one.name))
    if not reps_known:
        cells.remarks.append(
            Remark(
                "no_people",
                "The file does not say who did what: figures per day are of everybody together, not per person.",
            )
        )
    days = sum(one.days for one in people)
    per_day = tuple((kind, sum(getattr(one, kind) for one in people) / days) for kind in KINDS)
    of = "calls" if dict(per_day)["calls"] > 0 else "all"
    outbound = dict(per_day)["calls"] if of == "calls" else sum(value for _, value in per_day)
    tally = Counter(zip(when.astype("datetime64[M]").astype(str).tolist(), kinds.tolist(), strict=True))
    monthly = tuple(
        (month, kind, tally[month, kind])
        for month, kind in sorted(tally, key=lambda one: (one[0], KINDS.index(one[1])))
    )
    findings = Activities(len(when), tuple(people), per_day, monthly, outbound, of, reps_known)
    whom = "per person and working day" if reps_known else "per working day, everybody together"
    figures = tuple(
        figure(
            f"{kind}_per_day",
            f"{LABELS[kind]} {whom}",
            value,
            "ratio",
            days,
            "working days",
            cells.table.name,
        )
        for kind, value in per_day
        if value > 0
    )
    last: dt.date = when.max().astype("datetime64[D]").item()
    return KindEvidence(
        "activities",
        cells.table.name,
        cells.choices.as_of or last,
        cells.currency,
        len(when),
        findings,
        figures,
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def working_days(first: np.datetime64, last: np.datetime64) -> int:
    """Mondays to Fridays from `first` to `last`, both included; at least 1."""
    days = first.astype("datetime64[D]"), last.astype("datetime64[D]") + np.timedelta64(1, "D")
    return max(int(np.busday_count(*days)), 1)


def _planned(cells: Cells) -> NDArray[np.bool_]:
    if not cells.has("status"):
        return np.zeros(len(cells), dtype=bool)
    texts = cells.cells("status")
    words = {text: word_key(str(text)) in _PLANNED for text in texts.unique()}
    return texts.map(words).to_numpy(dtype=bool)


def activity_kinds(cells: Cells) -> NDArray[np.object_]:
    """What each activity is, by its type, else by its subject."""
    found = np.full(len(cells), "others", dtype=object)
    for field in ("subject", "type"):
        if cells.has(field):
            texts = cells.texts(field)
            said = {text: _kind_of(str(text)) for text in set(texts.tolist())}
            kinds = np.array([said[text] for text in texts], dtype=object)
            found = np.where(kinds == "others", found, kinds)
    return found


def _kind_of(text: str) -> str:
    words = word_key(text)
    return next((kind for kind, pattern in _WORDS.items() if pattern.search(words)), "others")
