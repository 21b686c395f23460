"""Scores, gaps and pairs of small tables worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simulator.errors import ScenarioError
from simulator.evidence import read_export
from simulator.evidence.kinds import ScoreRows, build_kind_evidence
from simulator.sample import sample_evidence
from simulator.scenario import parse_scenario
from simulator.scenario.score_plan import ScorePlan
from simulator.scorecard import OWN_MEDIAN, Scorecard, Sheet, scorecard, sheet_of_evidence, sheet_of_rows
from simulator.scorecard.document import card_sentence, scorecard_document
from simulator.scorecard.joined import joined
from simulator.scorecard.teams import team_card
from tests.statistical.small_scenarios import document


def sheet(text: str) -> Sheet:
    found = build_kind_evidence(read_export(text.encode(), "scores.csv"))
    assert isinstance(found.findings, ScoreRows)
    return sheet_of_rows(found.findings, found.currency, found.source)


def plan(*metrics: dict[str, object]) -> ScorePlan:
    return ScorePlan.model_validate({"metrics": list(metrics)})


def team(rates: dict[str, tuple[float, float]], months: int = 12, luck: float = 0.0) -> Sheet:
    """A team with calls a month and win rates; every call an opportunity, every deal worth 1,000."""
    rng = np.random.default_rng(2)
    lines = ["Rep,Team,Month,Calls,Won,Lost,Bookings"]
    for month in range(months):
        for name, (calls, rate) in rates.items():
            made = round(calls * (1 + luck * rng.standard_normal()))
            won = round(made * rate)
            lines.append(f"{name},North,2026-{month + 1:02d},{made},{won},{made - won},{won * 1000}")
    return sheet("\n".join(lines))


SIX: dict[str, tuple[float, float]] = {
    "Ana": (100, 0.10),
    "Ben": (100, 0.30),
    "Cem": (100, 0.30),
    "Dua": (100, 0.30),
    "Eva": (100, 0.50),
    "Fil": (100, 0.30),
}


def of(card: Scorecard, name: str) -> int:
    return card.sheet.reps.index(name)


def test_what_the_columns_say_becomes_metrics_and_steps_to_bookings() -> None:
    found = sheet(
        "Rep,Month,Calls,Meetings,Opportunities,Won,Bookings,Quota\n"
        "Ana,2026-01,100,20,10,4,400,500\nAna,2026-02,50,10,5,2,200,100\nBen,2026-01,80,20,10,5,600,500\n"
    )
    own = {name: one.own.tolist() for name, one in found.samples.items()}
    assert own["calls"] == [75.0, 80.0]
    assert own["meeting_rate"] == [0.2, 0.25]
    assert own["opportunity_rate"] == [0.5, 0.5]
    assert own["win_rate"] == [0.4, 0.5]
    assert own["deal_size"] == [100.0, 120.0]
    assert own["bookings"] == [300.0, 600.0]
    assert own["attainment"] == pytest.approx([1.0, 1.2])
    assert found.steps == ("calls", "meeting_rate", "opportunity_rate", "win_rate", "deal_size")


def test_more_meetings_than_calls_are_a_quotient_and_no_count() -> None:
    found = sheet("Rep,Month,Calls,Meetings\nAna,2026-01,10,20\nAna,2026-02,10,10\nBen,2026-01,10,5\n")
    assert found.samples["meeting_rate"].hits is None
    assert found.samples["meeting_rate"].own.tolist() == [1.5, 0.5]


def test_the_gap_most_worth_coaching_is_the_win_rate_of_ana() -> None:
    """36 of 120 a month at the benchmark's 30 %, 12 now: 20,000 a month more, less what luck may have to do with it."""
    card = scorecard(team(SIX))
    assert card.differing == ("won", "win_rate", "bookings") or "win_rate" in card.differing
    assert card.team_gap is not None
    one = card.metrics[card.team_gap]
    assert one.metric.name == "win_rate"
    ana = of(card, "Ana")
    assert card.metrics[int(card.coach[ana])].metric.name == "win_rate"
    assert one.source == OWN_MEDIAN
    assert one.benchmark[ana] == pytest.approx(0.30, abs=0.01)
    bookings, low, high = (float(part[ana]) for part in (one.gaps.bookings, one.gaps.low, one.gaps.high))
    assert 0 < low < bookings < high
    assert bookings == pytest.approx(20_000, rel=0.1)
    assert bookings == pytest.approx(
        card.sheet.bookings[ana] * (one.benchmark[ana] / one.standing.value[ana] - 1)
    )
    assert high == pytest.approx(card.sheet.bookings[ana] * (one.benchmark[ana] / one.standing.low[ana] - 1))
    assert card.coach[of(card, "Eva")] == -1
    assert [(card.sheet.reps[pair.learner], card.sheet.reps[pair.partner]) for pair in card.pairs] == [
        ("Ana", "Eva")
    ]
    assert "win rate" in card_sentence(card)


def test_points_are_per_unit_and_scale_with_the_weight() -> None:
    terms: dict[str, object] = {"metric": "win_rate", "benchmark": 0.3, "points": 200.0, "source": "board"}
    others: list[dict[str, object]] = [
        {"metric": name, "counts": "no"} for name in ("won", "bookings", "deal_size")
    ]
    card = scorecard(team(SIX), plan(terms, *others))
    win = next(one for one in card.metrics if one.metric.name == "win_rate")
    assert win.at_benchmark.tolist() == pytest.approx([60.0] * 6)
    assert win.points == pytest.approx(200 * win.standing.value)
    assert win.counted[of(card, "Ana")] == pytest.approx(20.0)
    assert card.score("goal") == pytest.approx(100 * win.standing.value / 0.3)
    double = scorecard(team(SIX), plan({**terms, "points": 400.0}, *others))
    assert next(one for one in double.metrics if one.metric.name == "win_rate").points == pytest.approx(
        2 * win.points
    )
    assert double.score("goal") == pytest.approx(card.score("goal"))


def test_everybody_at_the_benchmark_scores_a_hundred() -> None:
    card = scorecard(team(dict.fromkeys("ABCDEF", (100.0, 0.3))))
    assert card.score() == pytest.approx([100.0] * 6, abs=0.5)
    assert card.differing == ()
    assert card.team_gap is None
    assert card.pairs == ()
    assert "no winner" in card_sentence(card)


def test_a_stated_benchmark_may_show_a_gap_of_people_who_are_alike() -> None:
    alike = team(dict.fromkeys("ABCDEF", (100.0, 0.3)))
    card = scorecard(alike, plan({"metric": "win_rate", "benchmark": 0.5, "source": "an industry survey"}))
    assert card.team_gap is not None
    assert card.metrics[card.team_gap].metric.name == "win_rate"
    assert card.metrics[card.team_gap].source == "an industry survey"
    assert card.pairs == ()


def test_few_cases_are_pulled_to_the_team() -> None:
    text = ["Rep,Month,Won,Lost"]
    text += [f"R{number},2026-{month:02d},30,70" for number in range(6) for month in range(1, 7)]
    text += ["New,2026-06,2,0"]
    found = scorecard(sheet("\n".join(text)))
    win = next(one for one in found.metrics if one.metric.name == "win_rate")
    new = of(found, "New")
    assert win.sample.own[new] == 1.0
    assert win.standing.value[new] < 0.4
    assert win.standing.pull[new] > 0.8


def test_less_is_better_for_the_cycle() -> None:
    lines = ["Rep,Month,Won,Cycle days"]
    lines += [
        f"{name},2026-{month:02d},5,{days + month % 3}"
        for month in range(1, 13)
        for name, days in zip("ABCDE", (30, 30, 60, 30, 30), strict=True)
    ]
    card = scorecard(sheet("\n".join(lines)))
    cycle = next(one for one in card.metrics if one.metric.name == "cycle_days")
    slow = of(card, "C")
    assert cycle.standing.distance[slow] < 0
    assert cycle.points[slow] < cycle.points[of(card, "A")]
    assert cycle.gaps.gap[slow] > 0


def test_the_sample_company_has_no_winner_and_its_document_is_json() -> None:
    """Its generator gives everybody in a team the same rates: whoever were crowned here would be luck's."""
    found = sheet_of_evidence(sample_evidence())
    assert found is not None
    card = scorecard(found)
    assert card.differing == ()
    assert set(card.coach.tolist()) == {-1}
    told = scorecard_document(card)
    assert json.loads(json.dumps(told, allow_nan=False))["sentence"] == card_sentence(card)
    assert len(told["people"]) == 14


@pytest.mark.parametrize(
    ("metrics", "said"),
    [
        ([{"metric": "win_rate", "benchmark": 0.3}], "needs a source"),
        ([{"metric": "win_rate"}, {"metric": "win_rate"}], "stands twice"),
        ([{"metric": "charm"}], "must be one of"),
        ([{"metric": "calls", "points": -1.0}], "at least 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(metrics: list[dict[str, object]], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        parse_scenario(document(scorecard={"metrics": metrics}))


def test_activities_meet_the_history_of_the_same_people() -> None:
    """Calls from a list, win rates from the export; who is in one alone is unknown in the other."""
    history = sheet_of_evidence(sample_evidence())
    assert history is not None
    first, second = history.reps[:2]
    lines = ["Rep,Month,Calls"]
    lines += [
        f"{name},2026-{month:02d},{100 + month}"
        for month in range(1, 7)
        for name in (first.upper(), second, "New")
    ]
    found = joined(sheet("\n".join(lines)), history)
    assert list(found.samples) == ["calls", "win_rate", "deal_size", "bookings", "cycle_days"]
    win, place = found.samples["win_rate"], found.reps.index("New")
    assert win.n[place] == 0
    assert win.own[found.reps.index(second)] == history.samples["win_rate"].own[1]
    assert found.steps == ("win_rate", "deal_size")
    card = scorecard(found)
    assert not np.isnan(card.score("activity")).any()
    json.dumps(scorecard_document(card), allow_nan=False)


def test_people_of_another_company_are_not_joined() -> None:
    history = sheet_of_evidence(sample_evidence())
    assert history is not None
    alone = team(SIX)
    assert joined(alone, history) is alone


def test_teams_are_their_people_s_cases_put_together() -> None:
    lines = ["Rep,Team,Month,Calls,Won,Lost,Bookings"]
    for month in range(1, 13):
        for name, group, calls, won in (
            ("A", "N", 100, 30), ("B", "N", 100, 30), ("C", "N", 100, 30), ("D", "N", 100, 10),
            ("E", "S", 200, 60), ("F", "S", 200, 60),
        ):  # fmt: skip
            lines.append(f"{name},{group},2026-{month:02d},{calls},{won},{calls - won},{won * 1000}")
    people = scorecard(sheet("\n".join(lines)))
    found = team_card(people)
    assert found is not None
    assert (found.card.sheet.reps, found.people) == (("N", "S"), (4, 2))
    own = {name: one.own.tolist() for name, one in found.card.sheet.samples.items()}
    assert own["win_rate"] == pytest.approx([0.25, 0.3])
    assert own["calls"] == pytest.approx([100.0, 200.0])
    assert found.card.sheet.bookings.tolist() == [100_000.0, 120_000.0]
    assert [at if at < 0 else people.metrics[at].metric.name for at in found.coach] == ["win_rate", -1]
    assert found.having == (1, 0)
    assert found.worth[0] == pytest.approx(float(people.worth(found.coach[0]).sum()))
    assert team_card(scorecard(team(SIX))) is None
