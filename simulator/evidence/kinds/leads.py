"""Leads: how many become opportunities, by age, so that young ones do not count as losses."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.cells import Cells, Days
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure, known_share_figure
from simulator.evidence.kinds.findings import Leads, LeadSource
from simulator.evidence.kinds.maturing import by_age, converted_in_the_end
from simulator.evidence.outcomes import word_key
from simulator.evidence.refusal import EvidenceError, Remark

MATURE_WITHOUT_DATES = 90
"""Days a lead is given where no conversion has a date: a guess, told with the figure."""
MOST_SOURCES = 20
UNNAMED, OTHERS = "(no source)", "(other sources)"
CONVERTED_WORDS = frozenset(
    [
        "converted",
        "opportunity",
        "customer",
        "qualified",
        "sql",
        "won",
        "konvertiert",
        "umgewandelt",
        "qualifiziert",
        "closed",
        "converted",
        "salesqualifiedlead",
        "convertido",
        "converti",
    ]
) | {"closed converted", "sales qualified lead", "qualified converted", "converted to opportunity"}


def leads(cells: Cells) -> KindEvidence:
    """Conversion by age (Kaplan-Meier), volume by month and source. EvidenceError where no lead has a date."""
    _drop_repeated_ids(cells)
    dates = cells.days("created", "converted_date")
    created = dates["created"]
    undated = np.isnat(created)
    if undated.all():
        raise EvidenceError("No lead has a created date; choose the column that says when leads came in.")
    converted_on = dates.get("converted_date", np.full(len(cells), np.datetime64("NaT", "D")))
    converted = ~np.isnat(converted_on)
    for field, said in (("converted", _flags(cells)), ("status", _status(cells))):
        if said is not None and not (field == "status" and cells.has("converted")):
            converted |= said
    if undated.any():
        cells.tell(
            "leads_without_date", undated, "{count} leads without a created date were left out ({rows})."
        )
    early = converted_on < created
    if early.any():
        cells.tell(
            "converted_before_created",
            early & ~undated,
            "{count} leads were converted before they were created; they count as converted on their first day "
            "({rows}).",
        )
        converted_on = np.where(early, created, converted_on)
    names = cells.texts("source")
    kept = ~undated
    created, converted_on, converted, names = created[kept], converted_on[kept], converted[kept], names[kept]
    as_of = _as_of(cells, created, converted_on)
    known = created <= as_of
    created, converted_on, converted, names = (
        created[known],
        converted_on[known],
        converted[known],
        names[known],
    )
    if not len(created):
        raise EvidenceError(f"No lead was created by {as_of}; choose a later day.")
    later = converted & (converted_on > as_of)
    converted, converted_on = converted & ~later, np.where(later, np.datetime64("NaT", "D"), converted_on)
    findings = _findings(cells, created, converted_on, converted, names, as_of)
    source = cells.table.name
    figures = (
        known_share_figure(
            "lead_conversion",
            "Leads that become opportunities, given time",
            findings.conversion,
            findings.equivalent_n,
            "leads' worth",
            source,
        ),
        figure(
            "leads_per_month",
            "Leads per month",
            findings.per_month,
            "units per month",
            findings.leads,
            "leads",
            source,
        ),
        *(
            ()
            if findings.median_days is None
            else (
                figure(
                    "conversion_days",
                    "Days to conversion, half of them sooner",
                    findings.median_days,
                    "days",
                    findings.converted,
                    "converted leads",
                    source,
                ),
            )
        ),
    )
    end: dt.date = as_of.astype("datetime64[D]").item()
    return KindEvidence(
        "leads",
        source,
        end,
        cells.currency,
        len(created),
        findings,
        figures,
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def _drop_repeated_ids(cells: Cells) -> None:
    if not cells.has("id"):
        return
    ids = cells.cells("id").str.strip()
    again = (ids.duplicated() & (ids != "")).to_numpy(dtype=bool)
    if again.any():
        cells.tell(
            "duplicate_ids", again, "{count} rows repeat the id of an earlier row and were left out ({rows})."
        )
        cells.take(~again)


def _flags(cells: Cells) -> NDArray[np.bool_] | None:
    return cells.yes("converted") if cells.has("converted") else None


def _status(cells: Cells) -> NDArray[np.bool_] | None:
    if not cells.has("status"):
        return None
    words = {text: word_key(str(text)) in CONVERTED_WORDS for text in set(cells.texts("status").tolist())}
    return np.array([words[text] for text in cells.texts("status")], dtype=bool)


def _as_of(cells: Cells, *days: Days) -> np.datetime64:
    if cells.choices.as_of is not None:
        return np.datetime64(cells.choices.as_of, "D")
    every = np.concatenate(days)
    return np.datetime64(every[~np.isnat(every)].max(), "D")


def _findings(
    cells: Cells,
    created: Days,
    converted_on: Days,
    converted: NDArray[np.bool_],
    names: NDArray[np.object_],
    as_of: np.datetime64,
) -> Leads:
    age = (as_of - created).astype(np.int64)
    took = np.where(np.isnat(converted_on), -1, (converted_on - created).astype(np.int64))
    dated = converted & (took >= 0)
    use_dates = bool(dated.sum() >= max(1, 0.5 * converted.sum()))
    if use_dates:
        undated_wins = converted & ~dated
        if undated_wins.any():  # their day is unknown: half their age stands for it
            took = np.where(undated_wins, age // 2, took)
            cells.remarks.append(
                Remark(
                    "converted_without_date",
                    f"{int(undated_wins.sum()):,} converted leads have no date of conversion; half their age "
                    "was taken.",
                    (),
                    int(undated_wins.sum()),
                )
            )
        mature = int(np.quantile(took[converted], 0.9)) if converted.any() else MATURE_WITHOUT_DATES
    else:
        mature = MATURE_WITHOUT_DATES
        if converted.any():
            cells.remarks.append(
                Remark(
                    "no_conversion_dates",
                    "The file does not say when leads were converted: the rate is that of leads older than "
                    f"{mature} days, "
                    "which is a guess at how long they need.",
                )
            )
    observed = np.where(converted, took, age)

    def rate(chosen: NDArray[np.bool_]) -> tuple[float, float]:
        if use_dates:
            return converted_in_the_end(observed[chosen], converted[chosen])
        old = chosen & (age >= mature)
        old = old if old.any() else chosen
        count = int(old.sum())
        return (float(converted[old].mean()) if count else 0.0), float(count)

    conversion, worth = rate(np.ones(len(age), dtype=bool))
    immature = int((~converted & (age < mature)).sum())
    if immature:
        cells.remarks.append(
            Remark(
                "immature_leads",
                f"{immature:,} of {len(age):,} leads are younger than {mature} days and not converted yet: they "
                "are no "
                f"losses. Of all leads {_percent(converted.mean())} are converted, of leads given time "
                f"{_percent(conversion)}.",
                (),
                immature,
            )
        )
    labels = _grouped_names(names)
    sources = []
    for name in sorted(set(labels), key=lambda one: (-int((labels == one).sum()), one)):
        mine = labels == name
        share, n = rate(mine)
        sources.append(LeadSource(str(name), int(mine.sum()), int(converted[mine].sum()), share, n))
    months = created.astype("datetime64[M]")
    order = {one.name: place for place, one in enumerate(sources)}
    counts = Counter(zip(months.astype(str).tolist(), labels.tolist(), strict=True))
    monthly = tuple(
        (month, name, counts[month, name])
        for month, name in sorted(counts, key=lambda one: (one[0], order[one[1]]))
    )
    return Leads(
        len(age),
        int(converted.sum()),
        conversion,
        worth,
        float(converted.mean()),
        immature,
        mature,
        float(np.median(took[converted])) if use_dates and converted.any() else None,
        by_age(observed, converted) if use_dates else (),
        tuple(sources),
        monthly,
        _per_month(created, as_of),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _grouped_names(names: NDArray[np.object_]) -> NDArray[np.object_]:
    """The most frequent sources by name, the rest together."""
    labels = np.where(names == "", UNNAMED, names)
    found, counts = np.unique(labels.astype(str), return_counts=True)
    order = np.lexsort((found, -counts))
    kept = set(found[order][:MOST_SOURCES].tolist())
    return np.array([one if one in kept else OTHERS for one in labels], dtype=object)


def _per_month(created: Days, as_of: np.datetime64) -> float:
    """Leads of the whole months between the first lead and `as_of`; of everything where no month is whole."""
    first, last = created.min(), as_of
    start = first.astype("datetime64[M]") + (first != first.astype("datetime64[M]").astype("datetime64[D]"))
    end = (last + np.timedelta64(1, "D")).astype("datetime64[M]")
    months = int((end - start).astype(int))
    if months >= 1:
        inside = (created.astype("datetime64[M]") >= start) & (created.astype("datetime64[M]") < end)
        return float(inside.sum()) / months
    return float(len(created) / max((last - first).astype(int) + 1, 1) * 30.4375)
