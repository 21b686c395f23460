"""A day's activity held against the working day: what fits into it, what surveys find, and the odds if it is filled."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.goals.told import Figure, Told, said
from simulator.goals.verdict import NOT_ENOUGH, Word, word
from simulator.quotas.norms import NORMS
from simulator.quotas.reverse_funnel import BEYOND, CLOSED, FunnelStep, ReverseFunnel
from simulator.quotas.thinning import whole
from simulator.scenario.activity import Activity, ActivityKind

_WORDS: dict[ActivityKind, tuple[str, ...]] = {
    "email": ("email", "emails", "mail", "mails", "inmail", "inmails", "message", "messages"),
    "call": ("call", "calls", "dial", "dials", "phone", "telephone", "conversation", "conversations"),
    "meeting": (
        "meeting", "meetings", "appointment", "appointments", "demo", "demos", "visit", "visits", "presentation",
        "presentations", "workshop", "workshops", "discovery", "interview", "interviews",
    ),
}  # fmt: skip
"""Words of a step's name that say what it is, the first kind that matches: a ``discovery call`` is a call."""


@dataclass(frozen=True)
class Load:
    """One step's part of a day. minutes: of one unit; needed: minutes a day, one number a column; most: units a day if
    nothing else were done.
    """

    step: str
    kind: ActivityKind
    minutes: float
    per_day: tuple[float | None, ...]
    needed: tuple[float | None, ...]
    most: float | None


@dataclass(frozen=True)
class WorkingDay:
    """The activity of one rep and day against the hours there are.

    needed: minutes a day in all, average first, then one for each of the odds. by_time: entering units a rep can work a
    day with all that follows from them, None where nothing takes time; by_capacity: those the opportunities a rep can
    work allow, None without such a limit. odds: of reaching the goal if every rep fills every day up to the smaller of
    both; word: what they are called; None where nobody is there, or neither limit is known.
    """

    funnel: ReverseFunnel
    minutes: float
    loads: tuple[Load, ...]
    needed: tuple[float | None, ...]
    by_time: float | None
    by_capacity: float | None
    odds: float | None
    word: Word | None

    @property
    def most_entering(self) -> float | None:
        """Entering units a rep can work a day at most; None where no limit is known."""
        return min((one for one in (self.by_time, self.by_capacity) if one is not None), default=None)

    @property
    def share(self) -> tuple[float | None, ...]:
        """How full the day is: entering units needed over those that can be worked; None where either is unknown."""
        most = self.most_entering
        needed = self.funnel.per_rep_and_day(self.funnel.entering)
        return tuple(None if one is None or not most else one / most for one in needed)

    def fits(self, column: int = 0) -> bool | None:
        """Whether the column's activity fits into the day; None where it is not known."""
        share = self.share[column]
        return None if share is None else share <= 1 + 1e-9

    def told(self) -> Told:
        """One sentence: units a day at the average and for the last of the odds, against the day."""
        return _sentence(self)

    def said(self, write: Callable[[Figure], str] | None = None) -> str:
        """The sentence, its figures written by `write`."""
        return said(self.told(), write)


def kind_of(step: str, activity: Activity) -> ActivityKind:
    """What one unit of the step is: as `activity` says, else by the words of its name, else nothing that takes time."""
    for one in activity.stages:
        if one.stage == step:
            return one.kind or "none"
    words = set(re.findall(r"[a-z]+", step.casefold().replace("e-mail", "email")))
    for kind, known in _WORDS.items():
        if words & set(known):
            return kind
    return "none"


def minutes_of(step: str, activity: Activity) -> float:
    """Minutes one unit of the step takes."""
    for one in activity.stages:
        if one.stage == step and one.minutes is not None:
            return one.minutes
    return {
        "call": activity.minutes_per_call,
        "email": activity.minutes_per_email,
        "meeting": activity.minutes_per_meeting,
        "none": 0.0,
    }[kind_of(step, activity)]


def most_a_day(minutes: float, activity: Activity) -> float | None:
    """How many units of so many minutes fit into a day; None where they take no time."""
    return math.floor(activity.hours_per_day * 60 / minutes + 1e-9) if minutes > 1e-9 else None


def working_day(forecast: Forecast, funnel: ReverseFunnel) -> WorkingDay:
    """The day that `funnel` asks of one rep, judged under the forecast's scenario: its [activity] and its policy."""
    scenario = forecast.scenario
    activity = scenario.activity
    day = activity.hours_per_day * 60
    steps = [step for step in funnel.steps if step.name != CLOSED or step.rate is None]
    loads = tuple(_load(funnel, step, activity) for step in steps)
    needed = tuple(_total([load.needed[column] for load in loads]) for column in range(len(funnel.odds) + 1))
    each = _minutes_of_all(funnel, activity)
    staffed = funnel.effort.rep_days > 0
    by_time, by_capacity = day / each if each > 1e-9 else None, _by_capacity(funnel)
    most = min((one for one in (by_time, by_capacity) if one is not None), default=None)
    odds = None
    if most is not None and staffed:
        # Whole units of the team's time, not of one person's day: half a call a day is one every other day.
        odds = float(np.mean([funnel.law.odds(most * days) for days in funnel.effort.spread]))
    behind = scenario.history
    short = behind is not None and not behind.suffices
    verdict: Word | None = None if odds is None else NOT_ENOUGH if short else word(odds, scenario.policy)
    return WorkingDay(funnel, day, loads, needed, by_time, by_capacity, odds, verdict)


def _by_capacity(funnel: ReverseFunnel) -> float | None:
    """Entering units a rep and day that bring as many opportunities as the people can work."""
    last = last_open(funnel)
    if funnel.capacity is None or last is None or funnel.effort.rep_days <= 0:
        return None
    through = math.prod(step.rate for step in funnel.steps[: last + 1] if step.rate is not None)
    return funnel.capacity / funnel.effort.rep_days / through if through > 1 / BEYOND else None


def last_open(funnel: ReverseFunnel) -> int | None:
    """The position of the step at which the opportunities are worked; None where the funnel ends before it."""
    if funnel.in_time is not None:
        wins = len(funnel.steps) - (2 if funnel.steps[-1].name == CLOSED else 1)
        return wins - 1
    return len(funnel.steps) - 1 if funnel.capacity is not None else None


def _load(funnel: ReverseFunnel, step: FunnelStep, activity: Activity) -> Load:
    minutes = minutes_of(step.name, activity)
    per_day = funnel.per_rep_and_day(step)
    return Load(
        step.name,
        kind_of(step.name, activity),
        minutes,
        per_day,
        tuple(None if units is None else units * minutes for units in per_day),
        most_a_day(minutes, activity),
    )


def _total(parts: list[float | None]) -> float | None:
    known = [one for one in parts if one is not None]
    return sum(known) if len(known) == len(parts) else None


def _minutes_of_all(funnel: ReverseFunnel, activity: Activity) -> float:
    """Minutes one entering unit takes with all that follows from it on average."""
    total, through = 0.0, 1.0
    for step in funnel.steps:
        through *= 1.0 if step.rate is None else step.rate
        if step.name != CLOSED:
            total += through * minutes_of(step.name, activity)
    return total


def day_units(units: float, most: float | None = None) -> float:
    """Units a day rounded up at the last step: whole ones from ten on, tenths below.

    most: what fits; tenths also where whole ones would seem not to fit although they do.
    """
    seems_over = most is not None and units <= most < whole(units)
    return float(whole(units)) if units >= 10 and not seems_over else whole(units * 10) / 10


def against_norms(day: WorkingDay) -> tuple[Told, ...]:
    """The day held against what publications found: how many of a kind are usual, how much time is left for selling."""
    told: list[Told] = []
    counted = next((norm for norm in NORMS if norm.per_day is not None), None)
    if counted is not None and counted.per_day is not None:
        for load in day.loads:
            average, last = load.per_day[0], load.per_day[-1]
            if load.kind == counted.kind and average is not None and last is not None:
                side = (
                    "within"
                    if last <= counted.per_day
                    else "above"
                    if average > counted.per_day
                    else "around"
                )
                told.append(
                    (
                        Figure(day_units(average), "number"),
                        " to ",
                        Figure(day_units(last), "number"),
                        f" {plural(load.step)} a day are {side} the ",
                        Figure(counted.per_day, "number"),
                        " that are usual for somebody who only prospects.",
                    )
                )
    timed = next((norm for norm in NORMS if norm.share_of_day is not None), None)
    if timed is not None and timed.share_of_day is not None and day.by_time is not None:
        entering = day.funnel.entering
        told.append(
            (
                "With the ",
                Figure(timed.share_of_day, "share"),
                " of the day that surveys find for selling, the working time holds ",
                Figure(math.floor(day.by_time * timed.share_of_day * 10 + 1e-9) / 10, "number"),
                f" {plural(entering.name)} a day.",
            )
        )
    return tuple(told)


def plural(name: str) -> str:
    """Several of what a step is called."""
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return name if name.endswith("s") else f"{name}{'es' if re.search(r'(x|ch|sh)$', name) else 's'}"


def _sentence(day: WorkingDay) -> Told:
    funnel = day.funnel
    entering = funnel.entering
    average, *more = funnel.per_rep_and_day(entering)
    name = plural(entering.name)
    if average is None:
        if entering.units[0] is None:
            return (f"No number of {name} leads to it.",)
        count = Figure(whole(entering.units[0]), "count")
        return ("It takes ", count, f" {name} on average; the plan names nobody to do the work.")
    # Less than one a day is easier to grasp by the month.
    times, per = (1.0, "working day") if average >= 1 else (funnel.workdays_per_month, "month")
    limit = None if day.most_entering is None else day.most_entering * times
    told: list[str | Figure] = [
        "It takes ",
        Figure(day_units(average * times, limit), "number"),
        f" {name} per rep and {per} on average",
    ]
    if more and more[-1] is not None:
        told += [", ", Figure(day_units(more[-1] * times, limit), "number"), " for odds of "]
        told.append(Figure(funnel.odds[-1], "odds"))
    most = day.most_entering
    if most is None:
        return (*told, "; nothing in this funnel is known to take time.")
    held = Figure(math.floor(most * times * 10 + 1e-9) / 10, "number")
    if day.by_time is None or (day.by_capacity is not None and day.by_capacity < day.by_time):
        return (*told, "; a rep can work what comes of ", held, ".")
    told += ["; the working time holds ", held]
    alone = day.loads[0].most
    if alone is not None and per == "working day" and any(load.minutes for load in day.loads[1:]):
        told += [" with what follows from them (", Figure(alone, "count"), " if nothing else is done)"]
    return (*told, ".")
