"""Rates that are not known, against beta-binomial and mixed Poisson laws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import beta, betabinom, binom, nbinom, poisson

from simulator import simulate
from tests.statistical.significance import assert_counts, assert_mean
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000


def pipeline_wins(rate: object, count: int = 20, groups: int = 1) -> Floats:
    """Deals that close in month 0 out of `groups` groups of `count` open deals, (trials,)."""
    plan = scenario(team_document(open_pipeline=[{"count": count, "win_rate": rate}] * groups), months=1)
    values: Floats = simulate(plan, n_trials=TRIALS, seed=31).series("closed")[:, 0]
    return values


@pytest.mark.parametrize(("successes", "trials"), [(3, 10), (0, 5), (5, 5), (360, 1080), (0, 0)])
def test_counted_rate_is_a_jeffreys_beta(successes: int, trials: int) -> None:
    """K wins of 20 with p ~ Beta(s + 1/2, n - s + 1/2): beta-binomial probabilities."""
    wins = pipeline_wins({"successes": successes, "trials": trials})
    assert_counts(wins, betabinom.pmf(np.arange(21), 20, successes + 0.5, trials - successes + 0.5))


def test_stated_rate_is_a_beta_of_equivalent_size() -> None:
    """p ~ Beta(mean n, (1 - mean) n)."""
    wins = pipeline_wins({"mean": 0.3, "equivalent_n": 8})
    assert_counts(wins, betabinom.pmf(np.arange(21), 20, 2.4, 5.6))


def test_known_rate_is_binomial() -> None:
    """{mean} alone is a constant; so are 0 and 1."""
    assert_counts(pipeline_wins({"mean": 0.3}), binom.pmf(np.arange(21), 20, 0.3))
    assert pipeline_wins(0.0).sum() == 0
    assert np.all(pipeline_wins({"mean": 1.0, "equivalent_n": 10}) == 20)


def test_groups_of_open_deals_draw_their_own_rate() -> None:
    """Two groups of 10: the convolution of two beta-binomials, not one beta-binomial of 20."""
    wins = pipeline_wins({"successes": 1, "trials": 3}, count=10, groups=2)
    one = betabinom.pmf(np.arange(11), 10, 1.5, 2.5)
    assert_counts(wins, np.convolve(one, one))


@pytest.mark.parametrize("sizes", [{"value": 3.0}, {"values": [3.0]}, {}])
@pytest.mark.parametrize("name", [{}, {"name": "offer"}])
def test_groups_have_their_own_luck_whatever_they_are_called(
    sizes: dict[str, Any], name: dict[str, str]
) -> None:
    """Three deals at 1 in 2, three groups that may share a name: binomial, not all or nothing."""
    group = {"count": 1, "win_rate": 0.5, **sizes, **name}
    plan = scenario(team_document(open_pipeline=[group] * 3), months=1)
    wins = simulate(plan, n_trials=TRIALS, seed=37).series("closed")[:, 0]
    assert_counts(wins, binom.pmf(np.arange(4), 3, 0.5))


def test_stage_rate_is_drawn_once_for_all_months() -> None:
    """N_t ~ Poisson(mu), p ~ Beta: P(won_t = k) = integral of Poisson(k; mu p), Cov(won_s, won_t) = mu^2 Var p."""
    mu, shape = 30.0, (4.5, 8.5)
    stages = [{"name": "sale", "rate": {"successes": 4, "trials": 12}}]
    plan = scenario(team_document(inbound_per_month=mu, stages=stages), months=3)
    won = simulate(plan, n_trials=TRIALS, seed=32).series("won")
    grid = beta.ppf((np.arange(4_000) + 0.5) / 4_000, *shape)
    pmf = np.mean(poisson.pmf(np.arange(80)[:, None], mu * grid), axis=1)
    for t in range(3):
        assert_counts(won[:, t], pmf)
    centred = won - mu * beta.mean(*shape)
    assert_mean(centred[:, 0] * centred[:, 2], mu**2 * beta.var(*shape))


def test_funnel_thins_a_negative_binomial_into_one() -> None:
    """Thinning NegBin(mu, k) by known rates keeps k and multiplies mu, stage after stage."""
    rates = (0.6, 0.5, 0.3)
    stages = [{"name": f"step {place}", "rate": rate} for place, rate in enumerate(rates)]
    plan = scenario(team_document(inbound_per_month={"mean": 60, "dispersion": 4}, stages=stages), months=2)
    forecast = simulate(plan, n_trials=TRIALS, seed=33)
    mean, k = 60.0, 4.0
    for place, rate in enumerate(rates):
        mean *= rate
        reached = forecast.series(f"stage:step {place}")[:, 1]
        assert_counts(
            reached, nbinom.pmf(np.arange(int(mean * 8) + 40), k, k / (k + mean)), what=f"step {place}"
        )
    assert np.array_equal(forecast.series("worked"), forecast.series("stage:step 1"))
    assert np.array_equal(forecast.series("won"), forecast.series("stage:step 2"))


def test_stages_of_different_teams_are_drawn_apart() -> None:
    """Cov of two teams' wins is 0 although their rates have the same sample."""
    stages = [{"name": "sale", "rate": {"successes": 1, "trials": 3}}]
    teams = [team_document(name, inbound_per_month=50.0, stages=stages) for name in ("North", "South")]
    forecast = simulate(scenario(*teams, months=1), n_trials=TRIALS, seed=34)
    north, south = (forecast.series("won", scope=name)[:, 0] - 50 * 1.5 / 4 for name in ("North", "South"))
    assert_mean(north * south, 0.0)


def test_a_rate_lever_multiplies_the_drawn_rate_and_stops_at_one() -> None:
    """won_t ~ Poisson(mu min(1, 3 p)) with p ~ Beta(2, 4), from the month the lever moves."""
    stages = [{"name": "sale", "rate": {"mean": 1 / 3, "equivalent_n": 6}}]
    plan = scenario(
        team_document(inbound_per_month=20.0, stages=stages),
        months=2,
        initiatives=[initiative("win_rate", 2.0, start_month=month(1))],
    )
    won = simulate(plan, n_trials=TRIALS, seed=35).series("won")
    grid = beta.ppf((np.arange(8_000) + 0.5) / 8_000, 2, 4)
    for t, factor in ((0, 1), (1, 3)):
        pmf = np.mean(poisson.pmf(np.arange(60)[:, None], 20 * np.minimum(1, factor * grid)), axis=1)
        assert_counts(won[:, t], pmf)


def test_stage_lever_moves_its_stage_only() -> None:
    """stage:<name> multiplies that stage's rate, win_rate the last one."""
    stages = [{"name": "meeting", "rate": 0.4}, {"name": "offer", "rate": 0.5}, {"name": "sale", "rate": 0.3}]
    team = team_document(inbound_per_month=100.0, stages=stages)
    moved = [initiative("stage:offer", 0.5), initiative("win_rate", 1.0)]
    forecast = simulate(scenario(team, months=1, initiatives=moved), n_trials=TRIALS, seed=36)
    for name, mean in (("meeting", 40.0), ("offer", 30.0), ("sale", 18.0)):
        assert_mean(forecast.series(f"stage:{name}")[:, 0], mean, comparisons=3)
