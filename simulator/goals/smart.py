"""The SMART card of a goal, computed: five letters, each with a state, a sentence with figures and what to do.

The letters are those of Doran (1981) in today's reading: specific, measurable, achievable, relevant, time-bound. What
each asks of the model stands in docs/adr/0060-smart-computed.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from simulator.engine.forecast import Forecast
from simulator.goals.smart_letters import Letter, figure_unit, worst
from simulator.goals.smart_measurable import measurable
from simulator.goals.smart_relevant import relevant
from simulator.goals.smart_specific import specific
from simulator.goals.smart_timely import timely
from simulator.goals.told import Figure, Told
from simulator.goals.verdict import NOT_ENOUGH, Verdict, assess, target_at
from simulator.scenario.goal import Goal

LETTERS: tuple[Literal["S", "M", "A", "R", "T"], ...] = ("S", "M", "A", "R", "T")
MEANINGS = {"S": "Specific", "M": "Measurable", "A": "Achievable", "R": "Relevant", "T": "Time-bound"}


@dataclass(frozen=True)
class SmartCard:
    """The five letters of one goal, in order; `verdict` is the one A stands on."""

    goal: Goal
    verdict: Verdict
    letters: tuple[Letter, ...]

    def __getitem__(self, letter: str) -> Letter:
        return next(one for one in self.letters if one.letter == letter)

    @property
    def complete(self) -> bool:
        """Whether no letter is anything but ok."""
        return worst(one.state for one in self.letters) == "ok"

    def document(self) -> dict[str, Any]:
        """The card as the command line prints it."""
        return {
            "goal": self.goal.name,
            "complete": self.complete,
            "letters": {one.letter: one.document() for one in self.letters},
        }


def smart_card(forecast: Forecast, goal: Goal, as_of: date | None = None) -> SmartCard:
    """The card of `goal`, one of the forecast's scenario's goals or another that fits it.

    as_of: the day from which time is left, the plan's first where none is given or it is later. Raises ScenarioError
    where the goal does not fit.
    """
    verdict = assess(forecast, [goal])[0]
    return SmartCard(
        goal,
        verdict,
        (
            specific(forecast.scenario, goal),
            measurable(forecast, goal),
            _achievable(forecast, verdict),
            relevant(forecast, goal),
            timely(forecast, goal, as_of),
        ),
    )


def smart_cards(
    forecast: Forecast, goals: Sequence[Goal] | None = None, as_of: date | None = None
) -> list[SmartCard]:
    """The card of each goal, of the scenario's own where none are given."""
    return [
        smart_card(forecast, goal, as_of) for goal in (forecast.scenario.goals if goals is None else goals)
    ]


def _achievable(forecast: Forecast, verdict: Verdict) -> Letter:
    policy, odds = verdict.policy, Figure(verdict.probability, "odds")
    if verdict.verdict == NOT_ENOUGH:
        words = verdict.history or "too little of the past stands behind the plan"
        return Letter(
            "A", "unknown", ("The odds are ", odds, f", but {words}."), "Bring more history before judging."
        )
    low, high = Figure(policy.unreachable_below, "odds"), Figure(policy.realistic_at_least, "odds")
    bands: Told = {
        "realistic": ("realistic is from ", high),
        "stretch": ("stretch is ", low, " to ", high),
        "unreachable": ("unreachable is under ", low),
    }[verdict.verdict]
    mark = ", too close to the band's edge to be sure" if verdict.borderline else ""
    word = f"{verdict.verdict.capitalize()} with odds of "
    sentence: Told = (word, odds, mark, "; ", *bands, ".")
    if verdict.verdict == "realistic":
        return Letter("A", "ok", sentence)
    better = target_at(forecast, verdict.goal, policy.realistic_at_least)
    advice: Told = ("Pull a lever, or give it more time.",)
    if better is not None:
        advice = (
            "As the plan stands ",
            Figure(better, figure_unit(verdict.metric)),
            " would be realistic; or pull a lever, or give it more time.",
        )
    return Letter("A", "fails" if verdict.verdict == "unreachable" else "warn", sentence, advice)
