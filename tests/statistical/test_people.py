"""Who is there and how productive, against sums worked out by hand: attrition, backfill, ramp, slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.special import beta as beta_function
from scipy.stats import beta, binom, lognorm, poisson

from simulator import Forecast, simulate
from tests.statistical.significance import assert_counts, assert_distribution, assert_mean
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000
MONTHS = np.arange(12)


def team_of(
    months: int = 12, trials: int = TRIALS, changes: Sequence[dict[str, Any]] = (), **fields: Any
) -> Forecast:
    """A forecast of one team's people."""
    plan = scenario(team_document(**fields), months=months, initiatives=list(changes))
    return simulate(plan, n_trials=trials, seed=41)


def expected_people(
    start: float, hazard: float, joins: Floats, backfill: int | None, ramp: Floats, months: int
) -> tuple[Floats, Floats]:
    """Expected headcount and effective reps: cohort u of size j_u has j_u (1 - h)^(t - u) people left in month t, at
    tenure t - u; leavers_t = h x headcount_(t-1); j_t = planned_t + leavers_(t - backfill); `start` people: ramped."""
    stay = 1 - hazard
    headcount, effective, leavers = np.zeros(months), np.zeros(months), np.zeros(months)
    joined = joins.astype(float).copy()
    for t in range(months):
        leavers[t] = hazard * headcount[t - 1] if t else 0.0
        if backfill is not None and t >= backfill:
            joined[t] += leavers[t - backfill]
        tenure = t - np.arange(t + 1)
        present = joined[: t + 1] * stay**tenure
        headcount[t] = start * stay**t + present.sum()
        effective[t] = start * stay**t * ramp[-1] + present @ ramp[np.minimum(tenure, len(ramp) - 1)]
    return headcount, effective


def test_headcount_without_backfill_is_binomial() -> None:
    """h = 1 - (1 - a)^(1/12): of 9 people, Binomial(9, (1 - a)^(t/12)) are there in month t, all 9 in month 0."""
    forecast = team_of(headcount=9, annual_attrition=0.4)
    people = forecast.series("headcount")
    assert np.all(people[:, 0] == 9)
    for t in (1, 6, 11):
        assert_counts(people[:, t], binom.pmf(np.arange(10), 9, 0.6 ** (t / 12)))
    assert np.array_equal(people, forecast.series("effective_reps"))
    assert np.array_equal(forecast.series("leavers")[:, 1:], -np.diff(people, axis=1))
    assert forecast.series("joiners").sum() == 0


def test_uncertain_attrition_is_one_draw_for_all_months() -> None:
    """a ~ Beta(x, y): E headcount_t = n B(x, y + t/12) / B(x, y); two people leave together more often than apart."""
    x, y = 3.0, 5.0
    people = team_of(headcount=10, annual_attrition={"mean": 3 / 8, "equivalent_n": 8}).series("headcount")
    assert_mean(people, 10 * beta_function(x, y + MONTHS / 12) / beta_function(x, y))
    grid = beta.ppf((np.arange(8_000) + 0.5) / 8_000, x, y)
    pmf = np.mean(binom.pmf(np.arange(11)[:, None], 10, (1 - grid) ** (11 / 12)), axis=1)
    assert_counts(people[:, 11], pmf)


@pytest.mark.parametrize("backfill", [None, 0, 1, 3])
def test_effective_reps_with_backfill_and_ramp(backfill: int | None) -> None:
    """Expected headcount and effective reps are the sums of `expected_people`, hires of month 2 and 5 included."""
    ramp = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    hires = [{"month": month(2), "count": 3}, {"month": month(5), "count": 1}]
    fields: dict[str, Any] = {} if backfill is None else {"backfill_after_months": backfill}
    forecast = team_of(headcount=8, annual_attrition=0.6, ramp=ramp.tolist(), hires=hires, **fields)
    planned = np.zeros(12)
    planned[[2, 5]] = 3, 1
    headcount, effective = expected_people(8, 1 - 0.4 ** (1 / 12), planned, backfill, ramp, 12)
    assert_mean(forecast.series("headcount"), headcount, what="headcount")
    assert_mean(forecast.series("effective_reps"), effective, what="effective reps")


def test_effective_reps_under_uncertain_attrition() -> None:
    """The sums of `expected_people` averaged over a ~ Beta, because one draw holds for all months and all people."""
    ramp = np.array([0.2, 0.6, 1.0])
    forecast = team_of(
        months=18,
        headcount=6,
        annual_attrition={"successes": 2, "trials": 5},
        backfill_after_months=1,
        ramp=ramp.tolist(),
    )
    grid = beta.ppf((np.arange(600) + 0.5) / 600, 2.5, 3.5)
    sums = [expected_people(6, 1 - (1 - a) ** (1 / 12), np.zeros(18), 1, ramp, 18) for a in grid]
    headcount, effective = np.mean(sums, axis=0)
    assert_mean(forecast.series("headcount"), headcount, what="headcount")
    assert_mean(forecast.series("effective_reps"), effective, what="effective reps")


def test_backfill_replaces_every_leaver_after_its_delay() -> None:
    """joiners_t = leavers_(t - delay), also of people who were backfills themselves; the same month for delay 0."""
    for delay in (0, 2):
        forecast = team_of(
            months=15, trials=500, headcount=5, annual_attrition=0.9, backfill_after_months=delay
        )
        joiners, leavers = forecast.series("joiners"), forecast.series("leavers")
        assert np.array_equal(joiners[:, delay:], leavers[:, : 15 - delay])
        assert joiners[:, :delay].sum() == 0
        assert leavers[:, 0].sum() == 0
        expected = 5 + np.cumsum(joiners - leavers, axis=1)
        assert np.array_equal(forecast.series("headcount"), expected)


def test_nobody_leaves_in_the_month_of_joining() -> None:
    """Hazard 1: who joins in month 3 is there in month 3, in the ramp's first step, and gone in month 4."""
    forecast = team_of(
        months=6,
        trials=100,
        annual_attrition=1.0,
        headcount=2,
        hires=[{"month": month(3), "count": 4}],
        ramp=[0.5, 1.0],
    )
    assert np.array_equal(forecast.series("headcount")[7], [2, 0, 0, 4, 0, 0])
    assert np.array_equal(forecast.series("effective_reps")[7], [2, 0, 0, 2, 0, 0])
    assert np.array_equal(forecast.series("leavers")[7], [0, 2, 0, 0, 4, 0])


@pytest.mark.parametrize("slip", [0.0, 0.8, 3.0])
def test_each_hire_slips_on_its_own(slip: float) -> None:
    """5 hires of month 2 with Poisson slip: joiners_t ~ Binomial(5, Poisson(t - 2; slip))."""
    joiners = team_of(hires=[{"month": month(2), "count": 5, "slip_months_mean": slip}]).series("joiners")
    assert joiners[:, :2].sum() == 0
    for t in (2, 3, 5):
        assert_counts(joiners[:, t], binom.pmf(np.arange(6), 5, poisson.pmf(t - 2, slip)), what=f"month {t}")


def test_ramp_is_read_at_the_tenure_of_named_reps() -> None:
    """Tenure 1 at the start is tenure 1 + t in month t; `headcount` is past the ramp; hires start at 0."""
    forecast = team_of(
        months=4,
        trials=100,
        ramp=[0.0, 0.3, 0.7, 1.1, 0.9],
        headcount=2,
        reps=[{"name": "Ana", "tenure_months": 1}, {"name": "Ben", "tenure_months": 40}, {"name": "Cem"}],
        hires=[{"month": month(0)}, {"month": month(2)}],
    )
    expected = [
        2 * 0.9 + 0.3 + 0.9 + 0 + 0,
        1.8 + 0.7 + 0.9 + 0.3 + 0.3,
        1.8 + 1.1 + 0.9 + 0.7 + 0.7 + 0,
        1.8 + 0.9 + 0.9 + 1.1 + 1.1 + 0.3,
    ]
    assert forecast.series("effective_reps") == pytest.approx(np.tile(expected, (100, 1)), rel=1e-12)
    assert np.all(forecast.series("headcount") == [6, 6, 7, 7])


def test_ramp_lever_stretches_the_curve() -> None:
    """Productivity at tenure t is the ramp at t / 1.5, interpolated; a lever that comes later counts from then on."""
    team = {"ramp": [0.0, 0.5, 1.0], "hires": [{"month": month(0)}]}
    longer = team_of(months=5, trials=100, changes=[initiative("ramp_months", 0.5)], **team)
    assert longer.series("effective_reps")[0] == pytest.approx([0, 1 / 3, 2 / 3, 1, 1])
    later = team_of(
        months=5, trials=100, changes=[initiative("ramp_months", 0.5, start_month=month(2))], **team
    )
    assert later.series("effective_reps")[0] == pytest.approx([0, 0.5, 2 / 3, 1, 1])
    none = team_of(months=3, trials=100, changes=[initiative("ramp_months", -1.0)], **team)
    assert none.series("effective_reps")[0] == pytest.approx([1, 1, 1])


def test_uncertain_ramp_length() -> None:
    """f lognormal with mean 1 and the stated cv, one per trial: productivity at tenure 2 of a linear 4-month ramp is
    min(1, 2 / (4 f)), for every hire alike."""
    cv = 0.4
    forecast = team_of(
        months=3, ramp=[0, 0.25, 0.5, 0.75, 1.0], ramp_length_cv=cv, hires=[{"month": month(0), "count": 2}]
    )
    effective = forecast.series("effective_reps")[:, 2]
    sigma = np.sqrt(np.log1p(cv**2))
    stretch = 2 * 2 / (4 * effective[effective < 2])
    law = lognorm(sigma, scale=np.exp(-(sigma**2) / 2))
    assert_counts(effective == 2, [1 - law.cdf(0.5), law.cdf(0.5)], what="fully ramped")
    assert_distribution(law.cdf(stretch), _uniform(law.cdf(0.5)))


def _uniform(low: float) -> object:
    from scipy.stats import uniform

    return uniform(low, 1 - low)


def test_attrition_lever_multiplies_the_annual_rate_and_stops_at_one() -> None:
    """a = 0.3 x 1.5 from month 3; x 4 means that everybody leaves."""
    people = team_of(
        headcount=10, annual_attrition=0.3, changes=[initiative("attrition", 0.5, start_month=month(3))]
    )
    survival = np.where(
        MONTHS < 3, 0.7 ** (MONTHS / 12), 0.7 ** (2 / 12) * 0.55 ** (np.maximum(MONTHS - 2, 0) / 12)
    )
    assert_mean(people.series("headcount"), 10 * survival)
    nobody = team_of(headcount=10, annual_attrition=0.3, trials=100, changes=[initiative("attrition", 3.0)])
    assert nobody.series("headcount")[:, 1:].sum() == 0


def test_hires_lever_adds_people_without_slip() -> None:
    """3 people phased over 6 months join at start + 0, 2, 4; a half person joins in half of the trials."""
    phased = initiative("hires", 3.0, start_month=month(1), phase_in_months=6)
    assert np.array_equal(
        team_of(trials=100, changes=[phased]).series("joiners")[3], [0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    )
    half = team_of(changes=[initiative("hires", 1.5, start_month=month(2))]).series("joiners")[:, 2]
    assert_counts(half, [0, 0.5, 0.5])
    maybe = team_of(changes=[initiative("hires", 2.0, probability=0.3)]).series("joiners")[:, 0]
    assert_counts(maybe, [0.7, 0, 0.3])


def test_ramping_people_are_paid() -> None:
    """A month costs headcount x annual cost / 12, whatever the ramp."""
    forecast = team_of(
        headcount=4,
        annual_attrition=0.5,
        ramp=[0.0, 1.0],
        annual_cost_per_rep=90_000,
        trials=300,
        backfill_after_months=1,
    )
    assert forecast.series("rep_cost") == pytest.approx(forecast.series("headcount") * 7_500, rel=1e-12)
