"""Plans under stress against closed forms, and against the plan somebody would type for the same thing."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide.response import Response
from simulator.decide.stress import StressTest, stress_test
from simulator.decide.stresses import STRESSES, as_risks, stressed
from simulator.errors import ScenarioError
from simulator.goals.told import said
from simulator.goals.verdict import goal_values, meets
from tests.statistical.small_scenarios import goal, initiative, month, scenario, team_document

TRIALS = 4_000
SURE = 4.5


def under(one: Scenario, *chosen: str, trials: int = TRIALS, **sizes: Any) -> StressTest:
    response = Response(simulate(one, trials, seed=5))
    return stress_test(response, one.goals[0], chosen, sizes)


def poisson_team(**fields: Any) -> dict[str, Any]:
    return team_document(**{"inbound_per_month": 20.0, "stages": [{"name": "sale", "rate": 0.2}], **fields})


def changes_by(found: StressTest, name: str, exact: float, planned: float) -> None:
    one = found.outcome(name)
    assert abs(one.change - (exact - planned)) <= SURE * one.standard_error + 1 / TRIALS
    assert one.verdict.probability == pytest.approx(found.planned.probability + one.change)


def test_fewer_leads_have_the_exact_poisson_odds() -> None:
    one = scenario(poisson_team(), goals=[goal("won_deals", 48)])
    planned = stats.poisson.sf(47, 48)
    changes_by(under(one), "leads_fall", stats.poisson.sf(47, 0.8 * 48), planned)
    later = under(one, leads_fall={"leads": 0.5, "month": 8})
    changes_by(later, "leads_fall", stats.poisson.sf(47, 4 * (8 + 0.5 * 4)), planned)


def test_a_competitor_lowers_win_rate_and_price() -> None:
    deals = scenario(poisson_team(), goals=[goal("won_deals", 48)])
    planned = stats.poisson.sf(47, 48)
    changes_by(under(deals), "competitor_enters", stats.poisson.sf(47, 0.9 * 48), planned)
    money = scenario(poisson_team(), goals=[goal("bookings", 48.0)])
    # Every deal is worth 1, then 0.95: 48 takes 51 of them.
    changes_by(under(money), "competitor_enters", stats.poisson.sf(50, 0.9 * 48), planned)


def test_the_quarter_end_push_brings_units_forward_at_a_lower_win_rate() -> None:
    one = scenario(poisson_team(), goals=[goal("won_deals", 48)])
    ends, after, rest = 4 * 1.2 * 0.9, 3 * 0.8, 5
    exact = stats.poisson.sf(47, 4 * (ends + after + rest))
    changes_by(under(one), "quarter_end_push", exact, stats.poisson.sf(47, 48))


def test_the_push_takes_no_more_from_the_next_month_than_it_brings() -> None:
    grows = scenario(
        poisson_team(stages=[{"name": "sale", "rate": 1.0}], inbound_per_month=10_000.0),
        growth={"volume": {"mean": 1.0}},
        seasonality={"index": [1.0, 2.0, 0.5, 1.0, 3.0, 1.0, 1.0, 1.5, 1.0, 0.2, 1.0, 1.0]},
        goals=[goal("entered", 1, by=month(10))],
        months=11,
    )
    free = {"pulled": 0.3, "sooner": 0.0, "win_rate": 0.0, "price": 0.0}
    moved = stressed(grows, ["quarter_end_push"], {"quarter_end_push": free})
    rows = [simulate(plan, 400).series("entered").mean(axis=0) for plan in (grows, moved)]
    change = rows[1] - rows[0]
    assert np.abs(change[[0, 1, 4, 7, 10]]).max() < 40
    for end in (2, 5, 8):
        assert change[end] == pytest.approx(0.3 * rows[0][end + 1], rel=0.02)
        assert change[end + 1] == pytest.approx(-change[end], rel=0.02)


def test_the_largest_deal_that_slips_leaves_the_others_their_exact_odds() -> None:
    values = [1.0, 7.0, 2.0, 4.0]
    deals = {"count": 4, "win_rate": 0.5, "values": values}
    small = {"count": 3, "win_rate": 0.5, "value": 5.0}
    one = scenario(team_document(open_pipeline=[deals, small]), goals=[goal("bookings", 12.0)])

    def odds(sizes: list[float]) -> float:
        return float(np.mean([np.dot(w, sizes) >= 12 for w in itertools.product((0, 1), repeat=len(sizes))]))

    planned = odds([*values, 5.0, 5.0, 5.0])
    found = under(one)
    changes_by(found, "largest_deal_slips", odds([1.0, 2.0, 4.0, 5.0, 5.0, 5.0]), planned)
    assert "largest open deal, 7 of Direct" in said(found.outcome("largest_deal_slips").words)
    two = under(one, largest_deal_slips={"deals": 3})
    changes_by(two, "largest_deal_slips", odds([1.0, 2.0, 4.0, 5.0]), planned)


def test_without_stated_values_a_deal_of_usual_size_slips_and_that_is_said() -> None:
    groups = [{"count": 5, "win_rate": 0.2}, {"count": 6, "win_rate": 0.5}]
    one = scenario(team_document(open_pipeline=groups), goals=[goal("won_deals", 4)])
    found = under(one)

    def odds(better: int) -> float:
        return float(
            sum(stats.binom.pmf(k, better, 0.5) * stats.binom.sf(3 - k, 5, 0.2) for k in range(better + 1))
        )

    changes_by(found, "largest_deal_slips", odds(5), odds(6))
    words = said(found.outcome("largest_deal_slips").words)
    assert words.startswith(
        "No open deal states its value: 1 deal of usual size of Direct, won with odds of 50 %"
    )


def test_the_deals_that_stay_keep_their_luck() -> None:
    deals = {"count": 3, "win_rate": {"mean": 0.4, "equivalent_n": 9}, "values": [3.0, 9.0, 2.0], "name": "a"}
    one = scenario(team_document(open_pipeline=[deals]), goals=[goal("bookings", 4.0)])
    moved = stressed(one, ["largest_deal_slips"])
    assert moved.teams[0].open_pipeline[0].values == (3.0, 2.0)
    before, after = (simulate(plan, 2_000).series("bookings").sum(axis=1) for plan in (one, moved))
    assert ((before - after) % 9 != 0).mean() < 0.5
    last = scenario(team_document(open_pipeline=[{**deals, "values": [3.0, 2.0, 9.0]}]))
    before, after = (
        simulate(plan, 2_000).series("bookings").sum(axis=1)
        for plan in (last, stressed(last, ["largest_deal_slips"]))
    )
    assert set(before - after) == {0.0, 9.0}


def people_team(**fields: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "inbound_per_month": 500.0,
        "stages": [{"name": "sale", "rate": 0.25}],
        "opportunities_per_rep_per_month": 4.0,
        "ramp": [0.0, 0.5, 1.0],
        "reps": [
            {"name": "Ana", "tenure_months": 30},
            {"name": "Ben", "tenure_months": 30, "potential": 1.2},
        ],
    }
    return team_document(**{**plain, **fields})


def same_odds(one: Scenario, other: Scenario, wanted: str) -> None:
    """The same plan typed by hand has the same odds to the last future."""
    found = under(one, trials=1_000)
    values = goal_values(simulate(other, 1_000, seed=5), other.goals[0])
    assert found.outcome(wanted).verdict.probability == meets(values, other.goals[0]).mean()


def test_the_best_rep_who_leaves_is_the_plan_without_them() -> None:
    goals = [goal("won_deals", 20)]
    one = scenario(people_team(), goals=goals)
    same_odds(
        one,
        scenario(people_team(reps=[{"name": "Ana", "tenure_months": 30}]), goals=goals),
        "best_rep_leaves",
    )
    found = under(one)
    changes_by(found, "best_rep_leaves", stats.binom.sf(19, 48, 0.25), stats.binom.sf(19, 96, 0.25))
    assert said(found.outcome("best_rep_leaves").words).startswith("Ben of Direct leaves at the start")


def test_the_best_rep_is_followed_as_the_teams_rule_says() -> None:
    goals = [goal("won_deals", 20)]
    replaced = scenario(people_team(backfill_after_months=2), goals=goals)
    typed = people_team(
        reps=[{"name": "Ana", "tenure_months": 30}],
        hires=[{"month": month(2), "count": 1}],
        backfill_after_months=2,
    )
    same_odds(replaced, scenario(typed, goals=goals), "best_rep_leaves")


def test_who_is_best_is_a_matter_of_territory_and_ramp_and_of_no_order() -> None:
    ramping = {"name": "Cem", "tenure_months": 1, "potential": 2.0}
    reps = [
        ramping,
        {"name": "Dora", "tenure_months": 9, "potential": 1.1},
        {"name": "Emil", "tenure_months": 9},
    ]
    for order in itertools.permutations(reps):
        one = stressed(scenario(people_team(reps=list(order))), ["best_rep_leaves"])
        assert [rep.name for rep in one.teams[0].reps if rep.leaves] == ["Dora"]
    unnamed = stressed(scenario(people_team(reps=[], headcount=3)), ["best_rep_leaves"])
    assert unnamed.teams[0].headcount == 2
    assert [rep.leaves for rep in unnamed.teams[0].reps] == [month(0)]


def test_late_hiring_is_the_plan_with_every_hire_later() -> None:
    goals = [goal("won_deals", 40)]

    def plan(hired: int, extra: int, kept: int) -> Scenario:
        hires = [{"month": month(hired), "count": 3, "slip_months_mean": 1.0}]
        more = initiative("hires", 2.0, start_month=month(extra))
        own = {"lever": "hires", "change": 1.0, "start_month": month(kept)}
        return scenario(people_team(hires=hires), goals=goals, initiatives=[more], adjustments=[own])

    same_odds(plan(1, 3, 0), plan(3, 5, 2), "hiring_late")


def test_what_cannot_apply_changes_nothing_and_says_why() -> None:
    one = scenario(poisson_team(), goals=[goal("won_deals", 48)], months=12)
    found = under(one, "best_rep_leaves", "largest_deal_slips", trials=500)
    for name, words in (
        ("largest_deal_slips", "No deal is open"),
        ("best_rep_leaves", "Nobody is on the team"),
        ("hiring_late", "No hires are planned"),
    ):
        alone = found.outcome(name)
        assert alone.reason is not None
        assert alone.reason.startswith(words)
        assert (alone.change, alone.standard_error, alone.median_change) == (0, 0, 0)
    assert found.together is not None
    assert (found.together.change, found.interaction) == (0, 0)
    assert found.together.reason is not None
    short = scenario(poisson_team(), months=2)
    assert STRESSES["quarter_end_push"].reason(short, "company") is not None
    assert STRESSES["quarter_end_push"].reason(scenario(months=120), "company") is not None


def busy() -> Scenario:
    return scenario(
        people_team(
            name="North",
            inbound_per_month={"mean": 9.0, "sd": 1.0},
            hires=[{"month": month(1), "count": 2}],
            open_pipeline=[{"count": 2, "win_rate": 0.5, "values": [4.0, 6.0]}],
            annual_attrition=0.2,
        ),
        people_team(name="South", inbound_per_month=5.0),
        goals=[goal("bookings", 40.0)],
    )


def test_any_order_of_stresses_and_of_teams_is_the_same_to_the_last_digit() -> None:
    one = busy()
    other = one.changed(teams=tuple(reversed(one.teams)))
    names = list(STRESSES)
    first = under(one, *names, trials=500)
    assert first.document() == under(one, *reversed(names), trials=500).document()
    assert first.document() == under(other, *names, trials=500).document()
    for a, b in itertools.combinations(names, 2):
        both = stressed(one, [a, b])
        swapped = stressed(stressed(one, [b]), [a])
        values = [goal_values(simulate(plan, 200), one.goals[0]) for plan in (both, swapped)]
        assert values[0] == pytest.approx(values[1])


def test_what_several_do_together_is_their_own_and_what_is_between_them() -> None:
    found = under(busy(), "leads_fall", "best_rep_leaves", trials=2_000)
    assert found.together is not None
    own = found.outcome("leads_fall").change + found.outcome("best_rep_leaves").change
    assert found.together.change == pytest.approx(own + found.interaction)
    alone = under(busy(), "leads_fall", trials=500)
    assert alone.together is not None
    assert alone.interaction == 0
    assert alone.together.verdict == alone.outcome("leads_fall").verdict


def test_a_stress_as_a_risk_of_the_plan_is_the_stress_where_it_happens() -> None:
    one = scenario(poisson_team(), goals=[goal("won_deals", 48)])
    risks = as_risks(one, "competitor_enters", {"price": 0.2}, probability=1.0)
    assert [(risk.lever, risk.effect.mode) for risk in risks] == [("win_rate", -0.1), ("deal_size", -0.2)]
    same_odds(one, one.changed(risks=risks), "competitor_enters")
    again = as_risks(one.changed(risks=risks), "competitor_enters")
    assert not {risk.name for risk in risks} & {risk.name for risk in again}
    assert as_risks(one, "best_rep_leaves") == ()


@pytest.mark.parametrize(
    ("chosen", "sizes", "words"),
    [
        (["flood"], {}, "use one of largest_deal_slips"),
        (
            ["leads_fall"],
            {"leads_fall": {"leads": 1.2}},
            "leads_fall.leads = 1.2: must be a share from 0 to 1",
        ),
        (["leads_fall"], {"leads_fall": {"rain": 1}}, "use leads, month"),
        (["hiring_late"], {"hiring_late": {"months": 1.5}}, "must be a whole number from 1 to 24"),
        ([], {"flood": {}}, "is no stress"),
    ],
)
def test_what_is_no_stress_is_answered_in_a_sentence(chosen: list[str], sizes: Any, words: str) -> None:
    one = scenario(poisson_team(), goals=[goal("won_deals", 48)])
    with pytest.raises(ScenarioError, match=words):
        stress_test(Response(simulate(one, 100)), one.goals[0], chosen, sizes)
