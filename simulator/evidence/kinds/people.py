"""The roster: who is on the team and since when, who left, and how many leave in a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kinds.cells import Cells, Texts, total_rows
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.exposure import annual_share, watched
from simulator.evidence.kinds.figures import figure, known_share_figure
from simulator.evidence.kinds.findings import Attrition, Roster, RosterRep
from simulator.evidence.outcomes import word_key
from simulator.evidence.refusal import EvidenceError, Remark

DAYS_PER_YEAR, DAYS_PER_MONTH = 365.25, 30.4375
MOST_PEOPLE = 5000
_GONE = frozenset(
    [
        "inactive",
        "left",
        "terminated",
        "false",
        "no",
        "n",
        "0",
        "former",
        "gone",
        "resigned",
        "ausgeschieden",
        "inaktiv",
        "nein",
    ]
)


def roster(cells: Cells) -> KindEvidence:
    """People with tenure, hires, leavers and attrition. EvidenceError where nobody has a name."""
    names = _names(cells)
    total = total_rows(names)
    nameless = (names == "") & ~total
    if nameless.any():
        cells.tell("people_without_name", nameless, "{count} rows without a name were left out ({rows}).")
    if total.any():
        cells.tell("summary_rows", total, "{count} rows that sum up others were left out ({rows}).")
    kept = ~nameless & ~total
    if not kept.any():
        raise EvidenceError("No row has a name; choose the column with the names of the people.")
    cells.take(kept)
    again = cells.table.frame.duplicated().to_numpy(dtype=bool)
    if again.any():
        cells.tell(
            "repeated_rows",
            again,
            "{count} rows repeat another one in every cell and were left out ({rows}).",
        )
        cells.take(~again)
    names = _names(cells)
    if len(names) > MOST_PEOPLE:
        raise EvidenceError(f"The roster has {len(names):,} people, at most {MOST_PEOPLE:,} are read.")
    dates = cells.days("start", "end")
    unknown = np.full(len(cells), np.datetime64("NaT", "D"))
    start, end = dates.get("start", unknown), dates.get("end", unknown)
    backwards = end < start
    if backwards.any():
        cells.tell(
            "end_before_start",
            backwards,
            "{count} people end before they start; their end was taken as missing ({rows}).",
        )
        end = np.where(backwards, np.datetime64("NaT", "D"), end)
    as_of = _as_of(cells, start, end)
    gone = ~np.isnat(end) & (end <= as_of)
    if cells.has("status"):
        said = np.array([word_key(text) in _GONE for text in cells.texts("status")], dtype=bool)
        undated = said & ~gone
        if undated.any():
            cells.tell(
                "left_without_date", undated, "{count} people are marked as gone without a date ({rows})."
            )
        gone |= said
    future = start > as_of
    managers = {name for name in cells.texts("manager").tolist() if name}
    salary = cells.money("salary") if cells.has("salary") else np.full(len(cells), np.nan)
    teams, bosses, roles = cells.texts("team"), cells.texts("manager"), cells.texts("role")
    shown = _told_apart(cells, names)
    reps = tuple(
        sorted(
            (
                RosterRep(
                    shown[at],
                    str(teams[at]),
                    str(bosses[at]),
                    str(roles[at]),
                    _date(start[at]),
                    _date(end[at]),
                    None
                    if np.isnat(start[at])
                    else _tenure(
                        start[at], min(as_of, end[at]) if gone[at] and not np.isnat(end[at]) else as_of
                    ),
                    not gone[at] and not future[at],
                    str(names[at]) in managers,
                    None if np.isnan(salary[at]) else float(salary[at]),
                )
                for at in range(len(names))
            ),
            key=lambda one: (one.team, one.name),
        )
    )
    attrition = _attrition(cells, start, end, gone, future, as_of)
    known = salary[~gone & ~np.isnan(salary)]
    findings = Roster(
        reps,
        attrition,
        _by_month(start[~np.isnat(start)]),
        _by_month(end[~np.isnat(end)]),
        float(known.mean()) if len(known) else None,
    )
    if managers & set(names.tolist()):
        count = sum(one.manages for one in reps if one.active)
        cells.remarks.append(
            Remark(
                "managers_on_roster",
                f"Of the people on the list {count} manage others; where they do not sell themselves they are "
                "no reps.",
                (),
                count,
            )
        )
    last: dt.date | None = as_of.astype("datetime64[D]").item()
    return KindEvidence(
        "roster",
        cells.table.name,
        last,
        cells.currency,
        len(reps),
        findings,
        _figures(findings, cells.table.name),
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def _figures(found: Roster, source: str) -> tuple[MeasuredRate, ...]:
    active = [one for one in found.reps if one.active]
    tenures = [one.tenure_months for one in active if one.tenure_months is not None]
    figures = [
        figure(
            "active_people",
            "People on the team",
            len(active),
            "ratio",
            len(found.reps),
            "people listed",
            source,
        )
    ]
    if tenures:
        figures.append(
            figure(
                "tenure_months",
                "Mean tenure in months",
                float(np.mean(tenures)),
                "ratio",
                len(tenures),
                "people",
                source,
            )
        )
    if found.attrition is not None:
        one = found.attrition
        figures.append(
            known_share_figure(
                "annual_attrition",
                f"Leave within a year ({one.leavers} leavers)",
                one.annual,
                one.equivalent_n,
                f"people's worth ({one.person_years:,.1f} person-years)",
                source,
            )
        )
    if found.mean_salary is not None:
        figures.append(
            figure("salary", "Mean salary", found.mean_salary, "money", len(active), "people", source)
        )
    return tuple(figures)


def _names(cells: Cells) -> Texts:
    if cells.has("name") and not (cells.has("first_name") and cells.has("last_name")):
        return cells.texts("name")
    first, last = cells.texts("first_name"), cells.texts("last_name")
    return np.array([f"{a} {b}".strip() for a, b in zip(first, last, strict=True)], dtype=object)


def _told_apart(cells: Cells, names: Texts) -> list[str]:
    """Two people of one name get a number each, in the order of their start."""
    counts = Counter(names.tolist())
    twice = np.array([counts[name] > 1 for name in names], dtype=bool)
    if twice.any():
        cells.tell(
            "same_names",
            twice,
            "{count} rows share a name with another and were taken as different people ({rows}).",
        )
    seen: Counter[str] = Counter()
    shown = [""] * len(names)
    keys = cells.table.frame.astype(str).agg("\x1f".join, axis=1).to_numpy()
    for at in sorted(range(len(names)), key=lambda one: keys[one]):
        name = str(names[at])[:110]
        seen[name] += 1
        shown[at] = name if counts[names[at]] == 1 else f"{name} ({seen[name]})"
    return shown


def _as_of(cells: Cells, *days: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> np.datetime64:
    if cells.choices.as_of is not None:
        return np.datetime64(cells.choices.as_of, "D")
    every = np.concatenate(days)
    known = every[~np.isnat(every)]
    if not len(known):
        cells.remarks.append(
            Remark("no_start_dates", "The file has no dates: it says who is on the team, not since when.")
        )
        return np.datetime64("NaT", "D")
    last = np.datetime64(known.max(), "D")
    cells.remarks.append(
        Remark(
            "as_of_last_date",
            f"Tenure counts up to {last}, the last date in the file; say the day of the list where it is "
            "another one.",
        )
    )
    return last


def _attrition(
    cells: Cells,
    start: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    end: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    gone: np.ndarray[tuple[int], np.dtype[np.bool_]],
    future: np.ndarray[tuple[int], np.dtype[np.bool_]],
    as_of: np.datetime64,
) -> Attrition | None:
    usable = ~np.isnat(start) & ~future & ~(gone & np.isnat(end))
    if not cells.has("end") or not usable.any() or not (gone & usable).any():
        if cells.has("start"):
            cells.remarks.append(
                Remark(
                    "leavers_not_listed",
                    "Nobody on the list has left: a list of the present team says nothing about how many leave "
                    "in a year.",
                )
            )
        return None
    seen = watched(start[usable], end[usable], as_of, DAYS_PER_YEAR)
    if seen.late:
        cells.remarks.append(
            Remark(
                "leavers_listed_from",
                f"The list knows nobody who left before {seen.since}: years before that day count for no attrition.",
            )
        )
    if seen.time <= 0:
        return None
    annual, worth = annual_share(seen.events, seen.time)
    return Attrition(seen.events, seen.time, annual, worth)


def _by_month(days: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> tuple[tuple[str, int], ...]:
    months, counts = np.unique(days.astype("datetime64[M]"), return_counts=True)
    return tuple((str(month), int(count)) for month, count in zip(months, counts, strict=True))


def _tenure(start: np.datetime64, until: np.datetime64) -> int:
    return max(int((until - start).astype("timedelta64[D]").astype(int) / DAYS_PER_MONTH), 0)


def _date(value: np.datetime64) -> dt.date | None:
    found: dt.date | None = value.astype("datetime64[D]").item()
    return found


def name_key(name: str) -> str:
    """A person's name as it is compared: without case and repeated blanks; ``Doe, Ana`` is ``ana doe``."""
    plain = " ".join(name.casefold().split())
    last, comma, first = plain.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else plain
