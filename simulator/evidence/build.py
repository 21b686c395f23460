"""From a table and its mapping to evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from simulator.evidence.cleaning import in_order
from simulator.evidence.comparison import comparison
from simulator.evidence.comparisons import PooledRate
from simulator.evidence.day_told import told_on_day
from simulator.evidence.display import displayed_rates
from simulator.evidence.filling import filling_start
from simulator.evidence.findings import (
    Counts,
    CycleFinding,
    Evidence,
    OutcomeFinding,
    SizeFinding,
    TeamFinding,
)
from simulator.evidence.history import History, as_it_stood
from simulator.evidence.lever_moves import lever_moves
from simulator.evidence.looks import Conversion, conversion, pooled_conversion
from simulator.evidence.mapping import Mapping, MappingChoices, find_mapping
from simulator.evidence.measured_series import Course, course_of, remarks_on_series, series_found, steady_from
from simulator.evidence.observations import most_serious_first, remarks_on_day, remarks_on_history
from simulator.evidence.opportunities import MAX_TEAMS, CleanExport, Deals, last_day_seen, typed_deals
from simulator.evidence.pipeline import pipeline_groups
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.roster import roster
from simulator.evidence.segments import coded
from simulator.evidence.size_growth import DAYS_PER_YEAR, size_growth
from simulator.evidence.sizes import size_finding
from simulator.evidence.steps import Step, unseen
from simulator.evidence.survival import AgeTable, age_table, won_cycle, won_cycle_error
from simulator.evidence.table import Table
from simulator.evidence.team_rates import TeamRates, team_rates
from simulator.evidence.volume import WholeMonths, monthly_figures, volume_finding, whole_months
from simulator.evidence.win_by import SizeChance, size_chance

DEFAULT_TEAM = "Sales"
OWNED = Mapping({"owner": "owner", "currency": "currency"}, MappingChoices(), (), ())
"""Columns of deals that come from no file."""
OPEN_BIAS = (0.67, 1.5)
LEAST_TELLING = 0.1
SMALL_TEAM = 30
"""With fewer won and lost deals it is said how far a team's rates are the company's: its own are mostly luck."""


def build_evidence(
    table: Table, mapping: Mapping | None = None, as_of: dt.date | None = None, step: Step = unseen
) -> Evidence:
    """Rates, months, pipeline and roster of an export, as they stood on `as_of`.

    as_of: deals created later do not exist, deals closed later are open; left out: the last date seen. Raises
    EvidenceError where columns are missing, dates or amounts cannot be read at all, or nothing was won by then.
    """
    mapping = mapping or find_mapping(table)
    return evidence_of(
        typed_deals(table, mapping, step),
        as_of,
        mapping=mapping,
        source=table.name,
        dialect=table.dialect,
        noticed=table.remarks,
        step=step,
    )


def evidence_of(
    clean: CleanExport,
    as_of: dt.date | None = None,
    *,
    mapping: Mapping = OWNED,
    source: str = "",
    dialect: str = "",
    noticed: tuple[Remark, ...] = (),
    step: Step = unseen,
) -> Evidence:
    """`build_evidence` of deals that are typed already: a file is read and cleaned once for many days `as_of`.

    noticed: remarks from before the cleaning; step: told what comes next, may raise to stop. Raises EvidenceError
    where nothing was won by `as_of`.
    """
    step("the deals as they stood on the day")
    remarks: list[Remark] = [*noticed, *clean.remarks]
    day = as_of or last_day_seen(clean.deals, remarks)
    remarks += remarks_on_day(clean.deals, day)
    history = as_it_stood(clean.deals, day)
    _refuse_without_outcome(history, day)
    step("how long deals take")
    ages = age_table(history)
    whole, told = whole_months(history, ages)
    moves = lever_moves(history, whole.first, whole.last)
    reps, left = roster(history)
    remarks += [*told, *left, *filling_start(history, ages, whole.first, whole.last, cut_off=whole.cut_off)]
    step("what became of deals, quarter by quarter")
    rates = conversion(history, ages)
    step("win rate by size of deal")
    by_size, sizes = size_chance(history)
    step("growth and season of the months")
    series = series_found(history, whole.first, whole.last)
    course = course_of(series, history, whole.last)
    whole = replace(whole, first=steady_from(series, whole.first))
    step("rates, cycle and pipeline")
    company = _team_finding(DEFAULT_TEAM, history, ages, rates, whole, sizes, course=course)
    company = TeamFinding(**{**company.__dict__, "reps": reps})
    teams, split = _teams(clean.deals, day, company, ages, rates, whole, sizes, course)
    remarks += remarks_on_series(series)
    remarks += [*split, *remarks_on_history(company, ages, whole, mapping, clean.currency)]
    compared = comparison(
        clean.deals,
        day,
        history,
        ages,
        rates,
        company,
        by_size,
        cut_off=whole.cut_off,
        currency=clean.currency,
        step=step,
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
        leak=compared.leak,
        series=series,
        moves=moves,
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
    sizes: SizeChance | None,
    pooled: TeamRates | None = None,
    *,
    course: Course | None = None,
) -> TeamFinding:
    """Findings of the company, or of one team with its `pooled` rates and `rates` pulled towards the company's."""
    won, lost = int(history.won.sum()) + history.undated_won, int(history.lost.sum()) + history.undated_lost
    stale = history.open & (history.age > ages.longest)
    counts = Counts(won, lost, int(history.open.sum()), int(stale.sum()), history.undated_open)
    if pooled is None:
        amounts = np.concatenate([history.amount[history.won], history.undated_amounts])
        size = size_finding(amounts[~np.isnan(amounts)])
        cycles = history.age[history.won].astype(float)
        mean = float(cycles.mean())
        cv = float(cycles.std(ddof=1) / mean) if len(cycles) > 1 and mean > 0 else 0.0
        still_open = _still_open(mean, cv, len(cycles), ages)
        cycle = CycleFinding(mean, cv, len(cycles), ages.longest, None, *still_open)
        win = PooledRate((won + 0.5) / (won + lost + 1), won + lost + 1.0, 0.0)
    else:
        size, cycle, win = pooled.size, pooled.cycle, pooled.win
    size = _aged(size, history)
    variance = rates.entering_won * (1 - rates.entering_won) * (1 / rates.entering_seen + rates.drift)
    known = (1 - win.mean) / (win.mean * (win.equivalent_n + 1))
    relative = max(variance / max(rates.entering_won, 1e-9) ** 2 - known, 1e-9)
    outcome = OutcomeFinding(
        won=min(rates.entering_won, win.mean),
        decided=min(rates.entering_won / win.mean, 1.0),
        relative_sd=float(np.sqrt(relative)),
        deals=int(rates.entering_seen),
        source=f"{rates.looks} quarters looked back at" if rates.looks else "ages of closed and open deals",
        won_within=tuple(rates.entering_within.tolist()),
        won_first=tuple(rates.entering_first.tolist()),
        drift=rates.drift,
        drift_first=rates.drift_first,
    )
    return TeamFinding(
        name=name,
        counts=counts,
        size=size,
        cycle=cycle,
        volume=volume_finding(history, whole, course),
        outcome=outcome,
        pipeline=pipeline_groups(history, rates, sizes),
        win=None if pooled is None else win,
    )


def _still_open(mean: float, cv: float, wins: int, ages: AgeTable) -> tuple[float, float, float]:
    """What the cycle of the wins so far lacks of that of all, within what few late wins can tell: `longer`, `wider`
    and `telling` of a `CycleFinding`.
    """
    if mean <= 0 or cv <= 0:
        return 1.0, 1.0, 1.0
    in_the_end = won_cycle(ages)
    longer, wider = (
        float(np.clip(end / now, *OPEN_BIAS)) for end, now in zip(in_the_end, (mean, cv), strict=True)
    )
    error = max(won_cycle_error(ages), 1e-9)
    cases = (mean * longer * cv * wider / error) ** 2
    return longer, wider, float(np.clip(cases / wins, LEAST_TELLING, 1.0))


def _aged(size: SizeFinding, history: History) -> SizeFinding:
    """`size` with how long ago its deals were won, and how sizes grow."""
    sized = history.won & ~np.isnan(history.amount)
    if not sized.any():
        return size
    days_back = history.as_of - history.decided[sized]
    growth = size_growth(history.amount[sized], days_back)
    return replace(size, years_back=float(days_back.mean()) / DAYS_PER_YEAR, growth=growth)


def _teams(
    deals: Deals,
    day: dt.date,
    company: TeamFinding,
    ages: AgeTable,
    rates: Conversion,
    whole: WholeMonths,
    sizes: SizeChance | None,
    course: Course | None,
) -> tuple[tuple[TeamFinding, ...], tuple[Remark, ...]]:
    """One finding per named team, rates pooled; the company as the only team where none, or too many, are named."""
    column = coded(deals.team)
    names = [name for name in column.names if name]
    if len(names) > MAX_TEAMS:
        remark = Remark(
            "too_many_teams",
            f"The team column names {len(names)} teams, more than {MAX_TEAMS}; all deals count as one team.",
            (),
            len(names),
        )
        return (company,), (remark,)
    if len(names) < 2:
        name = names[0] if names and names[0] != "company" else DEFAULT_TEAM
        return (replace(company, name=name),), ()
    renamed = {"": "Without team", "company": "Company team"}
    labels = [renamed.get(name, name) for name in column.names]
    histories = {
        label: as_it_stood(deals.take(np.array([one == label for one in labels])[column.codes]), day)
        for label in sorted(set(labels))
    }
    histories = {name: one for name, one in histories.items() if len(one.entered)}
    first_decision = min(one.first_decision for one in histories.values())
    pooled = team_rates(list(histories.values()), company.size, company.cycle)
    found: list[TeamFinding] = []
    for (name, history), own in zip(histories.items(), pooled, strict=True):
        pulled = pooled_conversion(history, rates, first_decision)
        finding = _team_finding(name, history, ages, pulled, whole, sizes, own, course=course)
        found.append(replace(finding, reps=roster(history)[0]))
    return tuple(found), tuple(_small_team(one) for one in found if one.counts.closed < SMALL_TEAM)


def _small_team(team: TeamFinding) -> Remark:
    closed, pull = team.counts.closed, team.win.pull if team.win is not None else 1.0
    return Remark(
        "small_team",
        f"The team {quoted(team.name)} has {closed} closed deals, fewer than {SMALL_TEAM}: its win rate is {pull:.0%} "
        f"the company's and {1 - pull:.0%} its own.",
        (),
        closed,
    )
