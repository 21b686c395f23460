"""A fictional hardware seller's 8,800 opportunities: figures known beforehand, and the quarter that came afterwards."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.evidence import Evidence, build_evidence, evidence_to_scenario, read_export
from simulator.goals import assess
from simulator.scenario import Goal, dump_scenario, scenario_document

THIRD_QUARTER = dt.date(2017, 9, 30)
CAME = {dt.date(2017, 3, 31): 3_086_111, dt.date(2017, 6, 30): 2_982_255, THIRD_QUARTER: 2_802_496}
"""Bookings of the quarter that followed."""


@lru_cache
def maven(folder: Path, dates: str, as_of: dt.date | None = None) -> Evidence:
    data = (folder / "maven_crm" / dates / "sales_pipeline.csv").read_bytes()
    return build_evidence(read_export(data, "sales_pipeline.csv"), as_of=as_of)


@lru_cache
def quarter(folder: Path, as_of: dt.date, horizon_months: int) -> Forecast:
    return simulate(
        evidence_to_scenario(maven(folder, "iso", as_of), horizon_months), n_trials=10_000, seed=1
    )


def test_the_whole_export_gives_the_known_figures(real_data: Path) -> None:
    evidence = maven(real_data, "iso")
    counts, size, cycle = evidence.counts, evidence.company.size, evidence.company.cycle
    assert (counts.won, counts.lost, counts.open, counts.undated_open) == (4238, 2473, 1589, 500)
    assert counts.won / counts.closed == pytest.approx(0.63150, abs=5e-6)
    assert size.n == 4238
    assert size.mean * size.n == pytest.approx(10_005_534)
    assert size.mean == pytest.approx(2360.91, abs=0.005)
    assert size.cv == pytest.approx(1.078, abs=0.0005)
    assert size.family == "empirical"
    assert cycle.longest == 138
    assert cycle.mean == pytest.approx(51.78, abs=0.005)
    assert counts.stale_open == 1291
    (stale,) = [remark for remark in evidence.remarks if remark.code == "stale_open_deals"]
    assert (
        "1,291 of 1,589 open deals are older than the longest deal that ever closed (138 days)"
        in stale.message
    )
    assert len(evidence.company.reps) == 30


def test_the_counts_as_of_the_third_quarter(real_data: Path) -> None:
    counts = maven(real_data, "iso", THIRD_QUARTER).counts
    assert (counts.closed, counts.open) == (4726, 2409)


def figures(evidence: Evidence) -> dict[str, Any]:
    """The document without what was done to read it."""
    return {key: value for key, value in evidence.document().items() if key != "cleaning"}


@pytest.mark.parametrize("as_of", [None, THIRD_QUARTER])
def test_iso_and_us_dates_are_the_same_evidence_and_the_same_scenario(
    real_data: Path, as_of: dt.date | None
) -> None:
    iso, us = maven(real_data, "iso", as_of), maven(real_data, "us_dates", as_of)
    assert figures(iso) == figures(us)
    assert {one.code for one in us.cleaning} - {one.code for one in iso.cleaning} == {"dates_slashed"}
    assert scenario_document(evidence_to_scenario(iso)) == scenario_document(evidence_to_scenario(us))
    assert dump_scenario(evidence_to_scenario(iso)) == dump_scenario(evidence_to_scenario(us))


@pytest.mark.parametrize("horizon_months", [3, 12])
@pytest.mark.parametrize("as_of", CAME)
def test_n2_the_interval_of_the_next_quarter_holds_what_came_and_is_narrow(
    real_data: Path, as_of: dt.date, horizon_months: int
) -> None:
    forecast = quarter(real_data, as_of, horizon_months)
    bookings = forecast.series("bookings")[:, :3].sum(axis=1)
    low, median, high = np.quantile(bookings, [0.1, 0.5, 0.9])
    assert low <= CAME[as_of] <= high
    assert high - low <= median


@pytest.mark.parametrize("seed", [2, 3])
def test_luck_of_the_simulation_does_not_decide_that(real_data: Path, seed: int) -> None:
    scenario = evidence_to_scenario(maven(real_data, "iso", THIRD_QUARTER), 3)
    bookings = simulate(scenario, n_trials=10_000, seed=seed).series("bookings").sum(axis=1)
    low, high = np.quantile(bookings, [0.1, 0.9])
    assert low <= CAME[THIRD_QUARTER] <= high


def test_six_million_is_unreachable(real_data: Path) -> None:
    goal = Goal(name="Six million", metric="bookings", target=6e6, by="2017-12")
    (verdict,) = assess(quarter(real_data, THIRD_QUARTER, 3), [goal])
    assert verdict.verdict == "unreachable"
    assert not verdict.borderline


def test_stale_deals_add_almost_nothing(real_data: Path) -> None:
    scenario = evidence_to_scenario(maven(real_data, "iso", THIRD_QUARTER), 3)
    team = scenario.teams[0]
    stale = team.open_pipeline[-1]
    assert stale.count == 530
    without = scenario.changed(teams=(team.changed(open_pipeline=team.open_pipeline[:-1]),))
    both = [
        simulate(one, n_trials=4000, seed=1).series("bookings").sum(axis=1).mean()
        for one in (scenario, without)
    ]
    assert both[0] - both[1] < 0.01 * both[1]


def test_zoho_s_demo_is_read_with_its_own_dates_and_amounts(real_data: Path) -> None:
    data = (real_data / "zoho_demo" / "Potentials.csv").read_bytes()
    evidence = build_evidence(read_export(data, "Potentials.csv"))
    counts = evidence.counts
    assert (counts.won, counts.lost, counts.open) == (1425, 485, 1722)
    assert evidence.currency == "USD"
    assert evidence.company.size.n == 1425
    (plans,) = [remark for remark in evidence.remarks if remark.code == "open_with_close_date"]
    assert plans.count == 1722


@pytest.mark.parametrize("kind", ["opportunity", "lead"])
def test_salesforce_headers_without_records_say_so(real_data: Path, kind: str) -> None:
    data = (real_data / "crm_headers" / f"salesforce_{kind}_export_header.csv").read_bytes()
    with pytest.raises(ValueError, match="no rows below it"):
        read_export(data, "export.csv")


def test_people_and_products_do_not_truly_differ_and_pooling_is_almost_full(real_data: Path) -> None:
    segments = {one.key: one for one in maven(real_data, "iso").segments}
    assert set(segments) == {"rep", "product", "account"}
    people = segments["rep"]
    assert people.win.overdispersion == pytest.approx(0.0003, abs=0.0001)
    assert 0.3 <= people.win.p_value <= 0.45
    assert not any(one.win.differs for one in segments.values())
    assert np.mean([member.win.pull for member in people.members]) > 0.8
    assert np.ptp([member.win.value for member in people.members]) < 0.03
    assert np.ptp([member.win.own or 0.0 for member in people.members]) > 0.1
    product = segments["product"]
    assert product.size is not None
    assert product.size.differs
    assert max(member.size.pull for member in product.members if member.size is not None) < 0.01


def test_nothing_is_claimed_of_size_where_lost_deals_have_none(real_data: Path) -> None:
    found = maven(real_data, "iso").by_size
    assert found is not None
    assert not found.known
    assert "0 of 2,473 lost deals state an amount" in found.why


def test_no_change_of_the_win_rate_is_claimed_where_quarters_have_their_habit(real_data: Path) -> None:
    for as_of in (None, THIRD_QUARTER):
        leak = maven(real_data, "iso", as_of).leak
        assert leak is not None
        assert leak.change is not None
        assert not leak.change.changed
        assert not any(step.beyond_luck for step in leak.steps)
