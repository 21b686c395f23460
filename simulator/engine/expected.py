"""What the levers do on average: the mean factor of initiatives, risks and moved levers, month by month."""

from __future__ import annotations

import numpy as np

from simulator.engine.effects import Effects, draw_effects
from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats


def drawn_effects(forecast: Forecast) -> Effects:
    """The effects of every trial of `forecast`, as it was made of them."""
    return draw_effects(forecast.scenario, forecast.luck(0, forecast.n_trials))


def expected_factor(effects: Effects, lever: str, team: str | None = None) -> Floats:
    """The mean factor on `lever` in each month, shape (months,); exactly 1 where nothing moves it."""
    mean = effects.factor(lever, team).mean(axis=1)
    return np.asarray(np.broadcast_to(mean, (effects.months,)), dtype=float)
