"""A last useful date in sentences: until when, what waiting costs, and which side is the limit."""

from __future__ import annotations

from collections.abc import Callable

from simulator.decide.last_date import LastDate
from simulator.decide.measure import LEAST_POINTS
from simulator.decide.who_limits import MORE_LEADS, Limit
from simulator.goals.told import odds_text

Month = Callable[[str], str]
Name = Callable[[str], str]


def as_is(text: str) -> str:
    """Months and names as they stand in the document."""
    return text


def points_text(odds: float) -> str:
    """A change of odds in points: ``2.3 points``, ``0.02 points``; exactly 0 is ``0 points``."""
    points = odds * 100
    digits = 1 if abs(points) >= 0.95 else 2
    text = f"{points:.{digits}f}"
    if points and not float(text):
        return "under 0.01 points"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} point{'' if text == '1' else 's'}"


def subject(found: LastDate, name: Name = as_is) -> str:
    """``Hiring one person into Direct``, ``The initiative Training``, ``Win rate +10 %``."""
    move = found.move
    if move.kind == "hire":
        people = int(move.change)
        return f"Hiring {'one person' if people == 1 else f'{people} people'} into {name(move.name)}"
    if move.kind == "initiative":
        return f"The initiative {name(move.name)}"
    where = "" if move.teams is None else f" in {', '.join(name(team) for team in move.teams)}"
    return f"{name(move.name)} {move.change * 100:+.3g} %{where}"


def verdict_words(found: LastDate, month: Month = as_is, name: Name = as_is) -> str:
    """The last useful month and what waiting costs, in one or two sentences."""
    move, who = found.move, subject(found, name)
    if not found.starts:
        lead = move.lead_months
        return f"{who}: too late for this goal, {lead} month{'s pass' if lead != 1 else ' passes'} before it begins."
    effect = found.effect
    if effect == "none":
        if not found.is_felt:
            return f"{who} changes nothing for this goal: not in one future, whenever it begins."
        either = "out of reach" if found.without < 0.5 else "met"
        return f"{who} is felt, but no odds move: this goal is {either} with it and without."
    if effect == "harms":
        return (
            f"{who} makes this goal less likely: {points_text(-found.now)} of the odds if it is decided now."
        )
    if effect == "too small":
        return f"{who} changes this goal by less than can be told from luck, whenever it begins."
    assert found.last is not None
    last = f"{who} helps if it begins by {month(found.last.month)}"
    if move.lead_months:
        last += f", so decide by {month(found.last.decided)}"
    gain = f"decided now it adds {points_text(found.now)} of the odds"
    lost = points_text(found.lost_per_month)
    kept = worth_until(found)
    if kept == found.last.month:
        little = ""
    elif kept is None:
        little = " It is under half a point whenever it begins."
    else:
        little = f" Half a point or more it adds only if it begins by {month(kept)}."
    planned = found.as_planned
    stands = (
        ""
        if planned is None
        else f" As planned, from {month(planned.month)}, it adds {points_text(planned.gain)}."
    )
    return f"{last}: {gain}, and each month of waiting costs {lost} on average.{little}{stands}"


def worth_until(found: LastDate) -> str | None:
    """The last month in which it begins and adds at least half a point; None where it never does."""
    kept = [one.month for one in found.starts if one.is_sure and one.gain >= LEAST_POINTS]
    return kept[-1] if kept else None


def time_words(found: LastDate, month: Month = as_is) -> str | None:
    """Ramp and cycle against the time left; None where neither leaves out a month."""
    if found.effect == "none" or found.last_possible is None or not found.starts:
        return None
    deadline = found.starts[-1].month
    usual = min(found.on_average or found.last_possible, found.last_possible)
    if found.last_possible == deadline:
        late = f"Usually nothing that begins after {month(usual)} counts in time."
        return None if usual == deadline else late
    words = f"Nothing that begins after {month(found.last_possible)} can count in time"
    return (
        f"{words}." if usual == found.last_possible else f"{words}, and usually nothing after {month(usual)}."
    )


def limit_words(found: LastDate) -> tuple[str, ...]:
    """Which side is the limit, where it makes hiring or more leads useless."""
    limit = found.limit
    if limit is None:
        return ()
    words = []
    hiring = _hiring_words(found, limit)
    if hiring is not None:
        words.append(hiring)
    leads = _leads_words(limit)
    if leads is not None:
        words.append(leads)
    return tuple(words)


def _hiring_words(found: LastDate, limit: Limit) -> str | None:
    if found.is_felt:
        if found.effect == "too small" and limit.by_leads:
            return f"Hiring hardly helps: leads are the limit in {limit.by_leads} of {limit.months} months."
        return None
    if found.last_possible is None:
        return "Hiring cannot help: whoever starts now sells too late for this goal."
    if not limit.has_capacity and not limit.outbound:
        return "Hiring cannot help: no capacity is stated for this team, so no work ever waits for people."
    if limit.by_leads:
        return f"Hiring cannot help: leads are the limit in {limit.by_leads} of {limit.months} months."
    return None


def _leads_words(limit: Limit) -> str | None:
    if not limit.by_people:
        return None
    people = f"people are the limit in {limit.by_people} of {limit.months} months"
    if not limit.leads_felt:
        return f"More leads cannot help: {people}."
    if limit.leads_gain < max(2 * limit.leads_error, LEAST_POINTS):
        gained = points_text(max(limit.leads_gain, 0.0))
        return f"More leads hardly help ({MORE_LEADS:+.0%} of them: {gained}): {people}."
    return None


def precision_words(found: LastDate, n_trials: int) -> str:
    """How exact the gains are."""
    widest = max((one.standard_error for one in found.starts), default=0.0)
    if not widest:
        return f"{n_trials:,} futures, the same for every month."
    return f"{n_trials:,} futures, the same for every month: gains are exact to about ±{points_text(2 * widest)}."


def odds_words(found: LastDate) -> str:
    """Without it, and with it decided now."""
    if not found.starts:
        return odds_text(found.without)
    return f"{odds_text(found.without)} → {odds_text(found.starts[0].odds)}"
