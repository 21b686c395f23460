"""Chances by age, by hand: competing risks, and what became of deals a quarter later."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from simulator.evidence.findings import CycleFinding
from simulator.evidence.history import as_it_stood, day_number
from simulator.evidence.horizon import entering_rate, open_rate, within_months
from simulator.evidence.looks import (
    DRIFT_WEIGHT,
    PRIOR_DEALS,
    USUAL_DRIFT,
    _drift,
    _in_the_end,
    conversion,
)
from simulator.evidence.survival import age_table
from tests.unit.evidence.test_history import deals

START = dt.date(2026, 1, 1)


def deal(outcome: str, created: int, cycle: int | None) -> tuple[str, str, str, float]:
    day = START + dt.timedelta(days=created)
    closed = "" if cycle is None else (day + dt.timedelta(days=cycle)).isoformat()
    return outcome, day.isoformat(), closed, 1.0


def test_without_open_deals_the_chances_are_the_shares() -> None:
    rows = [deal("won", 0, 0), deal("won", 0, 5), deal("lost", 0, 5), deal("lost", 0, 9)]
    ages = age_table(as_it_stood(deals(*rows), START + dt.timedelta(days=20)))
    assert ages.longest == 9
    np.testing.assert_allclose(ages.won_before[[0, 1, 5, 6, 10]], [0, 0.25, 0.25, 0.5, 0.5])
    np.testing.assert_allclose(ages.undecided[[0, 1, 5, 6, 9, 10]], [1, 0.75, 0.75, 0.25, 0.25, 0])
    # of the three open after day 0 one is won on day 5
    assert ages.won_between(np.array([1]), 100)[0] == pytest.approx(1 / 3)
    assert ages.won_between(np.array([1]), 5)[0] == pytest.approx(1 / 3)
    assert ages.won_between(np.array([1]), 4)[0] == 0


def test_open_deals_count_up_to_their_age() -> None:
    # one of three won at age 2, one seen only to age 4, the last lost at age 6: it alone is at risk then.
    # Before the first decision, on day 2, nobody could see the deals of day 0.
    rows = [deal("won", 0, 2), deal("open", 6, None), deal("lost", 0, 6)]
    ages = age_table(as_it_stood(deals(*rows), START + dt.timedelta(days=10)))
    assert ages.at_risk[[0, 2, 3, 4, 5, 6]].tolist() == [1, 3, 2, 2, 1, 1]
    np.testing.assert_allclose([ages.won_before[-1], ages.undecided[-1]], [1 / 3, 0.0])


def test_deals_from_before_the_first_decision_are_seen_only_from_then_on() -> None:
    # first decision on day 30: the deal of day 0 is known only because it was still open at age 30
    rows = [deal("won", 0, 40), deal("lost", 25, 5), deal("won", 30, 10)]
    ages = age_table(as_it_stood(deals(*rows), START + dt.timedelta(days=60)))
    assert ages.at_risk[[0, 5, 10, 11, 30, 40]].tolist() == [1, 2, 1, 0, 1, 1]


def test_older_than_the_longest_cycle_is_worth_nothing_in_the_table() -> None:
    ages = age_table(
        as_it_stood(
            deals(deal("won", 0, 5), deal("lost", 0, 9), deal("open", 0, None)), START + dt.timedelta(days=20)
        )
    )
    assert ages.won_between(np.array([10, 500]), 1000).tolist() == [0.0, 0.0]
    assert ages.undecided_between(np.array([10]), 50).tolist() == [1.0]


def test_one_look_by_hand() -> None:
    """A single age group: of 30 deals open on 31 March, a quarter later 12 are won, 6 lost and 12 open and stale."""
    as_of = dt.date(2026, 6, 30)
    look = (dt.date(2026, 3, 31) - START).days
    rows = (
        [deal("won", look - 10, 30)] * 12
        + [deal("lost", look - 10, 30)] * 6
        + [deal("open", look - 10, None)] * 12
    )
    rows += [deal("lost", look - 29, 30)]  # the first decision, the day after the look
    history = as_it_stood(deals(*rows), as_of)
    ages = age_table(history)
    assert ages.longest == 30
    found = conversion(history, ages)
    assert (found.looks, found.edges.tolist()) == (1, [0, 31])
    prior = float(ages.won_between(np.array([15]), 91)[0])
    quarter = (12 + PRIOR_DEALS * prior) / (31 + PRIOR_DEALS)
    left = (12 + PRIOR_DEALS * float(ages.undecided_between(np.array([15]), 91)[0])) / (31 + PRIOR_DEALS)
    stale = 0.02  # half a win among no stale deals seen, capped at 1 in 50
    np.testing.assert_allclose(found.within[0], [quarter, stale])
    np.testing.assert_allclose(found.won, [quarter + left * stale, stale])
    assert found.seen.tolist() == [41.0, 10.0]


def test_drift_is_the_usual_one_where_quarters_agree_and_grows_where_they_do_not() -> None:
    def looks(*won: int) -> float:
        return _drift(np.array([[[400.0, count]] for count in won]))

    known = DRIFT_WEIGHT + 3
    assert looks(200, 200, 200, 200) == pytest.approx(
        DRIFT_WEIGHT * USUAL_DRIFT / known * 1.25 * known / (known - 2)
    )
    # quarters of 100, 300, 100, 300 wins: dispersion 4 * 100^2 / (400 / 4) / 3, correlation (that - 1) / 399
    measured = (4 * 100**2 / 100 / 3 - 1) / 399
    expected = (DRIFT_WEIGHT * USUAL_DRIFT + 3 * measured) / known
    assert looks(100, 300, 100, 300) == pytest.approx(expected * 1.25 * known / (known - 2))
    assert looks(200) == pytest.approx(USUAL_DRIFT * 2 * DRIFT_WEIGHT / (DRIFT_WEIGHT - 2))


def test_a_group_s_sample_shrinks_with_drift() -> None:
    rows = [deal("won", 3 * number, 20) for number in range(60)] + [
        deal("lost", 3 * number + 1, 20) for number in range(60)
    ]
    history = as_it_stood(deals(*rows), START + dt.timedelta(days=210))
    found = conversion(history, age_table(history))
    assert found.equivalent_n(0) == pytest.approx(1 / (1 / found.seen[0] + found.drift) - 1)
    assert found.equivalent_n(0, 4.0) < found.equivalent_n(0)
    assert found.group_of(np.array([0, 20, 21])).tolist()[-1] == len(found.edges) - 1


CYCLE = CycleFinding(mean=60.0, cv=0.8, n=100, longest=200)
LAW = stats.gamma(1 / 0.64, scale=60 * 0.64)


def test_a_restated_open_rate_brings_the_wins_seen_within_the_horizon() -> None:
    rate = open_rate(0.5, (0.3, 0.4, 0.45), 40.0, CYCLE, 6)
    share = 1 - LAW.sf(40 + 6 * 30.4375) / LAW.sf(40)
    assert rate * share == pytest.approx(0.4)


def test_a_restated_entering_rate_brings_the_wins_seen_within_the_horizon() -> None:
    days = np.linspace(0, 3 * 30.4375, 20_001)
    share = float(np.mean((LAW.cdf(days[1:]) + LAW.cdf(days[:-1])) / 2))
    assert entering_rate(0.3, (0.1, 0.2), CYCLE, 3) * share == pytest.approx(0.1, rel=1e-4)


def test_rates_stay_where_nothing_was_looked_at_and_never_leave_their_range() -> None:
    assert open_rate(0.5, (), 40.0, CYCLE, 6) == 0.5
    assert open_rate(0.5, (0.3,), 40.0, CycleFinding(0.0, 0.0, 5, 0), 6) == 0.5
    assert entering_rate(0.5, (0.9,), CYCLE, 3) == 0.95
    assert within_months((0.3, 0.4), 3) == 0.3
    assert within_months((0.3, 0.4), 99) == 0.4
    assert within_months((0.3, 0.5), 5) == pytest.approx(0.3 + 0.2 * 2 / 3)


def test_day_numbers_count_from_1970() -> None:
    assert day_number(dt.date(1970, 1, 2)) == 1


def test_deals_that_nobody_ever_moved_are_not_won_in_the_end() -> None:
    np.testing.assert_allclose(
        _in_the_end(np.diag([1.0, 0.0]), np.array([0.0, 0.02])), [0.0, 0.02], rtol=1e-5
    )
    np.testing.assert_allclose(_in_the_end(np.diag([0.5, 0.0]), np.array([0.1, 0.02])), [0.2, 0.02])
