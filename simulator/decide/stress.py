"""A plan under stress: the verdict under each thing that may go wrong, and under several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.decide.response import Response
from simulator.decide.stresses import STRESSES, Sizes, Stress, stress, stressed
from simulator.engine.streams import Floats
from simulator.goals.told import Told, said
from simulator.goals.verdict import Verdict, goal_values, judged, meets
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario


@dataclass(frozen=True)
class Outcome:
    """A goal under one stress, or under several.

    words: what that means in this plan; reason: why it cannot apply, the rest is then the plan's own. change: of the
    odds, from the same futures; standard_error: of that change. median_change: of the metric's median, None where
    either is not defined.
    """

    name: str
    label: str
    sizes: dict[str, float]
    words: Told
    reason: str | None
    verdict: Verdict
    change: float
    standard_error: float
    median_change: float | None

    def document(self) -> dict[str, Any]:
        """Plain numbers and text."""
        return {
            "stress": self.name,
            "label": self.label,
            "sizes": self.sizes,
            "applies": self.reason is None,
            "reason": self.reason,
            "sentence": said(self.words),
            **_judged(self.verdict),
            "change": self.change,
            "standard_error_of_change": self.standard_error,
            "median_change": self.median_change,
        }


@dataclass(frozen=True)
class StressTest:
    """A goal as planned, under every stress alone, and under the chosen ones together.

    together: None where nothing was chosen. interaction: by how much the odds change beyond the sum of the chosen
    stresses' own changes; interaction_error: its standard error.
    """

    goal: Goal
    planned: Verdict
    alone: tuple[Outcome, ...]
    together: Outcome | None
    interaction: float
    interaction_error: float
    n_trials: int

    def outcome(self, name: str) -> Outcome:
        """The stress called `name`, alone; KeyError where it was not tried."""
        for one in self.alone:
            if one.name == name:
                return one
        raise KeyError(name)

    def document(self) -> dict[str, Any]:
        """Plain numbers and text."""
        return {
            "goal": self.goal.name,
            "planned": _judged(self.planned),
            "stresses": [one.document() for one in self.alone],
            "together": None if self.together is None else self.together.document(),
            "interaction": self.interaction,
            "standard_error_of_interaction": self.interaction_error,
        }


def _judged(verdict: Verdict) -> dict[str, Any]:
    return {
        "probability": verdict.probability,
        "standard_error": verdict.standard_error,
        "interval": list(verdict.interval),
        "verdict": verdict.verdict,
        "borderline": verdict.borderline,
        "median": verdict.p50,
    }


def stress_test(
    response: Response,
    goal: Goal,
    chosen: Sequence[str] = (),
    sizes: Mapping[str, Sizes] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    valued: Callable[[Scenario], Floats] | None = None,
) -> StressTest:
    """`goal` under every stress alone and under all of `chosen` at once, in any order: the same luck throughout.

    sizes: by stress and name, defaults where nothing is stated. The goal's scope says whose largest deal and whose
    best rep. valued: the goal's values in the futures of a stressed plan, on the same luck, for whoever keeps them;
    left out they are simulated. Raises ScenarioError where a stress or a size is unknown or out of range.
    """
    scenario = response.scenario
    sizes = {name: stress(name).sized(one) for name, one in (sizes or {}).items()}
    wanted = [name for name in STRESSES if name in {stress(name).name for name in chosen}]
    values = goal_values(response.forecast, goal)
    planned = judged(scenario, goal, values, scenario.policy)
    runs, done = len(STRESSES) + (len(wanted) > 1), 0

    def tried(names: Sequence[str]) -> Floats:
        nonlocal done
        moved = stressed(scenario, names, sizes, goal.scope)
        # What cannot apply, or changes nothing, is the plan itself.
        if moved == scenario:
            found = values
        else:
            found = goal_values(response.of(moved), goal) if valued is None else valued(moved)
        done += 1
        if progress is not None:
            progress(done, runs)
        return found

    by_name = {name: tried([name]) for name in STRESSES}
    alone = tuple(
        _outcome(response, goal, one, (sizes or {}).get(name), planned, values, by_name[name])
        for name, one in STRESSES.items()
    )
    applying = [name for name in wanted if STRESSES[name].reason(scenario, goal.scope) is None]
    if not wanted:
        return StressTest(goal, planned, alone, None, 0.0, 0.0, len(values))
    both = by_name[wanted[0]] if len(wanted) == 1 else tried(wanted)
    verdict = judged(scenario, goal, both, scenario.policy)
    differences = _differences(both, values, goal)
    own = np.sum([_differences(by_name[name], values, goal) for name in applying], axis=0)
    surplus = differences - own if len(applying) > 1 else np.zeros(len(values))
    together = Outcome(
        name="+".join(wanted),
        label=" + ".join(STRESSES[name].label for name in wanted),
        sizes={},
        words=tuple(
            piece
            for name in wanted
            for piece in (*_said(response, goal, STRESSES[name], sizes.get(name)), " ")
        )[:-1],
        reason=None if applying else "None of these can apply to this plan.",
        verdict=verdict,
        change=float(differences.mean()),
        standard_error=_error(differences),
        median_change=_median_change(planned, verdict),
    )
    return StressTest(goal, planned, alone, together, float(surplus.mean()), _error(surplus), len(values))


def _said(response: Response, goal: Goal, one: Stress, sizes: Sizes | None) -> Told:
    reason = one.reason(response.scenario, goal.scope)
    return (reason,) if reason is not None else one.words(response.scenario, goal.scope, one.sized(sizes))


def _outcome(
    response: Response,
    goal: Goal,
    one: Stress,
    sizes: Sizes | None,
    planned: Verdict,
    before: Floats,
    after: Floats,
) -> Outcome:
    scenario = response.scenario
    differences = _differences(after, before, goal)
    verdict = judged(scenario, goal, after, scenario.policy)
    return Outcome(
        name=one.name,
        label=one.label,
        sizes=one.sized(sizes),
        words=_said(response, goal, one, sizes),
        reason=one.reason(scenario, goal.scope),
        verdict=verdict,
        change=float(differences.mean()),
        standard_error=_error(differences),
        median_change=_median_change(planned, verdict),
    )


def _differences(after: Floats, before: Floats, goal: Goal) -> Floats:
    """+1 in the futures that meet the goal only then, -1 in those that no longer do."""
    return np.asarray(meets(after, goal).astype(float) - meets(before, goal))


def _error(differences: Floats) -> float:
    return float(differences.std() / np.sqrt(len(differences)))


def _median_change(before: Verdict, after: Verdict) -> float | None:
    return None if before.p50 is None or after.p50 is None else after.p50 - before.p50
