"""The levers: named, addressable inputs a what-if, an initiative or a risk may move. One registry serves them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.scenario.plan import Adjustment, Scenario
from simulator.scenario.team import Team


@dataclass(frozen=True)
class Lever:
    """What a lever moves.

    level: team (may be narrowed to teams) or company. better: +1 where more helps selling, -1 where less does.
    share: a rate that stops at 1. absolute: the change counts people, it does not multiply.
    """

    name: str
    label: str
    level: Literal["team", "company"]
    better: Literal[1, -1]
    share: bool = False
    absolute: bool = False


_FIXED = (
    Lever("volume", "Entering units", "team", 1),
    Lever("win_rate", "Win rate", "team", 1, share=True),
    Lever("deal_size", "Deal size", "team", 1),
    Lever("cycle_days", "Sales cycle", "team", -1),
    Lever("capacity", "Capacity per rep", "team", 1),
    Lever("ramp_months", "Ramp length", "team", -1),
    Lever("attrition", "Attrition", "team", -1, share=True),
    Lever("hires", "Hires", "team", 1, absolute=True),
    Lever("churn", "Churn", "company", -1, share=True),
    Lever("expansion", "Expansion", "company", 1),
    Lever("gross_margin", "Gross margin", "company", 1, share=True),
    Lever("marketing", "Marketing cost", "company", -1),
    Lever("overhead", "Overhead", "company", -1),
)
LEVERS: dict[str, Lever] = {lever.name: lever for lever in _FIXED}
"""Every lever but the stages', which are named ``stage:<name>`` after the scenario's own stages."""

COUNTED_LEVERS: dict[str, Lever] = {
    lever.name: lever
    for lever in (
        Lever("calls", "Calls per rep and day", "team", 1),
        Lever("emails", "E-mails per rep and day", "team", 1),
        Lever("meetings", "Meetings per rep and day", "team", 1),
        Lever("coaching_hours", "Coaching hours", "team", 1),
        Lever("training_hours", "Training hours", "team", 1),
        Lever("units_per_deal", "Units per deal", "team", 1),
    )
}
"""What only goals count. Initiatives, risks and moved levers may name them; no money moves with them, so that no
slider, ranking or advice does."""

STAGE_PREFIX = "stage:"
MAX_PEOPLE_CHANGE = 500


def lever(name: str) -> Lever:
    """The lever called `name`; KeyError where no scenario can have one."""
    if name.startswith(STAGE_PREFIX) and len(name) > len(STAGE_PREFIX):
        return Lever(name, f"Rate to {name.removeprefix(STAGE_PREFIX)}", "team", 1, share=True)
    return COUNTED_LEVERS[name] if name in COUNTED_LEVERS else LEVERS[name]


def counted_levers(scenario: Scenario) -> tuple[Lever, ...]:
    """Those of `COUNTED_LEVERS` that `scenario` has."""
    return tuple(
        one
        for one in COUNTED_LEVERS.values()
        if any(team_has_lever(team, one.name) for team in scenario.teams)
    )


def team_has_lever(team: Team, name: str) -> bool:
    """Whether the team level lever `name` exists in `team`."""
    if name.startswith(STAGE_PREFIX):
        return any(stage.name == name.removeprefix(STAGE_PREFIX) for stage in team.stages)
    if name in COUNTED_LEVERS:
        return _counts(team, name)
    if name == "capacity":
        return team.opportunities_per_rep_per_month is not None
    return name in LEVERS and LEVERS[name].level == "team"


def _counts(team: Team, name: str) -> bool:
    if name == "units_per_deal":
        return team.units_per_deal is not None
    if name.endswith("_hours"):
        return getattr(team, f"{name}_per_rep_per_month") is not None
    return getattr(team.activities, name, None) is not None


def scenario_levers(scenario: Scenario) -> tuple[Lever, ...]:
    """The levers `scenario` really has, stages before the last included, in a fixed order."""
    stages = dict.fromkeys(
        f"{STAGE_PREFIX}{stage.name}" for team in scenario.teams for stage in team.stages[:-1]
    )
    people = any(_has_people(team) for team in scenario.teams)
    found: list[Lever] = []
    for candidate in _FIXED:
        if candidate.name == "win_rate":
            found.extend(lever(name) for name in stages)
        if candidate.name in ("ramp_months", "attrition") and not people:
            continue
        if candidate.name in ("churn", "expansion") and scenario.recurring is None:
            continue
        if candidate.name == "hires" and not any(_uses_people(team) for team in scenario.teams):
            continue
        if candidate.level == "company" or any(
            team_has_lever(team, candidate.name) for team in scenario.teams
        ):
            found.append(candidate)
    return tuple(found)


def _has_people(team: Team) -> bool:
    return bool(team.reps or team.headcount or team.hires)


def _uses_people(team: Team) -> bool:
    return team.opportunities_per_rep_per_month is not None or team.outbound_per_rep_per_day > 0


def with_adjustments(scenario: Scenario, *moved: Adjustment) -> Scenario:
    """`scenario` with levers moved for certain: the what-if of which it is the baseline.

    Raises ScenarioError where a lever or team does not exist or the change is out of range.
    """
    from simulator.scenario.codec import parse_scenario

    document = {name: getattr(scenario, name) for name in scenario.model_fields_set}
    return parse_scenario({**document, "adjustments": (*scenario.adjustments, *moved)})
