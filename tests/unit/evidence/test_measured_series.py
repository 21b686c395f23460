"""What the months of an export show: growth taken over without counting it twice, and what may not be claimed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from pydantic import TypeAdapter

from simulator.evidence import Evidence, evidence_to_scenario
from tests.unit.evidence.deals import Row, codes, evidence_of, remark


def deals_by_month(counts: list[int], first: dt.date = dt.date(2022, 1, 1), team: str = "") -> list[Row]:
    """So many deals a month, spread over it; of each three, one won and two lost, all after 9 days."""
    rows: list[Row] = []
    for at, count in enumerate(counts):
        year, month = divmod(first.month - 1 + at, 12)
        for number in range(count):
            day = dt.date(first.year + year, month + 1, 1 + number * 28 // count)
            rows.append(
                {
                    "ID": f"{team}{len(rows):05d}",
                    "Team": team,
                    "Stage": "Won" if number % 3 == 0 else "Lost",
                    "Amount": "1000",
                    "Created": day.isoformat(),
                    "Closed": (day + dt.timedelta(days=9)).isoformat(),
                }
            )
    return rows


def growing(yearly: float, months: int = 36, level: float = 60, seed: int = 3) -> list[int]:
    rng = np.random.default_rng(seed)
    expected = level * (1 + yearly) ** (np.arange(months) / 12)
    return [max(int(count), 1) for count in rng.poisson(expected)]


END = dt.date(2024, 12, 31)


def test_growth_is_measured_and_the_level_is_that_of_the_first_month_of_the_plan() -> None:
    evidence = evidence_of(deals_by_month(growing(0.40)), as_of=END)
    plan = evidence_to_scenario(evidence)
    growth = plan.growth.volume
    assert growth.grade == "measured"
    assert abs(growth.mean - 0.40) <= 2 * growth.sd
    expected = 60 * 1.4**3
    inbound = plan.teams[0].inbound_per_month
    assert abs(inbound.mean - expected) <= 3 * inbound.sd
    assert inbound.mean > 1.1 * 60 * 1.4**2.5, "not the mean of the last twelve months"
    document = evidence.document()
    assert document["growth"]["volume"]["claimed"]
    assert document["growth"]["volume"]["mean"] == growth.mean
    assert document["entering"]["per_month"] == inbound.mean


def test_a_later_start_carries_the_level_on() -> None:
    rows = deals_by_month(growing(0.40))
    levels = [
        evidence_to_scenario(evidence_of(rows, as_of=day)).teams[0].inbound_per_month.mean
        for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 15))
    ]
    assert levels[1] == pytest.approx(levels[0] * 1.4 ** (1 / 12), rel=0.04)


def test_a_season_is_taken_off_the_level_and_put_into_the_plan() -> None:
    rng = np.random.default_rng(4)
    season = 1 + 0.5 * np.sin(np.arange(48) * 2 * np.pi / 12)
    counts = [max(int(one), 1) for one in rng.poisson(80 * season)]
    plan = evidence_to_scenario(evidence_of(deals_by_month(counts[:45]), as_of=dt.date(2025, 9, 30)))
    index = np.array(plan.seasonality.index)
    assert np.corrcoef(index, season[:12])[0, 1] > 0.95
    inbound = plan.teams[0].inbound_per_month
    assert abs(inbound.mean - 80) <= 3 * inbound.sd
    assert plan.seasonality.grade == "measured"


def test_teams_share_the_company_s_level() -> None:
    rows = deals_by_month(growing(0.3, level=40), team="North")
    rows += deals_by_month(growing(0.3, level=20, seed=8), team="South")
    evidence = evidence_of(rows, as_of=END)
    company = evidence.company.volume.mean
    north, south = (team.volume.mean for team in evidence.teams)
    assert north + south == pytest.approx(company)
    assert north / company == pytest.approx(2 / 3, abs=0.06)


@pytest.mark.parametrize("months", [1, 4, 10, 23])
def test_a_short_history_claims_nothing_and_says_how_much_is_needed(months: int) -> None:
    counts = growing(0.4)[:months]
    last = dt.date(2022 + months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)
    evidence = evidence_of(deals_by_month(counts), as_of=last)
    assert codes(evidence) >= {"growth_refused", "season_refused"}
    assert "at least 24 are needed" in remark(evidence, "growth_refused")[0]
    plan = evidence_to_scenario(evidence)
    assert (plan.growth.volume.mean, plan.growth.volume.grade) == (0.0, "guess")
    assert set(plan.seasonality.index) == {1.0}
    assert plan.market.walk_sd == 0
    document = evidence.document()
    assert not document["growth"]["volume"]["claimed"]
    assert not document["seasonality"]["claimed"]
    assert not document["market"]["claimed"]


def test_first_months_that_fill_up_are_named_and_do_not_count() -> None:
    evidence = evidence_of(deals_by_month([6, 22, *growing(0.0, months=18)]), as_of=dt.date(2023, 8, 31))
    assert "far below what follows" in remark(evidence, "truncated_start")[0]
    assert evidence.company.volume.mean == pytest.approx(60, rel=0.12)


def test_a_jump_is_named_and_is_no_growth() -> None:
    counts = growing(0.0, months=24) + growing(0.0, months=12, level=110, seed=5)
    evidence = evidence_of(deals_by_month(counts), as_of=END)
    assert "in 2024-01 the level rose by" in remark(evidence, "level_shift")[0]
    plan = evidence_to_scenario(evidence)
    assert plan.growth.volume.mean < 0.2
    assert plan.teams[0].inbound_per_month.mean == pytest.approx(110, rel=0.15)


def test_the_last_month_of_a_quarter_is_noticed() -> None:
    rows = deals_by_month([90] * 12)
    for row in rows:
        month, number = int(row["Closed"][5:7]), int(row["ID"])
        row["Stage"] = "Won" if number % 10 < (8 if month % 3 == 0 else 4) else "Lost"
    evidence = evidence_of(rows, as_of=dt.date(2022, 12, 31))
    message, _, count = remark(evidence, "month_of_quarter")
    assert "40%, 40% and 80% were won" in message
    assert count > 1000
    assert evidence.document()["seasonality"]["month_of_quarter"]["win_rates"][2] == pytest.approx(
        0.8, abs=0.01
    )


def test_quarters_that_are_alike_are_not_remarked() -> None:
    assert "month_of_quarter" not in codes(
        evidence_of(deals_by_month([90] * 12), as_of=dt.date(2022, 12, 31))
    )


def test_the_evidence_comes_back_from_its_text() -> None:
    evidence = evidence_of(deals_by_month(growing(0.2)), as_of=END)
    adapter = TypeAdapter(Evidence)
    assert adapter.validate_json(adapter.dump_json(evidence)).series == evidence.series
