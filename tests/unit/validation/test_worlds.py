"""Simulated companies: the same every time, seen as an export shows them, with a future nobody peeks at."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.evidence import build_evidence, evidence_to_scenario, read_export
from validation import KINDS, draw_truth, make_world, true_futures
from validation.judged import evidence_of_deals, planned
from validation.plug_in import point_estimates
from validation.truth import Kind
from validation.world import export_file


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_number_gives_the_same_company_and_another_one_another(kind: Kind) -> None:
    one, again, other = make_world(kind, 3), make_world(kind, 3), make_world(kind, 4)
    assert one.truth == again.truth == draw_truth(kind, 3)
    np.testing.assert_array_equal(one.deals.created, again.deals.created)
    np.testing.assert_array_equal(one.came, again.came)
    assert one.truth != other.truth
    assert one.came.tolist() != other.came.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_holds_nothing_of_the_future(kind: Kind) -> None:
    world = make_world(kind, 5)
    deals, last = world.deals, np.datetime64(world.as_of, "D")
    is_open = deals.outcome == "open"
    assert deals.created.max() <= last
    assert deals.closed[~is_open].max() <= last
    assert np.isnat(deals.closed[is_open]).all()
    assert (deals.closed[~is_open] >= deals.created[~is_open]).all()
    assert 0 < is_open.sum() < len(deals)
    assert len(np.unique(deals.created.astype("datetime64[M]"))) <= world.truth.months


def test_kinds_differ_by_what_breaks_the_model() -> None:
    names = {
        "quarters": "quarter_odds_sd",
        "drift": "volume_walk",
        "slippage": "push",
        "new_reps": "ramp_months",
    }
    for kind in KINDS:
        truth = draw_truth(kind, 1)
        broken = {name for of, name in names.items() if getattr(truth, name)}
        assert broken == ({names[kind]} if kind in names else set())
    assert draw_truth("fat_tails", 1).size_family == "lomax"


def test_pushed_closings_lie_in_a_later_quarter() -> None:
    """Slippage moves closings: more of them lie in the last ten days of a quarter than days would have."""
    late = []
    for seed in range(8):
        world = make_world("slippage", seed)
        closed = world.deals.closed[world.deals.outcome == "won"]
        month = closed.astype("datetime64[M]")
        days_left = ((month + 1).astype("datetime64[D]") - closed).astype(int)
        late.append(float(((month.astype(int) % 3 == 2) & (days_left <= 10)).mean()))
    assert np.mean(late) > 0.25


def test_true_futures_go_on_from_where_the_company_stood() -> None:
    world = make_world("new_reps", 2)
    first, again, others = true_futures(world, 30), true_futures(world, 30), true_futures(world, 30, seed=1)
    assert first.shape == (30, 12)
    np.testing.assert_array_equal(first, again)
    assert (first.sum(axis=1) > 0).all()
    assert first.tolist() != others.tolist()


def test_arrays_and_a_file_are_the_same_company() -> None:
    for kind in KINDS:
        world = make_world(kind, 0)
        read = build_evidence(read_export(export_file(world), "export.csv"), as_of=world.as_of)
        seen = evidence_of_deals(world.deals, world)
        assert read.counts == seen.counts
        assert read.company.size.mean == pytest.approx(seen.company.size.mean)
        assert read.company.outcome == seen.company.outcome
        assert read.company.volume == seen.company.volume


def test_point_estimates_are_exactly_known_and_keep_the_means() -> None:
    world = make_world("inside", 1)
    plan = evidence_to_scenario(evidence_of_deals(world.deals, world), 12)
    point = point_estimates(plan)
    (team,), (whole,) = point.teams, plan.teams
    assert all(stage.rate.beta is None for stage in team.stages)
    assert all(group.win_rate.beta is None for group in team.open_pipeline)
    assert team.stages[1].rate.expected == pytest.approx(whole.stages[1].rate.expected)
    inbound = team.inbound_per_month
    assert (inbound.mean, inbound.sd, inbound.dispersion) == (whole.inbound_per_month.mean, 0.0, None)
    assert (team.deal_size.n, team.cycle_days.n) == (None, None)
    assert (point.growth.volume.sd, point.growth.deal_size.sd, point.seasonality.sd) == (0.0, 0.0, 0.0)
    assert point.market.monthly_sd == 0.0
    assert point.growth.volume.mean == plan.growth.volume.mean


def test_rounded_spreads_change_a_plan_by_less_than_a_hundredth() -> None:
    world = make_world("inside", 1)
    evidence = evidence_of_deals(world.deals, world)
    exact, rounded = evidence_to_scenario(evidence, 3).teams[0], planned(evidence, 3).teams[0]
    assert rounded.deal_size.cv == pytest.approx(exact.deal_size.cv, abs=0.0101)
    assert rounded.changed(deal_size=exact.deal_size) == exact
