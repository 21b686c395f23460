"""From a table and its mapping to evidence."""

from __future__ import annotations

import datetime as dt

import numpy as np

from simulator.evidence.cleaning import in_order
from simulator.evidence.comparison import comparison
from simulator.evidence.day_told import told_on_day
from simulator.evidence.display import displayed_rates
from simulator.evidence.findings import Counts, CycleFinding, Evidence, OutcomeFinding, TeamFinding
from simulator.evidence.history import History, as_it_stood
from simulator.evidence.looks import Conversion, conversion
from simulator.evidence.mapping import Mapping, MappingChoices, find_mapping
from simulator.evidence.observations import most_serious_first, remarks_on_day, remarks_on_history
from simulator.evidence.opportunities import MAX_TEAMS, CleanExport, Deals, last_day_seen, typed_deals
from simulator.evidence.pipeline import pipeline_groups
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.roster import roster
from simulator.evidence.sizes import size_finding
from simulator.evidence.survival import AgeTable, age_table
from simulator.evidence.table import Table
from simulator.evidence.volume import WholeMonths, monthly_figures, volume_finding, whole_months

DEFAULT_TEAM = "Sales"
OWNED = Mapping({"owner": "owner", "currency": "currency"}, MappingChoices(), (), ())
"""Columns of deals that come from no file."""
TEAM_NEEDS_CLOSED = 30
"""With fewer won and lost deals a team's rates are the company's: its own would be mostly luck."""


def build_evidence(table: Table, mapping: Mapping | None = None, as_of: dt.date | None = None) -> Evidence:
    """Rates, months, pipeline and roster of an export, as they stood on `as_of`.

    as_of: deals created later do not exist, deals closed later are open; left out: the last date seen. Raises
    EvidenceError where columns are missing, dates or amounts cannot be read at all, or nothing was won by then.
    """
    mapping = mapping or find_mapping(table)
    return evidence_of(
        typed_deals(table, mapping),
        as_of,
        mapping=mapping,
        source=table.name,
        dialect=table.dialect,
        noticed=table.remarks,
    )


def evidence_of(
    clean: CleanExport,
    as_of: dt.date | None = None,
    *,
    mapping: Mapping = OWNED,
    source: str = "",
    dialect: str = "",
    noticed: tuple[Remark, ...] = (),
) -> Evidence:
    """`build_evidence` of deals that are typed already: a file is read and cleaned once for many days `as_of`.

    noticed: remarks from before the cleaning. Raises EvidenceError where nothing was won by `as_of`.
    """
    remarks: list[Remark] = [*noticed, *clean.remarks]
    day = as_of or last_day_seen(clean.deals, remarks)
    remarks += remarks_on_day(clean.deals, day)
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
    remarks += [*split, *remarks_on_history(company, ages, whole, mapping, clean.currency)]
    compared = comparison(
        clean.deals, day, history, ages, rates, cut_off=whole.cut_off, currency=clean.currency
    )
    remarks += compared.remarks
    monthly = monthly_figures(history, whole)
    evidence = Evidence(
        as_of=day,
        currency=clean.currency,
        company=company,
        teams=teams,
        monthly=monthly,
        rates=(),
        remarks=most_serious_first(remarks),
        source=source,
        columns=mapping.found,
        dialect=dialect,
        intake=clean.intake,
        cleaning=in_order([*clean.cleaning, *told_on_day(clean.deals, day, mapping)]),
        segments=compared.segments,
        curves=compared.curves,
        by_size=compared.by_size,
    )
    return Evidence(**{**evidence.__dict__, "rates": displayed_rates(evidence, history)})


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
        won_first=tuple(rates.entering_first.tolist()),
        drift=rates.drift,
        drift_first=rates.drift_first,
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
