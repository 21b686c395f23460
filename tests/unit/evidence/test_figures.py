"""Rates, sizes, months and people: small cases with their arithmetic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from simulator.evidence.calendar import month_name
from simulator.evidence.history import History, as_it_stood
from simulator.evidence.sizes import POINTS, size_finding, thinned
from simulator.evidence.survival import age_table
from simulator.evidence.volume import WholeMonths, volume_finding, whole_months
from tests.unit.evidence.deals import FIRST_DAY, Row, codes, evidence_of, plain_deals, remark
from tests.unit.evidence.test_history import deals


def test_win_rate_size_and_cycle_of_plain_deals() -> None:
    evidence = evidence_of(plain_deals())
    document = evidence.document()
    assert document["counts"] == {"won": 10, "lost": 20, "open": 10, "stale_open": 9, "undated_open": 0}
    assert document["win_rate"] == {"successes": 10, "trials": 30}
    amounts = np.array([1000.0 + 40 * number for number in range(10)])
    assert document["deal_size"]["mean"] == pytest.approx(amounts.mean())
    assert document["deal_size"]["cv"] == pytest.approx(amounts.std(ddof=1) / amounts.mean())
    assert document["deal_size"]["n"] == 10
    assert document["cycle_days"] == {"mean": 20.0, "cv": 0.0, "n": 10, "longest": 20}


def test_the_document_has_every_field_of_the_contract() -> None:
    document = evidence_of(plain_deals()).document()
    assert {"as_of", "counts", "win_rate", "deal_size", "cycle_days", "monthly", "warnings"} <= set(document)
    assert set(document["monthly"][0]) >= {"month", "entered", "won", "bookings"}
    assert set(document["deal_size"]) >= {"mean", "cv", "n", "family"}
    assert all(set(one) >= {"code", "message"} for one in document["warnings"])


def test_months_list_every_month_from_the_first_deal_on() -> None:
    evidence = evidence_of(plain_deals(60))
    months = evidence.monthly
    assert [month.month for month in months] == [f"2025-{number:02d}" for number in range(1, 8)]
    assert sum(month.entered for month in months) == 60
    assert sum(month.won for month in months) == evidence.counts.won
    assert sum(month.lost for month in months) == evidence.counts.lost
    won = [row for row in plain_deals(60) if row["Stage"] == "Won"]
    march = sum(float(row["Amount"]) for row in won if row["Closed"].startswith("2025-03"))
    assert months[2].bookings == march


def test_stale_deals_are_named_with_both_figures_and_are_worth_almost_nothing() -> None:
    evidence = evidence_of(plain_deals(200))
    counts = evidence.counts
    message, _, count = remark(evidence, "stale_open_deals")
    assert count == counts.stale_open == 49
    assert f"{counts.stale_open} of {counts.open} open deals" in message
    assert "(20 days)" in message
    (stale,) = [group for group in evidence.company.pipeline if group.stale]
    assert stale.count == counts.stale_open
    assert stale.win_rate <= 0.02
    assert all(group.win_rate > 0.1 for group in evidence.company.pipeline if not group.stale)


@pytest.mark.parametrize(
    ("family", "law"),
    [("gamma", stats.gamma(0.6, scale=9000)), ("lognormal", stats.lognorm(1.3, scale=4000))],
)
def test_the_family_that_made_the_sizes_is_found(family: str, law: stats.rv_continuous) -> None:
    rng = np.random.default_rng(0)
    assert size_finding(np.asarray(law.rvs(600, random_state=rng))).family == family


def test_a_price_list_fits_no_family_and_keeps_its_own_values() -> None:
    rng = np.random.default_rng(0)
    sizes = rng.choice([50.0, 550.0, 4821.0, 26768.0], 3000, p=[0.4, 0.3, 0.28, 0.02]) * rng.normal(
        1, 0.05, 3000
    )
    found = size_finding(sizes)
    assert found.family == "empirical"
    assert found.values is not None
    assert len(found.values) == POINTS
    values = np.array(found.values)
    assert values.min() >= 0
    assert values.mean() == pytest.approx(sizes.mean(), rel=1e-3)
    assert values.std() / values.mean() == pytest.approx(found.cv, rel=1e-3)


def test_few_values_are_kept_as_they_are() -> None:
    assert thinned(np.array([3.0, 1.0, 2.0])) == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("sizes", [[5.0], [5.0, 7.0], [5.0] * 50])
def test_too_few_or_equal_sizes_still_give_a_size(sizes: list[float]) -> None:
    found = size_finding(np.array(sizes))
    assert found.family == "gamma"
    assert found.mean == pytest.approx(np.mean(sizes))
    assert found.n == len(sizes)


def monthly_history(counts: list[int], as_of: str, cycle: int = 3) -> History:
    rows = []
    for month, count in enumerate(counts):
        start = (np.datetime64("2025-01", "M") + month).astype("datetime64[D]")
        rows += [
            ("won", str(start + at * 28 // count), str(start + at * 28 // count + cycle), 1.0)
            for at in range(count)
        ]
    return as_it_stood(deals(*rows), dt.date.fromisoformat(as_of))


def test_volume_is_mean_uncertainty_and_dispersion_of_whole_months() -> None:
    counts = [100, 140, 80, 120, 110, 130, 90, 150]
    history = monthly_history(counts, "2025-08-31")
    whole, _ = whole_months(history, age_table(history))
    assert (whole.count, month_name(whole.first), month_name(whole.last)) == (8, "2025-01", "2025-08")
    found = volume_finding(history, whole)
    mean = np.mean(counts)
    variance = np.var(counts, ddof=1) * 7 / 5
    excess = (variance - mean) / mean**2
    assert found.mean == pytest.approx(mean)
    # the mean of eight months is that of four and a half before the next one; a year's growth is 0 +- 10 %
    grown = 0.10 * 4.5 / 12 * mean
    assert found.mean_sd == pytest.approx(np.hypot(np.sqrt(variance / 8), grown))
    assert found.dispersion == pytest.approx(2 / excess)
    assert found.market_sd == pytest.approx(np.sqrt(np.log1p(excess / 2)))


def test_months_that_vary_less_than_luck_are_poisson() -> None:
    history = monthly_history([100] * 8, "2025-08-31")
    found = volume_finding(history, whole_months(history, age_table(history))[0])
    assert (found.dispersion, found.market_sd) == (None, 0.0)
    assert found.mean_sd == pytest.approx(np.hypot(np.sqrt(100 / 8), 100 * 0.10 * 4.5 / 12))


def test_only_the_last_twelve_whole_months_make_the_volume() -> None:
    history = monthly_history([5] * 6 + [50] * 12, "2026-06-30")
    found = volume_finding(history, whole_months(history, age_table(history))[0])
    assert (found.mean, found.months) == (50.0, 12)


def test_the_month_of_as_of_counts_only_when_it_is_over() -> None:
    counts = [100] * 6
    half = monthly_history(counts, "2025-06-20")
    assert month_name(whole_months(half, age_table(half))[0].last) == "2025-05"


def test_an_export_that_begins_with_its_first_decision_loses_the_months_before() -> None:
    # a deal a day, closed after 5 or after 90 days; what was decided before 1 May is not in the file
    days = [np.datetime64("2025-01-01") + number for number in range(243)]
    rows = [("won", str(day), str(day + (5, 90)[number % 2]), 1.0) for number, day in enumerate(days)]
    rows = [row for row in rows if row[2] >= "2025-05-01"]
    history = as_it_stood(deals(*rows), dt.date(2025, 8, 31))
    whole, remarks = whole_months(history, age_table(history))
    assert whole.cut_off
    assert month_name(whole.first) == "2025-05"
    assert remarks[0].code == "cut_off_start"
    assert remarks[0].count == sum(row[1] < "2025-05-01" for row in rows)


def test_a_young_business_is_not_taken_for_a_cut_off_export() -> None:
    history = monthly_history([30] * 8, "2025-08-31", cycle=60)
    whole, remarks = whole_months(history, age_table(history))
    assert not whole.cut_off
    assert whole.first == (2025 - 1970) * 12
    assert remarks == ()


def test_months_after_the_last_new_deal_do_not_count() -> None:
    history = monthly_history([30] * 4, "2025-09-30", cycle=5)
    whole, remarks = whole_months(history, age_table(history))
    assert month_name(whole.last) == "2025-03"
    assert "no_recent_deals" in {one.code for one in remarks}


def test_without_a_whole_month_the_volume_is_a_wide_guess() -> None:
    history = monthly_history([30], "2025-01-28")
    found = volume_finding(history, WholeMonths(5, 4, False))
    assert found.months == 0
    assert found.mean == pytest.approx(30 / 28 * 30.4375)
    assert found.mean_sd > 0.4 * found.mean


def test_reps_have_their_tenure_and_those_without_new_deals_are_left_out() -> None:
    rows = plain_deals(120)
    for row in rows:
        row["Owner"] = "Early" if row["Created"] < "2025-06-01" else "Late"
    evidence = evidence_of(rows)
    early, late = evidence.company.reps
    assert (early.name, early.active, late.name, late.active) == ("Early", False, "Late", True)
    assert early.first_activity == FIRST_DAY
    assert late.tenure_months == int((evidence.as_of - late.first_activity).days / 30.4375)
    message, _, count = remark(evidence, "inactive_reps")
    assert count == 1
    assert "Early" in message


def test_a_rep_who_always_had_few_deals_is_not_taken_for_gone() -> None:
    rows: list[Row] = plain_deals(120)
    for row in rows:
        row["Owner"] = "Many"
    rows[10]["Owner"] = rows[45]["Owner"] = rows[80]["Owner"] = "Few"  # every 105 days; 117 since the last
    assert {rep.name: rep.active for rep in evidence_of(rows).company.reps} == {"Few": True, "Many": True}


def test_teams_rates_stand_between_their_own_and_the_company_s() -> None:
    rows = plain_deals(160)
    for number, row in enumerate(rows):
        row["Team"] = "North" if number < 120 else "South"
        if row["Team"] == "South":
            row["Amount"] = "9000"
    evidence = evidence_of(rows)
    north, south = evidence.teams
    assert (north.name, south.name) == ("North", "South")
    assert north.counts.won + south.counts.won == evidence.counts.won == 40
    assert evidence.company.size.mean < south.size.mean <= 9000
    assert sum(one.size.mean * one.size.n for one in evidence.teams) == pytest.approx(
        evidence.company.size.mean * evidence.company.size.n
    )
    rows = rows[:120] + rows[120:130]
    small = evidence_of(rows)
    assert "small_team" in codes(small)
    message, _, closed = remark(small, "small_team")
    assert closed == small.teams[1].counts.closed < 30
    assert small.teams[1].win is not None
    assert f"{small.teams[1].win.pull:.0%} the company's" in message
    assert small.teams[1].win.pull > small.teams[0].win.pull  # type: ignore[union-attr]


def test_too_many_teams_are_one() -> None:
    rows = [{**row, "Team": f"T{number}"} for number, row in enumerate(plain_deals())]
    evidence = evidence_of(rows)
    assert "too_many_teams" in codes(evidence)
    assert len(evidence.teams) == 1


def test_displayed_rates_carry_sample_range_and_trend() -> None:
    rows = plain_deals(120)
    for row in rows:
        if row["Created"] > "2025-09-01" and row["Stage"] == "Lost":
            row["Stage"] = "Won"
    evidence = evidence_of(rows)
    rate = evidence.rate("win_rate")
    assert rate.sample == evidence.counts.closed
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < rate.value < rate.high
    assert rate.trend is not None
    assert rate.trend.recent > rate.trend.earlier
    assert evidence.rate("deal_size").sample == evidence.counts.won
    with pytest.raises(KeyError):
        evidence.rate("nothing")
