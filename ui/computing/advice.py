"""What would make a goal realistic, or what it can bear to lose, in sentences for pages and paper."""

from __future__ import annotations

from simulator import Scenario, Verdict
from simulator.decide.sought import LeverTurn
from simulator.scenario import Goal, scenario_levers
from ui import cache
from ui.computing.budget import PlanTooLargeError
from ui.computing.seek_view import SeekView, seek_terms, sought_trials
from ui.wording import verdicts
from ui.wording.seek_words import full_turn, short_fall, wanted_words

NAME = "turning"
MOST_ASKED = 5
"""So many of the levers that move the odds most are searched for the sentence, as many as there are sliders."""
MOST_LEVERS = 2
"""In the sentence, besides the target that would do as things are."""
LEAST_ODDS, LEAST_SHARE = 0.01, 0.002
"""A lever matters if a like step of it moves the odds, or the mean as a share of the target, by more than this."""


def mattering(plan: Scenario, goal: Goal) -> list[str]:
    """The levers that move the goal's odds, or where these are 0 or 1 its mean, strongest first.

    Where a plan has too many levers to try each, all of them in their usual order.
    """
    least = LEAST_SHARE * abs(goal.threshold)
    ranked = cache.ranking(plan, goal)
    if ranked is None:
        return [one.name for one in scenario_levers(plan)]
    names = [one.lever.name for one in ranked if one.reach > LEAST_ODDS or one.mean_reach > least]
    return list(dict.fromkeys(names))


def turning(plan: Scenario, goal: Goal) -> list[LeverTurn]:
    """The levers that alone turn the goal, or lose it where it is realistic: at most `MOST_LEVERS`.

    Asked in the order in which they move the odds, people first: those that need the least change come first, and no
    lever is searched that the sentence has no room for.
    """
    n_trials = sought_trials(plan)
    return cache.summary(NAME, plan, n_trials, (goal.name,), lambda: _turning(plan, goal))


def known_turning(plan: Scenario, goal: Goal) -> bool:
    """Whether `turning` has its answer at hand."""
    return cache.known_summary(NAME, plan, sought_trials(plan), (goal.name,)) is not None


def _turning(plan: Scenario, goal: Goal) -> list[LeverTurn]:
    view = SeekView(plan, goal, plan.policy.realistic_at_least)
    order = {name: place for place, name in enumerate(mattering(plan, goal)[:MOST_ASKED])}
    # People are what a leader asks for by name: where hiring is enough, the sentence says so.
    asked = sorted(
        (one for one in seek_terms(plan) if one.lever.name in order),
        key=lambda one: (not one.lever.absolute, order[one.lever.name], one.key),
    )
    found: list[LeverTurn] = []
    people: list[LeverTurn] = []
    for one in asked:
        if (one.lever.absolute and people) or view.is_hopeless(one):
            continue
        turn = view.turn(one)
        if not (turn.lost if turn.falls_to is not None else turn.feasible and turn.at.change):
            continue
        (people if turn.lever.absolute else found).append(turn)
        if len(found) + len(people) >= MOST_LEVERS:
            break
    return [*found, *people]


def sentence(plan: Scenario, verdict: Verdict, turns: list[LeverTurn]) -> str:
    """The second half of the line under the verdict, as plain text; empty where nothing is to be said."""
    if not verdicts.has_word(verdict):
        return ""
    wanted = wanted_words(plan.policy.realistic_at_least, plan.policy)
    if verdict.probability >= plan.policy.realistic_at_least:
        held = [short_fall(one, plan) for one in turns]
        return f"still {wanted} at {' · or '.join(held)}" if held else ""
    if not turns:
        return f"none of the levers that matter most makes it {wanted} alone: see Plans on the Levers page"
    told = [full_turn(one, plan) for one in turns]
    return f"{wanted} with {' · or '.join(one[:1].lower() + one[1:] for one in told)}"


def advice(plan: Scenario, verdict: Verdict) -> tuple[str, ...]:
    """The same for paper, a line each; none where the goal is realistic as it is or there is no word for it."""
    if not verdicts.has_word(verdict) or verdict.verdict == "realistic":
        return ()
    try:
        turns = turning(plan, verdict.goal)
    except PlanTooLargeError:
        return ()
    if not turns:
        return (f"{sentence(plan, verdict, turns).split(':')[0].capitalize()}.",)
    return tuple(f"{full_turn(one, plan)}, enough alone" for one in turns)
