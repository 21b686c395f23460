"""What is told of why odds moved: totals, parts, what several do only together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.goals.metrics import metric
from simulator.goals.verdict import Verdict


@dataclass(frozen=True)
class Moved:
    """A change of the odds and of the metric's median, each with its standard error (both sides share their luck)."""

    odds: float
    odds_error: float
    median: float | None
    median_error: float | None

    @property
    def is_sure(self) -> bool:
        """Whether the odds moved by more than the luck of so many futures would."""
        return abs(self.odds) > 2 * self.odds_error


@dataclass(frozen=True)
class Part:
    """What one difference does.

    moved: made alone in the old plan. last: made last, on top of all others; None where the others do not stand without
    it. name has no numbers of the plans in it, words have. count: differences it stands for. luck: another seed; time:
    the calendar went on.
    """

    name: str
    words: str
    moved: Moved
    last: Moved | None
    count: int = 1
    luck: bool = False
    time: bool = False


@dataclass(frozen=True)
class Together:
    """What two differences do only together, beyond what each does alone."""

    names: tuple[str, str]
    moved: Moved


@dataclass(frozen=True)
class Why:
    """Why a goal's odds moved from `old` to `new`.

    total is exactly the sum of the parts, of `interaction` and of the luck. parts: the one that moves the odds most
    first. pairs: the interactions of two that were looked at, the largest first; what is left of `interaction` needs
    three or more. beside: what differs and cannot touch the odds. bands_only: the word with the old odds under the new
    policy, where that is another one.
    """

    goal: str
    metric: str
    names: tuple[str, str]
    digests: tuple[str, str]
    old: Verdict
    new: Verdict
    total: Moved
    parts: tuple[Part, ...]
    interaction: Moved
    pairs: tuple[Together, ...]
    beside: tuple[str, ...]
    bands_only: str | None
    seed: int
    n_trials: int

    @property
    def is_money(self) -> bool:
        """Whether medians are amounts."""
        return metric(self.metric).unit == "money"

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "goal": self.goal,
            "metric": self.metric,
            "from": _side(self.names[0], self.digests[0], self.old),
            "to": _side(self.names[1], self.digests[1], self.new),
            "total": _plain(self.total),
            "parts": [
                {
                    "name": part.name,
                    "words": part.words,
                    "differences": part.count,
                    "other_luck": part.luck,
                    "alone": _plain(part.moved),
                    "last": None if part.last is None else _plain(part.last),
                }
                for part in self.parts
            ],
            "interaction": _plain(self.interaction),
            "pairs": [{"names": list(pair.names), **_plain(pair.moved)} for pair in self.pairs],
            "beside": list(self.beside),
            "word_by_bands_alone": self.bands_only,
            "seed": self.seed,
            "n_trials": self.n_trials,
        }


def _side(name: str, digest: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "name": name,
        "scenario_digest": digest,
        "probability": verdict.probability,
        "verdict": verdict.verdict,
        "target": verdict.target,
        "median": verdict.p50,
    }


def _plain(moved: Moved) -> dict[str, Any]:
    return {
        "points": moved.odds,
        "points_error": moved.odds_error,
        "median": moved.median,
        "median_error": moved.median_error,
    }
