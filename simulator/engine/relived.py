"""The same futures lived again: every input that is not exactly known keeps its draw, all luck is drawn anew.

What the two lives of a future have in common is what the inputs bring: for any outcome Y and its second life Y',
Cov(Y, Y') = Var(E[Y | inputs]), whatever the inputs do together (Sobol' 1993; Homma and Saltelli 1996).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.parameter_draws import draw_inputs
from simulator.engine.simulate import Progress, simulate
from simulator.engine.streams import Floats, Luck
from simulator.scenario.plan import Scenario

StreamName = tuple[str, ...]


def relived(
    forecast: Forecast,
    *,
    also: frozenset[StreamName] = frozenset(),
    progress: Progress | None = None,
    threads: int | None = None,
) -> Forecast:
    """The second life of every trial of `forecast`, independent of the first given the inputs.

    also: streams beside those of the inputs that keep their draws.
    """
    return simulate(
        forecast.scenario,
        forecast.n_trials,
        forecast.seed,
        progress=progress,
        threads=threads,
        kept=input_streams(forecast.scenario) | also,
    )


def input_streams(scenario: Scenario) -> frozenset[StreamName]:
    """Names of the streams the inputs of `scenario` are drawn from: those `parameter_draws` asks for, no others."""
    luck = _Listening(0, 0, 1)
    draw_inputs(scenario, luck)
    return frozenset(luck.asked)


@dataclass(frozen=True)
class _Listening(Luck):
    """Luck that remembers which streams were asked for; what it gives is of no use."""

    asked: set[StreamName] = field(default_factory=set)

    def _drawn(
        self,
        name: StreamName,
        rows: int,
        draw: Callable[[np.random.Generator, tuple[int, int]], Floats],  # noqa: ARG002
    ) -> Floats:
        self.asked.add(name)
        return np.full((rows, self.count), 0.5)
