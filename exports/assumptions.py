"""What a plan rests on: every assumption with its value, its sample, its grade and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exports.withheld import without_amount
from simulator.scenario import CycleDays, DealSize, Inbound, Quantity, Rate, Scenario, Team, lever
from simulator.scenario.inputs import grade_of
from simulator.scenario.plan import DatedChange
from simulator.scenario.quantities import Evidenced
from words import amounts
from words.amounts import Unit
from words.text import safe_text

HIDDEN = "hidden"
EXACT = "taken as exact"
COMPANY = "Company"
NAME_LIMIT = 60


@dataclass(frozen=True)
class Assumption:
    """One row.

    group: the team, or Company; text: the value as written; value: the number, None where text says more than one
    number or money is hidden; sample: what stands behind it; grade: one of GRADES, empty for a decision, which needs no
    evidence.
    """

    group: str
    label: str
    text: str
    value: float | None
    unit: Unit
    sample: str = ""
    grade: str = ""
    source: str = ""


@dataclass(frozen=True)
class _Writer:
    """Makes rows in the plan's currency, without money where it is hidden."""

    currency: str
    hide_money: bool

    def number(
        self,
        group: str,
        label: str,
        value: float,
        unit: Unit,
        sample: str = "",
        of: Evidenced | None = None,
        tail: str = "",
    ) -> Assumption:
        hidden = self.hide_money and unit == "money"
        source = safe_text((of.source if of else None) or "", 300)
        return Assumption(
            group=group,
            label=label,
            text=HIDDEN if hidden else amounts.amount(value, unit, self.currency) + tail,
            value=None if hidden else value,
            unit=unit,
            sample=HIDDEN if hidden and "±" in sample else sample,
            grade=grade_of(of) if of else "",
            source=without_amount(source, HIDDEN) if self.hide_money else source,
        )

    def words(
        self, group: str, label: str, text: str, sample: str = "", source: str | None = None
    ) -> Assumption:
        written = safe_text(source or "", 300)
        shown = without_amount(written, HIDDEN) if self.hide_money else written
        return Assumption(group, label, text, None, "count", sample, "", shown)

    def rate(self, group: str, label: str, rate: Rate, tail: str = "") -> Assumption:
        return self.number(group, label, rate.expected, "share", _sample(rate), rate, tail)

    def quantity(self, group: str, label: str, one: Quantity, unit: Unit, tail: str = "") -> Assumption:
        spread = amounts.amount(one.sd, unit, self.currency)
        return self.number(group, label, one.mean, unit, f"± {spread}" if one.sd else EXACT, one, tail)


def assumptions_of(scenario: Scenario, *, hide_money: bool = False) -> tuple[Assumption, ...]:
    """Every assumption of `scenario`, teams first."""
    write = _Writer(scenario.currency, hide_money)
    rows = [row for team in scenario.teams for row in _of_team(team, write)]
    return (*rows, *_of_company(scenario, write))


def _of_team(team: Team, write: _Writer) -> Iterator[Assumption]:
    group = safe_text(team.name, NAME_LIMIT)
    entry = safe_text(team.entry, NAME_LIMIT)
    if team.inbound_per_month.mean > 0:
        inbound = team.inbound_per_month
        yield write.number(
            group, f"Inbound per month ({entry})", inbound.mean, "count", _inbound(inbound), inbound
        )
    if team.outbound_per_rep_per_day > 0:
        yield write.number(
            group, f"Outbound per rep and day ({entry})", team.outbound_per_rep_per_day, "number"
        )
    for stage in team.stages:
        last = stage is team.stages[-1]
        name = safe_text(stage.name, NAME_LIMIT)
        yield write.rate(group, f"Win rate ({name})" if last else f"Rate to {name}", stage.rate)
    yield _deal_size(group, team.deal_size, write)
    cycle = team.cycle_days
    yield write.number(group, "Sales cycle", cycle.mean, "days", _cycle(cycle), cycle)
    people = len(team.reps) + team.headcount
    yield write.number(group, "People at the start", people, "count")
    if team.hires:
        planned = ", ".join(f"{hire.count} in {amounts.month(hire.month)}" for hire in team.hires[:6])
        more = f" and {len(team.hires) - 6} more" if len(team.hires) > 6 else ""
        yield write.words(group, "Planned hires", planned + more)
    if team.opportunities_per_rep_per_month is not None:
        yield write.number(
            group,
            "Capacity per rep and month",
            team.opportunities_per_rep_per_month,
            "number",
            tail=" opportunities",
        )
    if max(team.ramp) > team.ramp[0]:
        full = next(t for t, value in enumerate(team.ramp, 1) if value >= max(team.ramp))
        yield write.number(group, "Ramp", full, "count", tail=" months until fully productive")
    if people or team.hires:
        yield write.rate(group, "Attrition a year", team.annual_attrition)
    if team.annual_cost_per_rep:
        yield write.number(group, "Cost of a rep a year", team.annual_cost_per_rep, "money")
    if team.annual_quota_per_rep is not None:
        yield write.number(group, "Quota of a rep a year", team.annual_quota_per_rep, "money")
    if team.open_pipeline:
        deals = sum(part.count for part in team.open_pipeline)
        won = sum(part.count * part.win_rate.expected for part in team.open_pipeline)
        yield write.number(
            group,
            "Deals open at the start",
            deals,
            "count",
            tail=f", of which {amounts.significant(won)} expected to win",
        )


def _deal_size(group: str, size: DealSize, write: _Writer) -> Assumption:
    if size.values is not None:
        sample = f"{len(size.values):,} deals, resampled"
    else:
        sample = f"{amounts.decimal(size.n)} deals" if size.n is not None else EXACT
    return write.number(
        group, "Deal size", size.mean_size, "money", f"{sample}, spread {size.spread:.2f}", size
    )


def _of_company(scenario: Scenario, write: _Writer) -> Iterator[Assumption]:
    growth = scenario.growth
    tail = f" a {growth.interval}"
    yield write.quantity(COMPANY, "Growth of entering units", growth.volume, "share", tail)
    yield write.quantity(COMPANY, "Growth of deal size", growth.deal_size, "share", tail)
    index = scenario.seasonality.index
    mean = sum(index) / 12
    low, high = min(index), max(index)
    season = "none" if high - low < 1e-9 * mean else _season(index, mean)
    sd = scenario.seasonality.sd
    known = f"± {amounts.share_text(sd)}" if sd else ""
    yield write.words(COMPANY, "Seasonality", season, known, scenario.seasonality.source)
    market = scenario.market
    carried = amounts.percent(market.persistence)
    swing = f"± {amounts.share_text(market.monthly_sd)} a month, {carried} of it carries over"
    walk = f"wanders by {amounts.share_text(market.walk_sd)} a month" if market.walk_sd else "steady"
    parts = [swing] * (market.monthly_sd > 0) + [walk] * (market.walk_sd > 0)
    yield write.words(COMPANY, "Market all teams feel", "; ".join(parts) or walk, "", market.source)
    recurring = scenario.recurring
    if recurring is not None:
        yield write.number(COMPANY, "Customers at the start", recurring.opening_customers, "count")
        yield write.number(COMPANY, "Monthly recurring revenue at the start", recurring.opening_mrr, "money")
        yield write.rate(COMPANY, "Churn a month", recurring.monthly_churn)
        yield write.quantity(COMPANY, "Expansion a month", recurring.monthly_expansion, "share")
    costs = scenario.costs
    yield write.quantity(COMPANY, "Gross margin", costs.gross_margin, "share")
    if costs.marketing_per_month:
        yield write.number(COMPANY, "Marketing a month", costs.marketing_per_month, "money")
    if costs.overhead_per_month:
        yield write.number(COMPANY, "Overhead a month", costs.overhead_per_month, "money")
    for kind, changes in (("Initiative", scenario.initiatives), ("Risk", scenario.risks)):
        for change in changes:
            yield _dated(kind, change, write)
    for kept in scenario.adjustments:
        moved = _moved(kept.lever, kept.change)
        where = f" in {', '.join(safe_text(team, 40) for team in kept.teams)}" if kept.teams else ""
        yield write.words(COMPANY, f"Kept what-if: {_lever(kept.lever)}", moved + where)
    yield from _judging(scenario, write)


def _judging(scenario: Scenario, write: _Writer) -> Iterator[Assumption]:
    behind, opinion, widening = scenario.history, scenario.second_opinion, scenario.widening
    if behind is not None:
        known = f"{behind.closed_outcomes:,} closed deals, {behind.periods:,} months"
        yield write.words(COMPANY, "History behind the plan", known, "", behind.source)
    if opinion is not None:
        used = f"{amounts.percent(opinion.weight)} of the futures" if opinion.weight else "beside, not used"
        months = f"{len(opinion.values):,} months of {opinion.metric}"
        yield write.words(COMPANY, "Second opinion", used, months, opinion.source)
    if widening is not None:
        yield write.words(COMPANY, "Ranges", f"×{widening.factor:.4g}", "", widening.source)


def _dated(kind: str, change: DatedChange, write: _Writer) -> Assumption:
    effect = change.effect
    low, mode, high = (_moved(change.lever, value) for value in (effect.low, effect.mode, effect.high))
    moved = mode if effect.low == effect.high else f"{mode} ({low} to {high})"
    chance, start = amounts.percent(change.probability), amounts.month(change.start_month)
    text = f"{_lever(change.lever)} {moved}, odds {chance}, from {start}"
    if change.cost and not write.hide_money:
        text += f", costs {amounts.money(change.cost, write.currency)}"
    name = safe_text(change.name, NAME_LIMIT)
    if write.hide_money:
        name = without_amount(name, HIDDEN)
    return write.words(COMPANY, f"{kind}: {name}", text, "", change.source)


def _lever(name: str) -> str:
    return safe_text(lever(name).label, NAME_LIMIT)


def _moved(name: str, change: float) -> str:
    text = amounts.decimal(change, 1) if lever(name).absolute else amounts.percent(change, 1)
    return f"+{text}" if change > 0 else text


def _season(index: tuple[float, ...], mean: float) -> str:
    best, worst = index.index(max(index)), index.index(min(index))
    names = amounts.MONTH_NAMES
    parts = (f"{names[place]} {amounts.percent(index[place] / mean)}" for place in (best, worst))
    return f"{' and '.join(parts)} of an average month"


def _sample(rate: Rate) -> str:
    if rate.successes is not None and rate.trials is not None:
        return f"{amounts.decimal(rate.successes, 1)} of {amounts.decimal(rate.trials, 1)}"
    if rate.equivalent_n is not None:
        return f"as sure as {amounts.decimal(rate.equivalent_n, 1)} cases"
    return EXACT


def _inbound(inbound: Inbound) -> str:
    return f"± {amounts.decimal(inbound.sd, 1)}" if inbound.sd else EXACT


def _cycle(cycle: CycleDays) -> str:
    return f"{amounts.decimal(cycle.n)} deals" if cycle.n is not None else EXACT
