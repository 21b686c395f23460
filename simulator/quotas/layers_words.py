"""What a split says in sentences: what the plain twelfth gets wrong, how often a month is met, what nobody carries."""

from __future__ import annotations

from simulator.goals.metrics import metric
from simulator.goals.told import Figure, FigureUnit, Told
from simulator.quotas.layers import Layers
from simulator.quotas.layers_part import TimeLayer
from simulator.quotas.layers_split import left_over
from simulator.quotas.layers_time import Period
from simulator.scenario.months import calendar_month
from simulator.scenario.plan import Scenario

SMALL = 0.03
"""Of a plain part: below it, or below three standard errors of a share, a month's own part counts as the same."""
CENTS = 1e-6
"""Of the goal: what is left over below it is told by nobody."""
_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_name(month: str) -> str:
    """``January 2027``."""
    return f"{_NAMES[calendar_month(month)]} {month[:4]}"


def period_name(scenario: Scenario, period: Period, starts: int) -> str:
    """``Jan 2027``, ``Q1 2027``, ``2027``; ``Q1 FY2027/28`` where the fiscal year does not begin in January."""
    if period.level == "month":
        month = scenario.months[period.first]
        return f"{_NAMES[calendar_month(month)][:3]} {month[:4]}"
    year = period.fiscal_year
    named = f"{year}" if starts == 1 else f"FY{year}/{(year + 1) % 100:02d}"
    return named if period.level == "year" else f"Q{period.number} {named}"


def plain_name(n_months: int) -> str:
    """What one equal part is called."""
    words = {1: "whole", 2: "half", 3: "third", 4: "quarter", 6: "sixth", 12: "twelfth"}
    return f"plain {words.get(n_months, f'1/{n_months}')}"


def figure(found: Layers, value: float) -> Figure:
    """An amount in the unit of the goal's metric."""
    units: dict[str, FigureUnit] = {"money": "money", "count": "count", "share": "share", "days": "days"}
    return Figure(value, units.get(metric(found.goal.metric).unit, "number"))


def small_difference(found: Layers) -> float:
    """What counts as no difference between a month's share and the plain one, relative to the plain one."""
    return max(SMALL, 3 * found.noise)


def plain_words(scenario: Scenario, found: Layers) -> Told | None:
    """What an equal part for every month would get wrong, against the split without any hand.

    None where months do not add up, or there is one only.
    """
    months = [(one, one.by_itself) for one in found.months if one.by_itself is not None]
    if len(months) < 2 or found.amount <= 0 or expects_nothing(found):
        return None
    name, plain, small = plain_name(len(months)), found.amount / len(months), small_difference(found)
    first, own = months[0]
    widest, most = max(months, key=lambda pair: abs(pair[1].target - plain))
    if abs(most.target - plain) < small * plain:
        return (
            f"Here the {name} would do: no month's share differs from it by more than ",
            Figure(round(abs(most.target - plain) / plain, 3), "share"),
            ".",
        )
    off = (plain - own.target) / plain
    at, share = (first, own) if abs(off) >= small else (widest, most)
    start: Told = (
        f"The {name} asks {'only ' if share.target > plain else ''}",
        figure(found, plain),
        f" of {month_name(scenario.months[at.period.first])}, where ",
        figure(found, share.target),
        " is its share",
    )
    if own.target <= 0:
        start = (*start, ": behind from the first month though nothing is wrong.")
    elif off >= small:
        start = (
            *start,
            ": behind by ",
            Figure(round(off, 2), "share"),
            " from the first month though nothing is wrong.",
        )
    elif off <= -small:
        start = (*start, ": whoever is merely on course looks ", Figure(round(-off, 2), "share"), " ahead.")
    else:
        start = (*start, ".")
    return (*start, *_farthest(scenario, found, plain))


def _farthest(scenario: Scenario, found: Layers, plain: float) -> Told:
    """Where the plain course lies farthest from the split's, and what that does to the odds of being on it."""

    def gap(one: TimeLayer) -> float:
        assert one.by_itself is not None
        return plain * (one.period.last - found.calendar.window.first + 1) - one.by_itself.target_to_date

    at = max(found.months[:-1], key=lambda one: abs(gap(one)))
    if abs(gap(at)) < small_difference(found) * plain or at.plain_odds is None or at.by_itself is None:
        return ()
    if round(at.plain_odds, 2) == round(at.by_itself.odds_to_date, 2):
        return ()
    return (
        f" By the end of {month_name(scenario.months[at.period.last])} it has asked ",
        figure(found, abs(gap(at))),
        f" too {'much' if gap(at) > 0 else 'little'}: the odds of being on it are ",
        Figure(at.plain_odds, "odds"),
        ", on the months' own shares ",
        Figure(at.by_itself.odds_to_date, "odds"),
        ".",
    )


def expects_nothing(found: Layers) -> bool:
    """Whether no future brings anything in any month."""
    return all(one.verdict.mean == 0 for one in found.months)


def hand_words(scenario: Scenario, found: Layers) -> tuple[Told, ...]:
    """What a hand did to the periods it set: the number, what the split has, and both odds."""
    told: list[Told] = []
    for one in found.time:
        own = one.by_itself
        if one.way != "hand" or own is None:
            continue
        name = period_name(scenario, one.period, found.calendar.year_starts)
        told.append(
            (
                f"{name} is set by hand to ",
                figure(found, one.target),
                ", where ",
                figure(found, own.target),
                " is its share: odds ",
                Figure(one.verdict.probability, "odds"),
                " instead of ",
                Figure(own.odds, "odds"),
                ".",
            )
        )
    return tuple(told)


def months_words(found: Layers) -> Told | None:
    """How many months reach their part: good and bad months even out over a year, never inside one."""
    n = len(found.months)
    every, meeting = found.months_met
    if n < 2 or meeting is None or round(every) == n or metric(found.goal.metric).kind == "stock":
        return None
    part = "part" if found.adds_over_time else "target"
    return (
        f"Expect {every:.0f} of {n} months at their {part}, and {meeting:.0f} of {n} even where the goal is met: ",
        "good and bad months even out over the whole, so a single missed month says little.",
    )


def remainder_words(scenario: Scenario, found: Layers) -> tuple[Told, ...]:
    """What the parts leave over, each in a sentence; empty where everything adds up but for cents of rounded hands."""
    told: list[Told] = []
    cents = CENTS * abs(found.amount)
    if found.adds_over_time:
        told += _periods_left(scenario, found, cents)
    if abs(found.team_remainder) > cents:
        told.append(_left(found, found.team_remainder, "the teams", "sum up to"))
    for team in found.teams if found.adds_over_teams else ():
        if not team.seats:
            told.append(
                (f"{team.name} has no people: nobody carries its ", figure(found, team.target), ".")
                if team.target
                else (f"{team.name} has no people.",)
            )
        elif abs(team.uncarried) > cents:
            told.append(_left(found, team.uncarried, f"the reps of {team.name}", "carry"))
    return tuple(told)


def _periods_left(scenario: Scenario, found: Layers, cents: float) -> list[Told]:
    """What years, quarters and months leave of the part right above them."""
    below = {"year": "quarters", "quarter": "months"}
    dates = found.calendar
    top = dates.years or dates.quarters or dates.months
    given = [one.target for one in found.time if one.period in top]
    told = []
    if abs(left := left_over(found.amount, given)) > cents:
        told.append(_left(found, left, f"the {top[0].level}s", "sum up to"))
    for one in found.time:
        if abs(one.remainder) > cents:
            name = period_name(scenario, one.period, dates.year_starts)
            told.append(_left(found, one.remainder, f"the {below[one.period.level]} of {name}", "sum up to"))
    return told


def _left(found: Layers, left: float, who: str, verb: str) -> Told:
    more = "less" if left > 0 else "more"
    return (
        f"{who[0].upper()}{who[1:]} {verb} ",
        figure(found, abs(left)),
        f" {more} than the part above them" + (": nobody has that yet." if left > 0 else "."),
    )


def whole_words(found: Layers) -> tuple[str, ...]:
    """Why a level is not a sum, where it is none."""
    label, kind = metric(found.goal.metric).label, metric(found.goal.metric).kind
    told: list[str] = []
    if found.adds_over_time and expects_nothing(found):
        told.append(
            f"The forecast expects nothing here ({label}): every month has the same part, and no team one."
        )
    if not found.adds_over_time:
        told.append(
            f"{label} is a level and does not add up over months: each month's mark is where the futures that come "
            "closest to the goal stand on their way to it."
            if kind == "stock"
            else f"{label} is a ratio and does not add up over months: each has the same target and its own odds."
        )
    if not found.has_teams:
        told.append(f"{label} is known for the company only: it is not split over teams.")
    elif not found.adds_over_teams:
        told.append(
            f"{label} does not add up over teams: every team has the same target and its own odds, and no rep a part."
        )
    return tuple(told)
