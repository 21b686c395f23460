"""Dangers of a history: each with its figure, its severity and what to do, the gravest first, and in the plan too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from simulator.evidence import Evidence, build_evidence, evidence_to_scenario, read_export
from simulator.evidence.dangers import DANGERS, SEVERITIES, danger_title, dangers_in, dangers_of
from simulator.evidence.observations import most_serious_first
from simulator.evidence.refusal import Remark
from simulator.sample import sample_evidence
from simulator.scenario import dump_scenario, read_scenario, simulation_digest
from tests.unit.evidence.deals import Row, evidence_of, plain_deals
from ui.visitors.money_hidden import without_amounts

LONG = 40


def codes(evidence: Evidence) -> list[str]:
    return [one.code for one in dangers_in(evidence)]


def steady(months: int, per_month: int, days: int) -> list[Row]:
    """Deals entering evenly from 2023 on; two of three are won after about `days`."""
    first = dt.date(2023, 1, 1)
    rows: list[Row] = []
    rng = np.random.default_rng(5)
    last = first + dt.timedelta(days=round(months * 30.4375))
    for number in range(months * per_month):
        created = first + dt.timedelta(days=int(number * 30.4375 / per_month))
        closed = created + dt.timedelta(days=int(days * rng.uniform(0.5, 1.5)))
        decided = closed <= last
        rows.append(
            {
                "ID": f"{number:05d}",
                "Owner": "Ana",
                "Stage": ("Won", "Won", "Lost")[number % 3] if decided else "Open",
                "Amount": "1000",
                "Created": created.isoformat(),
                "Closed": closed.isoformat() if decided else "",
            }
        )
    return rows


def test_every_danger_has_a_severity_a_title_and_something_to_do() -> None:
    for code, kind in DANGERS.items():
        assert kind.severity in SEVERITIES
        assert 3 <= len(kind.title) <= LONG + 10, code
        assert kind.advice.endswith("."), code


def test_the_gravest_comes_first_and_what_is_no_danger_is_none() -> None:
    remarks = [
        Remark("currency_assumed", "a"),
        Remark("short_history", "b"),
        Remark("stale_open_deals", "c", (), 9),
    ]
    assert [one.code for one in dangers_of(remarks)] == ["stale_open_deals", "short_history"]
    assert [one.code for one in most_serious_first(remarks)] == [
        "stale_open_deals",
        "short_history",
        "currency_assumed",
    ]


@pytest.mark.parametrize(("stale", "severity"), [(3, "note"), (5, "grave"), (0, "grave")])
def test_a_few_stale_deals_are_a_note(stale: int, severity: str) -> None:
    """0 of 0: how many are open is not known, and a remark stands all the same."""
    (found,) = dangers_of([Remark("stale_open_deals", "x", (), stale)], 100 if stale else 0)
    assert found.severity == severity


def test_an_export_of_deals_created_since_a_day_is_no_growth_of_wins() -> None:
    rows = steady(18, 30, 90)
    (found,) = [one for one in dangers_in(evidence_of(rows)) if one.code == "filling_start"]
    assert found.severity == "serious"
    assert "The first deal was created on 2023-01-01" in found.message
    assert "looks like growth of +" in found.message
    assert found.count >= 3


def test_short_cycles_fill_at_once_and_nothing_is_said() -> None:
    assert "filling_start" not in codes(evidence_of(steady(18, 30, 8)))
    assert "filling_start" not in codes(evidence_of(plain_deals()))


def test_an_export_cut_off_at_its_first_decision_says_what_it_would_have_faked() -> None:
    """Only what was decided from 2023-07 on, or is open, was exported: the months before look thin."""
    rows = [row for row in steady(24, 40, 60) if not row["Closed"] or row["Closed"] >= "2023-07-01"]
    evidence = evidence_of(rows)
    (found,) = [one for one in dangers_in(evidence) if one.code == "cut_off_start"]
    assert "Read as history, " in found.message
    assert "would look like growth of +" in found.message
    assert "filling_start" not in codes(evidence), "the pipeline was full: one cause is told once"
    months = {month.month: month.entered for month in evidence.monthly}
    before = [
        entered for month, entered in months.items() if min(months) < month < "2023-07"
    ]  # the first is partial
    after = [entered for month, entered in months.items() if "2023-07" <= month < max(months)]
    grown = np.mean(after) / np.mean(before) - 1
    assert f"{len(before)} months of {np.mean(before):.1f} deals before" in found.message
    assert f"growth of {grown:+.0%}." in found.message
    assert grown > 0.1


def test_dangers_go_along_with_the_plan_and_change_no_number() -> None:
    evidence = sample_evidence()
    plan = evidence_to_scenario(evidence)
    carried = [one.code for one in plan.dangers]
    assert carried == [one.code for one in dangers_in(evidence) if one.severity != "note"]
    assert carried[0] == "stale_open_deals"
    assert read_scenario(dump_scenario(plan), "toml").dangers == plan.dangers
    assert simulation_digest(plan.changed(dangers=())) == simulation_digest(plan)


def test_a_visitor_without_amounts_reads_the_danger_and_no_figure_of_it() -> None:
    plan = evidence_to_scenario(sample_evidence())
    shown = without_amounts(plan)
    assert [one.code for one in shown.dangers] == [one.code for one in plan.dangers]
    assert not any(letter.isdigit() for one in shown.dangers for letter in one.message)
    assert shown.dangers[0].message == danger_title("stale_open_deals") == "Stale pipeline"


def test_a_real_export_names_its_stale_pipeline_and_its_cut_off_start(real_data: Path) -> None:
    data = (real_data / "maven_crm" / "iso" / "sales_pipeline.csv").read_bytes()
    found = dangers_in(build_evidence(read_export(data, "deals.csv")))
    assert (found[0].code, found[0].severity, found[0].count) == ("stale_open_deals", "grave", 1291)
    assert found[0].message.startswith(
        "1,291 of 1,589 open deals are older than the longest deal that ever closed"
    )
    (cut,) = [one for one in found if one.code == "cut_off_start"]
    assert "would look like growth of +" in cut.message
