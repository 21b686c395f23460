"""What is said of plans side by side: who is ahead, and what is not alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.decide.contrast import Contrast
from simulator.decide.standing import Standing
from simulator.goals.metrics import metric
from simulator.goals.told import Figure, FigureUnit, Told
from simulator.goals.windows import goal_window
from simulator.scenario.change_words import month_words
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

WORTH_SAYING = 0.01
"""Share of futures that are the same from which on a sentence says so; the table always does."""

_UNITS: dict[str, FigureUnit] = {
    "money": "money",
    "count": "count",
    "share": "share",
    "days": "days",
    "ratio": "number",
}


def sentence(standings: Sequence[Standing], leading: Contrast | None) -> Told:
    """The answer: ``Two hires beats Baseline in 83 % of futures, by 210 k on average.``"""
    if leading is None:
        if len(standings) < 2:
            return ("One plan by itself: choose another one to compare it with.",)
        return ("These plans cannot be compared by this goal.",)
    a, b = leading.a, leading.b
    if leading.is_same:
        return (a, " and ", b, " come out the same in every future.")
    if not leading.is_clear:
        return (
            a, " and ", b, " are neck and neck: ", a, " is ahead in ", *_share(leading.beats), *_ties(leading), ".",
        )  # fmt: skip
    if leading.beats < 0.5:
        odds = {one.name: one.verdict.probability for one in standings if one.verdict is not None}
        return (
            a, " reaches its goal more often (", Figure(odds[a], "odds"), " against ", Figure(odds[b], "odds"),
            "), though ", b, " is ahead of it in ", *_share(1 - leading.beats), *_ties(leading), ".",
        )  # fmt: skip
    return (
        a, " beats ", b, " in ", *_share(leading.beats), *_ties(leading),
        *_by(standings, leading), ".",
    )  # fmt: skip


def _share(share: float) -> Told:
    return ("every future",) if share == 1 else (Figure(share, "odds"), " of futures")


def _ties(one: Contrast) -> Told:
    """What the count of futures hides, where it would show in it."""
    return (" (the same in ", Figure(one.ties, "odds"), ", counted half)") if one.ties >= WORTH_SAYING else ()


def _by(standings: Sequence[Standing], one: Contrast) -> Told:
    """``, by 210 k on average``, where the mean says the same as the count."""
    goal = next(found.goal for found in standings if found.name == one.a)
    if goal is None or one.mean is None or one.mean_interval is None:
        return ()
    better = one.mean if goal.direction == "at_least" else -one.mean
    low, high = one.mean_interval
    if better <= 0 or low <= 0 <= high:
        return ()
    return (", by ", difference(goal, better), " on average")


def difference(goal: Goal, value: float) -> Figure:
    """A difference of two values of the goal's metric; of shares in points."""
    unit = _UNITS[metric(goal.metric).unit]
    return Figure(100 * value, "points") if unit == "share" else Figure(value, unit)


def not_alike(one: Standing, other: Standing) -> Told:
    """Why the values of two plans cannot be set against each other; empty where they can."""
    a, b = one.goal, other.goal
    if a is None or b is None:
        return ("A plan is not judged.",)
    if a.metric != b.metric:
        return (
            one.name, " asks for ", _label(a), " and ", other.name, " for ", _label(b),
            ": they cannot be set against each other.",
        )  # fmt: skip
    if a.direction != b.direction:
        return (
            one.name, " asks for at ", a.direction.removeprefix("at_"), " and ", other.name, " for at ",
            b.direction.removeprefix("at_"), ": which of the two is better is not told.",
        )  # fmt: skip
    mine, theirs = one.scenario.currency, other.scenario.currency
    if mine != theirs and metric(a.metric).unit == "money":
        return (
            one.name, f" is in {mine} and ", other.name,
            f" in {theirs}: amounts of two currencies are not set against each other.",
        )  # fmt: skip
    first, second = goal_window(one.scenario, a), goal_window(other.scenario, b)
    if a.window != b.window and (first.averaged != second.averaged or first.length != second.length):
        return (
            one.name, f" counts {_WINDOWS[a.window]} and ", other.name,
            f" {_WINDOWS[b.window]}: they cannot be set against each other.",
        )  # fmt: skip
    return ()


_WINDOWS = {
    "total": "from the start to the deadline",
    "month": "one month",
    "quarter": "three months",
    "year": "twelve months",
    "average": "a month on average",
}


def _label(goal: Goal) -> str:
    return metric(goal.metric).label.lower() if not goal.metric.startswith("stage:") else "units of a stage"


def goals_told(standings: Sequence[Standing]) -> list[Told]:
    """What the plans are judged by, where that is not the same for all."""
    notes: list[Told] = [
        (one.name, " has no such goal, and that of the others does not fit it: ", one.why_not)
        for one in standings
        if one.why_not is not None
    ]
    judged = [(one, one.goal) for one in standings if one.goal is not None]
    owner = next((one.name for one, _ in judged if one.own), "the others")
    notes += [
        (one.name, " has no goal of this name: it is judged by that of ", owner, ".")
        for one, _ in judged
        if not one.own
    ]
    if not judged:
        return notes
    first, reference = judged[0]
    for one, goal in judged[1:]:
        notes += _other_goal(first, reference, one, goal)
    return notes


def _other_goal(first: Standing, reference: Goal, one: Standing, goal: Goal) -> list[Told]:
    notes: list[Told] = []
    if goal.metric == reference.metric and goal.threshold != reference.threshold:
        notes.append(
            (
                "The goals differ: ", first.name, " wants ", _target(reference), ", ", one.name, " ",
                _target(goal), ". The odds are those of each plan's own.",
            )
        )  # fmt: skip
    if goal.scope != reference.scope:
        notes.append(
            (first.name, " counts ", _scope(reference), ", ", one.name, " counts ", _scope(goal), ".")
        )
    mine, theirs = goal_window(first.scenario, reference), goal_window(one.scenario, goal)
    months = [first.scenario.months[place] for place in (mine.first, mine.last)]
    others = [one.scenario.months[place] for place in (theirs.first, theirs.last)]
    if months != others:
        notes.append(
            (
                first.name, f" counts {_span(months, first.scenario)}, ", one.name,
                f" counts {_span(others, one.scenario)}.",
            )
        )  # fmt: skip
    return notes


def _target(goal: Goal) -> Figure:
    return Figure(goal.threshold, _UNITS[metric(goal.metric).unit])


def _scope(goal: Goal) -> str:
    return "the company" if goal.scope == "company" else f"the team {goal.scope}"


def _span(months: Sequence[str], scenario: Scenario) -> str:
    names = [_month(month, scenario) for month in months]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"


def _month(month: str, scenario: Scenario) -> str:
    words = month_words(month, scenario)
    return words if words.endswith(month[:4]) else f"{words} {month[:4]}"


def terms_told(scenarios: Sequence[Scenario], standings: Sequence[Standing], seed: int) -> list[Told]:
    """On what terms they are compared: one seed for all, other calendars, other currencies, other bands."""
    notes: list[Told] = []
    others = [
        (one.name, scenario.seed)
        for one, scenario in zip(standings, scenarios, strict=True)
        if scenario.seed != seed
    ]
    if others and len(standings) > 1:
        named = ", ".join(f"{name} has {own}" for name, own in others)
        notes.append(
            (f"One seed, {seed}, is used for all, so that they share their luck ({named} of its own).",)
        )
    first = standings[0]
    for one in standings[1:]:
        if one.scenario.start_month != first.scenario.start_month:
            notes.append(
                (
                    one.name, f" starts in {_month(one.scenario.start_month, one.scenario)}, ", first.name,
                    f" in {_month(first.scenario.start_month, first.scenario)}: ",
                    "their luck is the same counted from each one's start, not by the calendar.",
                )
            )  # fmt: skip
        if one.scenario.currency != first.scenario.currency:
            notes.append(
                (
                    one.name, f" is in {one.scenario.currency}, ", first.name,
                    f" in {first.scenario.currency}: no amount is converted, added up or set against another.",
                )
            )  # fmt: skip
        mine, theirs = first.scenario.policy, one.scenario.policy
        bands = [(p.realistic_at_least, p.unreachable_below) for p in (mine, theirs)]
        if bands[0] != bands[1]:
            notes.append(
                (
                    one.name, " calls realistic from ", Figure(bands[1][0], "share"), " and unreachable under ",
                    Figure(bands[1][1], "share"), ", ", first.name, " from ", Figure(bands[0][0], "share"),
                    " and under ", Figure(bands[0][1], "share"), ": the odds compare, the words do not.",
                )
            )  # fmt: skip
    return notes


def once(notes: Iterable[Told]) -> tuple[Told, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(notes))
