"""From a table and its mapping to evidence."""

from __future__ import annotations

import datetime as dt

import numpy as np

from simulator.evidence.display import displayed_rates
from simulator.evidence.findings import Counts, CycleFinding, Evidence, OutcomeFinding, TeamFinding
from simulator.evidence.history import History, as_it_stood
from simulator.evidence.looks import Conversion, conversion
from simulator.evidence.mapping import Mapping, find_mapping
from simulator.evidence.opportunities import MAX_TEAMS, Deals, last_day_seen, typed_deals
from simulator.evidence.pipeline import pipeline_groups
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.roster import roster
from simulator.evidence.sizes import size_finding
from simulator.evidence.survival import AgeTable, age_table
from simulator.evidence.table import Table
from simulator.evidence.volume import WholeMonths, monthly_figures, volume_finding, whole_months

DEFAULT_TEAM = "Sales"
TEAM_NEEDS_CLOSED = 30
"""With fewer won and lost deals a team's rates are the company's: its own would be mostly luck."""
FEW_CLOSED = 20
"""Under this many closed deals a range is drawn from so little that the page says so."""


def build_evidence(table: Table, mapping: Mapping | None = None, as_of: dt.date | None = None) -> Evidence:
    """Rates, months, pipeline and roster of an export, as they stood on `as_of`.

    as_of: deals created later do not exist, deals closed later are open; left out: the last date seen. Raises
    EvidenceError where columns are missing, dates or amounts cannot be read at all, or nothing was won by then.
    """
    mapping = mapping or find_mapping(table)
    clean = typed_deals(table, mapping)
    remarks = [*table.remarks, *clean.remarks]
    last = last_day_seen(clean.deals)
    day = as_of or last
    history = as_it_stood(clean.deals, day)
    _refuse_without_outcome(history, day)
    ages = age_table(history)
    whole, told = whole_months(history, ages)
    reps, left = roster(history)
    remarks += [*told, *left]
    rates = conversion(history, ages)
    company = _team_finding(DEFAULT_TEAM, history, ages, rates, whole, None)
    company = TeamFinding(**{**company.__dict__, "reps": reps})
    teams, split = _teams(clean.deals, day, company, whole)
    remarks += [*split, *_remarks_on_history(company, ages, whole, mapping, clean.currency)]
    monthly = monthly_figures(history, whole)
    evidence = Evidence(
        as_of=day,
        currency=clean.currency,
        company=company,
        teams=teams,
        monthly=monthly,
        rates=(),
        remarks=tuple(sorted(remarks, key=lambda remark: _RANK.get(remark.code, 5))),
        source=table.name,
        columns=mapping.found,
        dialect=table.dialect,
    )
    return Evidence(**{**evidence.__dict__, "rates": displayed_rates(evidence, history)})


_RANK = {
    "stale_open_deals": 0,
    "short_history": 1,
    "few_closed_deals": 1,
    "no_lost_deals": 1,
    "cut_off_start": 2,
    "no_recent_deals": 2,
    "unknown_stage_words": 2,
    "mixed_currencies": 2,
    "unreadable_dates": 3,
    "ambiguous_dates": 3,
    "mixed_date_order": 3,
    "undated_open_deals": 3,
    "negative_cycles": 3,
    "duplicate_ids": 3,
    "ragged_rows": 3,
    "ambiguous_amounts": 3,
}


def _refuse_without_outcome(history: History, day: dt.date) -> None:
    if not len(history.entered):
        raise EvidenceError(
            f"No deal was created by {day}; choose a later day, or another column for the created date."
        )
    if not history.won.any():
        lost = int(history.lost.sum())
        raise EvidenceError(
            f"No deal was won by {day} ({lost:,} lost, {int(history.open.sum()):,} open): without a "
            "closed deal there is no win rate, "
            "deal size or cycle; choose a later day, or say in [outcomes] of a mapping file which word means won."
        )
    if np.isnan(history.amount[history.won]).all() and not (~np.isnan(history.undated_amounts)).any():
        raise EvidenceError(
            f"None of the {int(history.won.sum()):,} won deals has an amount above 0; choose the "
            "column with the amount."
        )


def _team_finding(
    name: str,
    history: History,
    ages: AgeTable,
    rates: Conversion,
    whole: WholeMonths,
    company: TeamFinding | None,
) -> TeamFinding:
    """Findings of one team; `company` stands in for rates of a team with too few closed deals."""
    won, lost = int(history.won.sum()) + history.undated_won, int(history.lost.sum()) + history.undated_lost
    stale = history.open & (history.age > ages.longest)
    counts = Counts(won, lost, int(history.open.sum()), int(stale.sum()), history.undated_open)
    volume = volume_finding(history, whole)
    pipeline = pipeline_groups(history, rates)
    if company is not None and (won + lost < TEAM_NEEDS_CLOSED or won < 3):
        return TeamFinding(name, counts, company.size, company.cycle, volume, company.outcome, pipeline)
    amounts = np.concatenate([history.amount[history.won], history.undated_amounts])
    size = size_finding(amounts[~np.isnan(amounts)])
    cycles = history.age[history.won].astype(float)
    mean = float(cycles.mean())
    cv = float(cycles.std(ddof=1) / mean) if len(cycles) > 1 and mean > 0 else 0.0
    cycle = CycleFinding(mean, cv, len(cycles), ages.longest)
    win_rate = (won + 0.5) / (won + lost + 1)
    variance = rates.entering_won * (1 - rates.entering_won) * (1 / rates.entering_seen + rates.drift)
    relative = max(
        variance / max(rates.entering_won, 1e-9) ** 2 - (1 - win_rate) / (win_rate * (won + lost + 2)), 1e-9
    )
    decided = min(rates.entering_won / win_rate, 1.0)
    outcome = OutcomeFinding(
        won=min(rates.entering_won, win_rate),
        decided=decided,
        relative_sd=float(np.sqrt(relative)),
        deals=int(rates.entering_seen),
        source=f"{rates.looks} quarters looked back at" if rates.looks else "ages of closed and open deals",
        won_within=tuple(rates.entering_within.tolist()),
    )
    return TeamFinding(name, counts, size, cycle, volume, outcome, pipeline)


def _teams(
    deals: Deals, day: dt.date, company: TeamFinding, whole: WholeMonths
) -> tuple[tuple[TeamFinding, ...], tuple[Remark, ...]]:
    """One finding per named team; the company as the only team where none, or too many, are named."""
    names = sorted({str(name) for name in deals.team if name})
    if len(names) > MAX_TEAMS:
        remark = Remark(
            "too_many_teams",
            f"The team column names {len(names)} teams, more than {MAX_TEAMS}; all deals count as one team.",
            (),
            len(names),
        )
        return (company,), (remark,)
    if len(names) < 2:
        return (
            TeamFinding(
                **{**company.__dict__, "name": names[0] if names and names[0] != "company" else DEFAULT_TEAM}
            ),
        ), ()
    labels = np.array([str(name) or "Without team" for name in deals.team], dtype=object)
    labels[labels == "company"] = "Company team"
    found: list[TeamFinding] = []
    remarks: list[Remark] = []
    for name in sorted(set(labels.tolist())):
        history = as_it_stood(deals.take(labels == name), day)
        closed = int((history.won | history.lost).sum())
        if not len(history.entered) or not history.won.any() or closed < TEAM_NEEDS_CLOSED:
            remarks.append(
                Remark(
                    "small_team",
                    f"The team {quoted(name)} has {closed} closed deals, fewer than "
                    f"{TEAM_NEEDS_CLOSED}: it uses the company's rates.",
                    (),
                    closed,
                )
            )
        if not len(history.entered):
            continue
        own = closed >= TEAM_NEEDS_CLOSED and bool(history.won.any())
        base = history if own else as_it_stood(deals, day)
        ages = age_table(base)
        finding = _team_finding(
            str(name), history, ages, conversion(base, ages), whole, None if own else company
        )
        reps, _ = roster(history)
        found.append(TeamFinding(**{**finding.__dict__, "reps": reps}))
    return tuple(found), tuple(remarks)


def _remarks_on_history(
    company: TeamFinding,
    ages: AgeTable,
    whole: WholeMonths,
    mapping: Mapping,
    currency: str,
) -> list[Remark]:
    counts = company.counts
    remarks: list[Remark] = []
    if counts.stale_open:
        remarks.append(
            Remark(
                "stale_open_deals",
                f"{counts.stale_open:,} of {counts.open:,} open deals are older than the longest deal "
                f"that ever closed ({ages.longest} days); "
                "they stay open in the counts and add almost nothing to the forecast.",
                (),
                counts.stale_open,
            )
        )
    if counts.undated_open:
        remarks.append(
            Remark(
                "undated_open_deals",
                f"{counts.undated_open:,} open deals have no created date: they are not counted as "
                "open and not forecast, "
                "because they will enter, and be counted, in a coming month.",
                (),
                counts.undated_open,
            )
        )
    if counts.closed < FEW_CLOSED:
        remarks.append(
            Remark(
                "few_closed_deals",
                f"Only {counts.closed} deals are closed; under {FEW_CLOSED} every rate is mostly luck.",
                (),
                counts.closed,
            )
        )
    if whole.count < 4:
        remarks.append(
            Remark(
                "short_history",
                f"Only {whole.count} whole months are known; under four, how months differ is a guess "
                "and the forecast deserves little trust.",
                (),
                whole.count,
            )
        )
    if not counts.lost:
        remarks.append(
            Remark(
                "no_lost_deals",
                "No lost deal is in the file: the win rate would be 1, which says only that losses were not exported.",
            )
        )
    if (
        not any(name in mapping.columns for name in ("currency",))
        and mapping.choices.currency is None
        and currency == "EUR"
    ):
        remarks.append(
            Remark(
                "currency_assumed",
                f"No other currency is named in the file; amounts are shown in {currency}.",
            )
        )
    if "owner" not in mapping.columns:
        remarks.append(
            Remark("no_owner", "No column with the owner was found; the team has no named people.")
        )
    return remarks
