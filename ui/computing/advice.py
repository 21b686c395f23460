"""What would make a goal realistic, in sentences for paper: the levers that matter most, each a tenth better."""

from __future__ import annotations

from simulator import Scenario, Verdict
from simulator.decide.sensitivity import LeverEffect
from ui import cache
from ui.wording import formats, verdicts
from ui.wording.lever_values import lever_value

MOST_LINES = 3
LEAST_GAIN = 0.01


def advice(plan: Scenario, verdict: Verdict) -> tuple[str, ...]:
    """At most `MOST_LINES` sentences, the strongest lever first; none where the goal is realistic as it is.

    Where there is no word for want of history none is promised. The gain is
    that of the ranking behind the sliders, which looks at fewer futures: it is said to be about so much.
    """
    if verdict.verdict == "realistic":
        return ()
    gaining = [one for one in cache.ranking(plan, verdict.goal) if one.better - one.base > LEAST_GAIN]
    lines = (_line(plan, one, verdict) for one in sorted(gaining, key=lambda one: one.base - one.better))
    return tuple(line for line in lines if line)[:MOST_LINES]


def _line(plan: Scenario, effect: LeverEffect, verdict: Verdict) -> str:
    value = lever_value(plan, effect.lever.name)
    if value is None:
        return ""
    moved = value.value + effect.step if effect.lever.absolute else value.value * (1 + effect.step)
    if effect.lever.share and moved > 1:
        return ""
    gain = effect.better - effect.base
    line = f"{value.label} {value.text(value.value)} → {value.text(moved)}: about {formats.points(gain)}"
    if not verdicts.has_word(verdict):
        return line
    enough = verdict.probability + gain >= verdict.policy.realistic_at_least
    return f"{line}, {'enough' if enough else 'not enough'} alone"
