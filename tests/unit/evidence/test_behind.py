"""What an import says stands behind its plan: closed deals, months, and the money by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from simulator import assess, simulate
from simulator.evidence import Totals, evidence_to_scenario, totals_to_scenario
from simulator.evidence.findings import Evidence, MonthFigures
from simulator.sample import sample_evidence
from tests.unit.evidence.deals import evidence_of, plain_deals


def _with_months(months: list[MonthFigures], as_of: dt.date) -> Evidence:
    return replace(sample_evidence(), monthly=tuple(months), as_of=as_of)


def _month(name: str, won: int, *, bookings: float | None = None, whole: bool = True) -> MonthFigures:
    return MonthFigures(name, 10, won, 1, 1000.0 * won if bookings is None else bookings, whole)


def _year(first: int, count: int, **more: bool) -> list[MonthFigures]:
    return [_month(f"{2024 + at // 12}-{at % 12 + 1:02d}", 3, **more) for at in range(first, first + count)]


def test_a_small_export_gets_its_odds_and_no_word() -> None:
    scenario = evidence_to_scenario(evidence_of(plain_deals(24)), horizon_months=6)
    assert scenario.history is not None
    assert scenario.history.closed_outcomes == 18
    verdict = assess(simulate(scenario, 500))[0]
    assert verdict.verdict == "not enough history"
    assert verdict.history is not None
    assert verdict.history.startswith("18 closed deals and ")


def test_a_larger_one_gets_one() -> None:
    scenario = evidence_to_scenario(evidence_of(plain_deals(200)), horizon_months=6)
    assert scenario.history is not None
    assert scenario.history.suffices
    assert assess(simulate(scenario, 500))[0].verdict != "not enough history"


@pytest.mark.parametrize(("months", "word"), [(3, False), (4, True), (12, True)])
def test_typed_totals_count_their_months_and_what_was_decided(months: int, word: bool) -> None:
    scenario = totals_to_scenario(Totals(7200, 1080, 360, months=months))
    assert scenario.history is not None
    assert (scenario.history.closed_outcomes, scenario.history.periods) == (1080, months)
    assert scenario.history.suffices is word
    assert scenario.second_opinion is None


def test_whole_months_since_the_first_win_become_a_second_opinion_beside_the_plan() -> None:
    waiting = [_month("2023-11", 0), _month("2023-12", 0)]
    months = [*waiting, *_year(0, 20), _month("2025-09", 9, whole=False)]
    evidence = _with_months(months, dt.date(2025, 9, 10))
    cycle = replace(evidence.company.cycle, mean=0.0)
    evidence = replace(evidence, company=replace(evidence.company, cycle=cycle))
    opinion = evidence_to_scenario(evidence).second_opinion
    assert opinion is not None
    assert (opinion.first_month, opinion.last_month) == ("2024-01", "2025-08")
    assert (opinion.weight, opinion.metric, set(opinion.values)) == (0.0, "bookings", {3000.0})


def test_months_after_the_last_new_deal_are_not_those_of_a_company_that_stopped_selling() -> None:
    silent = [_month(f"2025-{month:02d}", 1, whole=False) for month in (10, 11, 12)]
    evidence = _with_months([*_year(0, 21), *silent], dt.date(2025, 12, 31))
    scenario = evidence_to_scenario(evidence)
    assert scenario.second_opinion is not None
    assert scenario.second_opinion.last_month == "2025-09"
    assert scenario.start_month == "2026-01"


def test_the_first_months_of_an_export_of_new_deals_are_left_out() -> None:
    """Two mean cycles: until then only the quickest have closed, which looks like growth."""
    evidence = _with_months(_year(0, 24), dt.date(2025, 12, 31))
    cycle = replace(evidence.company.cycle, mean=45.0)
    evidence = replace(evidence, company=replace(evidence.company, cycle=cycle))
    opinion = evidence_to_scenario(evidence).second_opinion
    assert opinion is not None
    assert opinion.first_month == "2024-04"


@pytest.mark.parametrize(("count", "known"), [(11, False), (12, True)])
def test_below_a_year_there_is_none(count: int, known: bool) -> None:
    evidence = _with_months(_year(0, count), dt.date(2025, 12, 31))
    cycle = replace(evidence.company.cycle, mean=0.0)
    evidence = replace(evidence, company=replace(evidence.company, cycle=cycle))
    assert (evidence_to_scenario(evidence).second_opinion is not None) is known


def test_months_with_nothing_sold_are_no_opinion() -> None:
    months = [_month(f"2024-{at:02d}", 1 if at < 4 else 0) for at in range(1, 13)]
    evidence = _with_months(months, dt.date(2024, 12, 31))
    cycle = replace(evidence.company.cycle, mean=0.0)
    evidence = replace(evidence, company=replace(evidence.company, cycle=cycle))
    assert evidence_to_scenario(evidence).second_opinion is None


def test_periods_are_the_months_over_since_the_first_outcome() -> None:
    months = [MonthFigures("2024-01", 5, 0, 0, 0.0, True), *_year(1, 3), _month("2024-05", 2, whole=False)]
    scenario = evidence_to_scenario(_with_months(months, dt.date(2024, 5, 20)))
    assert scenario.history is not None
    assert scenario.history.periods == 3
