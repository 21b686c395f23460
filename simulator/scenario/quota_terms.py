"""How the plan becomes quotas: over-assignment by layer of management, and what counts as fair."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.quantities import Document, Name

OverAssignment = Annotated[float, Strict(), Field(ge=0.5, le=3)]


class ManagementLayer(Document):
    """A layer above the reps that carries `over_assignment` times the plan, for instance VP 1.02 or manager 1.05."""

    name: Name
    over_assignment: OverAssignment


class Quotas(Document):
    """The quotas of the reps.

    goal: name of the goal they come from; left out, the first that can be shared out among reps. over_assignment:
    the sum of all reps' quotas (street quota) over the plan. layers: from the top down. hold: what stays where the
    over-assignment moves, the ``plan`` or the ``street`` quota. fairness_margin: in odds, the furthest two reps of like
    tenure may be apart before the page names them.
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
