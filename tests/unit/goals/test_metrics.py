"""What is said of every metric, and that the metrics, their names and their needs are the same ones everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator import simulate
from simulator.goals import METRICS, carried, metric, missing
from simulator.goals.windows import Window
from simulator.scenario import parse_scenario
from simulator.scenario.metric_names import METRIC_NAMES
from tests.statistical.small_scenarios import document, scenario, team_document

MODEL = (Path(__file__).parents[3] / "docs" / "MODEL.md").read_text(encoding="utf-8")
EVERYTHING = document(
    team_document(
        headcount=3,
        inbound_per_month=400.0,
        entry_role="prospect",
        stages=[
            {"name": "a", "rate": 0.5, "role": "mql"},
            {"name": "b", "rate": 0.5, "role": "sql"},
            {"name": "c", "rate": 0.5, "role": "demo"},
            {"name": "sale", "rate": 0.5},
        ],
        cycle_days={"mean": 20, "cv": 0.5},
        annual_quota_per_rep=10.0,
        annual_cost_per_rep=1.0,
        units_per_deal=2,
        activities={"calls": 20, "emails": 30, "meetings": 2},
        coaching_hours_per_rep_per_month=3,
        training_hours_per_rep_per_month=4,
    ),
    recurring={"opening_customers": 1000, "opening_mrr": 10_000.0, "monthly_churn": 0.1},
    costs={"gross_margin": 0.8, "marketing_per_month": 1.0, "overhead_per_month": 1.0},
    second_opinion={"metric": "revenue", "first_month": "2026-01", "values": [90.0] * 12},
)


@pytest.mark.parametrize("name", METRIC_NAMES)
def test_every_metric_says_what_a_reader_asks(name: str) -> None:
    found = METRICS[name]
    for text in (found.label, found.definition, found.formula, found.evidence, found.source):
        assert text.strip() == text
        assert text
    assert found.needs
    assert found.definition.endswith(".")
    assert found.timing in ("lead", "lag")
    assert found.sort in ("activity", "outcome", "money")
    assert found.direction == ("at_least" if found.better > 0 else "at_most")


@pytest.mark.parametrize("name", METRIC_NAMES)
def test_the_model_gives_every_metric(name: str) -> None:
    assert re.search(rf"`{name}`", MODEL), f"docs/MODEL.md does not define {name}"


@pytest.mark.parametrize("name", METRIC_NAMES)
def test_a_plan_with_every_input_carries_every_metric(name: str) -> None:
    plan = parse_scenario(EVERYTHING)
    assert missing(plan, name) == ()
    assert name in carried(plan)
    forecast = simulate(plan, n_trials=200)
    for window in (Window(0, 11), Window(9, 11), Window(11, 11), Window(0, 11, averaged=True)):
        values = metric(name).value(forecast, "company", window)
        assert values.shape == (200,)
        assert (values == values).mean() > 0.9, "undefined in too many futures"


def test_roles_count_the_units_of_their_steps() -> None:
    forecast = simulate(parse_scenario(EVERYTHING), n_trials=200)
    window = Window(0, 11)
    for name, series in (
        ("prospects", "entered"),
        ("mql", "stage:a"),
        ("sql", "stage:b"),
        ("demos", "stage:c"),
    ):
        counted = metric(name).value(forecast, "company", window)
        assert (counted == forecast.series(series).sum(axis=1)).all()
        assert (metric(name).value(forecast, "Direct", window) == counted).all()
    qualified = metric("qualified_leads").value(forecast, "company", window)
    assert (qualified == forecast.series("stage:a").sum(axis=1)).all()
    monthly = metric("mql").value(forecast, "company", Window(0, 11, averaged=True))
    assert monthly == pytest.approx(forecast.series("stage:a").mean(axis=1))


def test_teams_that_mark_no_step_are_left_out() -> None:
    marked = team_document("North", inbound_per_month=10.0, entry_role="sql")
    forecast = simulate(scenario(marked, team_document("South", inbound_per_month=99.0)), n_trials=200)
    counted = metric("sql").value(forecast, "company", Window(0, 11))
    assert (counted == forecast.series("entered", "North").sum(axis=1)).all()
