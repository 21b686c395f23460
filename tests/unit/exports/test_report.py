"""The report says what the verdicts say, in words and units, and no amount where money is hidden."""

from __future__ import annotations

import io
import re

import pytest
from pptx import Presentation

from exports import Report, board_page, make_report, slides
from exports.deck import MOST_GOAL_SLIDES
from simulator import assess, simulate
from simulator.scenario import scenario_digest
from tests.unit.exports.conftest import LINK, MADE, Judged
from tests.unit.exports.named_plans import named_plan, pdf_text


def test_the_figures_are_those_of_the_verdicts(judged: Judged, report: Report) -> None:
    for goal, verdict in zip(report.goals, judged.verdicts, strict=True):
        assert (goal.probability, goal.interval, goal.standard_error) == (
            verdict.probability,
            verdict.interval,
            verdict.standard_error,
        )
        assert (goal.word, goal.borderline, goal.target) == (
            verdict.verdict,
            verdict.borderline,
            verdict.target,
        )
        assert (goal.mean, goal.sd, goal.p10, goal.p50, goal.p90) == (
            verdict.mean,
            verdict.sd,
            verdict.p10,
            verdict.p50,
            verdict.p90,
        )


def test_a_path_ends_where_the_verdict_stands(report: Report) -> None:
    for goal in report.goals:
        assert goal.path is not None
        assert goal.path.months[-1] == goal.by
        ends = [goal.path.quantiles[level][-1] for level in ("low80", "middle", "high80")]
        assert ends == pytest.approx([goal.p10, goal.p50, goal.p90], rel=1e-12)


def test_who_repeats_it_finds_everything_needed(judged: Judged, report: Report) -> None:
    facts = dict(report.facts)
    assert facts["Seed"] == str(judged.forecast.seed) == "2027"
    assert facts["Simulated futures"] == "2,000"
    assert facts["Engine version"] == "1.0.0" or re.fullmatch(r"\d+\.\d+\.\d+", facts["Engine version"])
    assert facts["Plan's fingerprint (SHA-256)"] == scenario_digest(judged.scenario)
    assert facts["Made"] == "21 Nov 2026, 19:05 UTC"
    assert facts["Link"] == LINK
    assert facts["Bands"] == "realistic from 60\xa0%, unreachable under 10\xa0%"


def test_every_graded_assumption_is_there_with_its_sample(report: Report) -> None:
    rows = {(row.group, row.label): row for row in report.assumptions}
    churn = rows[("Company", "Churn a month")]
    assert (churn.sample, churn.grade, churn.source) == ("88 of 7,350", "measured", "billing, 2026")
    assert churn.value == pytest.approx(88.5 / 7351)
    growth = rows[("Company", "Growth of entering units")]
    assert (growth.text, growth.sample, growth.grade) == ("5\xa0% a year", "± 5\xa0%", "guess")
    assert report.grades == "13 measured, 3 benchmark, 1 guess"


def test_hidden_money_leaves_no_amount_anywhere(hidden: Report) -> None:
    said = [text for goal in hidden.goals for text in (goal.sentence, goal.note, goal.name, *goal.remedies)]
    said += [goal.text(value) for goal in hidden.goals for value in (goal.p50, goal.target, goal.realistic)]
    said += [part for row in hidden.assumptions for part in (row.text, row.sample, row.source)]
    said += [part for fact in hidden.facts for part in fact]
    assert [text for text in said if "€" in text or "EUR" in text] == []
    assert [goal.note for goal in hidden.goals] == [""] * 4
    assert hidden.description == ""
    assert [row.value for row in hidden.assumptions if row.unit == "money"] == [None] * 7


def test_hidden_money_keeps_odds_and_shares(judged: Judged, hidden: Report) -> None:
    goal, verdict = hidden.goals[0], judged.verdicts[0]
    assert goal.probability == verdict.probability
    assert goal.target == pytest.approx(1.0)
    assert verdict.p50 is not None
    assert goal.p50 == pytest.approx(verdict.p50 / verdict.target)
    assert goal.sentence == "New bookings of at least the goal by 31 Dec 2027"
    churn = hidden.goals[2]
    assert churn.target == 0.014
    assert not churn.hidden


def test_a_free_text_with_a_number_goes_with_the_money(hidden: Report) -> None:
    sources = {row.label: row.source for row in hidden.assumptions}
    assert sources["Churn a month"] == "billing, 2026"
    assert sources["Win rate (won)"] == "hidden"


def test_money_goals_are_called_by_their_metric_where_the_name_tells_the_amount() -> None:
    plan = named_plan(["5 M of bookings"])
    forecast = simulate(plan, n_trials=100)
    report = make_report(plan, forecast, assess(forecast), now=MADE, hide_money=True)
    assert [goal.name.startswith("5 M") for goal in report.goals] == [True, False, True]


def test_a_forecast_of_another_plan_is_refused(judged: Judged) -> None:
    with pytest.raises(ValueError, match="another scenario"):
        make_report(named_plan(["a"]), judged.forecast, judged.verdicts, now=MADE)


def test_a_plan_without_goals_has_a_report(judged: Judged) -> None:
    plan = judged.scenario.changed(goals=())
    report = make_report(plan, judged.forecast, [], now=MADE)
    assert report.goals == ()
    assert report.joint == 1.0


def test_only_so_many_paths_are_worked_out(judged: Judged) -> None:
    verdicts = [judged.verdicts[0]] * (MOST_GOAL_SLIDES + 3)
    report = make_report(judged.scenario, judged.forecast, verdicts, now=MADE)
    assert [goal.path is None for goal in report.goals[-4:]] == [False, True, True, True]


def test_what_would_make_a_goal_realistic_begins_with_a_target_within_reach(report: Report) -> None:
    for goal in report.goals:
        first = [line for line in goal.remedies if line.endswith("realistic as you are")]
        if goal.word == "realistic":
            assert first == []
        else:
            assert first == [goal.remedies[0]]
            assert goal.text(goal.realistic) in first[0]
    assert {goal.word for goal in report.goals} > {"realistic"}


def test_the_gravest_danger_of_its_history_stands_on_every_paper(
    judged: Judged, report: Report, hidden: Report
) -> None:
    assert report.danger is not None
    assert report.danger.startswith("Stale pipeline. 241 of 540 open deals are older")
    assert dict(report.facts)["Gravest danger in its history"] == report.danger
    assert hidden.danger == f"Stale pipeline. And {len(judged.scenario.dangers) - 1} more."
    words = pdf_text(board_page(report))
    assert "In its history: Stale pipeline" in words
    first = Presentation(io.BytesIO(slides(report))).slides[0]
    told = [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    assert f"In its history: {report.danger}" in told


def test_a_plan_without_dangers_names_none(judged: Judged) -> None:
    plan = judged.scenario.changed(dangers=())
    report = make_report(plan, judged.forecast, judged.verdicts, now=MADE)
    assert report.danger is None
    assert "Gravest danger in its history" not in dict(report.facts)
