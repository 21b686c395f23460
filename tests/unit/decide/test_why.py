"""Differences are grouped as a person would name them, each can be made alone, and the sum is the whole."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Scenario, ScenarioError
from simulator.decide.difference_groups import Differences
from simulator.decide.mixtures import Mixtures
from simulator.decide.why import MOST_PARTS, runs_needed, why
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document
from simulator.scenario.changes import differences
from tests.statistical.small_scenarios import goal, initiative, scenario, team_document

GOAL = "New bookings"


def changed(**fields: Any) -> Scenario:
    """The sample company with top level fields replaced."""
    return parse_scenario({**scenario_document(sample_scenario()), **fields})


def edited(*edits: tuple[tuple[str | int, ...], Any]) -> Scenario:
    """The sample company with single fields replaced."""
    document: Any = scenario_document(sample_scenario())
    for path, value in edits:
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    return parse_scenario(document)


def names(old: Scenario, new: Scenario, goal_name: str = GOAL) -> list[str]:
    """What the differences are called."""
    return sorted(one.name for one in Differences(old, new, goal_name).groups)


def test_names_are_those_of_the_trade() -> None:
    new = edited(
        (("teams", 0, "stages", -1, "rate"), {"mean": 0.3}),
        (("teams", 1, "hires"), [{"month": "2027-03", "count": 2}]),
        (("growth", "volume"), {"mean": 0.2}),
        (("goals", 0, "target"), 8_500_000.0),
        (("costs", "overhead_per_month"), 1.0),
    )
    assert names(sample_scenario(), new) == [
        "Direct: win rate", "Growth of what comes in", "Overhead", "Partner: hires", "Target of the goal"
    ]  # fmt: skip


def test_words_hold_both_values_and_names_none() -> None:
    new = edited((("goals", 0, "target"), 8_500_000.0))
    (found,) = Differences(sample_scenario(), new, GOAL).groups
    assert found.words == "goal New bookings target 9M → 8.5M"
    assert not any(letter.isdigit() for letter in found.name)


def test_sum_of_parts_and_interaction_is_the_whole_exactly() -> None:
    new = edited(
        (("teams", 0, "stages", -1, "rate"), {"mean": 0.3}),
        (("teams", 1, "hires"), [{"month": "2027-03", "count": 2}]),
        (("goals", 0, "target"), 8_500_000.0),
        (("seed",), 3),
    )
    found = why(sample_scenario(), new, GOAL, 500)
    assert sum(one.moved.odds for one in found.parts) + found.interaction.odds == pytest.approx(
        found.total.odds, abs=1e-12
    )
    assert found.total.odds == pytest.approx(found.new.probability - found.old.probability, abs=1e-12)
    medians = [one.moved.median or 0.0 for one in found.parts] + [found.interaction.median or 0.0]
    assert found.total.median is not None
    assert found.new.p50 is not None
    assert found.old.p50 is not None
    assert sum(medians) == pytest.approx(found.total.median, rel=1e-9)
    assert found.total.median == pytest.approx(found.new.p50 - found.old.p50, rel=1e-9)


def test_odds_are_those_of_the_plans_themselves() -> None:
    from simulator import assess, simulate

    new = edited((("teams", 0, "stages", -1, "rate"), {"mean": 0.3}))
    found = why(sample_scenario(), new, GOAL, 500)
    for plan, verdict in ((sample_scenario(), found.old), (new, found.new)):
        alone = assess(simulate(plan, 500))[0]
        assert (alone.probability, alone.p50, alone.verdict) == (
            verdict.probability, verdict.p50, verdict.verdict
        )  # fmt: skip


def test_one_difference_has_no_interaction() -> None:
    found = why(sample_scenario(), edited((("growth", "volume"), {"mean": 0.2})), GOAL, 500)
    assert [one.moved for one in found.parts] == [found.total]
    assert (found.interaction.odds, found.interaction.median, found.pairs) == (0.0, 0.0, ())


def test_nothing_differs() -> None:
    found = why(sample_scenario(), sample_scenario(), GOAL, 500)
    assert (found.parts, found.total.odds, found.beside) == ((), 0.0, ())


def test_sources_names_and_policy_are_told_beside() -> None:
    document = scenario_document(sample_scenario())
    document["policy"] = {"realistic_at_least": 0.2, "unreachable_below": 0.1}
    document["teams"][0]["deal_size"]["source"] = "elsewhere"
    document["goals"][1]["target"] = 1.0
    found = why(sample_scenario(), parse_scenario(document), GOAL, 500)
    assert found.parts == ()
    assert any("odds called realistic" in one for one in found.beside)
    assert any("deal size source" in one for one in found.beside)
    assert any("Direct bookings" in one for one in found.beside)
    assert (found.old.verdict, found.bands_only, found.new.verdict) == ("stretch", "realistic", "realistic")


def test_an_added_team_and_what_names_it_are_one_change() -> None:
    document = scenario_document(sample_scenario())
    east = {**document["teams"][1], "name": "East"}
    document["teams"].append(east)
    document["initiatives"] = [*document.get("initiatives", []), initiative("win_rate", 0.1, teams=["East"])]
    found = Differences(sample_scenario(), parse_scenario(document), GOAL)
    (group,) = found.groups
    assert "Team East added" in group.name
    assert "Initiative about win_rate" in group.name
    assert group.count == 2


def test_a_renamed_team_is_one_change() -> None:
    team = team_document("A", inbound_per_month=10.0)
    old = scenario(team, goals=[goal("won_deals", 100)])
    new = scenario({**team, "name": "B"}, goals=[goal("won_deals", 100)])
    assert names(old, new, "won_deals") == ["Team A is called B (other luck)"]


def test_a_month_that_passed_is_one_change_and_decisions_are_others() -> None:
    reps = [{"name": "Ana", "tenure_months": 3}]
    hires = [{"month": "2027-01", "count": 1}, {"month": "2027-06", "count": 1}]
    rate: dict[str, Any] = {
        "stages": [{"name": "sale", "rate": {"mean": 0.25}}],
        "opportunities_per_rep_per_month": 10.0,
    }
    old = scenario(
        team_document(inbound_per_month=20.0, reps=reps, hires=hires, **rate), goals=[goal("won_deals", 60)]
    )
    now = team_document(
        inbound_per_month=20.0,
        reps=[{"name": "Ana", "tenure_months": 4}, {"name": "Bo", "tenure_months": 1}],
        hires=[{"month": "2027-06", "count": 2}],
        open_pipeline=[{"count": 3, "win_rate": {"mean": 0.2}}],
        **{**rate, "stages": [{"name": "sale", "rate": {"mean": 0.3}}]},
    )
    new = scenario(now, months=11, start_month="2027-02", goals=[goal("won_deals", 55)])
    assert names(old, new, "won_deals") == ["A month has passed", "Hires", "Win rate"]
    found = why(old, new, "won_deals", 500)
    assert sum(one.moved.odds for one in found.parts) + found.interaction.odds == pytest.approx(
        found.total.odds, abs=1e-12
    )


def test_a_goal_only_one_of_them_has_is_asked_of_both() -> None:
    document = scenario_document(sample_scenario())
    document["goals"].append({**document["goals"][0], "name": "Another", "target": 8_000_000.0})
    found = why(sample_scenario(), parse_scenario(document), "Another", 500)
    assert (found.parts, found.total.odds) == ((), 0.0)
    assert found.old.target == 8_000_000.0


def test_an_unknown_goal_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match="their goals are New bookings"):
        why(sample_scenario(), sample_scenario(), "nonsense", 500)


def test_another_metric_has_no_common_median() -> None:
    new = edited((("goals", 0, "metric"), "won_deals"), (("goals", 0, "target"), 300.0))
    found = why(sample_scenario(), new, GOAL, 500)
    assert [one.name for one in found.parts] == ["What the goal counts"]
    assert found.total.median is None
    assert found.total.odds == pytest.approx(found.new.probability - found.old.probability)


def test_many_differences_are_the_largest_and_the_rest() -> None:
    def many(more: float) -> Scenario:
        teams = [team_document(f"T{k}", inbound_per_month=2.0 + more * (k % 5)) for k in range(20)]
        return scenario(*teams, goals=[goal("won_deals", 500)])

    found = Differences(many(0.0), many(0.5), "won_deals")
    assert len(found.groups) == 16
    told = why(many(0.0), many(0.5), "won_deals", 500)
    assert len(told.parts) == MOST_PARTS
    smaller = [one for one in told.parts if one.count > 1]
    assert [one.name for one in smaller] == ["5 smaller differences together"]
    assert sum(one.moved.odds for one in told.parts) + told.interaction.odds == pytest.approx(told.total.odds)


def test_very_many_differences_are_taken_by_kind_first() -> None:
    def many(more: float) -> Scenario:
        teams = [
            team_document(
                f"T{k}", inbound_per_month=2.0 + more, stages=[{"name": "sale", "rate": 0.5 + more / 10}]
            )
            for k in range(60)
        ]
        return scenario(*teams, goals=[goal("won_deals", 500)])

    assert names(many(0.0), many(0.5), "won_deals") == [
        "Rates of the funnel (60 changes)", "What comes in (60 changes)"
    ]  # fmt: skip


def test_progress_says_how_far_it_is() -> None:
    new = edited((("growth", "volume"), {"mean": 0.2}), (("costs", "overhead_per_month"), 1.0))
    seen: list[tuple[int, int]] = []
    why(sample_scenario(), new, GOAL, 500, progress=lambda done, of: seen.append((done, of)))
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] == runs_needed(Differences(sample_scenario(), new, GOAL))


def test_taking_everything_is_the_new_plan() -> None:
    old, new = sample_scenario(), edited((("teams", 1, "hires"), []), (("seed",), 9))
    between = Mixtures(old, new)
    steps = [one.steps for one in differences(old, new)]
    assert between.taking(steps) == new
    assert between.taking([]) == old
