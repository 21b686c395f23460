"""What the evidence finds in generated companies, against the rates they were generated with.

Every tolerance is four standard errors of the estimate. Deals still open when the export ends bias what closed deals
show (long cycles are missing); the expectations take that into account, with V = E[F(T U)], U uniform on 0..1, the
share of deals of a cycle distribution F that is closed by the end of T days of evenly entering deals.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from simulator import simulate
from simulator.evidence import Evidence, TeamFinding, build_evidence, evidence_to_scenario, read_export
from simulator.sample import TRUE_RATES, TeamTruth, sample_company
from simulator.sample.truth import MARKET_PERSISTENCE, MARKET_SD

SEEDS = (0, 1, 2027)
DAYS = 1096
TIMES = (np.arange(20_000) + 0.5) / 20_000 * DAYS
FINDINGS: dict[int, Evidence] = {}


def found(seed: int, name: str) -> TeamFinding:
    if seed not in FINDINGS:
        FINDINGS[seed] = build_evidence(read_export(sample_company(seed)))
    (team,) = [team for team in FINDINGS[seed].teams if team.name == name]
    return team


def visible(mean: float, cv: float) -> float:
    return float(stats.gamma(1 / cv**2, scale=mean * cv**2).cdf(TIMES).mean())


def assert_near(value: float, expected: float, standard_error: float) -> None:
    assert abs(value - expected) <= 4 * standard_error, (value, expected, standard_error)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("truth", TRUE_RATES.values(), ids=TRUE_RATES.keys())
class TestRates:
    def test_win_rate(self, seed: int, truth: TeamTruth) -> None:
        counts = found(seed, truth.name).counts
        won = truth.win_rate * visible(truth.cycle_days, truth.cycle_cv)
        lost = (1 - truth.win_rate) * visible(truth.lost_cycle_days, truth.cycle_cv)
        share = won / (won + lost)
        assert_near(counts.won / counts.closed, share, np.sqrt(share * (1 - share) / counts.closed))

    def test_chance_of_an_entering_deal(self, seed: int, truth: TeamTruth) -> None:
        outcome = found(seed, truth.name).outcome
        share = truth.won_of_entered
        assert_near(outcome.won, share, np.sqrt(share * (1 - share) / outcome.deals))

    def test_deal_size_and_its_family(self, seed: int, truth: TeamTruth) -> None:
        size = found(seed, truth.name).size
        assert_near(size.mean, truth.deal_size, truth.deal_size * truth.size_cv / np.sqrt(size.n))
        assert size.family == truth.size_family

    def test_cycle(self, seed: int, truth: TeamTruth) -> None:
        cycle = found(seed, truth.name).cycle
        law = stats.gamma(1 / truth.cycle_cv**2, scale=truth.cycle_days * truth.cycle_cv**2)
        lengths = law.ppf((np.arange(20_000) + 0.5) / 20_000)
        weights = np.maximum(DAYS - lengths, 0)  # a deal of this length is closed if it entered this early
        expected = float((lengths * weights).sum() / weights.sum())
        assert_near(cycle.mean, expected, truth.cycle_days * truth.cycle_cv / np.sqrt(cycle.n))

    def test_volume(self, seed: int, truth: TeamTruth) -> None:
        volume = found(seed, truth.name).volume
        mean = truth.entering_per_month
        lags = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
        market = np.expm1(MARKET_SD**2 * MARKET_PERSISTENCE**lags).mean()
        error = np.sqrt((mean + mean**2 / truth.dispersion) / 12 + mean**2 * market)
        assert volume.months == 36
        assert_near(volume.mean, mean, error)

    def test_open_deals_worth_a_forecast_are_those_that_will_be_decided(
        self, seed: int, truth: TeamTruth
    ) -> None:
        """Expected wins among the open deals: those whose decision lies after the end of the export."""
        finding = found(seed, truth.name)
        pipeline = sum(group.count * group.win_rate for group in finding.pipeline)
        late = 1 - visible(truth.cycle_days, truth.cycle_cv)
        expected = truth.entering_per_month * DAYS / 30.4375 * truth.won_of_entered * late
        # luck of the number itself, and of the chance (known from as many deals as enter in two years)
        known = pipeline**2 * (1 - truth.won_of_entered) / truth.won_of_entered / finding.outcome.deals
        assert_near(pipeline, expected, float(np.sqrt(2 * expected + known)))


def test_forecasts_of_the_next_quarter_are_calibrated() -> None:
    """16 companies: what came has a uniform place among the futures; four in five lie in the 80 % interval."""
    places = []
    for seed in range(100, 116):
        table = read_export(sample_company(seed))
        scenario = evidence_to_scenario(build_evidence(table, as_of=dt.date(2026, 9, 30)), 3)
        actual = sum(
            month.bookings for month in build_evidence(table).monthly if month.month in scenario.months
        )
        bookings = simulate(scenario, n_trials=500, seed=seed).series("bookings").sum(axis=1)
        places.append(float((bookings <= actual).mean()))
    place = np.array(places)
    assert_near(float(place.mean()), 0.5, np.sqrt(1 / 12 / len(place)))
    assert_near(float(((place > 0.1) & (place < 0.9)).mean()), 0.8, np.sqrt(0.16 / len(place)))
