"""What can go wrong, one click each: a stress makes another plan of a plan, in any combination and any order.

The sizes are assumptions, ours and to be edited; what each stress does to the model is said in docs/MODEL.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.decide.stress_deals import largest_deals_slip, slip_reason, slip_words
from simulator.decide.stress_people import (
    best_reps_leave,
    hiring_late,
    late_reason,
    late_words,
    leaver_reason,
    leaver_words,
)
from simulator.decide.stress_push import push, push_reason, push_words
from simulator.engine.forecast import COMPANY
from simulator.errors import ScenarioError
from simulator.goals.told import Figure, Told
from simulator.scenario.levers import with_adjustments
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Adjustment, DatedChange, Scenario
from simulator.scenario.quantities import Effect

SizeUnit = Literal["share", "count", "months", "month"]
Sizes = Mapping[str, float]
Change = Callable[[Scenario, str, Sizes], Scenario]
LIKELY = 0.3
"""How likely a stress is taken to be where it is added to a plan's risks; a guess to be edited."""


@dataclass(frozen=True)
class Size:
    """How hard a stress hits. unit: a share 0..1, a count, a length in months, or a month counted from the first, 0."""

    name: str
    label: str
    unit: SizeUnit
    default: float
    least: float
    most: float


@dataclass(frozen=True)
class Stress:
    """One thing that goes wrong.

    change: the plan under it. reason: why it cannot apply to a plan, None where it can. words: what it means there.
    """

    name: str
    label: str
    sizes: tuple[Size, ...]
    change: Change
    reason: Callable[[Scenario, str], str | None]
    words: Callable[[Scenario, str, Sizes], Told]

    def sized(self, sizes: Sizes | None = None) -> dict[str, float]:
        """Every size, the defaults where nothing is stated. ScenarioError where one is unknown or out of range."""
        stated = dict(sizes or {})
        found = {}
        for size in self.sizes:
            value = stated.pop(size.name, size.default)
            whole = size.unit != "share"
            if isinstance(value, bool) or not size.least <= value <= size.most or (whole and value % 1):
                number = "a whole number" if whole else "a share"
                raise ScenarioError.single(
                    f"{self.name}.{size.name}",
                    value,
                    f"must be {number} from {size.least:g} to {size.most:g}",
                )
            found[size.name] = float(value)
        if stated:
            names = ", ".join(size.name for size in self.sizes)
            raise ScenarioError.single(f"{self.name}", next(iter(stated)), f"has no such size; use {names}")
        return found


def _never(_scenario: Scenario, _scope: str) -> str | None:
    return None


def _month(scenario: Scenario, t: float) -> str:
    return month_text(month_number(scenario.start_month) + int(t))


def _competitor(scenario: Scenario, _scope: str, sizes: Sizes) -> Scenario:
    start = _month(scenario, sizes["month"])
    return with_adjustments(
        scenario,
        Adjustment(lever="win_rate", change=-sizes["win_rate"], start_month=start),
        Adjustment(lever="deal_size", change=-sizes["price"], start_month=start),
    )


def _competitor_words(_scenario: Scenario, _scope: str, sizes: Sizes) -> Told:
    return (
        "Win rate falls by ",
        Figure(sizes["win_rate"], "share"),
        " and prices by ",
        Figure(sizes["price"], "share"),
        _since(sizes["month"]) + "; deals already open keep their odds.",
    )


def _leads_fall(scenario: Scenario, _scope: str, sizes: Sizes) -> Scenario:
    start = _month(scenario, sizes["month"])
    return with_adjustments(scenario, Adjustment(lever="volume", change=-sizes["leads"], start_month=start))


def _leads_words(_scenario: Scenario, _scope: str, sizes: Sizes) -> Told:
    fewer = Figure(sizes["leads"], "share")
    return (fewer, " fewer units enter, own outreach included," + _since(sizes["month"]) + ".")


def _since(month: float) -> str:
    return " from the first month" if not month else f" after {month:.0f} month{'' if month == 1 else 's'}"


_MONTH = Size("month", "From month (0: the first)", "month", 0, 0, 119)

STRESSES: dict[str, Stress] = {
    one.name: one
    for one in (
        Stress(
            "largest_deal_slips",
            "The largest deal slips",
            (Size("deals", "Deals that slip", "count", 1, 1, 100),),
            largest_deals_slip,
            slip_reason,
            slip_words,
        ),
        Stress(
            "best_rep_leaves",
            "The best rep leaves",
            (Size("people", "People who leave", "count", 1, 1, 100), _MONTH),
            best_reps_leave,
            leaver_reason,
            leaver_words,
        ),
        Stress(
            "competitor_enters",
            "A competitor enters",
            (
                Size("win_rate", "Win rate falls by", "share", 0.10, 0, 1),
                Size("price", "Prices fall by", "share", 0.05, 0, 1),
                _MONTH,
            ),
            _competitor,
            _never,
            _competitor_words,
        ),
        Stress(
            "hiring_late",
            "Hiring is late",
            (Size("months", "Months late", "months", 2, 1, 24),),
            hiring_late,
            late_reason,
            late_words,
        ),
        Stress(
            "leads_fall",
            "Leads fall",
            (Size("leads", "Leads fall by", "share", 0.20, 0, 1), _MONTH),
            _leads_fall,
            _never,
            _leads_words,
        ),
        Stress(
            "quarter_end_push",
            "Quarter-end push",
            (
                Size("pulled", "Brought forward from the next month", "share", 0.20, 0, 0.9),
                Size("sooner", "They close sooner by", "share", 0.50, 0, 0.9),
                Size("win_rate", "Win rate lower by", "share", 0.10, 0, 0.9),
                Size("price", "Price lower by", "share", 0.10, 0, 0.9),
            ),
            push,
            push_reason,
            push_words,
        ),
    )
}
"""Every stress, in the order in which they are applied whatever the order they are named in."""


def stress(name: str) -> Stress:
    """The stress called `name`; ScenarioError with the names there are, where there is none."""
    if name not in STRESSES:
        raise ScenarioError.single("stress", name, f"is no stress; use one of {', '.join(STRESSES)}")
    return STRESSES[name]


def stressed(
    scenario: Scenario,
    chosen: Sequence[str],
    sizes: Mapping[str, Sizes] | None = None,
    scope: str = COMPANY,
) -> Scenario:
    """`scenario` under all of `chosen` at once; those that cannot apply change nothing.

    sizes: by stress and name, defaults where nothing is stated. scope: whose largest deal, whose best rep. Raises
    ScenarioError where a stress or a size is unknown or out of range.
    """
    wanted = {name: stress(name).sized((sizes or {}).get(name)) for name in chosen}
    for name, one in STRESSES.items():
        if name in wanted and one.reason(scenario, scope) is None:
            scenario = one.change(scenario, scope, wanted[name])
    return scenario


def as_risks(
    scenario: Scenario, name: str, sizes: Sizes | None = None, probability: float = LIKELY
) -> tuple[DatedChange, ...]:
    """A stress as risks of the plan, each with its own odds; empty where a risk cannot say it.

    A risk moves one lever for good: what moves a document, or moves back again, is none.
    """
    if name not in ("competitor_enters", "leads_fall"):
        return ()
    one = stress(name)
    found = one.sized(sizes)
    levers = {"win_rate": "win_rate", "price": "deal_size", "leads": "volume"}
    words = {"win_rate": "win rate", "price": "prices", "leads": "fewer units"}
    taken = {risk.name for risk in scenario.risks}
    risks = []
    for size, lever in levers.items():
        if not found.get(size):
            continue
        title = f"{one.label}: {words[size]}"
        name_of = next(n for k in range(1, 1000) if (n := title if k == 1 else f"{title} {k}") not in taken)
        change = -found[size]
        risks.append(
            DatedChange(
                name=name_of,
                lever=lever,
                effect=Effect(low=change, mode=change, high=change),
                probability=probability,
                start_month=_month(scenario, found["month"]),
                source="assumed: a stress of the plan",
                grade="guess",
            )
        )
    return tuple(risks)
