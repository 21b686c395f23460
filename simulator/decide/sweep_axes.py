"""Which values of a lever a sweep tries: round changes within the lever's bounds, and what stands in the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.decide.terms import Terms, terms
from simulator.errors import ScenarioError, shorten
from simulator.scenario.lever_terms import LeverTerm
from simulator.scenario.lever_values import LeverUnit, lever_amount, lever_unit
from simulator.scenario.levers import COUNTED_LEVERS, LEVERS, STAGE_PREFIX, scenario_levers, team_has_lever
from simulator.scenario.plan import Adjustment, Scenario

LINE_POINTS, MAP_POINTS, MOST_POINTS = 17, 7, 61
"""Values tried of the lever of a line, of each lever of a map, and at most."""
SHOWN_LEAST, SHOWN_MOST, SHOWN_HIRES = -0.3, 0.5, 10
"""Where the plan states no bounds a sweep looks from -30 % to +50 %, hires up to 10; further where it is asked to."""


@dataclass(frozen=True)
class Axis:
    """One lever's values in a sweep.

    changes: relative (people more for ``hires``), rising, 0 for the plan as it is among them. amounts: what each makes
    of the plan's own number, in `unit`.
    """

    terms: Terms
    changes: tuple[float, ...]
    amounts: tuple[float, ...]
    unit: LeverUnit

    @property
    def lever(self) -> str:
        """The lever's name."""
        return self.terms.lever.name

    @property
    def label(self) -> str:
        """What a person calls it: ``Win rate``, ``Win rate (Direct)``."""
        teams = self.terms.teams
        whose = "" if teams is None else f" ({', '.join(shorten(one, 30) for one in teams)})"
        return f"{self.terms.lever.label}{whose}"

    @property
    def own(self) -> int:
        """The place of the plan as it is."""
        return self.changes.index(0.0)

    def moved(self, place: int) -> tuple[Adjustment, ...]:
        """The lever at `place`; nothing for the plan's own value."""
        change = self.changes[place]
        return (self.terms.adjustment(change),) if change else ()


def axis(
    scenario: Scenario,
    lever: str,
    *,
    teams: Sequence[str] | None = None,
    least: float | None = None,
    most: float | None = None,
    points: int = LINE_POINTS,
) -> Axis:
    """The values of `lever` from `least` to `most`: round changes, about `points` of them, both ends and 0.

    teams: left out, all that have the lever. least, most: left out, the bounds the plan states for it, else
    `SHOWN_LEAST` to `SHOWN_MOST`. Raises ScenarioError where there is no such lever, the ends are beyond what it may be
    moved by, or do not enclose 0.
    """
    found = _terms(scenario, lever, teams)
    bounds = found.least, found.most
    low = min(_given(least, *bounds, "from"), 0.0) if least is not None else _shown(found)[0]
    high = max(_given(most, *bounds, "to"), 0.0) if most is not None else _shown(found)[1]
    if not 3 <= points <= MOST_POINTS:
        raise ScenarioError.single(
            "points", points, f"must be 3 to {MOST_POINTS}: so many values of the lever are tried"
        )
    if high <= low:
        raise ScenarioError.single(
            "lever", lever, "may not be moved at all: its least and most are 0 in [[lever_terms]]; widen them"
        )
    own = lever_amount(scenario, lever, 0.0, found.teams)
    if own == 0 and not found.lever.absolute:
        raise ScenarioError.single("lever", lever, "stands at 0 in this plan, which no relative change moves")
    changes = _changes(low, high, points, whole=found.lever.absolute)
    amounts = tuple(lever_amount(scenario, lever, change, found.teams) for change in changes)
    return Axis(found, changes, amounts, lever_unit(lever))


def _terms(scenario: Scenario, name: str, teams: Sequence[str] | None) -> Terms:
    known = {one.name: one for one in scenario_levers(scenario)}
    if name not in known:
        is_lever = name in LEVERS or name in COUNTED_LEVERS or name.startswith(STAGE_PREFIX)
        why_not = "cannot be swept in this plan" if is_lever else "is no lever"
        raise ScenarioError.single("lever", shorten(name), f"{why_not}; use one of {', '.join(known)}")
    wanted = None if teams is None else tuple(sorted(teams))
    stated = terms(scenario)
    exact = [one for one in stated if one.lever.name == name and _sorted(one.teams) == wanted]
    if exact:
        return exact[0]
    # Terms of other teams do not speak of these: the same lever, without bounds and costs of its own.
    for team in wanted or ():
        if team not in scenario.team_names or not team_has_lever(scenario.team(team), name):
            having = ", ".join(one.name for one in scenario.teams if team_has_lever(one, name)) or "none"
            raise ScenarioError.single(
                "team", shorten(team), f"has no lever {name}; teams that have it: {having}"
            )
    asked = () if wanted is None else (LeverTerm(lever=name, teams=wanted),)
    bare = scenario.changed(lever_terms=asked)
    return next(one for one in terms(bare) if one.lever.name == name and _sorted(one.teams) == wanted)


def _sorted(teams: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if teams is None else tuple(sorted(teams))


def _given(value: float, least: float, most: float, field: str) -> float:
    if not math.isfinite(value) or not least - 1e-9 <= value <= most + 1e-9:
        raise ScenarioError.single(
            field, value, f"must lie within what this lever may be moved by, {least:g} to {most:g}"
        )
    return value


def _shown(found: Terms) -> tuple[float, float]:
    """Where a sweep looks unless it is told: stated bounds, else what a leader may hope to move."""
    if found.stated or found.least > 0 or found.most < 0:
        return min(found.least, 0.0), max(found.most, 0.0)
    if found.lever.absolute:
        return 0.0, float(min(found.most, SHOWN_HIRES))
    return max(found.least, SHOWN_LEAST), min(found.most, SHOWN_MOST)


def _changes(low: float, high: float, points: int, *, whole: bool) -> tuple[float, ...]:
    """Multiples of a round step between the ends, the ends where they lie a third of a step from the next, and 0."""
    step = _round_step((high - low) / (points - 1), whole=whole)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    inside = [float(f"{number * step:.12g}") for number in range(first, last + 1)]
    ends = [] if whole else [end for end in (low, high) if all(abs(end - one) > step / 3 for one in inside)]
    return tuple(sorted({0.0, *inside, *ends}))


def _round_step(step: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `step`."""
    if whole:
        step = max(step, 1.0)
    size = 10.0 ** math.floor(math.log10(step) + 1e-12)
    nice = (1.0, 2.0, 5.0, 10.0) if whole else (1.0, 2.0, 2.5, 5.0, 10.0)
    return float(f"{min(one * size for one in nice if one * size >= step * (1 - 1e-9)):.12g}")
