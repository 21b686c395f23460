"""The document of the design is read as it is printed there, and written so that it can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import Scenario, ScenarioError, dump_scenario, load_scenario
from simulator.scenario import read_scenario

DOCUMENT = """
schema_version = 1
name = "FY2027 plan"
currency = "EUR"
start_month = "2027-01"
horizon_months = 12
seed = 2027

[policy]
realistic_at_least = 0.60
unreachable_below = 0.10

[growth]
interval = "year"
volume    = { mean = 0.08, sd = 0.05 }
deal_size = { mean = 0.02, sd = 0.01 }

[seasonality]
index = [0.9, 0.92, 1.05, 0.98, 1.0, 1.1, 0.85, 0.8, 1.02, 1.08, 1.1, 1.2]

[market]
monthly_sd = 0.10
persistence = 0.6

[[teams]]
name = "Direct"
inbound_per_month = { mean = 600, dispersion = 25 }
outbound_per_rep_per_day = 0
workdays_per_month = 21
entry = "call"
stages = [
  { name = "appointment", rate = { successes = 1080, trials = 7200 } },
  { name = "sale",        rate = { successes = 360,  trials = 1080 } },
]
cycle_days = { mean = 48, cv = 0.85 }
deal_size  = { family = "gamma", mean = 25000, cv = 0.9, n = 360 }
opportunities_per_rep_per_month = 12
ramp = [0.0, 0.25, 0.5, 0.75, 1.0]
annual_attrition = { mean = 0.30, equivalent_n = 40 }
backfill_after_months = 2
annual_cost_per_rep = 120000
reps = [ { name = "Ana", tenure_months = 30 } ]
hires = [ { month = "2027-03", count = 2, slip_months_mean = 1.0 } ]
open_pipeline = [ { count = 40, win_rate = { mean = 0.3, equivalent_n = 50 }, age_days = 20 } ]

[recurring]
opening_customers = 400
opening_mrr = 317000
monthly_churn = { successes = 33, trials = 4000 }
monthly_expansion = { mean = 0.004, sd = 0.002 }

[costs]
gross_margin = { mean = 0.75, sd = 0.02 }
marketing_per_month = 40000
overhead_per_month = 90000

[[initiatives]]
name = "Discovery-call training"
lever = "win_rate"
effect = { low = 0.02, mode = 0.05, high = 0.12 }
probability = 0.7
start_month = "2027-04"
phase_in_months = 3
cost = 40000

[[risks]]
name = "A rival"
lever = "volume"
teams = ["Direct"]
effect = { low = -0.3, mode = -0.2, high = -0.1 }
start_month = "2027-06"

[[goals]]
name = "New bookings"
metric = "bookings"
direction = "at_least"
target = 5000000
by = "2027-12"
window = "total"
scope = "company"

[[goals]]
name = "Ten percent more"
metric = "bookings"
change = 0.10
baseline = 4500000
by = "2027-12"
"""

LEAST = """
name = "the least"
start_month = "2027-01"
[[teams]]
name = "T"
deal_size = 100
stages = [{ name = "sale", rate = 0.2 }]
"""


@pytest.fixture
def plan() -> Scenario:
    """The document above."""
    return read_scenario(DOCUMENT, "toml")


def test_the_printed_document_is_a_scenario(plan: Scenario) -> None:
    team = plan.teams[0]
    assert plan.months[-1] == "2027-12"
    assert team.inbound_per_month.dispersion == 25
    assert team.stages[-1].rate.beta == (360.5, 720.5)
    assert team.opportunities_per_rep_per_month == 12
    assert (team.ramp[0], team.ramp[-1]) == (0.0, 1.0)
    assert plan.recurring is not None
    assert plan.recurring.opening_customers == 400
    assert [goal.threshold for goal in plan.goals] == [5_000_000, pytest.approx(4_950_000)]
    assert plan.policy.realistic_at_least == 0.6


def test_what_may_be_left_out_is_left_out(plan: Scenario) -> None:
    least = read_scenario(LEAST, "toml")
    team = least.teams[0]
    assert (least.horizon_months, least.seed, least.currency) == (12, 0, "EUR")
    assert team.opportunities_per_rep_per_month is None
    assert team.backfill_after_months is None
    assert team.inbound_per_month.dispersion is None
    assert (team.annual_attrition.expected, team.workdays_per_month, team.ramp) == (0, 21, (1.0,))
    assert dump_scenario(least).count("\n") < 20
    assert dump_scenario(plan).count("\n") > 60


@pytest.mark.parametrize("name", ["plan.toml", "plan.json", "plan.TOML", "plan.txt"])
def test_files_in_either_format(tmp_path: Path, plan: Scenario, name: str) -> None:
    """The suffix decides; without a known one, a leading brace does. A byte order mark is no obstacle."""
    form = "json" if name.endswith("json") else "toml"
    path = tmp_path / name
    path.write_text(dump_scenario(plan, form), encoding="utf-8-sig")  # type: ignore[arg-type]
    assert load_scenario(path) == plan
    (tmp_path / "plan").write_text(dump_scenario(plan, "json"), encoding="utf-8")
    assert load_scenario(tmp_path / "plan") == plan


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(ScenarioError, match="larger than 20 MB"):
        load_scenario(path)
