"""How the plan becomes quotas: over-assignment by layer of management, and what counts as fair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.errors import Problem, shorten
from simulator.scenario.goal import Goal
from simulator.scenario.quantities import Document, Name

OverAssignment = Annotated[float, Strict(), Field(ge=0.5, le=3)]


class ManagementLayer(Document):
    """A layer above the reps that carries `over_assignment` times the plan, for instance VP 1.02 or manager 1.05.

    of: what each one in the layer answers for: the goal as a whole (``company``), a ``team``, or the reps who name them
    as their ``manager``.
    """

    name: Name
    over_assignment: OverAssignment
    of: Literal["company", "team", "manager"] = "company"


class Quotas(Document):
    """The quotas of the reps.

    goal: name of the goal they come from; left out, the first that can be shared out among reps. over_assignment:
    the sum of all reps' quotas (street quota) over the plan. hold: what the goal is: the ``plan``, with quotas above
    it, or the ``street`` quota, with a plan below it. layers: from the top down. fairness_margin: in odds, the furthest
    two reps of like tenure may be apart before they are named.
    """

    goal: Name | None = None
    over_assignment: OverAssignment = 1.0
    hold: Literal["plan", "street"] = "plan"
    layers: tuple[ManagementLayer, ...] = Field(default=(), max_length=6)
    fairness_margin: Annotated[float, Strict(), Field(gt=0, le=1)] = 0.10

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [layer.name for layer in self.layers]
        if len(set(names)) < len(names):
            raise ValueError("two layers of management have the same name; give each a name of its own")
        return self


def quota_problems(quotas: Quotas | None, goals: Sequence[Goal]) -> Iterator[Problem]:
    """A problem where the quotas come from a goal the plan does not have."""
    names = [goal.name for goal in goals]
    if quotas is not None and quotas.goal is not None and quotas.goal not in names:
        choices = (
            f"use one of {', '.join(shorten(name) for name in names)}" if names else "the plan has no goal"
        )
        yield Problem(
            "quotas.goal", shorten(quotas.goal), f"is no goal of this plan; {choices}, or leave it out"
        )
