"""What each lever would have to be, sought one lever at a time and kept by fingerprint, and the date that would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator import Scenario
from simulator.decide.realistic_date import RealisticDate, realistic_date
from simulator.decide.response import Response
from simulator.decide.seek import Seeker
from simulator.decide.sought import LeverTurn, RealisticTarget
from simulator.decide.terms import Terms, terms
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import PlanTooLargeError, seek_trials, size

DATE_MONTHS = 60
"""How far a plan is lived on to find a date."""
NAME, TARGET_NAME, DATE_NAME = "seek", "seek_target", "seek_date"


def seek_terms(plan: Scenario) -> tuple[Terms, ...]:
    """Every lever of the plan with its bounds."""
    return terms(plan)


def sought_trials(plan: Scenario) -> int:
    """Futures of a search in `plan`; 0 where even the fewest are too many."""
    return seek_trials(plan, len(seek_terms(plan)))


class SeekView:
    """The answers for one goal and one wanted probability, each computed when first asked for by anybody.

    Raises PlanTooLargeError on the first answer where the plan is too large to search.
    """

    def __init__(self, plan: Scenario, goal: Goal, wanted: float) -> None:
        self.plan, self.goal, self.wanted = plan, goal, wanted
        self.n_trials = sought_trials(plan)
        self._seeker: Seeker | None = None

    def turn(self, one: Terms) -> LeverTurn:
        """What this lever alone can do."""
        return cache.summary(
            NAME, self.plan, self.n_trials, self._parts(one), lambda: self._search().lever(one)
        )

    def is_hopeless(self, one: Terms) -> bool:
        """Whether a few futures show already that this lever alone is not enough."""
        return self._search().is_hopeless(one)

    def turns(self, told: Callable[[int, int], None] | None = None) -> Iterator[LeverTurn]:
        """Every lever; `told` hears how many are done, of how many."""
        listed = seek_terms(self.plan)
        for number, one in enumerate(listed):
            if told is not None:
                told(number, len(listed))
            yield self.turn(one)

    def target(self) -> RealisticTarget | None:
        """The target that has the wanted odds as things are."""
        parts = (self.goal.name, self.wanted)
        return cache.summary(TARGET_NAME, self.plan, self.n_trials, parts, lambda: self._search().target())

    def date(self) -> RealisticDate | None:
        """The date by which the goal has the wanted odds; None where the plan is too large to be lived on so far."""
        longest = self.plan.changed(horizon_months=max(DATE_MONTHS, self.plan.horizon_months))
        try:
            n_trials = cache.affordable(longest, self.n_trials)
        except PlanTooLargeError:
            return None

        def make() -> RealisticDate:
            return realistic_date(
                Response(cache.forecast(self.plan, n_trials), progress=runs.stop_if_asked),
                self.goal,
                self.wanted,
                most_months=max(DATE_MONTHS, self.plan.horizon_months),
                progress=runs.stop_if_asked,
                threads=runs.threads(n_trials * size(longest)),
            )

        return cache.summary(DATE_NAME, self.plan, n_trials, (self.goal.name, self.wanted), make)

    def _parts(self, one: Terms) -> tuple[str, float, tuple[str, tuple[str, ...]]]:
        return self.goal.name, self.wanted, one.key

    def _search(self) -> Seeker:
        if not self.n_trials:
            raise PlanTooLargeError(
                "This plan is too large to search every lever here. Join teams or shorten the period."
            )
        if self._seeker is None:
            work = self.n_trials * size(self.plan)
            response = Response(
                cache.forecast(self.plan, self.n_trials),
                progress=runs.stop_if_asked,
                threads=runs.threads(work),
            )
            self._seeker = Seeker(
                response, self.goal, self.wanted, progress=runs.stop_if_asked, threads=runs.threads(work)
            )
        return self._seeker
