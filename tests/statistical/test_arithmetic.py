"""A company without luck, worked out by hand: every series, every metric, every window to the last digit.

Two ramped reps work 10 units each of more leads than anybody could, win all of them in the same month, and each deal
is worth 1,000 in January and 10 % more every month. So `closed` is 20 a month and bookings are 20,000 x 1.1^t.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Scenario, Verdict, assess, simulate
from tests.statistical.small_scenarios import initiative, month, scenario, team_document

BOOKINGS = [20_000.0, 22_000.0, 24_200.0, 26_620.0, 29_282.0, 32_210.2]


def company(**fields: Any) -> Scenario:
    """The company above over six months, with costs, quota and one initiative paid in March."""
    team = team_document(
        inbound_per_month=1e6,
        workdays_per_month=20,
        stages=[{"name": "offer", "rate": 1.0}, {"name": "sale", "rate": 1.0}],
        deal_size={"family": "gamma", "mean": 1_000.0, "cv": 0.0},
        opportunities_per_rep_per_month=10.0,
        headcount=2,
        annual_cost_per_rep=36_000,
        annual_quota_per_rep=150_000,
    )
    plain: dict[str, Any] = {
        "growth": {"interval": "month", "deal_size": 0.1},
        "costs": {"gross_margin": 0.8, "marketing_per_month": 1_500, "overhead_per_month": 2_000},
        "initiatives": [initiative("marketing", 0.0, cost=3_000, start_month=month(2))],
    }
    return scenario(team, months=6, **{**plain, **fields})


def verdict(plan: Scenario, metric: str, window: str = "total", by: int = 5, **fields: Any) -> Verdict:
    """The verdict on a goal about `metric` that nobody could miss by chance."""
    goal = {"name": "g", "metric": metric, "target": 0.5, "by": month(by), "window": window, **fields}
    stated = plan.changed(goals=[goal])
    return assess(simulate(stated, n_trials=100, seed=1))[0]


def value(plan: Scenario, metric: str, window: str = "total", by: int = 5, **fields: Any) -> float:
    """The metric's value where all trials agree on it."""
    found = verdict(plan, metric, window, by, **fields)
    assert found.mean is not None
    assert found.sd == pytest.approx(0, abs=1e-6 * (1 + abs(found.mean)))
    assert found.p10 == pytest.approx(found.p50)
    assert found.p90 == pytest.approx(found.p50)
    return float(found.mean)


def test_series_of_a_company_without_luck() -> None:
    forecast = simulate(company(), n_trials=100, seed=0)
    expected = {
        "worked": [20] * 6,
        "won": [20] * 6,
        "closed": [20] * 6,
        "headcount": [2] * 6,
        "effective_reps": [2] * 6,
        "people_bind": [1] * 6,
        "bookings": BOOKINGS,
        "revenue": BOOKINGS,
        "rep_cost": [6_000] * 6,
        "gross_profit": [16_000, 17_600, 19_360, 21_296, 23_425.6, 25_768.16],
        "profit": [6_500, 8_100, 6_860, 11_796, 13_925.6, 16_268.16],
    }
    for name, months in expected.items():
        for trial in forecast.series(name):
            assert trial == pytest.approx(months, rel=1e-12), name
    assert list(forecast.months) == [month(t) for t in range(6)]
    assert (forecast.n_trials, forecast.n_months, forecast.seed) == (100, 6, 0)


@pytest.mark.parametrize(
    ("metric", "total", "march", "quarter", "average"),
    [
        ("bookings", 154_312.2, 24_200, 66_200, 25_718.7),
        ("revenue", 154_312.2, 24_200, 66_200, 25_718.7),
        ("won_deals", 120, 20, 60, 20),
        ("new_customers", 120, 20, 60, 20),
        ("stage:offer", 120, 20, 60, 20),
        ("stage:sale", 120, 20, 60, 20),
        ("win_rate", 1, 1, 1, 1),
        ("average_deal_size", 154_312.2 / 120, 1_210, 66_200 / 60, 154_312.2 / 120),
        ("gross_margin", 0.8, 0.8, 0.8, 0.8),
        ("profit", 63_449.76, 6_860, 21_460, 63_449.76 / 6),
        ("cac", (6 * 7_500 + 3_000) / 120, 10_500 / 20, 25_500 / 60, (6 * 7_500 + 3_000) / 120),
        ("effective_reps", 2, 2, 2, 2),
        ("rep_turnover", 0, 0, 0, 0),
        ("quota_attainment", 154_312.2 / 150_000, 24_200 / 25_000, 66_200 / 75_000, 154_312.2 / 150_000),
        ("cycle_days", 0, 0, 0, 0),
    ],
)
def test_metrics_in_every_window(
    metric: str, total: float, march: float, quarter: float, average: float
) -> None:
    """total and average run from the start to June, month is March, quarter is January to March."""
    plan = company()
    assert value(plan, metric, "total") == pytest.approx(total, rel=1e-9)
    assert value(plan, metric, "month", by=2) == pytest.approx(march, rel=1e-9)
    assert value(plan, metric, "quarter", by=2) == pytest.approx(quarter, rel=1e-9)
    assert value(plan, metric, "average") == pytest.approx(average, rel=1e-9)


def test_a_deadline_before_the_end_cuts_the_window() -> None:
    """By March: three months of bookings; the last quarter by June: April to June."""
    assert value(company(), "bookings", by=2) == pytest.approx(66_200)
    assert value(company(), "bookings", "average", by=2) == pytest.approx(66_200 / 3)
    assert value(company(), "bookings", "quarter", by=5) == pytest.approx(88_112.2)


RECURRING = {
    "opening_customers": 100,
    "opening_mrr": 50_000.0,
    "monthly_churn": 0.0,
    "monthly_expansion": 0.02,
}
MRR = [
    52_666.6666666667,
    55_553.3333333333,
    58_681.0666666667,
    62_073.0213333333,
    65_754.6484266667,
    69_753.9247285333,
]
"""50,000 x 1.02 + 20,000 / 12 = 52,666.67, and so on: each month 1.02 times the last plus a twelfth of the bookings."""


@pytest.mark.parametrize(
    ("metric", "total", "march", "quarter", "average"),
    [
        ("mrr", MRR[5], MRR[2], MRR[2], sum(MRR) / 6),
        ("arr", 12 * MRR[5], 12 * MRR[2], 12 * MRR[2], 2 * sum(MRR)),
        ("revenue", sum(MRR), MRR[2], sum(MRR[:3]), sum(MRR) / 6),
        (
            "arpa",
            MRR[5] / 220,
            MRR[2] / 160,
            MRR[2] / 160,
            sum(mrr / customers for mrr, customers in zip(MRR, range(120, 221, 20), strict=True)) / 6,
        ),
        ("churn_rate", 0, 0, 0, 0),
        ("gross_margin", 0.8, 0.8, 0.8, 0.8),
        (
            "profit",
            0.8 * sum(MRR) - 57_000 - 3_000,
            0.8 * MRR[2] - 12_500,
            0.8 * sum(MRR[:3]) - 31_500,
            (0.8 * sum(MRR) - 60_000) / 6,
        ),
    ],
)
def test_recurring_metrics_without_churn(
    metric: str, total: float, march: float, quarter: float, average: float
) -> None:
    """20 customers more each month on top of 100, nobody leaves, MRR expands by 2 %."""
    plan = company(recurring=RECURRING)
    assert value(plan, metric, "total") == pytest.approx(total, rel=1e-9)
    assert value(plan, metric, "month", by=2) == pytest.approx(march, rel=1e-9)
    assert value(plan, metric, "quarter", by=2) == pytest.approx(quarter, rel=1e-9)
    assert value(plan, metric, "average") == pytest.approx(average, rel=1e-9)


def test_lifetime_value_when_every_customer_leaves_after_a_month() -> None:
    """Churn 1: each month starts with last month's 20 customers and ends with 20 new ones paying bookings / 12.
    churn_rate = 1, arpa = 32,210.2 / 12 / 20, clv = arpa x 0.8 / 1, CAC 400 (total), ratio clv / cac."""
    plan = company(recurring={**RECURRING, "monthly_churn": 1.0})
    arpa = 32_210.2 / 240
    assert value(plan, "churn_rate") == pytest.approx(1.0)
    assert value(plan, "arpa") == pytest.approx(arpa)
    assert value(plan, "clv") == pytest.approx(arpa * 0.8)
    assert value(plan, "cac") == pytest.approx(400)
    assert value(plan, "clv_to_cac") == pytest.approx(arpa * 0.8 / 400)
    assert value(plan, "clv", "month", by=2) == pytest.approx(24_200 / 240 * 0.8)


def test_clv_without_churn_is_not_a_number_to_meet() -> None:
    """Nobody leaves: arpa x margin / 0 has no value, so no trial is counted as meeting a clv goal."""
    plan = company(recurring=RECURRING)
    assert verdict(plan, "clv").probability in (0.0, 1.0)
    nothing = scenario(team_document(stages=[{"name": "offer", "rate": 1.0}, {"name": "sale", "rate": 1.0}]))
    for direction in ("at_least", "at_most"):
        for metric in ("win_rate", "average_deal_size", "cac", "cycle_days"):
            assert verdict(nothing, metric, direction=direction).probability == 0.0, metric


def test_cycle_activity_and_turnover() -> None:
    """Known cycle of 45 days; 1,000,000 leads over 2 reps and 20 days are about 25,000 a day each; with attrition 1
    and backfill in the same month both reps are replaced in 5 of 6 months: turnover 12 / 6 x 10 / 2 = 10 a year."""
    plan = company()
    slow = plan.changed(teams=[plan.teams[0].changed(cycle_days={"mean": 45.0, "cv": 0.0})])
    assert value(slow, "cycle_days") == pytest.approx(45)
    assert value(slow, "cycle_days", "month", by=0) == pytest.approx(45)
    assert verdict(plan, "activities_per_rep_per_day").mean == pytest.approx(25_000, rel=1e-3)
    assert verdict(plan, "entered", "month", by=3).mean == pytest.approx(1e6, rel=1e-3)
    fickle = plan.changed(teams=[plan.teams[0].changed(annual_attrition=1.0, backfill_after_months=0)])
    assert value(fickle, "rep_turnover") == pytest.approx(10)
    assert value(fickle, "rep_turnover", "month", by=0) == pytest.approx(0)
    assert value(fickle, "rep_turnover", "month", by=1) == pytest.approx(12)


def test_scope_of_one_team() -> None:
    """A second team with one rep: its figures alone, the first one's alone, the company's sum."""
    plan = company()
    first = plan.teams[0]
    second = first.changed(name="South", headcount=1, deal_size={"family": "gamma", "mean": 500.0, "cv": 0.0})
    both = plan.changed(teams=[first, second])
    assert value(both, "bookings", "month", by=0, scope="South") == pytest.approx(5_000)
    assert value(both, "bookings", "month", by=0, scope="Direct") == pytest.approx(20_000)
    assert value(both, "bookings", "month", by=0) == pytest.approx(25_000)
    assert value(both, "average_deal_size", "month", by=0) == pytest.approx(25_000 / 30)
    assert value(both, "quota_attainment", "month", by=0, scope="South") == pytest.approx(5_000 / 12_500)
    assert value(both, "quota_attainment", "month", by=0) == pytest.approx(25_000 / 37_500)
    assert value(both, "effective_reps", scope="South") == pytest.approx(1)
