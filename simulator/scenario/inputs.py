"""Every number a plan rests on, each with its grade: measured, a benchmark with its source, or a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_names import ACTIVITY_METRICS, HOUR_METRICS
from simulator.scenario.plan import DatedChange, Market, Scenario, Seasonality
from simulator.scenario.quantities import CycleDays, DealSize, Evidenced, Grade, Rate
from simulator.scenario.team import OpenDeals, Team, UnitsPerDeal

GRADES: tuple[Grade, ...] = ("measured", "benchmark", "guess")
_WEAKEST = {"guess": 0, "benchmark": 1, "measured": 2}

Kind = Literal[
    "volume",
    "stage",
    "win_rate",
    "deal_size",
    "cycle",
    "attrition",
    "ramp",
    "open_deals",
    "growth",
    "season",
    "market",
    "churn",
    "expansion",
    "margin",
    "initiative",
    "risk",
    "activity",
    "hours",
    "units",
]


@dataclass(frozen=True)
class PlanInput:
    """One number, or one group of numbers known in the same way.

    path: keys into the document. team: empty for the company. name: in words, without the team. lever: the one that
    moves it. stated: whether the plan itself says the grade; where it does not, a count of cases
    is a measurement and everything else a guess. draws: the places of `simulator.engine.parameter_draws` that are this
    input.
    """

    path: tuple[str | int, ...]
    kind: Kind
    team: str
    name: str
    lever: str
    grade: Grade
    stated: bool
    source: str
    draws: tuple[str, ...]


def grade_of(one: Evidenced | Seasonality | Market | DatedChange) -> Grade:
    """The grade stated, else measured where a sample of cases stands behind it, else guess."""
    if one.grade is not None:
        return one.grade
    counted = (
        one.trials is not None
        if isinstance(one, Rate)
        else isinstance(one, DealSize | CycleDays | UnitsPerDeal) and one.n is not None
    )
    return "measured" if counted else "guess"


def plan_inputs(scenario: Scenario) -> tuple[PlanInput, ...]:
    """Every input of `scenario`, in the order of the funnel; those that are exactly known too."""
    return tuple(_inputs(scenario))


def counted_grades(scenario: Scenario) -> dict[Grade, int]:
    """How many inputs of `scenario` carry each grade."""
    counted = Counter(one.grade for one in plan_inputs(scenario))
    return {grade: counted[grade] for grade in GRADES}


def benchmarks_without_source(scenario: Scenario) -> tuple[PlanInput, ...]:
    """Inputs called a benchmark of which nobody says where it stands: nobody can check those."""
    return tuple(one for one in plan_inputs(scenario) if one.grade == "benchmark" and not one.source.strip())


def _inputs(scenario: Scenario) -> Iterator[PlanInput]:
    judged = {goal.metric for goal in scenario.goals}
    for number, team in enumerate(scenario.teams):
        yield from _of_team(team, number)
        yield from _beside(("teams", number), f"teams[{team.name}]", team, judged)
    growth = scenario.growth
    for name, of, what, lever in (
        ("volume", growth.volume, "volume", "volume"),
        ("deal_size", growth.deal_size, "deal size", "deal_size"),
    ):
        label = f"growth of {what} a {growth.interval}"
        yield _one(("growth", name), "growth", "", label, lever, of, f"growth.{name}")
    season = scenario.seasonality
    if season.sd or len(set(season.index)) > 1:
        yield _one(("seasonality",), "season", "", "season", "volume", season, "seasonality")
    if scenario.market.monthly_sd or scenario.market.walk_sd:
        yield _one(("market",), "market", "", "swing of the market", "volume", scenario.market)
    if scenario.recurring is not None:
        for name, kind in (("monthly_churn", "churn"), ("monthly_expansion", "expansion")):
            of = getattr(scenario.recurring, name)
            path = ("recurring", name)
            yield _one(path, _KINDS[kind], "", name.replace("_", " "), kind, of, f"recurring.{name}")
    margin = scenario.costs.gross_margin
    if margin.mean < 1 or margin.sd or margin.grade:
        path = ("costs", "gross_margin")
        yield _one(path, "margin", "", "gross margin", "gross_margin", margin, "costs.gross_margin")
    for place, one in enumerate(scenario.initiatives):
        draws = f"initiatives[{one.name}].effect"
        yield _one(("initiatives", place), "initiative", "", one.name, one.lever, one, draws)
    for place, one in enumerate(scenario.risks):
        yield _one(("risks", place), "risk", "", one.name, one.lever, one, f"risks[{one.name}].effect")


_KINDS: dict[str, Kind] = {"churn": "churn", "expansion": "expansion"}


def _of_team(team: Team, number: int) -> Iterator[PlanInput]:
    path, at, name = ("teams", number), f"teams[{team.name}]", team.name
    of = team.inbound_per_month
    if of.mean > 0 or of.sd > 0 or not team.outbound_per_rep_per_day:
        entering = f"{team.entry}s per month"
        place = f"{at}.inbound_per_month"
        yield _one((*path, "inbound_per_month"), "volume", name, entering, "volume", of, place)
    for position, stage in enumerate(team.stages):
        last = position == len(team.stages) - 1
        yield _one(
            (*path, "stages", position, "rate"),
            "win_rate" if last else "stage",
            name,
            "win rate" if last else f"rate to {stage.name}",
            "win_rate" if last else f"{STAGE_PREFIX}{stage.name}",
            stage.rate,
            f"{at}.stages[{stage.name}].rate",
        )
    size = team.deal_size
    yield _one((*path, "deal_size"), "deal_size", name, "deal size", "deal_size", size, f"{at}.deal_size")
    cycle = team.cycle_days
    if cycle.mean > 0:
        place = f"{at}.cycle_days"
        yield _one((*path, "cycle_days"), "cycle", name, "sales cycle", "cycle_days", cycle, place)
    if team.reps or team.headcount or team.hires:
        of_people, place = team.annual_attrition, f"{at}.annual_attrition"
        there = (*path, "annual_attrition")
        yield _one(there, "attrition", name, "attrition a year", "attrition", of_people, place)
    if team.ramp_length_cv:
        there = (*path, "ramp_length_cv")
        yield PlanInput(
            there,
            "ramp",
            name,
            "length of the ramp",
            "ramp_months",
            "guess",
            False,
            "",
            (f"{at}.{there[-1]}",),
        )
    if any(group.count for group in team.open_pipeline):
        yield _open_deals(path, at, name, team.open_pipeline)


def _beside(path: tuple[str | int, ...], at: str, team: Team, judged: set[str]) -> Iterator[PlanInput]:
    """What nothing but goals on activity, hours and units rests on: only where the plan has such a goal."""
    for metric, what in ACTIVITY_METRICS.items():
        routine = getattr(team.activities, what, None)
        if routine is not None and metric in judged:
            place, label = (*path, "activities", what), f"{_ACTIVITY_WORDS[what]} per rep and day"
            yield _one(place, "activity", team.name, label, what, routine, f"{at}.activities.{what}")
    for metric, field in HOUR_METRICS.items():
        routine = getattr(team, field)
        if routine is not None and metric in judged:
            lever = field.removesuffix("_per_rep_per_month")
            label = f"{lever.replace('_', ' ')} per rep and month"
            yield _one((*path, field), "hours", team.name, label, lever, routine, f"{at}.{field}")
    of = team.units_per_deal
    if of is not None and "units" in judged:
        place = (*path, "units_per_deal")
        yield _one(place, "units", team.name, "units per deal", "units_per_deal", of, f"{at}.units_per_deal")


_ACTIVITY_WORDS = {"calls": "calls", "emails": "e-mails", "meetings": "meetings"}


def _open_deals(path: tuple[str | int, ...], at: str, team: str, groups: tuple[OpenDeals, ...]) -> PlanInput:
    """One input for all groups of a team: they are known from the same deals, the weakest grade counts."""
    held = [group.win_rate for group in groups if group.count]
    weakest = min(held, key=lambda rate: _WEAKEST[grade_of(rate)])
    return PlanInput(
        (*path, "open_pipeline"),
        "open_deals",
        team,
        "win rate of the open deals",
        "win_rate",
        grade_of(weakest),
        weakest.grade is not None,
        weakest.source or "",
        tuple(f"{at}.open_pipeline[{number}].win_rate" for number in range(1, len(groups) + 1)),
    )


def _one(
    path: tuple[str | int, ...],
    kind: Kind,
    team: str,
    name: str,
    lever: str,
    of: Evidenced | Seasonality | Market | DatedChange,
    *draws: str,
) -> PlanInput:
    return PlanInput(
        path, kind, team, name, lever, grade_of(of), of.grade is not None, of.source or "", draws
    )
