"""T: a deadline inside the horizon, and cycle plus ramp fit into the time that is left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.engine.expected import drawn_effects, expected_factor
from simulator.engine.forecast import COMPANY, Forecast
from simulator.goals.smart_letters import Letter, Part, State, joined
from simulator.goals.told import Figure
from simulator.scenario.goal import Goal
from simulator.scenario.metric_names import ACTIVITY_METRICS, HOUR_METRICS
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

BY_CLOSING = frozenset(
    {
        "bookings",
        "revenue",
        "mrr",
        "arr",
        "won_deals",
        "new_customers",
        "units",
        "average_deal_size",
        "gross_margin",
        "profit",
        "profit_margin",
        "cac",
        "clv",
        "clv_to_cac",
        "arpa",
        "quota_attainment",
        "revenue_growth",
        "mrr_growth",
        "net_revenue_retention",
    }
)
"""Metrics that move only when a deal closes; the others move with the work itself."""
_WITHOUT_SELLERS = frozenset(
    {
        "churn_rate",
        "cycle_days",
        "rep_turnover",
        "win_rate",
        "net_revenue_churn",
        *ACTIVITY_METRICS,
        *HOUR_METRICS,
    }
)
"""Metrics that a hire more does not move."""
_GRAVITY: tuple[State, ...] = ("ok", "warn", "fails")


@dataclass(frozen=True)
class TimeLeft:
    """What still counts for a goal, for one team.

    days_left: from the day looked from to the deadline, both included. cycle_days: mean, 0 where the metric does not
    wait for the close. ramp_months: until full productivity. last_opportunity: opened later, it closes too late on
    average; None where the cycle is longer than the time. last_hire: month in which a hire must start to be fully
    productive by then; last_useful_hire: to sell anything in time; None where that month has passed.
    """

    team: str
    days_left: int
    cycle_days: float
    ramp_months: int
    last_opportunity: date | None
    last_hire: str | None
    last_useful_hire: str | None

    @property
    def state(self) -> State:
        """Both fit, only the cycle does, or neither."""
        if self.last_opportunity is None:
            return "fails"
        return "ok" if self.last_hire is not None else "warn"


def time_left(forecast: Forecast, goal: Goal, as_of: date | None = None) -> tuple[TimeLeft, ...]:
    """For each team of the goal's scope, in the document's order."""
    scenario = forecast.scenario
    start = first_day(scenario.start_month)
    since = start if as_of is None or as_of < start else as_of
    end = last_day(goal.by)
    effects = drawn_effects(forecast)
    last = scenario.month_index(goal.by)
    found = []
    for team in scenario.teams:
        if goal.scope not in (COMPANY, team.name):
            continue
        slower = float(expected_factor(effects, "cycle_days", team.name)[: last + 1].mean())
        longer = float(expected_factor(effects, "ramp_months", team.name)[: last + 1].mean())
        cycle = team.cycle_days.mean * slower if goal.metric in BY_CLOSING else 0.0
        found.append(_of_team(team, cycle, longer, since, end))
    return tuple(found)


def _of_team(team: Team, cycle: float, longer: float, since: date, end: date) -> TimeLeft:
    full, first = ramp_lengths(team, longer)
    latest = end - timedelta(days=math.ceil(cycle - 1e-9))
    fits = latest >= since
    return TimeLeft(
        team=team.name,
        days_left=(end - since).days + 1,
        cycle_days=cycle,
        ramp_months=full,
        last_opportunity=latest if fits else None,
        last_hire=_hire_month(latest, full, since) if fits else None,
        last_useful_hire=_hire_month(latest, first, since) if fits else None,
    )


def ramp_lengths(team: Team, longer: float = 1.0) -> tuple[int, int]:
    """Months of tenure until a hire is fully productive, and until they sell at all."""
    full = next(month for month, share in enumerate(team.ramp) if share >= max(team.ramp))
    first = next((month for month, share in enumerate(team.ramp) if share > 0), full)
    return math.ceil(full * longer - 1e-9), math.ceil(first * longer - 1e-9)


def _hire_month(latest: date, ramp: int, since: date) -> str | None:
    """A hire starts with a month: the last whose first day, `ramp` months on, is not after `latest`."""
    month = month_number(f"{latest.year:04d}-{latest.month:02d}") - ramp
    first = month_number(f"{since.year:04d}-{since.month:02d}")
    if month < first or (month == first and since.day > 1):
        return None
    return month_text(month)


def timely(forecast: Forecast, goal: Goal, as_of: date | None = None) -> Letter:
    """Deadline, cycle and ramp against the time left."""
    scenario = forecast.scenario
    end = last_day(goal.by)
    if as_of is not None and as_of > end:
        return joined(
            "T",
            [Part("fails", (f"Its deadline, {day_text(end)}, has passed.",), ("Set a new one.",), ("by",))],
        )
    found = time_left(forecast, goal, as_of)
    states = [one.state for one in found]
    telling = max(found, key=lambda one: (_GRAVITY.index(one.state), one.cycle_days, one.ramp_months))
    state = telling.state
    if state == "fails" and (not all(one == "fails" for one in states) or _open_deals(scenario, goal)):
        state = "warn"
    return joined("T", [_part(state, telling, end, scenario, goal, several=len(found) > 1)])


def _part(state: State, told: TimeLeft, end: date, scenario: Scenario, goal: Goal, *, several: bool) -> Part:
    of = f" of {told.team}" if several else ""
    head = (
        f"Due {day_text(end)}, ",
        Figure(told.days_left, "days"),
        f" day{'' if told.days_left == 1 else 's'} left;",
    )
    if told.last_opportunity is None:
        tail = " Only deals already open can count." if _open_deals(scenario, goal) else ""
        return Part(
            state,
            (
                *head,
                f" a deal{of} takes ",
                Figure(told.cycle_days, "days"),
                f" days on average, longer than that.{tail}",
            ),
            ("Move the deadline, or set the goal on something that does not wait for the close.",),
            ("by",),
        )
    counts: tuple[str | Figure, ...] = ()
    if told.cycle_days:
        counts = (
            f" an opportunity{of} still counts if it opens by {day_text(told.last_opportunity)} (cycle ",
            Figure(told.cycle_days, "days"),
            " days on average),",
        )
    ramp = f"{told.ramp_months} month{'' if told.ramp_months == 1 else 's'} of ramp"
    people = scenario.team(told.team)
    if goal.metric in _WITHOUT_SELLERS:
        return Part(state, (*head, " it can move until then."))
    if not (people.reps or people.headcount or people.hires):
        return Part(
            "ok",
            (*head, *(counts or (" it can move until then,",)), " and the plan names no people to ramp."),
        )
    if told.last_hire is not None:
        late = _late_hires(people.hires, told.last_hire)
        words = (
            *head,
            *counts,
            f" a hire{of} is fully productive in time if they start by {hire_day(told.last_hire)} ({ramp}).",
        )
        if late:
            start = "starts" if late == 1 else "start"
            return Part(
                "warn" if state == "ok" else state,
                (*words, f" {late} planned hire{'' if late == 1 else 's'} {start} later."),
                ("Hire earlier, or do not count on them for this goal.",),
            )
        return Part(state, words)
    useful = ""
    if told.last_useful_hire is not None:
        useful = f"; one who starts by {hire_day(told.last_useful_hire)} still sells something"
    return Part(
        state,
        (*head, *counts, f" a hire{of} who starts now is not fully productive in time ({ramp}){useful}."),
        ("Reach it with the people who are there, or move the deadline.",),
        ("by",),
    )


def _late_hires(hires: tuple[object, ...], last: str) -> int:
    return sum(
        getattr(hire, "count", 0)
        for hire in hires
        if month_number(getattr(hire, "month", last)) > month_number(last)
    )


def _open_deals(scenario: Scenario, goal: Goal) -> bool:
    teams = [team for team in scenario.teams if goal.scope in (COMPANY, team.name)]
    return any(group.count for team in teams for group in team.open_pipeline)


def first_day(month: str) -> date:
    """The first day of ``YYYY-MM``."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """The last day of ``YYYY-MM``."""
    return first_day(month_text(month_number(month) + 1)) - timedelta(days=1)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """``31 Dec 2027``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def hire_day(month: str) -> str:
    """The first of the month, as `day_text`."""
    return day_text(first_day(month))
