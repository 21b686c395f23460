"""The quarter-end push: in each quarter's last month more is decided, sooner closed, at a lower win rate and price."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from simulator.goals.told import Figure, Told
from simulator.scenario.levers import with_adjustments
from simulator.scenario.months import calendar_month
from simulator.scenario.plan import Adjustment, Scenario

MOST_CHANGES = 200
"""Of adjustments a scenario may hold; `ROOM` of them are left to other stresses."""
ROOM = 8
A_QUARTER = 9


def push(scenario: Scenario, _scope: str, sizes: Mapping[str, float]) -> Scenario:
    """The plan pushed at the end of every quarter.

    Of what would enter in the month after, the share ``pulled`` enters a month earlier. What is decided in the
    quarter's last month has a lower win rate and a shorter cycle; what closes in it, whenever decided, a lower price.
    """
    return with_adjustments(scenario, *_changes(scenario, sizes))


def quarter_ends(scenario: Scenario) -> list[int]:
    """Months that end a quarter of the fiscal year, which begins with the plan where nothing else is stated."""
    stated = scenario.layers.year_starts if scenario.layers is not None else None
    starts = calendar_month(scenario.start_month) if stated is None else stated - 1
    return [t for t, month in enumerate(scenario.months) if (calendar_month(month) - starts) % 3 == 2]


def _changes(scenario: Scenario, sizes: Mapping[str, float]) -> Iterator[Adjustment]:
    for t in quarter_ends(scenario):
        pulled = sizes["pulled"]
        more = pulled * _next_volume(scenario, t)
        yield from _steps(scenario, t, "volume", [1 + more, 1 - pulled])
        yield from _steps(scenario, t, "win_rate", [1 - sizes["win_rate"]])
        yield from _steps(scenario, t, "cycle_days", [1 - sizes["sooner"]])
        yield from _steps(scenario, t, "deal_size", [1 - sizes["price"]])


def _steps(scenario: Scenario, t: int, lever: str, factors: list[float]) -> Iterator[Adjustment]:
    """The lever at `factors` in month t and those after it, then as it was: a change stays until another undoes it."""
    before = 1.0
    for at, factor in enumerate([*factors, 1.0], t):
        if at < scenario.horizon_months and factor != before:
            month = scenario.months[at]
            yield Adjustment(lever=lever, change=factor / before - 1, start_month=month)
        before = factor


def _next_volume(scenario: Scenario, t: int) -> float:
    """What is expected to come in by itself in the month after t, relative to month t: growth and season."""
    index = scenario.seasonality.index
    here = calendar_month(scenario.months[t])
    if not index[here]:
        return 0.0
    growth = math.exp(math.log1p(scenario.growth.volume.mean) / scenario.growth.months)
    return index[(here + 1) % 12] / index[here] * growth


def push_reason(scenario: Scenario, _scope: str) -> str | None:
    """Why there is nothing to push."""
    ends = len(quarter_ends(scenario))
    if not ends:
        return "The plan ends before its first quarter does."
    if ends * A_QUARTER + len(scenario.adjustments) + ROOM > MOST_CHANGES:
        return (
            f"The plan has {ends} quarters, more than this stress can follow: shorten it for this question."
        )
    return None


def push_words(scenario: Scenario, _scope: str, sizes: Mapping[str, float]) -> Told:
    """What happens at each quarter's end."""
    ends = len(quarter_ends(scenario))
    return (
        f"In the last month of each quarter ({ends} in the plan) ",
        Figure(sizes["pulled"], "share"),
        " of the next month's units come already, everything decided closes ",
        Figure(sizes["sooner"], "share"),
        " sooner, at ",
        Figure(sizes["win_rate"], "share"),
        " fewer wins, and what closes is ",
        Figure(sizes["price"], "share"),
        " cheaper.",
    )
