"""What a table of another kind says depends on its content: not on the order of rows, and not on how it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.evidence import EvidenceError
from simulator.evidence.kinds import (
    Customers,
    KindEvidence,
    Leads,
    MonthlySummary,
    Quotas,
    Roster,
    kind_to_scenario,
)
from simulator.evidence.kinds.exposure import annual_share
from tests.unit.evidence.kind_files import (
    ACTIVITIES,
    CUSTOMERS,
    CUSTOMERS_DATED,
    LEADS,
    QUOTAS,
    ROSTER,
    SUMMARY,
    SUMMARY_GERMAN,
    kind_evidence,
)

EVERY = (SUMMARY, LEADS, ACTIVITIES, QUOTAS, ROSTER, CUSTOMERS, CUSTOMERS_DATED)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))


def content(found: KindEvidence) -> dict[str, Any]:
    """The document without what tells the place in the file."""
    document = found.document()
    for name in ("warnings", "dialect", "columns"):
        document.pop(name)
    return document


@given(st.sampled_from(EVERY), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_says_nothing(text: str, random: Any) -> None:
    header, *rows = text.strip().split("\n")
    mixed = list(rows)
    random.shuffle(mixed)
    assert content(kind_evidence("\n".join([header, *mixed]))) == content(kind_evidence(text))


def test_decimal_commas_month_names_and_another_language_say_the_same() -> None:
    english, german = kind_evidence(SUMMARY), kind_evidence(SUMMARY_GERMAN)
    assert german.findings == english.findings
    assert german.remarks == ()


MONTHS = st.integers(0, 11)


@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=30
    ),
    st.sampled_from(
        [
            "{y}-{m:02d}",
            "{m:02d}/{y}",
            "{y}{m:02d}",
            "{y}M{m:02d}",
            "01.{m:02d}.{y}",
            "{m}/1/{y}",
            "{n} {y}",
            "{n}-{s}",
        ]
    ),
)
@settings(max_examples=80, deadline=None)
def test_a_month_is_the_same_in_every_convention(counts: list[tuple[int, int, int]], written: str) -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    def table(form: str) -> str:
        rows = []
        for at, (calls, share, won) in enumerate(counts):
            year, month = 2024 + at // 12, at % 12 + 1
            appointments = calls * share // 100
            cell = form.format(y=year, m=month, n=names[month - 1], s=year % 100)
            rows.append(f"{cell},{calls},{appointments},{appointments * won // 100}")
        return "Month,Calls,Appointments,Won\n" + "\n".join(rows)

    assert kind_evidence(table(written)).findings == kind_evidence(table("{y}-{m:02d}")).findings


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=30)
)
@settings(max_examples=60, deadline=None)
def test_a_summary_gives_a_scenario_or_says_why_not(months: list[tuple[int, int, int]]) -> None:
    rows = [
        f"{2024 + at // 12}-{at % 12 + 1:02d},{calls},{won},{1000 * money}"
        for at, (calls, won, money) in enumerate(months)
    ]
    found = kind_evidence("Month,Calls,Won,Revenue\n" + "\n".join(rows))
    assert isinstance(found.findings, MonthlySummary)
    if sum(won for _, won, _ in months) == 0:
        with pytest.raises(EvidenceError, match="deals won"):
            kind_to_scenario(found)
        return
    plan = kind_to_scenario(found)
    (team,) = plan.teams
    assert all(0 <= stage.rate.expected <= 1 for stage in team.stages)
    for step in found.findings.steps:
        assert step.total.successes <= step.total.trials


@given(st.lists(st.tuples(DAYS, st.integers(0, 400) | st.none()), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_young_leads_only_ever_raise_the_conversion(leads: list[tuple[dt.date, int | None]]) -> None:
    """Given time, at least as many convert as have so far, unless too few are old enough to tell."""
    rows = []
    for at, (created, days) in enumerate(leads):
        converted = "" if days is None else (created + dt.timedelta(days=days)).isoformat()
        rows.append(f"{at},{created},{converted}")
    found = kind_evidence("Lead ID,Created Date,Converted Date\n" + "\n".join(rows)).findings
    assert isinstance(found, Leads)
    assert 0 <= found.conversion <= 1
    assert [one.share for one in found.by_age] == sorted(one.share for one in found.by_age)
    if not any(days is not None for _, days in leads):
        assert found.conversion == 0


@given(st.lists(st.tuples(st.integers(1, 72), st.booleans()), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None)
def test_every_customer_leaves_once_at_most(customers: list[tuple[int, bool]]) -> None:
    rows = [f"{at},{tenure},{'Yes' if gone else 'No'}" for at, (tenure, gone) in enumerate(customers)]
    found = kind_evidence("Customer ID,Tenure,Churn\n" + "\n".join(rows)).findings
    assert isinstance(found, Customers)
    assert (
        found.monthly_churn.trials
        == sum(tenure for tenure, _ in customers)
        == sum(one.at_risk for one in found.hazards)
    )
    assert (
        found.monthly_churn.successes
        == sum(gone for _, gone in customers)
        == sum(one.churned for one in found.hazards)
    )


def _quotas(teams: Sequence[Sequence[int]], *, managers: bool) -> str:
    rows = []
    for quarter in (1, 2):
        for number, team in enumerate(teams):
            amounts = [amount * (10 + quarter) for amount in team]
            rows += [
                f"R{number}-{at},T{number},M{number},2026-Q{quarter},{amount}"
                for at, amount in enumerate(amounts)
            ]
            if managers:
                rows.append(f"M{number},T{number},,2026-Q{quarter},{sum(amounts)}")
    return "Rep,Team,Manager,Quarter,Quota\n" + "\n".join(rows)


@given(st.lists(st.lists(st.integers(50, 900), min_size=2, max_size=5), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_managers_are_left_out_whatever_their_teams(teams: list[list[int]]) -> None:
    with_them, without = (kind_evidence(_quotas(teams, managers=on)).findings for on in (True, False))
    assert isinstance(with_them, Quotas)
    assert isinstance(without, Quotas)
    assert {one.who for one in with_them.rollups} == {f"M{number}" for number in range(len(teams))}
    assert with_them.total == without.total
    assert with_them.with_rollups == 2 * without.total


@given(st.lists(st.tuples(DAYS, st.integers(1, 2000) | st.none()), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_attrition_is_a_share_with_people_behind_it(people: list[tuple[dt.date, int | None]]) -> None:
    rows = []
    for at, (start, days) in enumerate(people):
        end = "" if days is None else min(start + dt.timedelta(days=days), dt.date(2027, 1, 1)).isoformat()
        rows.append(f"P{at},A,{start},{end}")
    found = kind_evidence("Name,Team,Hire Date,End Date\n" + "\n".join(rows)).findings
    assert isinstance(found, Roster)
    if found.attrition is not None:
        assert 0 < found.attrition.annual < 1
        assert found.attrition.equivalent_n >= 1


@given(st.integers(0, 50), st.floats(2.0, 500.0))
def test_the_annual_share_is_what_the_draws_of_the_rate_say(leavers: int, years: float) -> None:
    assume(leavers <= years)  # beyond that nearly everybody leaves and the draws' own spread is hardly known
    rng = np.random.default_rng(5)
    shares = 1 - np.exp(-rng.gamma(leavers + 0.5, 1 / years, 20_000))
    mean, worth = annual_share(leavers, years)
    assert abs(mean - shares.mean()) < 5 * shares.std() / np.sqrt(len(shares)) + 1e-12
    if 1 < worth < 1e6:
        assert abs(np.sqrt(mean * (1 - mean) / (worth + 1)) / shares.std() - 1) < 0.05
