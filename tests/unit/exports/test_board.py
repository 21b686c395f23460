"""The board page: the answer first, on two pages at most."""

from __future__ import annotations

import io

import pypdf
import pytest

from exports import Report, board_page, make_report
from exports.board import MOST_ROWS, most_telling
from simulator import assess, simulate
from simulator.scenario import parse_scenario, scenario_document
from tests.unit.exports.conftest import LINK, MADE, Judged
from tests.unit.exports.named_plans import named_plan, pdf_text
from words import amounts


@pytest.fixture(scope="module")
def page(report: Report) -> bytes:
    return board_page(report)


def test_it_begins_with_the_goal_the_word_and_the_odds(page: bytes) -> None:
    text = pdf_text(page)
    answer = text.index("New bookings of at least 9 M € by 31 Dec 2027")
    assert answer < 80
    assert answer < text.index("STRETCH · about") < text.index("realistic from 60 %, unreachable under 10 %")
    assert text.index("realistic from 60 %") < text.index("What this rests on")


def test_its_digits_are_those_of_the_verdicts(judged: Judged, report: Report, page: bytes) -> None:
    text = pdf_text(page)
    verdict = judged.verdicts[0]
    assert f"about {round(verdict.probability * 100)} %" in text
    low, high = (amounts.percent(edge, 1).replace("\xa0", " ") for edge in verdict.interval)
    assert f"odds {low} to {high} from 2,000" in text
    assert f"exactly {verdict.p50:,.0f} €" in text
    for goal in report.goals[1:]:
        assert goal.word.upper() in text
        assert goal.odds.replace("\xa0", " ") in text


def test_it_says_what_it_rests_on_and_how_to_repeat_it(report: Report, page: bytes) -> None:
    text = pdf_text(page)
    for part in (report.grades, "88 of 7,350", "billing, 2026", "Seed 2027", report.digest, LINK):
        assert part in text


def test_it_has_two_pages_its_fan_drawn_as_curves(page: bytes) -> None:
    document = pypdf.PdfReader(io.BytesIO(page))
    assert len(document.pages) == 2
    assert document.metadata is not None
    assert document.metadata.title == "Nordwind FY2027"
    assert [image.name for p in document.pages for image in p.images] == []
    assert "19 in 20" in pdf_text(page)


def test_the_same_report_gives_the_same_bytes(report: Report, page: bytes) -> None:
    assert board_page(report) == page


def test_hidden_money_stays_hidden(hidden: Report) -> None:
    text = pdf_text(board_page(hidden))
    assert "€" not in text
    assert "% of goal" in text


def test_two_pages_hold_the_longest_names_and_forty_goals(judged: Judged) -> None:
    name = "W" * 119
    document = scenario_document(judged.scenario)
    document["name"] = name
    del document["lever_terms"]  # they name the teams and stages renamed here
    for team, letter in zip(document["teams"], "AB", strict=True):
        team["name"] = letter * 119
        for stage in team["stages"]:
            stage["name"] = stage["name"] + "W" * 100
    for change in (*document["initiatives"], *document["risks"]):
        change["teams"] = ["A" * 119]
        change["source"] = "source " * 100
        change["name"] = change["name"] + "W" * 80
    goal = document["goals"][0] | {"scope": "A" * 119, "owner": name}
    document["goals"] = [goal | {"name": f"{place} {name}"[:119]} for place in range(40)]
    plan = parse_scenario(document)
    forecast = simulate(plan, n_trials=100)
    advice = {goal.name: ["advice " * 60] * 5 for goal in plan.goals}
    report = make_report(
        plan, forecast, assess(forecast), link="https://" + "w" * 300, now=MADE, advice=advice
    )
    page = board_page(report)
    assert len(pypdf.PdfReader(io.BytesIO(page)).pages) == 2
    assert "more stand in the workbook" in pdf_text(page)


def test_a_plan_without_goals_has_a_page_too(judged: Judged) -> None:
    report = make_report(judged.scenario.changed(goals=()), judged.forecast, [], now=MADE)
    assert "This plan has no goal yet" in pdf_text(board_page(report))


def test_a_goal_without_a_value_is_still_reported() -> None:
    plan = named_plan(["x"])
    empty = plan.teams[0].changed(inbound_per_month={"mean": 0.0})
    goal = plan.goals[1].changed(metric="average_deal_size", target=1.0)
    plan = plan.changed(teams=(empty,), goals=(goal,))
    forecast = simulate(plan, n_trials=100)
    report = make_report(plan, forecast, assess(forecast), now=MADE)
    assert report.goals[0].path is None
    assert "UNREACHABLE" in pdf_text(board_page(report))


def test_what_is_guessed_is_shown_before_what_is_measured(report: Report) -> None:
    kept = most_telling(report.assumptions, 5)
    assert [row.grade for row in kept].count("guess") == 1
    assert "measured" in [row.grade for row in kept]
    assert "" not in [row.grade for row in kept]
    assert most_telling(report.assumptions, MOST_ROWS) == list(report.assumptions)
