"""What would turn a goal's word, as the pages and papers write it."""

from __future__ import annotations

import math

from simulator import Scenario
from simulator.decide.realistic_date import RealisticDate
from simulator.decide.sought import LeverTurn, RealisticTarget
from simulator.goals import word as word_of
from simulator.scenario import Goal, Policy
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.lever_values import amount_words
from ui.wording.metric_words import lever_label, value_text
from ui.wording.text import counted, sentence_list, shown

FIGURES = 3
"""Of an amount that is shown; rounded away from the plan, so that what is read is enough."""


def lever_name(turn: LeverTurn, plan: Scenario) -> str:
    """``Win rate``, ``More hires (Direct)``."""
    name = turn.lever.name
    if name == "hires" and turn.teams is not None:
        return f"More hires ({_teams(turn)})"
    label = lever_label(name, plan)
    return label if turn.teams is None else f"{label} ({_teams(turn)})"


def _teams(turn: LeverTurn) -> str:
    return sentence_list([shown(team) for team in turn.teams or ()])


def amount_text(turn: LeverTurn, value: float, plan: Scenario, *, outward: bool | None = True) -> str:
    """A value of the lever, rounded away from the plan or towards it (None: to the nearest); an amount that may not be
    seen as a share of the plan's own.
    """
    if turn.unit in ("money", "money_per_month") and money_hidden.is_hidden():
        return f"{formats.percent(value / turn.start)} of today" if turn.start else money_hidden.HIDDEN
    if turn.unit == "people":
        return formats.decimal(value)
    if outward is not None:
        value = enough(value, turn.start) if outward else still(value, turn.start)
    return amount_words(turn.lever.name, plan.currency)(value)


def exact_text(turn: LeverTurn, value: float, plan: Scenario) -> str:
    """A value that was simulated, to the last digit of its step; as `amount_text` where it is none of the steps."""
    if turn.resolution is None or turn.unit == "people" or money_hidden.is_hidden():
        return amount_text(turn, value, plan)
    places = max(0, -math.floor(math.log10(turn.resolution) + 1e-9))
    if turn.unit == "money":
        return formats.money_exact(value, plan.currency)
    if turn.unit == "money_per_month":
        return f"{formats.money_exact(value, plan.currency)} a month"
    ending = {"share_per_month": " a month", "share_per_year": " a year", "deals_per_month": " a month"}
    if turn.unit.startswith("share"):
        return formats.percent(value, max(places - 2, 0)) + ending.get(turn.unit, "")
    named = {"days": " days", "months": " months"} | ending
    return formats.decimal(value, places) + named.get(turn.unit, "")


def still(value: float, start: float) -> float:
    """`value` to three figures, rounded towards `start`, so that what is read still holds."""
    return value if value == start else enough(value, -math.inf if value < start else math.inf)


def enough(value: float, start: float) -> float:
    """`value` to three figures, rounded away from `start`."""
    if value == start or value == 0 or not math.isfinite(value):
        return value
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - FIGURES + 1)
    whole = value / unit
    rounded = math.ceil(whole - 1e-6) if value > start else math.floor(whole + 1e-6)
    return float(f"{rounded * unit:.12g}")


def change_text(turn: LeverTurn, change: float) -> str:
    """``+19 %``, ``+2``."""
    if turn.lever.absolute:
        return formats.signed(formats.decimal(change), change)
    return formats.signed(formats.percent(change, 1 if abs(change) < 0.1 else 0), change)


def short_turn(turn: LeverTurn, plan: Scenario) -> str:
    """``win rate 24.5 %``, ``2 hires by Mar 2027``: what alone would do."""
    if turn.lever.absolute:
        where = ""
        if turn.teams is not None:
            where = f" in {_teams(turn)}"
        elif len(plan.teams) > 1:
            where = " in each team"
        month = turn.start_month or plan.start_month
        return f"{counted(round(turn.at.change), 'more hire')}{where} by {formats.month(month)}"
    name = lever_name(turn, plan)
    name = name[:1].lower() + name[1:]
    return f"{name} {amount_text(turn, turn.at.amount, plan)}"


def full_turn(turn: LeverTurn, plan: Scenario) -> str:
    """``Win rate 22 % → 24.5 %``, ``2 more hires by Mar 2027``."""
    if turn.lever.absolute:
        return short_turn(turn, plan)
    before = amount_text(turn, turn.start, plan)
    return f"{lever_name(turn, plan)} {before} → {amount_text(turn, turn.at.amount, plan)}"


def short_fall(turn: LeverTurn, plan: Scenario) -> str:
    """``win rate 20.1 %``: how far it may go before the word is lost."""
    assert turn.falls_to is not None
    name = lever_name(turn, plan)
    held = amount_text(turn, turn.falls_to.amount, plan, outward=False)
    return f"{name[:1].lower()}{name[1:]} {held}"


def known_to(turn: LeverTurn) -> str:
    """How exactly the value is known: the steps tried, and what more futures might move; empty where none was."""
    if turn.resolution is None:
        return ""
    half = turn.resolution + (turn.sampling or 0.0)
    if turn.unit == "people":
        return f"±{max(1, math.ceil(turn.sampling or 0.0))}"
    if turn.unit.startswith("share"):
        return f"±{formats.significant(half * 100, 2)} points"
    if turn.unit in ("money", "money_per_month") and turn.start:
        return f"±{formats.percent(half / turn.start, 1)}"
    return f"±{formats.significant(half, 2)}"


def odds_pair(turn: LeverTurn) -> str:
    """``odds 60 %, on fresh luck 60 %``."""
    moved = turn.at if turn.falls_to is None else turn.falls_to
    differs = "" if moved.verified else " (differs by more than luck)"
    return f"odds {_odds(moved.odds, moved.n_trials)}, on fresh luck {_odds(moved.fresh, moved.n_trials)}{differs}"


def _odds(value: float, n_trials: int) -> str:
    return formats.odds(value, None, n_trials)


def wanted_words(wanted: float, policy: Policy, *, has_word: bool = True) -> str:
    """``realistic`` where the wanted odds are that word's edge, else ``odds of 80 %``."""
    if has_word and wanted == policy.realistic_at_least:
        return "realistic"
    if has_word and wanted == policy.unreachable_below:
        return word_of(wanted, policy)
    return f"{formats.percent(wanted)} likely"


def best_text(turn: LeverTurn, plan: Scenario) -> str:
    """``at best 41 % at 120 a month (+100 %)``, for a lever that alone is not enough."""
    odds = _odds(turn.at.odds, turn.at.n_trials)
    if not turn.at.change:
        return f"{odds}, whichever way it is moved"
    where = f"{amount_text(turn, turn.at.amount, plan, outward=None)} ({change_text(turn, turn.at.change)})"
    if turn.lever.absolute:
        where = f"{change_text(turn, turn.at.change)} people"
    works = f", which works with odds of {formats.percent(turn.works)}" if turn.works < 1 else ""
    close = ", too close to call" if turn.is_close else ""
    return f"at best {odds} at {where}{works}{close}"


def target_words(goal: Goal, found: RealisticTarget | None, plan: Scenario) -> str:
    """``at least 4.6 M €``: the target that would do as things are."""
    if found is None:
        return "no target: the metric is not defined in enough futures"
    bound = "" if goal.direction == "at_least" else "at most "
    return f"{bound}{value_text(goal.metric, found.value, plan.currency, whole=goal.threshold)}"


def date_words(date: RealisticDate, wanted: str) -> str:
    """By when this target would do, in a sentence."""
    if date.by is not None and date.odds is not None and date.fresh is not None:
        odds = f"{formats.odds(date.odds)}, on fresh luck {formats.odds(date.fresh)}"
        if date.met:
            return f"This target is {wanted} as early as {formats.month(date.by)} ({odds})."
        return (
            f"This target is {wanted} by {formats.month(date.by)} ({odds}), if the plan goes on as it stands."
        )
    best = f"the best is {formats.odds(date.best_odds)} in {formats.month(date.best_by)}"
    words = f"No date until {formats.month(date.looked_until)} makes this target {wanted}: {best}"
    if date.until is not None:
        return f"{words}; the last month in which it was is {formats.month(date.until)}."
    return f"{words}."
