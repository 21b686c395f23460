"""What the scorecard of the reps counts: benchmarks with their source, and points for a unit of each metric."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from simulator.scenario.quantities import Document, Number, Text

ScoreName = Literal[
    "calls",
    "emails",
    "meetings",
    "demos",
    "opportunities",
    "proposals",
    "coaching_hours",
    "meeting_rate",
    "demo_rate",
    "opportunity_rate",
    "proposal_rate",
    "win_rate",
    "won",
    "deal_size",
    "bookings",
    "cycle_days",
    "attainment",
]
"""The metrics of a scorecard, see `simulator.scorecard.metrics`."""


class ScoreTerms(Document):
    """One metric of the scorecard.

    benchmark: in the metric's unit (a share for rates), with the `source` where it stands; left out, the median of the
    rep's own team. points: for one unit of the metric; left out, each metric of its section counts the same. counts:
    whether it is part of the score.
    """

    metric: ScoreName
    benchmark: Annotated[Number, Field(gt=0)] | None = None
    points: Annotated[float, Strict(), Field(ge=0, le=1e9)] | None = None
    counts: Literal["yes", "no"] = "yes"
    source: Text | None = None

    @model_validator(mode="after")
    def _says_where_it_stands(self) -> Self:
        if self.benchmark is not None and not (self.source or "").strip():
            raise ValueError(
                f"the benchmark of {self.metric} needs a source: say where it stands, or leave it out and the "
                "team's own median is taken"
            )
        return self


class ScorePlan(Document):
    """Benchmarks and points of the metrics somebody has stated; the others have their defaults."""

    metrics: tuple[ScoreTerms, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [one.metric for one in self.metrics]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} stands twice; state each metric once")
        return self

    def of(self, metric: str) -> ScoreTerms | None:
        """What is stated about `metric`; None where nothing is."""
        return next((one for one in self.metrics if one.metric == metric), None)
