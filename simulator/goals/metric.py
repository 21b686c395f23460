"""What is said of a metric: definition, formula, unit, direction, what it needs, where its evidence comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.windows import Window

Unit = Literal["money", "count", "share", "ratio", "days"]
Kind = Literal["flow", "stock", "ratio"]
Group = Literal["money", "customers", "funnel", "people", "activity"]


@dataclass(frozen=True)
class Metric:
    """A named quantity.

    kind: a flow adds up over the window, a stock is read at its end (or averaged), a ratio divides sums over it.
    better: +1 where more is better. `value(forecast, scope, window)` has shape (n_trials,); NaN where it is undefined.
    timing: a lead moves before the money does and can be worked on, a lag is what came of it. sort: whether it counts
    what people do, what came of it, or money. needs: the inputs behind it, in words. evidence: where its actual is
    found. source: the publication the definition follows.
    """

    name: str
    label: str
    unit: Unit
    kind: Kind
    better: Literal[1, -1]
    definition: str
    value: Callable[[Forecast, str, Window], Floats]
    group: Group
    timing: Literal["lead", "lag"]
    sort: Literal["activity", "outcome", "money"]
    formula: str
    needs: tuple[str, ...]
    evidence: str
    source: str

    @property
    def direction(self) -> Literal["at_least", "at_most"]:
        """What a goal on it usually asks for."""
        return "at_least" if self.better > 0 else "at_most"
