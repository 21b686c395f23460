"""What staying in business costs in every future, and in which futures it is earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals.values import metric_values
from simulator.goals.windows import Window
from simulator.scenario.plan import Scenario

Yes = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Spending:
    """Money spent in the window besides cost of sales, each of shape (n_trials,).

    changes: initiatives that start in the window, and the risks that happen in it.
    """

    salaries: Floats
    marketing: Floats
    overhead: Floats
    changes: Floats

    @property
    def total(self) -> Floats:
        """All of it."""
        return self.salaries + self.marketing + self.overhead + self.changes


def has_costs(scenario: Scenario) -> bool:
    """Whether the scenario says what people, marketing or overhead cost."""
    fixed = scenario.costs.marketing_per_month or scenario.costs.overhead_per_month
    return bool(fixed or any(team.annual_cost_per_rep for team in scenario.teams))


def unstated_costs(scenario: Scenario) -> tuple[str, ...]:
    """Which costs the scenario gives no number for, so that they are in no floor, as they are called."""
    costs = scenario.costs
    paid = [team for team in scenario.teams if team.reps or team.headcount or team.hires]
    stated = {
        "salaries": all(team.annual_cost_per_rep for team in paid) and bool(paid),
        "cost of sales": costs.gross_margin.mean < 1 or bool(costs.gross_margin.sd),
        "marketing": costs.marketing_per_month > 0,
        "overhead": costs.overhead_per_month > 0,
    }
    return tuple(name for name, is_stated in stated.items() if not is_stated)


def spending(forecast: Forecast, window: Window) -> Spending:
    """What was spent over the months of `window` in every future."""

    def over(name: str) -> Floats:
        return np.asarray(forecast.series(name)[:, window.months].sum(axis=1), dtype=float)

    return Spending(
        salaries=over(Series.REP_COST),
        marketing=over(Series.MARKETING_COST),
        overhead=over(Series.OVERHEAD_COST),
        changes=over(Series.CHANGE_COST),
    )


def covered(forecast: Forecast, window: Window) -> Yes | None:
    """In which futures profit over `window` is not negative, shape (n_trials,): the one meaning of "costs covered".

    None where the scenario gives no costs of people, marketing or overhead.
    """
    if not has_costs(forecast.scenario):
        return None
    return np.asarray(metric_values(forecast, "profit", COMPANY, window) >= 0)
