"""What not knowing an input does to a goal, against answers worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.polynomial.hermite_e import hermegauss
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide import MeasureNext, luck_shares, measure_next
from simulator.decide.dependence import FALSE_ALARM, FALSE_BINS, dependence
from simulator.decide.learning import Learning
from simulator.scenario import parse_scenario
from tests.statistical.significance import allowed_errors

TRIALS = 20_000


def close(found: float, exact: float, n: int = TRIALS, *, comparisons: int = 1) -> bool:
    """Whether a share of a variance is as it should be: its standard error is 2 sqrt(S) (1 - S) / sqrt(n) for a normal
    result, and never more than 1 / sqrt(n) times the kurtosis that a yes-or-no result has (below 2).
    """
    error = max(2 * math.sqrt(exact) * (1 - exact), math.sqrt(8 / n)) / math.sqrt(n)
    return abs(found - exact) <= allowed_errors(comparisons) * 1.5 * error


def company(target: float, metric: str = "entered", horizon: int = 1, **parts: Any) -> Scenario:
    team = {
        "name": "Only",
        "inbound_per_month": {"mean": 400.0, "sd": 20.0},
        "stages": [{"name": "won", "rate": 0.5}],
        "deal_size": 100.0,
        **parts.pop("team", {}),
    }
    goal = {"name": "Goal", "metric": metric, "target": target, "by": f"2027-{horizon:02d}"}
    document = {
        "name": "One",
        "start_month": "2027-01",
        "horizon_months": horizon,
        "teams": [team],
        "goals": [goal],
    }
    return parse_scenario({**document, **parts})


def found_of(plan: Scenario, name: str) -> MeasureNext:
    ranked = measure_next(simulate(plan, TRIALS), plan.goals[0])
    return next(one for one in ranked if one.name == name)


@pytest.mark.parametrize("target", [380.0, 400.0, 425.0])
def test_one_uncertain_volume_has_the_odds_of_a_poisson_mixed_over_a_normal(target: float) -> None:
    """x ~ N(400, 20), the count is Poisson(x): P(x) = P(Poisson(x) >= target), and half of the variance is x's."""
    nodes, weights = hermegauss(60)
    weights = weights / weights.sum()
    odds = stats.poisson.sf(target - 1, 400 + 20 * nodes)
    mean = float(weights @ odds)
    swing = math.sqrt(float(weights @ (odds - mean) ** 2))
    one = found_of(company(target), "leads per month of Only")
    assert close(one.share, 400 / (400 + 400))
    assert close(one.swing**2 / (mean * (1 - mean)), swing**2 / (mean * (1 - mean)))
    fine = stats.norm(400, 20).ppf((np.arange(2000) + 0.5) / 2000)
    here = stats.poisson.sf(target - 1, fine)
    exact = float(np.mean(np.select([here >= 0.6, here < 0.1], [1, -1], 0) != _band(mean)))
    assert abs(one.another_word - exact) < 0.03, "the cubic's own error at a band's edge included"


def _band(odds: float) -> int:
    return 1 if odds >= 0.6 else -1 if odds < 0.1 else 0


def test_the_derivative_of_the_odds_gives_the_swing_of_a_small_uncertainty() -> None:
    """P(x) is nearly straight over a small sd, so the swing is sd |dP/dx| = sd P(Poisson(x) = target - 1)."""
    plan = company(400.0, team={"inbound_per_month": {"mean": 400.0, "sd": 4.0}})
    exact = 4.0 * float(stats.poisson.pmf(399, 400))
    one = found_of(plan, "leads per month of Only")
    error = math.sqrt(8) / TRIALS * 0.25 / (2 * exact) + 0.5 / math.sqrt(TRIALS)
    assert abs(one.swing - exact) < 4 * error
    assert one.swing > 0


def test_a_risk_that_happens_or_not_moves_the_odds_by_what_lies_between() -> None:
    risk = {"name": "Storm", "lever": "volume", "effect": -0.1, "probability": 0.3, "start_month": "2027-01"}
    plan = company(380.0, team={"inbound_per_month": 400.0}, risks=[risk])
    calm, storm = (float(stats.poisson.sf(379, mean)) for mean in (400.0, 360.0))
    exact = math.sqrt(0.3 * 0.7) * (calm - storm)
    odds = 0.7 * calm + 0.3 * storm
    one = found_of(plan, "Storm")
    assert close(one.swing**2 / (odds * (1 - odds)), exact**2 / (odds * (1 - odds)))
    assert one.cases is None
    assert "no sample tells it beforehand" in one.sentence
    assert one.another_word == pytest.approx(0.3, abs=0.02), "realistic on the whole, a stretch in a storm"


def test_what_is_not_known_and_luck_add_up_to_the_spread() -> None:
    """Deals ~ Binomial of Poisson units: two uncertain inputs, their parts and the luck have closed forms."""
    plan = company(
        200.0,
        "won_deals",
        team={"stages": [{"name": "won", "rate": {"mean": 0.5, "equivalent_n": 400.0}}]},
    )
    rate_variance = 0.25 / 401
    of_volume = 0.5**2 * 400
    of_rate = 400**2 * rate_variance
    together = 400 * rate_variance
    luck = 400 * 0.5
    total = of_volume + of_rate + together + luck
    shares = luck_shares(simulate(plan, TRIALS), plan.goals[0])
    assert abs(shares.not_known - (of_volume + of_rate + together) / total) < allowed_errors() * shares.error
    assert shares.luck == 1 - shares.not_known


def test_bent_and_folded_curves_are_found() -> None:
    """Ishigami and Homma (1990): a sine, a squared sine, which no straight line sees, and an input that alone does
    nothing.
    """
    rng = np.random.default_rng(7)
    x = rng.uniform(-np.pi, np.pi, (3, TRIALS))
    a, b = 7.0, 0.1
    y = np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0])
    variance = 0.5 + a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18
    exact = [0.5 * (1 + b * np.pi**4 / 5) ** 2 / variance, a**2 / 8 / variance, 0.0]
    found = [dependence(one, (y,))[0] for one in x]
    for one, share in zip(found[:2], exact, strict=False):
        lost_in_bins = 0.03 * share
        assert abs(one.explained / y.var() - share) < lost_in_bins + 5 * 2 / math.sqrt(TRIALS)
        assert one.sure
    assert not found[2].sure


def test_an_input_that_does_not_matter_explains_nothing_on_average() -> None:
    rng = np.random.default_rng(11)
    tries, n = 300, 2_000
    y = (rng.random(n) < 0.4).astype(float)
    found = [dependence(rng.normal(size=n), (y,))[0] for _ in range(tries)]
    explained = np.array([one.explained for one in found]) / y.var()
    assert abs(explained.mean()) < 4 * explained.std() / math.sqrt(tries)
    alarms = sum(one.sure for one in found)
    assert alarms <= stats.binom(tries, 2 * FALSE_ALARM + FALSE_BINS).isf(1e-4)


@pytest.mark.parametrize(("a", "b", "further"), [(30.0, 70.0, 10), (2.0, 5.0, 40), (400.0, 600.0, 1000)])
def test_further_cases_leave_of_a_rate_what_the_formula_says(a: float, b: float, further: int) -> None:
    """The posterior's variance, averaged over what may be seen, is n0 / (n0 + n) of what it was."""
    rng = np.random.default_rng(3)
    seen = rng.binomial(further, rng.beta(a, b, 40_000))
    after = stats.beta(a + seen, b + further - seen).var()
    left = np.asarray(after / stats.beta(a, b).var())
    taught = Learning(((1.0, a + b, 1.0),), ("case", "cases"), 1.0)
    assert abs(left.mean() - taught.remaining(further)) < 4 * left.std() / math.sqrt(len(left))
    halving = taught.halving()
    assert halving == pytest.approx(3 * (a + b))
