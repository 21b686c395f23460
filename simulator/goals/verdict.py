"""The word: realistic, stretch or unreachable, with the odds behind it and how precisely they are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError
from simulator.goals.opinion import weight_for
from simulator.goals.values import metric_values
from simulator.goals.windows import goal_window
from simulator.scenario.codec import parse_scenario
from simulator.scenario.goal import Goal, Policy
from simulator.scenario.plan import Scenario

Band = Literal["realistic", "stretch", "unreachable"]
NOT_ENOUGH: Literal["not enough history"] = "not enough history"
Word = Literal["realistic", "stretch", "unreachable", "not enough history"]
CONFIDENCE = 0.95
"""Of the Monte Carlo interval of a probability."""
_RELATIVE_TOLERANCE = 1e-12


@dataclass(frozen=True)
class Verdict:
    """One goal judged.

    probability: share of the trials that meet it; standard_error and interval (95 %, Wilson 1927): how
    precisely that share is known with so many trials; borderline: a band edge lies inside the interval.
    mean, sd, p10, p50, p90 describe the metric itself over the trials in which it is defined (`undefined`
    is the share in which it is not; those miss the goal); None where it never is.
    history: where too little of the past stands behind the plan for a word, what would be enough; `verdict` then says
    so, the numbers stand all the same, and nothing is borderline. widened: the factor by which the range was stretched.
    second_opinion: the share of futures that follow the money history alone; None where none does.
    """

    name: str
    metric: str
    scope: str
    target: float
    probability: float
    standard_error: float
    interval: tuple[float, float]
    verdict: Word
    borderline: bool
    mean: float | None
    sd: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    undefined: float
    goal: Goal
    policy: Policy
    history: str | None = None
    widened: float | None = None
    second_opinion: float | None = None

    def document(self) -> dict[str, Any]:
        """The verdict as the command line prints it."""
        hidden = ("goal", "policy")
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in hidden}
        return {**fields, "interval": list(self.interval)}


def word(probability: float, policy: Policy) -> Band:
    """The word for a probability under `policy`, where enough history stands behind it."""
    if probability >= policy.realistic_at_least:
        return "realistic"
    return "unreachable" if probability < policy.unreachable_below else "stretch"


def wilson_interval(met: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson score interval of a share of `met` in `n` (Wilson 1927)."""
    z = float(special.ndtri((1 + confidence) / 2))
    share = met / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (0.0 if met == 0 else centre - half), (1.0 if met == n else centre + half)


def goal_values(forecast: Forecast, goal: Goal) -> Floats:
    """The goal's metric in every trial, shape (n_trials,); NaN where undefined."""
    return metric_values(forecast, goal.metric, goal.scope, goal_window(forecast.scenario, goal))


def meets(values: Floats, goal: Goal) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """In which trials the goal is met, shape (n_trials,). A value equal to the target but for rounding meets it."""
    return reaches(values, goal.threshold, goal.direction)


def reaches(values: Floats, target: float, direction: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """In which trials `target` is met, ``at_least`` or ``at_most``; shape (n_trials,)."""
    slack = abs(target) * _RELATIVE_TOLERANCE
    return values >= target - slack if direction == "at_least" else values <= target + slack


def assess(
    forecast: Forecast, goals: Sequence[Goal] | None = None, policy: Policy | None = None
) -> list[Verdict]:
    """The verdict of each goal, the scenario's own goals and policy where none are given.

    Raises ScenarioError where a goal does not fit the forecast's scenario.
    """
    if goals is None:
        goals = forecast.scenario.goals
    else:
        check_goals(forecast, goals)
    policy = policy or forecast.scenario.policy
    return [_judge(forecast, goal, policy) for goal in goals]


def check_goals(forecast: Forecast, goals: Sequence[Goal]) -> None:
    """ScenarioError where one of `goals` does not fit the forecast's scenario."""
    scenario = forecast.scenario
    # Which goal serves which, and which the quotas carry, is a matter of the whole list, of which this may be a part.
    alone = tuple(goal.changed(serves=None) for goal in goals)
    fields = {name: getattr(scenario, name) for name in scenario.model_fields_set - {"quotas"}}
    parse_scenario({**fields, "goals": alone})


def _judge(forecast: Forecast, goal: Goal, policy: Policy) -> Verdict:
    return judged(forecast.scenario, goal, goal_values(forecast, goal), policy)


def judged(scenario: Scenario, goal: Goal, values: Floats, policy: Policy) -> Verdict:
    """The verdict on `values` (n_trials,) as those of `goal`, whatever months or people they belong to."""
    behind, widening = scenario.history, scenario.widening
    short = behind is not None and not behind.suffices
    n = len(values)
    met = int(np.count_nonzero(meets(values, goal)))
    probability = met / n
    low, high = wilson_interval(met, n)
    known = values[np.isfinite(values)]
    quantiles = [float(q) for q in np.quantile(known, [0.1, 0.5, 0.9])] if known.size else [None] * 3
    return Verdict(
        name=goal.name,
        metric=goal.metric,
        scope=goal.scope,
        target=goal.threshold,
        probability=probability,
        standard_error=math.sqrt(probability * (1 - probability) / n),
        interval=(low, high),
        verdict=NOT_ENOUGH if short else word(probability, policy),
        borderline=not short
        and any(low < edge < high for edge in (policy.realistic_at_least, policy.unreachable_below)),
        mean=float(known.mean()) if known.size else None,
        sd=float(known.std()) if known.size else None,
        p10=quantiles[0],
        p50=quantiles[1],
        p90=quantiles[2],
        undefined=1 - known.size / n,
        goal=goal,
        policy=policy,
        history=behind.sentence if behind is not None and short else None,
        widened=None if widening is None or widening.factor == 1 else widening.factor,
        second_opinion=weight_for(scenario, goal.metric, goal.scope),
    )


def joint_probability(forecast: Forecast, goals: Sequence[Goal]) -> float:
    """The share of trials that meet all of `goals` at once; 1 where there are none."""
    met = np.ones(forecast.n_trials, dtype=bool)
    for goal in goals:
        met &= meets(goal_values(forecast, goal), goal)
    return float(met.mean())


def target_at(forecast: Forecast, goal: Goal, probability: float) -> float | None:
    """The most demanding target of the goal's metric that is met with at least `probability`; None where there is none.

    It is a value that occurred: the k-th best of the trials, k the smallest whole number of at least
    probability * n_trials.
    """
    if not 0 < probability <= 1:
        raise ScenarioError.single("probability", probability, "must be above 0 and at most 1")
    values = goal_values(forecast, goal)
    known = np.sort(values[~np.isnan(values)])
    needed = max(math.ceil(probability * len(values) - 1e-9), 1)
    if needed > known.size:
        return None
    return float(known[-needed] if goal.direction == "at_least" else known[needed - 1])
