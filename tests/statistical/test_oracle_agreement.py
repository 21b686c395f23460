"""The engine against the event-by-event simulation, with everything switched on: means, spreads, odds, covariances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import ks_2samp

from simulator import Forecast, assess, simulate
from simulator.scenario import parse_scenario
from tests.statistical.oracle import Futures, futures
from tests.statistical.oracle_metrics import yearly
from tests.statistical.significance import FALSE_ALARM, allowed_errors
from tests.statistical.small_scenarios import Floats
from tests.statistical.whole_companies import ONE_OFF, SUBSCRIPTION

ENGINE_TRIALS, ORACLE_FUTURES = 20_000, 6_000
PLANS = {"subscription": SUBSCRIPTION, "one-off": ONE_OFF}
ENGINE_NAMES = {
    "backlog_carried": "carried",
    "marketing": "marketing_cost",
    "overhead": "overhead_cost",
    "changes": "change_cost",
}
"""Where the engine calls a series something else."""


@dataclass(frozen=True)
class Pair:
    """Both tellings of one company."""

    engine: Forecast
    oracle: Futures

    def series(self, scope: str, name: str) -> tuple[Floats, Floats]:
        """One series of both, (trials, months)."""
        engine = self.engine.series(ENGINE_NAMES.get(name, name), scope)
        return np.asarray(engine, dtype=float), self.oracle[scope, name]


@cache
def pair(plan: str) -> Pair:
    """Both tellings, run once for all tests."""
    document: dict[str, Any] = PLANS[plan]
    engine = simulate(parse_scenario(document), n_trials=ENGINE_TRIALS, seed=101)
    return Pair(engine, futures(document, ORACLE_FUTURES, seed=20_27))


def compared(plan: str) -> list[tuple[str, str]]:
    """Every series the oracle keeps; `pipeline_won` has no months, `initiatives` is part of the changes' cost."""
    return [key for key in pair(plan).oracle if key[1] not in ("pipeline_won", "initiatives")]


def gaps(mean_of: Any, engine: Floats, oracle: Floats) -> Floats:
    """|difference| of two means over axis 0 in combined standard errors; 0 where both are the same constant."""
    one, other = mean_of(engine), mean_of(oracle)
    error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    difference = np.abs(one.mean(axis=0) - other.mean(axis=0))
    tiny = 1e-9 * (1 + np.abs(other.mean(axis=0)))
    return np.where(difference <= tiny, 0.0, difference / np.maximum(error, tiny))


def worst(plan: str, keys: list[tuple[str, str]], measure: Any) -> list[str]:
    """Sentences about the series that differ by more than chance allows."""
    months, found = pair(plan).engine.n_months, []
    limit = allowed_errors(len(keys) * months)
    for scope, name in keys:
        engine, oracle = pair(plan).series(scope, name)
        distance = measure(engine, oracle)
        if np.any(distance > limit):
            t = int(distance.argmax())
            found.append(
                f"{scope} {name} month {t}: {engine[:, t].mean():.4f} ± {engine[:, t].std():.4f} against "
                f"{oracle[:, t].mean():.4f} ± {oracle[:, t].std():.4f}, {distance.max():.1f} errors"
            )
    return found


@pytest.mark.parametrize("plan", PLANS)
def test_n1_means_of_all_series_in_all_months(plan: str) -> None:
    keys = compared(plan)
    assert len(keys) >= 40
    assert worst(plan, keys, lambda engine, oracle: gaps(lambda x: x, engine, oracle)) == []


@pytest.mark.parametrize("plan", PLANS)
def test_spreads_of_all_series_in_all_months(plan: str) -> None:
    """Squared distances to the mean; the drawn cycle days are left out, of which only the mean is promised."""
    keys = [key for key in compared(plan) if key[1] != "cycle_days_sum"]
    assert (
        worst(plan, keys, lambda engine, oracle: gaps(lambda x: (x - x.mean(axis=0)) ** 2, engine, oracle))
        == []
    )


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("plan", PLANS)
def test_odds_of_all_series_in_all_months(plan: str, share: float) -> None:
    """P(series >= x) where x is a quantile of both samples together."""

    def measure(engine: Floats, oracle: Floats) -> Floats:
        x = np.quantile(np.concatenate([engine[: len(oracle)], oracle]), share, axis=0)
        return gaps(lambda values: (values >= x - 1e-9 * np.abs(x)).astype(float), engine, oracle)

    keys = [key for key in compared(plan) if key[1] != "cycle_days_sum"]
    assert worst(plan, keys, measure) == []


@pytest.mark.parametrize("plan", PLANS)
def test_months_hang_together_as_in_the_oracle(plan: str) -> None:
    """Covariances of a month with the next and with the fifth after it."""
    keys = [key for key in compared(plan) if key[1] not in ("cycle_days_sum", "people_bind", "changes")]
    for lag in (1, 5):

        def centred(values: Floats, lag: int = lag) -> Floats:
            away = values - values.mean(axis=0)
            return np.asarray(away[:, :-lag] * away[:, lag:])

        def measure(engine: Floats, oracle: Floats) -> Floats:
            return gaps(centred, engine, oracle)

        assert worst(plan, keys, measure) == []


@pytest.mark.parametrize("plan", PLANS)
def test_years_have_the_same_distribution(plan: str) -> None:
    """Kolmogorov-Smirnov on the year's sums and closing stocks of every scope."""
    stocks = (
        "customers",
        "mrr",
        "headcount",
        "effective_reps",
        "market",
        "backlog_carried",
        "opening_customers",
    )
    keys = [key for key in compared(plan) if key[1] != "cycle_days_sum"]
    found = []
    for scope, name in keys:
        engine, oracle = (
            x[:, -1] if name in stocks else x.sum(axis=1) for x in pair(plan).series(scope, name)
        )
        chance = ks_2samp(np.round(engine, 6), np.round(oracle, 6)).pvalue
        if chance < FALSE_ALARM / len(keys):
            found.append(f"{scope} {name}: p = {chance:.1e}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("plan", PLANS)
def test_yearly_metrics(plan: str) -> None:
    """Every metric of the whole horizon: mean, and the odds of reaching its 20, 50 and 80 % quantile."""
    document, engine = PLANS[plan], pair(plan).engine
    metrics = yearly(pair(plan).oracle, document)
    shares = (0.2, 0.5, 0.8)
    scenario, last = engine.scenario, engine.months[-1]
    found = []
    for (scope, metric), values in metrics.items():
        known = values[np.isfinite(values)]
        assert len(known) > 0.99 * len(values), metric
        targets = [float(x) for x in np.quantile(known, shares)]
        goals = [
            {"name": f"{place}", "metric": metric, "scope": scope, "target": x, "by": last}
            for place, x in enumerate(targets)
        ]
        verdicts = assess(engine, goals=scenario.changed(goals=goals).goals)
        mean, sd = verdicts[0].mean, verdicts[0].sd
        assert mean is not None
        assert sd is not None
        error = np.sqrt(known.var() / len(known) + sd**2 / ENGINE_TRIALS)
        if abs(mean - known.mean()) > allowed_errors(len(metrics)) * error + 1e-9 * abs(known.mean()):
            found.append(f"{scope} {metric}: mean {mean:.5g} against {known.mean():.5g}, error {error:.2g}")
        for verdict, x in zip(verdicts, targets, strict=True):
            odds = float((known >= x - 1e-12 * abs(x)).mean())
            error = np.sqrt(odds * (1 - odds) / len(known) + verdict.standard_error**2)
            if abs(verdict.probability - odds) > allowed_errors(3 * len(metrics)) * error:
                found.append(f"{scope} P({metric} >= {x:.5g}): {verdict.probability:.4f} against {odds:.4f}")
    assert not found, "\n".join(found)
